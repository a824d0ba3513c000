"""The lock knows the code that a claim runs: a change there changes its line, and no other."""

import ast
import json
import re
import shutil
import time
from pathlib import Path

import pytest

from claims.book import ledger, lock, source
from claims.book.record import MIME

ROOT = Path(__file__).parent.parent

RULES = '''
"""Rules."""
from optimizers.kinds import sqrt


def ema(average, value, beta):
    """The average."""
    return beta * average + (1 - beta) * value


def sgd(g, *, lr):
    return lr * g


def adam(g, m, *, beta):
    m = ema(m, g, beta)
    return m / sqrt(m * m)
'''
KINDS = "def sqrt(x):\n    return _pick(x)\n\n\ndef _pick(x):\n    return x**0.5\n"
CELLS = [
    "try:\n    import optimizers\nexcept ImportError:\n    %pip install it\n",
    "import numpy as np\nfrom claims import check, define, prove\nfrom optimizers import rules\n"
    "from optimizers.rules import ema, sgd\n\nSTEPS = 3\n",
    "def walk(rule, k=STEPS):\n    # one step\n    return helper(rule, k)\n\n\n"
    "def helper(rule, k):\n    return [rule(x) for x in range(k)]\n\n\ndef unused():\n    return 1\n",
    'check("uses-sgd", "It is.", walk(lambda g: sgd(g, lr=1)), [0, 1, 2], unlike={"w": [1, 1, 1]})\n'
    'check("uses-ema", "It is.", ema(0, 1, 0.5), 0.5, unlike={"w": 1})\n',
    "data = np.arange(4)\ndata[0] = 7\n",
    'check("uses-adam", "It is.", rules.adam(data, 0, beta=0.5), 1, unlike={"w": 2})\n',
    'for name in ("a", "b"):\n    check(f"loop-{name}", "It is.", sgd(1, lr=2), 2, unlike={"w": 1})\n',
    "data = 5\n",
    'define("no-code", "x", 1)\n',
]
LABELS = {
    3: ["uses-sgd", "uses-ema"], 5: ["uses-adam"], 6: ["loop-a", "loop-b"], 8: ["no-code"],
}  # fmt: skip


def a_book(root, cells=CELLS, rules=RULES, kinds=KINDS, **fields):
    """A book of one chapter; ``fields`` of its claims' records by label."""
    for folder in ("chapters", "code/optimizers"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "_toc.yml").write_text("root: chapters/one\n")
    (root / "code/optimizers/__init__.py").write_text("")
    (root / "code/optimizers/rules.py").write_text(rules)
    (root / "code/optimizers/kinds.py").write_text(kinds)
    made = []
    for number, text in enumerate(cells):
        outputs = []
        for label in LABELS.get(number, ()):
            record = {"label": label, "kind": "checked", "text": "It is.", **fields.get(label, {})}
            outputs.append({"data": {MIME: record}})
        made.append({"cell_type": "code", "source": text, "outputs": outputs})
    (root / "chapters/one.ipynb").write_text(json.dumps({"cells": made}))
    source._module.cache_clear()
    source._path.cache_clear()
    return ledger.read(ledger.chapters(root))


@pytest.fixture
def locked(tmp_path):
    return lock.text(a_book(tmp_path))


def changed(locked, tmp_path, **book):
    told = lock.changes(locked, a_book(tmp_path, **book))
    assert all(line.endswith(": states something else") for line in told), told
    return {line.partition(":")[0] for line in told}


def swap(texts, old, new):
    assert any(old in text for text in texts)
    return [text.replace(old, new) for text in texts]


