"""The second opinion: plain arithmetic on exact numbers, compared with known values."""

from fractions import Fraction

import pytest
from sympy import (
    Abs,
    E,
    Float,
    I,
    Integral,
    KroneckerDelta,
    Max,
    Min,
    Mul,
    Piecewise,
    Pow,
    Product,
    Rational,
    S,
    Sum,
    Symbol,
    Wild,
    ceiling,
    cos,
    exp,
    factorial,
    floor,
    log,
    oo,
    pi,
    sign,
    sin,
    sqrt,
    zoo,
)

from claims.notation import g_, i, n, x_
from claims.proving.evaluate import (
    AGREE,
    BITS,
    NotEvaluable,
    Point,
    agree,
    compare,
    decided,
    distance,
    evaluate,
    precision,
)

F = Fraction
x, y = Symbol("x", real=True), Symbol("y", real=True)
k = Symbol("k", integer=True)


@pytest.mark.parametrize(
    "expr, at, value",
    [
        (x / 3 + y, {x: 1, y: F(1, 6)}, F(1, 2)),
        (x**-2, {x: F(2, 3)}, F(9, 4)),
        (Pow(x, y), {x: 0, y: 0}, 1),
        (x**y, {x: 0, y: F(1, 2)}, 0),
        (sqrt(x), {x: F(9, 16)}, F(3, 4)),
        (x ** Rational(-2, 3), {x: F(8, 27)}, F(9, 4)),
        ((-x) ** 3, {x: 2}, -8),
        (x**y, {x: -2, y: -3}, F(-1, 8)),
        (Float(0.1) + x, {x: 0}, F(0.1)),  # the float's exact value, not 1/10
        (x + y, {x: 0.1, y: 0}, F(1, 10)),  # a value counts as it is printed
        (Abs(x) + sign(x), {x: -3}, 2),
        (sign(x), {x: 0}, 0),
        (Max(x, y) - Min(x, y), {x: 3, y: 5}, 2),
        (Max(x, sqrt(2)) + Min(x, pi), {x: 7}, 7 + pi),
        (floor(x) + 10 * ceiling(x), {x: F(-7, 2)}, -34),
        (floor(x), {x: 1 - F(1, 10**90)}, 0),
        (ceiling(x), {x: 1 + F(1, 10**90)}, 2),
        (floor(pi * x) + ceiling(pi * x), {x: 1}, 7),
        (factorial(n), {n: 5}, 120),
        (KroneckerDelta(n, 2), {n: 2}, 1),
        (Piecewise((1, x < 0), (2, (x > 1) & (x < 3)), (3, True)), {x: 2}, 2),
        (Piecewise((1, (x < 0) | (x >= 2)), (3, True)), {x: 2}, 1),
        (Sum(i**2, (i, 1, n)), {n: 4}, 30),
        (Sum(i, (i, 1, n)), {n: 0}, 0),
        (Product(i, (i, 1, n)), {n: 0}, 1),
        (Product(i, (i, 2, n)), {n: 4}, 24),
        (Sum(i * k, (i, 1, k), (k, 1, n)), {n: 3}, 1 + 6 + 18),
        (Sum(n, (n, 1, 3)) + n, {n: 10}, 16),  # a bound index hides the symbol of its name
        (exp(x), {x: 1}, E),
        (log(x), {x: F(1, 4)}, -2 * log(2)),
        (sin(x) ** 2 + cos(x) ** 2, {x: F(1, 7)}, 1),
        (sqrt(x) * sqrt(y), {x: 2, y: 8}, 4),
    ],
    ids=str,
)
def test_value(expr, at, value):
    got = evaluate(expr, at)
    assert agree(got, evaluate(S(value), {}))
    if isinstance(value, int | Fraction) and not isinstance(got, Fraction):
        assert got.rad() < 1e-60  # irrational on the way, so to many digits


