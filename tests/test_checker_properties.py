"""The checker itself under random statements: true ones pass, false ones never do.

Every statement that is offered is counted, and the last test looks at the counts: so many false
ones for every tactic, and enough true ones that a checker that rejects everything would fail.
``CLAIMS_EXAMPLES=2000 pytest tests/test_checker_properties.py`` tries more of them.
"""

import os
from collections import Counter
from fractions import Fraction

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from sympy import Abs, Limit, Max, Min, Rational, Sum, Symbol, exp, expand, sign, sqrt

from claims import (
    POSITIVE,
    ClaimError,
    ClaimFailed,
    R,
    Recurrence,
    arithmetic,
    by_cases,
    by_difference,
    by_sign,
    certificate,
    derivatives,
    induction,
    limit,
    logarithms,
    prove,
    simplification,
    squares,
    substituting,
    sum_merging,
    summation,
)
from claims.book import record
from claims.notation import beta, beta1, beta2, eps, eta, g, i, lam, n, v, x_
from claims.proving.evaluate import BITS, agree, evaluate, precision
from false_claims import Says, public_tactics

EXAMPLES = int(os.environ.get("CLAIMS_EXAMPLES", 200))
x = Symbol("x", real=True)
SYMBOLS = (g, x, beta, lam, eta)


def few(share):
    return settings(
        max_examples=max(5, int(EXAMPLES * share)), deadline=None, derandomize=True,
        database=None, suppress_health_check=list(HealthCheck),
    )  # fmt: skip


numbers = st.builds(Rational, st.integers(-5, 5), st.integers(1, 4))
monomials = st.builds(
    lambda c, a, p, b, q: c * a**p * b**q,
    numbers.filter(bool), st.sampled_from(SYMBOLS), st.integers(1, 3),
    st.sampled_from(SYMBOLS), st.integers(0, 2),
)  # fmt: skip
polynomials = st.lists(monomials, min_size=2, max_size=3).map(sum).filter(lambda p: p.is_Add)


OFFERED = Counter()  # (tactic, "true" or "false"): how many statements were offered
ACCEPTED = Counter()  # the same key: how many of them were accepted


def accepts(truth, lhs, rhs, by, where=None, **options):
    """Whether ``prove`` accepts a statement that is known to be true or false; it is counted."""
    key = type(by).__name__.strip("_").replace("_", "").lower(), "true" if truth else "false"
    OFFERED[key] += 1
    record._registry.pop("a-random-claim", None)
    held = getattr(lhs, "free_symbols", set(where or {})) | rhs.free_symbols
    where = {symbol: domain for symbol, domain in (where or {}).items() if symbol in held}
    try:
        prove("a-random-claim", lhs, rhs, by=by, where=where, **options)
    except (ClaimError, ClaimFailed):
        return False
    finally:
        record._registry.pop("a-random-claim", None)
    ACCEPTED[key] += 1
    return True


def told_apart(share, **strategies):
    """Make a test of a function that returns ``(lhs, true, wrong, tactic, options of prove)``.

    A few of the true statements are offered (each takes as long as twenty false ones, since all of
    its altered versions are tried), and a share of ``EXAMPLES`` of the false ones.
    """

    def decorate(make):
        @few(0)
        @given(**strategies)
        def true_ones(**drawn):
            lhs, true, _, by, options = make(**drawn)
            assert accepts(True, lhs, true, by, **options)

        @few(share)
        @given(**strategies)
        def false_ones(**drawn):
            lhs, _, wrong, by, options = make(**drawn)
            assert not accepts(False, lhs, wrong, by, **options)

        def test():
            true_ones()
            false_ones()

        return test

    return decorate


@few(0.04)
@given(p=polynomials, q=monomials)
def test_a_true_identity_is_accepted(p, q):
    q = 1 + q
    lhs, rhs = p * q, expand(p * q)
    assume(lhs != rhs and rhs.is_Add and lhs.is_Mul)
    assert accepts(True, lhs, rhs, arithmetic, {x: R})


