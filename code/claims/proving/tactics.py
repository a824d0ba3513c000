"""The ways in which ``prove`` may prove: each has a name that the verdict prints.

A tactic answers one question, :meth:`Tactic.proves`: are these two sides equal for every value of
their symbols that the facts allow, given that both sides are defined there? ``False`` means "not
shown", never "shown to be false".
"""

import functools

import sympy

from claims.proving import corners as corner_cases
from claims.proving.boxes import Range
from claims.proving.definedness import check as check_defined
from claims.proving.errors import ClaimError
from claims.proving.limits import NoLimit, limit_of, reaches
from claims.proving.recurrence import Recurrence
from claims.proving.signs import NONNEGATIVE, NONZERO, Facts, range_of_set
from claims.proving.sums import from_one, is_zero, opened, products_vanish, same
from claims.proving.symbols import atoms_to_bind, substitute, widest_range


class Tactic:
    """A named way to show ``lhs == rhs``. ``told`` is how the verdict names it."""

    told = ""
    then = None  # the tactic that finishes the proof, for one that only prepares it

    def proves(self, lhs, rhs, facts):
        """Whether ``lhs == rhs`` for all values that ``facts`` (a Facts) allow."""
        raise NotImplementedError

    def brings(self):
        """The symbols that the proof adds to those of the claim; they may have a domain."""
        return self.then.brings() if self.then is not None else set()

    def prepare(self, label, assumptions, facts, points, own):
        """Raise ClaimError or ClaimFailed if some values of the domain escape this tactic.

        ``own`` are the domains that the author gave to the symbols it brings.
        """
        if self.then is not None:
            self.then.prepare(label, assumptions, facts, points, own)


def _simplifies_to_zero(expr):
    """Whether SymPy's ``simplify`` makes 0 of ``expr``."""
    plain = all(a.is_Symbol or a.is_Rational for a in expr.atoms())
    plain = plain and not expr.has(sympy.Function, sympy.Sum, sympy.Product)
    if plain and expr.is_polynomial(*expr.free_symbols):
        return sympy.expand(expr) == 0  # decides it, and much sooner
    return sympy.simplify(expr) == 0


@functools.lru_cache(maxsize=1024)  # the left side of a claim meets many altered right sides
def _summed(expr):
    return expr.doit()


class _Arithmetic(Tactic):
    told = "by algebra"

    def proves(self, lhs, rhs, facts):
        top = sympy.sympify(lhs - rhs)
        if not top.is_polynomial(*top.free_symbols):
            top, _ = sympy.fraction(sympy.together(top))
        top = sympy.expand(top, power_exp=True)
        if top.is_polynomial(*top.free_symbols):
            return top == 0  # expanded polynomials have one form only
        return sympy.cancel(top) == 0


class _Simplification(Tactic):
    told = "by simplification"

    def proves(self, lhs, rhs, facts):
        gap = lhs - rhs
        if _simplifies_to_zero(gap):
            return True
        return gap.has(*_BY_EXP) and _simplifies_to_zero(gap.rewrite(sympy.exp))


_BY_EXP = (sympy.tanh, sympy.sinh, sympy.cosh)


class _Summation(Tactic):
    told = "by summing the series"

    def proves(self, lhs, rhs, facts):
        sides = (settle(_summed(cosines(side, facts)), facts) for side in (lhs, rhs))
        left, right = sides
        if left.has(sympy.Piecewise) or right.has(sympy.Piecewise):
            left, right = (settle(sympy.piecewise_fold(side), facts) for side in (left, right))
        return _simplifies_to_zero(left - right)


def settle(expr, facts):
    """``expr`` with the branch of each Piecewise that the facts choose, where they do."""

    def branch(node):
        for value, condition in node.args:
            known = _known_to_hold(condition, facts)
            if known:
                return value
            if known is None:
                return node
        return node

    return expr.replace(lambda e: isinstance(e, sympy.Piecewise), branch)


def _known_to_hold(condition, facts):
    """True, False, or None where the facts do not tell."""
    if condition in (sympy.true, sympy.false):
        return bool(condition)
    if isinstance(condition, sympy.Eq | sympy.Ne):
        signs = facts.signs(condition.lhs - condition.rhs)
        if 0 not in signs or signs == {0}:
            return (signs == {0}) == isinstance(condition, sympy.Eq)
    return None


