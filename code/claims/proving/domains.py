"""What a claim assumes of its symbols: their domains, and exact random points in them."""

import math
import random
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

import sympy
from sympy.core.function import UndefinedFunction

from claims.proving.errors import ClaimError
from claims.proving.evaluate import NotEvaluable, Point, decided, settled, to_sympy
from claims.proving.sets import NONNEGATIVE, NONZERO, POSITIVE
from claims.proving.symbols import atoms_to_bind, substitute

# What SymPy may assume of a symbol, and the set that the domain on show must then lie in.
_IMPLIED = {
    "real": sympy.S.Reals,
    "positive": POSITIVE,
    "nonnegative": NONNEGATIVE,
    "negative": sympy.Interval.open(-sympy.oo, 0),
    "nonpositive": sympy.Interval(-sympy.oo, 0),
    "nonzero": NONZERO,
    "zero": sympy.FiniteSet(0),
    "integer": sympy.S.Integers,
    "rational": sympy.S.Rationals,
}
# Values at which false statements often show: drawn besides the random ones where allowed.
_TELLING = (
    0, 1, -1, 2, -2, 3, 10, 50, 100, 101, 1000, -1000, 10**6,
    sympy.Rational(1, 2), sympy.Rational(1, 100), sympy.Rational(99, 100), sympy.Rational(1, 10**6),
)  # fmt: skip
_STEPS = (12, 33, 61)  # long enough to see what happens late, short enough to add up


@lru_cache
def _licensed(domain):
    """Every assumption of SymPy that follows from lying in ``domain``, as a dict."""
    facts = {name: True for name, s in _IMPLIED.items() if domain.is_subset(s) is True}
    return sympy.Dummy(**facts).assumptions0


def _hidden_assumption(atom, domain):
    """The name of an assumption that SymPy makes of ``atom`` and ``domain`` does not, or None."""
    sources = [atom, atom.label] if isinstance(atom, sympy.IndexedBase) else [atom]
    for source in sources:
        if isinstance(source, UndefinedFunction):
            given = sympy.Dummy(**source._kwargs).assumptions0
        else:
            given = source.assumptions0
        extra = {k: v for k, v in given.items() if _licensed(domain).get(k) != v}
        for name in [*_IMPLIED, *sorted(extra)]:  # the plainest name first
            if name in extra:
                return name if extra[name] else f"not {name}"
    return None


def widest(symbol):
    """The largest of our sets that SymPy's assumptions of ``symbol`` allow."""
    given = symbol.assumptions0
    sets = [s for name, s in _IMPLIED.items() if given.get(name)]
    return sympy.Intersection(sympy.S.Reals, *sets)


