"""Decide, from the form of an expression alone, that it can not be negative."""

import sympy

from claims.proving.sets import NONNEGATIVE

_NONPOSITIVE = sympy.Interval(-sympy.oo, 0)
_UP_TO_1 = sympy.Interval(0, 1)


def is_nonnegative(expr, domains, given=()):
    """Whether ``expr >= 0`` follows from its form and the domains of its symbols.

    ``domains`` maps symbols to SymPy sets, ``given`` lists relations such as ``a < b``. Sums and
    products of parts of known sign, even powers, ``1 - x`` for an ``x`` in [0, 1], and multiples
    of ``b - a`` are recognized. ``False`` means "not seen", not "negative".
    """
    return _sign(expr, domains, _gaps(given)) == 1


def _gaps(given):
    """For each relation the difference that it says is not negative: ``b - a`` for ``a < b``."""
    turned = {"<": 1, "<=": 1, ">": -1, ">=": -1}
    return [turned[c.rel_op] * (c.rhs - c.lhs) for c in given if c.rel_op in turned]


def _sign(expr, domains, gaps):
    """1 where ``expr >= 0`` can be seen, -1 where ``expr <= 0`` can, else 0."""
    if expr.is_Number:
        return 1 if expr >= 0 else -1
    if isinstance(expr, sympy.Abs) or (expr.is_Pow and expr.exp.is_even):
        return 1
    if isinstance(expr, sympy.Symbol):
        domain = domains.get(expr, sympy.S.Reals)
        if domain.is_subset(NONNEGATIVE):
            return 1
        return -1 if domain.is_subset(_NONPOSITIVE) else 0
    if expr.is_Pow:  # a negative base with a root has no real value, so only integers turn signs
        base = _sign(expr.base, domains, gaps)
        return base if base >= 0 or expr.exp.is_odd else 0
    if expr.is_Mul:
        total = 1
        for factor in expr.args:
            total *= _sign(factor, domains, gaps)
        return total
    if isinstance(expr, sympy.Sum):
        bound = {limit[0] for limit in expr.limits}  # an index may carry the name of a symbol
        free = {s: d for s, d in domains.items() if s not in bound}
        return _sign(expr.function, free, [gap for gap in gaps if not gap.free_symbols & bound])
    if expr.is_Add:
        signs = {_sign(a, domains, gaps) for a in expr.args}
        if signs in ({1}, {-1}):
            return signs.pop()
        if _at_most_one(1 - expr, domains, gaps):
            return 1
        if _at_most_one(1 + expr, domains, gaps):
            return -1
        for gap in gaps:
            ratio = sympy.cancel(expr / gap)
            if not ratio.has(sympy.Add):
                return _sign(ratio, domains, gaps)
    return 0


def _at_most_one(expr, domains, gaps):
    """Whether ``0 <= expr <= 1`` follows from its form: products of powers of such numbers."""
    if expr.is_Add or _sign(expr, domains, gaps) != 1:
        return False
    if expr.is_Number:
        return bool(expr <= 1)
    if isinstance(expr, sympy.Symbol):
        return domains[expr].is_subset(_UP_TO_1) is True
    if expr.is_Pow:
        return _at_most_one(expr.base, domains, gaps) and _sign(expr.exp, domains, gaps) == 1
    return expr.is_Mul and all(_at_most_one(a, domains, gaps) for a in expr.args)
