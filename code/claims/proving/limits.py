"""Limits that hold for every value of the other symbols, by rules that say what they need.

SymPy's ``limit`` answers for generic parameters: it takes ``x**2/(x**2 + e)`` to 1 as ``e`` goes to
0, and forgets ``x = 0``. Here each step (a quotient, a root, a power) is taken only where what it
needs is shown on the whole domain with :class:`claims.proving.signs.Facts`: the limit of a
denominator is nonzero, a base lies in (0, 1), and so on. Indeterminate quotients go on by
L'Hopital's rule.
"""

import sympy
from sympy import S

from claims.proving.signs import (
    NEGATIVE,
    NONNEGATIVE,
    NONPOSITIVE,
    NONZERO,
    POSITIVE,
    Facts,
)

INFINITE = (S.Infinity, S.NegativeInfinity)
_CONTINUOUS = (
    sympy.exp, sympy.sin, sympy.cos, sympy.Abs, sympy.tanh, sympy.sinh, sympy.cosh, sympy.atan,
    sympy.erf, sympy.gamma, sympy.acos, sympy.asin,
)  # fmt: skip
_AT_INFINITY = {sympy.tanh: S.One, sympy.atan: S.Pi / 2, sympy.erf: S.One}
_DEPTH = 5  # how often L'Hopital's rule is used, one time within the other


class NoLimit(ArithmeticError):
    """No rule applies; the message says what could not be shown."""


class _Indeterminate(NoLimit):
    pass


