"""Every statement of the corpus is rejected, and for the reason that it should be."""

import re
from collections import Counter

import pytest

from claims import registry
from claims.book import record
from claims.book.record import check_label
from false_claims import ATTEMPTS, NEAR_MISSES, public_tactics

# At least so many of each kind; "misuse" is a wrong call of check or refute.
KINDS = {
    "false": 70,
    "badly posed": 25,
    "tautology": 6,
    "hidden assumption": 7,
    "domain too wide": 18,
    "domain too narrow": 5,
    "near miss": 38,
    "misuse": 35,
}


def label_of(name):
    return "false-" + re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")


@pytest.mark.parametrize("name", ATTEMPTS)
def test_is_rejected_for_the_right_reason(name):
    attempt = ATTEMPTS[name]
    label = "a-claim-that-rests-on-itself" if "rests on itself" in name else label_of(name)
    before = registry()
    with pytest.raises(attempt.error, match=attempt.reason):
        attempt.call(label)
    assert registry() == before, "a rejected claim left a record"


@pytest.mark.parametrize("by, true, slips", NEAR_MISSES, ids=[s[0] for *_, s in NEAR_MISSES])
def test_a_near_miss_is_near(by, true, slips, monkeypatch):
    """Without the slip the same tactic proves it, so the slip alone is what was rejected."""
    monkeypatch.setattr(record, "_registry", {})
    true("a-true-one")
    assert registry()["a-true-one"].tactic == by.told


def test_each_public_tactic_has_near_misses():
    tactics = public_tactics()
    assert len(tactics) >= 10
    for name, tactic in tactics.items():
        aimed = [
            slip
            for by, _, slips in NEAR_MISSES
            if by is tactic or type(by) is tactic
            for slip in slips
        ]
        assert len(aimed) >= 3, f"{name}: only {len(aimed)} near misses are aimed at it"


def test_each_kind_is_well_filled():
    counts = Counter(attempt.kind for attempt in ATTEMPTS.values())
    assert set(counts) == set(KINDS)
    for kind, least in KINDS.items():
        assert counts[kind] >= least, (kind, counts[kind])


def test_many_of_them_are_in_print():
    printed = {name: attempt.source for name, attempt in ATTEMPTS.items() if attempt.source}
    assert len(printed) >= 12
    assert len({source.split(",")[0] for source in printed.values()}) >= 5
    for name, source in printed.items():
        assert "," in source or ":" in source, f"{name}: say where in {source} it stands"


def test_the_corpus_is_large_and_its_labels_are_good():
    assert len(ATTEMPTS) >= 240
    labels = [label_of(name) for name in ATTEMPTS]
    assert len(set(labels)) == len(labels)
    for label in labels:
        check_label(label)  # or a bad label might be what was rejected
