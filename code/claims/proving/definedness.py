"""Is an expression defined on the whole domain? Every part that could have no value owes a proof.

An :class:`Obligation` says of one part (a denominator, the argument of a root or a logarithm, the
limits of a sum …) which signs it may have. :func:`check` proves each of them with
:class:`claims.proving.signs.Facts`, or raises and names the part and, where one is found, a point
of the domain at which it fails.
"""

from dataclasses import dataclass

import sympy
from sympy import S
from sympy.core.function import AppliedUndef

from claims.proving import witness
from claims.proving.errors import ClaimError, ClaimFailed
from claims.proving.evaluate import KNOWN_FUNCTIONS
from claims.proving.signs import NONNEGATIVE, NONZERO, POSITIVE, Facts

_SUMS = (sympy.Sum, sympy.Product)
_WORDS = {
    NONZERO: "is never 0",
    POSITIVE: "is always positive",
    NONNEGATIVE: "is never negative",
}
_ALLOWED = (
    sympy.Symbol, sympy.Indexed, sympy.Idx, AppliedUndef, sympy.Add, sympy.Mul, sympy.Pow,
    sympy.Rational, sympy.Sum, sympy.Product, sympy.Piecewise, sympy.Derivative, sympy.Integral,
    sympy.binomial, *KNOWN_FUNCTIONS,
)  # fmt: skip


@dataclass(frozen=True)
class Obligation:
    """``part`` may have these signs only, for the expression ``whole`` to have a value."""

    part: sympy.Expr
    allowed: frozenset
    facts: Facts
    whole: sympy.Expr
    what: str  # "a denominator", ...
    whole_numbers: bool = False

    def met(self):
        if self.whole_numbers and not self.facts.is_integer(self.part):
            return False
        return self.facts.shows(self.part, self.allowed)

    def told(self):
        words = _WORDS[self.allowed]
        return f"{words} and a whole number" if self.whole_numbers else words


def obligations(expr, facts):
    """Every :class:`Obligation` of ``expr``; ClaimError for what has no real value at all."""
    if expr in (S.NaN, S.ComplexInfinity, S.Infinity, S.NegativeInfinity):
        raise ClaimError(f"{expr} is not a real number")
    if expr.is_Float:
        raise ClaimError(
            f"{expr} is a rounded number; write it exactly, such as Rational('{_decimal(expr)}')"
        )
    if expr in (S.Pi, S.Exp1):
        return
    if isinstance(expr, sympy.Limit):
        raise ClaimError(f"{expr}: a limit must be the whole left side")
    if not isinstance(expr, _ALLOWED):
        if expr is S.ImaginaryUnit:
            raise ClaimError(
                "ImaginaryUnit is not known to the evaluator: claims are about real numbers; state "
                "the real and the imaginary part"
            )
        raise ClaimError(f"{type(expr).__name__} is not known to the evaluator: {expr}")
    if isinstance(expr, sympy.Sum | sympy.Product):
        yield from _of_sum(expr, facts)
        return
    if isinstance(expr, sympy.Integral):
        yield from _of_integral(expr, facts)
        return
    if isinstance(expr, sympy.Derivative):
        yield from obligations(expr.expr, facts)
        return
    if isinstance(expr, sympy.Piecewise):
        yield from _of_piecewise(expr, facts)
        return
    if expr.is_Pow:
        yield from _of_power(expr, facts)
    elif expr.func in _ARGUMENT:
        allowed, what, whole = _ARGUMENT[expr.func]
        yield Obligation(expr.args[0], allowed, facts, expr, what, whole)
    elif isinstance(expr, sympy.acos | sympy.asin):
        yield Obligation(1 - expr.args[0] ** 2, NONNEGATIVE, facts, expr, "1 minus the square")
    elif isinstance(expr, sympy.tan):
        yield Obligation(sympy.cos(expr.args[0]), NONZERO, facts, expr, "a cosine")
    elif isinstance(expr, sympy.binomial):
        yield Obligation(expr.args[1], NONNEGATIVE, facts, expr, "the lower number", True)
    for arg in expr.args:
        if isinstance(arg, sympy.Expr) and not isinstance(expr, sympy.Indexed | AppliedUndef):
            yield from obligations(arg, facts)


_ARGUMENT = {
    sympy.log: (POSITIVE, "the argument of a logarithm", False),
    sympy.factorial: (NONNEGATIVE, "the argument of a factorial", True),
    sympy.gamma: (POSITIVE, "the argument of the gamma function", False),
}


