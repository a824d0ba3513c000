"""Sums brought to one form, for the scripts: what to write a sum as, so that both sides of an
equation hold the same sums. Nothing here is trusted: each rewriting is proved by the kernel.
"""

import sympy

from claims.kernel.terms import is_whole


def canonical(total, counted):
    """``total``, a Sum, as a list of (factor without the index, Sum with no such factor)."""
    index, low, high = total.limits[0]
    found = {}
    for term in sympy.Add.make_args(sympy.expand(total.function, power_exp=False, log=False)):
        factor, rest = term.as_independent(index, as_Add=False)
        for power in rest.atoms(sympy.Pow):
            if not power.exp.has(index) or not is_whole(power.exp, counted | {index}):
                continue
            number, moving = sympy.expand(power.exp).as_coeff_Add()
            if number > 0 and rest.has(power):
                factor *= power.base**number
                rest = rest.xreplace({power: power.base**moving})
        basis = sympy.Sum(rest, (index, low, high))
        found[basis] = found.get(basis, 0) + factor
    return [(factor, basis) for basis, factor in found.items()]


def sums(*exprs):
    """The sums of these expressions, each once, in order."""
    found = {}
    for expr in exprs:
        for total in sorted(expr.atoms(sympy.Sum), key=sympy.default_sort_key):
            found[total] = None
    return [*found]
