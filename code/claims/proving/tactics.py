"""The ways in which ``prove`` may prove: each has a name that the verdict prints.

A tactic answers one question, :meth:`Tactic.proves`: are these two sides equal for every value of
their symbols? ``False`` means "not shown", never "shown to be false".
"""

import functools

import sympy

from claims.proving.domains import widest
from claims.proving.errors import ClaimError
from claims.proving.evaluate import to_sympy
from claims.proving.recurrence import Recurrence
from claims.proving.sums import is_zero, same
from claims.proving.symbols import atoms_to_bind, substitute


class Tactic:
    """A named way to show ``lhs == rhs``. ``told`` is how the verdict names it."""

    told = ""
    then = None  # the tactic that finishes the proof, for one that only prepares it

    def proves(self, lhs, rhs):
        raise NotImplementedError

    def covers(self, assumptions, points):
        """Raise :class:`ClaimError` if some values of the domain escape this tactic."""
        if self.then is not None:
            self.then.covers(assumptions, points)


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

    def proves(self, lhs, rhs):
        top = lhs - rhs
        if not top.is_polynomial(*top.free_symbols):
            top, _ = sympy.fraction(sympy.together(top))
        top = sympy.expand(top, power_exp=True)
        if top.is_polynomial(*top.free_symbols):
            return top == 0  # expanded polynomials have one form only
        return sympy.cancel(top) == 0


class _Simplification(Tactic):
    told = "by simplification"

    def proves(self, lhs, rhs):
        return _simplifies_to_zero(lhs - rhs)


class _Summation(Tactic):
    told = "by summing the series"

    def proves(self, lhs, rhs):
        return _simplifies_to_zero(_summed(lhs) - _summed(rhs))


class _SumMerging(Tactic):
    told = "by merging sums"

    def proves(self, lhs, rhs):
        return same(lhs, rhs)


class _Limit(Tactic):
    told = "by taking the limit"

    def proves(self, lhs, rhs):
        try:
            return sympy.simplify(lhs.doit() - rhs) == 0
        except ValueError:  # SymPy's answer where the limits from both sides differ
            return False


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
        return self.then.proves(
            substitute(lhs, self.replacement), substitute(rhs, self.replacement)
        )

    def covers(self, assumptions, points):
        """Each replaced symbol must take every value of its domain; seen at the exact points."""
        super().covers(assumptions, points)
        taken = set()
        for symbol, form in self.replacement.items():
            named = f"substituting({{{symbol}: {form}}})"
            if symbol not in assumptions.domains:
                raise ClaimError(f"{named}: the claim has no {symbol}")
            new = set(atoms_to_bind(form)) - set(assumptions.domains)
            if len(new) != 1 or new & taken:
                raise ClaimError(f"{named}: the form must have one new symbol of its own")
            taken |= new
            for point in points:
                if not _reached(symbol, form, *new, point):
                    raise ClaimError(
                        f"{named}: {symbol} = {dict(point.items())[symbol]} lies in the stated "
                        "domain, but can not be seen to be reached by the form"
                    )


def _reached(symbol, form, new, point):
    """Whether some value of the symbol ``new`` makes ``form`` equal to ``symbol`` at ``point``."""
    values = {s: to_sympy(v) for s, v in point.items()}
    equation = substitute(form, {s: v for s, v in values.items() if s != symbol})
    return _solvable(equation - values[symbol], new)


@functools.lru_cache(maxsize=1024)
def _solvable(expr, symbol):
    """Whether ``expr`` is seen to be 0 for some value that the symbol may take."""
    return sympy.solveset(expr, symbol, widest(symbol)).is_empty is False


class by_sign(Tactic):  # noqa: N801
    """Treat a positive and a negative value of a real symbol apart (and 0, where it is allowed)."""

    def __init__(self, symbol, then=None, zero=False):
        self.symbol, self.then, self.zero = symbol, then or simplification, zero
        self.told = f"for each sign of ${sympy.latex(symbol)}$, {self.then.told}"
        self.size = sympy.Dummy("size", positive=True)

    def proves(self, lhs, rhs):
        cases = [self.size, -self.size, *([sympy.S.Zero] if self.zero else [])]
        return all(
            self.then.proves(substitute(lhs, {self.symbol: c}), substitute(rhs, {self.symbol: c}))
            for c in cases
        )

    def covers(self, assumptions, points):
        super().covers(assumptions, points)
        domain = assumptions.domains.get(self.symbol)
        if domain is None:
            raise ClaimError(f"by_sign({self.symbol}): the claim has no {self.symbol}")
        if not self.zero and domain.contains(0) != sympy.false:
            raise ClaimError(
                f"by_sign({self.symbol}): {self.symbol} may be 0 in {domain}, and that case is "
                "left out; say zero=True, or where={...: claims.NONZERO}"
            )


# A step number of which no more is assumed than that it is not negative. (The n of a claim may be
# known to be positive. Then the step from 0 to 1 would not be shown.)
_ANY_STEP = sympy.Dummy("n", integer=True, nonnegative=True)


class induction(Tactic):  # noqa: N801
    """Induction on ``n``, the number of steps of a :class:`Recurrence` or the length of a sum.

    Recurrence: the closed form at the first step is the start value, and one more step of the
    code, from the closed form at n, is the closed form at n + 1. ``also`` gives the closed forms
    of the state's other parts, in order, where the state has more than the part that is claimed.

    Expression: both sides agree at n = ``first``, and both grow by the same from n to n + 1.
    """

    def __init__(self, n, also=(), first=0):
        self.n, self.also, self.first = n, tuple(sympy.sympify(a) for a in also), first
        self.told = f"by induction on ${sympy.latex(n)}$"

    def proves(self, lhs, rhs):
        if isinstance(lhs, Recurrence):
            return self._proves_recurrence(lhs, rhs)
        difference, any_step = lhs - rhs, _ANY_STEP
        start = difference.subs(self.n, self.first).doit()
        before, after = (difference.subs(self.n, k) for k in (any_step, any_step + 1))
        return is_zero(start) and is_zero(after - before)

    def _proves_recurrence(self, lhs, rhs):
        forms = (*self.also, rhs)
        parts = len(lhs.start)
        needed = parts - 1 + lhs.has_output
        if len(self.also) != needed:
            raise ClaimError(
                f"also= gives {len(self.also)} closed forms; {needed} are needed, since the state "
                f"has {parts} parts and what is claimed is "
                + ("an output beside them" if lhs.has_output else "the last of them")
            )
        states = forms[:parts]
        first = {self.n: lhs.first}
        for form, start in zip(states, lhs.start, strict=True):
            if not is_zero(form.subs(first).doit() - start):
                return False
        # From n to n + 1, not n - 1 to n: SymPy writes b**(n + 1) as b * b**n for every b, but
        # b**(n - 1) as b**n / b only where it knows that b is not 0.
        any_step = _ANY_STEP
        before = tuple(form.subs(self.n, any_step) for form in states)
        after = lhs.advance(before, any_step + 1)
        forms = tuple(form.subs(self.n, any_step + 1) for form in forms)
        # The claimed form stands last. Take it first: in an altered version it alone differs.
        return all(same(a, b) for a, b in reversed([*zip(after, forms, strict=True)]))


arithmetic = _Arithmetic()
simplification = _Simplification()
summation = _Summation()
sum_merging = _SumMerging()
limit = _Limit()
