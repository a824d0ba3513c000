"""The four verbs of the book: ``define``, ``prove``, ``check`` and ``refute``."""

import sympy

from claims.book.record import Record, check_label, publish
from claims.book.render import assumptions_tex, printed_alike, relation_tex, tex
from claims.notation import DOMAINS
from claims.proving import matrices, tactics
from claims.proving.comparison import Comparison
from claims.proving.domains import Assumptions, exact
from claims.proving.errors import ClaimError, ClaimFailed
from claims.proving.evaluate import RELATIONS, NotEvaluable, compare, distance, evaluate
from claims.proving.numerals import number, rounded
from claims.proving.proof import examine, told_by
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
        Assumptions([rhs], where, known=DOMAINS)
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
    """Prove ``lhs == rhs`` (or ``<=``, ``<``, ``>=``, ``>``) for every value of the symbols, or raise.

    Four things must happen. Both sides are shown to have a value on the whole domain. The tactic
    ``by`` (default: algebra, or the sign of the difference) proves the statement. An evaluator that
    shares nothing with the tactic finds it true at exact points of the domain, ``points`` of them
    and more. And altered versions of the right side, each with one slip, are all rejected by those
    points, and none of them is proved by the tactic. (Of an inequality, those that are false.)

    ``lhs`` is what running the code gave: a SymPy expression, a ``Limit``, a ``Derivative`` or
    ``Integral``, a matrix (which is proved entry by entry), or a :class:`Recurrence`. ``rhs`` is the
    closed form that a person would write. ``where`` and ``given`` are the assumptions
    (:class:`~claims.proving.domains.Assumptions`). ``name`` is shown before the left side. ``uses``
    lists the labels of claims that this one rests on.

    Raises :class:`ClaimError` when the claim is badly posed, :class:`ClaimFailed` when it does not
    pass, with the point or the altered version that shows why. A claim may compute for 30 seconds.
    """
    check_label(label, uses)
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
        told = told_by(by, relation)
        left, right, plain = lhs, rhs, f"{lhs} {relation} {rhs}"
    if isinstance(lhs, Recurrence):
        left, where_from = _recurrence_tex(lhs, by.n)
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
    exprs = [rhs, *(side for c in given if hasattr(c, "lhs") for side in (c.lhs, c.rhs))]
    if isinstance(lhs, Recurrence):
        exprs += [*lhs.start, getattr(by, "n", sympy.S.Zero)]
        try:
            exprs += lhs.advance(lhs.start, sympy.Integer(lhs.first + 1))
        except Exception:  # what is wrong with the step is told where it is proved
            pass
    else:
        exprs.append(lhs)
    pair = printed_alike(exprs)
    if pair:
        raise ClaimError(
            f"{label}: {pair[0]} and {pair[1]} are two things that print alike, as ${pair[2]}$; "
            "give one of them another name"
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


def check(
    label,
    text,
    got,
    want,
    *,
    relation="==",
    within=0,
    relative=0,
    unlike,
    uses=(),
    details=(),
):
    """Check a numeric, statistical or empirical statement, and that wrong alternatives fail it.

    ``text`` states it in words (Markdown). ``got`` was measured by running code; ``want`` is what
    the statement says. They are numbers, arrays, tensors or, for ``==``, any equal objects.
    ``relation`` is ``==``, ``<``, ``<=``, ``>`` or ``>=`` and must hold for every element. For
    ``==``, ``within`` is the largest allowed difference, ``relative`` the largest allowed as a
    share of ``want``; with both 0 the values must be equal.

    ``unlike`` maps a description to a value that a wrong rule gave in place of ``got``. Each must
    fail the same comparison, or the check could not have failed. Raises :class:`ClaimFailed` when
    the statement does not hold or an alternative passes, :class:`ClaimError` when badly posed.
    """
    check_label(label, uses)
    if not text:
        raise ClaimError(f"{label}: text must state what is checked")
    if not unlike or not isinstance(unlike, dict):
        raise ClaimError(
            f"{label}: unlike= must name at least one wrong alternative, as {{'what': value}}"
        )
    comparison = Comparison(relation, within, relative)
    ok, why = comparison.holds(got, want)
    if not ok:
        raise ClaimFailed(f"{label}: {why}")
    for name, wrong in unlike.items():
        passes, _ = comparison.holds(wrong, want, alternative=name)
        if passes:
            raise ClaimFailed(
                f"{label}: the wrong alternative {name!r} passes too, so this check shows nothing"
            )
    alternatives = "; ".join(unlike)
    verdict = f"{comparison.told} · fails, as it must, for: {alternatives}"
    publish(
        Record(
            label,
            "checked",
            None,
            text,
            verdict,
            details=tuple(details),
            uses=tuple(uses),
            tactic=comparison.told,
            mutants=len(unlike),
            plain=text,
        )
    )


def refute(
    label,
    lhs,
    rhs,
    *,
    text,
    relation="==",
    at=None,
    where=None,
    given=(),
    within=0,
    truth=None,
    uses=(),
    digits=4,
):
    """Refute the statement ``lhs relation rhs`` by a counterexample, which is shown.

    ``text`` says what is false and who states it. With symbols, ``at`` is a point inside the
    stated domain (``where``, ``given``), at which both sides are evaluated exactly. Without,
    ``lhs`` is the number that running the code gave and ``rhs`` the one that was printed;
    ``within`` is then the precision to which it was printed. ``digits`` is for display.

    ``truth`` is the right side of the repaired statement. It must hold at the same point: that
    shows that the comparison can also come out true. Raises :class:`ClaimFailed` if the statement
    holds after all, or the repaired one does not; :class:`ClaimError` when badly posed.
    """
    check_label(label, uses)
    if not text:
        raise ClaimError(f"{label}: text must say what is false, and who states it")
    lhs, rhs = _expression(label, "lhs", lhs), _expression(label, "rhs", rhs)
    if relation not in RELATIONS:
        raise ClaimError(f"{label}: relation={relation!r}: use one of {', '.join(RELATIONS)}")
    within = exact(within, f"{label}: within")
    if within < 0 or (within and relation != "=="):
        raise ClaimError(f"{label}: within={within}: not negative, and for '==' only")
    at = {s: exact(value, f"{label}: at {s}") for s, value in dict(at or {}).items()}
    assumptions = Assumptions([lhs, rhs], where, given, DOMAINS)
    for symbol in assumptions.domains:
        if symbol not in at:
            raise ClaimError(f"{label}: the counterexample at= gives no value for {symbol}")
    if not assumptions.contains(at):
        raise ClaimError(f"{label}: the counterexample lies outside the stated domain")
    try:
        left, right = evaluate(lhs, at), evaluate(rhs, at)
        repaired = None if truth is None else evaluate(truth, at)
    except NotEvaluable as error:
        raise ClaimError(f"{label}: no value at the counterexample: {error}") from None

    def holds(other):
        if within:
            return compare(distance(left, other), "<=", within)
        return compare(left, relation, other)

    if holds(right):
        raise ClaimFailed(f"{label}: the statement holds at the counterexample")
    if repaired is not None and not holds(repaired):
        raise ClaimFailed(f"{label}: the repaired statement fails at the counterexample too")
    details = [_sides(at, left, right, digits)]
    if repaired is not None:
        true = relation_tex(lhs, relation, truth) if at else number(repaired, digits)
        details.append(f"True instead: ${true}$.")
    publish(
        Record(
            label,
            "refuted",
            relation_tex(lhs, relation, rhs) if at else None,
            text,
            "refuted by a counterexample" if at else "refuted by a run",
            assumptions_tex(assumptions),
            tuple(details),
            tuple(uses),
            tactic="counterexample",
            mutants=int(repaired is not None),
            plain=f"{lhs} {relation} {rhs}" if at else text,
        )
    )


def _sides(at, left, right, digits):
    """The counterexample in one sentence: the point, and what each side is there."""
    first, second = number(left, digits), number(right, digits)
    if not at:
        return f"The run gives ${first}$, not ${second}$."
    point = ", ".join(f"${tex(s)} = {number(evaluate(x, {}))}$" for s, x in at.items())
    rough = ""
    if "frac" in first:
        rough = rf" \approx {rounded(left, digits)}"
    return f"At {point} the left side is ${first}{rough}$, the right side ${second}$."
