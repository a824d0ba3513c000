"""Altered versions of an expression: what a slip of the pen would have printed.

A check that passes the right formula proves little. It must also reject these.
"""

from itertools import combinations

import sympy

from claims.proving.symbols import atoms_to_bind, substitute

# Changes that suit any expression. They are tried like the others, but that they are rejected says
# little: 2 * a is not a at every point where a is not 0, whatever else the points show.
GENERIC = {
    "the whole negated": lambda expr: -expr,
    "the whole doubled": lambda expr: 2 * expr,
    "the whole turned over": lambda expr: 1 / expr,
    "1 added": lambda expr: expr + 1,
}


def _node_changes(node):
    """Pairs (what was done, the changed node) for one node of the tree."""
    if node.is_Add:
        for k, arg in enumerate(node.args):
            rest = node.args[:k] + node.args[k + 1 :]
            yield f"sign of {arg} flipped", node.func(*rest, -arg)
            yield f"term {arg} dropped", node.func(*rest)
    elif node.is_Mul:
        for k, arg in enumerate(node.args):
            yield f"factor {arg} dropped", node.func(*node.args[:k], *node.args[k + 1 :])
    elif node.is_Pow:
        yield f"exponent of {node} raised by 1", node.base ** (node.exp + 1)
        yield f"exponent of {node} lowered by 1", node.base ** (node.exp - 1)
    elif isinstance(node, sympy.exp | sympy.log):
        yield f"{node} turned over", node.func(-node.args[0]) if node.func is sympy.exp else -node
    elif isinstance(node, sympy.Sum | sympy.Product):
        (index, low, high) = node.limits[0]
        for name, limits in (
            ("first index raised by 1", (index, low + 1, high)),
            ("first index lowered by 1", (index, low - 1, high)),
            ("last index raised by 1", (index, low, high + 1)),
            ("last index lowered by 1", (index, low, high - 1)),
        ):
            yield name, node.func(node.function, limits, *node.limits[1:])
    elif isinstance(node, sympy.Indexed):
        yield f"index of {node} raised by 1", node.base[(node.indices[0] + 1, *node.indices[1:])]
        yield f"index of {node} lowered by 1", node.base[(node.indices[0] - 1, *node.indices[1:])]
    elif isinstance(node, sympy.Abs | sympy.sign):
        yield f"{node.func.__name__} dropped", node.args[0]
        yield f"{node.func.__name__} negated", -node
    elif isinstance(node, sympy.Max | sympy.Min):
        other = sympy.Min if isinstance(node, sympy.Max) else sympy.Max
        yield f"{node.func.__name__} replaced by {other.__name__}", other(*node.args)
    elif node.is_Rational and node not in (0, 1, -1):
        yield f"{node} replaced by {node + 1}", node + 1


def _walk(expr):
    """Every single change anywhere in the tree, as (description, changed expression)."""
    yield from _node_changes(expr)
    if isinstance(expr, sympy.Indexed | sympy.Symbol):
        return
    if isinstance(expr, sympy.Sum | sympy.Product):
        for name, body in _walk(expr.function):
            yield name, expr.func(body, *expr.limits)
        return
    for k, arg in enumerate(expr.args):
        for name, changed in _walk(arg):
            yield name, expr.func(*expr.args[:k], changed, *expr.args[k + 1 :])


def swaps(expr):
    """Every exchange of two free symbols of ``expr``, as (description, {symbol: symbol})."""
    names = [a for a in atoms_to_bind(expr) if isinstance(a, sympy.Symbol)]
    for a, b in combinations(names, 2):
        yield f"{a} and {b} swapped", {a: b, b: a}


def mutants(expr):
    """List of (description, altered expression), each different in form from ``expr``.

    One change at a time: a sign flipped, a term or a factor dropped, an exponent, an index or a
    summation limit moved by one, a number raised by one, two symbols swapped, the whole negated,
    doubled, turned over or raised by 1.
    """
    expr = sympy.sympify(expr)
    found = {}
    changes = [*_walk(expr), *((name, change(expr)) for name, change in GENERIC.items())]
    changes += [(name, substitute(expr, swap)) for name, swap in swaps(expr)]
    for name, changed in changes:
        if changed == expr or changed in (sympy.nan, sympy.zoo, sympy.oo, -sympy.oo):
            continue
        found.setdefault(changed, name)
    return [(name, changed) for changed, name in found.items()]
