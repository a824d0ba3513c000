"""The claims of the book taken together: what they rest on, and what the book says of their number."""

import json
from pathlib import Path

import pytest

from claims.book import ledger, lock
from claims.book.record import MIME, Record

ROOT = Path(__file__).parent.parent
ENTRIES = ledger.read(ledger.chapters(ROOT))


def entry(label, kind="proved", chapter="01", **fields):
    fields.setdefault("statement", "a = b")
    return ledger.Entry(chapter, Record(label, kind, **fields))


def test_every_chapter_is_read():
    assert ledger.chapters(ROOT) != []
    assert set(ledger.chapters(ROOT)) == set(ROOT.glob("chapters/*.ipynb"))
    stored = sum(
        path.read_text(encoding="utf-8").count(f'"{MIME}"')
        for path in ROOT.glob("chapters/*.ipynb")
    )
    assert len(ENTRIES) == stored > 300


def test_the_claims_of_the_book_fit_together():
    assert ledger.problems(ENTRIES) == []


@pytest.mark.parametrize("page", ["chapters/intro.ipynb", "README.md"])
def test_the_book_states_its_totals_and_they_are_true(page):
    stated = ledger.SENTENCE.findall((ROOT / page).read_text(encoding="utf-8"))
    assert stated == [ledger.sentence(ENTRIES)], "run `make claims`"


@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        ([entry("a"), entry("a")], "a: stands twice"),
        ([entry("a", uses=("b",))], "a rests on b, which no chapter claims"),
        ([entry("a", uses=("b",)), entry("b")], "a rests on b, which stands later in the book"),
        ([entry("b", "refuted"), entry("a", uses=("b",))], "a rests on b, which is refuted"),
        (
            [entry("a", uses=("b",)), entry("b", uses=("a",))],
            "a rests on b, which stands later in the book",
        ),
    ],
)
def test_a_problem_is_found(entries, problem):
    assert ledger.problems(entries) == [problem]


def test_totals_count_each_kind():
    entries = [entry("a"), entry("b", "checked"), entry("c", "checked"), entry("d", "refuted")]
    told = "4 claims: 1 proved, 2 checked on numbers, 1 refuted, 0 definitions and assumptions"
    assert ledger.sentence(entries) == told
    assert ledger.SENTENCE.fullmatch(told)


# --- The lock


def test_the_book_claims_what_is_locked():
    locked = (ROOT / lock.PATH).read_text(encoding="utf-8")
    changed = lock.changes(locked, ENTRIES)
    assert not changed, "\n".join([*changed, "If that is meant: `make claims`."])
    assert locked == lock.text(ENTRIES), "only the order or the head differs: `make claims`"


CHANGES = {
    "a: states something else": [
        {"statement": "a = c"}, {"text": "other words"}, {"assumptions": "$a > 0$"}, {"plain": "a == c"},
    ],
    "a: was proved, is defined": [{"kind": "defined"}],
    "a: moved from 01 to 02": [{"chapter": "02"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("told", "change"), [(told, change) for told, several in CHANGES.items() for change in several]
)
def test_the_lock_names_what_changed(told, change):
    locked = lock.text([entry("a")])
    assert lock.changes(locked, [entry("a", **change)]) == [told]


def test_the_lock_names_what_is_new_and_what_is_gone():
    told = lock.changes(lock.text([entry("a")]), [entry("b")])
    assert told == ["a: gone (was proved)", "b: new (proved, in 01)"]


@pytest.mark.parametrize(
    ("kind", "change", "counts"),
    [
        ("checked", {"verdict": "equal to within 0.1 · fails, as it must, for: lr"}, True),
        ("proved", {"verdict": "by induction · 5 of 5 altered versions rejected"}, False),
        ("refuted", {"details": ("At $x = 2$.",)}, True),
        ("proved", {"tactic": "by induction"}, True),
        ("proved", {"mutants": 5}, False),
        ("proved", {"uses": ("b",)}, True),
        ("checked", {"got": "$6.569$"}, True),
        ("checked", {"want": "$6.569$"}, True),
        ("checked", {"unlike": {"the first step": "$3.162$"}}, True),
        ("proved", {"lines": ({"reason": "expand", "statement": "b", "verdict": "v"},)}, True),
    ],
)
def test_how_it_was_shown_is_locked_but_not_the_count_of_altered_versions(kind, change, counts):
    locked = lock.text([entry("a", kind)])
    assert bool(lock.changes(locked, [entry("a", kind, **change)])) == counts


def a_book(root, uses=()):
    """A book of one chapter with one claim."""
    (root / "chapters").mkdir()
    (root / "tests").mkdir()
    (root / "_toc.yml").write_text(
        "root: index\nparts:\n  - chapters:\n      - file: chapters/intro\n"
    )
    record = Record("a-sum", "proved", "1 + 1 = 2", uses=uses).as_dict()
    page = {
        "cell_type": "markdown",
        "source": [f"Here are {ledger.sentence([])}.\n"],
        "metadata": {},
    }
    cell = {"cell_type": "code", "source": "", "outputs": [{"data": {MIME: record}}]}
    (root / "chapters/intro.ipynb").write_text(json.dumps({"cells": [page, cell]}))
    return root


def test_update_writes_the_lock_and_the_totals_once(tmp_path):
    book = a_book(tmp_path)
    told = lock.update(book)
    assert told[0] == "a-sum: new (proved, in intro)"
    assert "1 claims: 1 proved" in (book / "chapters/intro.ipynb").read_text()
    assert "a-sum" in (book / lock.PATH).read_text()
    assert lock.update(book) == []


def test_update_writes_nothing_when_the_claims_do_not_fit(tmp_path):
    book = a_book(tmp_path, uses=("nothing",))
    before = (book / "chapters/intro.ipynb").read_text()
    with pytest.raises(SystemExit, match="a-sum rests on nothing"):
        lock.update(book)
    assert not (book / lock.PATH).exists()
    assert (book / "chapters/intro.ipynb").read_text() == before
