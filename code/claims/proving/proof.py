"""The three demands on a proof: a tactic, exact points, and altered versions that are rejected."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import sympy

from claims.proving import tactics
from claims.proving.domains import Assumptions
from claims.proving.errors import ClaimError, ClaimFailed
from claims.proving.evaluate import NotEvaluable, agree, compare, distance, evaluate
from claims.proving.mutants import GENERIC, mutants, swaps
from claims.proving.nonnegative import is_nonnegative
from claims.proving.poles import poles
from claims.proving.recurrence import Recurrence
from claims.proving.symbols import atoms_to_bind

# How many altered versions specific to the right side (not among GENERIC) must be rejected, or the
# points show too little. A right side such as 1, x or 1/n is too short to have that many.
# There the left side must show it: its altered versions count too, and both sides together need
# twice as many, since some slips on the left do no harm (a limit does not see them, a square no
# sign).
FEWEST = 3
FEWEST_OF_BOTH = 2 * FEWEST
_NEAR = (6, 12, 18, 24)  # how close to a limit's point we look: 10**-6, ...
_FAR = (2, 3, 4, 5)  # the same towards infinity, where that many terms must be added up


@dataclass(frozen=True)
class Outcome:
    """What was seen: how many altered versions were rejected, and under which assumptions."""

    assumptions: Assumptions
    rejected: int
    no_value: int = 0

    @property
    def told(self):
        told = f"{self.rejected} of {self.rejected} altered versions rejected"
        more = f"{self.no_value} more {'has' if self.no_value == 1 else 'have'} no value"
        return f"{told} ({more})" if self.no_value else told


def _told(point):
    def number(value):
        return str(value) if isinstance(value, Fraction) else f"{float(value)!r}..."

    return ", ".join(f"{s} = {number(v)}" for s, v in point.items())


class Identity:
    """``lhs == rhs``, proved by a tactic and cross-examined."""

    def __init__(self, label, lhs, rhs, tactic, where=None, given=(), points=12):
        self.label, self.lhs, self.rhs, self.tactic = label, lhs, rhs, tactic
        if points < 5:
            raise ClaimError(f"points={points}: at least 5 exact points are needed")
        self.recurrence = isinstance(lhs, Recurrence)
        if self.recurrence and not isinstance(tactic, tactics.induction):
            raise ClaimError(f"{label}: a Recurrence is proved with by=induction(n)")
        if isinstance(tactic, certificate):
            raise ClaimError(f"{label}: by=certificate(...) proves '<=', not '=='")
        if self._tautology():
            raise ClaimError(
                f"{label}: a tautology, both sides are the same expression {rhs}; "
                "the left side must come from running code (or use define)"
            )
        self.shown = lhs.unroll(lhs.first + 2) if self.recurrence else lhs
        exprs = [self.shown, rhs, *([tactic.n] if isinstance(tactic, tactics.induction) else [])]
        self.limits = set()
        if isinstance(lhs, sympy.Limit):
            exprs[0] = self.shown = lhs.args[0]
            self.limits = {lhs.args[1]}
            if rhs.has(lhs.args[1]):
                raise ClaimError(f"{label}: the limit can not depend on {lhs.args[1]} itself")
        self.assumptions = Assumptions(exprs, where, given)
        if not self.assumptions.domains:
            raise ClaimError(f"{label}: no symbols; a statement about numbers is for check")
        known = {*atoms_to_bind(exprs[0]), getattr(tactic, "n", None)}
        strangers = [s for s in atoms_to_bind(rhs) if s not in known]
        if strangers:
            raise ClaimError(f"{label}: {strangers[0]} stands on the right side only")
        if isinstance(tactic, tactics.induction):
            self._check_first_step()
        if self.limits:
            self._check_approach()
        self.points = self.assumptions.points(label, points)
        exprs = [e for e in exprs if not self.limits & e.free_symbols]
        self.poles = list(poles(self.assumptions, self.points, *exprs))
        tactic.covers(self.assumptions, self.points)

    def _tautology(self):
        """Whether the left side is the right side again, but for names of indices and order."""
        if not self.recurrence:
            return _plainest(self.lhs) == _plainest(self.rhs)
        unknown = tuple(sympy.Dummy() for _ in self.lhs.start)
        return self.lhs.advance(unknown, self.tactic.n)[-1] == self.rhs

    def _check_first_step(self):
        domain, first = self.assumptions.domains[self.tactic.n], self.tactic.first
        if self.recurrence:  # an output exists from the first run on
            first = self.lhs.first + self.lhs.has_output
        if not domain.is_subset(sympy.Range(first, sympy.oo)):
            raise ClaimError(
                f"{self.label}: induction shows whole numbers {self.tactic.n} >= {first} only, "
                f"but the claim says {self.tactic.n} in {domain}"
            )

    def _check_approach(self):
        _, symbol, to, side = self.lhs.args
        if not (to.is_Rational or to in (sympy.oo, -sympy.oo)):
            raise ClaimError(f"{self.label}: {symbol} -> {to}: a rational number or oo is needed")
        domain = self.assumptions.domains[symbol]
        for x in _approach(self.lhs):
            if domain.contains(x) != sympy.true:
                raise ClaimError(
                    f"{self.label}: {symbol} -> {to} from side {str(side)!r} leaves the stated "
                    f"domain {domain}"
                )

    def run(self):
        """Carry out all three demands. Raises ClaimFailed with the reason, else an Outcome."""
        if not self.tactic.proves(self.lhs, self.rhs):
            raise ClaimFailed(f"{self.label}: not proved {self.tactic.told}{self._hint()}")
        values = [self._left(p) for p in self.points]
        for point, value in zip(self.points, values, strict=True):
            try:
                good = self._meets(value, self.rhs, point)
            except NotEvaluable as error:
                self._no_value(point, error)
            if not good:
                raise ClaimFailed(f"{self.label}: false at {_told(point)}")
        for point in self.poles:
            self._left(point)
            self._value(self.rhs, point)
        rejected, specific, no_value = 0, 0, 0
        for name, changed in mutants(self.rhs):
            fate = self._fate(changed, values)
            if fate == "no value":
                no_value += 1
                continue
            if fate == "survives":
                if self._symmetric(name, values):
                    continue
                raise ClaimFailed(
                    f"{self.label}: the altered version with {name} ({changed}) agrees at all "
                    "points: the domain is too narrow to tell, or both forms are equal"
                )
            if self._tactic_fooled(changed):
                raise ClaimFailed(
                    f"{self.label}: {self.tactic.told} also 'proves' the false version with {name}"
                )
            rejected += 1
            specific += name not in GENERIC
        if specific < FEWEST:
            self._try_left_side(specific)
        return Outcome(self.assumptions, rejected, no_value)

    def _try_left_side(self, specific):
        """Raise ClaimFailed unless enough altered versions of the left side are rejected."""
        rejected = 0
        for name, changed in mutants(self.shown):
            if name not in GENERIC:
                rejected += any(self._differs(changed, point) for point in self.points)
            if specific + rejected == FEWEST_OF_BOTH:
                return
        raise ClaimFailed(
            f"{self.label}: only {specific} altered versions of the right side could be rejected "
            f"(not counting those that suit any formula) and {rejected} of the left; it takes "
            f"{FEWEST} of the right, or {FEWEST_OF_BOTH} of both, for the check to mean something"
        )

    def _differs(self, left, point):
        """Whether ``left``, in place of the left side, is seen to differ from the right side."""
        try:
            if self.recurrence:  # what is altered is the formula that two runs of the code give
                point = point.bind(self.tactic.n, Fraction(self.lhs.first + 2))
            return not self._meets(self._left_value(left, point), self.rhs, point)
        except NotEvaluable:
            return False

    def _left(self, point):
        """Value (or, for a limit, the values on the way) of the left side at a point."""
        try:
            if self.recurrence:
                steps = dict(point.items())[self.tactic.n]
                return evaluate(self.lhs.unroll(int(steps)), point)
            return self._left_value(self.shown, point)
        except NotEvaluable as error:
            self._no_value(point, error)

    def _left_value(self, expr, point):
        if not self.limits:
            return evaluate(expr, point)
        symbol = self.lhs.args[1]
        return [evaluate(expr, point.bind(symbol, x)) for x in _approach(self.lhs)]

    def _value(self, side, point):
        try:
            return evaluate(side, point)
        except NotEvaluable as error:
            self._no_value(point, error)

    def _no_value(self, point, error):
        raise ClaimFailed(
            f"{self.label}: no value inside the stated domain, at {_told(point)}: {error}"
        ) from None

    def _meets(self, value, rhs, point):
        """Whether the right side has the left side's value at a point (or its limit)."""
        right = evaluate(rhs, point)
        if not self.limits:
            return agree(value, right)
        return all(
            _closes_in([distance(x, right) for x in one_side], abs(right))
            for one_side in (value[:4], value[4:])
            if one_side
        )

    def _fate(self, changed, values):
        seen = False
        for point, value in zip(self.points, values, strict=True):
            try:
                if not self._meets(value, changed, point):
                    return "rejected"
                seen = True
            except NotEvaluable:
                continue
        return "survives" if seen else "no value"

    def _symmetric(self, name, values):
        """Whether the statement itself does not change under this swap, so it is no alteration."""
        swap = dict(swaps(self.rhs)).get(name)
        if swap is None or self.recurrence or self.limits:
            return False
        for point, value in zip(self.points, values, strict=True):
            known, mirrored = dict(point.items()), point
            for a, b in swap.items():
                mirrored = mirrored.bind(a, known[b])
            try:
                if not agree(evaluate(self.lhs, mirrored), value):
                    return False
            except NotEvaluable:
                return False
        return True

    def _tactic_fooled(self, changed):
        try:
            return self.tactic.proves(self.lhs, changed)
        except (ValueError, TypeError, NotImplementedError, ArithmeticError, AttributeError):
            return False  # it broke on the false version, so it did not prove it

    def _hint(self):
        """A point at which the statement is false, if there is one, for the error message."""
        for point in self.points:
            try:
                if not self._meets(self._left(point), self.rhs, point):
                    return f"; it is false at {_told(point)}"
            except (NotEvaluable, ClaimFailed):
                continue
        return "; no counterexample found, so the tactic may be too weak"


