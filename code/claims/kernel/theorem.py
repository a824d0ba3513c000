"""A claim as a Rocq theorem: the definitions that it needs, and its statement. No proof here."""

from dataclasses import dataclass

import sympy

from claims.kernel import definedness, domains, limits
from claims.kernel.names import identifier
from claims.kernel.posed import Walk
from claims.kernel.reasons import NotWritten
from claims.kernel.terms import Writer, is_whole

_RELATIONS = {"==": "=", "<=": "<=", ">=": ">=", "<": "<", ">": ">"}


@dataclass
class Theorem:
    """``definitions`` and ``statement`` are Rocq text; the rest is what a script needs to know."""

    name: str
    line: object
    writer: Writer
    atoms: list
    hypotheses: list
    owed: list
    claimed: str
    definitions: str = ""
    run: object = None  # of a recurrence: its Run
    sides: tuple = ()  # left, right, sign

    @property
    def statement(self):
        """The whole statement, one hypothesis or part on each line."""
        head = [f"Theorem {self.name} :"]
        if self.atoms:
            bound = " ".join(domains.binder(a, self.writer) for a in self.atoms)
            head.append(f"  forall {bound},")
        head += [f"  {h} ->" for h in self.hypotheses]
        body = [f"  {part} /\\" for part in self.owed]
        return "\n".join([*head, *body, f"  {self.claimed}."])


@dataclass
class Run:
    """The names that a recurrence's definitions have, and the parameters that they take."""

    walk: Walk
    counter: sympy.Symbol
    step: str
    state: str
    output: str
    fine: str
    parameters: list


def write(label, line, name=None):
    """The :class:`Theorem` of one :class:`~claims.kernel.posed.Line`; raises NotWritten."""
    name = name or identifier(label.replace("-", "_"))
    counted = {a for a, d in line.domains.items() if domains.is_counted(d) and _is_symbol(a)}
    writer = Writer(counted)
    writer.names.used |= {name, *(f"{name}_{part}" for part in ("step", "state", "value", "fine"))}
    atoms = sorted(line.domains, key=lambda a: (rank(a, counted), str(a)))
    for atom in atoms:
        if not (_is_symbol(atom) or isinstance(atom, sympy.IndexedBase)):
            raise NotWritten("function", str(atom))
        if atom.is_integer and atom not in counted and _is_symbol(atom):
            raise NotWritten("domain", f"{atom} in {line.domains[atom]}")
        writer.names.of(atom, str(atom))
    if isinstance(line.lhs, Walk):
        return _of_walk(name, line, writer, atoms)
    if limits.is_limit(line.lhs):
        free, owed, claimed = limits.write(line, writer, atoms)
        hypotheses = _hypotheses(line, free, writer)
        return Theorem(name, line, writer, free, hypotheses, owed, claimed)
    if line.lhs.has(sympy.Limit) or line.rhs.has(sympy.Limit):
        raise NotWritten("limit")
    hypotheses = _hypotheses(line, atoms, writer)
    owed = list(dict.fromkeys(
        [*definedness.owed(line.lhs, writer), *definedness.owed(line.rhs, writer)]
    ))  # fmt: skip
    sides = writer.real(line.lhs), writer.real(line.rhs), _RELATIONS[line.relation]
    claimed = f"{sides[0]} {sides[2]} {sides[1]}"
    return Theorem(name, line, writer, atoms, hypotheses, owed, claimed, sides=sides)


def _is_symbol(atom):
    return isinstance(atom, sympy.Symbol)


def rank(atom, counted):
    if isinstance(atom, sympy.IndexedBase):
        return 1
    return 2 if atom in counted else 0


def _hypotheses(line, atoms, writer, without=()):
    found = []
    for atom in atoms:
        if atom not in without:
            found += domains.membership(atom, line.domains[atom], writer)
    return found + [domains.condition(c, writer) for c in line.given]


# --- Recurrences


