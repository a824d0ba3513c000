"""The file that Rocq is given for a claim: definitions, theorems, proofs, nothing else."""

import re

from claims.kernel import scripts, theorem
from claims.kernel.names import identifier
from claims.kernel.reasons import NotWritten
from claims.kernel.terms import Writer

# A file that holds one of these does not count: it could assume what it should prove.
FORBIDDEN = re.compile(
    r"\b(Admitted|admit|give_up|Axioms?|Parameters?|Conjecture|Hypothes[ie]s|Variables?|Context|Abort"
    r"|Unset|Set|Global|Local|Declare|Load|Extract\w*|Notation|Canonical|Coercion|Instance|Hint"
    r"|bypass_check|Typeclasses|Redirect|Cd|Drop|Quit|Fail|Guarded|Print\s+(?!Assumptions)\w+)\b|#\["
)
HEAD = "From Book Require Import Book.\n"


def of(posed):
    """The text of the file for a :class:`~claims.kernel.posed.Posed`; raises NotWritten."""
    return text(posed.label, theorems(posed))


def theorems(posed):
    """A claim's theorems, as (theorem, proof) pairs; of a derivation each line and the whole."""
    name = identifier(posed.label.replace("-", "_"))
    if len(posed.lines) == 1:
        written = theorem.write(posed.label, posed.lines[0], name)
        return [(written, scripts.script(written))]
    word = "line" if posed.chain else "entry"
    found = []
    for k, line in enumerate(posed.lines, start=1):
        written = theorem.write(posed.label, line, f"{name}_{word}_{k}")
        found.append((written, scripts.script(written)))
    if posed.chain:
        found.append(whole(name, [t for t, _ in found]))
    return found


def whole(name, lines):
    """The start and the last line of a derivation, from its lines."""
    first, last = lines[0], lines[-1]
    atoms, hypotheses = [], []
    writer = Writer(set().union(*(t.writer.counted for t in lines)))
    for line in lines:
        for atom in line.atoms:
            if atom not in atoms:
                atoms.append(atom)
            if (
                writer.names.given.setdefault(atom, line.writer.names.given[atom])
                != (line.writer.names.given[atom])
            ):
                raise NotWritten("script", "names differ from line to line")
        hypotheses += [h for h in line.hypotheses if h not in hypotheses]
    left, right = first.sides[0], last.sides[1]
    signs = [t.sides[2] for t in lines if t.sides[2] != "="]
    strict = [s for s in signs if "=" not in s]
    sign = (strict or signs or ["="])[0]
    mine = theorem.Theorem(
        name, lines[0].line, writer,
        sorted(atoms, key=lambda a: (theorem.rank(a, writer.counted), str(a))),
        hypotheses, list(dict.fromkeys([*first.owed, *last.owed])), f"{left} {sign} {right}",
    )  # fmt: skip
    steps = ["intros."]
    for k, line in enumerate(lines, start=1):
        args = " ".join(writer.names.given[a] for a in line.atoms)
        given = " ltac:(assumption)" * len(line.hypotheses)
        steps.append(f"pose proof ({line.name} {args}{given}) as L{k}.")
    steps.append("chain.")
    return mine, "\n".join(["Proof.", *(f"  {s}" for s in steps), "Qed."])


def text(label, pairs):
    """The whole file."""
    parts = [f"(* {label} *)", HEAD]
    for written, proof in pairs:
        if written.definitions:
            parts.append(written.definitions)
        parts += [written.statement, proof, ""]
    parts += [f"Print Assumptions {written.name}." for written, _ in pairs]
    return "\n".join(parts) + "\n"
