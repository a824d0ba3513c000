"""Random true statements, and planted falsehoods made from them.

Each falsehood is false, or without a value, at a known point of its own domain, and
:mod:`witness` shows so by mpmath before it is offered.

``python tests/random_claims.py --identities 5000 --inequalities 2000 --seed 1`` draws so many
statements. Every one is offered in a planted version, and every ``--true-every``-th one as it is.
Printed are what was accepted, by kind; a falsehood that was accepted is printed in full.
"""

import argparse
import multiprocessing
import random
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction

import sympy as sp
from sympy import (
    Abs,
    Integer,
    Interval,
    KroneckerDelta,
    Limit,
    Max,
    Min,
    Rational,
    Sum,
    Symbol,
    exp,
    expand,
    log,
    oo,
    sign,
    sqrt,
)

from claims import (
    POSITIVE,
    ClaimError,
    ClaimFailed,
    R,
    Recurrence,
    by_sign,
    certificate,
    induction,
    limit,
    prove,
    simplification,
    substituting,
    sum_merging,
    summation,
)
from claims.book import record
from claims.notation import DOMAINS, beta, eps, eta, g, i, lam, m, n, v, x_
from witness import Hole, inside, witness

x, y = Symbol("x", real=True), Symbol("y", real=True)
p = Symbol("p", positive=True)
c = Symbol("c", nonnegative=True)
V0 = Symbol("V_0", real=True)
WHERE = {x: R, y: R, p: POSITIVE, c: DOMAINS[lam], V0: R}
SECONDS = 35  # of the processor


@dataclass
class Claim:
    """A statement for ``prove``; ``at`` is a point at which it fails, None for a true one."""

    kind: str
    lhs: object
    rhs: object
    by: object = None
    relation: str = "=="
    where: dict = field(default_factory=dict)
    at: dict | None = None
    planted: str = ""

    def call(self, label):
        prove(label, self.lhs, self.rhs, by=self.by, relation=self.relation, where=self.where)

    def changed(self, planted, at, **changes):
        """The same statement with a slip, which shows at the point ``at``."""
        fields = {**self.__dict__, **changes, "planted": planted}
        return Claim(**{**fields, "at": {**fully(fields), **at}})

    def is_false(self):
        """Whether it is false, or without a value, at its point, and the point in its domain."""
        statement = (self.lhs, self.relation, self.rhs)
        hole = Hole(self.kind, self.call, "", statement, self.at, self.where)
        return inside(hole) and witness(hole) is not None

    def __str__(self):
        lhs = self.lhs
        if isinstance(lhs, Recurrence):
            lhs = f"{lhs.name}, {lhs.start} -> {lhs.advance((Symbol('V'),), Symbol('k'))}"
        by = getattr(self.by, "told", self.by)
        return f"{self.kind} / {self.planted or 'true'}: {lhs} {self.relation} {self.rhs}  [{by}] fails at {self.at}"


def needed(*exprs):
    """The domains, for ``where=``, of the symbols that are not in the book's table."""
    free = set().union(*(sp.sympify(e).free_symbols for e in exprs))
    return {s: WHERE[s] for s in sorted(free & set(WHERE), key=str)}


def fully(fields):
    """A value for every symbol of a statement, each inside its domain."""
    exprs = [fields["rhs"]]
    exprs += [] if isinstance(fields["lhs"], Recurrence) else [fields["lhs"]]
    free = set().union(*(sp.sympify(e).free_symbols for e in exprs)) | set(fields["where"])
    values = {
        beta: Fraction(1, 3),
        n: 2,
        x: 3,
        y: -2,
        g: 2,
        m: -3,
        lam: 2,
        eta: Fraction(1, 2),
        v: 2,
        p: 2,
        c: 2,
        V0: 3,
        eps: 1,
    }
    return {s: values[s] for s in free if s in values}


# --- Identities -------------------------------------------------------------------------------------


