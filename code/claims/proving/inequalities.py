"""The ways to prove an inequality: that a gap, larger side minus smaller, has the sign it needs.

A gap that must not be negative is shown by its form, by a certificate, by induction, by its
derivatives in one variable, or after squaring both sides or taking logarithms.
"""

import sympy
from sympy import S

from claims.proving import corners
from claims.proving.boxes import Range
from claims.proving.errors import ClaimError
from claims.proving.limits import Limits, NoLimit
from claims.proving.signs import NONNEGATIVE, NONPOSITIVE, NONZERO, POSITIVE, Facts
from claims.proving.sums import opened
from claims.proving.tactics import Tactic, arithmetic, induction

_POINTS = (S.Zero, S.One, S.NegativeOne, S.Half, S(2))  # where a smooth gap is tried for a minimum


def has_sign(gap, allowed, facts):
    """Whether the gap, or a rewritten form of it, is seen to have only the allowed signs."""
    forms = [gap]
    for change in (sympy.expand, sympy.together, sympy.factor, sympy.simplify):
        if any(facts.shows(form, allowed) for form in forms[-1:]):
            return True
        try:
            form = change(gap)
        except (sympy.PolynomialError, NotImplementedError, AttributeError):
            continue
        if form not in forms:
            forms.append(form)
    return facts.shows(forms[-1], allowed)


class InequalityTactic(Tactic):
    """A tactic for inequalities: it shows that ``larger - smaller`` has the sign it needs."""

    def shows(self, smaller, larger, allowed, facts):
        """``allowed`` is POSITIVE for a strict inequality, else NONNEGATIVE."""
        raise NotImplementedError

    def proves(self, lhs, rhs, facts):
        raise ClaimError(f"{self.told}: proves '<=' and '<', not '=='")


class _ByDifference(InequalityTactic):
    told = "by the sign of the difference"

    def shows(self, smaller, larger, allowed, facts):
        return has_sign(larger - smaller, allowed, facts)


class Automatic(InequalityTactic):
    """What is tried where ``by=`` is left out; ``told`` names what showed it."""

    told = _ByDifference.told

    def shows(self, smaller, larger, allowed, facts):
        gap = larger - smaller
        ways = [by_difference]
        smooth = not gap.has(*corners.KINDS, sympy.Sum, sympy.Product, sympy.floor)
        if smooth and (gap.has(sympy.exp, sympy.log) or _has_moving_power(gap)):
            # In one real symbol only: more of them take long, and the author knows which one helps.
            symbols = [s for s in gap.free_symbols if not facts.range(s).whole]
            symbols = symbols if len(gap.free_symbols) == 1 else []
            ways += map(derivatives, symbols)
            ways += [logarithms(derivatives(symbol)) for symbol in symbols]
        for way in ways:
            if way.shows(smaller, larger, allowed, facts):
                self.told = way.told
                return True
        return False


def _has_moving_power(expr):
    return any(p.exp.free_symbols for p in expr.atoms(sympy.Pow))


class certificate(InequalityTactic):  # noqa: N801 - reads as a word in by=certificate(...)
    """Prove ``lhs <= rhs`` by showing that ``rhs - lhs`` equals ``gap``, which is never negative.

    ``gap`` must be nonnegative on the domain by its form: squares, products and sums of parts that
    are, polynomials on intervals. For ``<`` it must be positive.
    """

    def __init__(self, gap, then=None):
        self.gap = sympy.sympify(gap)
        self.then = then or arithmetic
        self.told = f"since right minus left is ${sympy.latex(self.gap)} \\ge 0$"

    def shows(self, smaller, larger, allowed, facts):
        return has_sign(self.gap, allowed, facts) and self.then.proves(
            smaller + self.gap, larger, facts
        )


class InequalityInduction(InequalityTactic):
    """Induction for an inequality (made by ``induction`` where the relation is one)."""

    def __init__(self, tactic):
        self.n, self.first, self.told = tactic.n, tactic.first, tactic.told

    def shows(self, smaller, larger, allowed, facts):
        gap = larger - smaller
        n = induction.any_step(self.first)
        start = gap.subs(self.n, self.first).doit()
        here = _forget(facts, self.n)
        here.ranges |= {s: Range(S.Zero, False, S.Infinity, True, True) for s in n.free_symbols}
        if not has_sign(start, allowed, here):
            return False
        before, after = gap.subs(self.n, n), gap.subs(self.n, n + 1)
        for factor in self._factors(before, n):
            if not here.shows(factor, NONNEGATIVE):
                continue
            if allowed == POSITIVE and not here.shows(factor, POSITIVE):
                continue
            rest = sympy.expand(opened(after) - factor * before, power_exp=True)
            if has_sign(sympy.powsimp(rest), NONNEGATIVE, here):
                return True
        return False

    @staticmethod
    def _factors(gap, n):
        """What the gap at n may be multiplied by: 1, and the bases of its powers with n on top."""
        yield S.One
        bases = {p.base for p in gap.atoms(sympy.Pow) if p.exp.has(*n.free_symbols)}
        yield from sorted(bases, key=sympy.default_sort_key)


