"""Real numbers with error bounds: is one SymPy number below, above or equal to another?

Rational numbers are compared exactly. Where a root, an exponential or pi comes in, the evaluator
encloses the value in a ball whose bounds are proved, at more and more digits. It is never rounded:
where two balls overlap to the end, the answer is an error, not a guess.
"""

from fractions import Fraction

import sympy
from flint import fmpq

from claims.proving.errors import ClaimError
from claims.proving.evaluate import NotEvaluable, Point, decided, settled


class CanNotTell(ClaimError):
    """The error bounds of two numbers overlap, so nothing is known of their order."""


def difference(left, right, at=None):
    """The sign of ``left - right``: -1, 0 or 1. Both are SymPy numbers, or have all symbols in
    ``at`` (symbol to Fraction).

    Raises :class:`CanNotTell` where no precision separates them, and
    :class:`~claims.proving.evaluate.NotEvaluable` where one has no real value.
    """
    left, right, point = sympy.sympify(left), sympy.sympify(right), Point(dict(at or {}))
    for relation, sign in (("<", -1), (">", 1), ("==", 0)):
        found = decided(left, relation, right, point)
        if found:
            return sign
        if found is None:
            break
    for side in (left, right):
        settled(side, point)  # raises where it has no value
    raise CanNotTell(
        f"can not tell {_short(left)} from {_short(right)}: they agree to thousands of digits; "
        "state an equality of irrational numbers with prove, or give within="
    )


def compare(left, relation, right, at=None, within=0):
    """Whether ``left relation right``, or with ``within`` whether they are that close."""
    left, right = sympy.sympify(left), sympy.sympify(right)
    if within:
        bound = sympy.Rational(within.numerator, within.denominator)
        return difference(sympy.Abs(left - right, evaluate=False), bound, at) <= 0
    if relation in ("==", "!=") and left == right:
        enclosure(left, at)  # raises where it has no value
        return relation == "=="
    sign = difference(left, right, at)
    return {
        "==": sign == 0,
        "!=": sign != 0,
        "<": sign < 0,
        "<=": sign <= 0,
        ">": sign > 0,
        ">=": sign >= 0,
    }[relation]


def enclosure(expr, at=None):
    """The value of ``expr``: a Fraction, or a ball (``flint.arb``) that holds it."""
    return settled(sympy.sympify(expr), Point(dict(at or {})))


def as_fraction(value):
    """A Fraction as it is; of a ball its middle."""
    if isinstance(value, Fraction):
        return value
    middle, exponent = value.mid().man_exp()
    exact = fmpq(int(middle)) * fmpq(2) ** int(exponent)
    return Fraction(int(exact.p), int(exact.q))


def _short(expr):
    text = str(expr)
    return text if len(text) <= 60 else text[:57] + "..."


__all__ = ["CanNotTell", "NotEvaluable", "as_fraction", "compare", "difference", "enclosure"]
