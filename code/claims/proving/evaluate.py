"""Evaluate a SymPy expression at an exact point, without SymPy's simplifier.

This is the second opinion in every proof. It walks the expression tree and does plain arithmetic
on :class:`fractions.Fraction`; where a root or a logarithm is irrational it goes on with mpmath at
``DIGITS`` digits. A bug in ``simplify`` can not hide here, because nothing here simplifies.
"""

import functools
import math
from fractions import Fraction

import sympy
from mpmath import MPContext
from sympy.core.function import AppliedUndef

DIGITS = 80
AGREE = Fraction(1, 10**60)
RELATIONS = ("==", "!=", "<=", "<", ">=", ">")

_mp = MPContext()
_mp.dps = DIGITS


class NotEvaluable(ArithmeticError):
    """The expression has no real value at this point (a pole, a root of a negative number)."""


def to_mpf(x):
    """A value of :func:`evaluate` as an mpmath number of ``DIGITS`` digits."""
    return _mp.mpf(x.numerator) / x.denominator if isinstance(x, Fraction) else x


def _integer_root(n, k):
    """The exact ``k``-th root of the natural number ``n``, or None."""
    root = int(_mp.nint(_mp.root(_mp.mpf(n), k))) if n else 0
    return root if root**k == n else None


def _power(base, exponent):
    if isinstance(exponent, Fraction) and exponent.denominator == 1 and isinstance(base, Fraction):
        if base == 0 and exponent < 0:
            raise NotEvaluable("division by zero")
        if abs(exponent) > 5000:  # exact, but too long to be of use
            return _mp.power(to_mpf(base), exponent.numerator)
        return base**exponent.numerator
    if base == 0:
        if exponent > 0:
            return Fraction(0)
        raise NotEvaluable("division by zero")
    if base < 0:
        if isinstance(exponent, Fraction) and exponent.denominator == 1:
            return to_mpf(base) ** exponent.numerator
        raise NotEvaluable("a root of a negative number")
    if isinstance(base, Fraction) and isinstance(exponent, Fraction) and exponent.denominator < 50:
        top = _integer_root(base.numerator, exponent.denominator)
        bottom = _integer_root(base.denominator, exponent.denominator)
        if top is not None and bottom is not None:
            return Fraction(top, bottom) ** exponent.numerator
    return _mp.power(to_mpf(base), to_mpf(exponent))


def _as_int(x, what):
    if not (isinstance(x, Fraction) and x.denominator == 1):
        raise NotEvaluable(f"{what} is not an integer")
    return x.numerator


def _sum_or_product(expr, env, start, combine):
    *inner, (index, low, high) = expr.limits  # the last limit is the outermost loop
    body = expr.func(expr.function, *inner) if inner else expr.function
    low = _as_int(_walk(low, env), "a summation limit")
    high = _as_int(_walk(high, env), "a summation limit")
    if high < low - 1:
        raise NotEvaluable("a sum that runs backwards")
    total = start
    for k in range(low, high + 1):
        total = combine(total, _walk(body, env.bind(index, Fraction(k))))
    return total


def _add(a, b):
    return a + b if isinstance(a, Fraction) and isinstance(b, Fraction) else to_mpf(a) + to_mpf(b)


def _mul(a, b):
    return a * b if isinstance(a, Fraction) and isinstance(b, Fraction) else to_mpf(a) * to_mpf(b)


def _sign(x):
    return Fraction(0 if agree(x, Fraction(0)) else 1 if x > 0 else -1)


def _floor(x):
    if isinstance(x, Fraction):
        return Fraction(math.floor(x))
    if agree(x, _mp.nint(x)):
        raise NotEvaluable("floor of a number too close to an integer to tell its side")
    return Fraction(int(_mp.floor(x)))


def _largest(*values):
    return functools.reduce(lambda a, b: a if compare(a, ">=", b) else b, values)


def _smallest(*values):
    return functools.reduce(lambda a, b: a if compare(a, "<=", b) else b, values)


def _truth(condition, env):
    if condition in (sympy.true, sympy.false):
        return bool(condition)
    if isinstance(condition, sympy.And):
        return all(_truth(c, env) for c in condition.args)
    if isinstance(condition, sympy.Or):
        return any(_truth(c, env) for c in condition.args)
    if not isinstance(condition, sympy.core.relational.Relational):
        raise NotEvaluable(f"the condition {condition} is not known to the evaluator")
    return compare(_walk(condition.lhs, env), condition.rel_op, _walk(condition.rhs, env))


_FUNCTIONS = {
    sympy.Abs: abs,
    sympy.sign: _sign,
    sympy.Max: _largest,
    sympy.Min: _smallest,
    sympy.exp: lambda x: _mp.exp(to_mpf(x)),
    sympy.log: lambda x: _mp.log(to_mpf(x)),
    sympy.cos: lambda x: _mp.cos(to_mpf(x)),
    sympy.sin: lambda x: _mp.sin(to_mpf(x)),
    sympy.floor: _floor,
    sympy.ceiling: lambda x: -_floor(-x),
    sympy.factorial: lambda x: Fraction(int(_mp.factorial(_as_int(x, "a factorial's argument")))),
    sympy.KroneckerDelta: lambda a, b: Fraction(a == b),
}


