"""Nothing of the corpus of holes passes, and each of its statements is as bad as it says."""

from collections import Counter

import pytest

from claims.book.record import check_label
from holes import HOLES, LIMIT_SECONDS, label_of, outcome
from witness import inside, witness

TRUE_AT = "refuting a true statement"  # here the point shows that the statement holds
LOCATED = [name for name, hole in HOLES.items() if hole.at is not None]


@pytest.mark.parametrize("name", HOLES)
def test_is_refused_and_says_why(name):
    verdict, said, seconds = outcome(name)
    assert verdict == "refused", f"{verdict} after {seconds:.1f} s: {said}\nbut: {HOLES[name].why}"
    assert len(said) > len(label_of(name)) + 10, f"it says no more than: {said}"
    assert seconds < LIMIT_SECONDS


@pytest.mark.parametrize("name", LOCATED)
def test_fails_at_its_point(name):
    """By mpmath alone: at the point, which lies in the stated domain, it is false or undefined."""
    hole = HOLES[name]
    assert inside(hole), f"{hole.at} is outside the domain"
    seen = witness(hole)
    assert (seen is None) == (hole.kind == TRUE_AT), (hole.at, seen)


def test_the_corpus_is_large():
    counts = Counter(hole.kind for hole in HOLES.values())
    assert len(HOLES) >= 400 and len(LOCATED) >= 250 and len(counts) >= 30
    assert min(counts.values()) >= 4, counts
    assert all(hole.why for hole in HOLES.values())


def test_labels_are_good():
    labels = [label_of(name) for name in HOLES]
    assert len(set(labels)) == len(labels)
    for label in labels:
        check_label(label)  # or a bad label might be what was refused
