"""Formulas become finished HTML, as Sphinx means them, or an error that stops the build."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "_ext"))
import katex_strict  # noqa: E402


@pytest.fixture(scope="module")
def katex():
    folder = katex_strict.katex_folder(SimpleNamespace(katex_path=""))
    running = katex_strict.Katex(folder, {r"\E": r"\mathbb{E}"})
    yield running
    running.close()


def test_a_formula_is_html_for_the_eye_and_mathml_for_the_ear(katex):
    html = katex.render(r"\frac{1}{2} < \E x", False)["html"]
    assert 'class="katex-html" aria-hidden="true"' in html
    assert "<mfrac>" in html
    assert "katex-error" not in html


@pytest.mark.parametrize(
    "tex",
    [r"\frac{1}{2", r"\nosuchcommand", r"\label{eq}", r"x_1_2", r"\href{https://a.b}{c}", "é"],
)
def test_a_bad_formula_is_an_error(katex, tex):
    assert "html" not in katex.render(tex, True)


def test_an_error_does_not_stop_the_next_formula(katex):
    katex.render("{", False)
    assert "html" in katex.render("x", False)


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
def test_displays_break_and_number_as_in_sphinx(katex, text, nowrap, expected):
    assert katex_strict.display_tex(text, nowrap) == expected
    assert "html" in katex.render(expected, True)


def test_a_missing_katex_is_named(tmp_path):
    with pytest.raises(katex_strict.ExtensionError, match="make book"):
        katex_strict.katex_folder(SimpleNamespace(katex_path=str(tmp_path)))