def _of_walk(name, line, writer, atoms):
    walk, n = line.lhs, line.by.n
    if n not in writer.counted:
        raise NotWritten("domain", str(n))
    used = set().union(
        *(f.free_symbols | f.atoms(sympy.Indexed) for f in (*walk.forms, *walk.start))
    )
    bases = {u.base for u in used if isinstance(u, sympy.Indexed)}
    parameters = [a for a in atoms if a in used or a in bases]
    if n in parameters:
        raise NotWritten("script", f"the code uses {n}")
    run = Run(walk, n, f"{name}_step", f"{name}_state", f"{name}_value", f"{name}_fine", parameters)
    definitions, owes = _definitions(name, run, writer)
    hypotheses = _hypotheses(line, atoms, writer)
    args = "".join(f" {writer.names.of(a)}" for a in parameters)
    count = writer.names.of(n)
    owed = []
    if owes:
        low = walk.first
        before = f"{count} - {low}" if low else count
        owed.append(
            f"(forall j : nat, (j < {before})%nat -> {run.fine}{args} {nest(low + 1, 'j')}"
            f" ({run.state}{args} j))"
        )
    for expr in (*walk.start, line.rhs):
        owed += definedness.owed(expr, writer)
    sides = f"{run.output}{args} {count}", writer.real(line.rhs), "="
    claimed = f"{sides[0]} = {sides[1]}"
    owed = list(dict.fromkeys(owed))
    return Theorem(name, line, writer, atoms, hypotheses, owed, claimed, definitions, run, sides)


def nest(times, name):
    """``S (S name)``: ``name`` counted on by ``times``, in brackets where needed."""
    text = name
    for _ in range(times):
        text = f"(S {text})"
    return text


def _definitions(name, run, writer):
    walk = run.walk
    inner = Writer(writer.counted | {walk.number})
    inner.names.used = {*writer.names.used}
    inner.names.given = dict(writer.names.given)
    bound = "".join(f" {domains.binder(a, writer)}" for a in run.parameters)
    args = "".join(f" {writer.names.of(a)}" for a in run.parameters)
    count = len(walk.parts)
    states = [inner.names.of(p, _letter(walk, j)) for j, p in enumerate(walk.parts)]
    k = inner.names.of(walk.number, "k")
    kind = " * ".join(["R"] * count)
    whole = lambda texts: f"({', '.join(texts)})" if len(texts) > 1 else texts[0]  # noqa: E731
    take = f"let '{whole(states)} := state in " if count > 1 else ""
    state = "state" if count > 1 else states[0]
    forms = [inner.real(f) for f in walk.forms]
    owed = list(dict.fromkeys(p for f in walk.forms for p in definedness.owed(f, inner)))
    start = whole([writer.real(s) for s in walk.start])
    lines = [
        "(* One run of the code, on symbols: from the state before step k "
        "to the state after it. *)",
        f"Definition {run.step}{bound} (k : nat) ({state} : {kind}) : {kind} :=".replace(
            "(k ", f"({k} "
        ),
        f"  {take}{whole(forms[:count])}.",
        "",
        "(* The state after so many runs. *)",
        f"Fixpoint {run.state}{bound} (runs : nat) : {kind} :=",
        "  match runs with",
        f"  | O => {start}",
        f"  | S j => {run.step}{args} {nest(walk.first + 1, 'j')} ({run.state}{args} j)",
        "  end.",
        "",
    ]
    taken = whole(states) if count == 1 else f"'{whole(states)}"
    counted_from = f"(n - {walk.first})" if walk.first else "n"
    if walk.has_output:
        lines += [
            "(* What the run of step n returns beside the state. *)",
            f"Definition {run.output}{bound} (n : nat) : R :=",
            f"  match {counted_from} with",
            "  | O => 0",
            f"  | S j => let {k} := {nest(walk.first + 1, 'j')} in let {taken}"
            f" := {run.state}{args} j in {forms[-1]}",
            "  end.",
        ]
    else:
        last = f"{run.state}{args} {counted_from}"
        if count > 1:
            last = f"snd ({last})"
        lines += [f"Definition {run.output}{bound} (n : nat) : R := {last}."]
    lines.append("")
    if owed:
        lines += [
            "(* That every part of that run has a value. *)",
            f"Definition {run.fine}{bound} ({k} : nat) ({state} : {kind}) : Prop :=",
            f"  {take}" + " /\\\n  ".join(owed) + ".",
            "",
        ]
    return "\n".join(lines), bool(owed)


def _letter(walk, place):
    name = identifier(walk.name)
    return f"{name}_{place + 1}" if len(walk.parts) > 1 else name


__all__ = ["Run", "Theorem", "is_whole", "nest", "write"]
