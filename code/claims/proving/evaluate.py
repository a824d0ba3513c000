"""Evaluate a SymPy expression at an exact point, without SymPy's simplifier.

This is the second opinion in every proof. It walks the expression tree and does plain arithmetic on
rational numbers; where a root or a logarithm is irrational it goes on with Arb's balls, from
python-flint: numbers that carry a bound of their own error. So two values that differ are known to
differ, and where the balls overlap at every precision that we try, the answer is "can not tell".
"""

import math
from contextlib import contextmanager
from fractions import Fraction

import flint
import sympy
from flint import arb, fmpq
from sympy.core.function import AppliedUndef

BITS = 320  # what a value is computed with
LADDER = (BITS, 1280, 5120, 20480)  # ... and again with, where that does not tell
AGREE = Fraction(1, 10**60)
RELATIONS = ("==", "!=", "<=", "<", ">=", ">")
_LONGEST = 200_000  # bits of an exact power; beyond that a ball says as much


class NotEvaluable(ArithmeticError):
    """The expression has no real value at this point (a pole, a root of a negative number)."""


class Undecided(NotEvaluable):
    """The error bounds do not tell, at the precision in use, which side a number lies on."""


@contextmanager
def precision(bits):
    """Compute with that many bits inside the block."""
    before, flint.ctx.prec = flint.ctx.prec, bits
    try:
        yield
    finally:
        flint.ctx.prec = before


# --- Numbers: fmpq inside, Fraction outside where rational; else a ball ---------------------------


def _inside(x):
    if isinstance(x, Fraction):
        return fmpq(x.numerator, x.denominator)
    return fmpq(x) if isinstance(x, int) else x


def _outside(x):
    return Fraction(int(x.p), int(x.q)) if isinstance(x, fmpq) else x


def to_ball(x):
    """A value of :func:`evaluate` as a ball."""
    x = _inside(x)
    return x if isinstance(x, arb) else arb(x)


def to_sympy(value):
    """A Fraction as a SymPy Rational; a ball as the Float at its middle."""
    if isinstance(value, Fraction):
        return sympy.Rational(value.numerator, value.denominator)
    return sympy.Float(value.str(80, radius=False), 80)


def to_float(value):
    """The nearest float of a value."""
    if isinstance(value, Fraction):
        try:
            return value.numerator / value.denominator
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    return float(value.mid() if isinstance(value, arb) else value)


def _finite(ball, why):
    if not ball.is_finite():
        raise NotEvaluable(why)
    return ball


def _integer_root(n, k):
    """The exact ``k``-th root of the natural number ``n``, or None."""
    root = int(sympy.integer_nthroot(int(n), k)[0])
    return root if root**k == n else None


def _power(base, exponent):
    whole = isinstance(exponent, fmpq) and exponent.q == 1
    if isinstance(base, fmpq):
        if base == 0:
            if exponent == 0:
                return fmpq(1)
            if _sign_of(exponent) > 0:
                return fmpq(0)
            raise NotEvaluable("division by zero")
        if whole:
            size = max(int(base.p).bit_length(), int(base.q).bit_length())
            if abs(exponent.p) * size <= _LONGEST or base in (1, -1):
                return base ** int(exponent.p)
            return _whole_power(arb(base), exponent)
        if base < 0:
            raise NotEvaluable("a root of a negative number")
        if isinstance(exponent, fmpq) and exponent.q < 50 and abs(exponent.p) < 50:
            top = _integer_root(base.p, int(exponent.q))
            bottom = _integer_root(base.q, int(exponent.q))
            if top is not None and bottom is not None:
                return fmpq(top, bottom) ** int(exponent.p)
    base = to_ball(base)
    if whole:
        if exponent < 0 and base.contains(0):
            raise Undecided("division by a number that may be 0")
        return _whole_power(base, exponent)
    if not base > 0:
        if base < 0:
            raise NotEvaluable("a root of a negative number")
        raise Undecided("a root of a number that may be negative")
    if exponent == fmpq(1, 2):
        return base.sqrt()
    return _finite((base.log() * to_ball(exponent)).exp(), "a power out of all bounds")


def _whole_power(base, exponent):
    return _finite(base ** arb(exponent.p), "a power out of all bounds")


def _sign_of(x):
    """-1, 0 or 1; raises Undecided where the ball holds 0."""
    if isinstance(x, fmpq):
        return (x > 0) - (x < 0)
    if x > 0:
        return 1
    if x < 0:
        return -1
    raise Undecided("the sign of a number that may be 0")


def _as_int(x, what):
    if not (isinstance(x, fmpq) and x.q == 1):
        raise NotEvaluable(f"{what} is not an integer")
    return int(x.p)


