"""The verbs that measure: ``check`` and ``refute``."""

from contextlib import contextmanager
from fractions import Fraction

import sympy

from claims.book import sentence, shown
from claims.book.record import Record, check_label, publish
from claims.book.render import assumptions_tex, printed_alike, relation_tex, tex
from claims.book.source import typed_in_place
from claims.notation import DOMAINS
from claims.proving import balls
from claims.proving.comparison import Comparison
from claims.proving.domains import Assumptions, exact
from claims.proving.errors import ClaimError, ClaimFailed
from claims.proving.evaluate import RELATIONS, NotEvaluable
from claims.proving.numerals import as_fraction, number, rounded
from claims.proving.proof import examine, told_by
from claims.proving.symbols import atoms_to_bind
from claims.proving.values import element, read


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
    ``<<unlike[no correction]:.2f>>``, ``<<within>>``. A number typed with a decimal point or as a
    power of ten must be one of these values, as printed, or be declared as a part of the setting:
    ``setting=[0.98]``. Where one number is compared, and the sentence names numbers, it must be
    among them. Signs such as ``$\\beta = 0.9$`` and a named learning rate are known to be setting;
    such a number must stand in the code around the call, or in a name that this code can see.

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
    tolerance = [x for x in (comparison.within, comparison.relative) if x]
    values = {
        "got": got, "want": want, "unlike": unlike,
        "within": comparison.within, "relative": comparison.relative,
    }  # fmt: skip
    with _named(label):
        filled, rest = sentence.fill(label, text, values, shown.one(comparison))
        sentence.hold(label, rest, got, want, list(unlike.values()), tolerance, setting)
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
    truth_at_point=False,
    by=None,
    uses=(),
    digits=4,
):
    """Refute the statement ``lhs relation rhs`` by a counterexample, which is shown.

    ``text`` says what is false and who states it. With symbols, ``at`` is a point of exact numbers
    inside the stated domain (``where``, ``given``), at which both sides are compared exactly, or
    with error bounds where they are irrational. Without, ``lhs`` is the number that running the
    code gave (a number typed in place is refused) and ``rhs`` the one that was printed; ``within``
    is then the precision to which it was printed. ``digits`` is for display: the sides must print
    differently.

    ``truth`` is the right side of the repaired statement. With symbols it is proved on the whole
    domain, by the tactic ``by``; with ``truth_at_point=True`` it is only shown to hold at the
    counterexample, and the record says so.

    Raises :class:`ClaimFailed` if the statement holds after all, or the repaired one does not;
    :class:`ClaimError` when badly posed, or when the error bounds can not tell.
    """
    check_label(label, uses)
    if not isinstance(text, str) or not text:
        raise ClaimError(f"{label}: text must say what is false, and who states it")
    if isinstance(digits, bool) or not isinstance(digits, int) or not 1 <= digits <= 30:
        raise ClaimError(f"{label}: digits={digits!r}: a whole number from 1 to 30 is needed")
    sides = {"lhs": _side(label, "lhs", lhs), "rhs": _side(label, "rhs", rhs)}
    if truth is not None:
        sides["truth"] = _side(label, "truth", truth)
    elif by is not None or truth_at_point:
        raise ClaimError(f"{label}: by= and truth_at_point= are for truth=, which is missing")
    if any(map(atoms_to_bind, sides.values())):
        for name, value in (("lhs", lhs), ("rhs", rhs), ("truth", truth)):
            _refuse_float(label, name, value)
    if relation not in RELATIONS:
        raise ClaimError(f"{label}: relation={relation!r}: use one of {', '.join(RELATIONS)}")
    within = exact(within, f"{label}: within")
    if within < 0 or (within and relation != "=="):
        raise ClaimError(f"{label}: within={within}: not negative, and for '==' only")
    at = {s: _coordinate(label, s, value) for s, value in dict(at or {}).items()}
    with _named(label):
        assumptions = Assumptions([sides["lhs"], sides["rhs"]], where, given, DOMAINS)
    _check_point(label, at, assumptions, sides)
    if not at and typed_in_place("refute", "lhs", 1):
        raise ClaimError(
            f"{label}: lhs={lhs}: this number was typed, not measured; lhs must come from running "
            "code (a number that two formulas give is refuted with symbols and at=)"
        )

    def holds(other):
        return balls.compare(sides["lhs"], relation, sides[other], at, within)

    with _named(label):
        try:
            false = not holds("rhs")
            repaired = truth is None or holds("truth")
            values = {name: balls.enclosure(side, at) for name, side in sides.items()}
        except NotEvaluable as error:
            raise ClaimError(f"no value at the counterexample: {error}") from None
    if not false:
        raise ClaimFailed(f"{label}: the statement holds at the counterexample")
    if not repaired:
        raise ClaimFailed(f"{label}: the repaired statement fails at the counterexample too")
    details = [_sides(label, at, values["lhs"], values["rhs"], digits)]
    if truth is not None and not at:
        details.append(f"True instead: ${number(values['truth'], digits)}$.")
    elif truth is not None:
        formula = relation_tex(sides["lhs"], relation, sides["truth"])
        stop = "" if "aligned" in formula else "."  # none alone on a line after two lines
        if truth_at_point:
            details.append(f"True at that point: ${formula}${stop}")
        else:
            told = _prove_truth(label, sides, relation, by, where, given)
            details.append(f"True instead, {told}: ${formula}${stop}")
    publish(
        Record(
            label,
            "refuted",
            relation_tex(sides["lhs"], relation, sides["rhs"]) if at else None,
            text,
            "refuted by a counterexample" if at else "refuted by a run",
            assumptions_tex(assumptions),
            tuple(details),
            tuple(uses),
            tactic="counterexample" if at else "run",
            mutants=int(truth is not None),
            plain=f"{sides['lhs']} {relation} {sides['rhs']}" if at else text,
        )
    )


