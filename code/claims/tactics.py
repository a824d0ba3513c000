"""The ways in which ``prove`` may prove: each has a name that the verdict prints.

A tactic answers one question, :meth:`Tactic.proves`: are these two sides equal for every value of
their symbols? ``False`` means "not shown", never "shown to be false".
"""

import sympy

from claims.errors import ClaimError
from claims.recurrence import Recurrence
from claims.sums import is_zero, same


class Tactic:
    """A named way to show ``lhs == rhs``. ``told`` is how the verdict names it."""

    told = ""

    def proves(self, lhs, rhs):
        raise NotImplementedError


class _Arithmetic(Tactic):
    told = "by algebra"

    def proves(self, lhs, rhs):
        difference = sympy.expand(sympy.together(lhs - rhs), power_exp=True)
        return difference == 0 or sympy.cancel(difference) == 0


class _Simplification(Tactic):
    told = "by simplification"

    def proves(self, lhs, rhs):
        return sympy.simplify(lhs - rhs) == 0


class _Summation(Tactic):
    told = "by summing the series"

    def proves(self, lhs, rhs):
        return sympy.simplify((lhs - rhs).doit()) == 0


class _SumMerging(Tactic):
    told = "by merging sums"

    def proves(self, lhs, rhs):
        return same(lhs, rhs)


class _Limit(Tactic):
    told = "by taking the limit"

    def proves(self, lhs, rhs):
        return sympy.simplify(lhs.doit() - rhs) == 0


class squares(Tactic):  # noqa: N801 - reads as a word in by=squares(...)
    """Square both sides first. Both must be known not to be negative from their symbols."""

    def __init__(self, then=None):
        self.then = then or arithmetic
        self.told = f"by squaring both sides, then {self.then.told}"

    def proves(self, lhs, rhs):
        if not (lhs.is_nonnegative and rhs.is_nonnegative):
            return False
        return self.then.proves(lhs**2, rhs**2)


class substituting(Tactic):  # noqa: N801
    """Replace symbols by expressions first, for instance kappa by (1 + s)**2."""

    def __init__(self, replacement, then=None):
        self.replacement = dict(replacement)
        self.then = then or arithmetic
        pairs = ", ".join(
            f"${sympy.latex(a)} = {sympy.latex(b)}$" for a, b in self.replacement.items()
        )
        self.told = f"with {pairs}, {self.then.told}"

    def proves(self, lhs, rhs):
        return self.then.proves(lhs.subs(self.replacement), rhs.subs(self.replacement))


class by_sign(Tactic):  # noqa: N801
    """Treat a positive and a negative value of a real symbol apart (and 0, where it is allowed)."""

    def __init__(self, symbol, then=None, zero=False):
        self.symbol, self.then, self.zero = symbol, then or simplification, zero
        self.told = f"for each sign of ${sympy.latex(symbol)}$, {self.then.told}"

    def proves(self, lhs, rhs):
        size = sympy.Dummy("size", positive=True)
        cases = [size, -size, *([sympy.S.Zero] if self.zero else [])]
        return all(
            self.then.proves(lhs.subs(self.symbol, c), rhs.subs(self.symbol, c)) for c in cases
        )


class induction(Tactic):  # noqa: N801
    """Induction on ``n``, the number of steps of a :class:`Recurrence` or the length of a sum.

    Recurrence: the closed form at the first step is the start value, and one more step of the
    code, from the closed form at n - 1, is the closed form at n. ``also`` gives the closed forms
    of the state's other parts, in order, where the state has more than the part that is claimed.

    Expression: both sides agree at n = ``first``, and both grow by the same from n - 1 to n.
    """

    def __init__(self, n, also=(), first=0):
        self.n, self.also, self.first = n, tuple(sympy.sympify(a) for a in also), first
        self.told = f"by induction on ${sympy.latex(n)}$"

    def proves(self, lhs, rhs):
        if isinstance(lhs, Recurrence):
            return self._proves_recurrence(lhs, rhs)
        difference = lhs - rhs
        start = difference.subs(self.n, self.first).doit()
        return is_zero(start) and is_zero(difference - difference.subs(self.n, self.n - 1))

    def _proves_recurrence(self, lhs, rhs):
        forms = (*self.also, rhs)
        parts = len(lhs.start)
        if len(self.also) not in (parts - 1, parts):
            raise ClaimError(f"also= gives {len(self.also)} closed forms, the state has {parts}")
        states = forms[:parts]
        first = {self.n: lhs.first}
        for form, start in zip(states, lhs.start, strict=True):
            if not is_zero(form.subs(first).doit() - start):
                return False
        before = tuple(form.subs(self.n, self.n - 1) for form in states)
        after = lhs.advance(before, self.n)
        return all(same(a, b) for a, b in zip(after, forms, strict=True))


arithmetic = _Arithmetic()
simplification = _Simplification()
summation = _Summation()
sum_merging = _SumMerging()
limit = _Limit()
