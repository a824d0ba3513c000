"""``make chapter NAME=14_my_topic``: a new chapter that already passes every test.

It stands at the end of the numbered part. Its cells show each thing that a chapter has, once: the
question, the idea and its picture, the rule beside its formula, a proof, a quiet check against
torch, a false statement, what the reader knows, exercises with hints and solutions. Replace them one
by one, and run ``make execute claims kernel test`` as you go.
"""

import re
import sys
from pathlib import Path

import nbformat

from repository import address, first_cell

NAME = re.compile(r"(\d\d)_([a-z][a-z0-9]*(?:_[a-z0-9]+)*)")

SETUP = """\
import matplotlib.pyplot as plt
import numpy as np
import torch

from claims import *
from claims.notation import eta, g, lam, theta
from lab import show, style
from optimizers.rules import sgd

style.use()"""

OPENING = """\
# {title}

This chapter is new. In one sentence: what the reader can do at its end.

**You need:** a derivative. (The page adds the chapters on which this one's claims rest, and the minutes.)

**The question.** What did the [last chapter]({before}.ipynb) leave open?

**The idea.** Say it in words, before any symbol. Then show it: the picture below belongs to this example, a parabola and one step on it."""

IDEA = """\
curvature, start, rate = 2.0, 3.0, 0.35
path = [start]
for _ in range(5):
    path.append(path[-1] - sgd(curvature * path[-1], lr=rate))

fig, ax = plt.subplots(figsize=(6.2, 3.0))
x = np.linspace(-1.5, 3.2, 100)
ax.plot(x, curvature * x**2 / 2, color=style.INK)
points = np.array(path)
ax.plot(points, curvature * points**2 / 2, "o--", color=style.BLUE)
ax.set(xlabel=r"$\\theta$", ylabel="loss")
plt.show()"""

IDEA_FRAME = {
    "image": {
        "alt": "A parabola, and on it six points that come down to its lowest point in shorter and shorter steps."
    },
    "figure": {
        "caption": "Five steps on a parabola. Each is shorter than the one before. By how much?"
    },
}

RULE = """\
## The rule

One cell, with the tag `rule`, shows the code and defines the formula. The page sets them side by side. Do not type the formula again: run the code."""

RULE_CODE = """\
show.source(sgd)
define(
    "{prefix}-rule",
    r"\\\\text{{step}}",
    sgd(g, lr=eta),
    symbols={{eta: "the learning rate", g: "the gradient"}},
)"""

DERIVATION = """\
## Each step shrinks by one factor

The simplest case first. The parabola $f(\\theta) = \\lambda\\theta^2/2$ has the curvature $\\lambda$, which is its second derivative. Its gradient is $\\lambda\\theta$. Put it into the rule, as in [one step](#{prefix}-one-step).

<details><summary>Predict, then open: where does the step lead if the rate is one over the curvature?</summary>

To the minimum, at once: [the factor](#{prefix}-one-step) is zero.

</details>"""

PROVE = """\
prove(
    "{prefix}-one-step",
    theta - sgd(lam * theta, lr=eta),
    (1 - eta * lam) * theta,
    text="One step on the parabola:",
    uses=["{prefix}-rule"],
)"""

FIGURE_CLAIM = """\
check(
    "{prefix}-figure",
    r"In the figure each point is <<got[0]:.1f>> times the one before.",
    points[1:] / points[:-1],
    np.full(5, 0.3),
    within=1e-12,
    unlike={{"the sign of the factor": np.full(5, -0.3), "a larger rate": np.full(5, 0.2)}},
    uses=["{prefix}-one-step"],
)"""

TRAINING = """\
## On numbers

A check compares what our code gives with something that was made without it, such as `torch.optim`. It must fail for something wrong. A claim that the story does not need is *quiet*: a line that opens."""

MISTAKE = """\
## What is easy to get wrong

A statement that one would like to believe, a point at which it is false, and what is true instead. The picture shows where it turns."""