def _sum_or_product(expr, env, start, combine):
    *inner, (index, low, high) = expr.limits  # the last limit is the outermost loop
    body = expr.func(expr.function, *inner) if inner else expr.function
    low = _as_int(_walk(low, env), "a summation limit")
    high = _as_int(_walk(high, env), "a summation limit")
    if high < low - 1:
        raise NotEvaluable("a sum that runs backwards")
    if high - low > 200_000:
        raise NotEvaluable("a sum of more terms than we add up")
    total = start
    for k in range(low, high + 1):
        total = combine(total, _walk(body, env.bind(index, fmpq(k))))
    return total


def _add(a, b):
    return a + b if type(a) is type(b) else to_ball(a) + to_ball(b)


def _mul(a, b):
    if (type(a) is fmpq and a == 0) or (type(b) is fmpq and b == 0):
        return fmpq(0)
    return a * b if type(a) is type(b) else to_ball(a) * to_ball(b)


def _floor(x):
    if isinstance(x, fmpq):
        return fmpq(int(x.p) // int(x.q))
    whole = x.floor().unique_fmpz()
    if whole is None:
        raise Undecided("floor of a number too close to an integer to tell its side")
    return fmpq(whole)


def _largest(*values):
    if all(isinstance(v, fmpq) for v in values):
        return max(values)
    best = to_ball(values[0])
    for value in values[1:]:
        best = best.max(to_ball(value))
    return best


def _smallest(*values):
    return -_largest(*(-v for v in values))


def _kronecker(a, b):
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return fmpq(int(a == b))
    if to_ball(a).overlaps(to_ball(b)):
        raise Undecided("two numbers that may be equal")
    return fmpq(0)


def _factorial(x):
    x = _as_int(x, "a factorial's argument")
    if x < 0:
        raise NotEvaluable("the factorial of a negative number")
    if x > 20_000:
        raise NotEvaluable("a factorial that is too long")
    return fmpq(math.factorial(x))


def _logarithm(x):
    if isinstance(x, fmpq) and x == 1:
        return fmpq(0)
    if _sign_of(x) <= 0:
        raise NotEvaluable("the logarithm of a number that is not positive")
    return to_ball(x).log()


def _gamma(x):
    if isinstance(x, fmpq) and x.q == 1:
        if x <= 0:
            raise NotEvaluable("the gamma function at a whole number below 1")
        return _factorial(x - 1)
    return _finite(to_ball(x).gamma(), "the gamma function has no value there")


def _exponential(x):
    if isinstance(x, fmpq) and x == 0:
        return fmpq(1)
    return _finite(to_ball(x).exp(), "an exponential out of all bounds")


def _ball_function(name, at_zero=None):
    """One of Arb's functions; ``at_zero`` is its exact value at 0, where that is rational."""

    def function(x):
        if isinstance(x, fmpq) and x == 0 and at_zero is not None:
            return fmpq(at_zero)
        return _finite(getattr(to_ball(x), name)(), f"{name} has no real value there")

    return function


_FUNCTIONS = {
    sympy.Abs: abs,
    sympy.sign: lambda x: fmpq(_sign_of(x)),
    sympy.Max: _largest,
    sympy.Min: _smallest,
    sympy.exp: _exponential,
    sympy.log: _logarithm,
    sympy.floor: _floor,
    sympy.ceiling: lambda x: -_floor(-x),
    sympy.factorial: _factorial,
    sympy.gamma: _gamma,
    sympy.KroneckerDelta: _kronecker,
    sympy.cos: _ball_function("cos", 1),
    sympy.sin: _ball_function("sin", 0),
    sympy.tan: _ball_function("tan", 0),
    sympy.acos: _ball_function("acos"),
    sympy.asin: _ball_function("asin", 0),
    sympy.atan: _ball_function("atan", 0),
    sympy.cosh: _ball_function("cosh", 1),
    sympy.sinh: _ball_function("sinh", 0),
    sympy.tanh: _ball_function("tanh", 0),
    sympy.erf: _ball_function("erf", 0),
}
KNOWN_FUNCTIONS = frozenset(_FUNCTIONS)


def _binomial(n, k):
    k = _as_int(k, "the lower number of a binomial")
    if k < 0:
        return fmpq(0)
    total = fmpq(1)
    for j in range(k):
        total = _mul(total, _add(n, fmpq(-j)))
        total = _mul(total, fmpq(1, j + 1))
    return total


def truth(condition, env):
    """Whether a condition of a Piecewise holds at a point; Undecided where balls do not tell."""
    if condition in (sympy.true, sympy.false):
        return bool(condition)
    if isinstance(condition, sympy.And):
        return all(truth(c, env) for c in condition.args)
    if isinstance(condition, sympy.Or):
        return any(truth(c, env) for c in condition.args)
    if isinstance(condition, sympy.Not):
        return not truth(condition.args[0], env)
    if not isinstance(condition, sympy.core.relational.Relational):
        raise NotEvaluable(f"the condition {condition} is not known to the evaluator")
    found = _certain(_walk(condition.lhs, env), condition.rel_op, _walk(condition.rhs, env))
    if found is None:
        raise Undecided(f"whether {condition} holds")
    return found


def _derivative(expr, env):
    """A derivative, from two values on each side: a check on SymPy's, which uses rules."""
    if len(expr.variable_count) != 1:
        raise NotEvaluable("a derivative in several variables is not known to the evaluator")
    symbol, order = expr.variable_count[0]
    if order != 1:
        raise NotEvaluable("a higher derivative is not known to the evaluator")
    at = env.value(symbol, _walk)
    step = fmpq(1, 2 ** (BITS // 4))

    def slope(width):
        up = _walk(expr.expr, env.bind(symbol, _add(at, width)))
        down = _walk(expr.expr, env.bind(symbol, _add(at, -width)))
        return _mul(_add(up, -down), fmpq(1, 2) / width)

    first, second = to_ball(slope(step)), to_ball(slope(step / 2))
    best = (4 * second - first) / 3
    return best + arb(0, arb(fmpq(1, 2 ** (BITS - 100))).mid()) * (1 + abs(best))


def _integral(expr, env):
    """A proper integral over one variable, by Gauss and Legendre with an estimate of its error."""
    if len(expr.limits) != 1 or len(expr.limits[0]) != 3:
        raise NotEvaluable("an integral over one variable, with both limits, is needed")
    symbol, low, high = expr.limits[0]
    low, high = to_ball(_walk(low, env)), to_ball(_walk(high, env))

    def rule(n):
        total = arb(0)
        for k in range(n):
            node, weight = arb.legendre_p_root(n, k, weight=True)
            place = (high - low) / 2 * node + (high + low) / 2
            total += weight * to_ball(_walk(expr.function, env.bind(symbol, place)))
        return total * (high - low) / 2

    rough, fine = rule(40), rule(60)
    return fine + arb(0, 1) * abs(fine - rough)


def _walk(expr, env):
    if expr.is_Rational:
        return fmpq(int(expr.p), int(expr.q))
    if expr.is_Float:
        return _walk(sympy.Rational(expr), env)  # the exact value of the float
    if isinstance(expr, sympy.Symbol | sympy.Indexed | AppliedUndef):
        return env.value(expr, _walk)
    if expr.is_Add or expr.is_Mul:
        total, combine = (fmpq(0), _add) if expr.is_Add else (fmpq(1), _mul)
        for arg in expr.args:
            total = combine(total, _walk(arg, env))
        return total
    if expr.is_Pow:
        return _power(_walk(expr.base, env), _walk(expr.exp, env))
    if isinstance(expr, sympy.Sum):
        return _sum_or_product(expr, env, fmpq(0), _add)
    if isinstance(expr, sympy.Product):
        return _sum_or_product(expr, env, fmpq(1), _mul)
    if isinstance(expr, sympy.Piecewise):
        for value, condition in expr.args:
            if truth(condition, env):
                return _walk(value, env)
        raise NotEvaluable("no branch applies")
    if expr is sympy.E:
        return arb.const_e()
    if expr is sympy.pi:
        return arb.pi()
    if isinstance(expr, sympy.Derivative):
        return _derivative(expr, env)
    if isinstance(expr, sympy.Integral):
        return _integral(expr, env)
    if isinstance(expr, sympy.binomial):
        return _binomial(*(_walk(arg, env) for arg in expr.args))
    function = _FUNCTIONS.get(expr.func)
    if function is None:
        raise NotEvaluable(f"{expr.func.__name__} is not known to the evaluator")
    return function(*(_walk(arg, env) for arg in expr.args))


class Point:
    """Values for the symbols of a claim, and for the elements of its indexed symbols.

    ``values`` maps symbols to Fractions or balls. ``draw(base)`` returns a fresh Fraction from the
    domain of an indexed symbol's base; the value is then remembered, so ``g[3]`` is one number.
    """

    def __init__(self, values, draw=None, _indexed=None):
        self._values = {s: _inside(v) for s, v in values.items()}
        self._draw = draw
        self._indexed = {} if _indexed is None else _indexed

    def bind(self, symbol, value):
        """The same point with one symbol given a value."""
        point = Point.__new__(Point)
        point._values = {**self._values, symbol: _inside(value)}
        point._draw, point._indexed = self._draw, self._indexed
        return point

    def value(self, expr, walk):
        if isinstance(expr, sympy.Symbol):
            if expr not in self._values:
                raise NotEvaluable(f"{expr} has no value")
            return self._values[expr]
        if self._draw is None:
            raise NotEvaluable(f"{expr} has no value")
        base = expr.base if isinstance(expr, sympy.Indexed) else expr.func
        args = expr.indices if isinstance(expr, sympy.Indexed) else expr.args
        keys = [walk(a, self) for a in args]
        if not all(isinstance(k, fmpq) for k in keys):
            raise NotEvaluable(f"an index of {expr} is not rational")
        key = (base, *((int(k.p), int(k.q)) for k in keys))
        if key not in self._indexed:
            self._indexed[key] = _inside(self._draw(base))
        return self._indexed[key]

    def items(self):
        return {s: _outside(v) for s, v in self._values.items()}.items()

    def indexed(self):
        """The values that elements of indexed symbols have had: {(base, *indices): value}."""
        return {
            (k[0], *(Fraction(*i) for i in k[1:])): _outside(v) for k, v in self._indexed.items()
        }


def evaluate(expr, point, bits=BITS):
    """Value of ``expr`` at ``point``: a Fraction where it is rational, else a ball.

    ``expr`` is a SymPy expression, ``point`` a :class:`Point` or a dict from symbols to numbers.
    Raises :class:`NotEvaluable` where the expression has no real value, :class:`Undecided` (which
    is one of them) where ``bits`` bits do not tell.
    """
    if not isinstance(point, Point):
        point = Point({s: Fraction(str(v)) for s, v in point.items()})
    with precision(bits):
        return _outside(_walk(sympy.sympify(expr), point))


def settled(expr, point):
    """Value of ``expr``, with more bits where the usual ones do not tell."""
    for bits in LADDER:
        try:
            return evaluate(expr, point, bits)
        except Undecided as error:
            last = error
    raise NotEvaluable(f"can not tell: {last}")


def distance(a, b):
    """``abs(a - b)``, exact if both are rational."""
    with precision(BITS):
        return _outside(abs(_add(_inside(a), -_inside(b))))


def _certain(a, relation, b):
    """Whether ``a relation b``: True, False, or None where the balls do not tell."""
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        order = (a > b) - (a < b)
    else:
        a, b = to_ball(a), to_ball(b)
        order = 1 if a > b else -1 if a < b else None
        if order is None:
            return None
    return {
        "==": order == 0, "!=": order != 0, "<": order < 0, "<=": order <= 0, ">": order > 0,
        ">=": order >= 0,
    }[relation]  # fmt: skip


def agree(a, b):
    """Whether two values are the same, as far as can be told: exactly, or both within one ball.

    Balls agree where they overlap and are smaller than ``AGREE`` (absolute below 1, else relative).
    """
    a, b = _inside(a), _inside(b)
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return a == b
    with precision(BITS):
        a, b = to_ball(a), to_ball(b)
        gap = abs(a - b)
        return bool(gap.upper() <= to_ball(AGREE) * arb(1).max(abs(a)).max(abs(b)).upper())


def compare(a, relation, b):
    """Whether ``a relation b`` holds; values that :func:`agree` count as equal."""
    if relation not in RELATIONS:
        raise ValueError(f"relation={relation!r}: use one of {', '.join(RELATIONS)}")
    with precision(BITS):
        found = _certain(_inside(a), relation, _inside(b))
    if found is not None and not agree(a, b):
        return found
    if found is not None and isinstance(a, Fraction) and isinstance(b, Fraction):
        return found
    if agree(a, b):
        return relation in ("==", "<=", ">=")
    raise Undecided(f"whether {a} {relation} {b}")


def decided(lhs, relation, rhs, point):
    """Whether ``lhs relation rhs`` at ``point``: True, False, or None: can not tell.

    Exact: no two values count as equal because they are close. Raises NotEvaluable where a side
    has no value.
    """
    if relation not in RELATIONS:
        raise ValueError(f"relation={relation!r}: use one of {', '.join(RELATIONS)}")
    if not isinstance(point, Point):
        point = Point({s: Fraction(str(v)) for s, v in point.items()})
    for bits in LADDER:
        try:
            a, b = evaluate(lhs, point, bits), evaluate(rhs, point, bits)
        except Undecided:
            continue
        with precision(bits):
            found = _certain(_inside(a), relation, _inside(b))
        if found is not None:
            return found
    return None


__all__ = [
    "AGREE", "BITS", "KNOWN_FUNCTIONS", "LADDER", "RELATIONS", "NotEvaluable", "Point", "Undecided",
    "agree", "compare", "decided", "distance", "evaluate", "precision", "settled",
    "to_ball", "to_float", "to_sympy", "truth",
]  # fmt: skip
