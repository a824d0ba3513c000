"""Real numbers with error bounds: is one SymPy number below, above or equal to another?

Rational numbers are compared exactly. Where a root, an exponential or pi comes in, Arb (from
python-flint) encloses the value in an interval whose bounds are proved, at more and more digits. It
is never rounded: where the interval still holds 0 in the end, the answer is an error, not a guess.
"""

from fractions import Fraction

import sympy

from claims.proving.errors import ClaimError
from claims.proving.evaluate import NotEvaluable

_BITS = (64, 256, 1024, 4096, 16384)
_LONG = 200_000  # bits of a power that is still worked out exactly
_MANY = 100_000  # terms of a sum


class CanNotTell(ClaimError):
    """The error bounds of two numbers overlap, so nothing is known of their order."""


def difference(left, right, at=None):
    """The sign of ``left - right``: -1, 0 or 1. Both are SymPy numbers, or have all symbols in
    ``at`` (symbol to Fraction).

    Raises :class:`CanNotTell` when 16384 bits do not separate them, and
    :class:`~claims.proving.evaluate.NotEvaluable` where one has no real value.
    """
    left, right, at = sympy.sympify(left), sympy.sympify(right), dict(at or {})
    for bits in _BITS:
        try:
            return _at(left, at, bits, right)
        except _Wide:
            continue
    raise CanNotTell(
        f"can not tell {_short(left)} from {_short(right)}: they agree to thousands of digits; "
        "state an equality of irrational numbers with prove, or give within="
    )


def compare(left, relation, right, at=None, within=0):
    """Whether ``left relation right``; ``within`` widens ``==`` to ``abs(left - right) <= it``."""
    if within:
        gap = sympy.Abs(sympy.sympify(left) - sympy.sympify(right), evaluate=False)
        bound = sympy.Rational(within.numerator, within.denominator)
        return difference(gap, bound, at) <= 0
    if relation in ("==", "!=") and left == right and _has_value(left, at):
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


def _has_value(expr, at):
    enclosure(expr, at)
    return True


def enclosure(expr, at=None, bits=256):
    """The value as a Fraction where that is exact, else as an Arb ball of about ``bits`` bits."""
    for more in (bits, *(b for b in _BITS if b > bits)):
        try:
            return _at(sympy.sympify(expr), dict(at or {}), more)
        except _Wide:
            continue
    raise CanNotTell(f"can not tell on which side of a jump {_short(expr)} lies")


def as_fraction(value):
    """The middle of an enclosure, as a Fraction: what may be shown of it."""
    if isinstance(value, Fraction):
        return value
    mantissa, exponent = value.mid().man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _at(expr, at, bits, other=None):
    """The value at ``bits`` bits; with ``other``, the sign of the difference."""
    flint = _flint()
    before, flint.ctx.prec = flint.ctx.prec, bits
    try:
        value = _walk(expr, at)
        if other is not None:
            return _sure_sign(_plus(value, _times(Fraction(-1), _walk(other, at))))
    finally:
        flint.ctx.prec = before
    if not isinstance(value, Fraction) and not value.is_finite():
        raise _Wide(f"no finite value of {_short(expr)}")
    return value


def _flint():
    try:
        import flint
    except ImportError:
        raise ClaimError("irrational numbers are compared with python-flint; install it") from None
    return flint


class _Wide(Exception):
    """A ball is too wide to go on with: it holds 0, or both sides of a jump."""


def _short(expr):
    text = str(expr)
    return text if len(text) <= 60 else text[:57] + "..."


def _ball(x):
    if not isinstance(x, Fraction):
        return x
    flint = _flint()
    return flint.arb(flint.fmpq(x.numerator, x.denominator))


def _plus(a, b):
    exact = isinstance(a, Fraction) and isinstance(b, Fraction)
    return a + b if exact else _ball(a) + _ball(b)