class Inequality(Identity):
    """``lhs <= rhs``, by a certificate: ``rhs - lhs`` equals something that can not be negative."""

    def __init__(self, label, lhs, rhs, tactic, where=None, given=(), points=12):
        if not isinstance(tactic, certificate):
            raise ClaimError(f"{label}: an inequality is proved with by=certificate(...)")
        if not isinstance(lhs, sympy.Expr) or isinstance(lhs, sympy.Limit):
            raise ClaimError(f"{label}: '<=' needs an expression on the left side")
        self.smaller, self.larger = lhs, rhs
        super().__init__(label, self.smaller + tactic.gap, rhs, tactic.then, where, given, points)
        if not is_nonnegative(tactic.gap, self.assumptions.domains, self.assumptions.given):
            raise ClaimFailed(
                f"{label}: can not see from its form that the gap {tactic.gap} is never negative"
            )

    def _tautology(self):
        return _plainest(self.smaller) == _plainest(self.larger)

    def run(self):
        sides = [(self._value(self.smaller, p), self._value(self.larger, p)) for p in self.points]
        for (low, high), point in zip(sides, self.points, strict=True):
            if not compare(low, "<=", high):
                raise ClaimFailed(f"{self.label}: false at {_told(point)}")
        if all(compare(high, "<=", low) for low, high in sides):
            raise ClaimFailed(f"{self.label}: both sides are equal at all points, use '=='")
        return super().run()