def _walk(expr, env):
    if expr.is_Rational:
        return Fraction(int(expr.p), int(expr.q))
    if expr.is_Float:
        return _walk(sympy.Rational(expr), env)  # the exact value of the float
    if isinstance(expr, sympy.Symbol | sympy.Indexed | AppliedUndef):
        return env.value(expr, _walk)
    if expr.is_Add or expr.is_Mul:
        total, combine = (Fraction(0), _add) if expr.is_Add else (Fraction(1), _mul)
        for arg in expr.args:
            total = combine(total, _walk(arg, env))
        return total
    if expr.is_Pow:
        base = Fraction(0) if expr.base in env.zeros else _walk(expr.base, env)
        return _power(base, _walk(expr.exp, env))
    if isinstance(expr, sympy.Sum):
        return _sum_or_product(expr, env, Fraction(0), _add)
    if isinstance(expr, sympy.Product):
        return _sum_or_product(expr, env, Fraction(1), _mul)
    if isinstance(expr, sympy.Piecewise):
        for value, condition in expr.args:
            if _truth(condition, env):
                return _walk(value, env)
        raise NotEvaluable("no branch applies")
    if expr is sympy.E or expr is sympy.pi:
        return +(_mp.e if expr is sympy.E else _mp.pi)
    function = _FUNCTIONS.get(expr.func)
    if function is None:
        raise NotEvaluable(f"{expr.func.__name__} is not known to the evaluator")
    values = [_walk(arg, env) for arg in expr.args]
    if expr.func is sympy.log and values[0] <= 0:
        raise NotEvaluable("the logarithm of a number that is not positive")
    return function(*values)


class Point:
    """Exact values for symbols; values of indexed symbols are drawn when first asked for.

    ``values`` maps symbols to Fractions. ``draw(base)`` returns a fresh Fraction from the domain
    of an indexed symbol's base; the value is then remembered, so ``g[3]`` is one number.
    """

    def __init__(self, values, draw=None, _indexed=None, _zeros=frozenset()):
        self._values = values
        self._draw = draw
        self._indexed = {} if _indexed is None else _indexed
        self.zeros = _zeros  # bases of powers that are known to be 0 here

    def bind(self, symbol, value):
        """The same point with one symbol given a value."""
        zeros = frozenset(z for z in self.zeros if symbol not in z.free_symbols)
        return Point({**self._values, symbol: value}, self._draw, self._indexed, zeros)

    def vanishing(self, base):
        """The same point, where ``base`` of a power is 0 though rounding would not show it.

        An irrational value such as sqrt(2) is held to ``DIGITS`` digits only, and ``x**2 - 2`` is
        then as small as that, but not 0.
        """
        return Point(self._values, self._draw, self._indexed, self.zeros | {base})

    def value(self, expr, walk):
        if isinstance(expr, sympy.Symbol):
            if expr not in self._values:
                raise NotEvaluable(f"{expr} has no value")
            return self._values[expr]
        if self._draw is None:
            raise NotEvaluable(f"{expr} has no value")
        base = expr.base if isinstance(expr, sympy.Indexed) else expr.func
        args = expr.indices if isinstance(expr, sympy.Indexed) else expr.args
        key = (base, *(walk(a, self) for a in args))
        if key not in self._indexed:
            self._indexed[key] = self._draw(base)
        return self._indexed[key]

    def items(self):
        return self._values.items()


def evaluate(expr, point):
    """Value of ``expr`` at ``point``: a Fraction where it is rational, else an mpmath number.

    ``expr`` is a SymPy expression, ``point`` a :class:`Point` or a dict from symbols to numbers.
    Raises :class:`NotEvaluable` where the expression has no real value.
    """
    if not isinstance(point, Point):
        point = Point({s: Fraction(str(v)) for s, v in point.items()})
    return _walk(sympy.sympify(expr), point)


def distance(a, b):
    """``abs(a - b)``, exact if both are rational."""
    return abs(_add(a, -b))


def agree(a, b):
    """Whether two values are the same: exactly if rational, else to 60 digits."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a == b
    a, b = to_mpf(a), to_mpf(b)
    return abs(a - b) <= to_mpf(AGREE) * max(1, abs(a), abs(b))


def compare(a, relation, b):
    """Whether ``a relation b`` holds; relation is one of ``== != <= < >= >``."""
    if relation not in RELATIONS:
        raise ValueError(f"relation={relation!r}: use one of {', '.join(RELATIONS)}")
    if relation in ("==", "!="):
        return agree(a, b) == (relation == "==")
    if agree(a, b):
        return relation in ("<=", ">=")
    return to_mpf(a) < to_mpf(b) if relation[0] == "<" else to_mpf(a) > to_mpf(b)


def to_sympy(value):
    """A Fraction as a SymPy Rational; an mpmath number as a Float of ``DIGITS`` digits."""
    if isinstance(value, Fraction):
        return sympy.Rational(value.numerator, value.denominator)
    return sympy.Float(str(value), DIGITS)
