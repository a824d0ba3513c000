"""How a chapter's code is folded on the page: what stays open, what opens it, what survives without a script."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from docutils import nodes

from pages import CLAIM, claims, code_cells, source

ROOT = Path(__file__).parent.parent
CHAPTER = "03_ema"
NOTEBOOKS = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(ROOT.glob("chapters/*.ipynb"))
}


@pytest.fixture(scope="module")
def site_pages(site):
    """A function from a page's path to the page, parsed."""
    return cache(lambda path: BeautifulSoup((site / path).read_text("utf-8"), "html.parser"))


@pytest.fixture(scope="module")
def context(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def tab(context, site):
    tab = context.new_page()
    tab.goto((site / f"chapters/{CHAPTER}.html").as_uri())
    yield tab
    tab.evaluate("localStorage.clear()")
    tab.close()


def state(tab):
    return tab.evaluate("[...document.querySelectorAll('details.how')].map((it) => it.open)")


@pytest.mark.parametrize("chapter", NOTEBOOKS)
def test_no_code_of_a_claim_stands_open(site_pages, chapter):
    """And none is lost: the code of each cell that claims something stands in a fold of the page."""
    page = site_pages(f"chapters/{chapter}.html")
    folded = " ".join(pre.text for pre in page.select("details.how pre, details.solution pre"))
    opened = [pre.text for pre in page.select("pre") if not pre.find_parent("details")]
    for _, cell in code_cells(NOTEBOOKS[chapter]):
        tags = cell["metadata"].get("tags", [])
        if (
            any(CLAIM in out.get("data", {}) for out in cell["outputs"])
            and "remove-cell" not in tags
        ):
            code = source(cell).strip()
            assert code in folded
            assert not any(code in pre for pre in opened)


@pytest.mark.parametrize("chapter", NOTEBOOKS)
def test_every_claim_has_its_box_or_line(site_pages, chapter):
    page = site_pages(f"chapters/{chapter}.html")
    for record in claims(NOTEBOOKS[chapter]):
        box = page.find(id=f"claim-{record['label']}")
        assert (box.name == "details") == ("quiet" in box["class"])
        listed = box.select(".claim-alternatives li")
        assert len(listed) == len(record.get("unlike", {}))
        assert all("(" in alternative.text for alternative in listed)


def test_quiet_claims_say_what_they_claim(site_pages):
    for chapter in NOTEBOOKS:
        for line in site_pages(f"chapters/{chapter}.html").select("details.claim.quiet > summary"):
            kind = line.select_one(".claim-sign").text.strip(": ").lower()
            kind = {"false": "refuted"}.get(kind, kind)
            assert f"claim-{kind}" in line.parent["class"]
            assert len(line.select_one(".claim-line-text").text.split()) >= 1


def test_the_switch_opens_and_closes_all_code_and_is_remembered(tab, context, site):
    switch = tab.locator(".code-switch")
    assert set(state(tab)) == {False}
    switch.focus()
    tab.keyboard.press("Enter")
    assert set(state(tab)) == {True}
    assert switch.get_attribute("aria-pressed") == "true"
    other = context.new_page()
    other.goto((site / "chapters/02_sgd.html").as_uri())
    assert set(state(other)) == {True}
    other.close()
    tab.keyboard.press("Space")
    assert set(state(tab)) == {False}


def test_a_link_to_a_folded_claim_opens_it(tab, site):
    tab.evaluate(
        """() => {
          const box = document.querySelector(".claim"), fold = document.createElement("details");
          box.before(fold);
          fold.append(box);
          location.hash = "#" + box.id;
        }"""
    )
    tab.wait_for_function("document.querySelector('details:has(> .claim)').open")


def test_without_a_script_folds_work_and_the_switch_is_not_there(browser, site):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((site / f"chapters/{CHAPTER}.html").as_uri())
    assert not tab.locator(".code-switch").is_visible()
    fold = tab.locator(".claim details.how").first
    assert not fold.locator("pre").first.is_visible()
    fold.locator("summary").first.click()
    assert fold.locator("pre").first.is_visible()
    context.close()


def test_the_lines_of_a_derivation_begin_below_each_other(tab):
    """Each at the left of its place; a formula of its own would stand in the middle."""
    places = tab.evaluate("""() => [...document.querySelectorAll(".claim-line div.math")].map((line) =>
      line.querySelector("math > *").getBoundingClientRect().left
        - line.querySelector(".math-display").getBoundingClientRect().left)""")
    assert len(places) > 5
    assert all(0 <= place <= 4 for place in places), places


def test_paper_shows_no_code_of_claims(tab):
    tab.locator(".code-switch").click()
    tab.emulate_media(media="print")
    assert not tab.locator("details.how pre").first.is_visible()
    assert tab.locator(".claim").first.is_visible()


def test_links_to_claims_carry_the_sign_of_their_kind(site_pages):
    kinds = {r["label"]: r["kind"] for nb in NOTEBOOKS.values() for r in claims(nb)}
    for chapter in NOTEBOOKS:
        for link in site_pages(f"chapters/{chapter}.html").select(
            "article a.internal[href*='#claim-']"
        ):
            if "claim-link" not in link["class"]:
                kind = kinds[link["href"].partition("#claim-")[2]]
                sign = link.select_one(".tick") or link.find_next_sibling(class_="tick")
                assert f"tick-{kind}" in sign["class"], link


# --- The extension itself, on small documents


def cell(code, *outputs, tags=()):
    import folded

    found = nodes.container(nb_element="cell_code", classes=["cell", *(f"tag_{t}" for t in tags)])
    entered = nodes.container(nb_element="cell_code_source")
    entered += nodes.literal_block(code, code)
    found += entered
    if outputs:
        found += nodes.container("", *outputs, nb_element="cell_code_output")
    folded.arrange(found)
    return found


def box(label="a-claim", text="It holds."):
    foot = nodes.container(
        "", nodes.inline("", "Proved", classes=["claim-kind"]), classes=["claim-foot"]
    )
    words = nodes.container("", nodes.paragraph("", text), classes=["claim-text"])
    return nodes.container(
        "", words, foot, ids=[f"claim-{label}"], names=[label], classes=["claim", "claim-proved"]
    )


@pytest.fixture(autouse=True)
def extensions(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "_ext"))


