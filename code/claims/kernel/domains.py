"""The domains and conditions of a claim, written as binders and hypotheses of a theorem."""

import sympy
from sympy import S

from claims.kernel.reasons import NotWritten
from claims.proving.sets import NONZERO

_RELATIONS = {"==": "=", "!=": "<>", "<=": "<=", ">=": ">=", "<": "<", ">": ">"}


def is_counted(domain):
    """Whether a domain holds natural numbers only."""
    return domain.is_subset(S.Naturals0) is True


def binder(atom, writer):
    """How the theorem binds ``atom``: ``(beta : R)``, ``(n : nat)``, ``(x : nat -> R)``."""
    if isinstance(atom, sympy.IndexedBase):
        return f"({writer.names.of(atom, str(atom))} : nat -> R)"
    return f"({writer.names.of(atom)} : {'nat' if atom in writer.counted else 'R'})"


def membership(atom, domain, writer):
    """The hypotheses that say where ``atom`` lies: a list, empty for the real numbers."""
    if isinstance(atom, sympy.IndexedBase):
        name = writer.names.of(atom, str(atom))
        return [f"(forall i : nat, {fact})" for fact in _real(f"{name} i", domain)]
    name = writer.names.of(atom)
    return _count(name, domain) if atom in writer.counted else _real(name, domain)


def _count(name, domain):
    if domain == S.Naturals0:
        return []
    low = domain.inf
    if domain != sympy.Range(low, S.Infinity) and not (domain == S.Naturals and low == 1):
        raise NotWritten("domain", str(domain))
    return [f"({low} <= {name})%nat"] if low > 0 else []


def _real(name, domain):
    if domain == S.Reals:
        return []
    if domain == NONZERO:
        return [f"{name} <> 0"]
    if not isinstance(domain, sympy.Interval):
        raise NotWritten("domain", str(domain))
    low, high = domain.start, domain.end
    left = "<" if domain.left_open else "<="
    right = "<" if domain.right_open else "<="
    for end in (low, high):
        if not (end.is_Rational or end.is_infinite):
            raise NotWritten("domain", str(domain))
    if low.is_infinite and high.is_infinite:
        return []
    if high.is_infinite:
        return [f"{number(low)} {left} {name}"]
    if low.is_infinite:
        return [f"{name} {right} {number(high)}"]
    return [f"{number(low)} {left} {name} {right} {number(high)}"]


def number(value):
    """A rational number as a Rocq term."""
    top = str(value.p) if value.p >= 0 else f"({value.p})"
    return top if value.q == 1 else f"({top} / {value.q})"


def condition(relation, writer):
    """A condition of ``given`` as a hypothesis."""
    left, right = writer.real(relation.lhs), writer.real(relation.rhs)
    whole = all(s in writer.counted for s in relation.free_symbols)
    if whole:  # between counts it is said of the counts
        left, right = writer.whole(relation.lhs), writer.whole(relation.rhs)
        return f"({left} {_RELATIONS[relation.rel_op]} {right})%nat"
    return f"{left} {_RELATIONS[relation.rel_op]} {right}"