def other_than(rhs, how, shift):
    """A false right side, near the true one."""
    terms = list(rhs.args)
    k = shift % len(terms)
    return {
        "sign": rhs - 2 * terms[k],
        "term": rhs - terms[k],
        "factor": rhs + terms[k] * (beta - 1),
        "tiny": rhs + Rational(1, 10**40),
        "nearly": rhs + terms[k] * Rational(1, 10**30),
        "isolated": rhs + beta * (x - 1) * (x + 1) * x,  # right at 0, 1 and -1
        "edge": rhs + (1 - beta) ** 9 / 10**9,
        "swap": rhs.subs({g: x, x: g}, simultaneous=True),
    }[how]


SLIPS = ["sign", "term", "factor", "tiny", "nearly", "isolated", "edge", "swap"]


def a_false_identity(p, q, how, shift):
    """The sides of ``p * (1 + q) == ...`` with one slip on the right."""
    rhs = expand(p * (1 + q))
    assume(rhs.is_Add)
    wrong = other_than(rhs, how, shift)
    assume(expand(wrong - rhs) != 0)
    event(how)
    return p * (1 + q), wrong


@few(5)
@given(p=polynomials, q=monomials, how=st.sampled_from(SLIPS), shift=st.integers(0, 9))
def test_exact_points_alone_see_that_an_identity_is_false(p, q, how, shift):
    """The second demand without the first: here the tactic believes everything."""
    lhs, wrong = a_false_identity(p, q, how, shift)
    assert not accepts(False, lhs, wrong, Says(), {x: R})


@few(1.8)
@given(p=polynomials, q=monomials, how=st.sampled_from(SLIPS), shift=st.integers(0, 9))
def test_a_false_identity_is_never_accepted(p, q, how, shift):
    lhs, wrong = a_false_identity(p, q, how, shift)
    assert not accepts(False, lhs, wrong, arithmetic, {x: R})


@few(0.1)
@given(
    p=polynomials, q=monomials, how=st.sampled_from(SLIPS), shift=st.integers(0, 9),
    by=st.sampled_from([arithmetic, simplification]),
)  # fmt: skip
def test_a_false_identity_under_a_root_is_never_accepted(p, q, how, shift, by):
    rhs = expand(p * (1 + q))
    assume(rhs.is_Add)
    lhs, wrong = sqrt(1 + (p * (1 + q)) ** 2), sqrt(1 + other_than(rhs, how, shift) ** 2)
    # A root of a square forgets the sign: such a "slip" may be none.
    assume(expand(wrong**2 - lhs**2) != 0)
    assert not accepts(False, lhs, wrong, by, {x: R})


# --- one generator for every other tactic ---------------------------------------------------------
size = st.builds(Rational, st.integers(1, 5), st.integers(1, 4))
p_, q_ = Symbol("p", positive=True), Symbol("q", positive=True)
c = Symbol("c", positive=True)


@told_apart(0.26, a=size, b=numbers.filter(bool), how=st.integers(0, 4))
def test_simplification(a, b, how):
    """b times the mirrored sigmoid."""
    lhs, true = b * (1 - 1 / (1 + exp(-a * x))), b / (1 + exp(a * x))
    wrong = (
        b / (1 + exp(-a * x)), -true, true + Rational(1, 10**40), true + b * x / 10**30,
        b / (1 + exp((a + 1) * x)),
    )[how]  # fmt: skip
    return lhs, true, wrong, simplification, dict(where={x: R})


def powers(a, b, d, s, how):
    """Closed forms of sums of quadratic polynomials: the true one passes, a shifted one never."""
    lhs = Sum(a * i**2 + b * i + d, (i, 1, n))
    true = n * (a * (n + 1) * (2 * n + 1) + 3 * b * (n + 1) + 6 * d) / 6
    wrong = (true.subs(n, n - 1), true.subs(n, n + 1), true + s * n * (n - 1))[how]
    assume(expand(wrong - true) != 0)
    return lhs, true, wrong


small = st.integers(-4, 4)
quadratic = {"a": small.filter(bool), "b": small, "d": small, "s": size, "how": st.integers(0, 2)}


@told_apart(0.27, **quadratic)
def test_summation(**drawn):
    return *powers(**drawn), summation, {}


@told_apart(0.4, **quadratic)
def test_induction(**drawn):
    return *powers(**drawn), induction(n), {}