class Draw:
    """Random parts of formulas, from one seed."""

    def __init__(self, seed):
        self.rng = random.Random(seed)

    def number(self, top=9):
        return Rational(self.rng.choice([-1, 1]) * self.rng.randint(1, top), self.rng.randint(1, 4))

    def positive(self, top=9):
        return Rational(self.rng.randint(1, top), self.rng.randint(1, 4))

    def far(self):
        """A place that small random points do not reach."""
        return Integer(
            self.rng.choice([23, 37, 61, 97, 150, 333, 777, 1000, 5000, 20011, 10**6 + 1])
        )

    def symbols(self, count, among=(x, y, g, m, lam, eta, v)):
        return self.rng.sample(among, count)

    def monomial(self, symbols):
        return self.number() * sp.prod(s ** self.rng.randint(0, 2) for s in symbols)

    def polynomial(self, symbols, terms=3):
        """A sum of so many different monomials, in which every symbol stands."""
        found = sum(self.monomial(symbols) for _ in range(terms))
        return found + sum(self.number() * s for s in symbols)

    def above_zero(self, symbols):
        """A polynomial that is positive for real numbers."""
        return self.positive() + sum(
            self.positive() * s ** (2 if s in (x, y, g, m) else 1) for s in symbols
        )


def equality(kind, lhs, rhs, by=None):
    return Claim(kind, lhs, rhs, by, where=needed(lhs, rhs))


def polynomials(d):
    symbols = d.symbols(2)
    a, b = d.polynomial(symbols), d.polynomial(symbols)
    return equality("polynomial", a * b, expand(a * b))


def rational_functions(d):
    a, b = d.symbols(2)
    top, bottom, other = d.polynomial([a, b]), d.above_zero([a]), d.above_zero([b])
    return equality(
        "rational function",
        top / bottom + top / other,
        expand(top * (bottom + other)) / (bottom * other),
    )


def symbolic_powers(d):
    base, a, b, s = (
        d.rng.choice([beta, p, eta]),
        d.rng.randint(0, 4),
        d.rng.randint(1, 4),
        d.rng.choice([lam, g, x]),
    )
    k, f = d.rng.randint(1, 3), d.number()
    lhs = (base ** (n + a) + f * s) * (base ** (k * n + b) - s)
    return equality(
        "symbolic power",
        lhs,
        base ** ((k + 1) * n + a + b)
        - s * base ** (n + a)
        + f * s * base ** (k * n + b)
        - f * s**2,
    )


def sums(d):
    a, b, e = d.number(), d.number(), d.rng.choice([lam, g, x])
    form = d.rng.randint(0, 2)
    if form == 0:
        lhs, rhs = Sum(a * i * e + b, (i, 1, n)), a * e * n * (n + 1) / 2 + b * n
        return equality("sum", lhs, rhs, d.rng.choice([summation, induction(n)]))
    if form == 1:
        lhs, rhs = (
            (1 - beta) * Sum(a * e * beta ** (n - i), (i, 1, n)) + b,
            a * e * (1 - beta**n) + b,
        )
        return equality("sum", lhs, rhs, summation)
    lhs = Sum((a * e + b) * x_[i] + beta**i * x_[i] ** 2, (i, 1, n))
    return equality(
        "sum",
        lhs,
        a * e * Sum(x_[i], (i, 1, n))
        + b * Sum(x_[i], (i, 1, n))
        + Sum(beta**i * x_[i] ** 2, (i, 1, n)),
        sum_merging,
    )


def cases(d):
    a, s = d.positive(), d.rng.choice([lam, eta, v])
    form, q = d.rng.randint(0, 2), d.above_zero([s])
    if form == 0:
        return equality(
            "by cases",
            Abs(a * g) * q + g * Abs(g),
            a * Abs(g) * q + g**2 * sign(g),
            by_sign(g, zero=True),
        )
    if form == 1:
        return equality(
            "by cases", (Max(g, 0) + Min(g, 0)) * q * a, expand(a * g * q), by_sign(g, zero=True)
        )
    return equality(
        "by cases", (a + sign(g)) * Abs(g) * q, a * Abs(g) * q + g * q, by_sign(g, zero=True)
    )


def roots(d):
    a, b, s, r = d.positive(), d.number(), d.rng.choice([x, y, m]), d.rng.choice([p, v, eta])
    inside_root = a * r + d.positive()
    form = d.rng.randint(0, 1)
    if form == 0:
        return equality(
            "root",
            (sqrt(inside_root) + b * s) * (sqrt(inside_root) - b * s),
            inside_root - b**2 * s**2,
        )
    return equality(
        "root",
        (sqrt(inside_root) + s) ** 2 * b,
        b * inside_root + 2 * b * s * sqrt(inside_root) + b * s**2,
    )