def cosines(expr, facts):
    """``expr`` with each sum of ``cos(a*i + b)`` over i in closed form, where sin(a/2) is not 0.

    Twice sin(a/2) times the sum telescopes to sin(a*(high + 1/2) + b) - sin(a*(low - 1/2) + b).
    """

    def closed(node):
        if len(node.limits) != 1:
            return node
        index, low, high = node.limits[0]
        total = sympy.S.Zero
        for term in sympy.Add.make_args(sympy.expand(node.function)):
            factor, rest = term.as_independent(index, as_Add=False)
            if rest == 1:
                total += factor * (high - low + 1)
                continue
            if not isinstance(rest, sympy.cos):
                return node
            slope = rest.args[0].diff(index)
            half = sympy.sin(slope / 2)
            if slope.has(index) or not facts.shows(half, NONZERO):
                return node
            shift = sympy.expand(rest.args[0] - slope * index)
            ends = (slope * (high + sympy.S.Half) + shift, slope * (low - sympy.S.Half) + shift)
            first, second = (sympy.sin(sympy.expand(end)) for end in ends)
            total += factor * (first - second) / (2 * half)
        return total

    return expr.replace(lambda e: isinstance(e, sympy.Sum) and e.has(sympy.cos), closed)


class _SumMerging(Tactic):
    told = "by merging sums"

    def proves(self, lhs, rhs, facts):
        if same(lhs, rhs) or products_vanish(lhs - rhs):
            return True
        return same(from_one(lhs, facts), from_one(rhs, facts))


class _Limit(Tactic):
    told = "by taking the limit"

    def proves(self, lhs, rhs, facts):
        return _takes(lhs, facts, rhs)


def _takes(lhs, facts, rhs):
    if not isinstance(lhs, sympy.Limit):
        raise ClaimError("by=limit proves a Limit; the left side is none")
    found = limit_of(lhs, facts)  # NoLimit says which step was not shown
    if found == rhs:
        return True
    if found in (sympy.oo, -sympy.oo):
        raise NoLimit(f"the left side goes to {found}")
    return same(found, rhs) or _simplifies_to_zero(found - rhs)


class squares(Tactic):  # noqa: N801 - reads as a word in by=squares(...)
    """Square both sides first. Both must be seen not to be negative on the domain."""

    def __init__(self, then=None):
        self.then = then or arithmetic
        self.told = f"by squaring both sides, then {self.then.told}"

    def proves(self, lhs, rhs, facts):
        if not (facts.shows(lhs, NONNEGATIVE) and facts.shows(rhs, NONNEGATIVE)):
            return False
        return self.then.proves(lhs**2, rhs**2, facts)


class substituting(Tactic):  # noqa: N801
    """Replace symbols by expressions first, for instance kappa by (1 + s)**2."""

    def __init__(self, replacement, then=None):
        self.replacement = dict(replacement)
        self.then = then or arithmetic
        pairs = ", ".join(
            f"${sympy.latex(a)} = {sympy.latex(b)}$" for a, b in self.replacement.items()
        )
        self.told = f"with {pairs}, {self.then.told}"

    def proves(self, lhs, rhs, facts):
        changed = (substitute(side, self.replacement) for side in (lhs, rhs))
        return self.then.proves(*changed, self._facts(facts))

    def brings(self):
        new = {s for form in self.replacement.values() for s in atoms_to_bind(form)}
        return new | super().brings()

    def _facts(self, facts):
        domains = {s: d for s, d in facts.domains.items() if s not in self.replacement}
        given = [
            c.func(substitute(c.lhs, self.replacement), substitute(c.rhs, self.replacement))
            for c in facts.given
        ]
        given = [c for c in given if isinstance(c, sympy.core.relational.Relational)]
        ranges = {**facts.ranges, **getattr(self, "own", {})}
        return Facts(domains, given, ranges)

    def prepare(self, label, assumptions, facts, points, own):
        """Each form must be defined on the domain of its new symbol, and take every value of the
        domain of the symbol that it replaces."""
        taken, self.own = set(), {}
        for symbol, form in self.replacement.items():
            named = f"substituting({{{symbol}: {form}}})"
            if symbol not in assumptions.domains:
                raise ClaimError(f"{label}: {named}: the claim has no {symbol}")
            new = set(atoms_to_bind(form)) - set(assumptions.domains)
            if len(new) != 1 or new & taken:
                raise ClaimError(f"{label}: {named}: the form must have one new symbol of its own")
            if set(atoms_to_bind(form)) & set(self.replacement):
                raise ClaimError(f"{label}: {named}: the form holds a symbol that is replaced too")
            taken |= new
            (one,) = new
            self.own[one] = range_of_set(own[one]) if one in own else widest_range(one)
            inside = Facts(facts.domains, facts.given, {**facts.ranges, **self.own})
            check_defined(label, named, form, assumptions, inside, ())
            target = range_of_set(assumptions.domains[symbol])
            if not reaches(form, one, self.own[one], target, inside):
                raise ClaimError(
                    f"{label}: {named}: can not see that the form takes every value of {symbol} in "
                    f"{assumptions.domains[symbol]}, as {one} moves through "
                    f"{_interval(self.own[one])}; give {one} a wider domain in where=, or "
                    f"{symbol} a narrower one"
                )
        if self.then is not None:
            self.then.prepare(label, assumptions, self._facts(facts), points, own)


