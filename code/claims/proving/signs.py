"""Which signs an expression can have on a domain, proved from its form and the claim's conditions.

:class:`Facts` knows the domains of the symbols and the conditions between them. Its answers hold
for every value of the symbols: a set of signs that contains each sign that the expression takes
anywhere on the domain. It may contain too many ("not seen"), never too few.

The rules, in the order in which they are tried: the signs of the parts; a multiple of a condition's
gap; a polynomial on a box (:mod:`claims.proving.boxes`), where powers such as ``beta**n`` are
variables with a range of their own; a condition used up to replace a symbol; a case for each side
of the corner of an Abs, a Max, a Min, a sign or a Piecewise; and, in one variable on a closed
interval, bisection with numbers that carry their error bounds.
"""

import functools
import math
from itertools import product as pairs

import sympy
from sympy import Poly, S
from sympy.core.function import AppliedUndef

from claims.proving import boxes
from claims.proving.boxes import ABOVE_0, ANY, FROM_0, LINE, Range
from claims.proving.evaluate import KNOWN_FUNCTIONS, NotEvaluable, Point, evaluate, settled, to_ball
from claims.proving.symbols import substitute

POSITIVE, NONNEGATIVE = frozenset({1}), frozenset({0, 1})
NEGATIVE, NONPOSITIVE = frozenset({-1}), frozenset({0, -1})
NONZERO = frozenset({-1, 1})
_TURNED = {"<": 1, "<=": 1, ">": -1, ">=": -1}
_SUMS = (sympy.Sum, sympy.Product)
_CORNERS = (sympy.Abs, sympy.Max, sympy.Min, sympy.sign, sympy.Piecewise)
_USED_UP, _SPLIT = 2, 4  # how many conditions are used up, and corners split, one within the other


def _times(a, b):
    return frozenset(x * y for x in a for y in b)


def _plus(a, b):
    return frozenset().union(*({x} if x == y or y == 0 else {y} if x == 0 else ANY
                               for x in a for y in b))  # fmt: skip


def negated(signs):
    return frozenset(-s for s in signs)


@functools.lru_cache
def range_of_set(domain):
    """The smallest :class:`Range` that holds a SymPy set."""
    whole = domain.is_subset(S.Integers) is True
    try:
        low, high = domain.inf, domain.sup
    except NotImplementedError:
        return LINE
    low_open, high_open = (not e.is_finite or domain.contains(e) != sympy.true for e in (low, high))
    if not (low.is_Rational or low.is_infinite):
        low, low_open = _near(low, down=True), True
    if not (high.is_Rational or high.is_infinite):
        high, high_open = _near(high, down=False), True
    return Range(low, low_open, high, high_open, whole)


def _near(x, down):
    """A Rational a little below or above the real number ``x``."""
    ball = to_ball(evaluate(x, {}))
    scaled = ball * 10**30
    whole = int(
        scaled.lower().floor().unique_fmpz() if down else scaled.upper().ceil().unique_fmpz()
    )
    return sympy.Rational(whole, 10**30)