def _of_power(expr, facts):
    base, exponent = expr.base, expr.exp
    if exponent.is_Integer:
        if exponent < 0:
            yield Obligation(base, NONZERO, facts, expr, "a denominator")
        return
    if exponent.is_Rational:
        if exponent < 0:
            yield Obligation(base, POSITIVE, facts, expr, "a root in a denominator")
        else:
            yield Obligation(base, NONNEGATIVE, facts, expr, "the argument of a root")
        return
    if base is S.Exp1 or facts.shows(base, POSITIVE):
        return
    if facts.is_integer(exponent):
        if not facts.shows(exponent, NONNEGATIVE):
            yield Obligation(base, NONZERO, facts, expr, "the base of a negative power")
        return
    if facts.shows(exponent, POSITIVE):
        yield Obligation(base, NONNEGATIVE, facts, expr, "the base of a power")
    else:
        yield Obligation(base, POSITIVE, facts, expr, "the base of a power")


def _of_sum(expr, facts):
    own = [limit[0] for limit in expr.limits]
    inner = {limit[0] for s in expr.function.atoms(*_SUMS) for limit in s.limits}
    for index in own:
        if index in inner or own.count(index) > 1:
            raise ClaimError(
                f"{expr}: two sums, one inside the other, count with the same index {index}; give "
                "one of them another"
            )
    for index, low, high in reversed(expr.limits):
        for end in (low, high):
            if end in (S.Infinity, S.NegativeInfinity):
                raise ClaimError(
                    f"{expr}: an infinite sum has a value as a limit only; write "
                    "Limit(Sum(..., (i, 1, n)), n, oo), with by=limit"
                )
            yield from obligations(end, facts)
        if any(sympy.expand(x - low + 1) == 0 for x in (high,)):
            continue  # an empty sum
        yield Obligation(
            high - low + 1, NONNEGATIVE, facts, expr, "the number of terms of a sum", True
        )
        facts = facts.for_index(index, low, high)
    yield from obligations(expr.function, facts)


def _of_integral(expr, facts):
    if len(expr.limits) != 1 or len(expr.limits[0]) != 3:
        raise ClaimError(f"{expr}: an integral over one variable, with both limits, is needed")
    symbol, low, high = expr.limits[0]
    for end in (low, high):
        if not end.is_finite:
            raise ClaimError(f"{expr}: an integral to infinity is a limit; write it as one")
        yield from obligations(end, facts)
    domains = {s: d for s, d in facts.domains.items() if s != symbol}
    between = [symbol >= low, symbol <= high]
    if not facts.shows(high - low, NONNEGATIVE):
        between = []
    between = [c for c in between if isinstance(c, sympy.core.relational.Relational)]
    inside = Facts({**domains, symbol: S.Reals}, (*facts.given, *between), facts.ranges)
    yield from obligations(expr.function, inside)


def _of_piecewise(expr, facts):
    before = []
    for value, condition in expr.args:
        for side in condition.atoms(sympy.core.relational.Relational):
            yield from obligations(side.lhs, facts)
            yield from obligations(side.rhs, facts)
        parts = condition.args if isinstance(condition, sympy.And) else (condition,)
        known = [p for p in parts if isinstance(p, sympy.core.relational.Relational)]
        yield from obligations(value, facts.and_([*before, *known]))
        if isinstance(condition, sympy.core.relational.Relational):
            before.append(condition.negated)
    if expr.args[-1][1] == sympy.true:
        return
    # The last branch's condition must follow where no branch before it applies.
    last = expr.args[-1][1]
    if not _covered(last, facts.and_(before[:-1])):
        raise ClaimFailed(
            f"can not see that a branch of {expr} applies everywhere; end it with (value, True)"
        )


def _covered(condition, facts):
    if not isinstance(condition, sympy.core.relational.Relational):
        return False
    gap = condition.lhs - condition.rhs
    allowed = {"<": {-1}, "<=": {-1, 0}, ">": {1}, ">=": {1, 0}, "!=": {1, -1}, "==": {0}}
    return facts.shows(gap, frozenset(allowed[condition.rel_op]))


def _decimal(x):
    return format(float(x), ".15g")


def check(label, side, expr, assumptions, facts, points):
    """Prove that ``expr`` is defined wherever the assumptions hold, or raise.

    ``side`` names it in the message. Raises ClaimFailed with the part, and a point at which it
    fails or what to do; ClaimError for what is no real expression.
    """
    try:
        owed = list(dict.fromkeys(obligations(sympy.sympify(expr), facts)))
    except ClaimFailed as error:
        raise ClaimFailed(f"{label}: {side}: {error}") from None
    except ClaimError as error:
        raise ClaimError(f"{label}: {side}: {error}") from None
    for each in owed:
        if each.met():
            continue
        point = witness.find(each, assumptions, points)
        if point is not None:
            raise ClaimFailed(
                f"{label}: no value inside the stated domain, at {point}: {side} has "
                f"{each.what} {each.part} that must be one that {each.told()}"
            )
        raise ClaimFailed(
            f"{label}: can not see that {each.part}, {each.what} in {side}, {each.told()} on the "
            "stated domain; narrow where=, add a condition to given=, or write it so that its form "
            "shows it"
        )