def _side(label, name, value):
    """A side as a SymPy expression, floats as the fractions that they are."""
    try:
        side = None if isinstance(value, str) else sympy.sympify(_scalar(value))
    except (sympy.SympifyError, TypeError, AttributeError, SyntaxError):
        side = None
    if not isinstance(side, sympy.Expr):
        raise ClaimError(f"{label}: {name}= must be one SymPy expression or number")
    return side


def _scalar(value):
    """The one element of a number, or of an array or a tensor with one; else what was given."""
    if isinstance(value, sympy.Basic | str):
        return element(value)
    try:
        items = read(value).elements()
    except ClaimError:
        return value
    return items[0] if len(items) == 1 else value


def _refuse_float(label, name, value):
    """Raise ClaimError for a float in a claim about symbols: 0.1 is not 1/10."""
    floats = value.atoms(sympy.Float) if isinstance(value, sympy.Basic) else set()
    if not isinstance(value, int | Fraction | sympy.Basic) and isinstance(_scalar(value), Fraction):
        floats = {value}
    if floats:
        found = float(min(floats, key=str))
        raise ClaimError(
            f'{label}: {name}= holds the float {found}, which is rounded; write Rational("{found}")'
        )


def _coordinate(label, symbol, value):
    """A value of ``at`` as a Fraction; floats are refused, as 0.1 is not 1/10."""
    item = _scalar(value)
    if isinstance(value, sympy.Float) or (
        not isinstance(value, int | Fraction | sympy.Basic)
        and not isinstance(item, int)
        and isinstance(item, Fraction)
    ):
        raise ClaimError(
            f"{label}: at={{{symbol}: {value}}}: a float is rounded; write "
            f'Rational("{float(value)}")'
        )
    if isinstance(item, bool) or not isinstance(item, int | Fraction):
        raise ClaimError(f"{label}: at {symbol}={value}: a rational number is needed")
    return Fraction(item)


def _check_point(label, at, assumptions, sides):
    """Raise ClaimError unless ``at`` is a point of the domain, and of nothing else."""
    for symbol in assumptions.domains:
        if symbol not in at:
            raise ClaimError(f"{label}: the counterexample at= gives no value for {symbol}")
    for symbol in at:
        if symbol not in assumptions.domains:
            raise ClaimError(f"{label}: at={{{symbol}: ...}}: {symbol} does not occur in the claim")
    if not assumptions.contains(at):
        raise ClaimError(f"{label}: the counterexample lies outside the stated domain")
    if at:
        alike = printed_alike([*sides.values(), *assumptions.given])
        if alike:
            raise ClaimError(f"{label}: {alike[0]!r} and {alike[1]!r} print alike; rename one")


def _prove_truth(label, sides, relation, by, where, given):
    """Prove the repaired statement on the whole domain; how it was proved, in words."""
    known = {*atoms_to_bind(sides["lhs"], sides["truth"], *given)}
    known |= by.brings() if by is not None else set()
    where = {symbol: domain for symbol, domain in dict(where or {}).items() if symbol in known}
    try:
        examine(label, sides["lhs"], relation, sides["truth"], by, where, given,
                known=DOMAINS)  # fmt: skip
    except (ClaimError, ClaimFailed) as error:
        told = str(error).removeprefix(f"{label}: ")
        raise type(error)(
            f"{label}: the repaired statement is not proved on the whole domain ({told}); give the "
            "tactic with by=, or say truth_at_point=True"
        ) from None
    return told_by(by, relation)


def _sides(label, at, left, right, digits):
    """The counterexample in one sentence: the point, and what each side is there."""
    first, second = (number(as_fraction(x), digits) for x in (left, right))
    if first == second:
        raise ClaimError(
            f"{label}: digits={digits}: both sides print as {first}; ask for more digits"
        )
    if not at:
        return f"The run gives ${first}$, not ${second}$."
    point = ", ".join(f"${tex(s)} = {number(x)}$" for s, x in at.items())
    rough = ""
    if "frac" in first:
        rough = rf" \approx {rounded(left, digits)}"
    return f"At {point} the left side is ${first}{rough}$, the right side ${second}$."
