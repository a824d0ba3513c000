"""The verbs that measure: ``check`` and ``refute``."""

from contextlib import contextmanager

from claims.book import sentence, shown
from claims.book.record import Record, check_label, publish
from claims.book.render import assumptions_tex, relation_tex, tex
from claims.proving.comparison import Comparison
from claims.proving.domains import Assumptions, exact
from claims.proving.errors import ClaimError, ClaimFailed
from claims.proving.evaluate import RELATIONS, NotEvaluable, compare, distance, evaluate
from claims.proving.numerals import number, rounded
from claims.verbs import _expression


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
    finite=True,
    setting=(),
    uses=(),
    details=(),
):
    """Check a numeric, statistical or empirical statement, and that wrong alternatives fail it.

    ``text`` states it in words (Markdown). ``got`` was measured by running code; ``want`` is what
    the statement says. They are numbers, arrays, tensors or, for ``==``, any equal objects.
    ``relation`` is ``==``, ``<``, ``<=``, ``>`` or ``>=`` and must hold for every element. For
    ``==``, ``within`` is the largest allowed difference, ``relative`` the largest allowed as a
    share of ``want``; with both 0 the values must be equal, exactly: 2**53 + 1 is not
    ``float(2**53)``. A tolerance as large as the stated value is refused. So is an infinite value,
    unless ``finite=False``; NaN always.

    ``unlike`` maps a description to a value that a wrong rule gave in place of ``got``. Each must
    fail the same comparison, or the check could not have failed.

    The sentence takes its numbers from the values: ``<<got>>``, ``<<want[0]:.3g>>``,
    ``<<unlike[no correction]:.2f>>``, ``<<within>>`` (see :mod:`claims.book.sentence`). A number
    typed with a decimal point or as a power of ten must be one of these values, as printed, or be
    declared as a part of the setting: ``setting=[0.98]``. Signs such as ``$\\beta = 0.9$`` and a
    named learning rate are known to be setting.

    Raises :class:`ClaimFailed` when the statement does not hold or an alternative passes,
    :class:`ClaimError` when badly posed, with nothing recorded.
    """
    check_label(label, uses)
    if not isinstance(text, str) or not text:
        raise ClaimError(f"{label}: text must state what is checked")
    if not unlike or not isinstance(unlike, dict):
        raise ClaimError(
            f"{label}: unlike= must name at least one wrong alternative, as {{'what': value}}"
        )
    for name in unlike:
        if not isinstance(name, str) or not name.strip():
            raise ClaimError(
                f"{label}: unlike={{{name!r}: ...}}: describe the alternative in words"
            )
    if isinstance(setting, str) or not isinstance(setting, list | tuple):
        raise ClaimError(f"{label}: setting={setting!r}: a list of numbers is needed")
    with _named(label):
        comparison = Comparison(relation, within, relative, finite)
        ok, why = comparison.holds(got, want)
    if not ok:
        raise ClaimFailed(f"{label}: {why}")
    for name, wrong in unlike.items():
        with _named(label):
            passes, _ = comparison.holds(wrong, want, alternative=name)
        if passes:
            raise ClaimFailed(
                f"{label}: the wrong alternative {name!r} passes too, so this check shows nothing"
            )
    tolerance = [comparison.within, comparison.relative]
    values = {
        "got": got, "want": want, "unlike": unlike,
        "within": comparison.within, "relative": comparison.relative,
    }  # fmt: skip
    with _named(label):
        filled, rest = sentence.fill(label, text, values, shown.one(comparison))
        sentence.hold(
            label, rest, got, want, list(unlike.values()), tolerance, setting, filled != text
        )
        told_got = shown.beside(got, want, comparison)
        told_want = shown.whole(want, comparison)
        others = {name: shown.beside(wrong, want, comparison) for name, wrong in unlike.items()}
    alternatives = "; ".join(f"{name} ({value})" for name, value in others.items())
    verdict = f"{comparison.told} · fails, as it must, for: {alternatives}"
    publish(
        Record(
            label,
            "checked",
            None,
            filled,
            verdict,
            details=tuple(details),
            uses=tuple(uses),
            tactic=comparison.told,
            mutants=len(unlike),
            plain=filled,
            got=told_got,
            want=told_want,
            unlike=others,
        )
    )


@contextmanager
def _named(label):
    """Put the label before the message of a ClaimError, once."""
    try:
        yield
    except ClaimError as error:
        told = str(error)
        if told.startswith(f"{label}: "):
            raise
        raise type(error)(f"{label}: {told}") from None


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
    assumptions = Assumptions([lhs, rhs], where, given)
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