def affine(d):
    rate = d.rng.choice(
        [beta, beta / 2, 1 - beta, Rational(d.rng.randint(1, 5), 7), Integer(d.rng.randint(2, 4))]
    )
    gain = d.number() * d.rng.choice([eta, g, lam, Integer(1)])
    closed = rate**n * V0 + gain * (1 - rate**n) / (1 - rate)
    return Claim(
        "recurrence",
        Recurrence("V", lambda V, k: rate * V + gain, start=V0),
        closed,
        induction(n),
        where={V0: R},
    )


def lines(d):
    a, b = d.number() * d.rng.choice([eta, g, lam]), d.number()
    return Claim(
        "recurrence",
        Recurrence("V", lambda V, k: V + a + b * k, start=V0),
        V0 + a * n + b * n * (n + 1) / 2,
        induction(n),
        where={V0: R},
    )


def limits(d):
    a, s = d.above_zero([x]), d.number()
    form = d.rng.randint(0, 2)
    if form == 0:
        lhs, rhs = Limit((s * x * n + y) * a / (n + d.positive()), n, oo), expand(s * x * a)
    elif form == 1:
        lhs, rhs = Limit(a * (s * g + eps) / (1 + eps), eps, 0, "+"), expand(a * s * g)
    else:
        lhs, rhs = Limit(a * sqrt(v + eps) + s * eps, eps, 0, "+"), a * sqrt(v)
    return equality("limit", lhs, rhs, limit)


IDENTITIES = (
    polynomials,
    rational_functions,
    symbolic_powers,
    sums,
    cases,
    roots,
    affine,
    lines,
    limits,
)

# --- What is planted in an identity -----------------------------------------------------------------


def moved(d, claim):
    """A real or whole symbol of the statement, and a far value of it inside its domain."""
    free = sorted((s for s in fully(claim.__dict__) if s is not beta), key=str)
    bound = {claim.lhs.args[1]} if isinstance(claim.lhs, Limit) else set()
    free = [s for s in free if s not in bound]
    if isinstance(claim.lhs, Recurrence):
        free = [n]
    return (d.rng.choice(free), d.far()) if free else (None, None)


def coefficient(d, claim):
    symbol = d.rng.choice(sorted(fully(claim.__dict__), key=str))
    if isinstance(claim.lhs, Limit) and symbol == claim.lhs.args[1]:
        return None
    slip = d.number() / 10 ** d.rng.choice([0, 1, 6, 15, 30]) * symbol
    return claim.changed("coefficient slightly changed", {}, rhs=claim.rhs + slip)


def one_point(d, claim):
    symbol, place = moved(d, claim)
    if symbol is None:
        return None
    slips = [1 - sign(symbol - place) ** 2, 0 ** Abs(symbol - place)]
    slips += [KroneckerDelta(symbol, place), Max(0, 1 - Abs(symbol - place))] if symbol is n else []
    if isinstance(claim.lhs, Recurrence):
        return (
            None
            if place > 400
            else claim.changed(
                "false at one point", {n: place}, rhs=claim.rhs + d.number() * d.rng.choice(slips)
            )
        )
    if symbol is n and claim.lhs.has(Sum) and place > 400:
        return None
    return claim.changed(
        "false at one point", {symbol: place}, rhs=claim.rhs + d.number() * d.rng.choice(slips)
    )


def pole(d, claim):
    if isinstance(claim.lhs, Recurrence | Limit):
        return None
    symbol, place = moved(d, claim)
    if symbol is None or (symbol is n and claim.lhs.has(Sum) and place > 400):
        return None
    others = [s for s in (x, y, g, m) if s in claim.lhs.free_symbols and s != symbol]
    D = (symbol - place) ** 2 + (sum((s - 5) ** 2 for s in others) if d.rng.random() < 0.6 else 0)
    D = d.rng.choice(
        [
            D,
            D,
            Abs(symbol - place),
            exp(symbol - place) - 1,
            Max(0, place - symbol),
            log(1 + (symbol - place) ** 2),
        ]
    )
    if claim.lhs.has(Sum):
        lhs = claim.lhs + expand(D**2 + lam * D) / D - D - lam
    else:
        lhs = expand(claim.lhs * D) / D
    return claim.changed(
        "pole at one point",
        {symbol: place, **{s: 5 for s in others}},
        lhs=lhs,
        where=needed(lhs, claim.rhs),
    )


