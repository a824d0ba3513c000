"""Is the theorem that is sent the statement that is printed? Both are computed at exact points.

The text of the theorem is read by :mod:`claims.kernel.reading`, which shares nothing with the code
that wrote it; the claim by the book's own evaluator. Hypotheses must hold, and sides agree, at
points of the stated domain; a recurrence is run from its definitions as they stand in the text.
"""

import re
from fractions import Fraction

import sympy
from flint import arb

from claims.kernel import reading
from claims.kernel.posed import Walk
from claims.proving.domains import Assumptions
from claims.proving.evaluate import NotEvaluable, evaluate, precision, to_ball

_POINTS, _RUNS = 6, 5


class Differs(AssertionError):
    """The theorem says something else than the claim."""


def check(theorem):
    """Raises :class:`Differs` where text and claim differ. Returns how many values agreed."""
    line = theorem.line
    seen = 0
    for point in points(line):
        env = _environment(theorem, point)
        for hypothesis in theorem.hypotheses:
            if not hypothesis.startswith("(forall") and not reading.holds(hypothesis, env):
                raise Differs(f"{theorem.name}: {hypothesis} is false at a point of the domain")
        if isinstance(line.lhs, Walk):
            seen += _runs(theorem, point, env)
            continue
        left = line.lhs.args[0] if isinstance(line.lhs, sympy.Limit) else line.lhs
        texts = _sides(theorem)
        for expr, text in ((left, texts[0]), (line.rhs, texts[1])):
            seen += _same(theorem, expr, text, point, env)
    if not seen:
        raise Differs(f"{theorem.name}: no value of it could be computed")
    return seen


def _sides(theorem):
    if theorem.sides:
        return theorem.sides[0], theorem.sides[1]
    found = re.fullmatch(
        r"(?:is_lim_seq|filterlim) \(fun \w+ : (?:nat|R) => (.*)\) "
        r"(?:\(Finite \((.*)\)\)|\(at_\w+ [^()]*(?:\([^()]*\))?\) \(locally \((.*)\)\))",
        theorem.claimed,
    )
    return found[1], found[2] or found[3]


def _same(theorem, expr, text, point, env):
    try:
        with precision(reading.BITS):
            wanted = evaluate(expr, point)
    except NotEvaluable:
        return 0
    with precision(reading.BITS):
        wanted = to_ball(wanted)
        got = reading.value(text, env)
        if not got.overlaps(wanted) or not abs(got - wanted) < arb(10) ** -60 * (1 + abs(wanted)):
            raise Differs(
                f"{theorem.name}: {text} is {got.str(20)}, and {expr} is {wanted.str(20)}"
            )
    return 1


def points(line):
    """Exact points of a line's domain."""
    assumptions = Assumptions.__new__(Assumptions)
    assumptions.domains, assumptions.given = dict(line.domains), list(line.given)
    assumptions.solved = assumptions._solve_equations()
    return assumptions.points(f"kernel {line.rhs}", _POINTS)


def _environment(theorem, point):
    env, values = {}, dict(point.items())
    with precision(reading.BITS):
        for atom in theorem.line.domains:
            name = theorem.writer.names.given[atom]
            if isinstance(atom, sympy.IndexedBase):
                env[name] = lambda k, base=atom: to_ball(evaluate(base[k], point))
            elif atom in theorem.writer.counted:
                env[name] = int(values[atom])
            else:
                env[name] = to_ball(values[atom])
    return env


# --- Recurrences, run from the text of their definitions


def _runs(theorem, point, env):
    run, seen = theorem.run, _same(theorem, theorem.line.rhs, theorem.sides[1], point, env)
    walk = run.walk
    start = re.search(r"\| O => (.*)\n", theorem.definitions)[1]
    states = [reading.value(t, env) for t in _tuple(start, len(walk.parts))]
    exact = [evaluate(s, point) for s in walk.start]
    body = re.search(rf"Definition {run.step}.*:=\n  (.*)\.\n", theorem.definitions)
    head = re.search(
        rf"Definition {run.step}.*\((\w+) : nat\) \((\w+) : [^()]*\) :", theorem.definitions
    )
    names, forms = _opened(body[1], head[2], len(walk.parts))
    last = re.search(r"\| S j => let (\w+) := .* in let .* := .* j in (.*)\n", theorem.definitions)
    for k in range(walk.first + 1, walk.first + _RUNS + 1):
        here = {**env, head[1]: k, **dict(zip(names, states, strict=True))}
        at = point.bind(walk.number, Fraction(k))
        for part, value in zip(walk.parts, exact, strict=True):
            at = at.bind(part, value)
        for form, text in zip(walk.forms, forms, strict=False):
            seen += _same(theorem, form, text, at, here)
        if walk.has_output:
            seen += _same(theorem, walk.forms[-1], last[2], at, {**here, last[1]: k})
        states = [reading.value(t, here) for t in forms]
        exact = [evaluate(f, at) for f in walk.forms[: len(walk.parts)]]
    return seen


def _opened(body, state, count):
    """(names of the parts, texts of the forms) of a step's body."""
    if count == 1:
        return [state], [body]
    names, forms = re.fullmatch(r"let '\((.*?)\) := state in (.*)", body).groups()
    return names.split(", "), _tuple(forms, count)


def _tuple(text, count):
    if count == 1:
        return [text]
    parts, depth, start = [], 0, 1
    for place, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 1:
            parts.append(text[start:place].strip())
            start = place + 1
    parts.append(text[start:-1].strip())
    assert len(parts) == count, text
    return parts
