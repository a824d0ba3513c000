"""Look for points of a domain at which a denominator vanishes.

Random points never hit the one value at which ``(x**2 - 4) / (x - 2)`` has none.
"""

from fractions import Fraction

import sympy

from claims.evaluate import to_sympy
from claims.symbols import substitute

_POINTS = 3


def poles(assumptions, points, *exprs):
    """Points inside the stated domain where some denominator of ``exprs`` is 0.

    Starts from the first of ``points`` and moves one symbol to a rational root of a denominator
    that is a polynomial in it. Finding none does not prove that there is none.
    """
    for base in _denominators(exprs):
        for point in points[:_POINTS]:
            values = {s: to_sympy(v) for s, v in point.items()}
            for symbol in sorted(base.free_symbols & set(values), key=str):
                others = {s: v for s, v in values.items() if s != symbol}
                for root in _rational_roots(substitute(base, others), symbol):
                    moved = point.bind(symbol, Fraction(int(root.p), int(root.q)))
                    if assumptions.holds_at(moved):
                        yield moved


def _denominators(exprs):
    """The bases of negative powers in ``exprs``, without those that hold a sum; in order."""
    powers = set().union(*(e.atoms(sympy.Pow) for e in exprs))
    bases = {p.base for p in powers if p.exp.could_extract_minus_sign()}
    return sorted((b for b in bases if not b.has(sympy.Sum)), key=sympy.default_sort_key)


def _rational_roots(expr, symbol):
    try:
        poly = sympy.Poly(sympy.together(expr).as_numer_denom()[0], symbol, domain="QQ")
    except (sympy.PolynomialError, sympy.CoercionFailed):
        return []
    return [] if poly.is_zero else sorted(poly.ground_roots())