def _interval(r):
    left, right = "(" if r.low_open else "[", ")" if r.high_open else "]"
    return f"{left}{r.low}, {r.high}{right}"


class by_sign(Tactic):  # noqa: N801
    """Treat a positive and a negative value of a real symbol apart (and 0, where it is allowed)."""

    def __init__(self, symbol, then=None, zero=False):
        self.symbol, self.then, self.zero = symbol, then or simplification, zero
        self.told = f"for each sign of ${sympy.latex(symbol)}$, {self.then.told}"
        self.size = sympy.Dummy("size", positive=True)

    def proves(self, lhs, rhs, facts):
        cases = [self.size, -self.size, *([sympy.S.Zero] if self.zero else [])]
        for value in cases:
            put = {self.symbol: value}
            domains = {s: d for s, d in facts.domains.items() if s != self.symbol}
            given = [c.func(substitute(c.lhs, put), substitute(c.rhs, put)) for c in facts.given]
            given = [c for c in given if isinstance(c, sympy.core.relational.Relational)]
            ranges = {**facts.ranges, self.size: Range(sympy.S.Zero)}
            inside = Facts(domains, given, ranges)
            if not self.then.proves(substitute(lhs, put), substitute(rhs, put), inside):
                return False
        return True

    def prepare(self, label, assumptions, facts, points, own):
        super().prepare(label, assumptions, facts, points, own)
        domain = assumptions.domains.get(self.symbol)
        if domain is None:
            raise ClaimError(f"{label}: by_sign({self.symbol}): the claim has no {self.symbol}")
        if not self.zero and domain.contains(0) != sympy.false:
            raise ClaimError(
                f"{label}: by_sign({self.symbol}): {self.symbol} may be 0 in {domain}, and that "
                "case is left out; say zero=True, or where={...: claims.NONZERO}"
            )


class by_cases(Tactic):  # noqa: N801
    """Treat each side of every corner of an Abs, Max, Min, sign or Piecewise apart."""

    def __init__(self, then=None):
        self.then = then or arithmetic
        self.told = f"by cases at the corners, {self.then.told}"

    def proves(self, lhs, rhs, facts):
        return corner_cases.all_cases(lhs, rhs, facts, self.then.proves)


# A step number of which no more is assumed than that it is not negative. (The n of a claim may be
# known to be positive. Then the step from 0 to 1 would not be shown.)
_ANY_STEP = sympy.Dummy("n", integer=True, nonnegative=True)


