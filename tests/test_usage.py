"""Every rule and every optimizer that the package offers is used by some claim of the book."""

import inspect
import json
from pathlib import Path

import pytest

from optimizers import numpy_optim, rules, torch_optim
from pages import CLAIM
from usage import claimed_names

CHAPTERS = sorted(Path(__file__).parent.parent.glob("chapters/*.ipynb"))
USED = set().union(
    *(
        claimed_names(json.loads(path.read_text(encoding="utf-8")), "optimizers")
        for path in CHAPTERS
    )
)
OFFERED = [
    f"{module.__name__}.{name}"
    for module in (rules, numpy_optim, torch_optim)
    for name, thing in inspect.getmembers(
        module, lambda x: inspect.isfunction(x) or inspect.isclass(x)
    )
    if not name.startswith("_") and thing.__module__ == module.__name__
]


@pytest.mark.parametrize("name", OFFERED)
def test_is_used_by_a_claim(name):
    assert name in USED


def test_all_modules_offer_something():
    assert {name.split(".")[1] for name in OFFERED} == {"rules", "numpy_optim", "torch_optim"}


def cell(text, claim=False):
    outputs = [{"data": {CLAIM: {}}}] if claim else []
    return {"cell_type": "code", "source": text, "outputs": outputs}


IMPORT = cell(
    "%pip list\nfrom kit import tool, other\nfrom kit.sub import deep as d\nfrom kit import box"
)


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        ([cell("prove(tool(1), 1)", claim=True)], {"kit.tool"}),
        ([cell("x = tool(1)"), cell("prove(x, 1)", claim=True)], {"kit.tool"}),
        (
            [cell("def f():\n    return d(1)"), cell("y = f()"), cell("prove(y)", claim=True)],
            {"kit.sub.deep"},
        ),
        ([cell("prove(box.lid(1), 1)", claim=True)], {"kit.box", "kit.box.lid"}),
        ([cell("x = tool(1)"), cell("prove(1, 1)", claim=True)], set()),
        ([cell("prove(tool(1), 1)")], set()),
    ],
)
def test_what_a_claim_rests_on_is_found(cells, names):
    assert claimed_names({"cells": [IMPORT, *cells]}, "kit") == names