class Limits:
    """Limits as ``symbol`` goes to ``to`` from ``side`` ('+', '-', or '+-')."""

    def __init__(self, facts, symbol, to, side="+"):
        self.facts = _without(facts, symbol)
        self.symbol, self.to, self.side = symbol, to, str(side)
        self._known = {}

    def of(self, expr, depth=0):
        """The limit of ``expr``, finite or infinite, for all values of the other symbols.

        Raises :class:`NoLimit` where no rule shows it.
        """
        key = expr, depth
        if key not in self._known:
            self._known[key] = self._of(expr, depth)
        return self._known[key]

    def _of(self, expr, depth):
        if not expr.has(self.symbol):
            return expr
        if expr == self.symbol:
            return self.to
        if expr.is_Add:
            return self._of_add(expr, depth)
        if expr.is_Mul:
            return self._of_mul(expr, depth)
        if expr.is_Pow:
            return self._of_power(expr, depth)
        if isinstance(expr, sympy.Sum):
            return self._of_sum(expr, depth)
        if isinstance(expr, sympy.log):
            return self._of_log(expr, depth)
        if isinstance(expr, sympy.exp):
            return self._of_base(S.Exp1, expr.args[0], depth)
        if isinstance(expr, sympy.Max | sympy.Min):
            parts = [self.of(a, depth) for a in expr.args]
            return expr.func(*parts)
        if isinstance(expr, sympy.sign):
            inner = self.of(expr.args[0], depth)
            signs = self._signs(inner)
            if len(signs) == 1 and 0 not in signs:
                return sympy.Integer(next(iter(signs)))
            raise NoLimit(f"sign jumps where {expr.args[0]} goes to {inner}, which may be 0")
        if isinstance(expr, _CONTINUOUS):
            inner = self.of(expr.args[0], depth)
            if inner not in INFINITE:
                return expr.func(inner)
            if expr.func in _AT_INFINITY:
                return _AT_INFINITY[expr.func] * (1 if inner == S.Infinity else -1)
            if isinstance(expr, sympy.Abs | sympy.cosh):
                return S.Infinity
            raise NoLimit(f"{expr} has no limit that the rules know")
        raise NoLimit(f"{expr}: no rule for the limit of {type(expr).__name__}")

    # --- What is known of a limit

    def _signs(self, value):
        if value == S.Infinity:
            return POSITIVE
        if value == S.NegativeInfinity:
            return NEGATIVE
        found = self.facts.signs(value)
        if len(found) > 1:
            simpler = sympy.simplify(value)
            if simpler != value:
                found &= self.facts.signs(simpler)
        return found

    def _is_zero(self, value):
        return value not in INFINITE and self._signs(value) == {0}

    # --- Sums and products

    def _of_add(self, expr, depth):
        try:
            parts = [self.of(a, depth) for a in expr.args]
        except NoLimit:
            return self._of_quotient(expr, depth)
        infinite = {p for p in parts if p in INFINITE}
        if len(infinite) == 2:
            return self._of_quotient(expr, depth)
        return infinite.pop() if infinite else sympy.Add(*parts)

    def _of_mul(self, expr, depth):
        bounded = [a for a in expr.args if self._is_bounded(a)]
        rest = [a for a in expr.args if a not in bounded]
        if bounded:
            if self._is_zero(self.of(sympy.Mul(*rest), depth)):
                return S.Zero
            raise NoLimit(f"{sympy.Mul(*bounded)} swings and does not come to rest")
        if self._decays(expr):
            return S.Zero
        try:
            parts = [self.of(a, depth) for a in expr.args]
        except NoLimit as error:
            return self._otherwise(expr, depth, error)
        infinite = [p for p in parts if p in INFINITE]
        finite = sympy.Mul(*(p for p in parts if p not in INFINITE))
        if not infinite:
            return finite
        signs = self._signs(finite)
        if len(signs) == 1 and 0 not in signs:
            turn = next(iter(signs)) * sympy.Mul(*(1 if p > 0 else -1 for p in infinite))
            return S.Infinity if turn > 0 else S.NegativeInfinity
        try:
            return self._otherwise(expr, depth, _Indeterminate(f"0 times infinity in {expr}"))
        except NoLimit:
            if depth >= _DEPTH or not expr.has(sympy.log):
                raise
        grows = sympy.Mul(*(a for a, p in zip(expr.args, parts, strict=True) if p in INFINITE))
        # As the growing part over 1 / the rest: h * log(h) is log(h) over 1 / h.
        return self._hospital(grows, 1 / (expr / grows), depth)

    def _otherwise(self, expr, depth, error):
        opened = sympy.expand(expr)
        if opened.is_Add and opened != expr:
            try:
                parts = [self.of(a, depth) for a in opened.args]
            except NoLimit:
                parts = [*INFINITE]
            infinite = {p for p in parts if p in INFINITE}
            if len(infinite) < 2:
                return infinite.pop() if infinite else sympy.Add(*parts)
        top, bottom = sympy.fraction(sympy.together(expr))
        if bottom.has(self.symbol) or depth < _DEPTH:
            return self._of_quotient(expr, depth)
        raise error

    def _is_bounded(self, expr):
        """A factor that keeps swinging between bounds: (-1)**n, sin(n), cos(n) at infinity."""
        if self.to not in INFINITE or not expr.has(self.symbol):
            return False
        if isinstance(expr, sympy.sin | sympy.cos):
            return True
        return bool(expr.is_Pow and expr.base == -1 and self.symbol in expr.exp.free_symbols)

    def _decays(self, expr):
        """Powers of the symbol times b**(c n + d), 0 < |b| < 1, c > 0, as n goes to infinity."""
        if self.to != S.Infinity:
            return False
        decays = False
        for factor in sympy.Mul.make_args(expr):
            if not factor.has(self.symbol) or (
                factor.is_Pow and factor.base == self.symbol and factor.exp.is_Rational
            ):
                continue
            if factor == self.symbol:
                continue
            if not (factor.is_Pow and not factor.base.has(self.symbol)):
                return False
            slope = factor.exp.diff(self.symbol)
            if slope.has(self.symbol):
                return False
            base, rate = factor.base, self._signs(slope)
            if rate == NEGATIVE:
                base, rate = 1 / base, POSITIVE
            if rate != POSITIVE or not self._inside_unit(base):
                return False
            decays = True
        return decays

    def _inside_unit(self, base):
        return self.facts.shows(1 - base, POSITIVE) and self.facts.shows(1 + base, POSITIVE)

    # --- Powers

    def _of_power(self, expr, depth):
        base, exponent = expr.base, expr.exp
        if not exponent.has(self.symbol):
            return self._of_fixed_power(base, exponent, depth)
        if not base.has(self.symbol):
            return self._of_base(base, exponent, depth)
        return self.of(sympy.exp(exponent * sympy.log(base)), depth)

    def _of_fixed_power(self, base, exponent, depth):
        inner = self.of(base, depth)
        if inner in INFINITE:
            if inner == S.Infinity:
                signs = self._signs(exponent)
                if signs == POSITIVE:
                    return S.Infinity
                if signs == NEGATIVE:
                    return S.Zero
            elif exponent.is_Integer:
                if exponent < 0:
                    return S.Zero
                return S.Infinity if exponent.is_even else S.NegativeInfinity
            raise NoLimit(f"{base}**({exponent}): the sign of {exponent} is not known")
        signs = self._signs(inner)
        if exponent.is_Integer:
            if exponent >= 0:
                return inner**exponent
            if signs <= NONZERO:
                return inner**exponent
            if signs == {0}:
                return self._over_zero(base, exponent)
            raise NoLimit(
                f"the denominator {base} goes to {inner}, which may be 0 on the stated domain"
            )
        if signs == POSITIVE:
            return inner**exponent
        if signs <= NONNEGATIVE and self.facts.shows(exponent, POSITIVE):
            return S.Zero if signs == {0} else inner**exponent
        if signs == {0} and self.facts.shows(exponent, NEGATIVE):
            return S.Infinity  # the root of a number that stays positive
        raise NoLimit(f"{base} goes to {inner}, whose root or power is not known to have a value")

    def _over_zero(self, base, exponent):
        """1 over something that goes to 0, where its sign near there is known."""
        if exponent.is_even:
            return S.Infinity
        near = self._sign_near(base)
        if near is None:
            raise _Indeterminate(f"{base} goes to 0, from a side that is not known")
        return S.Infinity if near > 0 else S.NegativeInfinity

    def _sign_near(self, base):
        r = {"+": sympy.Interval.open(self.to, self.to + 1),
             "-": sympy.Interval.open(self.to - 1, self.to)}.get(self.side)  # fmt: skip
        if self.to in INFINITE or r is None:
            r = sympy.Interval.open(1000, S.Infinity) if self.to == S.Infinity else None
        if r is None:
            return None
        facts = Facts({**self.facts.domains, self.symbol: r}, self.facts.given, self.facts.ranges)
        signs = facts.signs(base)
        return next(iter(signs)) if len(signs) == 1 and 0 not in signs else None

    def _of_base(self, base, exponent, depth):
        """The limit of base**exponent for a base that does not move."""
        inner = self.of(exponent, depth)
        if inner not in INFINITE:
            if base is S.Exp1 or self.facts.shows(base, POSITIVE):
                return base**inner
            raise NoLimit(f"the base {base} is not known to be positive")
        if inner == S.NegativeInfinity:
            base = 1 / base
        if self._inside_unit(base):
            return S.Zero
        if self.facts.shows(base - 1, POSITIVE):
            return S.Infinity
        raise NoLimit(f"{base} is not known to lie below 1, or above it, on the stated domain")

    def _of_log(self, expr, depth):
        inner = self.of(expr.args[0], depth)
        if inner == S.Infinity:
            return S.Infinity
        signs = self._signs(inner)
        if signs == POSITIVE:
            return sympy.log(inner)
        if signs == {0}:
            return S.NegativeInfinity
        raise NoLimit(f"{expr.args[0]} goes to {inner}, which is not known to be positive")

    # --- Finite sums

    def _of_sum(self, expr, depth):
        if len(expr.limits) == 1 and not any(e.has(self.symbol) for e in expr.limits[0][1:]):
            index, low, high = expr.limits[0]
            inner = Limits(self.facts.for_index(index, low, high), self.symbol, self.to, self.side)
            value = inner.of(expr.function, depth)
            if value in INFINITE:
                raise NoLimit(f"{expr}: its terms go to infinity")
            return sympy.Sum(value, expr.limits[0])
        done = sympy.piecewise_fold(sympy.simplify(expr.doit()))
        if done.has(sympy.Sum):
            raise NoLimit(f"{expr} has no closed form that is known; prove one first")
        if isinstance(done, sympy.Piecewise):
            done = self._branch(done)
        return self.of(done, depth)

    def _branch(self, expr):
        """The branch of a Piecewise that the facts choose."""
        for value, condition in expr.args:
            if condition == sympy.true:
                return value
            if isinstance(condition, sympy.Eq):
                if self.facts.shows(condition.lhs - condition.rhs, NONZERO):
                    continue
            elif isinstance(condition, sympy.Ne) and self.facts.shows(
                condition.lhs - condition.rhs, NONZERO
            ):
                return value
            raise NoLimit(f"which branch of {expr} applies is not known")
        raise NoLimit(f"no branch of {expr} is known to apply")

    # --- Quotients

    def _of_quotient(self, expr, depth):
        """Top over bottom; where both go to 0, or both to infinity, by L'Hopital's rule."""
        if depth >= _DEPTH:
            raise NoLimit(f"{expr}: still indeterminate after {_DEPTH} derivatives")
        top, bottom = sympy.fraction(sympy.together(expr))
        if not bottom.has(self.symbol):
            if self.to in INFINITE:
                return self._turned_over(expr, depth)
            raise NoLimit(f"no rule shows the limit of {expr}")
        over, under = self.of(top, depth + 1), self.of(bottom, depth + 1)
        if under not in INFINITE:
            signs = self._signs(under)
            if signs <= NONZERO:
                return over / under
            if signs != {0}:
                raise NoLimit(
                    f"the denominator {bottom} goes to {under}, which may be 0 on the stated domain"
                )
            if not self._is_zero(over):
                near = self._sign_near(bottom)
                signs = self._signs(over)
                if near is None or len(signs) != 1 or 0 in signs:
                    raise NoLimit(f"{bottom} goes to 0, and {top} may not")
                return S.Infinity if near * next(iter(signs)) > 0 else S.NegativeInfinity
        elif over not in INFINITE:
            return S.Zero
        return self._hospital(top, bottom, depth)

    def _hospital(self, top, bottom, depth):
        """L'Hopital's rule for a quotient of which both go to 0, or both to infinity."""
        slopes = top.diff(self.symbol), bottom.diff(self.symbol)
        expr = top / bottom
        if slopes[1] == 0 or any(s.has(sympy.Derivative) for s in slopes):
            raise NoLimit(f"no rule shows the limit of {expr}")
        return self.of(sympy.simplify(slopes[0] / slopes[1]), depth + 1)

    def _turned_over(self, expr, depth):
        """A quotient of polynomials at infinity, in the variable 1/n."""
        h = sympy.Dummy("h", positive=True)
        turned = expr.subs(self.symbol, (1 if self.to == S.Infinity else -1) / h)
        top, bottom = sympy.fraction(sympy.together(turned))
        if not bottom.has(h):
            raise NoLimit(f"no rule shows the limit of {expr}")
        return Limits(self.facts, h, S.Zero, "+").of(sympy.cancel(turned), depth + 1)


