"""The demands on a proof: it is defined, a tactic proves it, exact points agree, and altered
versions are rejected."""

import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import sympy
from sympy import S

from claims.proving import corners, definedness, tactics, witness
from claims.proving.domains import Assumptions, holds
from claims.proving.errors import ClaimError, ClaimFailed
from claims.proving.evaluate import (
    BITS,
    NotEvaluable,
    agree,
    compare,
    decided,
    distance,
    precision,
    settled,
)
from claims.proving.inequalities import (
    Automatic,
    InequalityInduction,
    InequalityTactic,
    Squared,
    by_difference,
    has_sign,
)
from claims.proving.limits import NoLimit
from claims.proving.mutants import GENERIC, mutants, swaps
from claims.proving.recurrence import Recurrence, Steps
from claims.proving.sets import COUNT
from claims.proving.signs import NONNEGATIVE, POSITIVE, Facts
from claims.proving.sums import from_one
from claims.proving.symbols import atoms_to_bind, substitute

# How many altered versions specific to the right side (not among GENERIC) must be rejected, or the
# points show too little. A right side such as 1, x or 1/n is too short to have that many.
# There the left side must show it: its altered versions count too, and both sides together need
# twice as many, since some slips on the left do no harm (a limit does not see them, a square no
# sign).
FEWEST = 3
FEWEST_OF_BOTH = 2 * FEWEST
SECONDS = 30  # of computing, for one claim
_MORE_POINTS = (
    18  # at which the statement alone is tried, beside the points of the altered versions
)
# How close to a limit's point we look, as powers of 10: near; far, where a limit is slow; and
# towards infinity where that many terms must be added up.
_NEAR, _FAR, _TERMS = (6, 12, 18, 24), (6, 60, 600, 6000), (1, 2, 3)


@dataclass(frozen=True)
class Outcome:
    """What was seen: how many altered versions were rejected, and under which assumptions."""

    assumptions: Assumptions
    rejected: int
    no_value: int = 0
    equal: int = 0
    by: str = ""  # how it was proved

    @property
    def told(self):
        told = f"{self.rejected} of {self.rejected} altered versions rejected"
        more = []
        if self.no_value:
            more.append(f"{self.no_value} more {'has' if self.no_value == 1 else 'have'} no value")
        if self.equal:
            more.append(f"{self.equal} more proved equal and left out")
        return f"{told} ({', '.join(more)})" if more else told


def examine(label, lhs, relation, rhs, by=None, where=None, given=(), points=12, known=None):
    """Hold ``lhs relation rhs`` to every demand on a proof; return the :class:`Outcome`, or raise.

    ``relation`` is ``==``, ``<=``, ``<``, ``>=`` or ``>``. ``known`` maps symbols to domains, as
    the book's notation table does; ``where`` adds to it. Raises ClaimError where the claim is badly
    posed, ClaimFailed where it does not pass.
    """
    with time_limit(label, by):
        try:
            return statement(label, lhs, relation, rhs, by, where, given, points, known).run()
        except NoLimit as error:
            raise ClaimFailed(f"{label}: not proved {told_by(by)}: {error}") from None
        except (ClaimError, ClaimFailed) as error:
            if label in str(error):
                raise
            raise type(error)(f"{label}: {error}") from None
        except RecursionError:
            raise ClaimFailed(f"{label}: {told_by(by)} went too deep; state it in parts") from None


def statement(label, lhs, relation, rhs, by=None, where=None, given=(), points=12, known=None):
    """The :class:`Identity` or :class:`Inequality` that these arguments pose."""
    if relation == "==" and isinstance(lhs, sympy.Sum) and lhs.limits[-1][2] == S.Infinity:
        lhs, by, known = _as_limit(label, lhs, by, known)
    if relation == "==":
        return Identity(label, lhs, rhs, by, where, given, points, known)
    if relation not in ("<=", "<", ">=", ">"):
        raise ClaimError(
            f"{label}: relation={relation!r}: prove knows '==', '<=', '<', '>=' and '>'"
        )
    if isinstance(lhs, Recurrence | sympy.Limit):
        raise ClaimError(f"{label}: {relation!r} needs an expression on the left side")
    smaller, larger = (lhs, rhs) if relation[0] == "<" else (rhs, lhs)
    strict = "=" not in relation
    return Inequality(label, smaller, larger, by, where, given, points, known, strict)


