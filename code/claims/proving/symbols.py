"""The symbols of an expression, told apart from the labels of its indexed symbols.

In SymPy the base of ``g[i]`` has a label, which is the symbol ``g``. To a reader "g" and "g_i" are
two things, so a search or a substitution must not take the one for the other.
"""

import functools

import sympy
from sympy.core.function import AppliedUndef

from claims.proving.boxes import Range


def atoms_to_bind(*exprs):
    """The free symbols, and the bases of indexed symbols, that need a domain; sorted by name."""
    found = set()
    for expr in exprs:
        hidden = _hidden_labels(expr)
        labels = {base.label for base in hidden.values()}
        free = expr.xreplace(hidden).free_symbols
        found |= set(hidden) | {s for s in free if isinstance(s, sympy.Symbol)} - labels
        found |= {f.func for f in expr.atoms(AppliedUndef)}
    return sorted(found, key=lambda atom: (str(atom), type(atom).__name__))


def substitute(expr, values):
    """``expr`` with symbols replaced all at once, leaving the labels of indexed symbols alone."""
    return _substitute(expr, frozenset(values.items()))


@functools.lru_cache(maxsize=1024)  # the left side of a claim meets many altered right sides
def _substitute(expr, pairs):
    values = dict(pairs)
    hidden = _hidden_labels(expr)
    changed = expr.xreplace(hidden).subs(values, simultaneous=True)
    return changed.xreplace({new: old for old, new in hidden.items()})


def _hidden_labels(expr):
    """Each indexed base of ``expr``, with a base of the same assumptions to stand in for it."""
    bases = sorted({x.base for x in expr.atoms(sympy.Indexed)}, key=str)
    return {base: sympy.IndexedBase(sympy.Dummy(str(base), **base.assumptions0)) for base in bases}


def widest_range(symbol):
    """The largest Range that SymPy's assumptions of ``symbol`` allow."""
    if symbol.is_positive:
        low, low_open = (sympy.S.One, False) if symbol.is_integer else (sympy.S.Zero, True)
    elif symbol.is_nonnegative:
        low, low_open = sympy.S.Zero, False
    else:
        low, low_open = -sympy.oo, True
    if symbol.is_negative:
        high, high_open = (-sympy.S.One, False) if symbol.is_integer else (sympy.S.Zero, True)
    elif symbol.is_nonpositive:
        high, high_open = sympy.S.Zero, False
    else:
        high, high_open = sympy.oo, True
    return Range(low, low_open, high, high_open, bool(symbol.is_integer))
