"""Claims: statements that the book makes and a machine has checked.

Four verbs: :func:`define`, :func:`prove`, :func:`check`, :func:`refute`. Each takes a label that
is unique in the book, prints the very statement that it checked with its verdict, and raises when
the statement does not pass.
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