def _as_limit(label, total, by, known):
    """An infinite sum as the limit of its partial sums, and the tactic for it."""
    if by is not None and by not in (tactics.summation, tactics.limit):
        raise ClaimError(
            f"{label}: an infinite sum is the limit of its partial sums; prove it with by=limit or "
            "by=summation"
        )
    *inner, (index, low, _) = total.limits
    last = sympy.Symbol("N", integer=True, positive=True)
    if last in total.free_symbols:
        last = sympy.Dummy("N", integer=True, positive=True)
    partial = total.func(total.function, *inner, (index, low, last))
    return sympy.Limit(partial, last, S.Infinity), tactics.limit, {**(known or {}), last: COUNT}


def told_by(by, relation="=="):
    """How the verdict names the tactic ``by``, or the one that stands in for None."""
    return getattr(by, "told", None) or (
        tactics.arithmetic.told if relation == "==" else by_difference.told
    )


@contextmanager
def time_limit(label, by, seconds=SECONDS):
    """Stop a claim that computes for longer than ``seconds`` (of processor time, so that a busy
    machine changes nothing). Only where Python can: in the main thread, not on Windows."""
    can = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not can or signal.getitimer(signal.ITIMER_VIRTUAL)[0] > 0:  # inside a claim already
        yield
        return

    def stop(*_):
        raise _TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    except _TooLong:
        raise ClaimFailed(
            f"{label}: {told_by(by)} took longer than {seconds} s; try another tactic, fewer "
            "symbols, or state it in parts"
        ) from None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


class _TooLong(BaseException):
    """Not an Exception, so that nothing on the way takes it for an error of its own."""


