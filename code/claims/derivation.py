"""``derive``: a derivation as a person writes it, line by line, every line proved."""

import sympy

from claims.book.record import Record, check_label, publish
from claims.book.render import assumptions_tex, printed_alike, relation_tex, tex
from claims.notation import DOMAINS
from claims.proving import tactics
from claims.proving.domains import Assumptions
from claims.proving.errors import ClaimError, ClaimFailed
from claims.proving.proof import examine
from claims.proving.recurrence import Recurrence
from claims.proving.symbols import atoms_to_bind, substitute
from claims.proving.values import element
from claims.verbs import recurrence_tex

_CHAINS = ("==", "<=", "<", ">=", ">")


def derive(
    label,
    start,
    *lines,
    where=None,
    given=(),
    text="",
    name=None,
    uses=(),
    points=12,
):
    """Derive the last expression from ``start``, one line after the other, or raise.

    ``start`` is a SymPy expression, a ``Limit`` or a :class:`Recurrence`. Each line is a tuple
    ``(reason, expression, tactic)``: why the line above equals this expression, in words, and the
    tactic that proves it. A fourth element may be ``"<="`` or another order; the orders of one
    derivation point in one direction. Every line is held to the demands of ``prove``: a proof by
    its own tactic, agreement at ``points`` exact points, altered versions rejected. Under an
    induction the page shows the first case and the step.

    ``where``, ``given``, ``name``, ``text`` and ``uses`` are those of ``prove``. The claim counts
    as proved. Raises :class:`ClaimError` when it is badly posed, :class:`ClaimFailed` when a line
    is not proved, with the line's number and reason; nothing is recorded then.
    """
    check_label(label, uses)
    if not lines:
        raise ClaimError(
            f"{label}: no lines; after the start give (reason, expression, tactic), once or more"
        )
    if not isinstance(start, Recurrence):
        start = _expression(f"{label}: start", start)
    steps = [_step(f"{label}: line {k}", line) for k, line in enumerate(lines, start=1)]
    overall = _overall(label, [step[3] for step in steps])
    if not isinstance(start, Recurrence) and start == steps[-1][1]:
        raise ClaimError(f"{label}: the last line is the start again, so nothing is derived")
    shown = start
    if isinstance(start, Recurrence):
        if not isinstance(steps[0][2], tactics.induction):
            raise ClaimError(f"{label}: line 1: a Recurrence is proved with by=induction(n)")
        shown = start.unroll(start.first + 2)
    expressions = [shown, *(step[1] for step in steps)]
    _check_names(label, expressions, steps, where, given)

    proved, before, rejected, atoms = [], start, 0, {}
    for k, (reason, expression, by, relation) in enumerate(steps, start=1):
        place = f"{label}: line {k} ({reason})"
        try:
            outcome = examine(
                label, before, relation, expression, by,
                _where(where, [before, expression], by, given), given, points, DOMAINS,
            )  # fmt: skip
        except (ClaimError, ClaimFailed) as error:
            raise type(error)(f"{place}: {str(error).removeprefix(f'{label}: ')}") from None
        proved.append(
            {
                "reason": reason,
                "relation": relation,
                "statement": tex(expression),
                "verdict": f"{by.told} · {outcome.told}",
                "parts": _induction(before, expression, by),
            }
        )
        rejected += outcome.rejected
        atoms |= outcome.assumptions.domains
        before = expression
    left, told, index = _start(start, steps)
    named = f"{name} = {left}" if name else left
    first = {"reason": "", "relation": "", "statement": named, "verdict": told, "parts": []}
    words = "in 1 line, proved" if len(lines) == 1 else f"in {len(lines)} lines, each proved"
    by_all = list(dict.fromkeys(step[2].told for step in steps))
    publish(
        Record(
            label,
            "proved",
            relation_tex(left, overall, steps[-1][1], name),
            text,
            f"derived {words} · {rejected} of {rejected} altered versions rejected",
            _assumptions(expressions, steps, where, given),
            uses=tuple(uses),
            tactic="; ".join(by_all),
            mutants=rejected,
            lines=(first, *proved),
            plain=f"{index or start} {overall} {steps[-1][1]}",
        )
    )


def _expression(place, value):
    try:
        item = element(value) if not isinstance(value, str) else value
        value = item if isinstance(item, sympy.Basic) else sympy.sympify(item)
    except (sympy.SympifyError, TypeError, AttributeError, SyntaxError):
        value = None
    if not isinstance(value, sympy.Expr):
        raise ClaimError(f"{place}: a SymPy expression or number is needed")
    if value.atoms(sympy.Float):
        found = min(value.atoms(sympy.Float), key=str)
        raise ClaimError(
            f'{place}: the float {float(found)} is rounded; write Rational("{float(found)}")'
        )
    return value


