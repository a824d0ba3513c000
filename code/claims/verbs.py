"""The verbs that state formulas: ``define`` and ``prove``."""

import sympy

from claims.book.record import Record, check_label, publish
from claims.book.render import assumptions_tex, relation_tex, tex
from claims.proving import tactics
from claims.proving.domains import Assumptions
from claims.proving.errors import ClaimError
from claims.proving.proof import Identity, Inequality
from claims.proving.recurrence import Recurrence


def define(label, lhs=None, rhs=None, *, text="", where=None):
    """Display a definition or an assumption. It is never counted as proved.

    ``lhs`` and ``rhs`` are SymPy expressions (``lhs`` may be a LaTeX string, for a name), shown as
    ``lhs = rhs``. An assumption in words has only ``text``. Raises :class:`ClaimError` for a bad
    label or when there is nothing to define.
    """
    check_label(label)
    if rhs is None and not text:
        raise ClaimError(f"{label}: nothing to define; give lhs and rhs, or text")
    statement = plain = None
    if rhs is not None:
        if lhs is None:
            raise ClaimError(f"{label}: rhs= defines something; say what, with lhs=")
        rhs = _expression(label, "rhs", rhs)
        Assumptions([rhs], where)
        statement, plain = relation_tex(lhs, "==", rhs), f"{lhs} = {rhs}"
    publish(Record(label, "defined", statement, text, plain=plain or text))


def prove(
    label,
    lhs,
    rhs,
    *,
    relation="==",
    by=None,
    where=None,
    given=(),
    name=None,
    text="",
    uses=(),
    points=12,
):
    """Prove ``lhs == rhs`` (or ``lhs <= rhs``) for every value of the symbols, or raise.

    Three things must happen. The tactic ``by`` (default: algebra) proves it. An evaluator that
    shares nothing with the tactic finds it true at ``points`` exact random points of the domain.
    And altered versions of the right side, each with one slip, are all rejected by those points,
    and none of them is proved by the tactic.

    ``lhs`` is what running the code gave: a SymPy expression, a ``Limit`` or a
    :class:`Recurrence`. ``rhs`` is the closed form that a person would write. ``where`` and
    ``given`` are the assumptions (:class:`~claims.proving.domains.Assumptions`). ``name`` is shown
    before the left side. ``uses`` lists the labels of claims that this one rests on.

    Raises :class:`ClaimError` when the claim is badly posed, :class:`ClaimFailed` when it does not
    pass, with the point or the altered version that shows why.
    """
    check_label(label, uses)
    rhs = _expression(label, "rhs", rhs)
    if not isinstance(lhs, Recurrence):
        lhs = _expression(label, "lhs", lhs)
    by = by or tactics.arithmetic
    if not isinstance(by, tactics.Tactic):
        raise ClaimError(f"{label}: by={by!r} is not a tactic; claims lists them")
    if isinstance(points, bool) or not isinstance(points, int):
        raise ClaimError(f"{label}: points={points!r}: a whole number is needed")
    if relation == "==":
        outcome = Identity(label, lhs, rhs, by, where, given, points).run()
    elif relation == "<=":
        outcome = Inequality(label, lhs, rhs, by, where, given, points).run()
    else:
        raise ClaimError(f"relation={relation!r}: prove knows '==' and '<='")
    if isinstance(lhs, Recurrence):
        left, where_from = _recurrence_tex(lhs, by.n)
        text = f"{text} {where_from}".strip()
        plain = f"{lhs.name}_{by.n} = {rhs}"
    else:
        left, plain = lhs, f"{lhs} {relation} {rhs}"
    publish(
        Record(
            label,
            "proved",
            relation_tex(left, relation, rhs, name),
            text,
            f"{by.told} · {outcome.told}",
            assumptions_tex(outcome.assumptions),
            uses=tuple(uses),
            tactic=by.told,
            mutants=outcome.rejected,
            plain=plain,
        )
    )


def _expression(label, side, value):
    """``value`` as a SymPy expression, or a ClaimError that names the side."""
    try:
        value = sympy.sympify(value)
    except (sympy.SympifyError, TypeError, AttributeError):
        value = None
    if not isinstance(value, sympy.Expr):
        raise ClaimError(f"{label}: {side}= must be one SymPy expression or number")
    return value


def _recurrence_tex(recurrence, n):
    """How a recurrence is shown: its name at n, and one run of the code in words."""
    index = tex(n)
    left = rf"{recurrence.name}_{{{index}}}"
    if not recurrence.single or recurrence.has_output:
        return left, ""
    before = sympy.Symbol(rf"{recurrence.name}_{{{index}-1}}")
    (after,) = recurrence.advance((before,), n)
    start = f"${recurrence.name}_{{{recurrence.first}}} = {tex(recurrence.start[0])}$"
    if tex(recurrence.start[0]) == f"{recurrence.name}_{{{recurrence.first}}}":
        start = f"any ${tex(recurrence.start[0])}$"
    return left, f"The code computes ${left} = {tex(after)}$ from {start}."