class _Statement:
    """What equalities and inequalities share: assumptions, facts, points, definedness."""

    def __init__(self, label, tactic, points):
        if isinstance(points, bool) or not isinstance(points, int):
            raise ClaimError(f"{label}: points={points!r}: a whole number is needed")
        if points < 5:
            raise ClaimError(f"{label}: points={points}: at least 5 exact points are needed")
        self.label, self.tactic, self.count = label, tactic, points

    def assume(self, exprs, where, given, known, seed):
        where = dict(where or {})
        self._check_given(given)
        brought = self.tactic.brings()
        shown = set(atoms_to_bind(*exprs, *given))
        own = {s: where.pop(s) for s in brought & set(where) if s not in shown}
        self.assumptions = Assumptions(exprs, where, given, known)
        if not self.assumptions.domains:
            raise ClaimError(
                f"{self.label}: no symbols; a statement about numbers is for check (or refute)"
            )
        self.own = {s: d for s, d in {**(known or {}), **own}.items() if s in brought}
        self.facts = self._make_facts()
        self.points = self.assumptions.points(seed, self.count)
        self.more = self.assumptions.points(seed + " more", _MORE_POINTS)
        self.more += list(self._beyond_corners(exprs))

    def _check_given(self, given):
        if not isinstance(given, list | tuple):
            raise ClaimError(
                f"{self.label}: given={given}: a list of relations is needed, such as [a < b]"
            )

    def _make_facts(self):
        solved = self.assumptions.solved
        domains = {s: d for s, d in self.assumptions.domains.items() if s not in solved}
        given = [c for c in self.assumptions.given if not isinstance(c, sympy.Eq)]
        for symbol, value in solved.items():
            given += _bounds(value, self.assumptions.domains[symbol])
        given = [c.func(substitute(c.lhs, solved), substitute(c.rhs, solved)) for c in given]
        given = [c for c in given if isinstance(c, sympy.core.relational.Relational)]
        return Facts(domains, given)

    def solved(self, expr):
        """``expr`` with the symbols that an equation of given= determines put in."""
        return substitute(expr, self.assumptions.solved) if self.assumptions.solved else expr

    def _beyond_corners(self, exprs):
        """Points at the corners of Abs, Max, … and beyond them, on both sides, near and far."""
        if self.assumptions.solved:
            return
        for corner in corners.of(*exprs)[:4]:
            args = corner.args if not isinstance(corner, sympy.Piecewise) else ()
            gaps = [args[0] - a for a in args[1:]] if len(args) > 1 else list(args)
            if isinstance(corner, sympy.Piecewise):
                relations = corner.atoms(sympy.core.relational.Relational)
                gaps = [c.lhs - c.rhs for c in relations]
            for gap in gaps:
                yield from self._around_zero(gap)

    def _around_zero(self, gap):
        for symbol in sorted(gap.free_symbols & set(self.assumptions.domains), key=str):
            slope = gap.diff(symbol)
            if slope == 0 or slope.has(symbol):
                continue
            zero = symbol - gap / slope
            for point in self.points[:2]:
                try:
                    place = settled(sympy.cancel(zero), point)
                except (NotEvaluable, sympy.PolynomialError):
                    continue
                if not isinstance(place, Fraction):
                    continue
                for away in (0, Fraction(1, 1000), Fraction(-1, 1000), 1, -1, 10**4, -(10**4)):
                    moved = point.bind(symbol, place + away)
                    inside = holds(self.assumptions.domains[symbol], place + away)
                    whole = self.assumptions.domains[symbol].is_subset(S.Integers)
                    near = inside and not (whole and abs(place + away) > 200)
                    if near and self.assumptions.meets_conditions(moved):
                        yield moved

    def defined(self, side, expr, facts=None):
        """Prove that ``expr`` has a value on the whole domain."""
        definedness.check(
            self.label, side, self.solved(expr), self.assumptions, facts or self.facts,
            [*self.points, *self.more],
        )  # fmt: skip

    def told(self, point):
        names = {s for s in self.assumptions.domains if s not in getattr(self, "limits", ())}
        return witness.told(point, names)

    def attempt(self, proves):
        """``proves()``, where nothing that SymPy raises reaches an author as it is."""
        try:
            return proves()
        except NoLimit as error:
            raise ClaimFailed(
                f"{self.label}: not proved {self.tactic.told}: {error}{self._hint()}"
            ) from None
        except (ClaimError, ClaimFailed, RecursionError):
            raise
        except Exception as error:
            raise ClaimFailed(
                f"{self.label}: {self.tactic.told}: SymPy broke off with {type(error).__name__} "
                f"({error}); try another tactic, or a plainer form of the two sides{self._hint()}"
            ) from None

    def fooled(self, proves):
        """Whether the tactic proves a false version. If it breaks off there, it does not."""
        try:
            return proves()
        except (ClaimError, ClaimFailed, NoLimit):
            return False
        except Exception:  # whatever SymPy raises on a false version, it is no proof
            return False

    def _hint(self):
        return ""


def _bounds(value, domain):
    """The conditions that ``value`` lies in ``domain``, as far as its ends say it."""
    if not isinstance(domain, sympy.Interval):
        return []
    found = []
    if domain.start.is_finite:
        found.append(value > domain.start if domain.left_open else value >= domain.start)
    if domain.end.is_finite:
        found.append(value < domain.end if domain.right_open else value <= domain.end)
    return [c for c in found if isinstance(c, sympy.core.relational.Relational)]


