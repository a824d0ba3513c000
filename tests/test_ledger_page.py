"""The ledger and the start page of the built site say what the chapters' records say."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

from claims.book import ledger as claims_ledger
from test_ledger import a_book

ROOT = Path(__file__).parent.parent
ENTRIES = claims_ledger.read(claims_ledger.chapters(ROOT))
RECORDS = [entry.record for entry in ENTRIES]


@pytest.fixture(scope="module")
def page(site):
    text = (site / "chapters" / "ledger.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


@pytest.fixture(scope="module")
def start(site):
    return BeautifulSoup((site / "index.html").read_text(encoding="utf-8"), "html.parser")


def test_every_claim_has_its_line(page):
    lines = page.select(".ledger-index > li")
    assert len(lines) == len(RECORDS) > 300
    for line, entry in zip(lines, ENTRIES, strict=True):
        record = entry.record
        link = line.select_one("a")
        assert link["href"] == f"{entry.chapter}.html#claim-{record.label}"
        assert link.get_text() == record.label
        assert line.select_one(".claim-kind").get_text().lower() == record.kind
        assert len(line.select_one(".ledger-said").get_text()) > 5
    assert not page.select("table.ledger")


def test_every_claim_has_its_row_on_the_page_of_its_chapter(page, site):
    rows = []
    for chapter in dict.fromkeys(entry.chapter for entry in ENTRIES):
        name = f"ledger-{chapter}.html"
        assert page.select(f'section a[href="{name}"]')
        text = (site / "chapters" / name).read_text(encoding="utf-8")
        rows += BeautifulSoup(text, "html.parser").select("table.ledger tbody tr")
    assert len(rows) == len(RECORDS)
    for row, entry in zip(rows, ENTRIES, strict=True):
        record = entry.record
        link = row.select_one("a")
        assert link["href"] == f"{entry.chapter}.html#claim-{record.label}"
        assert link.get_text() == record.label
        assert row.select_one(".claim-kind").get_text().lower() == record.kind
        assert len(row.select("div.math")) == bool(record.statement)
        assert tuple(a.get_text() for a in row.select(".ledger-uses a")) == record.uses
        assert bool(row.select(".claim-false")) == (record.kind == "refuted")
        assert bool(row.select(".claim-assumptions")) == bool(record.assumptions)


@pytest.mark.parametrize("where", ["page", "start"])
def test_totals_are_live(where, request):
    shown = [int(n.get_text()) for n in request.getfixturevalue(where).select(".total-number")]
    count = claims_ledger.totals(ENTRIES)
    kinds = ("proved", "checked", "refuted", "defined")
    assert shown == [*(count[k] for k in kinds), sum(record.mutants for record in RECORDS)]


def test_graph_has_a_sign_for_each_claim_and_a_line_for_each_use(page):
    graph = page.select_one(".claim-graph svg")
    links = [a["href"].partition("#claim-")[2] for a in graph("a")]
    assert links == [record.label for record in RECORDS]
    assert len(graph.select("path.rests")) == sum(len(record.uses) for record in RECORDS)


def test_pillars_carry_what_they_say(page):
    def rests(label, on, by_label={r.label: r for r in RECORDS}):  # noqa: B006 (read only)
        uses = by_label[label].uses
        return on in uses or any(rests(used, on) for used in uses)

    items = [li for li in page("li") if "claims rest on it" in li.get_text()]
    assert len(items) == 8
    for item in items:
        label, _, told = item.get_text().partition(": ")
        counted = sum(rests(record.label, label) for record in RECORDS)
        assert told.strip() == f"{counted} claims rest on it"


def test_map_leads_to_every_numbered_chapter(start):
    numbered = [p.stem for p in claims_ledger.chapters(ROOT) if p.stem[0].isdigit()]
    links = [a["href"] for a in start.select(".chapter-map a")]
    assert links == [f"chapters/{name}.html" for name in numbered]
    where = {entry.record.label: entry.chapter for entry in ENTRIES}
    joined = {(where[u], e.chapter) for e in ENTRIES for u in e.record.uses}
    arcs = {(a, b) for a, b in joined if a != b and {a, b} <= set(numbered)}
    assert len(start.select(".chapter-map path.rests")) == len(arcs) > 5


def test_start_page_leads_into_the_book(start):
    links = {a.get_text(): a["href"] for a in start.select(".start-links a")}
    assert links["Start reading"] == "chapters/intro.html"
    assert links["See the ledger"] == "chapters/ledger.html"
    assert links["Start in Colab"].endswith("/blob/main/chapters/intro.ipynb")


def test_claims_that_do_not_fit_together_fail_the_build(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "_ext"))
    sys.modules.pop("ledger", None)
    import ledger

    warned = []
    monkeypatch.setattr(ledger.logger, "warning", lambda *words: warned.append(words))
    ledger.read(SimpleNamespace(srcdir=a_book(tmp_path, uses=("nothing",))))
    assert warned == [("ledger: %s", "a-sum rests on nothing, which no chapter claims")]


def test_a_title_is_a_chapters_first_heading(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "_ext"))
    from ledger import title

    (tmp_path / "chapters").mkdir()
    cells = {"cells": [{"cell_type": "markdown", "source": ["# A title\n", "\n", "Text."]}]}
    (tmp_path / "chapters" / "one.ipynb").write_text(json.dumps(cells))
    assert title(tmp_path, "one") == "A title"


def test_a_line_of_the_ledger_is_written_in_the_letters_of_the_books_font(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "_ext"))
    from ledger import in_our_letters

    assert (
        in_our_letters("mₜ = β₁ mₜ₋₁ + βᵗ gₜ² + xⁿ⁻ᵗ a₁")
        == "m_t = β₁ m_(t-1) + β^t g_t² + x^(n-t) a₁"
    )