def _times(a, b):
    if a == 0 or b == 0:  # exactly: a ball that only holds 0 is not equal to it
        exact = isinstance(a, Fraction) and a == 0 or isinstance(b, Fraction) and b == 0
        if exact:
            return Fraction(0)
    exact = isinstance(a, Fraction) and isinstance(b, Fraction)
    return a * b if exact else _ball(a) * _ball(b)


def _sign_of(x):
    """-1, 0 or 1; None where the ball holds 0 and more."""
    if isinstance(x, Fraction):
        return (x > 0) - (x < 0)
    if x > 0:
        return 1
    if x < 0:
        return -1
    return 0 if x.is_zero() else None


def _sure_sign(x):
    sign = _sign_of(x)
    if sign is None:
        raise _Wide
    return sign


def _root(n, k):
    """The exact ``k``-th root of the natural number ``n``, or None."""
    root, exact = sympy.integer_nthroot(n, k)
    return root if exact else None


def _power(base, exponent):
    whole = isinstance(exponent, Fraction) and exponent.denominator == 1
    sign = _sure_sign(base) if not whole or exponent < 0 else None
    if sign == 0:
        if _sure_sign(exponent) > 0:
            return Fraction(0)
        raise NotEvaluable("division by zero")
    if whole:
        n = exponent.numerator
        if isinstance(base, Fraction):
            size = max(base.numerator.bit_length(), base.denominator.bit_length())
            if abs(n) * size <= _LONG:
                return base**n
        return _ball(base) ** n
    if sign < 0:
        raise NotEvaluable("a root of a negative number")
    if isinstance(base, Fraction) and isinstance(exponent, Fraction) and exponent.denominator < 50:
        top = _root(base.numerator, exponent.denominator)
        bottom = _root(base.denominator, exponent.denominator)
        if top is not None and bottom is not None:
            return _power(Fraction(top, bottom), Fraction(exponent.numerator))
    if exponent == Fraction(1, 2):
        return _ball(base).sqrt()
    return _ball(base) ** _ball(exponent)


def _whole(x, what):
    if not (isinstance(x, Fraction) and x.denominator == 1):
        raise NotEvaluable(f"{what} is not an integer")
    return x.numerator


def _repeated(expr, at):
    adds = isinstance(expr, sympy.Sum)
    *inner, (index, low, high) = expr.limits
    body = expr.func(expr.function, *inner) if inner else expr.function
    low = _whole(_walk(low, at), "a summation limit")
    high = _whole(_walk(high, at), "a summation limit")
    if high < low - 1:
        raise NotEvaluable("a sum that runs backwards")
    if high - low > _MANY:
        raise NotEvaluable(f"a sum of {high - low} terms")
    total = Fraction(0 if adds else 1)
    for k in range(low, high + 1):
        term = _walk(body, {**at, index: Fraction(k)})
        total = _plus(total, term) if adds else _times(total, term)
    return total


def _truth(condition, at):
    if condition in (sympy.true, sympy.false):
        return bool(condition)
    if isinstance(condition, sympy.And):
        return all(_truth(c, at) for c in condition.args)
    if isinstance(condition, sympy.Or):
        return any(_truth(c, at) for c in condition.args)
    if isinstance(condition, sympy.Not):
        return not _truth(condition.args[0], at)
    if not isinstance(condition, sympy.core.relational.Relational):
        raise NotEvaluable(f"the condition {condition} is not known to the evaluator")
    gap = _plus(_walk(condition.lhs, at), _times(Fraction(-1), _walk(condition.rhs, at)))
    sign = _sure_sign(gap)
    holds = {"==": sign == 0, "!=": sign != 0, "<": sign < 0, "<=": sign <= 0, ">": sign > 0}
    return holds.get(condition.rel_op, sign >= 0)


def _extreme(pick):
    def chosen(*values):
        if all(isinstance(v, Fraction) for v in values):
            return pick(values)
        best = _ball(values[0])
        for other in values[1:]:
            best = best.max(_ball(other)) if pick is max else best.min(_ball(other))
        return best

    return chosen


def _magnitude(x):
    return abs(x)