@few(0.3)
@given(
    a=st.sampled_from([beta, 1 - beta, beta1, beta / 2, 1 - eta * lam]),
    b=st.sampled_from([1, eta, 1 - beta, -2, lam]),
    slip=st.sampled_from(["none", "exponent", "factor", "base", "last", "start"]),
)
def test_linear_recurrences(a, b, slip):
    """``V <- a V + b x``: only the right closed form passes."""
    v0 = Symbol("V_0", real=True)
    run = Recurrence("V", lambda V, k: a * V + b * x_[k], start=v0)
    shift, last = (1 if slip == "exponent" else 0), (n - 1 if slip == "last" else n)
    weight = b * (a if slip == "factor" else 1)
    base = a**2 if slip == "base" else a
    closed = weight * Sum(base ** (n - i + shift) * x_[i], (i, 1, last))
    closed += v0 * (a if slip == "start" else a**n)
    assert accepts(slip == "none", run, closed, induction(n), {v0: R}) == (slip == "none")


@few(0.5)
@given(shift=st.integers(-2, 2), first=st.integers(0, 2), c=numbers, extra=st.integers(0, 2))
def test_merging_of_sums(shift, first, c, extra):
    """Terms taken off the end of a sum must be put back at the right place."""
    lhs = c * Sum(beta**i * x_[i], (i, 1, n + extra)) + v
    tail = sum(c * beta ** (n + k + shift) * x_[n + k] for k in range(1, extra + 1))
    rhs = Sum(c * beta**i * x_[i], (i, 1 + first, n)) + tail + v
    right = c == 0 or (first == 0 and (shift == 0 or extra == 0))
    # With no tail and no slip nothing is left to merge, and 0 says nothing.
    assume(not right or (c != 0 and extra > 0))
    assert accepts(right, lhs, rhs, sum_merging) == right


@told_apart(0.4,
    p=polynomials, q=numbers.filter(bool), how=st.sampled_from(SLIPS), shift=st.integers(0, 9),
   
)  # fmt: skip
def test_limits(p, q, how, shift):
    """A polynomial and what vanishes beside it. The slips of 10**-30 are out of sight there."""
    wrong = other_than(p, how, shift)
    assume(expand(wrong - p) != 0)
    lhs = Limit(p * (1 + q * v) + sqrt(v) * lam, v, 0, "+")
    return lhs, p, wrong, limit, dict(where={x: R})


@told_apart(0.6, a=size, b=size, how=st.integers(0, 4))
def test_squares(a, b, how):
    lhs, true = sqrt((a * p_ - b * q_) ** 2 + 4 * a * b * p_ * q_), a * p_ + b * q_
    wrong = (
        (a + 1) * p_ + b * q_, sqrt(a**2 * p_**2 + b**2 * q_**2), true + Rational(1, 10**40),
        true + p_ * q_ / 10**30, b * p_ + a * q_ + (p_ if a == b else 0),
    )[how]  # fmt: skip
    return lhs, true, wrong, squares(), dict(where={p_: POSITIVE, q_: POSITIVE})


@told_apart(0.3, a=size, b=numbers.filter(bool), how=st.integers(0, 4))
def test_substituting(a, b, how):
    lhs, true = sqrt(1 - 2 * beta + beta**2) * (a + b * lam), (1 - beta) * (a + b * lam)
    wrong = (
        -true, (1 + beta) * (a + b * lam), true + Rational(1, 10**40), (1 - beta) * (a - b * lam),
        (1 - beta) ** 2 * (a + b * lam),
    )[how]  # fmt: skip
    return lhs, true, wrong, substituting({beta: 1 / (1 + c)}), {}


@told_apart(0.4, a=size, b=numbers.filter(bool), how=st.integers(0, 4))
def test_signs(a, b, how):
    lhs, true = Abs(g) * (a + b * lam), g * sign(g) * (a + b * lam)
    wrong = (
        g * (a + b * lam), -true, true * sign(g), true + g * lam / 10**30,
        g * sign(g) * (a - b * lam),
    )[how]  # fmt: skip
    return lhs, true, wrong, by_sign(g, then=arithmetic, zero=True), {}


