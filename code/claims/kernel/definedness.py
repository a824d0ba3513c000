"""What must hold for an expression to have a value, written as Rocq propositions.

In Rocq x / 0, sqrt (-1), ln (-1) and 2 - 3 (of natural numbers) are numbers like any other. So a
theorem that only said ``left = right`` would say less than the book does. Each denominator, root,
logarithm and difference of counts is therefore said to be what it must be, and proved to be.
"""

import sympy

from claims.kernel.terms import is_whole, parts


def owed(expr, writer):
    """The propositions, in order, each once."""
    return list(dict.fromkeys(_owed(expr, writer)))


def _owed(expr, writer):
    if expr.is_Pow:
        yield from _of_power(expr, writer)
        return
    if isinstance(expr, sympy.Sum):
        yield from _of_sum(expr, writer)
        return
    if isinstance(expr, sympy.Indexed):
        for index in expr.indices:
            yield from _of_whole(index, writer)
        return
    for arg in expr.args:
        if isinstance(arg, sympy.Expr):
            yield from _owed(arg, writer)
    if isinstance(expr, sympy.log):
        yield f"0 < {writer.real(expr.args[0])}"
    elif isinstance(expr, sympy.factorial):
        yield from _of_whole(expr.args[0], writer)


def _of_power(expr, writer):
    base, exponent = expr.base, expr.exp
    yield from _owed(base, writer)
    if exponent.is_Integer:
        if exponent < 0:
            yield f"{writer.real(base)} <> 0"
        return
    if exponent.is_Rational:
        if exponent < 0 or exponent.q != 2:
            yield f"0 < {writer.real(base)}"
        else:
            yield f"0 <= {writer.real(base)}"
        return
    if is_whole(exponent, writer.counted):
        plus, minus = parts(exponent)
        if plus == 0:
            yield f"{writer.real(base)} <> 0"
        else:
            yield from _of_whole(exponent, writer)
        return
    yield from _owed(exponent, writer)
    yield f"0 < {writer.real(base)}"


def _of_whole(expr, writer):
    """A difference of counts must not fall below 0."""
    plus, minus = parts(expr)
    if minus != 0 and plus != 0:
        yield f"({writer.whole(minus)} <= {writer.whole(plus)})%nat"


def _of_sum(expr, writer):
    index, low, high = expr.limits[0]
    _, minus = parts(high)
    stop = high + 1
    yield from _of_whole(low, writer)
    if minus != 0:
        yield from _of_whole(stop, writer)
    gap, short = parts(stop - low)
    if short != 0:
        yield f"({writer.whole(low)} <= {writer.whole(stop)})%nat"
    inner = writer.inside(index)
    name = inner.names.of(index)
    reached = f"{name} <= {writer.whole(high)}" if minus == 0 else f"{name} < {writer.whole(stop)}"
    bound = f"({reached})%nat"  # it is assumed inside, so there it need not be said
    inside = [p for p in dict.fromkeys(_owed(expr.function, inner)) if p != bound]
    if inside:
        yield (
            f"(forall {name} : nat, ({writer.whole(low)} <= {name})%nat -> ({reached})%nat -> "
            + " /\\ ".join(inside)
            + ")"
        )