def _floor(x):
    if isinstance(x, Fraction):
        return Fraction(x.numerator // x.denominator)
    whole = x.floor().unique_fmpz()
    if whole is None:
        raise _Wide
    return Fraction(int(whole))


def _factorial(x):
    n = _whole(x, "a factorial's argument")
    if n < 0:
        raise NotEvaluable("the factorial of a negative number")
    return Fraction(int(sympy.factorial(n)))


def _positive(x):
    if _sure_sign(x) <= 0:
        raise NotEvaluable("the logarithm of a number that is not positive")
    return Fraction(0) if x == 1 else _ball(x).log()


def _gamma(x):
    if isinstance(x, Fraction) and x.denominator == 1 and x <= 0:
        raise NotEvaluable("gamma has a pole there")
    return _ball(x).gamma()


def _inside(name):
    def function(x):
        if isinstance(x, Fraction) and abs(x) > 1:
            raise NotEvaluable(f"{name} of a number outside -1 to 1")
        return getattr(_ball(x), name)()

    return function


_FUNCTIONS = {
    sympy.Abs: _magnitude,
    sympy.sign: lambda x: Fraction(_sure_sign(x)),
    sympy.Max: _extreme(max),
    sympy.Min: _extreme(min),
    sympy.exp: lambda x: Fraction(1) if x == 0 else _ball(x).exp(),
    sympy.log: _positive,
    sympy.cos: lambda x: _ball(x).cos(),
    sympy.sin: lambda x: _ball(x).sin(),
    sympy.tan: lambda x: _ball(x).tan(),
    sympy.cosh: lambda x: _ball(x).cosh(),
    sympy.sinh: lambda x: _ball(x).sinh(),
    sympy.tanh: lambda x: _ball(x).tanh(),
    sympy.acos: _inside("acos"),
    sympy.asin: _inside("asin"),
    sympy.atan: lambda x: _ball(x).atan(),
    sympy.erf: lambda x: _ball(x).erf(),
    sympy.gamma: _gamma,
    sympy.floor: _floor,
    sympy.ceiling: lambda x: -_floor(-x),
    sympy.factorial: _factorial,
    sympy.KroneckerDelta: lambda a, b: Fraction(_sure_sign(_plus(a, -b)) == 0),
}


def _walk(expr, at):
    if expr.is_Rational:
        return Fraction(int(expr.p), int(expr.q))
    if expr.is_Float:
        exact = sympy.Rational(expr)
        return Fraction(int(exact.p), int(exact.q))
    if expr in at:
        return at[expr]
    if expr.is_Symbol or isinstance(expr, sympy.Indexed):
        raise NotEvaluable(f"{expr} has no value")
    if expr.is_Add or expr.is_Mul:
        total, combine = (Fraction(0), _plus) if expr.is_Add else (Fraction(1), _times)
        values = [_walk(arg, at) for arg in expr.args]  # all: 0 times no value has no value
        for value in values:
            total = combine(total, value)
        return total
    if expr.is_Pow:
        return _power(_walk(expr.base, at), _walk(expr.exp, at))
    if isinstance(expr, sympy.Sum | sympy.Product):
        return _repeated(expr, at)
    if isinstance(expr, sympy.Piecewise):
        for value, condition in expr.args:
            if _truth(condition, at):
                return _walk(value, at)
        raise NotEvaluable("no branch applies")
    if expr is sympy.pi:
        return _flint().arb.pi()
    if expr is sympy.E:
        return _ball(Fraction(1)).exp()
    if expr is sympy.EulerGamma:
        return _flint().arb.const_euler()
    if expr is sympy.GoldenRatio:
        return (_ball(Fraction(5)).sqrt() + 1) / 2
    function = _FUNCTIONS.get(expr.func)
    if function is None or expr in (sympy.nan, sympy.oo, -sympy.oo, sympy.zoo):
        raise NotEvaluable(f"{_short(expr)} is not known to the evaluator")
    return function(*(_walk(arg, at) for arg in expr.args))