def half_line(d, claim):
    symbol, place = moved(d, claim)
    if symbol is None or (symbol is n and place > 300):
        return None
    at = {symbol: place + 1}
    form = d.rng.randint(0, 3)
    slip = Max(0, symbol - place)
    if isinstance(claim.lhs, Recurrence | Limit) or form == 0:
        return claim.changed("false on a half-line", at, rhs=claim.rhs + slip)
    if form == 1 and symbol in (lam, v):
        return claim.changed("false on a half-line", at, lhs=claim.lhs + Abs(place - symbol), rhs=claim.rhs + place - symbol,
                             by=substituting({symbol: place * c / (1 + c)}, then=simplification))  # fmt: skip
    if form == 2:
        return claim.changed(
            "false on a half-line",
            at,
            lhs=claim.lhs + Abs(place - symbol),
            rhs=claim.rhs + place - symbol,
        )
    return claim.changed(
        "false on a half-line",
        at,
        lhs=claim.lhs + sqrt((place - symbol) ** 2),
        rhs=claim.rhs + place - symbol,
    )


def no_value(d, claim):
    """A root, a logarithm, a sum, that has no value from some place on, and drops out."""
    if isinstance(claim.lhs, Recurrence | Limit):
        return None
    symbol, place = moved(d, claim)
    if symbol is None or (symbol is n and place > 300):
        return None
    u = place - symbol
    if symbol is n and d.rng.random() < 0.5:
        return claim.changed(
            "no value from a step on",
            {n: place + 2},
            lhs=claim.lhs + Sum(2 * i, (i, 1, u)),
            rhs=claim.rhs + expand(u * (u + 1)),
            by=summation,
        )
    if d.rng.random() < 0.5:
        return claim.changed(
            "no value on a half-line",
            {symbol: place + 1},
            lhs=claim.lhs + (sqrt(u) + 1) * (sqrt(u) - 1),
            rhs=claim.rhs + u - 1,
        )
    return claim.changed(
        "no value on a half-line",
        {symbol: place},
        lhs=claim.lhs + (log(u) + 1) * (log(u) - 1) - log(u) ** 2,
        rhs=claim.rhs - 1,
    )


def limit_corner(d, claim):
    if not isinstance(claim.lhs, Limit):
        return None
    body, symbol, to, side = claim.lhs.args
    if symbol != eps:
        return None
    other = d.rng.choice([x, g] if g in body.free_symbols else [x])
    place = d.far()
    bump = d.rng.choice([Abs(other - place), (other - place) ** 2, Max(0, place - other)])
    return claim.changed(
        "limit false at a corner",
        {other: place},
        lhs=Limit(body * bump / (bump + eps), eps, 0, "+"),
    )


def changed_step(d, claim):
    if not isinstance(claim.lhs, Recurrence):
        return None
    step, at, form = (
        claim.lhs.step,
        d.rng.choice([7, 11, 23, 40, 64, 97, 100, 128, 200, 255]),
        d.rng.randint(0, 5),
    )
    slip = d.number() / 10 ** d.rng.choice([0, 3, 9])
    when = {
        0: lambda k: k == at,
        1: lambda k: k.is_Integer and k >= at,
        2: lambda k: k.is_Integer and k % at == 0,
        3: lambda k: k in {at: 1},
        4: lambda k: str(k) == str(at),
        5: lambda k: k.is_Integer and k % at == at - 1 and k > 1,
    }[form]
    fails = at if form != 5 else at - 1 if at > 2 else 2
    changed = Recurrence(
        "V", lambda V, k: step(V, k) + (slip if when(sp.sympify(k)) else 0), start=V0
    )
    return claim.changed(
        "step changed at one k" if form in (0, 3, 4) else "step changed from a k on, or by k % q",
        {n: fails},
        lhs=changed,
    )


def stateless(d, claim):
    """A step that gives the closed form itself is not false, but it shows nothing: refuse it."""
    if not isinstance(claim.lhs, Recurrence):
        return None
    closed = claim.rhs
    changed = Recurrence("V", lambda V, k: closed.subs(n, k), start=V0)
    claim = claim.changed("step ignores its state", {}, lhs=changed)
    claim.at = None
    return claim