class certificate(tactics.Tactic):  # noqa: N801 - reads as a word in by=certificate(...)
    """Prove ``lhs <= rhs`` by showing that ``rhs - lhs`` equals ``gap``, which is never negative.

    ``gap`` must be nonnegative by its form: squares, products and sums of nonnegative parts.
    """

    def __init__(self, gap, then=None):
        self.gap = sympy.sympify(gap)
        self.then = then or tactics.arithmetic
        self.told = f"since right minus left is ${sympy.latex(self.gap)} \\ge 0$"


def _approach(limit):
    """Four numbers that come closer and closer to a limit's point, for each side of it."""
    body, _, to, side = limit.args
    if to in (sympy.oo, -sympy.oo):
        sign = 1 if to == sympy.oo else -1
        steps = _FAR if body.has(sympy.Sum, sympy.Product, sympy.factorial) else _NEAR
        return [Fraction(sign * 10**k) for k in steps]
    base = Fraction(int(to.p), int(to.q))
    signs = {"+": [1], "-": [-1], "+-": [1, -1]}[str(side)]
    return [base + sign * Fraction(1, 10**k) for sign in signs for k in _NEAR]


def _closes_in(gaps, size):
    """Whether the last of four gaps is small, and the gaps shrink to the end, not to a rest."""
    near = gaps[3] * 10**5
    if not (compare(near, "<=", Fraction(1)) or compare(near, "<=", size)):
        return False
    return all(compare(b * 5, "<=", a) or agree(b, Fraction(0)) for a, b in pairwise(gaps[1:]))


def _plainest(expr):
    """``expr`` built anew, so that SymPy orders it, with standard names for bound indices."""

    def rebuilt(node):
        return node.func(*map(rebuilt, node.args)) if node.args else node

    if isinstance(expr, sympy.Limit) or not expr.args:
        return expr
    expr = rebuilt(expr)
    return expr.as_dummy() if expr.args else expr
