"""Every chapter keeps the house rules of pages.py, and every rule catches its breach."""

import copy
import json
from pathlib import Path

import pytest

from pages import CLAIM, FORM, RULES, displays, drawing_cells, first_code, outputs, twice

CHAPTERS = sorted(Path(__file__).parent.parent.glob("chapters/*.ipynb"))
NOTEBOOKS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in CHAPTERS}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("chapter", NOTEBOOKS)
def test_chapter_keeps(rule, chapter):
    breaches = rule(NOTEBOOKS[chapter])
    assert not breaches, "\n".join(breaches)


NUMBERED = [name for name in NOTEBOOKS if name[:2].isdigit()]


@pytest.mark.parametrize("chapter", NUMBERED)
@pytest.mark.parametrize("rule", FORM, ids=lambda rule: rule.__name__)
def test_chapter_has_the_form(rule, chapter):
    breaches = rule(NOTEBOOKS[chapter])
    assert not breaches, "\n".join(breaches)


def test_there_are_chapters():
    assert NOTEBOOKS


def test_first_cell_is_the_same_everywhere():
    assert len({first_code(notebook) for notebook in NOTEBOOKS.values()}) == 1


def test_claim_labels_are_unique_in_the_book():
    assert twice(NOTEBOOKS.values()) == []


# --- The rules themselves: a small chapter that keeps them all, and for each rule a breach of it.


def code(text, *outputs, count=1, **metadata):
    return {
        "cell_type": "code",
        "source": text,
        "outputs": list(outputs),
        "execution_count": count,
        "metadata": metadata,
    }


def prose(text):
    return {"cell_type": "markdown", "source": text, "metadata": {}}


def shown(**data):
    return {"output_type": "display_data", "data": data, "metadata": {}}


RECORD = shown(**{CLAIM: {"label": "a-sum"}, "text/plain": "1 + 1 = 2"})
FIGURE = shown(**{"image/svg+xml": "<svg/>", "text/plain": "<Figure size 640x480 with 1 Axes>"})
ERROR = {"output_type": "error", "ename": "ValueError", "evalue": "lr", "traceback": []}
FRAME = {"image": {"alt": "A line that falls."}, "figure": {"caption": "The loss."}}
GOOD = {
    "cells": [
        prose("Text, `$$code$$`, inline $x$ at $x = 0.5$, and\n$$ 1 + 1 = 2 $$ (a-sum)"),
        prose("So $1 + 1 = 2$, as [proved above](#a-sum)."),
        code("prove(…)", RECORD, count=1),
        code("plot()", FIGURE, count=2, mystnb=FRAME, tags=["hide-input"]),
        code("SGD([], lr=-1)", ERROR, count=3, tags=["raises-exception"]),
        code("", count=None),
    ]
}
BREACHES = {
    "every_cell_was_executed": code("print(1)", count=None),
    "executed_from_top_to_bottom": code("print(1)", count=7),
    "no_error_is_stored": code("1 / 0", ERROR, count=4),
    "no_claim_failed": code(
        "prove(…)", ERROR | {"ename": "ClaimFailed"}, count=4, tags=["raises-exception"]
    ),
    "nothing_is_left_unchecked": code("# NBVAL_IGNORE_OUTPUT\nprint(1)", count=4),
    "figures_have_alt_and_caption": code(
        "plot()", FIGURE, count=4, mystnb={"figure": FRAME["figure"]}, tags=["hide-input"]
    ),
    "figures_that_are_drawn_are_stored": code(
        "from matplotlib import pyplot as plt\nplt.subplots()",
        shown(**{"text/plain": "<Figure size 640x480 with 1 Axes>"}),
        count=4,
    ),
    "figures_stand_alone": code(
        "plot(); prove(…)", FIGURE, RECORD, count=4, mystnb=FRAME, tags=["hide-input"]
    ),
    "plotting_code_is_folded": code("plot()", FIGURE, count=4, mystnb=FRAME),
    "display_equations_belong_to_a_claim": prose("$$ 1 + 1 = 3 $$"),
    "inline_results_name_their_claim": prose("Take $t = 1$. So $a + b \\le c$ for all $a > 0$."),
    "no_file_beside_the_notebook": prose("![A picture](images/loss.png)"),
    "no_glue": code("from myst_nb import glue", count=4),
    "outputs_name_no_machine": code(
        "f", shown(**{"text/plain": "<function f at 0x7f31c0ffee00>"}), count=4
    ),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_lets_a_good_chapter_through_and_catches_its_breach(rule):
    assert rule(GOOD) == []
    broken = copy.deepcopy(GOOD)
    broken["cells"].append(BREACHES[rule.__name__])
    assert len(rule(broken)) == 1


def test_no_rule_was_switched_off():
    assert {rule.__name__ for rule in RULES} == set(BREACHES)


@pytest.mark.parametrize(
    ("text", "draws"),
    [
        ("import matplotlib.pyplot as plt\nfig, ax = plt.subplots(1, 2)", True),
        ("import matplotlib.pyplot as plt\nfor k in range(3):\n    plt.plot([k])", True),
        ("from matplotlib.pyplot import figure as canvas\ncanvas()", True),
        (
            "import matplotlib.pyplot as plt\ndef f():\n    plt.figure()\ndef g():\n    f()\ng()",
            True,
        ),
        ("import matplotlib.pyplot as plt\ndef f():\n    plt.figure()", False),
        ("import matplotlib.pyplot as plt\nplt.rcParams['font.size']", False),
        ("def plot():\n    pass\nplot()", False),
        ("%matplotlib inline\nimport numpy as plt\nplt.plot(1)", False),
    ],
)
def test_cells_that_draw_are_found(text, draws):
    assert bool(list(drawing_cells({"cells": [code(text)]}))) == draws


def test_a_function_may_come_from_an_earlier_cell():
    cells = [
        code("import matplotlib.pyplot as plt\ndef curve():\n    plt.subplots()"),
        code("curve()", count=2),
    ]
    assert [n for n, _ in drawing_cells({"cells": cells})] == [2]


def test_every_chapter_with_a_figure_has_a_cell_that_draws():
    """The rule sees the figures that there are: none is made in a way that it does not know."""
    for name, notebook in NOTEBOOKS.items():
        held = [n for n, _, out in outputs(notebook) if "image/svg+xml" in out.get("data", {})]
        assert [n for n, _ in drawing_cells(notebook)] == held, name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$$ a $$ (one)\n\n$$\nb\n$$", [" a ", "\nb\n"]),
        ("```{math}\n:label: two\nc\n```", ["{math}\n:label: two\nc\n"]),
        (":::{admonition} Exercise\n$$ d $$\n:::", [" d "]),
        ("\\begin{align}\ne &= f\n\\end{align}", ["align"]),
        ("```python\nx = '$$ no $$'\n```\nand `$$ no $$` and $g$", []),
    ],
)
def test_display_equations_are_found(text, expected):
    assert [formula for formula, _ in displays(text)] == expected


def test_a_label_that_stands_twice_is_found():
    assert twice([GOOD]) == []
    assert twice([GOOD, GOOD]) == ["a-sum"]
