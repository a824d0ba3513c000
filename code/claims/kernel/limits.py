"""Limits as theorems: of sequences, and of functions at a point from one side."""

import sympy
from sympy import S

from claims.kernel import definedness, domains
from claims.kernel.reasons import NotWritten


def write(line, writer, atoms):
    """(the atoms that stay free, what is owed, left side with its kind, claim) of a limit."""
    body, symbol, to, side = line.lhs.args
    free = [a for a in atoms if a != symbol]
    name = writer.names.of(symbol)
    owed = definedness.owed(body, writer)
    value = writer.real(line.rhs)
    parts = " /\\ ".join(owed)
    if symbol in writer.counted:
        if to is not S.Infinity:
            raise NotWritten("limit", str(line.lhs))
        inside = domains.membership(symbol, line.domains[symbol], writer)
        given = "".join(f"{h} -> " for h in inside)
        claimed = f"is_lim_seq (fun {name} : nat => {writer.real(body)}) (Finite ({value}))"
        needs = [f"(forall {name} : nat, {given}{parts})"] if owed else []
    else:
        if not to.is_Rational or str(side) not in "+-":
            raise NotWritten("limit", str(line.lhs))
        near = f"({'at_right' if str(side) == '+' else 'at_left'} {domains.number(to)})"
        claimed = f"filterlim (fun {name} : R => {writer.real(body)}) {near} (locally ({value}))"
        needs = [f"{near[:-1]} (fun {name} : R => {parts}))"] if owed else []
    needs += [p for p in definedness.owed(line.rhs, writer) if p not in needs]
    given = [c for c in line.given if symbol in c.free_symbols]
    if given:
        raise NotWritten("limit", str(given[0]))
    return free, needs, claimed


def is_limit(expr):
    """Whether the whole left side is a limit."""
    return isinstance(expr, sympy.Limit)