class Facts:
    """Domains (symbol, or base of an indexed symbol, to set), conditions, and what they imply."""

    def __init__(self, domains, given=(), ranges=None, used_up=0, split=0):
        self.domains, self.given = dict(domains), tuple(given)
        self.used_up, self.split = used_up, split
        self.ranges = dict(ranges or {})  # of symbols that were put in for others
        self._known, self._busy, self._bounds = {}, set(), {}

    def and_(self, conditions=()):
        """These facts, and conditions that hold in a case."""
        return Facts(
            self.domains, (*self.given, *conditions), self.ranges, self.used_up, self.split + 1
        )

    def shows(self, expr, allowed):
        """Whether every sign of ``expr`` lies in ``allowed``."""
        return self.signs(sympy.sympify(expr)) <= allowed

    def signs(self, expr):
        """Every sign that ``expr`` can have, where it has a real value."""
        if expr in self._known:
            return self._known[expr]
        if expr in self._busy:
            return ANY
        self._busy.add(expr)
        try:
            found = self._signs(expr)
        finally:
            self._busy.discard(expr)
        self._known[expr] = found
        return found

    def _signs(self, expr):
        if expr.is_Rational:
            return boxes.sign_of_number(expr)
        if not expr.free_symbols and not expr.has(AppliedUndef, sympy.Indexed):
            return _sign_of_constant(expr)
        found, corners = ANY, self._corners(expr) if self.split < _SPLIT else []
        if corners and self.given:
            found = self._without_conditions()._by_parts(expr)
            if len(found) > 1 and expr.is_Add:
                return found & self._by_cases(expr, corners)
        found &= self._by_parts(expr)
        if len(found) == 1 or expr.is_Mul or expr.is_Pow or isinstance(expr, _SUMS):
            # Whatever else can be said of a product was said of its factors.
            return found & self._by_gap(expr) if len(found) > 1 else found
        found &= self._by_gap(expr)
        if len(found) > 1 and expr.is_Add:
            found &= self._by_box(expr)
            if len(found) > 1:
                factored = sympy.factor_terms(expr)
                if not factored.is_Add:
                    found &= self._by_parts(factored)
        if len(found) > 1:
            if corners and not self.given:
                found &= self._by_cases(expr, corners)
            elif not corners and self.used_up < _USED_UP:
                found &= self._by_elimination(expr, found)
        if len(found) > 1 and not (self.given or self.split or self.used_up):
            found &= self._by_bisection(expr)
        return found

    # --- From the signs of the parts

    def _by_parts(self, expr):
        if isinstance(expr, sympy.Symbol | sympy.Indexed | AppliedUndef):
            return self._of_range(self.range(expr)) - self._missing(expr)
        if expr.is_Mul:
            return functools.reduce(_times, map(self.signs, expr.args))
        if expr.is_Add:
            return functools.reduce(_plus, map(self.signs, expr.args))
        if expr.is_Pow:
            return self._of_power(expr.base, expr.exp)
        if isinstance(expr, sympy.Sum | sympy.Product):
            return self._of_sum(expr)
        if isinstance(expr, sympy.Piecewise):
            return frozenset().union(*(self.signs(value) for value, _ in expr.args))
        if isinstance(expr, sympy.Max | sympy.Min):
            turn = 1 if isinstance(expr, sympy.Max) else -1
            return self._of_largest([_times({turn}, self.signs(a)) for a in expr.args], turn)
        rule = _BY_FUNCTION.get(expr.func)
        return rule(self, expr) if rule else ANY

    def _missing(self, expr):
        """{0} for a symbol whose domain has a gap there."""
        atom = getattr(expr, "base", None) if isinstance(expr, sympy.Indexed) else (
            expr.func if isinstance(expr, AppliedUndef) else expr)  # fmt: skip
        domain = self.domains.get(atom)
        return {0} if domain is not None and domain.contains(0) == sympy.false else frozenset()

    def _of_largest(self, signs, turn):
        found = frozenset(max(case) for case in pairs(*signs))
        return _times({turn}, found)

    def _of_power(self, base, exponent):
        if base is S.Exp1:
            return POSITIVE
        inner = self.signs(base)
        if inner == POSITIVE:
            return POSITIVE
        if exponent.is_Rational and not exponent.is_Integer:
            return POSITIVE if exponent < 0 or 0 not in inner else NONNEGATIVE
        if exponent.is_Rational:
            found = inner if exponent.is_odd else frozenset(abs(s) for s in inner)
            return found - {0} if exponent < 0 else found
        if inner <= NONNEGATIVE:
            return NONNEGATIVE
        if self.is_integer(exponent):
            even = sympy.expand(exponent / 2)
            found = NONNEGATIVE if self.is_integer(even) else ANY
            return found if 0 in inner else found - {0}
        return ANY

    def _of_sum(self, expr):
        inside = self
        nonempty = True
        for index, low, high in reversed(expr.limits):
            nonempty &= inside.shows(high - low, NONNEGATIVE)
            inside = inside.for_index(index, low, high)
        body = inside.signs(expr.function)
        if isinstance(expr, sympy.Sum):
            if body in (POSITIVE, NEGATIVE):
                return body if nonempty else body | {0}
            return body | {0} if body <= NONNEGATIVE or body <= NONPOSITIVE else ANY
        if body == POSITIVE:
            return POSITIVE
        return NONNEGATIVE if body <= NONNEGATIVE else NONZERO if body <= NONZERO else ANY

    def for_index(self, index, low, high):
        """The facts inside a sum over ``index`` from ``low`` to ``high``; a name that it hides is
        forgotten."""
        given = [c for c in self.given if index not in c.free_symbols]
        domains = {s: d for s, d in self.domains.items() if s != index}
        limits = [index >= low] if low.is_finite is not False else []
        limits += [index <= high] if high != S.Infinity else []
        limits = [c for c in limits if isinstance(c, sympy.core.relational.Relational)]
        place = S.Integers
        if low.is_Integer:
            place = sympy.Range(low, high + 1) if high.is_Integer else sympy.Range(low, sympy.oo)
        return Facts({**domains, index: place}, [*given, *limits], self.ranges, self.used_up,
                     self.split)  # fmt: skip

    def is_integer(self, expr):
        """Whether ``expr`` has whole values only."""
        if expr.is_integer:
            return True
        if isinstance(expr, sympy.Symbol | sympy.Indexed | AppliedUndef):
            return self.range(expr).whole
        if expr.is_Add or expr.is_Mul:
            return all(map(self.is_integer, expr.args))
        if expr.is_Pow:
            return expr.exp.is_Integer and expr.exp >= 0 and self.is_integer(expr.base)
        return isinstance(expr, sympy.floor | sympy.ceiling)

    # --- Ranges

    @staticmethod
    def _of_range(r):
        found = set()
        if r.low < 0:
            found.add(-1)
        if r.high > 0:
            found.add(1)
        if (r.low < 0 < r.high) or r.holds(S.Zero):
            found.add(0)
        return frozenset(found) or ANY

    def range(self, expr):
        """A :class:`Range` in which every value of ``expr`` lies."""
        if expr not in self._bounds:
            self._bounds[expr] = self._range(expr)
        return self._bounds[expr]

    def _range(self, expr):
        if expr in self.ranges:
            return self.ranges[expr]
        if isinstance(expr, sympy.Symbol):
            return self._of_set(expr, expr)
        if isinstance(expr, sympy.Indexed):
            return self._of_set(expr.base, expr)
        if isinstance(expr, AppliedUndef):
            return self._of_set(expr.func, expr)
        if expr.is_Rational:
            return Range(expr, False, expr, False, expr.is_Integer)
        if expr.is_Pow and (found := self._range_of_power(expr.base, expr.exp)):
            return found
        if isinstance(expr, sympy.exp):
            found = self._range_of_power(S.Exp1, expr.args[0])
            return found or ABOVE_0
        if isinstance(expr, sympy.sin | sympy.cos):
            return Range(S.NegativeOne, False, S.One, False)
        if isinstance(expr, sympy.tanh | sympy.erf):
            return _meet(Range(S.NegativeOne, True, S.One, True), self._from_signs(expr))
        if isinstance(expr, sympy.KroneckerDelta):
            return Range(S.Zero, False, S.One, False, True)
        if isinstance(expr, sympy.factorial):
            return Range(S.One, False, S.Infinity, True, True)
        if isinstance(expr, sympy.sign):
            return _meet(Range(S.NegativeOne, False, S.One, False, True), self._from_signs(expr))
        return self._from_signs(expr)

    def _of_set(self, atom, expr):
        domain = self.domains.get(atom)
        if domain is None:
            return Range(whole=bool(expr.is_integer))
        found = range_of_set(domain)
        if expr.is_integer and not found.whole:
            found = found._replace(whole=True)
        return found

    def _from_signs(self, expr):
        found = self._by_parts(expr)
        if found <= NONNEGATIVE:
            return ABOVE_0 if found == POSITIVE else FROM_0
        if found <= NONPOSITIVE:
            return Range(high=S.Zero, high_open=found == NEGATIVE)
        return LINE

    def _range_of_power(self, base, exponent):
        """The range of base**exponent for a base that is not negative, by what stands up there."""
        signs = self.signs(exponent)
        r = Range(S.Exp1, False, S.Exp1, False) if base is S.Exp1 else self.range(base)
        if exponent.is_Rational:
            return self._range_of_root(r, exponent)
        if base in (1, -1):
            return Range(-S.One, False, S.One, False, True)
        if r.low < 0:
            return None
        above = r.low >= 1  # the base is 1 or more
        below = r.high <= 1
        strictly = (r.low > 1 or (r.low == 1 and r.low_open)) if above else (
            r.high < 1 or (r.high == 1 and r.high_open))  # fmt: skip
        positive_base = r.low > 0 or r.low_open
        if not (above or below) and base.free_symbols and not base.is_Symbol:
            beyond = self.signs(base - 1)
            above, below = beyond <= NONNEGATIVE, beyond <= NONPOSITIVE
            strictly = 0 not in beyond
        if not (above or below) or not (signs <= NONNEGATIVE or signs <= NONPOSITIVE):
            return ABOVE_0 if positive_base else FROM_0
        open_at_1 = strictly and 0 not in signs
        shrinks = (below and signs <= NONNEGATIVE) or (above and signs <= NONPOSITIVE)
        if shrinks:
            return Range(S.Zero, positive_base, S.One, open_at_1)
        return Range(S.One, open_at_1)

    @staticmethod
    def _range_of_root(r, exponent):
        if exponent.is_Integer:
            if exponent.is_even:
                return Range(S.Zero, exponent < 0 or r.low > 0 or (r.low == 0 and r.low_open))
            return None
        if r.low < 0:
            r = r._replace(low=S.Zero, low_open=False)  # where it has a real value
        open_0 = r.low > 0 or r.low_open
        if exponent < 0:
            return ABOVE_0
        low = r.low**exponent
        high = r.high**exponent
        low, low_open = (low, r.low_open) if low.is_Rational else (S.Zero, open_0)
        high, high_open = (high, r.high_open) if high.is_Rational else (S.Infinity, True)
        return Range(low, low_open, high, high_open)

    # --- A multiple of the gap of a condition

    def _gaps(self):
        """(difference, its signs) for each condition."""
        for c in self.given:
            gap = c.lhs - c.rhs
            if isinstance(c, sympy.Ne):
                yield gap, NONZERO
            elif isinstance(c, sympy.Eq):
                yield gap, frozenset({0})
            else:
                yield _TURNED[c.rel_op] * -gap, POSITIVE if c.rel_op in "<>" else NONNEGATIVE

    def _by_gap(self, expr):
        found = ANY
        for gap, signs in self._gaps():
            if not (gap.free_symbols and gap.free_symbols <= expr.free_symbols):
                continue
            ratio = expr / gap
            if not ratio.is_Number:
                ratio = _cancelled(expr, gap)
            if ratio is None:
                continue
            found &= _times(self._without_conditions().signs(ratio), signs)
        return found

    def _without_conditions(self):
        return Facts(self.domains, (), self.ranges, _USED_UP, _SPLIT)

    # --- A polynomial on a box

    def _by_box(self, expr):
        try:
            top, bottom, ranges, sides = _Rational(self).of(expr)
        except (_TooHard, sympy.PolynomialError, RecursionError):
            return ANY
        found = _times(boxes.signs(bottom, ranges), boxes.signs(top, ranges)) - (
            frozenset() if not top.is_zero else NONZERO
        )
        if sides:  # (-1)**n is 1 or -1: both cases
            found = frozenset()
            for values in pairs((1, -1), repeat=len(sides)):
                case = dict(zip(sides, values, strict=True))
                one = [boxes.signs(_put(p, case), ranges) for p in (top, bottom)]
                found |= _times(*one)
        return found

    # --- A condition used up

    def _by_elimination(self, expr, found):
        for condition, change, facts in self._eliminations():
            if not set(change) & expr.free_symbols:
                continue
            if self.used_up and not condition.free_symbols <= expr.free_symbols:
                continue
            found &= facts.signs(substitute(expr, change))
            if len(found) == 1:
                break
        return found

    def _eliminations(self):
        """Ways to write one symbol in terms of a new one so that a condition holds by itself."""
        if not hasattr(self, "_ways"):
            self._ways = list(self._find_eliminations())
        return self._ways

    def _find_eliminations(self):
        for k, c in enumerate(self.given):
            if isinstance(c, sympy.Ne | sympy.Eq) or c.rel_op not in _TURNED:
                continue
            gap = sympy.expand(_TURNED[c.rel_op] * (c.rhs - c.lhs))  # > 0 or >= 0
            rest = [d for j, d in enumerate(self.given) if j != k]
            plain = self._without_conditions()
            for symbol in sorted(gap.free_symbols, key=str):
                if symbol not in self.domains and symbol not in self.ranges:
                    continue
                slope = gap.diff(symbol)
                if slope.has(symbol) or slope == 0:
                    continue
                sign = plain.signs(slope)
                if len(sign) != 1:
                    continue
                end = sympy.cancel(symbol - gap / slope)
                yield c, *self._replaced(symbol, end, sign == POSITIVE, c.rel_op in "<>", rest)

    def _replaced(self, symbol, end, is_low, strict, rest):
        """The symbol beyond ``end``, on the side where the condition holds, in a new symbol."""
        r = self.range(symbol)
        new = sympy.Dummy("u", real=True)
        low_0 = Range(S.Zero, strict)
        if is_low and r.high.is_finite:
            form = end + (r.high - end) * new
            place = Range(S.Zero, strict, S.One, r.high_open)
        elif is_low:
            form, place = end + new, low_0
        elif r.low.is_finite:
            form = r.low + (end - r.low) * new
            place = Range(S.Zero, r.low_open, S.One, strict)
        else:
            form, place = end - new, low_0
        change = {symbol: form}
        given = [_substituted(c, change) for c in rest]
        given = [c for c in given if isinstance(c, sympy.core.relational.Relational)]
        gap = r.high - end if is_low else end - r.low
        if gap.is_finite is not False and not gap.is_Number:  # the symbol's other end still stands
            given.append(sympy.Ge(gap, 0, evaluate=False))
        domains = {s: d for s, d in self.domains.items() if s != symbol}
        ranges = {**self.ranges, new: place}
        facts = Facts(domains, given, ranges, self.used_up + 1, self.split)
        return change, facts

    # --- Cases

    @staticmethod
    def _corners(expr):
        """The functions with a corner in ``expr`` that hold no other, in order."""
        found = [c for c in expr.atoms(*_CORNERS) if not _bound_in(c, expr)]
        found = [c for c in found if not any(c != d and c.has(d) for d in found)]
        return sorted(found, key=sympy.default_sort_key)

    def _by_cases(self, expr, corners):
        corner, found = corners[0], frozenset()
        for value, conditions in cases(corner):
            conditions = [c for c in conditions if c != sympy.true]
            if sympy.false in conditions or any(self.excludes(c) for c in conditions):
                continue
            found |= self.and_(conditions).signs(expr.xreplace({corner: value}))
            if found == ANY:
                break
        return found or ANY

    def excludes(self, condition):
        """Whether a condition is seen not to hold, with these facts."""
        gap = condition.lhs - condition.rhs
        signs = self._without_conditions().signs(gap) & self._by_gap(gap)
        return not signs & {"<": NEGATIVE, "<=": NONPOSITIVE, ">": POSITIVE, ">=": NONNEGATIVE,
                            "==": {0}, "!=": NONZERO}[condition.rel_op]  # fmt: skip

    # --- Bisection in one variable

    def _by_bisection(self, expr):
        symbols = expr.free_symbols
        if len(symbols) != 1 or expr.has(sympy.Sum, sympy.Product, sympy.Indexed, AppliedUndef):
            return ANY
        if expr.is_rational_function(*symbols):  # decided already
            return ANY
        (symbol,) = symbols
        r = self.range(symbol)
        if not (r.low.is_finite and r.high.is_finite) or r.whole:
            return ANY
        todo, found = [(r.low, r.high)], set()
        for _ in range(200):
            if not todo:
                return frozenset(found)
            low, high = todo.pop()
            middle = (low + high) / 2
            ball = to_ball(evaluate(middle, {}))
            width = to_ball(evaluate((high - low) / 2, {}))
            try:
                value = evaluate(expr, Point({symbol: ball + type(ball)(0, width.mid())}))
            except NotEvaluable:
                value = None
            if value is not None and (to_ball(value) > 0 or to_ball(value) < 0):
                found.add(1 if to_ball(value) > 0 else -1)
            else:
                todo += [(low, middle), (middle, high)]
        return ANY


