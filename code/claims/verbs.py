"""The verbs that state formulas: ``define`` and ``prove``."""

from contextlib import suppress

import sympy

from claims.book.record import Record, check_label, publish
from claims.book.render import (
    aligned_tex,
    assumptions_tex,
    bare,
    printed_alike,
    reads_as_formula,
    relation_tex,
    tex,
)
from claims.notation import DOMAINS
from claims.proving import matrices, tactics
from claims.proving.domains import Assumptions
from claims.proving.each_step import EachStep
from claims.proving.errors import ClaimError
from claims.proving.proof import examine
from claims.proving.recurrence import Recurrence


def define(label, lhs=None, rhs=None, *, text="", where=None, symbols=None, lines=()):
    """Display a definition or an assumption. It is never counted as proved.

    ``lhs`` and ``rhs`` are SymPy expressions (``lhs`` may be a LaTeX string, for a name), shown as
    ``lhs = rhs``. An assumption in words has only ``text``. ``lines`` are definitions that belong
    together, in place of ``lhs`` and ``rhs``: tuples ``(lhs, rhs, words)``, shown one below the
    other with the words beside them. ``symbols`` says in words what the letters mean: ``{eta:
    "learning rate"}``; a key is a symbol or its LaTeX. Raises :class:`ClaimError` for a bad label,
    when there is nothing to define, and for a key of ``symbols`` that no formula holds.
    """
    check_label(label)
    if not isinstance(symbols, dict | None):
        raise ClaimError(f"{label}: symbols={symbols!r}: a dict from symbols to words is needed")
    if rhs is None and not text and not lines:
        raise ClaimError(f"{label}: nothing to define; give lhs and rhs, or text")
    if lines and (lhs is not None or rhs is not None):
        raise ClaimError(f"{label}: lines= stand in place of lhs= and rhs=")
    if rhs is not None and lhs is None:
        raise ClaimError(f"{label}: rhs= defines something; say what, with lhs=")
    equations = [(lhs, rhs, "")] if rhs is not None else [_line(label, line) for line in lines]
    equations = [
        (left, _expression(label, "rhs", right), words) for left, right, words in equations
    ]
    try:
        if equations:
            Assumptions([right for _, right, _ in equations], where, known=DOMAINS)
    except ClaimError as error:
        raise ClaimError(f"{label}: {error}") from None
    for _, right, _ in equations:
        _check_print(label, sympy.S.Zero, right, None, ())
    formulas = [relation_tex(left, "==", right) for left, right, _ in equations]
    plain = [f"{left} = {right}" for left, right, _ in equations]
    legend = [(tex(symbol), words) for symbol, words in (symbols or {}).items()]
    for symbol, words in legend:
        if not isinstance(words, str) or not words.strip():
            raise ClaimError(f"{label}: symbols={{{symbol!r}: {words!r}}}: words are needed")
        if bare(symbol) not in bare(" ".join(formulas)):
            raise ClaimError(f"{label}: symbols={{{symbol!r}: ...}}: the formula does not hold it")
    shown = tuple(
        {"reason": words, "relation": "", "statement": formula, "verdict": "", "parts": []}
        for formula, (_, _, words) in zip(formulas, equations, strict=True)
    )
    publish(
        Record(
            label,
            "defined",
            aligned_tex(shown) if lines else next(iter(formulas), None),
            text,
            lines=shown if lines else (),
            plain="; ".join(plain) or text,
            symbols=tuple(legend),
        )
    )


