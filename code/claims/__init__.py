"""Claims: statements that the book makes and a machine has checked.

Five verbs: :func:`define`, :func:`prove`, :func:`derive`, :func:`check`, :func:`refute`. Each takes
a label that is unique in the book, prints the statement with its verdict, and raises when it does
not pass.

What is printed from what was checked: the formulas of ``define``, ``prove`` and ``derive``, and
of a ``refute`` that has symbols, are printed from the expressions themselves. The ``text`` of a
claim is written by hand; for ``check`` it is the statement. What is compared are the measured
values, exactly or with a stated tolerance, and the same comparison must fail for each named wrong
alternative. The decimal numbers in the sentence must be among those compared, or declared as its
setting; that its words say what was compared is for a reviewer to see. ``refute`` shows an exact
counterexample where there are symbols, and otherwise the number that a run gave.
"""

from claims.book.record import registry
from claims.book.summary import summary
from claims.derivation import derive
from claims.measured import check, refute
from claims.proving.each_step import EachStep
from claims.proving.errors import ClaimError, ClaimFailed
from claims.proving.inequalities import by_difference, certificate, derivatives, logarithms
from claims.proving.recurrence import Recurrence
from claims.proving.sets import COUNT, COUNT0, INTEGERS, NONNEGATIVE, NONZERO, POSITIVE, UNIT, R
from claims.proving.tactics import (
    arithmetic,
    by_cases,
    by_sign,
    induction,
    limit,
    simplification,
    squares,
    substituting,
    sum_merging,
    summation,
)
from claims.verbs import define, prove

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
    "EachStep",
    "Recurrence",
    "arithmetic",
    "by_cases",
    "by_difference",
    "by_sign",
    "certificate",
    "check",
    "define",
    "derivatives",
    "derive",
    "induction",
    "limit",
    "logarithms",
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