def _put(poly, case):
    gens = [g for g in poly.gens if g not in case]
    expr = poly.as_expr().subs(case)
    return Poly(expr, *gens, domain="QQ") if gens else Poly(expr, sympy.Dummy(), domain="QQ")


def _substituted(condition, change):
    return condition.func(substitute(condition.lhs, change), substitute(condition.rhs, change))


def _bound_in(corner, expr):
    """Whether a symbol of ``corner`` is the index of a sum of ``expr`` (or a sum holds it)."""
    return any(corner in s.atoms(type(corner)) for s in expr.atoms(sympy.Sum, sympy.Product))


def cases(corner):
    """The values of a function with a corner: pairs (value, conditions under which it has it)."""
    args = corner.args
    if isinstance(corner, sympy.Abs):
        yield args[0], [args[0] >= 0]
        yield -args[0], [args[0] < 0]
    elif isinstance(corner, sympy.sign):
        yield S.One, [args[0] > 0]
        yield S.NegativeOne, [args[0] < 0]
        yield S.Zero, [sympy.Eq(args[0], 0)]
    elif isinstance(corner, sympy.Max | sympy.Min):
        larger = isinstance(corner, sympy.Max)
        for k, a in enumerate(args):
            later = [(a >= b) if larger else (a <= b) for b in args[k + 1 :]]
            yield a, later + [(a > b) if larger else (a < b) for b in args[:k]]
    else:
        for value, condition in args:
            parts = condition.args if isinstance(condition, sympy.And) else (condition,)
            if not all(isinstance(p, sympy.core.relational.Relational) for p in parts):
                parts = ()
            yield value, list(parts)


