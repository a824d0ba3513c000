"""Formulas become finished MathML, as Sphinx means them, or an error that stops the build."""

import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

sys.path.insert(0, str(Path(__file__).parent.parent / "_ext"))
import mathml  # noqa: E402


@pytest.fixture(scope="module")
def temml():
    folder = mathml.temml_folder(SimpleNamespace(temml_path=""))
    running = mathml.Temml(folder, {r"\E": r"\mathbb{E}"})
    yield running
    running.close()


def elements(temml, tex, display=True, breaks=False):
    return BeautifulSoup(temml.render(tex, display, breaks)["math"], "html.parser").math


def test_a_formula_is_mathml_and_nothing_else(temml):
    math = elements(temml, r"\frac{1}{2} < \E x", False)
    assert math.mfrac.get_text() == "12"
    assert math.get_text().endswith("𝔼x")
    assert not math.select("annotation, semantics") and "style" not in math.attrs


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{1}{2",
        r"\nosuchcommand",
        r"\label{eq}",
        r"\tag{1} x",
        r"\ref{eq}",
        r"\begin{align}a &= b\end{align}",  # it would number itself
        r"x_1_2",
        r"\href{https://a.b}{c}",
        r"\includegraphics{a.png}",
        r"\class{a}{b}",
        r"\^a",  # Temml only complains, where the answers go
        "é",
    ],
)
def test_a_bad_formula_is_an_error(temml, tex):
    answer = temml.render(tex, True)
    assert "math" not in answer
    assert answer["error"] and "\n" not in answer["error"] and "\u0332" not in answer["error"]


def test_an_error_does_not_stop_the_next_formula(temml):
    temml.render("{", False)
    assert "math" in temml.render("x", False)


@pytest.mark.parametrize(
    ("text", "nowrap", "expected"),
    [
        ("a = b", False, "a = b"),
        (r"a &= b \\ c &= d", False, r"\begin{split}a &= b \\ c &= d\end{split}"),
        ("a &= b\n\nc &= d", False, "\\begin{aligned}a &= b\\\\\nc &= d\\end{aligned}"),
        (r"\begin{align}a &= b\end{align}", True, r"\begin{align*}a &= b\end{align*}"),
        (r"\begin{align*}a &= b\end{align*}", True, r"\begin{align*}a &= b\end{align*}"),
        (
            r"\begin{cases}a & b \\ c & d\end{cases}",
            False,
            r"\begin{split}\begin{cases}a & b \\ c & d\end{cases}\end{split}",
        ),
    ],
)
def test_displays_break_and_number_as_in_sphinx(temml, text, nowrap, expected):
    assert mathml.display_tex(text, nowrap) == expected
    assert "math" in temml.render(expected, True)


def test_a_missing_temml_is_named(tmp_path):
    with pytest.raises(mathml.ExtensionError, match="make book"):
        mathml.temml_folder(SimpleNamespace(temml_path=str(tmp_path)))


# --- TeX's look


def brackets(math):
    return [mo["stretchy"] for mo in math.select("mo") if mo.get_text() in "()"]


@pytest.mark.parametrize(
    ("tex", "grow"),
    [
        (r"\left(1-\beta^2\right)", False),
        (r"\left(\sqrt{\kappa}+1\right)", False),
        (r"\left(n\left(1-\rho\right)+1\right)", False),
        (r"\left(\frac{1}{2}\right)", True),
        (r"\left(\sum_{i=1}^n x_i\right)", True),
    ],
)
def test_brackets_grow_around_what_is_tall(temml, tex, grow):
    assert set(brackets(elements(temml, tex))) == {str(grow).lower()}


def test_an_index_has_no_spaces_and_a_line_has(temml):
    math = elements(temml, "b_{n-1} - c")
    inner, outer = (mo for mo in math.select("mo") if mo.get_text() == "−")
    assert inner["lspace"] == inner["rspace"] == "0em"
    assert "lspace" not in outer.attrs


def test_numbers_are_parted_by_a_comma_unless_it_is_within_one(temml):
    assert [mn.get_text() for mn in elements(temml, "(0,1)").select("mn")] == ["0", "1"]
    assert [mn.get_text() for mn in elements(temml, "1{,}000").select("mn")] == ["1,000"]
    assert elements(temml, r"\text{1,000}").get_text() == "1,000"


def test_a_sum_keeps_off_its_neighbours_in_every_browser(temml):
    math = elements(temml, r"2\sum_{i=1}^n x_i")
    parts = [part.name for part in math.find("mrow").find_all(recursive=False)]
    assert parts == ["mn", "mspace", "mrow", "mspace", "msub"]
    assert elements(temml, r"a = \sum_i x").select("mo + mspace") == []


def test_a_long_formula_breaks_after_its_relations_and_nowhere_else(temml):
    math = elements(temml, r"a=-b+f(1,\dots,n)", False, True)
    assert [row.get_text() for row in math.find_all("mrow", recursive=False)] == [
        "a=",
        "−b+",
        "f(1,…,n)",
    ]
    assert "breaks" in math["class"]
    assert "breaks" not in elements(temml, "f(x,y)", False, True)["class"]


def test_a_right_bracket_that_is_none_takes_no_room(temml):
    math = elements(temml, r"\begin{cases}a & b\end{cases}")
    assert all(re.search(r"\S", mo.get_text()) for mo in math.select("mo"))