def test_a_cell_with_two_claims_has_one_fold_below():
    found = cell("prove(…)", box("one"), box("two"))
    assert [type(child).__name__ for child in found.children] == ["container", "Fold"]


def test_an_experiment_stays_open():
    found = cell("print(1)", nodes.literal_block("1", "1"))
    assert found.children[0].get("nb_element") == "cell_code_source"


def test_the_call_that_shows_a_source_is_not_shown():
    assert "show.source" not in cell("show.source(ema)", nodes.paragraph("", "def ema")).astext()
    assert "other" in cell("show.source(ema)\nother()", nodes.paragraph("", "def ema")).astext()


@pytest.mark.parametrize("tags", [("quiet",), ("rule",)])
def test_a_tag_that_does_not_fit_its_cell_stops_the_build(tags):
    from sphinx.errors import ExtensionError

    with pytest.raises(ExtensionError, match=tags[0]):
        cell("print(1)", nodes.literal_block("1", "1"), tags=tags)


def test_a_hint_without_an_end_stops_the_build():
    from sphinx.errors import ExtensionError

    import folded

    start = nodes.raw("", "<details><summary>Hint</summary>", format="html")
    nodes.container("", start, nodes.paragraph("", "text"))
    with pytest.raises(ExtensionError, match="Hint"):
        folded.take_in(start, "Hint")


def test_minutes_leave_out_what_is_folded():
    import folded
    import opening

    text = nodes.paragraph("", "word " * 170)
    page = nodes.container("", text, folded.fold("Hint", nodes.paragraph("", "word " * 1700)))
    assert opening.count(page) == (171, 0, 0)
    assert opening.minutes(page) == 1
    page += nodes.math_block("", "x")
    page += nodes.literal_block("", "\n".join("line" * 2 for _ in range(48)))
    assert re.match(r"\(171, 1, \d+\)", str(opening.count(page)))
