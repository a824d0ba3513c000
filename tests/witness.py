"""Show that a statement is false, or has no value, at a point: by mpmath, and nothing of the checker.

A corpus of false statements is only worth something if they are false.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import mpmath
import sympy as sp
from sympy import (
    Abs,
    KroneckerDelta,
    Limit,
    Max,
    Min,
    Piecewise,
    Product,
    Rational,
    Sum,
    cos,
    exp,
    factorial,
    floor,
    gamma,
    log,
    pi,
    sign,
    sin,
)  # fmt: skip

from claims import Recurrence
from claims.notation import DOMAINS, n, t


@dataclass(frozen=True)
class Hole:
    """``call(label)`` makes the claim, which must be refused; ``why`` says what is wrong with it."""

    kind: str
    call: Callable
    why: str
    statement: tuple = ()  # (lhs, relation, rhs), where ``at`` is given
    at: dict | None = None
    where: dict | None = None
    given: tuple = ()


_mp = mpmath.MPContext()
_mp.dps = 300
_TINY = _mp.mpf(10) ** -200


class Undefined(ArithmeticError):
    """There is no real value."""


def _whole(x):
    if abs(x) == _mp.inf:
        raise NotImplementedError("infinity")
    if abs(x - _mp.nint(x)) > _TINY:
        raise Undefined("not a whole number")
    return int(_mp.nint(x))


def _power(base, exponent):
    if abs(base) < _TINY:
        if exponent < -_TINY:
            raise Undefined("division by 0")
        return _mp.mpf(1) if abs(exponent) < _TINY else _mp.mpf(0)
    if base < 0:
        if abs(exponent - _mp.nint(exponent)) > _TINY:
            raise Undefined("a root of a negative number")
        return base ** int(_mp.nint(exponent))
    return _mp.power(base, exponent)


def _log(x):
    if x <= _TINY:
        raise Undefined("logarithm of a number that is not positive")
    return _mp.log(x)


def _gamma(x):
    if x < _TINY and abs(x - _mp.nint(x)) < _TINY:
        raise Undefined("gamma at a pole")
    return _mp.gamma(x)


def _factorial(x):
    if _whole(x) < 0:
        raise Undefined("factorial of a negative number")
    return _mp.factorial(_whole(x))


def _tan(x):
    if abs(_mp.cos(x)) < _TINY:
        raise Undefined("tan at a pole")
    return _mp.tan(x)


def _sign(x):
    return 0 if abs(x) < _TINY else (1 if x > 0 else -1)


_FUNCTIONS = {
    Abs: abs, sign: _sign, Max: max, Min: min, exp: _mp.exp, log: _log, cos: _mp.cos, sin: _mp.sin,
    sp.tan: _tan, sp.tanh: _mp.tanh, sp.atan: _mp.atan, gamma: _gamma, factorial: _factorial,
    floor: lambda x: _mp.floor(x + _TINY), sp.ceiling: lambda x: _mp.ceil(x - _TINY),
    KroneckerDelta: lambda a, b: int(abs(a - b) < _TINY), sp.re: lambda x: x,
    sp.binomial: lambda a, b: _mp.binomial(a, b),
}  # fmt: skip
_HOLDS = {
    "==": lambda a, b: abs(a - b) <= _TINY * max(1, abs(a), abs(b)),
    "!=": lambda a, b: abs(a - b) > _TINY * max(1, abs(a), abs(b)),
    "<=": lambda a, b: a <= b + _TINY * max(1, abs(b)),
    "<": lambda a, b: a < b - _TINY * max(1, abs(b)),
    ">=": lambda a, b: a >= b - _TINY * max(1, abs(b)),
    ">": lambda a, b: a > b + _TINY * max(1, abs(b)),
}


def value(expr, at):
    """The real value of ``expr`` at a point, by mpmath; raises :class:`Undefined` without one."""
    expr = sp.sympify(expr)
    if expr.has(sp.nan, sp.zoo):
        raise Undefined("no number")
    if expr in at:
        return value(at[expr], {}) if isinstance(at[expr], sp.Basic) else _number(at[expr])
    if expr.is_Rational:
        return _mp.mpf(int(expr.p)) / int(expr.q)
    if expr.is_Float:  # the decimal number that it prints
        return value(Rational(str(expr)), {})
    if expr in (sp.E, pi):
        return +_mp.e if expr == sp.E else +_mp.pi
    if expr is sp.I:
        raise Undefined("imaginary")
    if expr.is_Add:
        return _mp.fsum(value(a, at) for a in expr.args)
    if expr.is_Mul:
        return _mp.fprod([value(a, at) for a in expr.args])
    if expr.is_Pow:
        return _power(value(expr.base, at), value(expr.exp, at))
    if isinstance(expr, Sum | Product):
        *inner, (index, low, high) = expr.limits
        body = expr.func(expr.function, *inner) if inner else expr.function
        low, high = _whole(value(low, at)), _whole(value(high, at))
        if high < low - 1:
            raise Undefined("a sum that runs backwards")
        if high - low > 10**5:
            raise NotImplementedError("a sum of too many terms")
        values = [value(body, {**at, index: Fraction(k)}) for k in range(low, high + 1)]
        return _mp.fsum(values) if isinstance(expr, Sum) else _mp.fprod(values)
    if isinstance(expr, sp.Indexed):
        place = tuple(_whole(value(k, at)) for k in expr.indices)
        known = at.get(expr.base[place])
        return _number(Fraction(1, 3) if known is None else known)
    if isinstance(expr, Piecewise):
        for branch, condition in expr.args:
            if condition == sp.true or _meets(condition, at):
                return value(branch, at)
        raise Undefined("no branch applies")
    if expr.func in _FUNCTIONS:
        return _mp.mpf(_FUNCTIONS[expr.func](*(value(a, at) for a in expr.args)))
    raise NotImplementedError(expr.func)


def _number(x):
    return _mp.mpf(x.numerator) / x.denominator if isinstance(x, Fraction | int) else _mp.mpf(x)


def _meets(condition, at):
    if isinstance(condition, sp.And | sp.Or):
        return (all if isinstance(condition, sp.And) else any)(
            _meets(c, at) for c in condition.args
        )
    return _HOLDS[condition.rel_op](value(condition.lhs, at), value(condition.rhs, at))


def inside(hole):
    """Whether the point of a hole lies in the domain of its own statement."""
    for symbol, at in hole.at.items():
        base = symbol.base if isinstance(symbol, sp.Indexed) else symbol
        domain = (hole.where or {}).get(base, DOMAINS.get(base))
        if domain is None or domain.contains(sp.sympify(at)) != sp.true:
            return False
    return all(_meets(condition, hole.at) for condition in hole.given)


def witness(hole):
    """What goes wrong at the point of a hole, in words; None if the statement holds there."""
    lhs, relation, rhs = hole.statement
    try:
        right = value(rhs, hole.at)
        if isinstance(lhs, Limit):
            return _limit_witness(lhs, right, hole.at)
        if isinstance(lhs, Recurrence):
            (steps,) = (int(k) for s, k in hole.at.items() if s in (n, t))
            left = _after(lhs, steps, hole.at)
        else:
            left = value(lhs, hole.at)
    except (Undefined, ZeroDivisionError) as error:
        return f"no value: {error}"
    if _HOLDS[relation](left, right):
        return None
    return f"{mpmath.nstr(left, 8)} {relation} {mpmath.nstr(right, 8)} is false"


def _after(recurrence, steps, at):
    """The value that the code of a recurrence gives after so many steps, with numbers put in."""
    out = state = recurrence.start
    for part in state:
        value(part, at)
    for k in range(recurrence.first + 1, steps + 1):
        numbers = tuple(_put_in(part, at) for part in state)
        unknown = tuple(sp.Dummy() for _ in numbers)  # of a number SymPy may make 1/(1/0) = 0
        for part in recurrence.advance(unknown, sp.Integer(k)):
            value(part, {**at, **dict(zip(unknown, numbers, strict=True))})
        out = recurrence.advance(numbers, sp.Integer(k))
        state = out[: len(state)]
    return value(out[-1], at)


def _put_in(expr, at):
    numbers = {s: sp.sympify(x) for s, x in at.items()}
    for atom in expr.atoms(sp.Indexed):
        if all(index.is_Integer for index in atom.indices):
            numbers.setdefault(atom, Rational(1, 3))
    return expr.xreplace(numbers)


def _limit_witness(lhs, right, at):
    body, symbol, to, side = lhs.args
    for sided in {"+": [1], "-": [-1], "+-": [1, -1]}[str(side)]:
        near = Fraction(10) ** 30
        place = sign(to) * near if to.is_infinite else Fraction(int(to.p), int(to.q)) + sided / near
        try:
            left = value(body, {**at, symbol: place if isinstance(place, Fraction) else int(place)})
        except (Undefined, ZeroDivisionError) as error:
            return f"no value on the way: {error}"
        if abs(left - right) > 1e-6:
            return f"near {to} it is {mpmath.nstr(left, 8)}, not {mpmath.nstr(right, 8)}"
    return None


def looks_true(lhs, relation, rhs, where, given=(), tries=6):
    """Whether the statement holds at some points; None where mpmath can not evaluate it."""
    seen = 0
    for k in range(1, tries + 1):
        at = {}
        exprs = [rhs, *([lhs] if not isinstance(lhs, Recurrence) else []), *where]
        for atom in sorted({a for e in exprs for a in _names(e)}, key=str):
            domain = where.get(atom, DOMAINS.get(atom))
            if domain is None:  # the label of an indexed symbol
                continue
            tried = [Fraction(k, 7), Fraction(-k, 3), Fraction(k + 2), Fraction(9 - k, 10)]
            at[atom] = next(
                (x for x in tried[k % 3 :] + tried if domain.contains(sp.sympify(x)) == sp.true),
                None,
            )
        if not all(_meets(c, at) for c in given):
            continue
        try:
            if isinstance(lhs, Recurrence):
                steps = next(int(x) for s, x in at.items() if s in (n, t))
                left = _after(lhs, steps, at)
                pairs = [(left, value(rhs, at))]
            elif isinstance(lhs, sp.MatrixBase):
                pairs = [(value(a, at), value(b, at)) for a, b in zip(lhs, rhs, strict=True)]
            elif isinstance(lhs, Limit):
                return _limit_witness(lhs, value(rhs, at), at) is None or None
            else:
                pairs = [(value(lhs, at), value(rhs, at))]
        except (NotImplementedError, Undefined, TypeError):
            return None
        if not all(_HOLDS[relation](a, b) for a, b in pairs):
            return False
        seen += 1
    return True if seen else None


def _names(expr):
    expr = sp.sympify(expr)
    free = expr.free_symbols if hasattr(expr, "free_symbols") else set()
    return {a for a in free if isinstance(a, sp.Symbol)}