@pytest.mark.parametrize(
    "expr, at",
    [
        (1 / x, {x: 0}),
        (x**y, {x: 0, y: F(-1, 2)}),
        (sqrt(x), {x: -1}),
        (x ** Rational(1, 3), {x: -8}),  # its principal value is not real
        (log(x), {x: 0}),
        (log(x), {x: -1}),
        (x + y, {x: 1}),
        (g_[1], {x: 1}),
        (Sum(i, (i, 1, n)), {n: -1}),
        (Sum(i, (i, 1, oo)), {}),
        (Sum(i, (i, 1, x)), {x: F(1, 2)}),
        (factorial(x), {x: F(1, 2)}),
        (I * x, {x: 1}),
        (zoo, {}),
        (S.NaN, {}),
        (Integral(x, (x, 0, oo)), {}),
        (Piecewise((1, x < 0)), {x: 1}),
        (floor(log(8) / log(x)), {x: 2}),  # is it 3 or just below?
        (Wild("w"), {}),
    ],
    ids=str,
)
def test_no_value(expr, at):
    with pytest.raises(NotEvaluable):
        evaluate(expr, at)


def test_powers_far_out_stay_quick_and_right():
    got = evaluate(x**n, {x: F(1, 2), n: 10**24})
    assert got > 0 and compare(got * 10**59, "==", F(0))
    gap = distance(evaluate((1 + 1 / x) ** x, {x: 10**24}), evaluate(E, {}))
    assert 13 < gap * 10**25 < 14  # e / 2 at 10**-24


def test_indexed_values_are_drawn_once_and_shared_with_bound_points():
    drawn = iter(range(1, 100))
    point = Point({n: F(2)}, lambda base: F(next(drawn)))
    first, second = evaluate(x_[1], point), evaluate(x_[2], point)
    assert first != second
    assert evaluate(Sum(x_[i], (i, 1, n)), point) == first + second
    assert evaluate(x_[n], point.bind(n, F(1))) == first
    assert evaluate(g_[1], point) not in (first, second)  # another base is another series


def test_agreement_is_exact_for_fractions_and_to_60_digits_otherwise():
    tiny = F(1, 10**100)
    assert agree(F(1, 3), F(1, 3)) and not agree(F(1, 3), F(1, 3) + tiny)
    root = evaluate(sqrt(2), {})
    with precision(BITS):
        assert agree(root, root * (1 + AGREE / 10).numerator / (1 + AGREE / 10).denominator)
        assert not agree(root, evaluate(sqrt(2 + Rational(1, 10**58)), {}))
        assert not agree(root * 10**90, evaluate(sqrt(2 + Rational(1, 10**50)) * 10**90, {}))


def test_what_differs_is_told_however_little():
    tiny = Rational(1, 10**1000)
    assert decided(sqrt(2), "<", sqrt(2 + tiny), {}) is True
    assert decided(sqrt(2) * sqrt(x), "==", S(2), {x: 2}) is None  # equal, but no ball can tell
    assert decided(exp(x), ">", S(0), {x: -20_000}) is True
    assert decided(n, "<", n + 1, {n: 10**85}) is True


def test_compare():
    root = evaluate(sqrt(2) * sqrt(x), {x: 2})
    for a, relation, b, truth in [
        (F(1), "<", F(2), True), (F(2), "<", F(2), False), (F(2), "<=", F(2), True),
        (F(3), ">", F(2), True), (F(2), ">", F(2), False), (F(1), ">=", F(2), False),
        (F(1), "==", F(2), False), (F(1), "!=", F(2), True), (F(2), "!=", F(2), False),
        (root, "<", F(2), False), (root, ">", F(2), False), (root, ">=", F(2), True),
    ]:  # fmt: skip
        assert compare(a, relation, b) is truth, (a, relation, b)
    with pytest.raises(ValueError, match="relation='~'"):
        compare(F(1), "~", F(2))
    assert distance(F(1, 3), F(1, 2)) == F(1, 6) and distance(root, F(2)) * 10**60 < 1


def test_nothing_is_simplified_before_it_is_evaluated():
    with pytest.raises(NotEvaluable, match="division by zero"):
        evaluate(Mul(x, Pow(x, -1, evaluate=False), evaluate=False), {x: 0})