def undefined_step(d, claim):
    if not isinstance(claim.lhs, Recurrence):
        return None
    step, at = claim.lhs.step, d.rng.choice([7, 23, 40, 97])
    drop = d.rng.choice([
        lambda k: (k**2 - at**2) / (k - at) - k - at,
        lambda k: (sqrt(at - k) + 1) * (sqrt(at - k) - 1) - (at - k) + 1,
    ])  # fmt: skip
    return claim.changed(
        "step without a value",
        {n: at + 1},
        lhs=Recurrence("V", lambda V, k: step(V, k) + drop(k), start=V0),
    )


PLANTS = (
    coefficient,
    one_point,
    pole,
    half_line,
    no_value,
    limit_corner,
    changed_step,
    stateless,
    undefined_step,
)

# --- Inequalities -----------------------------------------------------------------------------------


def inequality(kind, lhs, rhs, by=None, relation="<=", where=None):
    return Claim(kind, lhs, rhs, by, relation, where or needed(lhs, rhs))


def squares_of_forms(d):
    """``lhs <= rhs`` with a sum of squares between, and what is planted in it."""
    a, b = d.symbols(2, among=(x, y, g, m))
    form1, form2 = d.number() * a + d.number() * b, d.number() * a + d.number()
    gap = d.positive() * form1**2 + d.positive() * form2**2
    lhs = d.polynomial([a, b])
    rhs = expand(lhs + gap)
    true = inequality("sum of squares", lhs, rhs, certificate(gap))
    solution = sp.solve([form1, form2], [a, b], dict=True)
    plants = []
    if solution:
        touch = {a: solution[0][a], b: solution[0][b]}
        tiny = d.positive() / 10 ** d.rng.choice([3, 9, 20])
        plants += [
            true.changed("strict, but equal at a point", touch, relation="<"),
            true.changed("strict, but equal at a point", touch, relation="<", by=None),
            true.changed("false near a point", touch, lhs=lhs + tiny),
            true.changed("false near a point", touch, lhs=lhs + tiny, by=None),
            true.changed(
                "no value at a point",
                touch,
                rhs=expand(rhs) + 1 / gap,
                by=certificate(gap + 1 / gap),
            ),
            true.changed("the other way round", {a: touch[a] + 1}, lhs=rhs, rhs=lhs, by=None),
        ]
    return true, plants


def imaginary_squares(d):
    """A certificate of squares whose roots turn imaginary beyond a step, or a backward sum."""
    s, place = d.rng.choice([n, eta, lam, v]), d.far()
    place = min(place, 400) if s is n else place
    f, q = d.positive(), d.rng.choice([x, g, m])
    u = f * (place - s)
    lhs, rhs = f * s, f * place + q**2
    safe = place + s
    true = inequality("sum of squares", -f * s, f * place + q**2, certificate(f * safe + q**2))
    gap = ((sqrt(u) - q) ** 2 + (sqrt(u) + q) ** 2) / 2
    plants = [
        Claim(
            "sum of squares",
            lhs,
            rhs,
            certificate(gap),
            "<=",
            needed(lhs, rhs),
            {s: place + 1, q: 0},
            "false on a half-line",
        ),
        Claim(
            "sum of squares",
            lhs,
            rhs,
            certificate(Abs(u) + q**2),
            "<=",
            needed(lhs, rhs),
            {s: place + 1, q: 0},
            "false on a half-line",
        ),
        Claim(
            "sum of squares",
            lhs,
            rhs,
            None,
            "<=",
            needed(lhs, rhs),
            {s: place + 1, q: 0},
            "false on a half-line",
        ),
    ]
    if s is n:
        k = place - n
        plants.append(Claim("sum of squares", q, q + expand(k * (k + 1) * (2 * k + 1)) / 6, certificate(Sum(i**2, (i, 1, k)), then=summation), "<=",
                            needed(q), {n: place + 2, q: 0}, "false from a step on"))  # fmt: skip
    return true, plants


