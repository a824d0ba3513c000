"""A letter of a formula carries the class of its legend's entry, and the formula looks as before."""

import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from claims.book import ledger, legend

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "_ext"))
import mathml  # noqa: E402

RECORDS = {e.record.label: e.record for e in ledger.read(ledger.chapters(ROOT)) if e.record.symbols}
LABELS = sorted(RECORDS)


@pytest.fixture(scope="module")
def temml():
    running = mathml.Temml(mathml.temml_folder(SimpleNamespace(temml_path="")), {})
    yield running
    running.close()


def symbols(label):
    return [symbol for symbol, _ in RECORDS[label].symbols]


@pytest.mark.parametrize(
    ("tex", "names", "found"),
    [
        (r"\eta \beta \zeta", [r"\eta"], [r"\eta"]),  # not the end of another name
        (r"\beta_{1} + \beta", [r"\beta"], [r"\beta"]),  # that is another letter
        (r"{\theta}_{t - 1}", [r"\theta_{t-1}", r"\theta_t"], [r"{\theta}_{t - 1}"]),
        (r"\hat{m}_t + m_{t}", ["m_t", r"\hat m_{t}"], [r"\hat{m}_t", "m_{t}"]),
        (r"\theta_t - \theta_{t-1}", [r"\theta"], [r"\theta", r"\theta"]),  # all its indices
        (r"\frac{g_{i}}{g}", ["g", "g_i"], ["g_{i}", "{g}"]),
        (r"\beta^{t}", [r"\beta", "t"], [r"\beta", "{t}"]),
        (r"g_{t}^{2}", ["g_t"], []),  # the power would no longer stand above the index
        (r"\log g + \text{g}", ["g"], ["g"]),
    ],
)
def test_letters_are_found_in_all_ways_to_write_them(tex, names, found):
    marked = legend.marked(tex, names)
    assert re.findall(r"\\class\{sym-\d\}\{((?:[^{}]|\{[^{}]*\})*)\}", marked) == found
    assert marked.count("{") == marked.count("}")
    assert re.sub(r"[\s{}]|\\class\{sym-\d\}", "", marked) == re.sub(r"[\s{}]", "", tex)


@pytest.mark.parametrize("label", LABELS)
def test_every_entry_of_a_legend_is_in_the_formula(label):
    marked = legend.marked(RECORDS[label].statement, symbols(label))
    # A letter that stands only inside of another one of the legend lights up with that one.
    missing = {
        symbol
        for number, symbol in enumerate(symbols(label))
        if rf"\class{{{legend.name(number)}}}" not in marked
    }
    assert missing == ({"{i}_{k}"} if label == "sgd-batch-gradient" else set())


@pytest.mark.parametrize("label", LABELS)
def test_a_marked_formula_looks_as_before(temml, label):
    tex = RECORDS[label].statement
    marked = temml.render(legend.marked(tex, symbols(label)), True)["math"]
    plain = temml.render(tex, True)["math"]
    assert 'class="sym-' in marked
    assert re.sub(r' class="sym-\d+"', "", marked) == plain


def test_only_the_books_own_marks_are_let_through(temml):
    assert "math" in temml.render(r"\class{sym-1}{x}", True)
    assert "error" in temml.render(r"\class{other}{x}", True)
    assert "error" in temml.render(r"\class{sym-1}{\nosuchcommand}", True)


@pytest.mark.browser
def test_the_words_of_a_letter_light_up(browser, site):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.goto((site / "chapters/10_adamw.html").as_uri())
    box = tab.locator("#claim-adamw-update")
    box.scroll_into_view_if_needed()
    lit = """(box) => [...box.querySelectorAll("[class*='sym-']")]
      .filter((it) => getComputedStyle(it).backgroundColor !== "rgba(0, 0, 0, 0)")
      .map((it) => it.className)"""
    assert box.evaluate(lit) == []
    for pointed in ("math .sym-2", "li.sym-2"):
        box.locator(pointed).first.hover()
        assert box.evaluate(lit) == ["sym-2"] * 3, pointed  # twice in the formula
    context.close()
