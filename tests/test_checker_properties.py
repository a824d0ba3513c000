"""The checker itself under random statements: true ones pass, false ones never do.

``CLAIMS_EXAMPLES=2000 pytest tests/test_checker_properties.py`` tries more of them.
"""

import os
from fractions import Fraction

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from sympy import Rational, Sum, Symbol, expand, factor, sqrt

from claims import (
    ClaimError,
    ClaimFailed,
    R,
    Recurrence,
    arithmetic,
    induction,
    prove,
    record,
    simplification,
    sum_merging,
)
from claims.evaluate import agree, evaluate
from claims.notation import beta, beta1, beta2, eps, eta, g, i, lam, n, v, x_

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


def outcome(lhs, rhs, by, where):
    """What ``prove`` says: "accepted", or the name of the exception. Leaves no record behind."""
    record._registry.pop("a-random-claim", None)
    try:
        prove("a-random-claim", lhs, rhs, by=by, where=where)
    except (ClaimError, ClaimFailed) as error:
        return type(error).__name__
    finally:
        record._registry.pop("a-random-claim", None)
    return "accepted"


@few(0.05)  # each tries the tactic on some fifty altered versions too, so they take long
@given(p=polynomials, q=monomials)
def test_a_true_identity_is_accepted(p, q):
    q = 1 + q
    lhs, rhs = p * q, expand(p * q)
    assume(lhs != rhs and rhs.is_Add and lhs.is_Mul)
    assert outcome(lhs, rhs, arithmetic, {x: R}) == "accepted"


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


@few(0.5)
@given(
    p=polynomials, q=polynomials, how=st.sampled_from(SLIPS), shift=st.integers(0, 9),
    by=st.sampled_from([arithmetic, simplification]), under_root=st.booleans(),
)  # fmt: skip
def test_a_false_identity_is_never_accepted(p, q, how, shift, by, under_root):
    rhs = expand(p * q)
    assume(rhs.is_Add)
    wrong = other_than(rhs, how, shift)
    assume(expand(wrong - rhs) != 0)
    lhs = p * q + beta * x - beta * x
    if under_root:
        lhs, wrong = sqrt(1 + lhs**2), sqrt(1 + wrong**2)
        # A root of a square forgets the sign: such a "slip" may be none.
        assume(expand(wrong**2 - lhs**2) != 0)
    event(how)
    assert outcome(lhs, wrong, by, {x: R}) != "accepted"


@few(0.05)
@given(a=st.integers(-4, 4).filter(bool), b=st.integers(-4, 4), d=st.integers(-4, 4), s=numbers)
def test_sums_of_powers(a, b, d, s):
    """Closed forms of sums of quadratic polynomials: the true one passes, a shifted one never."""
    lhs = Sum(a * i**2 + b * i + d, (i, 1, n))
    closed = factor(lhs.doit())
    by = induction(n)
    assume(len(closed.free_symbols) == 1)
    assert outcome(lhs, closed, by, {}) == "accepted"
    for wrong in (closed.subs(n, n - 1), closed.subs(n, n + 1), closed + s * n * (n - 1)):
        if expand(wrong - closed) != 0:
            assert outcome(lhs, wrong, by, {}) != "accepted"


@few(0.1)
@given(
    a=st.sampled_from([beta, 1 - beta, beta1, beta / 2]),
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
    accepted = outcome(run, closed, induction(n), {v0: R}) == "accepted"
    assert not accepted or slip == "none"
    # Powers of a sum, such as (1 - beta)**(n - i), the tactic is too weak to merge.
    assert accepted or slip != "none" or a.is_Add


@few(0.1)
@given(shift=st.integers(-2, 2), first=st.integers(0, 2), c=numbers, extra=st.integers(0, 2))
def test_merging_of_sums(shift, first, c, extra):
    """Terms taken off the end of a sum must be put back at the right place."""
    lhs = c * Sum(beta**i * x_[i], (i, 1, n + extra)) + v
    tail = sum(c * beta ** (n + k + shift) * x_[n + k] for k in range(1, extra + 1))
    rhs = Sum(c * beta**i * x_[i], (i, 1 + first, n)) + tail + v
    right = c == 0 or (first == 0 and (shift == 0 or extra == 0))
    accepted = outcome(lhs, rhs, sum_merging, {}) == "accepted"
    assert not accepted or right


# --- the evaluator against SymPy's own arithmetic -------------------------------------------------

values = st.fractions(Fraction(1, 9), 5, max_denominator=9)


@few(0.5)
@given(p=polynomials, q=polynomials, at=st.lists(values, min_size=5, max_size=5))
def test_the_evaluator_agrees_with_sympy(p, q, at):
    point = dict(zip(SYMBOLS, at, strict=True))
    exact = {s: Rational(f.numerator, f.denominator) for s, f in point.items()}
    expr = p / (1 + q**2) - eps
    point[eps] = exact[eps] = Fraction(1, 7)
    want = expr.subs({s: Rational(str(f)) for s, f in exact.items()})
    assert evaluate(expr, point) == Fraction(int(want.p), int(want.q))
    root = sqrt(1 + p**2)
    squared = evaluate(root, point) ** 2
    assert agree(squared, evaluate(1 + p**2, point))
    assert not agree(squared, evaluate(1 + p**2, point) + Fraction(1, 10**50))
    assert evaluate(beta2, {beta2: 0.5}) == Fraction(1, 2)
