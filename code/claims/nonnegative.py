"""Decide, from the form of an expression alone, that it can not be negative."""

import sympy


def is_nonnegative(expr, domains):
    """Whether ``expr >= 0`` follows from its form and the domains of its symbols.

    ``domains`` maps symbols to SymPy sets. Sums and products of parts of known sign, even powers,
    and ``1 - x`` for an ``x`` in [0, 1] are recognized. ``False`` means "not seen", not "negative".
    """
    return _sign(expr, domains) == 1


def _sign(expr, domains):
    """1 where ``expr >= 0`` can be seen, -1 where ``expr <= 0`` can, else 0."""
    if expr.is_Number:
        return 1 if expr >= 0 else -1
    if isinstance(expr, sympy.Abs) or (expr.is_Pow and expr.exp.is_even):
        return 1
    if isinstance(expr, sympy.Symbol):
        domain = domains.get(expr, sympy.S.Reals)
        return 1 if domain.inf >= 0 else -1 if domain.sup <= 0 else 0
    if expr.is_Pow:  # a negative base with a root has no real value, so only integers turn signs
        base = _sign(expr.base, domains)
        return base if base >= 0 or expr.exp.is_odd else 0
    if expr.is_Mul:
        total = 1
        for factor in expr.args:
            total *= _sign(factor, domains)
        return total
    if isinstance(expr, sympy.Sum):
        return _sign(expr.function, domains)
    if expr.is_Add:
        signs = {_sign(a, domains) for a in expr.args}
        if len(signs) == 1:
            return signs.pop()
        if _at_most_one(1 - expr, domains):
            return 1
        return -1 if _at_most_one(1 + expr, domains) else 0
    return 0


def _at_most_one(expr, domains):
    """Whether ``0 <= expr <= 1`` follows from its form: products of powers of such numbers."""
    if expr.is_Add or _sign(expr, domains) != 1:
        return False
    if expr.is_Number:
        return bool(expr <= 1)
    if isinstance(expr, sympy.Symbol):
        return domains[expr].sup <= 1
    if expr.is_Pow:
        return _at_most_one(expr.base, domains) and _sign(expr.exp, domains) == 1
    return expr.is_Mul and all(_at_most_one(a, domains) for a in expr.args)
