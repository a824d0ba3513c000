"""A false corpus for the kernel's side: theorems that must not be accepted.

``NEAR`` are true statements with the slips that the checker itself tries (each false at an exact
point): the script that proves the statement must prove none of them. ``BARE`` lack a part of the
domain: Rocq's x / 0, sqrt (-1), ln (-1) and 2 - 3 have values, so nothing but the part "has a value"
stops them. ``LONG`` are sums and recurrences with a slip. ``TRICKS`` are files that try to get
round the kernel.
"""

from sympy import Abs, IndexedBase, Max, Rational, Sum, Symbol, exp, factorial, log, sign, sqrt

from claims.kernel.posed import Line, Walk
from claims.proving import tactics
from claims.proving.domains import Assumptions
from claims.proving.evaluate import NotEvaluable, agree, settled
from claims.proving.inequalities import certificate
from claims.proving.mutants import mutants
from claims.proving.sets import COUNT, COUNT0, NONNEGATIVE, NONZERO, POSITIVE, UNIT, R

a, b, x, y = (Symbol(name, real=True) for name in "abxy")
p, q = Symbol("p", positive=True), Symbol("q", positive=True)
beta = Symbol("beta", positive=True)
v = Symbol("v", nonnegative=True)
n = Symbol("n", integer=True, nonnegative=True)
t = Symbol("t", integer=True, positive=True)
k = Symbol("k", integer=True, positive=True)
i = Symbol("i", integer=True)
g = IndexedBase("g", real=True)
DOMAINS = {
    a: R, b: R, x: R, y: R, p: POSITIVE, q: POSITIVE, beta: UNIT, v: NONNEGATIVE, n: COUNT0,
    t: COUNT, g: R,
}  # fmt: skip


def line(lhs, relation, rhs, by=None, given=(), **domains):
    """A statement in the corpus's symbols; ``domains`` replaces some of theirs."""
    from claims.proving.symbols import atoms_to_bind

    atoms = atoms_to_bind(*([] if isinstance(lhs, Walk) else [lhs]), rhs, *given)
    if isinstance(lhs, Walk):
        atoms = sorted(
            {*atoms, *atoms_to_bind(*lhs.forms, *lhs.start), by.n} - {*lhs.parts, lhs.number},
            key=str,
        )
    known = {atom: DOMAINS[atom] for atom in atoms}
    known |= {atom: domains[str(atom)] for atom in atoms if str(atom) in domains}
    return Line(lhs, relation, rhs, by, known, tuple(given))


TRUE = {
    "square": line((a + b) ** 2, "==", a**2 + 2 * a * b + b**2),
    "cube": line((a - b) * (a**2 + a * b + b**2), "==", a**3 - b**3),
    "average": line(beta * x + (1 - beta) * y, "==", y + beta * (x - y)),
    "quotient": line(1 / p + 1 / q, "==", (p + q) / (p * q)),
    "shrink": line(x / (1 - beta), "==", x + x * beta / (1 - beta)),
    "power": line(beta ** (t + 1) / beta, "==", beta**t),
    "powers": line(1 - beta ** (2 * t), "==", (1 - beta**t) * (1 + beta**t)),
    "debiased": line((1 - beta ** (2 * t)) / (1 - beta**t), "==", 1 + beta**t),
    "root": line(sqrt(v) ** 4, "==", v**2),
    "roots": line((sqrt(p) - sqrt(q)) * (sqrt(p) + sqrt(q)), "==", p - q),
    "root-quotient": line(sqrt(p / q), "==", sqrt(p) / sqrt(q)),
    "size": line(Abs(x) ** 2, "==", x**2),
    "sign": line(x / Abs(x), "==", sign(x), x=NONZERO),
    "exponential": line(exp(-x) / (1 + exp(-x)), "==", 1 / (1 + exp(x))),
    "factorial": line(factorial(t) / factorial(t - 1), "==", t),
    "mean": line(a * b, "<=", (a**2 + b**2) / 2, certificate((a - b) ** 2 / 2)),
    "positive": line(2 * p * q, "<=", p**2 + q**2, certificate((p - q) ** 2)),
    "largest": line(x, "<=", Max(x, y)),
}


def false_mutants(name, most=4):
    """Altered right sides of a true statement that are false at an exact point of its domain."""
    true, found = TRUE[name], []
    assumptions = Assumptions(
        [true.lhs, true.rhs], {s: d for s, d in true.domains.items()}, true.given
    )
    points = assumptions.points(f"false {name}", 8)
    for described, changed in mutants(true.rhs):
        if changed.free_symbols - true.rhs.free_symbols or not changed.is_real:
            continue
        if any(_false_at(true, changed, point) for point in points):
            found.append(
                (
                    described,
                    Line(true.lhs, true.relation, changed, true.by, true.domains, true.given),
                )
            )
        if len(found) == most:
            break
    return found


def _false_at(true, changed, point):
    try:
        left, right = settled(true.lhs, point), settled(changed, point)
        return not agree(left, right) if true.relation == "==" else bool(left > right)
    except NotEvaluable:
        return False


NEAR = {
    f"{name}: {described}": (name, false)
    for name in TRUE
    for described, false in false_mutants(name)
}