RATES = """\
rates = np.linspace(0, 2.5, 50)

fig, ax = plt.subplots(figsize=(6.2, 2.8))
ax.plot(rates, abs(1 - rates), color=style.BLUE)
ax.axhline(1, color=style.INK, linewidth=1, linestyle="--")
ax.set(xlabel=r"$\\eta\\lambda$", ylabel="factor of a step")
plt.show()"""

RATES_FRAME = {
    "image": {
        "alt": "The size of the factor of a step against the rate: it falls to zero at 1, rises again, and passes one at 2."
    },
    "figure": {"caption": "Up to 1 a larger rate is faster. Beyond 2, each step leads away."},
}

KNOWN = """\
## What you know now

- The rule is [the rate times the gradient](#{prefix}-rule).
- On a parabola, a step multiplies the distance by [one factor](#{prefix}-one-step).
- A larger rate is [not always nearer](#{prefix}-larger-is-faster).
- Our rule and torch's [agree](#{prefix}-parity).
- Fifth sentence. And on Monday: what to do with it.

## Exercises"""

EXERCISE = """\
**Exercise {number} ({kind}).** {question}

<details><summary>Hint</summary>

{hint}

</details>

<details><summary>Solution</summary>

{solution}

</details>"""

TASKS = [
    (
        "on paper",
        "Which factor does a step have at $\\lambda = 2$ and $\\eta = 1$?",
        "Read [the factor](#{prefix}-one-step).",
        "$1 - 2 = -1$, by [the factor](#{prefix}-one-step): the point jumps to the other side, for ever.",
        None,
    ),
    (
        "on paper",
        "For which rate does the distance halve at each step?",
        "Set [the factor](#{prefix}-one-step) to one half.",
        "$\\eta = 1/(2\\lambda)$, by [the factor](#{prefix}-one-step).",
        None,
    ),
    (
        "on the machine",
        "Run ten steps on a parabola of curvature 1 with the rate 0.5. How far is left?",
        "A half, ten times.",
        "A thousandth, about.",
        "left = 1.0\nfor _ in range(10):\n    left -= sgd(left, lr=0.5)\nassert left == 0.5**10\nleft",
    ),
    (
        "on the machine",
        "Find the largest rate, to a hundredth, at which twenty steps do not lead away.",
        "Try them in turn.",
        "It is 2.",
        "def left(rate):\n    point = 1.0\n    for _ in range(20):\n        point -= sgd(point, lr=rate)\n    return abs(point)\n\n\nlargest = max(k / 100 for k in range(300) if left(k / 100) <= 1)\nassert largest == 2\nlargest",
    ),
]

CLOSING = """\
## For the record

Quiet claims that only a sceptic or a maintainer wants.

**Left open.** The question for the next chapter."""

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
        (
            "code",
            first_cell(url).rstrip("\n").replace("{", "{{").replace("}", "}}"),
            {"tags": ["remove-cell"]},
        ),
        ("code", SETUP, {"tags": ["hide-input"]}),
        ("code", IDEA, {"tags": ["hide-input"], "mystnb": IDEA_FRAME}),
        ("markdown", RULE, {}),
        ("code", RULE_CODE, {"tags": ["rule"]}),
        ("markdown", DERIVATION, {}),
        ("code", PROVE, {}),
        ("code", FIGURE_CLAIM, {"tags": ["quiet"]}),
        ("markdown", TRAINING, {}),
        ("code", CHECK, {"tags": ["quiet"]}),
        ("markdown", MISTAKE, {}),
        ("code", RATES, {"tags": ["hide-input"], "mystnb": RATES_FRAME}),
        ("code", REFUTE, {}),
        ("markdown", KNOWN, {}),
    ]
    for count, (kind, question, hint, solution, code) in enumerate(TASKS, start=1):
        text = EXERCISE.format(
            number=count, kind=kind, question=question, hint=hint, solution=solution
        )
        plan.append(("markdown", text, {}))
        if code:
            plan.append(("code", code, {"tags": ["solution"]}))
    plan.append(("markdown", CLOSING, {}))
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
            f"NAME={name!r}: two digits and words in lower case, such as NAME=14_my_topic"
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
        f"chapters/{name}.ipynb stands, after {before} in _toc.yml. Next: make execute claims kernel test"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
