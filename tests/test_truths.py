"""What an author wants to write passes, or is answered by what to do next."""

import re

import pytest

from claims.book.record import check_label
from truths import REFUSED_ONCE, STATEMENTS, TRUTHS, label_of, outcome
from witness import looks_true

# The name of a truth that is still refused, and what the answer must say: what to do next.
EXPECTED_REFUSALS = {
    "(1 - 1/k)^t <= exp(-t/k)": r"logarithms\(\.\.\.\)",  # at k = 1 there is no logarithm to take
    "(1 - 1/k)^k <= 1/e": r"logarithms\(\.\.\.\)",
    "decay below an exponential": r"logarithms\(\.\.\.\)",
    "exchange of two sums": r"too weak .*it was left with",
    "averages with weights of their own": r"too weak",
    "mean of a binomial count": r"took longer than 30 s; try another tactic",
    "mean of the cosine schedule": r"the claim has no T; take it out",
    "squared size of a complex number": r"state the real and the imaginary part",
    "weights with 0.9 written out": r"Rational\('0\.1'\)",
    "(sqrt 2 + sqrt 3)^2": r"a statement about numbers is for check",
    "(A B)^T = B^T A^T": r"a tautology",
    "Frobenius norm by a trace": r"a tautology",
    "a scale on both sides": r"a tautology",
    "clipping as a minimum": r"too weak .*it was left with",
    "sign times size": r"too weak .*it was left with",
}


@pytest.mark.parametrize("name", TRUTHS)
def test_passes_or_is_answered(name):
    verdict, said, seconds = outcome(name)
    if name in EXPECTED_REFUSALS:
        assert verdict == "refused", (
            f"{verdict} after {seconds:.1f} s: take it from EXPECTED_REFUSALS"
        )
        assert re.search(EXPECTED_REFUSALS[name], said), said
    else:
        assert verdict == "passes", f"{verdict} after {seconds:.1f} s: {said}"


def test_most_of_those_refused_once_pass():
    assert set(EXPECTED_REFUSALS) <= set(TRUTHS)
    assert len(REFUSED_ONCE) == 37 and len(TRUTHS) >= 62
    assert sum(name not in EXPECTED_REFUSALS for name in REFUSED_ONCE) >= 25


@pytest.mark.parametrize("name", TRUTHS)
def test_holds_at_points(name):
    """A second opinion, by mpmath, wherever it can evaluate the statement."""
    assert looks_true(*STATEMENTS[name]) is not False


def test_labels_are_good():
    labels = [label_of(name) for name in TRUTHS]
    assert len(set(labels)) == len(labels)
    for label in labels:
        check_label(label)
