"""What stands behind a proof: merging of sums, altered versions, definedness."""

import re

import pytest
from sympy import (
    Basic,
    FiniteSet,
    IndexedBase,
    Interval,
    Rational,
    Sum,
    Symbol,
    exp,
    sign,
    sqrt,
)

from claims import INTEGERS, NONNEGATIVE, POSITIVE, R
from claims.notation import DOMAINS, beta, beta1, beta2, eps, g_, i, lam, n, t, x_
from claims.proving import definedness
from claims.proving.domains import Assumptions
from claims.proving.errors import ClaimFailed
from claims.proving.mutants import mutants
from claims.proving.signs import Facts
from claims.proving.sums import is_zero, merge_sums, same

x, y = Symbol("x", real=True), Symbol("y", real=True)
j = Symbol("j", integer=True)


def name(value):
    """A test's name, the same in every process: neither a set's order nor a Dummy's number."""
    return re.sub(r"Dummy_\d+", "Dummy", str(value)) if isinstance(value, Basic) else "-"


def total(summand, low=1, high=n):
    return Sum(summand, (i, low, high))


EQUAL = [
    (total(x_[i]), total(x_[i], 1, n - 1) + x_[n]),
    (total(x_[i], 1, n + 2), total(x_[i]) + x_[n + 1] + x_[n + 2]),
    (total(x_[i]), Sum(x_[j], (j, 1, n))),
    (beta * total(beta ** (n - 1 - i) * x_[i], 1, n - 1) + x_[n], total(beta ** (n - i) * x_[i])),
    ((1 - beta) * total(x_[i]), total(x_[i]) - total(beta * x_[i])),
    (2 * total(x_[i] * g_[i]) + total(x_[i]), total(x_[i] * (1 + 2 * g_[i]))),
    (total(x_[i]) * (x + 1) - x * total(x_[i]), total(x_[i])),
]


@pytest.mark.parametrize("a, b", EQUAL, ids=name)
def test_equal_sums_are_seen_to_be_equal(a, b):
    assert is_zero(a - b) and same(a, b)
    assert same(1 / (1 + a), 1 / (1 + b))
    assert same(x / (sqrt(a) + eps), x / (sqrt(b) + eps))
    assert merge_sums(a - b) == 0


@pytest.mark.parametrize("base", [1 - beta, 1 - x, 1 - lam * x], ids=name)
def test_powers_of_a_difference_are_merged(base):
    a = base * total(base ** (n - i) * x_[i]) + x_[n + 1]
    b = total(base ** (n + 1 - i) * x_[i], 1, n + 1)
    assert same(a, b) and same(base * base**n + x_[1], base ** (n + 1) + x_[1])
    for _, changed in mutants(b):
        assert not same(a, changed)


@pytest.mark.parametrize("a, b", EQUAL, ids=name)
def test_a_change_is_never_merged_away(a, b):
    for _, changed in mutants(b):
        assert not same(a, changed)


@pytest.mark.parametrize(
    "a, b",
    [
        (total(x_[i]), total(g_[i])),
        (total(x_[i], 0), total(x_[i], 1)),
        (total(x_[i]) ** 2, total(x_[i] ** 2)),
        (total(x_[i]) * total(g_[i]), total(x_[i] * g_[i])),
        (sqrt(total(x_[i]) ** 2 + 1), sqrt(total(x_[i]) ** 2 + 2)),
        (total(x_[i] * Symbol("_k", integer=True)), total(x_[i] * i)),
        (total((1 - beta) ** i * x_[i]), total(beta**i * x_[i])),
        ((1 - x) ** n, (1 - x) * (1 - x) ** (n - 2)),
        ((1 - x) ** n * (1 + x) ** n, (1 - x**2) ** (n + 1)),
        (total(x * i), i * total(x)),  # i outside is not the i of the sum
    ],
    ids=name,
)
def test_unequal_sums_stay_unequal(a, b):
    assert not is_zero(a - b) and not same(a, b)


# --- altered versions -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expr, where, found",
    [
        (1 / (x - 3), {x: R}, True),
        (1 / (x - y), {x: R, y: R}, True),
        (1 / (1 - beta**t), {}, False),
        (1 / (1 - beta**n), {}, True),  # at n = 0
        (1 / (x**2 - 4), {x: Interval(0, 1)}, False),
        (1 / (x**2 - 4), {x: NONNEGATIVE}, True),
        (1 / lam, {}, True),
        (1 / (x + lam), {x: POSITIVE}, False),
        (x / (x**2 + 1), {x: R}, False),
        (1 / (x**2 - 2), {x: R}, True),
        (1 / (x**2 - 2), {x: R - FiniteSet(sqrt(2), -sqrt(2))}, None),  # none there, but not seen
        (1 / (x**2 - 2), {x: Interval(0, 1)}, False),
        (1 / (x**2 - 2), {x: INTEGERS}, False),
        (1 / (2 - x**2), {x: Interval(0, sqrt(2))}, None),  # at its end, which has no exact number
        (1 / (2 - x**2), {x: Interval.open(0, sqrt(2))}, None),
        (1 / (1 - sqrt(lam)), {}, True),
        (1 / (exp(x) - 2), {x: R}, True),
        (1 / (sign(x) + Rational(1, 2)), {x: R}, False),  # a jump is no zero
        (1 / (Sum(beta**i, (i, 0, n)) - Rational(3, 2)), {}, True),
    ],
    ids=name,
)
def test_poles(expr, where, found):
    assert has_a_pole(expr, where) == found


def has_a_pole(expr, where, given=()):
    """Whether the checker refuses ``expr`` and names a place at which it has no value. None where it
    refuses without one: it can not see that there is none."""
    assumptions = Assumptions([expr], where, given, DOMAINS)
    facts = Facts(assumptions.domains, given)
    try:
        definedness.check("a-label", "it", expr, assumptions, facts, assumptions.points("a", 12))
    except ClaimFailed as error:
        if "no value inside the stated domain, at" in str(error):
            return True
        assert "can not see that" in str(error)
        return None
    return False


def test_poles_outside_the_conditions_do_not_count():
    expr = 1 / (beta2 - beta1**2)
    for given, found in (([], True), ([beta1**2 < beta2], False)):
        assert has_a_pole(expr, {}, given) == found


def test_index_bases_of_one_name_but_other_assumptions_are_two():
    w, w2 = IndexedBase("w", real=True), IndexedBase("w", positive=True)
    assert not same(total(w[i]), total(w2[i]))