def _line(label, line):
    """One of the lines of a definition: (lhs, rhs, words)."""
    if not isinstance(line, tuple) or len(line) != 3 or not isinstance(line[2], str):
        raise ClaimError(f"{label}: lines={line!r}: tuples (lhs, rhs, words) are needed")
    return line


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
    """Prove ``lhs == rhs`` (or ``<=``, ``<``, ``>=``, ``>``) for all values of its symbols.

    Four things must happen. Both sides are shown to have a value on the whole domain. The tactic
    ``by`` (default: algebra, or the sign of the difference) proves the statement. An evaluator that
    shares nothing with the tactic finds it true at exact points of the domain, ``points`` of them
    and more. And altered versions of the right side, each with one slip, are all rejected by those
    points, and none of them is proved by the tactic. (Of an inequality, those that are false.)

    ``lhs`` is what running the code gave: a SymPy expression, a ``Limit``, a ``Derivative`` or
    ``Integral``, a matrix (which is proved entry by entry), a :class:`Recurrence`, or an
    :class:`EachStep`. ``rhs`` is the closed form that a person would write. ``where`` and ``given``
    are the assumptions (:class:`~claims.proving.domains.Assumptions`). ``name`` is shown before the
    left side. ``uses`` lists the labels of claims that this one rests on.

    Raises :class:`ClaimError` when the claim is badly posed, :class:`ClaimFailed` when it does not
    pass, with the point or the altered version that shows why. A claim may compute for 30 seconds.
    """
    check_label(label, uses)
    code = lhs if isinstance(lhs, EachStep) else None
    lhs = code.form if code else lhs
    if code and isinstance(rhs, sympy.MatrixBase):
        raise ClaimError(f"{label}: rhs= is a matrix, but an EachStep gives one expression")
    if isinstance(lhs, sympy.MatrixBase) or isinstance(rhs, sympy.MatrixBase):
        statement = matrices.Statement(label, lhs, relation, rhs)
    else:
        rhs = _expression(label, "rhs", rhs)
        if not isinstance(lhs, Recurrence):
            lhs = _expression(label, "lhs", lhs)
        statement = None
    if by is not None and not isinstance(by, tactics.Tactic):
        raise ClaimError(f"{label}: by={by!r} is not a tactic; claims lists them")
    if not isinstance(relation, str):
        raise ClaimError(
            f"{label}: relation={relation!r}: prove knows '==', '<=', '<', '>=' and '>'"
        )
    options = {"by": by, "where": where, "given": given, "points": points, "known": DOMAINS}
    if statement is not None:
        outcome, told = statement.examine(**options)
        left, right, plain = statement.lhs, statement.rhs, f"{statement.lhs} == {statement.rhs}"
    else:
        _check_print(label, lhs, rhs, by, given)
        outcome = examine(label, lhs, relation, rhs, **options)
        told = outcome.by
        if code:
            code.compare(label, outcome.assumptions)
        left, right, plain = lhs, rhs, f"{lhs} {relation} {rhs}"
    if isinstance(lhs, Recurrence):
        left, where_from = recurrence_tex(lhs, by.n)
        text = f"{text} {where_from}".strip()
        plain = f"{lhs.name}_{by.n} = {rhs}"
    publish(
        Record(
            label,
            "proved",
            relation_tex(left, relation, right, name),
            text,
            f"{told} · {outcome.told}",
            assumptions_tex(outcome.assumptions),
            uses=tuple(uses),
            tactic=told,
            mutants=outcome.rejected,
            plain=plain,
        )
    )


def _check_print(label, lhs, rhs, by, given):
    """What is printed must be what was proved: no two symbols may print alike."""
    exprs = [
        rhs,
        *(
            side
            for c in (given if isinstance(given, list | tuple) else ())
            if hasattr(c, "lhs")
            for side in (c.lhs, c.rhs)
        ),
    ]
    if isinstance(lhs, Recurrence):
        exprs += [*lhs.start, getattr(by, "n", sympy.S.Zero)]
        with suppress(Exception):  # what is wrong with the step is told where it is proved
            exprs += lhs.advance(lhs.start, sympy.Integer(lhs.first + 1))
    else:
        exprs.append(lhs)
    odd = reads_as_formula(exprs)
    if odd is not None:
        raise ClaimError(
            f"{label}: the name of {odd!r} reads as a formula, ${tex(odd)}$; a name is a letter or "
            "a word, with indices such as x_1 if need be"
        )
    pair = printed_alike(exprs)
    if pair and pair[0] == pair[1] and isinstance(lhs, sympy.Limit) and pair[0] == lhs.args[1]:
        pair = None  # the limit's own variable on the right: that is told where it is proved
    if pair:
        raise ClaimError(
            f"{label}: {pair[0]} and {pair[1]} are two things that print alike, as "
            f"${tex(pair[0])}$; give one of them another name"
            if pair[0] != pair[1]
            else f"{label}: {pair[0]} is free in one place and bound (a sum's index, a limit's "
            "variable) in another; give one of them another name"
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


def recurrence_tex(recurrence, n):
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