BARE = {
    "a quotient by any number": line((x**2 + x * y) / x, "==", x + y),
    "a quotient by a count from 0": line(beta**n / n, "==", beta**n * (1 / n)),
    "1 / (1 - x) where x may be 1": line(1 / (1 - x) - x / (1 - x), "==", Rational(1)),
    "a root of any number": line(sqrt(x) * (sqrt(x) + y), "==", x + y * sqrt(x)),
    "a root with no sign": line((sqrt(x) + 1) * (sqrt(x) - 1), "==", x - 1),
    "a root of a difference": line(sqrt(p - q), "==", sqrt(p - q)),
    "a logarithm of any number": line(log(x) + y, "==", y + log(x)),
    "a logarithm of a product": line(log(x * y), "==", log(x) + log(y)),
    "the sign of 0": line(x / Abs(x), "==", sign(x)),
    "debiased at 0": line((1 - beta ** (2 * n)) / (1 - beta**n), "==", 1 + beta**n),
    "a power one less, at 0": line(beta * beta ** (n - 1), "==", beta**n),
    "a factorial one less, at 0": line(factorial(n) / factorial(n - 1), "==", n),
    "an index one less, at 0": line(g[n - 1] + x, "==", x + g[n - 1]),
    "a base that may be 0": line(y * x**-n, "==", y / x**n),
    "a real power of any number": line(x**y * y, "==", y * x**y),
    "an end that may be 1": line((1 - p**2) / (1 - p), "==", 1 + p),
}

_s, _k = Symbol("s", real=True), Symbol("k", integer=True, positive=True)
EMA = Walk("V", (_s,), _k, (beta * _s + (1 - beta) * g[_k],), (a,), 0)
CLOSED = beta**n * a + (1 - beta) * Sum(beta ** (n - i) * g[i], (i, 1, n))
by_n = tactics.induction(n)
LONG_TRUE = {"ema": line(EMA, "==", CLOSED, by_n)}
LONG = {
    "ema, from 0": line(EMA, "==", beta**n * a + (1 - beta) * Sum(beta ** (n - i) * g[i], (i, 0, n)), by_n),
    "ema, one power more": line(EMA, "==", beta**n * a + (1 - beta) * Sum(beta ** (n - i + 1) * g[i], (i, 1, n)), by_n),
    "ema, no factor": line(EMA, "==", beta**n * a + Sum(beta ** (n - i) * g[i], (i, 1, n)), by_n),
    "ema, the start lost": line(EMA, "==", (1 - beta) * Sum(beta ** (n - i) * g[i], (i, 1, n)), by_n),
    "ema, the start kept": line(EMA, "==", a + (1 - beta) * Sum(beta ** (n - i) * g[i], (i, 1, n)), by_n),
    "weights, one less": line((1 - beta) * Sum(beta ** (n - i), (i, 1, n)), "==", 1 - beta ** (n + 1), tactics.summation),
    "weights, with a minus": line((1 - beta) * Sum(beta ** (n - i), (i, 1, n)), "==", beta**n - 1, tactics.summation),
    "a sum of counts": line(Sum(i, (i, 1, n)), "==", n**2 / 2, tactics.summation),
}  # fmt: skip

_FILE = "From Book Require Import Book.\n{}\nPrint Assumptions wrong.\n"
TRICKS = {
    "given up": _FILE.format("Theorem wrong : 1 = 2.\nProof. Admitted."),
    "given up inside": _FILE.format("Theorem wrong : 1 = 2.\nProof. admit. Qed."),
    "an axiom": _FILE.format("Axiom cheat : 1 = 2.\nTheorem wrong : 1 = 2.\nProof. exact cheat. Qed."),
    "a parameter": _FILE.format("Parameter cheat : 1 = 2.\nTheorem wrong : 1 = 2.\nProof. exact cheat. Qed."),
    "a section's hypothesis": _FILE.format(
        "Section S.\nHypothesis cheat : 1 = 2.\nTheorem wrong : 1 = 2.\nProof. exact cheat. Qed.\nEnd S."
    ),
    "a flag": _FILE.format("Unset Guard Checking.\nTheorem wrong : 1 = 1.\nProof. reflexivity. Qed."),
    "an attribute": _FILE.format("#[bypass_check(guard)] Theorem wrong : 1 = 1.\nProof. reflexivity. Qed."),
    "another meaning of =": _FILE.format(
        'Notation "a = b" := (a <= b) : R_scope.\nTheorem wrong : 1 = 2.\nProof. lra. Qed.'
    ),
    "another axiom of the library": _FILE.format(
        "From Coq Require Import ProofIrrelevance.\nTheorem wrong : forall (P : Prop) (a b : P), a = b.\n"
        "Proof. exact proof_irrelevance. Qed."
    ),
    "nothing asked of its assumptions": "From Book Require Import Book.\nTheorem wrong : 1 = 1.\nProof. reflexivity. Qed.\n",
    "a comment that asks": "From Book Require Import Book.\nTheorem wrong : 1 = 1.\nProof. reflexivity. Qed.\n"
    "(*\nPrint Assumptions wrong.\n*)\n",
    "plainly false": _FILE.format("Theorem wrong : 1 = 2.\nProof. lra. Qed."),
}  # fmt: skip
COUNT_OF = len(NEAR) + len(BARE) + len(LONG) + len(TRICKS)
__all__ = ["BARE", "COUNT_OF", "LONG", "LONG_TRUE", "NEAR", "Rational", "TRICKS", "TRUE"]