def products(d):
    a, b = d.rng.sample([lam, eta, v, beta], 2)
    gap = d.positive() * a * b + d.positive() * a**2
    lhs = d.polynomial([a, g])
    true = inequality("product of nonnegative", lhs, expand(lhs + gap), certificate(gap))
    at0 = {a: 0} if a in (lam, v) else None
    wrong = gap - d.positive() / 10**6 * a
    plants = [
        true.changed(
            "false near 0",
            {a: Fraction(1, 10**8), b: Fraction(1, 10**8), g: 1},
            rhs=expand(lhs + wrong),
            by=by,
        )
        for by in (None, certificate(Abs(wrong)))
    ]
    if at0:
        plants += [
            true.changed("strict, but equal at 0", {**at0, g: 1}, relation="<", by=by)
            for by in (None, true.by)
        ]
        plants += [
            true.changed(
                "no value at 0", {**at0, g: 1}, rhs=true.rhs + 1 / a, by=certificate(gap + 1 / a)
            )
        ]
    return true, plants


def on_intervals(d):
    """A polynomial in one variable on an interval, with its double root or its ends as traps."""
    low, width, root = d.number(), d.positive(), d.number()
    high = low + width
    root = low + width * Rational(d.rng.randint(1, 9), 10)
    scale = d.positive()
    poly = expand(
        scale * (x - root) ** 2 * (x**2 + d.positive())
        + d.rng.choice([0, 1]) * scale * (x - low) ** 3 * (x - root) ** 2
    )
    domain = Interval(low, high)
    where = {x: domain}
    split = d.number() * x**2
    lhs, rhs = split, expand(poly + split)
    true = Claim("polynomial on an interval", lhs, rhs, None, "<=", where)
    tiny = d.positive() / 10 ** d.rng.choice([3, 9, 20])
    plants = [
        true.changed("strict, but equal at a point", {x: root}, relation="<"),
        true.changed("false near a point", {x: root}, lhs=lhs + tiny),
        true.changed("false at an end", {x: low}, rhs=expand(split + (x - low) * scale - tiny)),
        true.changed(
            "false beyond a place", {x: high}, rhs=expand(split + (root - x) * (x + 20) ** 2)
        ),
        true.changed("no value at a point", {x: root}, rhs=rhs + tiny / (x - root) ** 2),
    ]
    line = expand(scale * (x - root) ** 2 * (d.far() - x))
    plants.append(
        true.changed("false on a half-line", {x: 10**8}, lhs=Integer(0), rhs=line, where={x: R})
    )
    return true, plants


def known(d):
    a, s = d.positive(), d.rng.choice([x, y, g, m])
    tiny = d.positive() / 10 ** d.rng.choice([3, 9, 20])
    form = d.rng.randint(0, 3)
    if form == 0:
        true = inequality("known bound", 1 + a * s, exp(a * s))
        at = {s: 0}
    elif form == 1:
        true = inequality("known bound", log(a * p), a * p - 1)
        at = {p: 1 / a}
    elif form == 2:
        true = inequality("known bound", Abs(s + a * eta), Abs(s) + a * eta)
        at = {s: 0}
    else:
        true = inequality("known bound", a * s, a * Abs(s))
        at = {s: 1}
    plants = [true.changed("strict, but equal at a point", at, relation="<"), true.changed("false near a point", at, lhs=true.lhs + tiny),
              true.changed("the other way round", {**at, s: -7} if form != 1 else {p: 5 / a}, relation=">")]  # fmt: skip
    return true, plants


def counts(d):
    """Inequalities in a whole number that fail from a step on, or at a few steps."""
    a = d.rng.randint(2, 4)
    place = d.rng.choice([31, 50, 77, 150])
    true = inequality("whole number", 1 + n * p * a, (1 + a * p) ** n, induction(n))
    plants = [
        true.changed(
            "false from a step on",
            {n: place + 1, p: Fraction(1, 10**9)},
            lhs=true.lhs + Max(0, n - place),
        ),
        true.changed("strict, but equal at a step", {n: 1}, relation="<"),
        true.changed("strict, but equal at a step", {n: 1}, relation="<", by=None),
        Claim(
            "whole number",
            n**a,
            a**n * 2,
            None,
            "<=",
            {},
            {n: next(k for k in range(1, 400) if k**a > 2 * a**k)},
            "false at some steps",
        )
        if any(k**a > 2 * a**k for k in range(1, 400))
        else None,
        Claim(
            "whole number",
            n,
            place + g**2,
            None,
            "<=",
            {},
            {n: place + 1, g: 0},
            "false from a step on",
        ),
    ]
    return true, [plant for plant in plants if plant]


INEQUALITIES = (squares_of_forms, imaginary_squares, products, on_intervals, known, counts)