class Identity(_Statement):
    """``lhs == rhs``, proved by a tactic and cross-examined."""

    def __init__(self, label, lhs, rhs, tactic, where=None, given=(), points=12, known=None):
        tactic = tactic or tactics.Automatic()
        if isinstance(tactic, InequalityTactic):
            raise ClaimError(f"{label}: by={type(tactic).__name__} proves '<=' and '<', not '=='")
        super().__init__(label, tactic, points)
        self.recurrence = isinstance(lhs, Recurrence)
        if self.recurrence and not isinstance(tactic, tactics.induction):
            raise ClaimError(f"{label}: a Recurrence is proved with by=induction(n)")
        self.written = lhs
        if not self.recurrence:
            lhs = _worked_out(label, lhs)
        self.lhs, self.rhs = lhs, _worked_out(label, rhs)
        if self._tautology():
            raise ClaimError(
                f"{label}: a tautology, both sides are the same expression {rhs}; "
                "the left side must come from running code (or use define); a derivative or an "
                "integral is stated unevaluated, as Derivative(f, x) or Integral(f, (x, a, b))"
            )
        if self.recurrence:
            self.steps = Steps(label, lhs)
            self.shown = self.steps.at(
                lhs.advance(lhs.start, sympy.Integer(lhs.first + 1))[: len(lhs.start)],
                sympy.Integer(lhs.first + 2),
            )[-1]
        else:
            self.shown = lhs
        exprs = [self.shown, self.rhs]
        exprs += [tactic.n] if isinstance(tactic, tactics.induction) else []
        exprs += lhs.start if self.recurrence else []
        self.limits = set()
        if isinstance(lhs, sympy.Limit):
            exprs[0] = self.shown = lhs.args[0]
            self.limits = {lhs.args[1]}
            if self.rhs.has(lhs.args[1]):
                raise ClaimError(f"{label}: the limit can not depend on {lhs.args[1]} itself")
        seed = f"{self.written if not self.recurrence else self.shown} == {self.rhs}"
        self.assume(exprs, where, given, known, seed)
        known_left = {*atoms_to_bind(exprs[0]), getattr(tactic, "n", None)}
        if self.recurrence:
            known_left |= set(atoms_to_bind(*self.steps.forms, *lhs.start))
        strangers = [s for s in atoms_to_bind(self.rhs) if s not in known_left]
        if strangers:
            raise ClaimError(f"{label}: {strangers[0]} stands on the right side only")
        if isinstance(tactic, tactics.induction):
            self._check_first_step()
        if self.limits:
            self._check_approach()
        self._all_defined()
        tactic.prepare(label, self.assumptions, self.facts, self.points, self.own)

    def _tautology(self):
        """Whether the left side is the right side again, but for names of indices and order."""
        if not self.recurrence:
            return _plainest(self.written) == _plainest(self.rhs)
        unknown = tuple(sympy.Dummy() for _ in self.lhs.start)
        try:
            return self.lhs.advance(unknown, self.tactic.n)[-1] == self.rhs
        except ClaimError:
            raise
        except Exception as error:  # the author's code, on symbols
            raise ClaimError(
                f"{self.label}: the step of {self.lhs.name} can not run on symbols: "
                f"{type(error).__name__}: {error}"
            ) from None

    def _check_first_step(self):
        domain, first = self.assumptions.domains[self.tactic.n], self.tactic.first
        if self.recurrence:  # an output exists from the first run on
            first = max(self.tactic.base(self.lhs), self.lhs.first + self.lhs.has_output)
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
        for x in _approach(self.lhs, _TERMS if _is_long(self.lhs) else _NEAR):
            if domain.contains(x) != sympy.true:
                raise ClaimError(
                    f"{self.label}: {symbol} -> {to} from side {str(side)!r} leaves the stated "
                    f"domain {domain}"
                )

    # --- Definedness

    def _all_defined(self):
        if self.recurrence:
            self._recurrence_defined()
        elif not self.limits:
            # The limit's own rules show that its body has values near the point.
            self.defined("the left side", self.lhs)
        else:
            definedness_of_form(self.label, self.shown, self.facts)
        self.defined("the right side", self.rhs)

    def _recurrence_defined(self):
        recurrence, tactic = self.lhs, self.tactic
        tactic.needs(recurrence)
        for start in recurrence.start:
            self.defined("the start", start)
        n, base, parts = tactic.n, tactic.base(recurrence), len(recurrence.start)
        states = (*tactic.also, self.rhs)[:parts]
        # The number of steps before one more: it may be one less than the claim's smallest n.
        domains = {**self.facts.domains, n: sympy.Range(base, sympy.oo)}
        given = [c for c in self.facts.given if n not in c.free_symbols]
        before = Facts(domains, given, self.facts.ranges)
        for form in states:
            self._defined_from(base, form, before)
        for form in self.steps.at(states, n + 1):
            self._defined_from(base, form, before)
        reached = recurrence.start
        for k in range(recurrence.first + 1, base + 1):
            reached = self.steps.at(reached, sympy.Integer(k))[:parts]
            for form in reached:
                self.defined(f"step {k}", form)

    def _defined_from(self, base, form, facts):
        stand_in = self.assumptions
        before = dict(stand_in.domains)
        stand_in.domains = {**before, self.tactic.n: facts.domains[self.tactic.n]}
        try:
            side = f"the step from {self.tactic.n} >= {base}"
            points = [*self.points, *self.more]
            definedness.check(self.label, side, form, stand_in, facts, points)
        finally:
            stand_in.domains = before

    # --- The demands

    def run(self):
        """Carry out all demands. Raises ClaimFailed with the reason, else an Outcome."""
        if not self.attempt(lambda: self._proves(self.rhs)):
            raise ClaimFailed(f"{self.label}: not proved {self.tactic.told}{self._hint()}")
        values = [self._left(p) for p in self.points]
        for point, value in zip(self.points, values, strict=True):
            self._must_meet(point, value)
        for point in self.more:
            self._must_meet(point, self._left(point))
        if self.recurrence:
            self.steps.compare(self.points)
        rejected, specific, no_value, equal = 0, 0, 0, 0
        for name, changed in mutants(self.rhs):
            fate = self._fate(changed, values)
            if fate == "no value":
                no_value += 1
                continue
            if fate == "survives":
                if self._symmetric(name, values):
                    continue
                if self._equal(changed):
                    equal += 1
                    continue
                raise ClaimFailed(
                    f"{self.label}: the altered version with {name} ({changed}) agrees at all "
                    "points: the domain is too narrow to tell, or both forms are equal"
                )
            if self.fooled(lambda changed=changed: self._proves(changed)):
                raise ClaimFailed(
                    f"{self.label}: {self.tactic.told} also 'proves' the false version with {name}"
                )
            rejected += 1
            specific += name not in GENERIC
        if specific < FEWEST and not (self.limits and self.rhs.is_number and rejected):
            # (Of a limit that is a number, little can be altered that the limit would see.)
            self._try_left_side(specific)
        return Outcome(self.assumptions, rejected, no_value, equal, self.tactic.told)

    def _proves(self, rhs):
        lhs = self.lhs if self.recurrence else self.solved(self.lhs)
        return self.tactic.proves(lhs, self.solved(rhs), self.facts)

    def _must_meet(self, point, value):
        try:
            good = self._meets(value, self.rhs, point)
        except NotEvaluable as error:
            self._no_value(point, error)
        if not good:
            raise ClaimFailed(f"{self.label}: false at {self.told(point)}")

    def _equal(self, changed):
        """Whether an altered version is proved to be the right side in another form."""
        for prove in (
            lambda: tactics.same(self.rhs, changed),
            lambda: tactics.same(*(from_one(side, self.facts) for side in (self.rhs, changed))),
            lambda: tactics.simplification.proves(self.rhs, changed, self.facts),
        ):
            if self.fooled(prove):
                return True
        return False

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
                n = dict(point.items())[self.tactic.n]
                return self.steps.value(point, int(n))
            return self._left_value(self.lhs_on_points, point)
        except NotEvaluable as error:
            self._no_value(point, error)

    @property
    def lhs_on_points(self):
        """What is evaluated: the left side as written, before derivatives were worked out."""
        return self.shown if self.limits else self.written

    def _left_value(self, expr, point):
        if not self.limits:
            return settled(expr, point)
        symbol = self.lhs.args[1]

        def values(steps):
            return [settled(expr, point.bind(symbol, x)) for x in _approach(self.lhs, steps)]

        if _is_long(self.lhs):
            return [values(_TERMS)]
        near = values(_NEAR)
        try:
            return [near, values(_FAR)]
        except NotEvaluable:
            return [near]

    def _no_value(self, point, error):
        raise ClaimFailed(
            f"{self.label}: no value inside the stated domain, at {self.told(point)}: {error}"
        ) from None

    def _meets(self, value, rhs, point):
        """Whether the right side has the left side's value at a point (or its limit)."""
        right = settled(rhs, point)
        if not self.limits:
            return agree(value, right)
        sides = 2 if str(self.lhs.args[3]) == "+-" and self.lhs.args[2].is_finite else 1
        return any(
            all(
                _closes_in([distance(x, right) for x in one_side], abs(right), far=turn == 1)
                for one_side in _halves(way, sides)
            )
            for turn, way in enumerate(value)
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
                if not agree(settled(self.lhs, mirrored), value):
                    return False
            except NotEvaluable:
                return False
        return True

    def _hint(self):
        """A point at which the statement is false, or what is left of it, for the message."""
        for point in (*self.points, *self.more):
            try:
                if not self._meets(self._left(point), self.rhs, point):
                    return f"; it is false at {self.told(point)}"
            except (NotEvaluable, ClaimFailed):
                continue
        told = "; no counterexample found, so the tactic may be too weak"
        if self.recurrence or self.limits:
            return told
        try:
            rest = str(sympy.factor_terms(sympy.expand(self.lhs - self.rhs)))
        except Exception:  # the residue is a help, no more
            return told
        if len(rest) <= 120:
            told += f" (it was left with {rest})"
        return f"{told}; others are listed in claims, and induction(n) proves sums step by step"


def definedness_of_form(label, expr, facts):
    """Refuse what no limit's body may hold: complex numbers, floats, unknown functions."""
    try:
        list(definedness.obligations(expr, facts))
    except (ClaimError, ClaimFailed) as error:
        raise type(error)(f"{label}: the body of the limit: {error}") from None


def _worked_out(label, expr):
    """``expr`` with its derivatives and integrals carried out by SymPy."""
    if not expr.has(sympy.Derivative, sympy.Integral):
        return expr
    done = expr.replace(
        lambda e: isinstance(e, sympy.Derivative | sympy.Integral), lambda e: e.doit()
    )
    if done.has(sympy.Derivative, sympy.Integral):
        raise ClaimFailed(
            f"{label}: SymPy can not carry out {expr}; state its closed form as a derivative"
        )
    return done


class Inequality(_Statement):
    """``smaller <= larger`` (or ``<``), by the sign of the difference, however it is shown."""

    def __init__(self, label, smaller, larger, tactic, where=None, given=(), points=12, known=None,
                 strict=False):  # fmt: skip
        tactic = tactic or Automatic()
        if isinstance(tactic, tactics.induction):
            tactic = InequalityInduction(tactic)
        elif isinstance(tactic, tactics.squares):
            tactic = Squared(tactic)
        if not isinstance(tactic, InequalityTactic):
            raise ClaimError(
                f"{label}: an inequality is proved with by=certificate(...), derivatives(x), "
                "induction(n), squares(), logarithms(), or without by=, by the difference's sign"
            )
        super().__init__(label, tactic, points)
        self.smaller, self.larger, self.strict = (
            _worked_out(label, smaller), _worked_out(label, larger), strict)  # fmt: skip
        self.allowed = POSITIVE if strict else NONNEGATIVE
        if _plainest(self.smaller) == _plainest(self.larger):
            raise ClaimError(f"{label}: a tautology, both sides are the same expression {larger}")
        exprs = [self.smaller, self.larger]
        gap = getattr(tactic, "gap", None)
        seed = f"{self.smaller} <= {self.larger}"
        self.assume(exprs, where, given, known, seed)
        if gap is not None:
            strangers = [s for s in atoms_to_bind(gap) if s not in self.assumptions.domains]
            if strangers:
                raise ClaimError(f"{label}: {strangers[0]} stands in the certificate only")
        if isinstance(tactic, InequalityInduction):
            domain = self.assumptions.domains.get(tactic.n)
            if domain is None or not domain.is_subset(sympy.Range(tactic.first, sympy.oo)):
                raise ClaimError(
                    f"{label}: induction shows whole numbers {tactic.n} >= {tactic.first} only, "
                    f"but the claim says {tactic.n} in {domain}"
                )
        self.defined("the smaller side", self.smaller)
        self.defined("the larger side", self.larger)
        if gap is not None:
            self.defined("the certificate", gap)
        tactic.prepare(label, self.assumptions, self.facts, self.points, self.own)

    def run(self):
        """Carry out all demands. Raises ClaimFailed with the reason, else an Outcome."""
        relation = "<" if self.strict else "<="
        equal = True
        for point in (*self.points, *self.more):
            try:
                held = self._holds(relation, self.larger, point)
            except NotEvaluable as error:
                where = self.told(point)
                raise ClaimFailed(
                    f"{self.label}: no value inside the stated domain, at {where}: {error}"
                ) from None
            if held is None:
                raise ClaimFailed(f"{self.label}: can not tell at {self.told(point)}")
            if not held:
                raise ClaimFailed(f"{self.label}: false at {self.told(point)}")
            equal &= decided(self.smaller, "<", self.larger, point) is not True
        if equal:
            raise ClaimFailed(f"{self.label}: both sides are equal at all points, use '=='")
        if not self.attempt(lambda: self._proves(self.larger)):
            raise ClaimFailed(f"{self.label}: {self._why_not()}")
        told = self.tactic.told
        return Outcome(self.assumptions, *self._altered(relation), by=told)

    def _holds(self, relation, larger, point):
        found = decided(self.smaller, relation, larger, point)
        if found is None and not self.strict:
            return agree(settled(self.smaller, point), settled(larger, point))
        return found

    def _proves(self, larger):
        return self.tactic.shows(
            self.solved(self.smaller), self.solved(larger), self.allowed, self.facts
        )

    def _why_not(self):
        gap = getattr(self.tactic, "gap", None)
        word = "is always positive" if self.strict else "is never negative"
        if gap is not None:
            if not self.fooled(lambda: has_sign(gap, self.allowed, self.facts)):
                return f"can not see from its form that the gap {gap} {word}"
            then = self.tactic.then.told
            return f"not proved {self.tactic.told}: the two differ by something else, {then}"
        rest = sympy.expand(self.larger - self.smaller)
        return (
            f"not proved {self.tactic.told}: can not see that {rest} {word} on the domain; try "
            "by=certificate(gap), derivatives(x), squares(), logarithms(...) or induction(n), or "
            "narrow where="
        )

    def _altered(self, relation):
        """Altered versions of the larger side: (rejected, without value).

        Those that hold as well, at every point, say nothing, since a bound may be looser. None that
        is false may be proved.
        """
        rejected = no_value = 0
        for name, changed in mutants(self.larger):
            fates = set()
            for point in self.points:
                try:
                    fates.add(self._holds(relation, changed, point))
                except NotEvaluable:
                    fates.add("no value")
            if False not in fates:
                no_value += fates == {"no value"}
                continue
            if self.fooled(lambda changed=changed: self._proves(changed)):
                raise ClaimFailed(
                    f"{self.label}: {self.tactic.told} also 'proves' the false version with {name}"
                )
            rejected += 1
        if not rejected:
            raise ClaimFailed(
                f"{self.label}: no altered version of the larger side is false at any point: the "
                "bound is too loose for the check to mean something"
            )
        return rejected, no_value


def _is_long(limit):
    body, _, to, _ = limit.args
    return not to.is_finite and body.has(sympy.Sum, sympy.Product, sympy.factorial)


def _approach(limit, steps):
    """Numbers that come closer and closer to a limit's point, for each side of it."""
    _, _, to, side = limit.args
    if to in (sympy.oo, -sympy.oo):
        sign = 1 if to == sympy.oo else -1
        return [Fraction(sign * 10**k) for k in steps]
    base = Fraction(int(to.p), int(to.q))
    signs = {"+": [1], "-": [-1], "+-": [1, -1]}[str(side)]
    return [base + sign * Fraction(1, 10**k) for sign in signs for k in steps]


def _halves(values, sides):
    size = len(values) // sides
    return [values[k * size : (k + 1) * size] for k in range(sides)]


def _closes_in(gaps, size, far):
    """Whether the gaps shrink to the end, not to a rest, and the last one is small: beside the
    limit, or, where we looked ``far``, beside the first."""
    zero = Fraction(0)
    if all(gap == 0 for gap in gaps[-2:]):
        return True

    def below(a, b):
        try:
            return agree(a, zero) or compare(a, "<", b)
        except NotEvaluable:  # can not tell: then it is not below
            return False

    with precision(BITS):
        last = gaps[-1] * 500
        small = below(last, Fraction(1)) or below(last, size) or (far and below(last, gaps[0]))
        return small and all(below(b * 2, a) for a, b in pairwise(gaps[1:]))


def _plainest(expr):
    """``expr`` built anew, so that SymPy orders it, with standard names for bound indices."""

    def rebuilt(node):
        return node.func(*map(rebuilt, node.args)) if node.args else node

    if isinstance(expr, sympy.Limit) or not expr.args:
        return expr
    expr = rebuilt(expr)
    return expr.as_dummy() if expr.args else expr