def _meet(a, b):
    low, low_open = max((a.low, not a.low_open), (b.low, not b.low_open))[0], None
    low_open = any(r.low_open for r in (a, b) if r.low == low)
    high = min(a.high, b.high)
    high_open = any(r.high_open for r in (a, b) if r.high == high)
    return Range(low, low_open, high, high_open, a.whole or b.whole)


@functools.lru_cache(maxsize=4096)
def _cancelled(expr, gap):
    """``expr / gap`` where the gap is a factor of the expression; else None."""
    if expr.has(sympy.Sum, sympy.Piecewise) or expr.count_ops() > 150:
        return None
    try:
        ratio = sympy.cancel(sympy.expand(expr) / sympy.expand(gap))
    except (sympy.PolynomialError, NotImplementedError, RecursionError, AttributeError):
        return None
    bottom = sympy.fraction(ratio)[1]
    before = sympy.fraction(sympy.together(expr))[1]
    return ratio if bottom.count_ops() <= before.count_ops() else None


@functools.lru_cache(maxsize=4096)
def _sign_of_constant(expr):
    if expr in (S.NaN, S.ComplexInfinity) or expr.has(S.ImaginaryUnit):
        return ANY
    if expr.is_infinite:
        return POSITIVE if expr == S.Infinity else NEGATIVE
    try:
        value = settled(expr, Point({}))
    except NotEvaluable:
        return ANY
    ball = to_ball(value)
    if ball > 0:
        return POSITIVE
    if ball < 0:
        return NEGATIVE
    if expr.equals(0) or sympy.simplify(expr) == 0:
        return frozenset({0})
    return ANY