def _without(facts, symbol):
    """The facts that do not speak of ``symbol``."""
    domains = {s: d for s, d in facts.domains.items() if s != symbol}
    given = [c for c in facts.given if symbol not in c.free_symbols]
    ranges = {s: r for s, r in facts.ranges.items() if s != symbol}
    return Facts(domains, given, ranges)


def limit_of(limit, facts):
    """The limit that a SymPy ``Limit`` stands for, for all values of its other symbols."""
    body, symbol, to, side = limit.args
    sides = {"+": "+", "-": "-"}.get(str(side))
    if to in INFINITE or sides:
        return Limits(facts, symbol, to, side).of(body)
    right, left = (Limits(facts, symbol, to, s).of(body) for s in "+-")
    if right != left and sympy.simplify(right - left) != 0:
        raise NoLimit(f"{body} goes to {right} from the right, and to {left} from the left")
    return right


def reaches(form, new, domain, target, facts):
    """Whether ``form``, as ``new`` moves through the Range ``domain``, takes every value of the
    Range ``target``: it is continuous, so it takes all values between its ends."""
    if form.has(sympy.sign, sympy.floor, sympy.ceiling, sympy.Piecewise):
        return False
    ends = []
    for end, is_open, side in (
        (domain.low, domain.low_open, "+"),
        (domain.high, domain.high_open, "-"),
    ):
        if not is_open:
            ends.append((form.subs(new, end), False))
        else:
            try:
                ends.append((Limits(facts, new, end, side).of(form), True))
            except NoLimit:
                return False
    rest = _without(facts, new)
    return any(
        _not_above(low, low_open, target.low, target.low_open, rest)
        and _not_above(target.high, target.high_open, high, high_open, rest, upper=True)
        for (low, low_open), (high, high_open) in (ends, ends[::-1])
    )


def _not_above(a, a_open, b, b_open, facts, upper=False):
    """Whether the end ``a`` lies at or beyond ``b``; where both are equal, ``a`` may be left out
    only if ``b`` is."""
    if upper:
        target_open, own_open = a_open, b_open
    else:
        target_open, own_open = b_open, a_open
    if a == b or (a not in INFINITE and b not in INFINITE and sympy.simplify(a - b) == 0):
        return target_open or not own_open
    if a == S.NegativeInfinity or b == S.Infinity:
        return True
    if a in INFINITE or b in INFINITE:
        return False
    return facts.shows(
        sympy.sympify(b - a), POSITIVE if own_open and not target_open else NONNEGATIVE
    )


__all__ = ["NONPOSITIVE", "Limits", "NoLimit", "limit_of", "reaches"]