def _step(place, line):
    """A line as (reason, expression, tactic, relation), or a ClaimError that says what is wrong."""
    if not isinstance(line, tuple | list) or len(line) not in (3, 4):
        raise ClaimError(
            f"{place}: {line!r}: (reason, expression, tactic) is needed, and a relation if it is "
            "not '=='"
        )
    reason, expression, by, relation = (*line, "==")[:4]
    if not isinstance(reason, str) or not reason.strip():
        raise ClaimError(f"{place}: reason={reason!r}: say in words why the line follows")
    expression = _expression(place, expression)
    if not isinstance(by, tactics.Tactic):
        raise ClaimError(f"{place}: {by!r} is not a tactic; claims lists them")
    if relation not in _CHAINS:
        raise ClaimError(f"{place}: relation={relation!r}: use one of {', '.join(_CHAINS)}")
    return reason.strip(), expression, by, relation


def _overall(label, relations):
    """The relation between the start and the last line."""
    signs = {relation[0] for relation in relations} - {"="}
    if len(signs) > 1:
        raise ClaimError(
            f"{label}: relations {' and '.join(sorted(set(relations) - {'=='}))} in one chain: "
            "nothing follows for its ends"
        )
    if not signs:
        return "=="
    (sign,) = signs
    return sign if sign in relations else f"{sign}="


def _check_names(label, expressions, steps, where, given):
    """Raise ClaimError for names that print alike, and for a domain of what does not occur."""
    if alike := printed_alike([*expressions, *given]):
        raise ClaimError(f"{label}: {alike[0]!r} and {alike[1]!r} print alike; rename one")
    known = {*_atoms(expressions, given), *(getattr(step[2], "n", None) for step in steps)}
    known |= set().union(*(step[2].brings() for step in steps))
    for symbol in dict(where or {}):
        if symbol not in known:
            raise ClaimError(f"{label}: where={{{symbol}: ...}}: {symbol} occurs in no line")


def _atoms(expressions, given):
    bodies = [e.args[0] if isinstance(e, sympy.Limit) else e for e in expressions]
    return set(atoms_to_bind(*bodies, *given))


def _where(where, sides, by, given):
    """The domains that this line needs, of those that were stated for the whole derivation."""
    sides = [e for s in sides for e in (_shown(s) if isinstance(s, Recurrence) else [s])]
    known = {*_atoms(sides, given), getattr(by, "n", None)}
    known |= by.brings() if by is not None else set()
    return {symbol: domain for symbol, domain in dict(where or {}).items() if symbol in known}


def _shown(recurrence):
    """Expressions that hold every symbol of a recurrence."""
    return [recurrence.unroll(recurrence.first + 2), *recurrence.start]


def _assumptions(expressions, steps, where, given):
    extra = [step[2].n for step in steps if hasattr(step[2], "n")]
    limits = {e.args[1] for e in expressions if isinstance(e, sympy.Limit)}
    bodies = [e.args[0] if isinstance(e, sympy.Limit) else e for e in expressions]
    found = Assumptions(
        [*bodies, *extra], _where(where, [*bodies, *extra], None, given), given, DOMAINS
    )
    found.domains = {s: d for s, d in found.domains.items() if s not in limits}
    return assumptions_tex(found)


def _start(start, steps):
    """The start in LaTeX, what running the code says of it, and its plain name."""
    if not isinstance(start, Recurrence):
        return tex(start), "", ""
    n = steps[0][2].n
    return *recurrence_tex(start, n), f"{start.name}_{n}"


def _induction(before, after, by):
    """The first case and the step of an induction, each a reason with a formula; else nothing."""
    if not isinstance(by, tactics.induction):
        return []
    n = by.n
    later = tex(_at(after, n, n + 1))
    if isinstance(before, Recurrence):
        if not before.single or before.has_output:
            return []
        first, name = before.first, before.name
        worked = dict.fromkeys([tex(before.start[0]), tex(_at(after, n, first).doit())])
        base = rf"{name}_{{{first}}} = {' = '.join(worked)}"  # once, where both print alike
        run = before.advance((sympy.Symbol(rf"{name}_{{{tex(n)}}}"),), n + 1)[-1]
        step = rf"{name}_{{{tex(n + 1)}}} = {tex(run)}"
        last = [
            {"reason": f"with the formula for ${name}_{{{tex(n)}}}$", "statement": f"= {later}"}
        ]
    else:
        first = by.first
        base = f"{tex(_at(before, n, first))} = {tex(_at(after, n, first).doit())}"
        step, last = f"{tex(_at(before, n, n + 1))} = {later}", []
    return [
        {"reason": f"${tex(n)} = {first}$", "statement": base},
        {"reason": f"from ${tex(n)}$ to ${tex(n + 1)}$", "statement": step},
        *last,
    ]


def _at(expr, n, value):
    return substitute(expr, {n: sympy.sympify(value)})