ALL = {label for labels in LABELS.values() for label in labels}
EDITS = {
    "a rule's body": ({"rules": RULES.replace("lr * g", "lr * g + 1")}, {"uses-sgd", "loop-a", "loop-b"}),
    "a rule that another rule uses": ({"rules": RULES.replace("(1 - beta)", "(2 - beta)")}, {"uses-ema", "uses-adam"}),
    "a helper two modules away": ({"kinds": KINDS.replace("x**0.5", "x**0.25")}, {"uses-adam"}),
    "a default": ({"rules": RULES.replace("def sgd(g, *, lr)", "def sgd(g, *, lr=1)")}, {"uses-sgd", "loop-a", "loop-b"}),
    "a helper in an earlier cell": ({"cells": swap(CELLS, "range(k)", "range(k + 1)")}, {"uses-sgd"}),
    "a constant in an earlier cell": ({"cells": swap(CELLS, "STEPS = 3", "STEPS = 4")}, {"uses-sgd"}),
    "data in an earlier cell": ({"cells": swap(CELLS, "arange(4)", "arange(5)")}, {"uses-adam"}),
    "data changed in place": ({"cells": swap(CELLS, "data[0] = 7", "data[0] = 8")}, {"uses-adam"}),
    "the call itself": ({"cells": swap(CELLS, "ema(0, 1, 0.5)", "ema(0, 2, 0.5)")}, {"uses-ema"}),
    "a loop over claims": ({"cells": swap(CELLS, '"a", "b"', '"a", "b", "c"')}, {"loop-a", "loop-b"}),
    "another import": ({"cells": swap(CELLS, "import numpy as np", "import jax.numpy as np")}, {"uses-adam"}),
    "a definition": ({"cells": swap(CELLS, 'define("no-code", "x", 1)', 'define("no-code", "x", 2)')}, {"no-code"}),
    "what a later cell does": ({"cells": swap(CELLS, "data = 5", "data = 6")}, set()),
    "a function that no claim uses": ({"cells": swap(CELLS, "return 1", "return 2")}, set()),
    "a rule that no claim uses": ({"rules": RULES + "\n\ndef more():\n    return 1\n"}, set()),
    "a comment": ({"cells": swap(CELLS, "# one step", "# a step")}, set()),
    "a docstring": ({"rules": RULES.replace("The average.", "Its average.")}, set()),
    "formatting": ({"rules": RULES.replace("beta * average + (1 - beta) * value", "(beta*average\n            + (1-beta)*value)"), "cells": swap(CELLS, 'unlike={"w": 1}', "unlike = {'w': 1,}")}, set()),
    "the cell for Colab": ({"cells": swap(CELLS, "%pip install it", "%pip install that")}, set()),
    "uses=": ({"uses-ema": {"uses": ["uses-sgd"]}}, {"uses-ema"}),
    "tactic": ({"uses-ema": {"tactic": "exactly equal"}}, {"uses-ema"}),
    "a measured value": ({"uses-ema": {"got": "$0.5$"}}, {"uses-ema"}),
    "a stated value": ({"uses-ema": {"want": "$0.5$"}}, {"uses-ema"}),
    "an alternative's value": ({"uses-ema": {"unlike": {"w": "$1$"}}}, {"uses-ema"}),
    "a detail": ({"uses-ema": {"details": ["More."]}}, {"uses-ema"}),
    "how many altered versions": ({"uses-ema": {"mutants": 3}}, set()),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_exactly_the_right_lines_change(name, locked, tmp_path):
    book, expected = EDITS[name]
    assert changed(locked, tmp_path, **book) == expected


def test_every_claim_has_a_source_of_its_own(tmp_path):
    entries = a_book(tmp_path)
    assert {e.record.label for e in entries} == ALL
    assert all(re.fullmatch("[0-9a-f]{64}", e.source) for e in entries)
    assert len({e.source for e in entries}) == len(ALL) - 1  # the two of the loop share it


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("x = 1 # a", "x=1", True),
        ("x = (1,\n 2)", "x = 1, 2", True),
        ("x = 'a' 'b'", 'x = "ab"', True),
        ("def f(a):\n  'doc'\n  return a", "def f(a): return a", True),
        ("x = f'a{b}c' 'd'", "x = f'a{b}cd'", True),
        ("x = 1", "x = 1.0", False),
        ("x = 1", "x = True", False),
        ("x = a.b", "x = a.c", False),
        ("x = f(a=1)", "x = f(b=1)", False),
        ("x = 0.1", "x = 0.10000000000000001", True),
    ],
)
def test_normal_form(one, other, same):
    assert (source.dump(ast.parse(one)) == source.dump(ast.parse(other))) == same


def test_fields_that_only_newer_pythons_have_do_not_count():
    node = ast.parse("def f(): pass").body[0]
    node.type_params = []
    assert "type_params" not in source.dump(node)


def test_the_whole_book_is_read_in_time():
    start = time.process_time()
    entries = ledger.read(ledger.chapters(ROOT))
    assert all(e.source for e in entries) and len(entries) > 300
    assert time.process_time() - start < 10


def test_a_change_of_adams_rule_reaches_the_claims_about_it(tmp_path):
    """In the real book: claims of Adam change, claims of the plain average do not."""
    for folder in ("chapters", "code/optimizers", "code/lab"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy(ROOT / "_toc.yml", tmp_path)
    source._module.cache_clear()
    source._path.cache_clear()
    before = lock.text(ledger.read(ledger.chapters(tmp_path)))
    homes = [
        p for p in (tmp_path / "code/optimizers").rglob("*.py") if "\ndef debias(" in p.read_text()
    ]
    (home,) = homes
    text = home.read_text()
    line = re.search(r"\ndef debias\(.*?\n    return ", text, re.DOTALL)[0]
    home.write_text(text.replace(line, line + "0 + "))
    source._module.cache_clear()
    told = lock.changes(before, ledger.read(ledger.chapters(tmp_path)))
    names = {line.partition(":")[0] for line in told}
    assert {"debias-shop-week", "adam-eps-place", "adam-parity-torch"} <= names
    assert not {"ema-shop-week", "training-regimes", "momentum-gains"} & names