def _log_signs(facts, expr):
    return facts.signs(expr.args[0] - 1)


def _abs_signs(facts, expr):
    return frozenset(abs(s) for s in facts.signs(expr.args[0]))


def _odd(facts, expr):
    return facts.signs(expr.args[0])


def _sin_signs(facts, expr):
    """sin is positive between 0 and pi."""
    angle = expr.args[0]
    for allowed in (POSITIVE, NONNEGATIVE):
        if facts.shows(angle, allowed) and facts.shows(sympy.factor_terms(S.Pi - angle), allowed):
            return allowed
    return ANY


def _cos_signs(facts, expr):
    """cos is positive between minus and plus half of pi."""
    angle, half = expr.args[0], S.Pi / 2
    for allowed in (POSITIVE, NONNEGATIVE):
        ends = (sympy.factor_terms(half - angle), sympy.factor_terms(half + angle))
        if all(facts.shows(end, allowed) for end in ends):
            return allowed
    return ANY


def _floor_signs(facts, expr):
    inner = facts.signs(expr.args[0])
    return inner | {0} if 1 in inner else inner


_BY_FUNCTION = {
    sympy.exp: lambda facts, expr: POSITIVE,
    sympy.sin: _sin_signs,
    sympy.cos: _cos_signs,
    sympy.log: _log_signs,
    sympy.Abs: _abs_signs,
    sympy.sign: _odd,
    sympy.tanh: _odd,
    sympy.sinh: _odd,
    sympy.atan: _odd,
    sympy.asin: _odd,
    sympy.erf: _odd,
    sympy.floor: _floor_signs,
    sympy.cosh: lambda facts, expr: POSITIVE,
    sympy.acos: lambda facts, expr: NONNEGATIVE,
    sympy.factorial: lambda facts, expr: POSITIVE,
    sympy.binomial: lambda facts, expr: (
        NONNEGATIVE
        if facts.shows(expr.args[0], NONNEGATIVE) and facts.is_integer(expr.args[0])
        else ANY
    ),
    sympy.gamma: lambda facts, expr: POSITIVE if facts.shows(expr.args[0], POSITIVE) else ANY,
    sympy.KroneckerDelta: lambda facts, expr: NONNEGATIVE,
}