class Assumptions:
    """The domains of a claim's symbols and the conditions between them.

    ``where`` maps a symbol (or an IndexedBase, for all its elements) to a SymPy set; ``known`` does
    the same for the symbols of the book's notation table. ``given`` is a list of relations between
    symbols, such as ``beta1**2 < beta2``. Raises :class:`ClaimError` for a symbol that has no
    domain, for one of which SymPy would assume more than its domain says, and for a symbol of
    ``where`` that the claim does not have.
    """

    def __init__(self, exprs, where=None, given=(), known=None, label="claim"):
        where, known = dict(where or {}), dict(known or {})
        if not isinstance(given, list | tuple):
            raise ClaimError(f"given={given}: a list of relations is needed, such as [a < b]")
        for condition in given:
            if not isinstance(condition, sympy.core.relational.Relational):
                raise ClaimError(
                    f"given={condition}: a relation between symbols is needed, such as a < b"
                )
        self.given = list(given)
        self.domains = {}
        atoms = atoms_to_bind(*exprs, *self.given)
        for named in where:
            if named in atoms:
                continue
            if str(named) in map(str, atoms):
                raise ClaimError(
                    f"where={{{named}: ...}}: the {named} of the claim is another symbol, with "
                    "other assumptions"
                )
            raise ClaimError(
                f"where={{{named}: {where[named]}}}: the claim has no {named}; take it out"
            )
        for atom in atoms:
            self.domains[atom] = self._domain(atom, where.get(atom, known.get(atom)))
        for a, b in pairwise(atoms):
            if str(a) == str(b) and type(a) is type(b):
                raise ClaimError(
                    f"two symbols named {a}, with different assumptions: a reader can not tell "
                    "them apart; use one of them, or give one another name"
                )
        self.solved = self._solve_equations()

    @staticmethod
    def _domain(atom, domain):
        if domain is None:
            raise ClaimError(
                f"unbound symbol {atom}: it is not in the book's notation table with these "
                f"assumptions; say where it lives, where={{{atom}: claims.R}} for example"
            )
        if not isinstance(domain, sympy.Set) or domain.is_subset(sympy.S.Reals) is not True:
            raise ClaimError(f"where={{{atom}: {domain}}}: a set of real numbers is needed")
        if domain.is_empty:
            raise ClaimError(f"where={{{atom}: {domain}}}: no number lies in the domain")
        hidden = _hidden_assumption(atom, domain)
        if hidden:
            raise ClaimError(
                f"hidden assumption: SymPy takes {atom} to be {hidden}, but the claim says "
                f"{atom} in {domain}; declare the narrower domain or drop the assumption"
            )
        return domain

    def _solve_equations(self):
        """For each equation of ``given`` a symbol, by its value in terms of the others."""
        solved = {}
        for condition in self.given:
            if not isinstance(condition, sympy.Eq):
                continue
            gap = sympy.expand(substitute(condition.lhs - condition.rhs, solved))
            for symbol in sorted(gap.free_symbols & set(self.domains), key=str):
                slope = gap.diff(symbol)
                if slope.is_Rational and slope != 0 and symbol not in solved:
                    value = sympy.expand(symbol - gap / slope)
                    solved = {s: e.subs(symbol, value) for s, e in solved.items()}
                    solved[symbol] = value
                    break
            else:
                raise ClaimError(
                    f"given={condition}: an equation must be linear in one of its symbols, with a "
                    "number before it; put that symbol's value into both sides instead"
                )
        return solved

    def points(self, seed, count, tries=3000):
        """``count`` exact points in the domains, the same ones on every machine.

        ``seed`` is a text. Most values are random: fractions, whole numbers, large and small ones.
        Among them are, once each, the ends of the domain, 0, 1, -1 and other telling numbers.
        """
        rng = random.Random(seed)
        free = [a for a in self.domains if isinstance(a, sympy.Symbol) and a not in self.solved]
        decks = {a: [] for a in free}
        points = []
        for k in range(tries):
            values = {}
            for atom, deck in decks.items():
                if not deck:
                    # Far from 1, conditions such as a * b < 2 are seldom met.
                    deck += _deck(self.domains[atom], rng, count, modest=k > tries // 3)
                values[atom] = deck.pop()
            point = Point(values, lambda base: draw(self.domains[base], rng, wide=True))
            for symbol, value in self.solved.items():
                point = point.bind(symbol, settled(value, point))
            if self.holds_at(point) if self.solved else self.meets_conditions(point):
                points.append(point)
                if len(points) == count:
                    return points
        raise ClaimError(
            f"found {len(points)} points in the stated domain, need {count}"
            + (f"; given={self.given} leaves too little" if self.given else "")
        )

    @staticmethod
    def _holds(condition, point):
        try:
            return decided(condition.lhs, condition.rel_op, condition.rhs, point) is True
        except NotEvaluable:
            return False

    def contains(self, values):
        """Whether the point ``values`` (symbol to number) lies in every domain and condition."""
        return self.holds_at(Point(values))

    def holds_at(self, point):
        """Whether a :class:`Point` lies in every domain and meets every condition."""
        inside = all(holds(self.domains[s], v) for s, v in point.items() if s in self.domains)
        return inside and self.meets_conditions(point)

    def meets_conditions(self, point):
        """Whether a :class:`Point` meets every condition of ``given``."""
        return all(
            self._holds(c, point)
            for c in self.given
            if not (isinstance(c, sympy.Eq) and self.solved)
        )


def exact(value, what):
    """``value`` as a Fraction; raises :class:`ClaimError`, naming ``what``, if it is not rational.

    A float counts as the decimal number that it prints.
    """
    try:
        return Fraction(str(value))
    except ValueError:
        raise ClaimError(f"{what}={value}: a rational number is needed") from None


def holds(domain, value):
    """Whether a Fraction, or a ball, lies in ``domain``."""
    if isinstance(domain, sympy.Interval) and isinstance(value, Fraction):
        low, high = _rational_ends(domain)  # the usual case, without SymPy's inequalities
        if low is not None:
            left = low < value or (low == value and not domain.left_open)
            return left and (value < high or (value == high and not domain.right_open))
    return domain.contains(to_sympy(value)) == sympy.true


@lru_cache
def _rational_ends(interval):
    """Ends of an interval as Fractions or infinite floats; None twice if one is irrational."""
    found = []
    for end in (interval.start, interval.end):
        if end.is_infinite:
            found.append(math.inf if end == sympy.oo else -math.inf)
        elif end.is_Rational:
            found.append(Fraction(int(end.p), int(end.q)))
    return tuple(found) if len(found) == 2 else (None, None)


def ends(domain):
    """Smallest and largest number of a domain; None where it has none, or none can be found."""
    try:
        found = domain.inf, domain.sup
    except NotImplementedError:
        return None, None
    return tuple(e if e.is_finite else None for e in found)


@lru_cache
def _is_integer(domain):
    return domain.is_subset(sympy.S.Integers) is True


@lru_cache
def telling(domain):
    """Values of ``domain`` at which a false statement often shows, as Fractions."""
    low, high = ends(domain)
    if _is_integer(domain):  # a recurrence is run that many times
        values = {-1, 0, 1, 2} if low is None else {low, low + 1, low + 2, *_STEPS}
    else:
        values = {*_TELLING, low, high} - {None}
    values = {sympy.sympify(v) for v in values}
    inside = [v for v in values if v.is_Rational and domain.contains(v) == sympy.true]
    return sorted(Fraction(int(v.p), int(v.q)) for v in inside)


def _deck(domain, rng, count, modest=False):
    """At least ``count`` values, each telling one among them once; shuffled."""
    values = [] if modest else list(telling(domain))
    low, high = ends(domain)
    first = [v for v in values if v in (0, 1, -1, low, high)]  # these are taken first
    rest = [v for v in values if v not in first]
    rest += [draw(domain, rng) for _ in range(max(count - len(values), 4, len(values) // 2))]
    rng.shuffle(rest)
    rng.shuffle(first)
    values = rest + first
    return values


def draw(domain, rng, wide=False):
    """One exact random number in a SymPy set, of modest size so that powers stay readable.

    ``wide=True`` draws a telling number instead, one time in three.
    """
    if wide and rng.random() < 1 / 3 and (values := telling(domain)):
        return rng.choice(values)
    if isinstance(domain, sympy.FiniteSet):
        return exact(rng.choice(sorted(domain.args)), "a member of the domain")
    if isinstance(domain, sympy.Union):
        return draw(rng.choice(sorted(domain.args, key=str)), rng)
    whole = _is_integer(domain)
    low, high = _around(domain, 6 if whole else 7, whole)
    for k in range(400):  # by turns between grid points and integers, until we land inside
        if whole or k % 3 == 2:
            value = Fraction(rng.randint(math.ceil(low), math.floor(high)))
        else:
            parts = rng.choice((7, 30, 31, 64, 97, 101, 360, 997))
            value = low + (high - low) * Fraction(rng.randint(1, parts - 1), parts)
        if holds(domain, value):
            return value
    raise ClaimError(f"can not draw a point from {domain}")


@lru_cache
def _around(domain, width, whole):
    """Rational ends of the part of a domain in which we draw."""
    low, high = (None if e is None else Fraction(str(sympy.N(e, 30))) for e in ends(domain))
    if low is None:
        low = -Fraction(width) if high is None else high - width
        high = Fraction(width) if high is None else high
    if high is None or (whole and high > low + width):
        high = low + width
    return low, high
