"""What a claim states, as plain data: taken down while its chapter runs."""

from dataclasses import dataclass, field

import sympy

from claims.proving.recurrence import Recurrence, Steps


@dataclass(frozen=True)
class Walk:
    """A recurrence as running its code on symbols gave it.

    ``forms`` are the values that one run returns, in the symbols ``parts`` (the state before) and
    ``number`` (the step's number); a form more than there are parts is an output.
    """

    name: str
    parts: tuple
    number: sympy.Symbol
    forms: tuple
    start: tuple
    first: int

    @property
    def has_output(self):
        return len(self.forms) > len(self.parts)


@dataclass(frozen=True)
class Line:
    """``lhs relation rhs`` with what is assumed, as it was examined. ``lhs`` may be a Walk."""

    lhs: object
    relation: str
    rhs: sympy.Expr
    by: object = None
    domains: dict = field(default_factory=dict)
    given: tuple = ()


@dataclass(frozen=True)
class Posed:
    """One claim: a statement, the lines of a derivation, or the entries of a matrix."""

    label: str
    lines: tuple
    chain: bool = False  # whether each line starts where the one above ends


def walk(label, recurrence):
    """The :class:`Walk` of a :class:`~claims.proving.recurrence.Recurrence`."""
    steps = Steps(label, recurrence)
    return Walk(
        recurrence.name, steps.parts, steps.number, steps.forms, recurrence.start, recurrence.first
    )


def line(label, lhs, relation, rhs, by, assumptions):
    """The :class:`Line` of a statement that was examined under these assumptions."""
    left = walk(label, lhs) if isinstance(lhs, Recurrence) else sympy.sympify(lhs)
    return Line(
        left, relation, sympy.sympify(rhs), by, dict(assumptions.domains), tuple(assumptions.given)
    )