class _TooHard(Exception):
    pass


class _Rational:
    """Write an expression as a quotient of polynomials in things of known range."""

    def __init__(self, facts):
        self.facts, self.names, self.ranges, self.sides = facts, {}, {}, {}

    def of(self, expr):
        self.roots = _root_degrees(expr)
        self.units = _exponent_units(expr)
        top, bottom = sympy.fraction(sympy.together(self.write(expr)))
        gens = sorted(top.free_symbols | bottom.free_symbols, key=str)
        if not gens:
            gens = [sympy.Dummy("x")]
        if len(gens) > 10:
            raise _TooHard
        polys = [Poly(e, *gens, domain="QQ") for e in (top, bottom)]
        sides = [g for g in gens if g in self.sides]
        return *polys, self.ranges, sides

    def named(self, expr, value=None, power=1):
        """A generator that stands for ``expr``; its range is that of ``expr``."""
        if expr not in self.names:
            symbol = sympy.Dummy("x", real=True)
            self.names[expr] = symbol
            self.ranges[symbol] = value or self.facts.range(expr)
        return self.names[expr]

    def write(self, expr):
        if expr.is_Rational:
            return expr
        if expr.is_Add or expr.is_Mul:
            return expr.func(*map(self.write, expr.args))
        if expr.is_Pow:
            return self.write_power(expr)
        if isinstance(expr, sympy.exp):
            return self.write_power(sympy.Pow(S.Exp1, expr.args[0], evaluate=False), S.Exp1,
                                    expr.args[0])  # fmt: skip
        degree = self.roots.get(expr, 1)
        if degree > 1 and self.facts.signs(expr) <= NONNEGATIVE:
            r = self.facts.range(expr)
            return self.root(expr, degree, r) ** degree
        return self.named(expr)

    def root(self, base, degree, r=None):
        expr = sympy.Pow(base, sympy.Rational(1, degree), evaluate=False)
        r = self.facts._range_of_root(r or self.facts.range(base), sympy.Rational(1, degree))
        return self.named(expr, r)

    def write_power(self, expr, base=None, exponent=None):
        base = expr.base if base is None else base
        exponent = expr.exp if exponent is None else exponent
        if exponent.is_Integer:
            return self.write(base) ** exponent
        if exponent.is_Rational:
            degree = math.lcm(int(exponent.q), self.roots.get(base, 1))
            if base.is_Rational and base < 0:
                raise _TooHard
            return self.root(base, degree) ** int(exponent * degree)
        if base == -1 and self.facts.is_integer(exponent):
            even = sympy.expand(exponent)
            rest = sympy.Add(*(a for a in sympy.Add.make_args(even)
                               if not self.facts.is_integer(a / 2)))  # fmt: skip
            whole, rest = rest.as_coeff_Add()
            if rest == 0:
                return S.NegativeOne**whole
            symbol = self.named(sympy.Pow(base, rest, evaluate=False),
                                Range(S.NegativeOne, False, S.One, False))  # fmt: skip
            self.sides[symbol] = True
            return S.NegativeOne**whole * symbol
        if base is not S.Exp1 and not self.facts.shows(base, POSITIVE):
            return self.named(expr)  # splitting 0**(n - 1) is not allowed
        total = S.One
        for term in sympy.Add.make_args(sympy.expand(exponent)):
            coefficient, unit = term.as_coeff_Mul()
            if unit == 1:
                total *= self.write_power(None, base, coefficient)
                continue
            share = self.units.get((base, unit), 1)
            if not coefficient.is_Rational:
                raise _TooHard
            whole = coefficient * share
            power = sympy.Pow(base, unit / share, evaluate=False)
            total *= self.named(power, self.facts._range_of_power(base, unit / share)) ** int(whole)
        return total


def _root_degrees(expr):
    found = {}
    for power in expr.atoms(sympy.Pow):
        if power.exp.is_Rational and not power.exp.is_Integer:
            found[power.base] = math.lcm(found.get(power.base, 1), int(power.exp.q))
    return found


def _exponent_units(expr):
    """{(base, unit of its exponent): the least common denominator of the unit's coefficients}."""
    found = {}
    powers = [(p.base, p.exp) for p in expr.atoms(sympy.Pow)]
    powers += [(S.Exp1, e.args[0]) for e in expr.atoms(sympy.exp)]
    for base, exponent in powers:
        for term in sympy.Add.make_args(sympy.expand(exponent)):
            coefficient, unit = term.as_coeff_Mul()
            if unit != 1 and coefficient.is_Rational:
                key = base, unit
                found[key] = math.lcm(found.get(key, 1), int(coefficient.q))
    return found


__all__ = [
    "ANY", "KNOWN_FUNCTIONS", "NEGATIVE", "NONNEGATIVE", "NONPOSITIVE", "NONZERO", "POSITIVE",
    "Facts", "cases", "negated",
]  # fmt: skip
