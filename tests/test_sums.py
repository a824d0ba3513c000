"""What stands behind a proof: merging of sums, altered versions, signs by form, poles."""

import pytest
from sympy import (
    Abs,
    Dummy,
    FiniteSet,
    IndexedBase,
    Interval,
    Max,
    Min,
    Rational,
    Sum,
    Symbol,
    exp,
    sign,
    sqrt,
)

from claims import NONNEGATIVE, POSITIVE, R
from claims.domains import Assumptions
from claims.mutants import mutants, swaps
from claims.nonnegative import is_nonnegative
from claims.notation import DOMAINS, beta, beta1, beta2, eps, eta, g, g_, i, lam, n, t, v, x_
from claims.poles import poles
from claims.sums import is_zero, merge_sums, same

x, y = Symbol("x", real=True), Symbol("y", real=True)
j = Symbol("j", integer=True)


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


@pytest.mark.parametrize("a, b", EQUAL)
def test_equal_sums_are_seen_to_be_equal(a, b):
    assert is_zero(a - b) and same(a, b)
    assert same(1 / (1 + a), 1 / (1 + b))
    assert same(x / (sqrt(a) + eps), x / (sqrt(b) + eps))
    assert merge_sums(a - b) == 0


@pytest.mark.parametrize("a, b", EQUAL)
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
        (total(x * i), i * total(x)),  # i outside is not the i of the sum
    ],
)
def test_unequal_sums_stay_unequal(a, b):
    assert not is_zero(a - b) and not same(a, b)


# --- altered versions -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expr, altered",
    [
        (x + y, {x - y, y - x, x, y, -x - y, x + y + 1}),
        (x * beta, {x, beta, -x * beta}),
        (x**2, {x, x**3, 1 + x**2}),
        (beta**t, {beta ** (t + 1), beta ** (t - 1)}),
        (1 - beta1**t, {1 + beta1**t, 1 - beta1 ** (t - 1), 1 - beta1 ** (t + 1), 1}),
        (beta1 / beta2, {beta2 / beta1, beta1, 1 / beta2}),
        (total(x_[i]), {total(x_[i], 0), total(x_[i], 2), total(x_[i], 1, n - 1),
                        total(x_[i], 1, n + 1), total(x_[i - 1]), total(x_[i + 1])}),
        (total(beta**i * x_[i]), {total(x_[i]), total(beta ** (i + 1) * x_[i])}),
        (Abs(x), {x, -Abs(x)}),
        (eta * sign(g), {eta * g, -eta * sign(g)}),
        (Max(x, y), {Min(x, y), -Max(x, y)}),
        (x / 2, {x, 3 * x / 2}),
        (g * g_[1], {g_[1], g, g * g_[2], g * g_[0]}),
        (sqrt(v) + eps, {sqrt(v) - eps, sqrt(v), v ** Rational(3, 2) + eps}),
        (exp(x) * y, {y, exp(x)}),
    ],
    ids=str,
)  # fmt: skip
def test_typical_slips_are_among_the_altered_versions(expr, altered):
    found = [changed for _, changed in mutants(expr)]
    assert altered <= set(found)
    assert expr not in found and len(found) == len(set(found))


def test_swaps_leave_the_labels_of_index_bases_alone():
    assert [names for _, names in swaps(g * g_[n])] == [{g: n, n: g}]
    assert (n * g_[g]) in [changed for _, changed in mutants(g * g_[n])]


# --- signs ----------------------------------------------------------------------------------------

AT = {**DOMAINS, x: R, y: R}


@pytest.mark.parametrize(
    "expr",
    [
        x**2, Abs(x), lam, lam * eta, (x - y) ** 2 / eta, 1 - beta, 1 - beta**t, beta / (1 - beta),
        x**2 + y**4, -(beta - 1), (x - y) ** 2 / (beta - 1) / (beta2 - 1), Rational(1, 3), 0 * x,
        Sum(g_[i] ** 2, (i, 1, n)), sqrt(v), 1 - beta1 * beta2, eps**3, 1 - beta1**2 * beta2**t,
    ],
    ids=str,
)  # fmt: skip
def test_nonnegative_by_form(expr):
    assert is_nonnegative(expr, AT)


@pytest.mark.parametrize(
    "expr",
    [
        x, x**3, x * y, x**2 - y**2, x**2 + x, -lam, beta - 1, 1 - lam, 1 - eta, beta1 - beta2,
        1 - beta - lam, Sum(x_[i], (i, 1, n)), -(x**2), Rational(-1, 3), 1 / x, 1 - beta**-1,
        1 - x**2, Sum(n, (n, -3, 0)), g_[1], Dummy(), x**2 * (beta - 1), 2 - 3 * beta,
        1 - beta ** (x), lam - Rational(1, 10**9),
    ],
    ids=str,
)  # fmt: skip
def test_not_nonnegative_by_form(expr):
    assert not is_nonnegative(expr, AT)


def test_sign_follows_the_domain_not_the_name():
    assert is_nonnegative(x, {x: Interval(0, 2)}) and not is_nonnegative(x, {x: Interval(-1, 2)})
    assert is_nonnegative(x * y, {x: Interval(-2, -1), y: Interval(-2, 0)})
    assert not is_nonnegative(1 - x, {x: Interval(0, 2)})
    assert is_nonnegative(1 - x, {x: FiniteSet(0, Rational(1, 2))})


def test_conditions_give_signs():
    condition = [beta1**2 < beta2]
    for gap in (beta2 - beta1**2, x**2 * (beta2 - beta1**2) / (1 - beta1), 1 - beta1**2 / beta2):
        assert is_nonnegative(gap, AT, condition) and not is_nonnegative(gap, AT)
        assert not is_nonnegative(-gap, AT, condition)
    assert is_nonnegative(x - y, AT, [x >= y]) and not is_nonnegative(x + y, AT, [x >= y])
    assert not is_nonnegative(Sum(n - 2, (n, -3, 0)), AT, [n > 2])  # another n


# --- poles ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expr, where, found",
    [
        (1 / (x - 3), {x: R}, True),
        (1 / (x - y), {x: R, y: R}, True),
        (1 / (1 - beta**n), {}, False),
        (1 / (x**2 - 4), {x: Interval(0, 1)}, False),
        (1 / (x**2 - 4), {x: NONNEGATIVE}, True),
        (1 / lam, {}, True),
        (1 / (x + lam), {x: POSITIVE}, False),
        (x / (x**2 + 1), {x: R}, False),
    ],
    ids=str,
)
def test_poles(expr, where, found):
    assumptions = Assumptions([expr], where)
    hits = list(poles(assumptions, assumptions.points("a-label", 12), expr))
    assert bool(hits) == found
    assert all(assumptions.holds_at(point) for point in hits)


def test_poles_outside_the_conditions_do_not_count():
    expr = 1 / (beta2 - beta1**2)
    for given, found in (([], True), ([beta1**2 < beta2], False)):
        assumptions = Assumptions([expr], given=given)
        assert bool(list(poles(assumptions, assumptions.points("a-b", 12), expr))) == found


def test_index_bases_of_one_name_but_other_assumptions_are_two():
    w, w2 = IndexedBase("w", real=True), IndexedBase("w", positive=True)
    assert not same(total(w[i]), total(w2[i]))