def drawn(what, seed, index):
    """The ``index``-th statement: (the true one, its planted versions, one of each sort)."""
    d = Draw(f"{what} {seed} {index}")
    if what == "inequality":
        true, plants = INEQUALITIES[index % len(INEQUALITIES)](d)
    else:
        true = IDENTITIES[index % len(IDENTITIES)](d)
        plants = [plant(d, true) for plant in PLANTS]
    plants = [q for q in plants if q is not None]
    d.rng.shuffle(plants)
    return true, [q for q in plants if q.planted == "step ignores its state" or q.is_false()]


# --- Offering them ----------------------------------------------------------------------------------


class TooSlow(BaseException):
    """Not an Exception, so that no checker can catch it."""


def offered(claim, label):
    """What the checker makes of it: "accepted", "refused", "too slow" or "raw exception"."""

    def stop(*_):
        raise TooSlow

    record._registry.pop(label, None)
    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        claim.call(label)
        return "accepted", ""
    except (ClaimError, ClaimFailed) as error:
        return "refused", str(error)
    except TooSlow:
        return "too slow", ""
    except Exception as error:  # noqa: BLE001 - this is what is being counted
        return "raw exception", f"{type(error).__name__}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        record._registry.pop(label, None)


def one(task):
    """Offer one drawn statement: a list of (kind, planted, verdict, the statement in words)."""
    what, seed, index, with_truth, falsehoods = task
    label = f"random-{what}-{index}"
    true, plants = drawn(what, seed, index)
    seen = []
    for claim in [*([true] if with_truth else []), *plants[:falsehoods]]:
        verdict, said = offered(claim, label)
        seen.append((claim.kind, claim.planted, verdict, f"{claim}  {said}"))
    return seen


def shown(line):
    print(line, flush=True)


def run(identities, inequalities, seed, processes=1, true_every=10, falsehoods=1, told=shown):
    """Offer so many of each. Returns the counts: (kind, planted or "", verdict) -> how many."""
    found = Counter()
    tasks = [("identity", seed, k, k % true_every < 1, falsehoods) for k in range(identities)]
    tasks += [("inequality", seed, k, k % true_every < 1, falsehoods) for k in range(inequalities)]
    with multiprocessing.Pool(processes) as pool:
        results = (
            map(one, tasks) if processes == 1 else pool.imap_unordered(one, tasks, chunksize=10)
        )
        for done, seen in enumerate(results, 1):
            if done % 250 == 0:
                told(f"{done} of {len(tasks)}")
            for kind, planted, verdict, statement in seen:
                found[kind, planted, verdict] += 1
                if (planted and verdict == "accepted") or verdict == "raw exception":
                    told(f"{verdict}: {statement}")
    return found


def table(found):
    """The counts as a Markdown table."""
    verdicts = ("accepted", "refused", "too slow", "raw exception")
    rows = [f"| kind | planted | tried | {' | '.join(verdicts)} |", "|---|---|" + "---:|" * 5]
    for kind, planted in sorted({key[:2] for key in found}):
        row = [found[kind, planted, verdict] for verdict in verdicts]
        rows.append(
            f"| {kind} | {planted or 'nothing: it is true'} | {sum(row)} | {' | '.join(map(str, row))} |"
        )
    for told, false in (("all true", False), ("all false", True)):
        row = [
            sum(
                k for (_, planted, v), k in found.items() if v == verdict and bool(planted) == false
            )
            for verdict in verdicts
        ]
        rows.append(f"| {told} | | {sum(row)} | {' | '.join(map(str, row))} |")
    return "\n".join(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--identities", type=int, default=5000)
    parser.add_argument("--inequalities", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument(
        "--true-every", type=int, default=10, help="offer every so manyth also as it is"
    )
    parser.add_argument("--falsehoods", type=int, default=1, help="planted versions of each")
    chosen = parser.parse_args()
    started = time.perf_counter()
    found = run(
        chosen.identities,
        chosen.inequalities,
        chosen.seed,
        chosen.processes,
        chosen.true_every,
        chosen.falsehoods,
    )
    print(table(found))
    print(f"{sum(found.values())} statements in {time.perf_counter() - started:.0f} s")
    return any(planted and verdict == "accepted" for _, planted, verdict in found)


if __name__ == "__main__":
    sys.exit(main())
