"""Claims: statements that the book makes and a machine has checked.

Four verbs: :func:`define`, :func:`prove`, :func:`check`, :func:`refute`. Each takes a label that
is unique in the book, prints the statement with its verdict, and raises when it does not pass.

What is printed from what was checked: the formulas of ``define`` and ``prove``, and of a ``refute``
that has symbols, are printed from the expressions themselves. The ``text`` of a claim is written by
hand; for ``check`` it is the statement. What is compared are the measured values, with a stated
tolerance, and the same comparison must fail for each named wrong alternative. That the sentence
says what was compared is for a reviewer to see. ``refute`` shows an exact counterexample where
there are symbols, and otherwise the number that a run gave.
"""

from claims.errors import ClaimError, ClaimFailed
from claims.proof import certificate
from claims.record import registry
from claims.recurrence import Recurrence
from claims.sets import COUNT, COUNT0, INTEGERS, NONNEGATIVE, NONZERO, POSITIVE, UNIT, R
from claims.summary import summary
from claims.tactics import (
    arithmetic,
    by_sign,
    induction,
    limit,
    simplification,
    squares,
    substituting,
    sum_merging,
    summation,
)
from claims.verbs import check, define, prove, refute

__all__ = [
    "COUNT",
    "COUNT0",
    "INTEGERS",
    "NONNEGATIVE",
    "NONZERO",
    "POSITIVE",
    "R",
    "UNIT",
    "ClaimError",
    "ClaimFailed",
    "Recurrence",
    "arithmetic",
    "by_sign",
    "certificate",
    "check",
    "define",
    "induction",
    "limit",
    "prove",
    "refute",
    "registry",
    "simplification",
    "squares",
    "substituting",
    "sum_merging",
    "summary",
    "summation",
]