class induction(Tactic):  # noqa: N801
    """Induction on ``n``, the number of steps of a :class:`Recurrence` or the length of a sum.

    Recurrence: the closed form at the first step is the start value, and one more step of the
    code, from the closed form at n, is the closed form at n + 1. ``also`` gives the closed forms
    of the state's other parts, in order, where the state has more than the part that is claimed.

    Expression: both sides agree at n = ``first``, and both grow by the same from n to n + 1. With
    a product inside, the product to n is put in by what is claimed for it.

    Inequality: it holds at n = ``first``, and what the larger side is ahead at n + 1 is a
    nonnegative multiple of what it is ahead at n, plus something that is not negative.
    """

    def __init__(self, n, also=(), first=None):
        self.n, self.also = n, tuple(sympy.sympify(a) for a in also)
        self.first = 0 if first is None else first
        self.told = f"by induction on ${sympy.latex(n)}$"

    def proves(self, lhs, rhs, facts):
        if isinstance(lhs, Recurrence):
            return self._proves_recurrence(lhs, rhs, facts)
        difference, n = lhs - rhs, self.any_step(self.first)
        start = difference.subs(self.n, self.first).doit()
        if not _vanishes(start):
            return False
        before, after = (difference.subs(self.n, k) for k in (n, n + 1))
        if is_zero(after - before) or is_zero(opened(after) - opened(before)):
            return True
        return self._by_hypothesis(lhs, rhs, n)

    @staticmethod
    def any_step(first):
        """A number of steps of which no more is known than that it is at least ``first``."""
        return _ANY_STEP + first

    def _by_hypothesis(self, lhs, rhs, n):
        """The step from n to n + 1, with the sum or product to n replaced by what it is to be."""
        after = opened(lhs.subs(self.n, n + 1))
        before = lhs.subs(self.n, n)
        coefficient, rest = before.as_independent(sympy.Sum, sympy.Product, as_Add=False)
        if not isinstance(rest, sympy.Sum | sympy.Product) or coefficient == 0:
            return False
        stand_in = sympy.Dummy("S", real=True)
        after = after.subs(rest, stand_in)
        if after.has(sympy.Product) or stand_in not in after.free_symbols:
            return False
        known = after.subs(stand_in, rhs.subs(self.n, n) / coefficient)
        return _vanishes(known - rhs.subs(self.n, n + 1))

    def base(self, recurrence):
        """The first number of steps for which the closed form is claimed."""
        return max(self.first, recurrence.first)

    def needs(self, lhs):
        """Raise ClaimError unless ``also`` has a form for each other part of the state."""
        parts = len(lhs.start)
        needed = parts - 1 + lhs.has_output
        if len(self.also) != needed:
            raise ClaimError(
                f"also= gives {len(self.also)} closed forms; {needed} are needed, since the state "
                f"has {parts} parts and what is claimed is "
                + ("an output beside them" if lhs.has_output else "the last of them")
            )

    def _proves_recurrence(self, lhs, rhs, facts):
        self.needs(lhs)
        forms = (*self.also, rhs)
        parts = len(lhs.start)
        states = forms[:parts]
        base = self.base(lhs)
        reached = lhs.start
        for k in range(lhs.first + 1, base + 1):
            reached = lhs.advance(reached, sympy.Integer(k))[:parts]
        for form, start in zip(states, reached, strict=True):
            if not _vanishes(form.subs({self.n: base}).doit() - start):
                return False
        # From n to n + 1, not n - 1 to n: SymPy writes b**(n + 1) as b * b**n for every b, but
        # b**(n - 1) as b**n / b only where it knows that b is not 0.
        n = self.any_step(base)
        before = tuple(form.subs(self.n, n) for form in states)
        after = lhs.advanced(before, n + 1)
        forms = tuple(form.subs(self.n, n + 1) for form in forms)
        # The claimed form stands last. Take it first: in an altered version it alone differs.
        return all(
            same(a, b) or (a.has(sympy.Sum) and same(opened(a), opened(b)))
            for a, b in reversed([*zip(after, forms, strict=True)])
        )


def _vanishes(expr):
    return is_zero(expr) or (not expr.has(sympy.Sum) and _simplifies_to_zero(expr))


class Automatic(Tactic):
    """What is tried where ``by=`` is left out: algebra, and where there are corners, cases."""

    def __init__(self):
        self.told = arithmetic.told

    def proves(self, lhs, rhs, facts):
        if arithmetic.proves(lhs, rhs, facts):
            return True
        if not corner_cases.of(lhs, rhs):
            return False
        cases = by_cases()
        if cases.proves(lhs, rhs, facts):
            self.told = cases.told
            return True
        return False


arithmetic = _Arithmetic()
simplification = _Simplification()
summation = _Summation()
sum_merging = _SumMerging()
limit = _Limit()
