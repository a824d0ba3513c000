"""The planted errors: each fits the book of today, names a check of `make test`, and is in the table.

All of them are planted by `make planted`, which takes minutes; here only three quick ones.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from edits import Misfit, code, swap
from plant import NBVAL, belongs, run
from planted import PLANTS, Plant, keeps, table

ROOT = Path(__file__).parent.parent
HEADING = "## Errors planted in this book"
BY_NAME = {plant.name: plant for plant in PLANTS}
QUICK = ["ema with beta and 1 - beta exchanged", "no alt text", "a link to no file"]


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name)
def test_error_fits_and_changes_its_file(plant):
    text = (ROOT / plant.where).read_text(encoding="utf-8")
    changed = plant.edit(text)
    if plant.where.endswith(".ipynb"):
        text, changed = json.loads(text), json.loads(changed)
    assert changed != text


def test_names_are_unique_and_reasons_are_patterns():
    assert [name for name, n in Counter(p.name for p in PLANTS).items() if n > 1] == []
    for plant in PLANTS:
        assert plant.says
        re.compile(plant.says)


def test_every_check_is_part_of_make_test():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^\t\$\(RUN\) -m pytest \$\(NBVAL\) .*\bchapters tests$", makefile, re.M)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", *NBVAL, "chapters", "tests"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    tests = done.stdout.splitlines()
    assert [
        check
        for check in sorted({plant.check for plant in PLANTS})
        if not any(belongs(test, check) for test in tests)
    ] == []


def test_the_table_is_shown_to_who_contributes():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    _, _, section = text.partition(f"\n{HEADING}\n")
    section = section.partition("\n## ")[0]
    shown = "\n".join(line for line in section.splitlines() if line.startswith("|"))
    assert shown == table(), "put the output of `python tests/plant.py --table` there"


def test_an_edit_that_does_not_fit_is_an_error():
    assert swap("b", "x")("abc") == "axc"
    assert swap("b", "x", between=("B", "C"))("bBbCb") == "bBxCb"
    for text in ("ac", "abab"):
        with pytest.raises(Misfit, match="not once"):
            swap("b", "x")(text)
    with pytest.raises(Misfit, match="not there"):
        swap("b", "x", between=("B", "D"))("bBbCb")


def test_errors_are_caught_and_what_is_none_survives():
    harmless = Plant(
        "none",
        "a remark",
        "README.md",
        lambda text: text + "\nA remark.\n",
        keeps("no_glue"),
        "glue",
    )
    elsewhere = Plant(
        "one", "glue, told as another", *_but_says(BY_NAME["a glued number"], "no such message")
    )
    misfit = replace(harmless, name="does not fit", edit=swap("no such string", ""))
    unrun = replace(
        harmless,
        name="does not run",
        where="chapters/notation.ipynb",
        edit=code("import numpy as np", "import numppy as np"),
        rerun=True,
    )
    plants = [BY_NAME[name] for name in QUICK] + [harmless, elsewhere, misfit, unrun]
    before = {plant.where: (ROOT / plant.where).read_bytes() for plant in plants}
    outcomes = run(plants, workers=1, report=lambda line: None)
    assert [o.state for o in outcomes] == ["caught"] * len(QUICK) + ["survived"] * 4
    assert [o.note.split(": ")[:2] for o in outcomes[-2:]] == [
        ["not planted", "stands 0 times, not once"],
        ["not planted", "the chapter does not run"],
    ]
    assert before == {path: (ROOT / path).read_bytes() for path in before}


def _but_says(plant, says):
    return plant.where, plant.edit, plant.check, says