class derivatives(InequalityTactic):  # noqa: N801
    """Prove an inequality by the derivatives of the gap in one symbol.

    The gap rises and is not negative where it starts; or falls and is not negative where it ends;
    or it is convex and touches 0, flat, at 0, 1, -1, 1/2 or 2.
    """

    def __init__(self, symbol):
        self.symbol = symbol
        self.told = f"by its derivatives in ${sympy.latex(symbol)}$"

    def prepare(self, label, assumptions, facts, points, own):
        if self.symbol not in assumptions.domains:
            raise ClaimError(f"{label}: derivatives({self.symbol}): the claim has no {self.symbol}")

    def shows(self, smaller, larger, allowed, facts, gap=None, depth=0):
        gap = sympy.expand_log(larger - smaller) if gap is None else gap
        if has_sign(gap, allowed, facts):
            return True
        if depth > 2 or gap.has(*corners.KINDS, sympy.Sum, sympy.Product, sympy.floor):
            return False
        x, r = self.symbol, facts.range(self.symbol)
        here = _smooth(facts, x, r)
        slope = sympy.simplify(gap.diff(x))
        starts, ends = (r.low, r.low_open, "+"), (r.high, r.high_open, "-")
        for rise, end in ((slope, starts), (-slope, ends)):
            rises = self._has(rise, NONNEGATIVE, here, depth)
            if rises and self._end(gap, x, *end, allowed, facts):
                return True
        if not has_sign(sympy.simplify(slope.diff(x)), NONNEGATIVE, here):
            return False
        rest = _forget(facts, x)
        for at in _POINTS:
            if r.low < at < r.high and sympy.simplify(slope.subs(x, at)) == 0:
                return has_sign(sympy.simplify(gap.subs(x, at)), allowed, rest)
        return False

    def _has(self, expr, allowed, facts, depth):
        return self.shows(S.Zero, expr, allowed, facts, expr, depth + 1)

    @staticmethod
    def _end(gap, x, end, is_open, side, allowed, facts):
        rest = _forget(facts, x)
        if not is_open:
            return has_sign(sympy.simplify(gap.subs(x, end)), allowed, rest)
        try:
            value = Limits(facts, x, end, side).of(gap)
        except NoLimit:
            return False
        if value == S.Infinity:
            return True
        return allowed == NONNEGATIVE and has_sign(value, NONNEGATIVE, rest)


def _smooth(facts, x, r):
    """The facts, with a whole number treated as the real number that it also is."""
    if not r.whole:
        return facts
    return Facts(facts.domains, facts.given, {**facts.ranges, x: r._replace(whole=False)})


def _forget(facts, symbol):
    domains = {s: d for s, d in facts.domains.items() if s != symbol}
    given = [c for c in facts.given if symbol not in c.free_symbols]
    ranges = {s: r for s, r in facts.ranges.items() if s != symbol}
    return Facts(domains, given, ranges)


class logarithms(InequalityTactic):  # noqa: N801
    """Take logarithms on both sides first. Both must be seen to be positive on the domain."""

    def __init__(self, then=None):
        self.then = then or by_difference
        self.told = f"by taking logarithms, then {self.then.told}"

    def shows(self, smaller, larger, allowed, facts):
        if not (facts.shows(smaller, POSITIVE) and facts.shows(larger, POSITIVE)):
            return False
        sides = (self._log(side, facts) for side in (smaller, larger))
        return self.then.shows(*sides, allowed, facts)

    def _log(self, expr, facts):
        """log of a product of powers, term by term where the parts are positive."""
        if isinstance(expr, sympy.exp):
            return expr.args[0]
        if expr.is_Mul and all(facts.shows(a, POSITIVE) for a in expr.args):
            return sympy.Add(*(self._log(a, facts) for a in expr.args))
        if expr.is_Pow and facts.shows(expr.base, POSITIVE):
            return expr.exp * self._log(expr.base, facts)
        return sympy.log(expr)


class Squared(InequalityTactic):
    """Squares on both sides (made by ``squares`` where the relation is an inequality)."""

    def __init__(self, tactic):
        self.told = "by squaring both sides, then " + by_difference.told

    def shows(self, smaller, larger, allowed, facts):
        if not facts.shows(larger, NONNEGATIVE):
            return False
        if facts.shows(smaller, NONPOSITIVE):
            return allowed == NONNEGATIVE or facts.shows(larger, POSITIVE)
        return facts.shows(smaller, NONNEGATIVE) and has_sign(
            sympy.expand(larger**2 - smaller**2), allowed, facts
        )


by_difference = _ByDifference()

__all__ = ["NONZERO", "certificate", "by_difference", "derivatives", "has_sign", "logarithms"]