@told_apart(0.6, a=size, b=size, how=st.integers(0, 4))
def test_certificates(a, b, how):
    """Two products that the sum of two squares bounds, by the square of the difference."""
    y = Symbol("y", real=True)
    lhs, true, gap = 2 * a * b * x * y, a**2 * x**2 + b**2 * y**2, (a * x - b * y) ** 2
    wrong = (
        true - Rational(1, 10**40), a**2 * x**2 + b**2 * y**2 / 2, a**2 * x**2 - b**2 * y**2,
        true - x**2 * y**2 / 10**30, a**2 * x**2 + b**2 * y**2 + x,
    )[how]  # fmt: skip
    return lhs, true, wrong, certificate(gap), {"where": {x: R, y: R}, "relation": "<="}


@told_apart(0.3, a=small.filter(bool), b=small, how=st.integers(0, 3))
def test_cases(a, b, how):
    """The larger of two numbers, by their sum and their distance."""
    lhs, true = a * (x + g + Abs(x - g)) / 2 + b * lam, a * Max(x, g) + b * lam
    wrong = (a * Min(x, g) + b * lam, true + x, true - g * lam / 10**30, a * x + b * lam)[how]
    return lhs, true, wrong, by_cases(), {"where": {x: R}}


@told_apart(0.3, a=size, b=size, how=st.integers(0, 3))
def test_differences(a, b, how):
    """What :func:`test_certificates` bounds, without a certificate."""
    lhs, true = 2 * a * b * x * g, a**2 * x**2 + b**2 * g**2
    wrong = (true - Rational(1, 10**40), true / 2, true - x**2 * g**2 / 10**30, true + x)[how]
    return lhs, true, wrong, by_difference, {"where": {x: R}, "relation": "<="}


@told_apart(0.3, a=size, how=st.integers(0, 3))
def test_derivatives(a, how):
    """exp lies above its tangent at 0."""
    lhs, true = 1 + a * x, exp(a * x)
    wrong = (true - Rational(1, 10**6), exp(a * x / 2), exp(-a * x), true + x)[how]
    return lhs, true, wrong, derivatives(x), {"where": {x: R}, "relation": "<="}


@told_apart(0.3, a=size, how=st.integers(0, 3))
def test_logarithms(a, how):
    """The same for positive numbers, as log(1 + a v) <= a v."""
    lhs, true = 1 + a * v, exp(a * v)
    wrong = (true - v / 10**6 - Rational(1, 10**6), exp(a * v / 2), exp(-a * v), true**0 + v / 20)
    return lhs, true, wrong[how], logarithms(derivatives(v)), {"relation": "<="}


# --- the evaluator against SymPy's own arithmetic -------------------------------------------------

values = st.fractions(Fraction(1, 9), 5, max_denominator=9)


@few(0.3)
@given(p=polynomials, q=polynomials, at=st.lists(values, min_size=5, max_size=5))
def test_the_evaluator_agrees_with_sympy(p, q, at):
    point = dict(zip(SYMBOLS, at, strict=True))
    exact = {s: Rational(f.numerator, f.denominator) for s, f in point.items()}
    expr = p / (1 + q**2) - eps
    point[eps] = exact[eps] = Fraction(1, 7)
    want = expr.subs({s: Rational(str(f)) for s, f in exact.items()})
    assert evaluate(expr, point) == Fraction(int(want.p), int(want.q))
    root = sqrt(1 + p**2)
    with precision(BITS):
        squared = evaluate(root, point) ** 2
        assert agree(squared, evaluate(1 + p**2, point))
        assert not agree(squared, evaluate(1 + p**2, point) + Fraction(1, 10**50))
    assert evaluate(beta2, {beta2: 0.5}) == Fraction(1, 2)


# --- how many it was ------------------------------------------------------------------------------


def test_enough_was_tried_with_every_tactic():
    """Run with the whole file: it looks at what the tests above have counted."""
    false = {name: count for (name, kind), count in OFFERED.items() if kind == "false"}
    true = {name: count for (name, kind), count in OFFERED.items() if kind == "true"}
    print(sum(false.values()), "false ones:", false, "true ones:", true)
    assert sum(false.values()) >= 2000, f"only {sum(false.values())} false statements were tried"
    for name in public_tactics():
        name = name.replace("_", "")
        assert false.get(name, 0) >= 50, f"{name}: only {false.get(name, 0)} false ones"
        assert true.get(name, 0) >= 3, f"{name}: only {true.get(name, 0)} true ones"
        assert ACCEPTED[name, "true"] >= 0.9 * true[name], f"{name}: rejects true statements"
        assert ACCEPTED[name, "false"] == 0
