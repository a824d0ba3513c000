"""Split a statement at the corners of Abs, Max, Min, sign and Piecewise, and prove each case."""

import sympy

from claims.proving.signs import cases

KINDS = (sympy.Abs, sympy.Max, sympy.Min, sympy.sign, sympy.Piecewise)
_MOST = 6  # corners that are split, one within the other


def of(*exprs):
    """The corners of the expressions that hold no other corner, in order."""
    found = set().union(*(e.atoms(*KINDS) for e in exprs))
    found = [c for c in found if not any(c != d and c.has(d) for d in found)]
    return sorted(found, key=sympy.default_sort_key)


def all_cases(lhs, rhs, facts, proves, depth=0):
    """Whether ``proves(lhs, rhs, facts)`` in every case that the facts do not exclude."""
    corners = of(lhs, rhs) if depth < _MOST else []
    if not corners:
        return proves(lhs, rhs, facts)
    for value, conditions in cases(corners[0]):
        conditions = [c for c in conditions if c != sympy.true]
        if sympy.false in conditions or any(map(facts.excludes, conditions)):
            continue
        put = {corners[0]: value}
        sides = (side.xreplace(put) for side in (lhs, rhs))
        if not all_cases(*sides, facts.and_(conditions), proves, depth + 1):
            return False
    return True
