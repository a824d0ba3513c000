"""Find a point of a domain at which an obligation fails, to name it in the message.

Nothing rests on this search: an obligation that is not proved is refused, found point or not.
Tried are exact points of the domain, and lines through them: one symbol moves, the others stay,
and where the part is a polynomial in that symbol (or in a root of it) its zeros are solved for.
"""

import math
from fractions import Fraction
from itertools import pairwise

import sympy

from claims.proving.domains import holds
from claims.proving.evaluate import NotEvaluable, agree, compare, evaluate, to_float, to_sympy
from claims.proving.symbols import substitute

_LINES = 6  # from how many points we set out
_CLOSE = sympy.Rational(1, 10**30)


def told(point, names):
    """A point in words."""
    shown = []
    for symbol, value in point.items():
        if symbol in names:
            text = str(value)
            if not isinstance(value, Fraction) or len(text) > 30:
                text = f"{to_float(value)!r}..."
            shown.append(f"{symbol} = {text}")
    for (base, *index), value in point.indexed().items():
        place = ", ".join(map(str, index))
        name = f"{base}({place})" if isinstance(base, sympy.FunctionClass) else f"{base}[{place}]"
        shown.append(f"{name} = {value}")
    return ", ".join(shown)


def find(obligation, assumptions, points):
    """A point, in words, at which ``obligation`` fails; None where none is found."""
    names = set(assumptions.domains)
    for point, near in _candidates(obligation, assumptions, points):
        if _fails(obligation, point, near):
            return told(point, names)
    return None


def _candidates(obligation, assumptions, points):
    """Points, and whether each is only close to a zero that is no rational number."""
    free = obligation.part.free_symbols
    inner = sorted((s for s in free if s not in assumptions.domains), key=str)
    for point in points:
        for moved in _with_indices(point, inner, obligation.facts):
            yield moved, False
    if inner:
        return
    for point in points[:_LINES]:
        known = dict(point.items())
        for symbol in sorted(free & set(known), key=str):
            rest = {s: to_sympy(v) for s, v in known.items() if s != symbol}
            line = substitute(obligation.part, rest)
            tried = sorted({dict(p.items())[symbol] for p in points})
            zeros = list(_zeros(line, symbol)) or list(_crossings(line, symbol, tried))
            for value, near in zeros:
                domain = assumptions.domains[symbol]
                if near and not isinstance(domain, sympy.Interval | type(sympy.S.Reals)):
                    continue  # a domain with gaps may leave just this number out
                if holds(domain, value):
                    moved = point.bind(symbol, value)
                    if assumptions.meets_conditions(moved):
                        yield moved, near


def _with_indices(point, inner, facts):
    """The point, with the indices of sums around the part given values that their sums reach."""
    points = [point]
    for symbol in inner:
        points = [p.bind(symbol, Fraction(k)) for p in points[:20] for k in range(-1, 8)]
    for moved in points:
        try:
            if all(
                compare(evaluate(c.lhs, moved), c.rel_op, evaluate(c.rhs, moved))
                for c in facts.given
            ):
                yield moved
        except NotEvaluable:
            continue


def _fails(obligation, point, near=False):
    try:
        value = evaluate(obligation.part, point)
    except NotEvaluable:
        return False
    if near and 0 not in obligation.allowed:
        return abs(to_float(value)) < 1e-20
    if obligation.whole_numbers and not (isinstance(value, Fraction) and value.denominator == 1):
        return True
    sign = 0 if agree(value, Fraction(0)) else 1 if compare(value, ">", Fraction(0)) else -1
    return sign not in obligation.allowed


def _zeros(line, symbol):
    """Real zeros of ``line``, rational or to 30 digits, and numbers on both sides of each."""
    powers = [p for p in line.atoms(sympy.Pow) if p.base == symbol and p.exp.is_Rational]
    degree = math.lcm(*(int(p.exp.q) for p in powers))
    sizes = [abs(p.exp) for p in line.atoms(sympy.Pow) if p.exp.is_Rational]
    if degree > 12 or max(sizes, default=0) > 40:  # a polynomial that is too long to solve
        return
    root = symbol if degree == 1 else sympy.Dummy("r", positive=True)
    try:
        top, _ = sympy.fraction(
            sympy.together(line if degree == 1 else line.subs(symbol, root**degree))
        )
        poly = sympy.Poly(top, root, domain="QQ")
    except (sympy.PolynomialError, sympy.CoercionFailed):
        return
    if poly.is_zero or poly.is_ground:
        return
    for factor, _ in poly.factor_list()[1]:
        if factor.degree() == 1:
            zeros = [-factor.nth(0) / factor.nth(1)]
        else:
            ends = [factor.refine_root(*a, eps=_CLOSE) for a, _ in factor.intervals()]
            zeros = [(a + b) / 2 for a, b in ends]
        for zero in map(sympy.Rational, zeros):
            if degree > 1 and zero < 0:
                continue
            exact = Fraction(int(zero.p), int(zero.q)) ** degree
            yield exact, factor.degree() > 1
            yield exact - Fraction(1, 1000), False
            yield exact + Fraction(1, 1000), False


def _crossings(line, symbol, tried):
    """Where ``line`` changes its sign between two values that were tried, to 30 digits."""

    def value(x):
        try:
            return to_float(evaluate(line, {symbol: x}))
        except NotEvaluable:
            return math.nan

    for low, high in pairwise(tried):
        left, right = value(low), value(high)
        if not left * right < 0:
            continue
        for _ in range(120):
            middle = (low + high) / 2
            here = value(middle)
            if here == 0:
                break
            low, high = (middle, high) if here * left > 0 else (low, middle)
        yield (low + high) / 2, True
