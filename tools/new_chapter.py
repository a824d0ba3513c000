"""``make chapter NAME=13_my_topic``: a new chapter that already passes every test.

It stands at the end of the numbered part. Its cells show each thing that a chapter has, once: the
question, the idea, the rule, a definition, a proof, a check against torch, a false statement,
exercises, the list of claims. Replace them one by one, and run ``make execute claims test`` as you go.
"""

import re
import sys
from pathlib import Path

import nbformat

from repository import address, first_cell

NAME = re.compile(r"(\d\d)_([a-z][a-z0-9]*(?:_[a-z0-9]+)*)")

SETUP = """\
import torch

from claims import *
from claims.notation import eta, lam, theta
from lab import show
from optimizers.rules import sgd"""

OPENING = """\
# {title}

This chapter is new. In two sentences: what it shows, and what the reader can do at its end.

**The question.** What did the [last chapter]({before}.ipynb) leave open?

**The idea.** Say it in words, before any symbol."""

RULE = """\
## The rule

Rules come from `optimizers.rules`. Show the code; do not type the formula again."""

DERIVATION = """\
## On symbols

Run the rule on symbols. The left side of a proof is what the code gives, the right side is what a person would write. First a definition:"""

TRAINING = """\
## On numbers

A check compares what our code gives with something that was made without it, such as `torch.optim`. It must fail for something wrong."""

MISTAKE = """\
## What is easy to get wrong

A statement that one would like to believe, a point at which it is false, and what is true instead."""

EXERCISES = """\
## Exercises

1. Which factor does a step have at $\\lambda = 2$ and $\\eta = 1$? [The factor](#{prefix}-one-step) tells.

## What was verified here"""

CLOSING = """\
**Left open.** The question for the next chapter."""

DEFINE = """\
define(
    "{prefix}-parabola",
    r"f(\\theta)",
    lam * theta**2 / 2,
    text=r"A parabola with curvature $\\lambda$. Its gradient is $\\lambda\\theta$.",
)"""

PROVE = """\
prove(
    "{prefix}-one-step",
    theta - sgd(lam * theta, lr=eta),
    (1 - eta * lam) * theta,
    text="One step on the parabola:",
    uses=["{prefix}-parabola"],
)"""

CHECK = """\
weight = torch.tensor(3.0, dtype=torch.float64, requires_grad=True)
optimizer = torch.optim.SGD([weight], lr=0.1)
ours = 3.0
for _ in range(20):
    optimizer.zero_grad()
    (2 * weight**2 / 2).backward()
    optimizer.step()
    ours = ours - sgd(2 * ours, lr=0.1)

check(
    "{prefix}-parity",
    r"After 20 steps with $\\lambda = 2$ our rule and `torch.optim.SGD` agree.",
    ours,
    weight,
    within=1e-15,
    unlike={{"one step less": ours / 0.8}},
)"""

REFUTE = """\
refute(
    "{prefix}-larger-is-faster",
    abs(1 - eta * lam),
    1,
    relation="<=",
    at={{eta: 3, lam: 1}},
    text="A larger learning rate always brings the parameter nearer to the minimum.",
    uses=["{prefix}-one-step"],
)"""


def cells(number, words, before, url):
    """The cells of the new chapter, as nbformat wants them; ids are numbers within the chapter."""
    prefix = "-".join(words)
    fill = {"title": " ".join(words).capitalize(), "before": before, "prefix": prefix}
    plan = [
        ("markdown", OPENING, {}),
        ("code", first_cell(url).rstrip("\n"), {"tags": ["remove-cell"]}),
        ("code", SETUP, {"tags": ["hide-input"]}),
        ("markdown", RULE, {}),
        ("code", "show.source(sgd)", {}),
        ("markdown", DERIVATION, {}),
        ("code", DEFINE, {}),
        ("code", PROVE, {}),
        ("markdown", TRAINING, {}),
        ("code", CHECK, {}),
        ("markdown", MISTAKE, {}),
        ("code", REFUTE, {}),
        ("markdown", EXERCISES, {}),
        ("code", "summary()", {}),
        ("markdown", CLOSING, {}),
    ]
    make = {"markdown": nbformat.v4.new_markdown_cell, "code": nbformat.v4.new_code_cell}
    return [
        make[kind](text.format(**fill), metadata=metadata, id=f"{number}-{prefix}-{i:02}"[-64:])
        for i, (kind, text, metadata) in enumerate(plan)
    ]


def main(root, name=""):
    root = Path(root)
    match = NAME.fullmatch(name)
    if not match:
        raise SystemExit(
            f"NAME={name!r}: two digits and words in lower case, such as NAME=13_my_topic"
        )
    path = root / "chapters" / f"{name}.ipynb"
    taken = sorted(root.glob(f"chapters/{match[1]}_*.ipynb"))
    if taken:
        raise SystemExit(f"NAME={name!r}: {taken[0].name} has that number already")
    toc = root / "_toc.yml"
    lines = toc.read_text(encoding="utf-8").splitlines(keepends=True)
    numbered = [i for i, line in enumerate(lines) if re.search(r"file: chapters/\d\d_", line)]
    if not numbered:
        raise SystemExit("_toc.yml: no numbered chapter after which the new one could stand")
    last = lines[numbered[-1]]
    before = re.search(r"chapters/(\S+)", last)[1]
    notebook = nbformat.v4.new_notebook(
        cells=cells(match[1], match[2].split("_"), before, address(root)),
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
    )
    nbformat.write(notebook, path)
    lines.insert(numbered[-1] + 1, last.replace(before, name))
    toc.write_text("".join(lines), encoding="utf-8")
    print(
        f"chapters/{name}.ipynb stands, after {before} in _toc.yml. Next: make execute claims test"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
