"""Statements that must not pass: false somewhere in their domain, without a value there, or badly posed.

The attack is from outside: it uses the public verbs only, and each entry is built so that a checker
that looks at a few small points, or trusts SymPy's simplifier, lets it through. ``HOLES`` maps a
name to a :class:`Hole`. Where ``at`` is given, the statement is false or without a value at that
point of its own domain; :func:`witness.witness` shows it with mpmath alone, for each, in a test.

``python tests/holes.py`` offers every one to the checker and prints how many of each kind it
accepts; ``python tests/holes.py NAME`` offers those whose name holds NAME.
"""

import argparse
import itertools
import multiprocessing
import re
import signal
import sys
import time
from collections import Counter
from fractions import Fraction

import numpy as np
import sympy as sp
import torch
from sympy import (
    Abs,
    Dummy,
    Eq,
    FiniteSet,
    Function,
    I,
    IndexedBase,
    Integer,
    Interval,
    KroneckerDelta,
    Limit,
    Matrix,
    Max,
    Min,
    Piecewise,
    Product,
    Rational,
    Sum,
    Symbol,
    cos,
    exp,
    expand,
    factorial,
    floor,
    gamma,
    log,
    oo,
    pi,
    sign,
    sin,
    sqrt,
)

from claims import (
    COUNT,
    COUNT0,
    INTEGERS,
    NONNEGATIVE,
    POSITIVE,
    UNIT,
    ClaimError,
    ClaimFailed,
    R,
    Recurrence,
    by_sign,
    certificate,
    check,
    define,
    induction,
    limit,
    prove,
    refute,
    registry,
    simplification,
    squares,
    substituting,
    sum_merging,
    summation,
)
from claims.notation import (
    beta,
    beta1,
    beta2,
    eps,
    eta,
    g,
    g_,
    i,
    lam,
    m,
    n,
    t,
    theta_,
    v,
    x_,
)
from optimizers.rules import adam, ema, momentum
from witness import Hole

LIMIT_SECONDS = 35  # of the processor, so that a busy machine changes nothing; a claim has 30


HOLES = {}


def hole(kind, name, why, call, **seen):
    assert name not in HOLES, name
    HOLES[name] = Hole(kind, call, why, **seen)


def proving(kind, name, why, lhs, rhs, at=None, **options):
    """A statement for ``prove``; ``at`` is a point of its domain at which it fails."""
    relation = options.get("relation", "==")
    hole(
        kind, name, why, lambda label: prove(label, lhs, rhs, **options),
        statement=(lhs, relation, rhs), at=at, where=options.get("where"),
        given=tuple(options.get("given", ())),
    )  # fmt: skip


# --- The symbols ---------------------------------------------------------------------------------

x, y, z, a, b = sp.symbols("x y z a b", real=True)
w, w1, w2 = sp.symbols("w w_1 w_2", real=True)
p, s = sp.symbols("p s", positive=True)
c = Symbol("c", nonnegative=True)
j, k = Symbol("j", integer=True), Symbol("k", integer=True, nonnegative=True)
V0 = Symbol("V_0", real=True)
ip = Symbol("i", real=True)
A, B = IndexedBase("a", real=True), IndexedBase("b", real=True)
P_ = IndexedBase("p", positive=True)
W, X, Y = {x: R, y: R}, {x: R}, {y: R}
XYZ = {x: R, y: R, z: R}
START = {V0: R}
q = 1 + y + y**2
r = 1 + lam + g**2
by_n = {"by": induction(n)}
simple = {"by": simplification}

# --- Poles at isolated points, and poles of even order -------------------------------------------
K = "isolated or even pole"
D = expand((x - 50) ** 2 + (y - 50) ** 2)
proving(K, "31 isolated pole (50, 50)", "0/0 at x = y = 50",
        expand(((x - 50) ** 2 + (y - 50) ** 2) ** 2) / ((x - 50) ** 2 + (y - 50) ** 2) + x,
        (x - 50) ** 2 + (y - 50) ** 2 + x, {x: 50, y: 50}, where=W)  # fmt: skip
D = (x - 37) ** 2 + (y + Rational(41, 7)) ** 2
proving(K, "isolated pole at a fraction", "0/0 at (37, -41/7)", expand(D * (1 + x * y)) / D, 1 + x * y,
        {x: 37, y: Fraction(-41, 7)}, where=W)  # fmt: skip
D = (x - 3) ** 2 + (y - 2) ** 2 + (z - 7) ** 2
proving(K, "isolated pole in three variables", "0/0 at (3, 2, 7)", expand(D * (1 + x * y * z)) / D,
        1 + x * y * z, {x: 3, y: 2, z: 7}, where=XYZ)  # fmt: skip
D = Abs(x - 50) + Abs(y - 20)
proving(K, "isolated pole of two sizes", "0/0 at (50, 20)", expand(D * (x + y**2)) / D, x + y**2,
        {x: 50, y: 20}, where=W, **simple)  # fmt: skip
D = Max(Abs(x - 13), Abs(y - 17))
proving(K, "isolated pole of a largest size", "0/0 at (13, 17)", expand(D**2 + D * x * y) / D, D + x * y,
        {x: 13, y: 17}, where=W)  # fmt: skip
proving(K, "even pole, a difference of sizes", "0/0 on x = y", (x**2 - y**2) * (x - y) / Abs(x - y) ** 2 + y,
        x + 2 * y, {x: 5, y: 5}, where=W, **simple)  # fmt: skip
proving(K, "even pole of exp", "0/0 at x = 0", expand((exp(x) - 1) ** 2 * (y + 2)) / expand((exp(x) - 1) ** 2),
        y + 2 + 0 * x, {x: 0, y: 1}, where=W, **simple)  # fmt: skip
D = 1 - cos(x)
proving(K, "even pole of cos", "0/0 at x = 0, 2 pi, ...", expand(D * (2 + x + y**2)) / D, 2 + x + y**2,
        {x: 0, y: 1}, where=W)  # fmt: skip
D = exp(2 * x) - 6 * exp(x) + 9
proving(K, "even pole of exp at log 3", "0/0 at x = log 3", expand(D * (x + y**2)) / D, x + y**2,
        {x: log(3), y: 1}, where=W)  # fmt: skip
D = Max(0, x - 50) + Max(0, 50 - x)
proving(K, "even pole of two ramps", "0/0 at x = 50", expand(D * (x + y**2)) / D, x + y**2,
        {x: 50, y: 1}, where=W)  # fmt: skip
D = floor(x) ** 2
proving(K, "pole on a whole interval of floor", "0/0 on 0 <= x < 1", expand(D * (x + y**2)) / D, x + y**2,
        {x: Fraction(1, 2), y: 1}, where=W)  # fmt: skip
D = eta**2 + beta**2 - 2 * eta * beta
proving(K, "rate equal to beta", "0/0 where eta = beta", expand(D * (1 + lam)) / D, 1 + lam,
        {eta: Fraction(1, 3), beta: Fraction(1, 3), lam: 1})  # fmt: skip
D = (eta * lam - 1) ** 2 + (g - 3) ** 2
proving(K, "isolated pole in the book's symbols", "0/0 at eta lambda = 1, g = 3",
        expand(D * (1 + lam * g)) / expand(D), 1 + lam * g, {eta: 2, lam: Fraction(1, 2), g: 3})  # fmt: skip
proving(K, "kernel of two averages at equal betas", "0/0 where beta_1 = beta_2",
        Sum(beta1 ** (n - i) * beta2**i, (i, 0, n)),
        (beta1 ** (n + 1) - beta2 ** (n + 1)) / (beta1 - beta2),
        {beta1: Fraction(1, 2), beta2: Fraction(1, 2), n: 3}, **by_n)  # fmt: skip
D = 2**x - 16
proving(K, "even pole of a power", "0/0 at x = 4", expand(D**3) / expand(D**2) + y, 2**x - 16 + y,
        {x: 4, y: 1}, where=W, **simple)  # fmt: skip
D = beta**x - Rational(1, 2)
proving(K, "pole of a symbolic power", "0/0 at beta = 1/2, x = 1", expand((D**2) * (x + y)) / D**2, x + y,
        {beta: Fraction(1, 2), x: 1, y: 1}, where=W)  # fmt: skip
proving(K, "poles on both sides", "no value at x = 77",
        (exp(1 / (x - 77) ** 2) + y) * (exp(1 / (x - 77) ** 2) - y), exp(2 / (x - 77) ** 2) - y**2,
        {x: 77, y: 1}, where=W, **simple)  # fmt: skip
proving(K, "pole of a pole", "1/(x-31)^2 has no value at 31, though the whole seems 0 there",
        (1 + y) / (1 + 1 / (x - 31) ** 2), (1 + y) * (x - 31) ** 2 / (1 + (x - 31) ** 2),
        {x: 31, y: 1}, where=W)  # fmt: skip
proving(K, "removable pole left on both sides", "no value at x = 41", (x + y) ** 2 + 1 / (x - 41) ** 2,
        x**2 + 2 * x * y + y**2 + 1 / (x - 41) ** 2, {x: 41, y: 1}, where=W)  # fmt: skip
proving(K, "bias correction at beta = 1", "0/0 at beta = 1", (1 - beta ** (2 * t)) / (1 - beta**t),
        1 + beta**t, {beta: 1, t: 2}, where={beta: POSITIVE})  # fmt: skip

# --- Poles at irrational places, and on curves -----------------------------------------------------
K = "irrational pole, or a curve of poles"
proving(K, "curve x^2 = 2 y^2, positive", "0/0 on x = sqrt(2) y", (x**4 - 4 * y**4) / (x**2 - 2 * y**2),
        x**2 + 2 * y**2, {x: sqrt(2), y: 1}, where={x: POSITIVE, y: POSITIVE})  # fmt: skip
D = expand((x**2 - 2) ** 2)
proving(K, "even pole at sqrt 2", "0/0 at sqrt 2", expand(D * (x + y**2)) / D, x + y**2, {x: sqrt(2), y: 1},
        where=W)  # fmt: skip
proving(K, "log x = 1", "0/0 at x = e", (log(p) ** 2 - 1) / (log(p) - 1), log(p) + 1, {p: sp.E},
        where={p: POSITIVE})  # fmt: skip
D = (log(p) - 2) ** 2
proving(K, "log x = 2, even", "0/0 at x = e^2", expand(D * (1 + p + y)) / expand(D), 1 + p + y, {p: exp(2), y: 1},
        where={p: POSITIVE, y: R})  # fmt: skip
proving(K, "a root is a symbol", "0/0 on v = g^2", (v - g**2) * (1 + lam) / (sqrt(v) - g), (sqrt(v) + g) * (1 + lam),
        {v: 9, g: 3, lam: 1})  # fmt: skip
proving(K, "a root is a size, even", "0/0 on v = g^2", (v - g**2) ** 2 / (v - 2 * Abs(g) * sqrt(v) + g**2),
        v + 2 * Abs(g) * sqrt(v) + g**2, {v: 9, g: 3}, **simple)  # fmt: skip
proving(K, "x = y^3", "0/0 on x = y^3", (x**2 - y**6) / (x - y**3), x + y**3, {x: 8, y: 2}, where=W)  # fmt: skip
proving(K, "sin over cos", "0/0 at pi/2", (1 - sin(x) ** 2) * (1 + y) / cos(x), cos(x) * (1 + y),
        {x: pi / 2, y: 1}, where=W, **simple)  # fmt: skip
proving(K, "x = exp(x) - 3", "0/0 where x + 3 = exp(x)", ((x + 3) ** 2 - exp(2 * x)) / (x + 3 - exp(x)),
        x + 3 + exp(x), None, where=X, **simple)  # fmt: skip
proving(K, "x^x", "0/0 at x = 2: x^x = 4", (p ** (2 * p) - 16) / (p**p - 4), p**p + 4, {p: 2},
        where={p: POSITIVE}, **simple)  # fmt: skip
proving(K, "x y z = 30", "0/0 at (2, 3, 5)", ((x * y * z) ** 2 - 900) / (x * y * z - 30), x * y * z + 30,
        {x: 2, y: 3, z: 5}, where=XYZ)  # fmt: skip
proving(K, "cube of a curve", "0/0 on x^3 = 5 y^3", (x**6 - 25 * y**6) / (x**3 - 5 * y**3), x**3 + 5 * y**3,
        {x: 5 ** Rational(1, 3), y: 1}, where={x: POSITIVE, y: POSITIVE})  # fmt: skip

# --- Poles at an index of a sum --------------------------------------------------------------------
K = "pole at an index of a sum"
proving(K, "35 sum_i (x^2 - i^2)/(x - i)", "no value at x = 2, n >= 2",
        Sum((x**2 - i**2) / (x - i), (i, 1, n)), n * x + n * (n + 1) / 2, {x: 2, n: 3}, where=X,
        by=summation)  # fmt: skip
proving(K, "pole at i = 40", "0/0 at i = 40", Sum((i**2 - 1600) / (i - 40), (i, 1, n)),
        n * (n + 1) / 2 + 40 * n, {n: 41}, by=summation)  # fmt: skip
proving(K, "telescope with a pole at 30", "1/0 at i = 30", Sum(1 / ((i - 30) * (i - 31)), (i, 1, n)),
        -1 / (n - 30) - Rational(1, 30), {n: 35}, **by_n)  # fmt: skip
proving(K, "pole at the first index", "1/0 at i = 0", Sum(beta**i / (1 - beta**i) - 1 / (1 - beta**i), (i, 0, n)),
        -(n + 1), {n: 2, beta: Fraction(1, 2)}, by=sum_merging)  # fmt: skip
proving(K, "product with a pole at 25", "0/0 at i = 25", Product((i**2 - 625) / (i - 25), (i, 1, n)),
        Product(i + 25, (i, 1, n)), {n: 26}, **simple)  # fmt: skip
proving(K, "gradient equal to an index", "0/0 at g = 3", Sum((g**2 - i**2) / (g - i), (i, 1, n)),
        Sum(g + i, (i, 1, n)), {g: 3, n: 4}, by=sum_merging)  # fmt: skip
proving(K, "value equal to one", "0/0 at x_2 = 1", Sum((x_[i] ** 2 - 1) / (x_[i] - 1), (i, 1, n)),
        Sum(x_[i], (i, 1, n)) + n, {n: 3, x_[2]: 1}, by=sum_merging)  # fmt: skip
proving(K, "size of a gradient", "0/0 at g_2 = 0", Sum(g_[i] ** 2 / Abs(g_[i]), (i, 1, n)),
        Sum(Abs(g_[i]), (i, 1, n)), {n: 3, g_[2]: 0}, by=sum_merging)  # fmt: skip
proving(K, "two values equal", "0/0 at x_1 = x_0", Sum((x_[i] ** 2 - x_[i - 1] ** 2) / (x_[i] - x_[i - 1]), (i, 1, n)),
        Sum(x_[i], (i, 1, n)) + Sum(x_[i - 1], (i, 1, n)), {n: 2, x_[1]: 0, x_[0]: 0}, by=sum_merging)  # fmt: skip
proving(K, "double sum, i = j", "0/0 where i = j", Sum((i**2 - j**2) / (i - j), (j, 1, n), (i, 1, n)),
        n**2 * (n + 1), {n: 2}, by=summation)  # fmt: skip
proving(K, "pole at the last index", "0/0 at i = n", Sum((n**2 - i**2) / (n - i), (i, 1, n)),
        n**2 + n * (n + 1) / 2, {n: 3}, by=summation)  # fmt: skip
proving(K, "pole at the 1000th index", "0/0 at i = 1000", Sum((i**2 - 10**6) * x_[i] / (i - 1000), (i, 1, n)),
        Sum((i + 1000) * x_[i], (i, 1, n)), {n: 1001}, by=sum_merging)  # fmt: skip

# --- Indexed symbols at 0 --------------------------------------------------------------------------
K = "indexed symbol at 0"
proving(K, "07 zero gradient", "0/0 at g_1 = 0", g_[1] ** 2 * (1 + lam) / Abs(g_[1]), Abs(g_[1]) * (1 + lam),
        {g_[1]: 0, lam: 1}, **simple)  # fmt: skip
proving(K, "sign as a quotient", "0/0 at g_1 = 0", g_[1] * (1 + lam + eta) / Abs(g_[1]), sign(g_[1]) * (1 + lam + eta),
        {g_[1]: 0, lam: 1, eta: 1}, **simple)  # fmt: skip
proving(K, "logarithm of a square", "log 0 at g_1 = 0", (1 + lam) * log(g_[1] ** 2), 2 * (1 + lam) * log(Abs(g_[1])),
        {g_[1]: 0, lam: 1}, **simple)  # fmt: skip
proving(K, "scale invariance of the first step", "0/0 at g_1 = 0",
        adam(c * g_[1] + g_[1], 0, 0, 1, lr=eta, beta1=beta1, beta2=beta2, eps=0)[2] * (1 + lam),
        eta * g_[1] / Abs(g_[1]) * (1 + lam), {g_[1]: 0, eta: 1, lam: 1, c: 1}, where={c: NONNEGATIVE}, **simple)  # fmt: skip
proving(K, "parameter before the first step", "0/0 at theta_0 = 0", theta_[0] ** 2 * (1 + lam + g) / sqrt(theta_[0] ** 2),
        Abs(theta_[0]) * (1 + lam + g), {theta_[0]: 0, lam: 1, g: 1}, **simple)  # fmt: skip
proving(K, "two gradients at 0", "0/0 at g_1 = g_2 = 0", (g_[1] ** 4 - g_[2] ** 4) / (g_[1] ** 2 + g_[2] ** 2),
        g_[1] ** 2 - g_[2] ** 2, {g_[1]: 0, g_[2]: 0})  # fmt: skip
proving(K, "two gradients equal", "0/0 at g_1 = g_2", (g_[1] ** 2 - g_[2] ** 2) * (1 + lam) / (g_[1] - g_[2]),
        (g_[1] + g_[2]) * (1 + lam), {g_[1]: 2, g_[2]: 2, lam: 1})  # fmt: skip
proving(K, "gradient of step t", "0/0 at g_3 = 0", (g_[t] ** 2 + g_[t] * Abs(g_[t])) * r / Abs(g_[t]), (Abs(g_[t]) + g_[t]) * r,
        {g_[3]: 0, t: 3, lam: 1, g: 1}, **simple)  # fmt: skip
proving(K, "clipped gradient", "0/0 at g_1 = 0", Min(Abs(g_[1]), 1) * r * g_[1] / Abs(g_[1]), Min(Abs(g_[1]), 1) * r * sign(g_[1]),
        {g_[1]: 0, lam: 1, g: 1}, **simple)  # fmt: skip
f = Function("f", real=True)
proving(K, "a function of the step at 0", "0/0 at f(1) = 0", f(1) ** 2 * r / Abs(f(1)), Abs(f(1)) * r, None,
        where={f: R}, **simple)  # fmt: skip

# --- Roots of negative numbers ---------------------------------------------------------------------
K = "root of a negative number"
proving(K, "13 root of < 0 for n > 20", "sqrt(-1) at n = 21", (sqrt(20 - n) + y) * (sqrt(20 - n) - y), 20 - n - y**2,
        {n: 21, y: 1}, where=Y)  # fmt: skip
proving(K, "rate above 500", "sqrt(-1) at eta = 1000", (sqrt(1 - eta / 500) + y) * (sqrt(1 - eta / 500) - y),
        1 - eta / 500 - y**2, {eta: 1000, y: 1}, where=Y)  # fmt: skip
proving(K, "negative between 0 and 1/1000", "sqrt(-1/4000000) at x = 1/2000",
        (sqrt(x**2 - x / 1000) + y) * (sqrt(x**2 - x / 1000) - y), x**2 - x / 1000 - y**2,
        {x: Fraction(1, 2000), y: 1}, where=W)  # fmt: skip
proving(K, "x below -150", "root of a negative number at x = -151", (sqrt(x + 150) + y) * (sqrt(x + 150) - y), x + 150 - y**2,
        {x: -151, y: 1}, where=W)  # fmt: skip
proving(K, "cube root of a negative number", "no real value by our reading at x = -200",
        ((x + 150) ** Rational(1, 3) + y) * ((x + 150) ** Rational(1, 3) - y), (x + 150) ** Rational(2, 3) - y**2,
        {x: -200, y: 1}, where=W, **simple)  # fmt: skip
proving(K, "indefinite form", "sqrt(-1) at x = y = 100", (sqrt(x**2 + y**2 - 3 * x * y + 900) + z) * (sqrt(x**2 + y**2 - 3 * x * y + 900) - z),
        x**2 + y**2 - 3 * x * y + 900 - z**2, {x: 100, y: 100, z: 1}, where=XYZ)  # fmt: skip
proving(K, "half power of a step", "(1 - eta/200)^(n/2) at eta = 400, n = 1",
        ((1 - eta / 200) ** (n / 2) + y) * ((1 - eta / 200) ** (n / 2) - y), (1 - eta / 200) ** n - y**2,
        {eta: 400, n: 1, y: 1}, where=Y)  # fmt: skip
proving(K, "symbolic power of a negative base", "(1 - eta/200)^beta at eta = 400",
        ((1 - eta / 200) ** beta + y) * ((1 - eta / 200) ** beta - y), (1 - eta / 200) ** (2 * beta) - y**2,
        {eta: 400, beta: Fraction(1, 2), y: 1}, where=Y)  # fmt: skip
proving(K, "one over a root", "1/sqrt(-1) at t = 301", (1 / sqrt(300 - t) + y) * (1 / sqrt(300 - t) - y), 1 / (300 - t) - y**2,
        {t: 301, y: 1}, where=Y)  # fmt: skip
proving(K, "root under a sum", "sqrt(-1) at i = 51", Sum((sqrt(50 - i) + x_[i]) * (sqrt(50 - i) - x_[i]), (i, 1, n)),
        Sum(50 - i - x_[i] ** 2, (i, 1, n)), {n: 52}, by=sum_merging)  # fmt: skip
proving(K, "root of a difference of moments", "sqrt(v - m^2) at m^2 > v", (sqrt(v - m**2 + 10**4) + g) * (sqrt(v - m**2 + 10**4) - g),
        v - m**2 + 10**4 - g**2, {v: 0, m: 101, g: 1})  # fmt: skip
proving(K, "root of an indexed value", "sqrt(-1) at x_1 = -30", (sqrt(x_[1] + 20) + y) * (sqrt(x_[1] + 20) - y), x_[1] + 20 - y**2,
        {x_[1]: -30, y: 1}, where=Y)  # fmt: skip

# --- Logarithms of what is not positive --------------------------------------------------------------
K = "logarithm of a number that is not positive"
for name, inner, at in (
    ("log(100 - n)", 100 - n, {n: 100}),
    ("log(x + 60)", x + 160, {x: -160}),
    ("log(1 - eta/200)", 1 - eta / 200, {eta: 200}),
    ("log of a square", (x - 50) ** 2, {x: 50}),
    ("log of a sum of squares", (x - 30) ** 2 + (g - 40) ** 2, {x: 30, g: 40}),
    ("log of a size", Abs(x - 70), {x: 70}),
    ("log of v", v + Max(0, v - 1), {v: 0}),
    ("log of a sum over nothing", Sum(x_[i] ** 2 + 1, (i, 1, n)), {n: 0}),
    ("log of exp - 1", exp(x + 150) - 1, {x: -150}),
    ("log of a falling step", 1 - t / 400, {t: 401}),
):
    proving(K, name, f"no value at {at}", (log(inner) + y) * (log(inner) - y), log(inner) ** 2 - y**2, {**at, y: 1},
            where=({x: R} if x in at else {}) | Y)  # fmt: skip

# --- Factorials and gamma ----------------------------------------------------------------------------
K = "factorial or gamma of a negative number"
proving(K, "factorial(40 - n)", "(-1)! at n = 41", factorial(40 - n) * (41 - n) * (1 + y), factorial(41 - n) * (1 + y),
        {n: 41, y: 1}, where=Y, **simple)  # fmt: skip
proving(K, "factorial(n - 3)", "(-3)! at n = 0", factorial(n - 3) * (n - 2) * (1 + y), factorial(n - 2) * (1 + y),
        {n: 0, y: 1}, where=Y, **simple)  # fmt: skip
proving(K, "gamma(x + 1) = x gamma(x)", "poles at 0, -1, ...", gamma(x + 1) * (1 + y), x * gamma(x) * (1 + y),
        {x: -2, y: 1}, where=W, **simple)  # fmt: skip
proving(K, "product of factorials", "(-1)! at n = 61", factorial(60 - n) ** 2 * (61 - n) ** 2 * (1 + y), factorial(61 - n) ** 2 * (1 + y),
        {n: 61, y: 1}, where=Y, **simple)  # fmt: skip
proving(K, "factorials that cancel", "(-1)!/(-1)! at n = 51", (factorial(51 - n) + y * factorial(50 - n)) / factorial(50 - n), 51 - n + y,
        {n: 51, y: 1}, where=Y, **simple)  # fmt: skip
proving(K, "factorial under a sum", "(-1)! at i = 31", Sum(factorial(30 - i) * (31 - i) * x_[i], (i, 1, n)), Sum(factorial(31 - i) * x_[i], (i, 1, n)),
        {n: 32}, **simple)  # fmt: skip
proving(K, "gamma ratio", "gamma(0) at x = 150", gamma(x - 149) * (y + 1) / gamma(x - 150), (x - 150) * (y + 1),
        {x: 150, y: 1}, where=W, **simple)  # fmt: skip

# --- Backward sums -----------------------------------------------------------------------------------
K = "backward sum"
proving(
    K,
    "14 backward for n > 61",
    "sum to -2",
    Sum(2 * i, (i, 1, 60 - n)),
    (60 - n) * (61 - n),
    {n: 62},
    by=summation,
)
proving(
    K,
    "from n to 50",
    "sum from 52 to 50",
    Sum(i, (i, n, 50)),
    1275 - n * (n - 1) / 2,
    {n: 52},
    by=summation,
)
proving(K, "values from 1 to 100 - n", "sum to -2", Sum((1 + y) * x_[i], (i, 1, 100 - n)), (1 + y) * Sum(x_[i], (i, 1, 100 - n)),
        {n: 102, y: 1}, where=Y, by=sum_merging)  # fmt: skip
proving(K, "geometric to 30 - t", "sum to -2", (1 - beta) * Sum(beta**i, (i, 0, 30 - t)), 1 - beta ** (31 - t), {t: 32, beta: Fraction(1, 2)},
        by=summation)  # fmt: skip
proving(
    K,
    "n - 2 values",
    "sum to -2 at n = 0",
    Sum(2 * i, (i, 1, n - 2)),
    (n - 2) * (n - 1),
    {n: 0},
    by=summation,
)
proving(K, "product to 40 - n", "product to -2", Product((1 + y) * (1 + i), (i, 1, 40 - n)), Product(1 + i, (i, 1, 40 - n)) * (1 + y) ** (40 - n),
        {n: 42, y: 1}, where=Y, **simple)  # fmt: skip
proving(K, "inner sum to 20 - i", "inner sum to -2 at i = 22", Sum(2 * j, (j, 1, 20 - i), (i, 1, n)),
        Sum((20 - i) * (21 - i), (i, 1, n)), {n: 22}, by=summation)  # fmt: skip
proving(K, "difference of sums", "sum to -2 at n = 72", Sum(x_[i], (i, 1, 71 - n)) - Sum(x_[i], (i, 1, 70 - n)), x_[71 - n],
        {n: 73}, by=sum_merging)  # fmt: skip
proving(K, "last term of an empty sum", "sum to -1 and x_0 at n = 0 are not a difference: sum to -2", Sum(x_[i], (i, 1, n - 1)) - Sum(x_[i], (i, 1, n - 2)),
        x_[n - 1], {n: 0}, by=sum_merging)  # fmt: skip
proving(K, "lower limit above upper", "sum from 12 to 3 where k = 12, n = 3", Sum(2 * i, (i, k, n)), n * (n + 1) - k * (k - 1),
        {k: 12, n: 3}, where={k: COUNT0}, by=summation)  # fmt: skip
proving(
    K,
    "from 10 to n",
    "sum from 10 to 3",
    Sum(2 * i, (i, 10, n)),
    n * (n + 1) - 90,
    {n: 3},
    by=summation,
)
proving(
    K,
    "half an index",
    "a sum to 1/2 at n = 1",
    Sum(2 * i, (i, 1, n / 2)),
    n / 2 * (n / 2 + 1),
    {n: 1},
    by=summation,
)
proving(
    K,
    "real upper limit",
    "a sum to 1/2",
    Sum(2 * i, (i, 1, x)),
    x * (x + 1),
    {x: Fraction(1, 2)},
    where=X,
    by=summation,
)
proving(
    K,
    "upper limit 60 - n by induction",
    "sum to -2",
    Sum(x_[i] + 1, (i, 1, 60 - n)),
    Sum(x_[i], (i, 1, 60 - n)) + 60 - n,
    {n: 62},
    **by_n,
)

# --- 0/0 at corners ----------------------------------------------------------------------------------
K = "0/0 at a corner of Max, Min, Abs or sign"
proving(K, "11 0/0 for all x >= 1000", "0/0 at x = 1000", (Max(0, 1000 - x) ** 2 + y * Max(0, 1000 - x)) / Max(0, 1000 - x),
        Max(0, 1000 - x) + y, {x: 1000, y: 1}, where=W)  # fmt: skip
proving(
    K,
    "square over size",
    "0/0 at x = y",
    (1 + y) * (x - y) ** 2 / Abs(x - y),
    (1 + y) * Abs(x - y),
    {x: 2, y: 2},
    where=W,
    **simple,
)
proving(
    K,
    "sign as quotient",
    "0/0 at x = 77",
    (1 + y) * (x - 77) / Abs(x - 77),
    (1 + y) * sign(x - 77),
    {x: 77, y: 1},
    where=W,
    **simple,
)
proving(
    K,
    "sign squared",
    "0 at x = 77",
    sign(x - 77) ** 2 * (1 + y + y**2),
    1 + y + y**2 + 0 * x,
    {x: 77, y: 1},
    where=W,
    **simple,
)
proving(K, "Min below -300", "0/0 for x >= -300", (Min(0, x + 300) ** 2 + y * Min(0, x + 300)) / Min(0, x + 300), Min(0, x + 300) + y,
        {x: -200, y: 1}, where=W)  # fmt: skip
proving(K, "normalized by the larger", "0/0 at g = m = 0", (g**2 + Max(Abs(g), Abs(m)) * lam) * Max(Abs(g), Abs(m)) / Max(Abs(g), Abs(m)) ** 2,
        lam + g**2 / Max(Abs(g), Abs(m)), {g: 0, m: 0, lam: 1})  # fmt: skip
proving(K, "relu over relu", "0/0 for x <= 200", (Max(0, x - 200) * y + Max(0, x - 200) ** 2) / Max(0, x - 200), y + Max(0, x - 200),
        {x: 0, y: 1}, where=W)  # fmt: skip
D = 1 + sign(x + 900)
proving(
    K,
    "0/0 beyond a sign",
    "0/0 at x = -901",
    expand(D * (D + y)) / D,
    D + y,
    {x: -901, y: 1},
    where=W,
)
D = Abs(x - y) + Abs(y - z)
proving(
    K,
    "0/0 on a diagonal",
    "0/0 at x = y = z",
    expand(D * (D + x)) / D,
    D + x,
    {x: 3, y: 3, z: 3},
    where=XYZ,
)
D = Abs(g) - Abs(m)
proving(
    K,
    "equal sizes",
    "0/0 at |g| = |m|",
    (g**2 - m**2) * (1 + lam) / D,
    (Abs(g) + Abs(m)) * (1 + lam),
    {g: 5, m: -5, lam: 1},
    **simple,
)
D = Max(x, y) - Min(x, y)
proving(
    K,
    "spread of two",
    "0/0 at x = y",
    expand(D * (1 + x + y**2)) / D,
    1 + x + y**2,
    {x: 4, y: 4},
    where=W,
)
D = Abs(Abs(x) - 60)
proving(
    K,
    "corner of a corner",
    "0/0 at x = -60",
    expand(D * (1 + x + y**2)) / D,
    1 + x + y**2,
    {x: -60, y: 1},
    where=W,
)

# --- Zero denominators made of sums and products --------------------------------------------------
K = "zero denominator made of a sum or a product"
S1, S2 = Sum(x_[i], (i, 1, n)), Sum(g_[i] ** 2, (i, 1, n))
proving(
    K,
    "S = 1",
    "0/0 where the values add up to 1",
    (S1**2 - 1) / (S1 - 1),
    S1 + 1,
    {n: 1, x_[1]: 1},
    by=sum_merging,
)
proving(K, "Adagrad without epsilon", "0/0 where all gradients are 0", (S2**2 + lam * S2) / S2, S2 + lam, {n: 1, g_[1]: 0, lam: 1},
        by=sum_merging)  # fmt: skip
proving(K, "weights that add up to 0", "0/0 at a_1 = 0", Sum(2 * A[i] * y, (i, 1, n)) / Sum(A[i], (i, 1, n)), 2 * y, {n: 1, A[1]: 0, y: 1},
        where={A: R, y: R}, by=sum_merging)  # fmt: skip
proving(
    K,
    "mean of no value",
    "0/0 at n = 0",
    Sum(2 * i, (i, 1, n)) * (1 + y) / n,
    (n + 1) * (1 + y),
    {n: 0, y: 1},
    where=Y,
    by=summation,
)
proving(K, "empty sum below", "0/0 at n = 0", (Sum(beta**i, (i, 1, n)) ** 2 + lam * Sum(beta**i, (i, 1, n))) / Sum(beta**i, (i, 1, n)),
        Sum(beta**i, (i, 1, n)) + lam, {n: 0, beta: Fraction(1, 2), lam: 1}, by=sum_merging)  # fmt: skip
Pr = Product(i - 40, (i, 1, n))
proving(
    K,
    "product with a zero factor",
    "0/0 for n >= 40",
    (Pr**2 + y * Pr) / Pr,
    Pr + y,
    {n: 40, y: 1},
    where=Y,
)
Pr = Product(x_[i], (i, 1, n))
proving(
    K,
    "product of values",
    "0/0 where one value is 0",
    (Pr**2 + y * Pr) / Pr,
    Pr + y,
    {n: 2, x_[2]: 0, y: 1},
    where=Y,
)
Pr = Product(1 - eta * i / 100, (i, 1, n))
proving(
    K,
    "product of steps",
    "0/0 at eta i = 100",
    (Pr**2 + y * Pr) / Pr,
    Pr + y,
    {n: 1, eta: 100, y: 1},
    where=Y,
)
proving(K, "ratio of neighbouring products", "0/0 for n >= 12", Product(i - 12, (i, 1, n + 1)) * (1 + y) / Product(i - 12, (i, 1, n)),
        (n - 11) * (1 + y), {n: 12, y: 1}, where=Y, **simple)  # fmt: skip
D = S2 - 2 * g * Sum(g_[i], (i, 1, n)) + n * g**2
proving(
    K,
    "spread of equal values",
    "0/0 where all g_i = g",
    (D**2 + lam * D) / D,
    D + lam,
    {n: 1, g_[1]: 2, g: 2, lam: 1},
    by=sum_merging,
)
D = n * S2 - Sum(g_[i], (i, 1, n)) ** 2
proving(
    K,
    "variance in the denominator",
    "0/0 at n = 1",
    (D**2 + lam * D) / D,
    D + lam,
    {n: 1, g_[1]: 2, lam: 1},
    by=sum_merging,
)

# --- substituting: forms that do not reach the whole domain --------------------------------------
K = "substituting does not reach the domain"
proving(K, "01 false on lam > 101", "false at 102", Abs(101 - lam) * (1 + lam), (101 - lam) * (1 + lam), {lam: 102},
        by=substituting({lam: 101 * c / (1 + c)}, then=simplification))  # fmt: skip
proving(K, "every n below 50", "false at n = 51", Abs(50 - n) * (1 + lam), (50 - n) * (1 + lam), {n: 51, lam: 1},
        by=substituting({n: 50 * c / (1 + c)}, then=simplification))  # fmt: skip
proving(K, "rate below 150", "false at 151", Abs(150 - eta) * (1 + lam), (150 - eta) * (1 + lam), {eta: 151, lam: 1},
        by=substituting({eta: 150 * p / (1 + p)}, then=simplification))  # fmt: skip
proving(K, "v by an exponential", "false at 201", Abs(200 - v) * (1 + lam), (200 - v) * (1 + lam), {v: 201, lam: 1},
        by=substituting({v: 200 * (1 - exp(-c))}, then=simplification))  # fmt: skip
proving(K, "g between -300 and 300", "false at 301", Abs(300 - g) * (1 + lam), (300 - g) * (1 + lam), {g: 301, lam: 1},
        by=substituting({g: 300 * (1 - w**2) / (1 + w**2)}, then=simplification))  # fmt: skip
proving(K, "g by a sine", "false at -121", Abs(120 + g) * (1 + lam), (120 + g) * (1 + lam), {g: -121, lam: 1},
        by=substituting({g: 120 * sin(w)}, then=simplification))  # fmt: skip
proving(K, "g by a square", "false at -1", Abs(g) * (1 + lam), g * (1 + lam), {g: -1, lam: 1},
        by=substituting({g: w**2}, then=simplification))  # fmt: skip
proving(K, "x above -500", "false at -501", Abs(x + 500) * (1 + lam), (x + 500) * (1 + lam), {x: -501, lam: 1}, where=X,
        by=substituting({x: w**2 - 500}, then=simplification))  # fmt: skip
proving(K, "only even n", "false at n = 1", (-1) ** n * (1 + lam + y), 1 + lam + y + 0 * n, {n: 1, lam: 1, y: 1}, where=Y,
        by=substituting({n: 2 * k}, then=simplification))  # fmt: skip
proving(K, "only whole x", "false at x = 1/2", cos(2 * pi * x) * (1 + lam + y), 1 + lam + y + 0 * x, {x: Fraction(1, 2), lam: 1, y: 1}, where=W,
        by=substituting({x: j}, then=simplification))  # fmt: skip
proving(K, "one symbol for two", "false at beta_1 != beta_2", beta1 * (1 + lam), beta2 * (1 + lam), {beta1: Fraction(1, 2), beta2: Fraction(1, 3), lam: 1},
        by=substituting({beta1: 1 / (1 + p), beta2: 1 / (1 + p)}))  # fmt: skip
proving(
    K,
    "a constant",
    "false at x = 2",
    x**2 * (1 + y),
    x * (1 + y),
    {x: 2, y: 1},
    where=W,
    by=substituting({x: Integer(1)}),
)
proving(K, "Min as a form", "false at 131", Abs(130 - lam) * (1 + eta), (130 - lam) * (1 + eta), {lam: 131, eta: 1},
        by=substituting({lam: Min(c, 130)}, then=simplification))  # fmt: skip
proving(K, "a form that another symbol bounds", "false at lam = 60, eta = 50", Abs(eta - lam) * (1 + g**2), (eta - lam) * (1 + g**2),
        {lam: 60, eta: 50, g: 1}, by=substituting({lam: eta * c / (1 + c)}, then=simplification))  # fmt: skip
proving(K, "beta without its upper half", "false at 3/4", Abs(1 - 2 * beta) * (1 + lam), (1 - 2 * beta) * (1 + lam), {beta: Fraction(3, 4), lam: 1},
        by=substituting({beta: p / (1 + 2 * p)}, then=simplification))  # fmt: skip
proving(K, "a form with an unused symbol", "g = 2 is not reached", Abs(g) * (1 + lam), g * (1 + lam), {g: -2, lam: 1},
        by=substituting({g: p + 0 * w}, then=simplification))  # fmt: skip

# --- Even powers of bases that are not real, certificates --------------------------------------------
K = "certificate: negative or undefined gap"
proving(K, "03 n <= 20 + y^2", "false at n = 21", n, 20 + y**2, {n: 21, y: 0}, relation="<=", where=Y,
        by=certificate(((sqrt(20 - n) - y) ** 2 + (sqrt(20 - n) + y) ** 2) / 2))  # fmt: skip
proving(K, "t <= 300 + g^2", "false at t = 301", t, 300 + g**2, {t: 301, g: 0}, relation="<=",
        by=certificate(((sqrt(300 - t) - g) ** 2 + (sqrt(300 - t) + g) ** 2) / 2))  # fmt: skip
proving(K, "even power of an imaginary number", "gap -x^2", y, y - x**2, {x: 1, y: 0}, relation="<=", where=W,
        by=certificate(sp.Pow(I * x, 2, evaluate=False)))  # fmt: skip
proving(K, "fourth root, fourth power", "false at n = 31", n + y**4, 30 + y**4, {n: 31, y: 0}, relation="<=", where=Y,
        by=certificate(sp.Pow((30 - n) ** Rational(1, 4), 4, evaluate=False)))  # fmt: skip
proving(K, "backward sum of squares", "false at n = 62", y, y + (60 - n) * (61 - n) * (121 - 2 * n) / 6, {n: 62, y: 0}, relation="<=", where=Y,
        by=certificate(Sum(i**2, (i, 1, 60 - n)), then=summation))  # fmt: skip
proving(K, "backward product", "no value at n = 42", y, y + Product(i**2, (i, 1, 40 - n)), {n: 42, y: 0}, relation="<=", where=Y,
        by=certificate(Product(i**2, (i, 1, 40 - n))))  # fmt: skip
proving(K, "gap with a pole", "1/0 at x = 50", y, y + 1 / Abs(x - 50), {x: 50, y: 0}, relation="<=", where=W,
        by=certificate(1 / Abs(x - 50)))  # fmt: skip
proving(K, "gap with an even pole", "1/0 at x = 50, y = 9", y, y + 1 / ((x - 50) ** 2 + (y - 9) ** 2), {x: 50, y: 9}, relation="<=", where=W,
        by=certificate(1 / ((x - 50) ** 2 + (y - 9) ** 2)))  # fmt: skip
proving(
    K,
    "gap over lambda",
    "1/0 at lam = 0",
    g,
    g + 1 / lam,
    {lam: 0, g: 1},
    relation="<=",
    by=certificate(1 / lam),
)
proving(K, "gap with a root of a negative number", "sqrt(-1) at n = 101", y, y + sqrt(100 - n), {n: 101, y: 0}, relation="<=", where=Y,
        by=certificate(sqrt(100 - n)))  # fmt: skip
proving(K, "square of a logarithm of 0", "log 0 at x = 50", y, y + log(Abs(x - 50)) ** 2, {x: 50, y: 0}, relation="<=", where=W,
        by=certificate(log(Abs(x - 50)) ** 2))  # fmt: skip
proving(K, "square of a logarithm of a negative number", "log(-1) at n = 91", y, y + log(90 - n) ** 2, {n: 91, y: 0}, relation="<=", where=Y,
        by=certificate(log(90 - n) ** 2))  # fmt: skip
proving(
    K,
    "Adagrad's lemma at y = 0",
    "1/0 at v = 0",
    -((g - v) ** 2) / v,
    0 * v + g - g,
    {v: 0, g: 1},
    relation="<=",
    by=certificate((g - v) ** 2 / v),
)
proving(
    K,
    "gap not negative only for n <= 77",
    "false at n = 78",
    n * eta,
    77 * eta,
    {n: 78, eta: 1},
    relation="<=",
    by=certificate(Abs(77 - n) * eta),
)
proving(
    K,
    "gap of another claim",
    "false at x = 3",
    x**2,
    2 * x + y**2,
    {x: 3, y: 0},
    relation="<=",
    where=W,
    by=certificate((x - y) ** 2),
)
proving(
    K,
    "even symbolic power",
    "false at n = 1: x^n <= 0",
    y,
    y + x**n,
    {x: -1, n: 1, y: 0},
    relation="<=",
    where=W,
    by=certificate(x**n),
)
proving(K, "symbolic power of a difference", "no value at eta = 300, beta = 1/2", y, y + (200 - eta) ** (2 * beta), {eta: 300, beta: Fraction(1, 3), y: 0},
        relation="<=", where=Y, by=certificate((200 - eta) ** (2 * beta)))  # fmt: skip
proving(K, "sum whose terms turn negative", "false at n = 200", y, y + Sum(50 - i, (i, 1, n)), {n: 200, y: 0}, relation="<=", where=Y,
        by=certificate(Sum(50 - i, (i, 1, n))))  # fmt: skip
proving(K, "squares of imaginary sums", "sqrt(-1) at i = 41", y, y + Sum(sqrt(40 - i) ** 4, (i, 1, n)) + sqrt(40 - n) ** 2 - (40 - n) + Sum(sqrt(40 - i), (i, 1, n)) ** 2,
        {n: 41, y: 0}, relation="<=", where=Y, by=certificate(Sum(sqrt(40 - i), (i, 1, n)) ** 2 + Sum((40 - i) ** 2, (i, 1, n))))  # fmt: skip
proving(K, "given the other way round", "false where x > y", (y - x) * (1 + z**2), 0 * x + y - y, {x: 1, y: 2, z: 0}, relation="<=", where=XYZ,
        by=certificate((x - y) * (1 + z**2)), given=[x <= y])  # fmt: skip

# --- Limits at and beyond corners --------------------------------------------------------------------
K = "limit false at a corner or a single value"
proving(
    K,
    "09 limit false at x = 2",
    "0 at x = 2",
    Limit(Abs(x - 2) / (Abs(x - 2) + eps) * q, eps, 0, "+"),
    q,
    {x: 2, y: 1},
    by=limit,
    where=W,
)
proving(K, "10 limit false for t >= 1000", "0 at t = 1000", Limit(Max(0, 1 - t / 1000) / (Max(0, 1 - t / 1000) + eps) * (g + g**2 + lam), eps, 0, "+"),
        g + g**2 + lam, {t: 1000, g: 1, lam: 1}, by=limit)  # fmt: skip
proving(K, "square over square plus epsilon", "0 at x = 53", Limit((x - 53) ** 2 / ((x - 53) ** 2 + eps) * q, eps, 0, "+"), q, {x: 53, y: 1},
        by=limit, where=W)  # fmt: skip
proving(
    K,
    "x^2/(x^2 + eps)",
    "0 at x = 0",
    Limit(x**2 / (x**2 + eps) * q, eps, 0, "+"),
    q,
    {x: 0, y: 1},
    by=limit,
    where=W,
)
proving(K, "isolated in the plane", "0 at (7, 9)", Limit(((x - 7) ** 2 + (z - 9) ** 2) / ((x - 7) ** 2 + (z - 9) ** 2 + eps) * q, eps, 0, "+"), q,
        {x: 7, z: 9, y: 1}, by=limit, where=XYZ)  # fmt: skip
proving(K, "Gauss bell that closes", "q at x = 70", Limit(exp(-((x - 70) ** 2) / eps) * q + y**3 + y, eps, 0, "+"), y**3 + y, {x: 70, y: 1},
        by=limit, where=W)  # fmt: skip
proving(
    K,
    "peak that runs to 0",
    "q at x = 61",
    Limit(q / (1 + n * (x - 61) ** 2) + y**3 + y, n, oo),
    y**3 + y,
    {x: 61, y: 1},
    by=limit,
    where=W,
)
proving(
    K,
    "bump beyond 500",
    "wrong for x > 500",
    Limit(n * Max(0, x - 500) / (1 + n) + q, n, oo),
    q + 0 * x,
    {x: 501, y: 1},
    by=limit,
    where=W,
)
proving(
    K,
    "below 1000 only",
    "1 at lam = 1000",
    Limit((lam / 1000) ** n * (1 + y) + y**2 + y, n, oo),
    y**2 + y,
    {lam: 1000, y: 1},
    by=limit,
    where=Y,
)
proving(
    K,
    "power of a rate",
    "grows at eta = 3000",
    Limit((eta / 2000) ** n + y**2 + y + y**3, n, oo),
    y**2 + y + y**3,
    {eta: 3000, y: 1},
    by=limit,
    where=Y,
)
proving(
    K,
    "floor at a whole number",
    "0 at t = 200",
    Limit(floor(t / 200 - eps) * q, eps, 0, "+"),
    floor(t / 200) * q,
    {t: 200, y: 1},
    by=limit,
    where=Y,
)
proving(
    K,
    "Piecewise beyond 300",
    "0 for x >= 300",
    Limit(Piecewise((q, x < 300), (eps, True)), eps, 0, "+"),
    q,
    {x: 300, y: 1},
    by=limit,
    where=W,
)
proving(
    K,
    "sign just above 0",
    "1 at x = 60",
    Limit(sign(x - 60 + eps) * q, eps, 0, "+"),
    sign(x - 60) * q,
    {x: 60, y: 1},
    by=limit,
    where=W,
)
proving(
    K,
    "Min of a rate",
    "min(1, 0/eps) at g = 0",
    Limit(Min(1, Abs(g) / eps) * q, eps, 0, "+"),
    q,
    {g: 0, y: 1},
    by=limit,
    where=Y,
)
proving(K, "Adam's first step at g = 0", "0 at g = 0, not +-eta", Limit(eta * (1 + lam) * g**2 / (g**2 + eps * Abs(g) + eps**2), eps, 0, "+"), eta * (1 + lam), {g: 0, eta: 1, lam: 1},
        by=limit)  # fmt: skip
proving(
    K,
    "zero learning rate",
    "0 at lam = 0",
    Limit(lam * n / (1 + lam * n) * q, n, oo),
    q,
    {lam: 0, y: 1},
    by=limit,
    where=Y,
)
proving(K, "decay at beta = 1", "does not vanish at beta = 1", Limit(beta**n * q + y**3 + y, n, oo), y**3 + y, {beta: 1, y: 1}, by=limit,
        where={beta: Interval.Lopen(0, 1), y: R})  # fmt: skip
proving(
    K,
    "indexed value at 0",
    "0 at g_1 = 0",
    Limit(g_[1] ** 2 / (g_[1] ** 2 + eps) * r, eps, 0, "+"),
    r,
    {g_[1]: 0, lam: 1, g: 1},
    by=limit,
)
proving(
    K,
    "tan on the way",
    "pole at x = pi/2",
    Limit((sp.tan(x) + eps) * q, eps, 0, "+"),
    sp.tan(x) * q,
    {x: pi / 2, y: 1},
    by=limit,
    where=W,
)
proving(K, "limit where two betas are equal", "0 where beta_1 = beta_2", Limit((beta1 - beta2) ** 2 / ((beta1 - beta2) ** 2 + eps) * q, eps, 0, "+"), q,
        {beta1: Fraction(1, 2), beta2: Fraction(1, 2), y: 1}, by=limit, where=Y)  # fmt: skip

K = "limit from the wrong side, or of its own variable"
proving(
    K,
    "size over x, both sides",
    "-1 from the left",
    Limit(Abs(x) / x * q, x, 0, "+-"),
    q,
    {y: 1},
    by=limit,
    where=W,
)
proving(
    K,
    "exp(-1/x), both sides",
    "grows from the left",
    Limit(exp(-1 / x) * q + y**3 + y, x, 0, "+-"),
    y**3 + y,
    {y: 1},
    by=limit,
    where=W,
)
proving(
    K,
    "floor from the left",
    "0 from the left",
    Limit(floor(x) * q, x, 1, "-"),
    q,
    {y: 1},
    by=limit,
    where=W,
)
proving(
    K,
    "root from the left",
    "sqrt of negative numbers",
    Limit(sqrt(x - 1) * q + y + y**2, x, 1, "-"),
    y + y**2,
    {y: 1},
    by=limit,
    where=W,
)
proving(
    K,
    "logarithm from the left",
    "log of negative numbers",
    Limit(x * log(x) * q + y + y**2, x, 0, "-"),
    y + y**2,
    {y: 1},
    by=limit,
    where=W,
)
proving(
    K,
    "sign from the left",
    "-1 from the left",
    Limit(sign(x - 3) * q, x, 3, "-"),
    q,
    {y: 1},
    by=limit,
    where=W,
)
proving(
    K,
    "epsilon from below",
    "eps is positive",
    Limit(Abs(g) / (Abs(g) + eps) * q, eps, 0, "-"),
    q,
    by=limit,
    where=Y,
)
proving(
    K,
    "own variable on the right",
    "x is bound",
    Limit((y + z) * (1 + z) + z * y**2, z, 0, "+"),
    y + z * 0 + z,
    by=limit,
    where={y: R, z: R},
)
proving(
    K,
    "limit at a place outside the domain",
    "lam is never near -1",
    Limit((lam + 1) * q + y**3, lam, -1, "+"),
    y**3,
    by=limit,
    where=Y,
)
proving(
    K,
    "x from below at the left end",
    "beta is never negative",
    Limit(beta * q + y**3 + y, beta, 0, "-"),
    y**3 + y,
    by=limit,
    where=Y,
)
proving(
    K, "1/x, both sides", "no limit", Limit(q / x**2 * x, x, 0, "+-"), q, {y: 1}, by=limit, where=W
)
proving(
    K,
    "n to minus infinity",
    "n is never negative",
    Limit(q / (1 + n), n, -oo),
    q * 0 + y - y,
    by=limit,
    where=Y,
)
proving(
    K,
    "oscillation",
    "cos has no limit",
    Limit(cos(x) * q + y, x, oo),
    y + 0 * y,
    None,
    by=limit,
    where=W,
)
proving(
    K,
    "a root from both sides",
    "sqrt of negative numbers",
    Limit((1 + sqrt(x)) * q, x, 0, "+-"),
    q,
    {y: 1},
    by=limit,
    where=W,
)
proving(
    K,
    "a limit in a sum of limits",
    "left and right limits differ at 2",
    Limit(Abs(x - 2) / (x - 2) * q, x, 2, "+-"),
    q,
    {y: 1},
    by=limit,
    where=W,
)

# --- Steps that change ------------------------------------------------------------------------------
K = "step that changes on the way"


def changing(
    name, why, step, closed, at=None, start=V0, where=START, first=0, kind=None, **options
):
    """A recurrence whose code is not, at every step, what it is for a symbolic one."""
    proving(kind or K, name, why, Recurrence("V", step, start=start, first=first), closed, at,
            by=induction(n, **options), where=where)  # fmt: skip


class Counter_:
    """A step that counts its own calls, and changes after the 40th."""

    def __init__(self):
        self.calls = itertools.count()

    def __call__(self, V, k):
        return beta * V if next(self.calls) < 40 else beta * V + 1


decayed, linear = beta**n * V0, V0 - n * eta * g
whole = lambda k: k.is_Integer  # noqa: E731 - the question that a hostile step asks
changing(
    "04 reset at step 100",
    "V_100 = 0",
    lambda V, k: 0 if k == 100 else beta * V,
    decayed,
    {n: 100, V0: 1, beta: Fraction(1, 2)},
)
changing(
    "06 a dict of rates",
    "another rate at step 30",
    lambda V, k: V - {30: eta / 10}.get(k, eta) * g,
    linear,
    {n: 30, V0: 0, eta: 1, g: 1},
)
changing(
    "every tenth step",
    "wrong at 10",
    lambda V, k: V if whole(k) and k % 10 == 0 else beta * V,
    decayed,
    {n: 10, V0: 1, beta: Fraction(1, 2)},
)
changing(
    "every 97th step",
    "wrong at 97",
    lambda V, k: V if whole(k) and k % 97 == 0 else beta * V,
    decayed,
    {n: 97, V0: 1, beta: Fraction(1, 2)},
)
changing(
    "k % 64 == 63",
    "wrong at 63",
    lambda V, k: V + 1 if whole(k) and k % 64 == 63 else beta * V,
    decayed,
    {n: 63, V0: 1, beta: Fraction(1, 2)},
)
changing(
    "from step 5001 on",
    "wrong at 5001",
    lambda V, k: V if whole(k) and k > 5000 else V - eta * g,
    linear,
)
changing(
    "from step 50 on",
    "wrong at 50",
    lambda V, k: V if whole(k) and k >= 50 else V - eta * g,
    linear,
    {n: 50, V0: 0, eta: 1, g: 1},
)
changing(
    "at step 7 only",
    "wrong at 7",
    lambda V, k: 2 * V if k == 7 else beta * V,
    decayed,
    {n: 7, V0: 1, beta: Fraction(1, 2)},
)
changing(
    "at step 299 only",
    "wrong at 299",
    lambda V, k: 2 * V if k == 299 else beta * V,
    decayed,
    {n: 299, V0: 10**100, beta: Fraction(1, 2)},
)
changing("at prime steps above 100", "wrong at 101", lambda V, k: V if whole(k) and k > 100 and sp.isprime(k) else beta * V, decayed,
         {n: 101, V0: 1, beta: Fraction(1, 2)})  # fmt: skip
changing(
    "by the text of the step",
    "wrong at 128",
    lambda V, k: V if str(k) == "128" else beta * V,
    decayed,
    {n: 128, V0: 1, beta: Fraction(1, 2)},
)
changing("a list of 150 rates", "no rate at step 151", lambda V, k: V - ([eta] * 150)[int(k) - 1] * g if whole(k) else V - eta * g,
         linear)  # fmt: skip
changing(
    "a set of milestones",
    "another rate from 80 on",
    lambda V, k: V - eta / 10 * g if k in {80, 160} else V - eta * g,
    linear,
    {n: 80, V0: 0, eta: 1, g: 1},
)
changing(
    "by the value of the state",
    "2^10 > 1000",
    lambda V, k: V if sp.sympify(V).is_number and V > 1000 else 2 * V,
    2**n,
    {n: 11},
    start=1,
    where=None,
)
changing(
    "state clipped when it is a number",
    "V_40 > 39",
    lambda V, k: V if sp.sympify(V).is_number and V >= 39 else V + 1,
    n,
    {n: 45},
    start=0,
    where=None,
)
changing(
    "a number or a symbol",
    "numbers are not symbols",
    lambda V, k: beta * V + (1 if whole(k) and k > 20 else 0),
    decayed,
    {n: 21, V0: 1, beta: Fraction(1, 2)},
)
changing(
    "an exception caught",
    "int(k) works for numbers only",
    lambda V, k: V - eta * g * (0 if whole(k) and int(k) == 60 else 1),
    linear,
    {n: 60, V0: 0, eta: 1, g: 1},
)
changing("a memory of its own", "wrong after 40 calls", Counter_(), decayed)
changing(
    "warm restart each 200 steps",
    "wrong at 200",
    lambda V, k: V0 if whole(k) and k % 200 == 0 else beta * V,
    decayed,
    {n: 200, V0: 1, beta: Fraction(1, 2)},
)
changing(
    "Piecewise rate",
    "another rate from 50 on",
    lambda V, k: V - Piecewise((eta, k < 50), (eta / 10, True)) * g,
    linear,
    {n: 50, V0: 0, eta: 1, g: 1},
)
changing(
    "rate that runs out",
    "max(0, 1 - k/1000)",
    lambda V, k: V - eta * Max(0, 1 - k / 1000) * g,
    V0 - eta * g * (n - n * (n + 1) / 2000),
    {n: 1001, V0: 0, eta: 1, g: 1},
)
changing(
    "warm-up that ends",
    "min(1, k/500)",
    lambda V, k: V - eta * Min(1, k / Integer(500)) * g,
    V0 - eta * g * n * (n + 1) / 1000,
    {n: 501, V0: 0, eta: 1, g: 1},
)
changing(
    "rate by hundreds",
    "floor(k/100)",
    lambda V, k: V - eta * g / 2 ** floor(k / 100),
    linear,
    {n: 100, V0: 0, eta: 1, g: 1},
)
changing(
    "delta at step 90",
    "one more at 90",
    lambda V, k: V - eta * g + KroneckerDelta(k, 90),
    linear,
    {n: 90, V0: 0, eta: 1, g: 1},
)
changing(
    "0 to the power of a size",
    "one more at 90",
    lambda V, k: V - eta * g + 0 ** Abs(k - 90),
    linear,
    {n: 90, V0: 0, eta: 1, g: 1},
)
changing("EMA with a skipped value", "value 100 is left out", lambda V, k: V if k == 100 else ema(V, x_[k], beta),
         (1 - beta) * Sum(beta ** (n - i) * x_[i], (i, 1, n)) + decayed, {n: 100, V0: 1, beta: Fraction(1, 2)})  # fmt: skip
changing("momentum that turns to Nesterov", "at step 70", lambda V, k: momentum(g, V, lr=1, beta=beta, nesterov=k == 70)[1] if k == 70 else beta * V + g,
         beta**n * V0 + g * (1 - beta**n) / (1 - beta), {n: 70, V0: 1, g: 1, beta: Fraction(1, 2)})  # fmt: skip
changing(
    "beta grows at 120",
    "beta^2 at 120",
    lambda V, k: (beta if k != 120 else beta**2) * V,
    decayed,
    {n: 120, V0: 1, beta: Fraction(1, 2)},
)
changing("an argument that is a subclass", "Integer above 255", lambda V, k: V if isinstance(k, Integer) and int(k).bit_length() > 8 else beta * V, decayed,
         {n: 256, V0: 10**100, beta: Fraction(1, 2)})  # fmt: skip
changing("step 65 536", "wrong at 2^16", lambda V, k: 0 if k == 65536 else beta * V, decayed)
changing("one value in a million", "a coefficient slightly wrong from 41 on", lambda V, k: V - eta * g * (1 + (Rational(1, 10**12) if whole(k) and k > 40 else 0)), linear,
         {n: 41, V0: 0, eta: 1, g: 1})  # fmt: skip
changing("another part of the state", "second part reset at 77", lambda s, k: (s[0] * beta, (0 if k == 77 else s[1]) + s[0]), (1 - beta**n) / (1 - beta) * V0,
         {n: 77, V0: 1, beta: Fraction(1, 2)}, start=(V0, Integer(0)), also=(beta**n * V0,))  # fmt: skip

K = "step that ignores its state"
changing(
    "33 the closed form as step",
    "V_{k-1} is not used",
    lambda V, k: (beta**k - 1) / (beta - 1),
    (1 - beta**n) / (1 - beta),
    start=0,
    where=None,
)
changing(
    "decay without state", "V_{k-1} is not used", lambda V, k: beta ** (k - 1) * V0 * beta, decayed
)
changing("line without state", "V_{k-1} is not used", lambda V, k: V0 - eta * g * k, linear)
changing("state times 0", "V_{k-1} is not used", lambda V, k: 0 * V + V0 - eta * g * k, linear)
changing("state taken off again", "V_{k-1} drops out", lambda V, k: V - V + beta**k * V0, decayed)
changing(
    "state in a branch that is never taken",
    "V_{k-1} drops out",
    lambda V, k: Piecewise((V, k < 0), (beta**k * V0, True)),
    decayed,
)
changing("one part ignores the state", "the claimed part is not built on", lambda s, k: (s[0] * beta, V0 * (1 - beta**k) / (1 - beta)), (1 - beta**n) / (1 - beta) * V0,
         start=(V0, Integer(0)), also=(beta**n * V0,))  # fmt: skip
changing(
    "state hidden in sin^2 + cos^2",
    "V_{k-1} has no effect",
    lambda V, k: (sin(V) ** 2 + cos(V) ** 2) * beta**k * V0,
    decayed,
)
changing("output beside an unused state", "the output is the closed form itself", lambda V, k: (beta * V, V0 - eta * g * k), linear, also=(beta**n * V0,),
         where={V0: R}, first=0)  # fmt: skip

K = "recurrence without a value at a step"
changing(
    "pole at step 50",
    "0/0 at k = 50",
    lambda V, k: V + (k**2 - 2500) / (k - 50) - k - 50 - eta * g,
    linear,
    {n: 50, V0: 0, eta: 1, g: 1},
)
changing(
    "pole at a state",
    "0/0 at V = 3",
    lambda V, k: V + (V**2 - 9) / (V - 3) - V - 3 - eta * g,
    linear,
    {n: 1, V0: 3, eta: 1, g: 1},
)
changing(
    "a gradient of 0",
    "0/0 at g_2 = 0",
    lambda V, k: V + g_[k] ** 2 / Abs(g_[k]),
    V0 + Sum(Abs(g_[i]), (i, 1, n)),
    {n: 2, V0: 0, g_[2]: 0},
)
changing(
    "a value of 1",
    "0/0 at x_2 = 1",
    lambda V, k: V + (x_[k] ** 2 - 1) / (x_[k] - 1),
    V0 + n + Sum(x_[i], (i, 1, n)),
    {n: 2, V0: 0, x_[2]: 1},
)
changing(
    "root of 60 - k",
    "sqrt(-1) at k = 61",
    lambda V, k: V - eta * g + (sqrt(60 - k) + 1) * (sqrt(60 - k) - 1) - 59 + k,
    linear,
    {n: 61, V0: 0, eta: 1, g: 1},
)
changing("bias correction before a step", "0/0 at k = 1", lambda V, k: V * beta * (1 - beta ** (2 * k - 2)) / ((1 - beta ** (k - 1)) * (1 + beta ** (k - 1))), decayed,
         {n: 1, V0: 1, beta: Fraction(1, 2)})  # fmt: skip
changing(
    "sum of k - 70 terms",
    "backward at k = 1",
    lambda V, k: V - eta * g + Sum(2 * i, (i, 1, 70 - k)) - (70 - k) * (71 - k),
    linear,
    {n: 72, V0: 0, eta: 1, g: 1},
)
changing(
    "logarithm of 80 - k",
    "log 0 at k = 80",
    lambda V, k: V - eta * g + (log(80 - k) + 1) * (log(80 - k) - 1) - log(80 - k) ** 2 + 1,
    linear,
    {n: 80, V0: 0, eta: 1, g: 1},
)
changing(
    "start without a value",
    "1/0 at V_0 = 0",
    lambda V, k: beta * V,
    beta**n / V0,
    {n: 1, V0: 0, beta: Fraction(1, 2)},
    start=1 / V0,
)
changing(
    "a division by the state",
    "1/0 at V_0 = 0",
    lambda V, k: 1 / (1 / V + eta),
    V0 / (1 + n * eta * V0),
    {n: 1, V0: 0, eta: 1},
)
changing(
    "step through infinity",
    "pole at V_0 = -1/n",
    lambda V, k: V / (1 + V),
    V0 / (1 + n * V0),
    {n: 2, V0: Fraction(-1, 2)},
)

K = "induction: wrong base, first step or domain"
proving(
    K,
    "wrong base of a sum",
    "false at every n",
    Sum(2 * i, (i, 1, n)),
    n * (n + 1) + 1,
    {n: 1},
    **by_n,
)
proving(
    K,
    "first = 5",
    "false below 5",
    Max(5, n) * (1 + lam) + n,
    (1 + lam) * n + n,
    {n: 4, lam: 1},
    by=induction(n, first=5),
)
proving(
    K,
    "first = -1",
    "no value at -1",
    Sum(2 * i, (i, 1, n)),
    n * (n + 1),
    by=induction(n, first=-1),
    where={n: INTEGERS},
)

proving(
    K,
    "induction on a real number",
    "false at x = 1/2",
    cos(2 * pi * x) * (1 + y + y**2),
    1 + y + y**2 + 0 * x,
    {x: Fraction(1, 2), y: 1},
    by=induction(x),
    where=W,
)
proving(
    K,
    "induction on all integers",
    "false at -1",
    Sum(j, (j, 1, k)) * 2 * (1 + y),
    k * (k + 1) * (1 + y),
    None,
    by=induction(k),
    where={k: INTEGERS, y: R},
)
proving(
    K,
    "induction on a rate",
    "false at eta = 1/2",
    floor(eta) * (1 + y + y**2),
    eta * (1 + y + y**2),
    {eta: Fraction(1, 2), y: 1},
    by=induction(eta),
    where=Y,
)
proving(
    K,
    "first index 3, claimed from 0",
    "V_0 is not the start",
    Recurrence("V", lambda V, k: beta * V, start=V0, first=3),
    beta ** (n - 3) * V0,
    None,
    by=induction(n),
    where=START,
)
proving(K, "wrong form of the other part", "a_n is wrong", Recurrence("V", lambda s, k: (beta * s[0], s[1] + s[0]), start=(V0, Integer(0))), n * V0,
        {n: 2, V0: 1, beta: Fraction(1, 2)}, by=induction(n, also=(V0,)), where=START)  # fmt: skip
proving(
    K, "right at 0 and 1 only", "false at 2", Sum(i**3, (i, 1, n)), n * (n + 1) / 2, {n: 2}, **by_n
)
proving(
    K,
    "right at 0 to 6 only",
    "false at 7",
    Sum(i, (i, 1, n)) * (1 + y),
    n * (n + 1) / 2 * (1 + y) + Product(n - i, (i, 0, 6)),
    {n: 7, y: 1},
    where=Y,
    **by_n,
)
proving(
    K,
    "induction on a bound index",
    "i is bound",
    Sum(2 * i, (i, 1, n)),
    n * (n + 1),
    by=induction(i),
)
proving(K, "start value forgotten", "false at V_0 = 1", Recurrence("V", lambda V, k: beta * V + eta, start=V0), eta * (1 - beta**n) / (1 - beta), {n: 1, V0: 1, eta: 1, beta: Fraction(1, 2)},
        by=induction(n), where=START)  # fmt: skip
proving(
    K,
    "exponent one too small",
    "false at n = 1",
    Recurrence("V", lambda V, k: beta * V, start=V0),
    beta ** (n - 1) * V0 * beta**0,
    {n: 1, V0: 1, beta: Fraction(1, 2)},
    by=induction(n),
    where=START,
)

# --- Conditions -------------------------------------------------------------------------------------
K = "empty or pretended condition"
proving(
    K,
    "20 vacuous condition",
    "1/(1 + exp x) < 1",
    (x + y) ** 2,
    x**2 + 2 * x * y + y**2,
    where={x: Interval(-300, -200), y: R},
    given=[1 / (1 + exp(x)) >= 1],
)
proving(
    K,
    "x < x + exp(-x), as equality",
    "no x fulfils it",
    (x + y) ** 2,
    x**2 + 2 * x * y + y**2,
    where={x: Interval(200, 300), y: R},
    given=[Eq(1 + exp(-x), 1)],
)
proving(
    K,
    "cosine above 1",
    "no x fulfils it",
    (x + y) ** 2,
    x**2 + 2 * x * y + y**2,
    where=W,
    given=[cos(x) > 1],
)
proving(
    K,
    "square below 0",
    "no x fulfils it",
    (x + y) ** 2,
    x**2 + 2 * x * y + y**2,
    where=W,
    given=[x**2 < 0],
)
proving(
    K,
    "exp at most 0",
    "no x fulfils it",
    (x + y) ** 2,
    x**2 + 2 * x * y + y**2,
    where={x: Interval(-400, -300), y: R},
    given=[exp(x) <= 0],
)
proving(
    K,
    "contradiction of two",
    "no x fulfils both",
    (x + y) ** 2,
    x**2 + 2 * x * y + y**2,
    where=W,
    given=[x < y, y < x],
)
proving(
    K,
    "a false statement under a vacuous condition",
    "false at (1, 1)",
    (x + y) ** 2,
    x**2 + y**2,
    where={x: Interval(-300, -200), y: R},
    given=[1 - exp(x) >= 1],
)
proving(
    K,
    "epsilon that rounding removes",
    "1 + eps > 1",
    (eta + eps) ** 2,
    eta**2 + 2 * eta * eps + eps**2,
    where={eps: Interval.open(0, Rational(1, 10**100))},
    given=[Eq(1 + eps, 1)],
)
proving(
    K,
    "difference of huge numbers",
    "n + 1 > n",
    (n + lam) ** 2,
    n**2 + 2 * n * lam + lam**2,
    given=[Eq(exp(-lam - 300) + n, n)],
)
proving(
    K,
    "beta^1000 = 0",
    "a power of a positive number",
    (beta + lam) ** 2,
    beta**2 + 2 * beta * lam + lam**2,
    where={beta: Interval.open(0, Rational(1, 10))},
    given=[beta**1000 <= 0],
)
proving(
    K,
    "a domain of irrational numbers only",
    "the sets share no number",
    (x + y) ** 2,
    x**2 + 2 * x * y + y**2,
    where={x: sp.Intersection(FiniteSet(sqrt(2)), sp.S.Rationals), y: R},
)
proving(
    K,
    "conditions that no number meets",
    "one of the logarithms has no value",
    (x + y) ** 2,
    x**2 + 2 * x * y + y**2,
    where=W,
    given=[log(x) < x, log(-x) < 5],
)

# --- Refuting what is true --------------------------------------------------------------------------
K = "refuting a true statement"


def refuting(kind, name, why, lhs, rhs, at, **options):
    """A statement for ``refute`` that holds at the point that it gives."""
    hole(kind, name, why, lambda label: refute(label, lhs, rhs, at=at, text="w", **options),
         statement=(lhs, options.get("relation", "=="), rhs), at=at, where=options.get("where"))  # fmt: skip


refuting(K, "21 n < n + 1", "true", n, n + 1, {n: 10**85}, relation="<")
refuting(K, "23 exp(x) > 0", "true", exp(x), 0, {x: -200}, relation=">", where=X)
hole(
    K,
    "25 3x = 0.3 at x = 0.1",
    "3/10 is 0.3 as a reader reads it",
    lambda label: refute(label, 3 * x, 0.3, at={x: 0.1}, where=X, text="w"),
)
hole(
    K,
    "x + 0.2 = 0.3 at 0.1",
    "true as a reader reads it",
    lambda label: refute(label, x + 0.2, 0.3, at={x: 0.1}, where=X, text="w"),
)
hole(
    K,
    "7x = 0.7 at 1/10",
    "true as a reader reads it",
    lambda label: refute(label, 7 * x, 0.7, at={x: Rational(1, 10)}, where=X, text="w"),
)
refuting(
    K, "cos(x) < 1 at 1e-40", "true", cos(x), 1, {x: Fraction(1, 10**40)}, relation="<", where=X
)
refuting(K, "1 - exp(-x) < 1", "true", 1 - exp(-x), 1, {x: 300}, relation="<", where=X)
refuting(
    K,
    "beta^n > 0",
    "true",
    beta ** (n + x),
    0,
    {beta: Fraction(1, 10), n: 100, x: Fraction(1, 2)},
    relation=">",
    where=X,
)
refuting(K, "sqrt(x^2 + 1) > x", "true", sqrt(x**2 + 1), x, {x: 10**70}, relation=">", where=X)
refuting(
    K,
    "(1 + 1/x)^x < e",
    "true",
    (1 + 1 / p) ** p,
    sp.E,
    {p: 10**70},
    relation="<",
    where={p: POSITIVE},
)
refuting(
    K,
    "log(x + 1) > log(x)",
    "true",
    log(p + 1),
    log(p),
    {p: 10**80},
    relation=">",
    where={p: POSITIVE},
)
refuting(K, "sin(x) < x", "true", sin(x), x, {x: Fraction(1, 10**25)}, relation="<", where=X)
refuting(
    K, "exp(x) != 1 near 0", "true", exp(x), 1, {x: Fraction(1, 10**70)}, relation="!=", where=X
)
refuting(
    K,
    "sqrt(2) is not its 70 digits",
    "true",
    x * sqrt(2),
    x * Rational(str(sp.sqrt(2).n(75))),
    {x: Fraction(1, 10**5)},
    relation="!=",
    where=X,
)
refuting(K, "eta eps > 0", "true", exp(-1 / eps), 0, {eps: Fraction(1, 300)}, relation=">")
refuting(
    K, "a sum of roots", "equal", sqrt(5 + 2 * sqrt(6)) + x, sqrt(2) + sqrt(3) + x, {x: 1}, where=X
)
refuting(
    K,
    "strict under rounding",
    "10^90 < 10^90 + 1",
    x,
    x + sqrt(2) / 2,
    {x: 10**90},
    relation="<",
    where=X,
)

K = "a repaired statement that is not true"
for name, why, options in (
    ("26 (x + 1)^2 = x^2 + 5", "true at x = 2 only", {"truth": x**2 + 5, "at": {x: 2}}),
    ("true at 1 only", "x^3 + 3 at x = 1", {"truth": x**3 + 3, "at": {x: 1}}),
    ("true at 2 and -2", "2 x^2 + 2 x - 3 at 2", {"truth": 2 * x**2 + 2 * x - 3, "at": {x: 2}}),
    ("without a value at 50", "a pole at 50", {"truth": expand((x + 1) ** 2 * (x - 50)) / (x - 50), "at": {x: 2}}),
    ("true up to 1000", "a ramp beyond 1000", {"truth": x**2 + 2 * x + 1 + Max(0, x - 1000), "at": {x: 2}}),
    ("true at whole numbers", "sin(pi x)", {"truth": x**2 + 2 * x + 1 + sin(pi * x), "at": {x: 2}}),
    ("true for positive x", "|x|", {"truth": x**2 + 2 * Abs(x) + 1, "at": {x: 2}}),
    ("a stranger", "z has no value", {"truth": x**2 + 2 * x + z, "at": {x: 2}}),
    ("nearly", "off by 10^-70", {"truth": x**2 + 2 * x + 1 + Rational(1, 10**70) * x, "at": {x: 2}}),
    ("a number", "9 at x = 2", {"truth": Integer(9), "at": {x: 2}}),
):  # fmt: skip
    hole(
        K,
        name,
        why,
        lambda label, options=options: refute(
            label, (x + 1) ** 2, x**2 + 1, where=X, text="w", **options
        ),
    )
hole(
    K,
    "an inequality repaired at one point",
    "x^2 <= 5 at x = 2",
    lambda label: refute(
        label, x**2, x, relation="<=", truth=Integer(5), at={x: 2}, where=X, text="w"
    ),
)

# --- check ------------------------------------------------------------------------------------------
K = "check: values that are none, tolerances, sentences"
nan, inf = float("nan"), float("inf")


def checking(name, why, text, got, want, **options):
    options.setdefault("unlike", {"w": 1e9})
    hole(K, name, why, lambda label: check(label, text, got, want, **options))


checking(
    "27 2^53 + 1 exactly equal 2^53",
    "they differ by 1",
    "w",
    2**53 + 1,
    float(2**53),
    unlike={"w": 0},
)
checking("28 sympy.nan == sympy.nan", "nan is no number", "w", sp.nan, sp.nan, unlike={"w": oo})
checking(
    "30 1 == 5 within 10",
    "the tolerance swallows the value",
    "Adam's step is 5.",
    1.0,
    5.0,
    within=10,
    unlike={"absurd": 1e9},
)
checking(
    "NumPy integer against a float", "they differ by 1", "w", np.int64(2**53 + 1), float(2**53)
)
checking(
    "torch integer against a float", "they differ by 1", "w", torch.tensor(2**53 + 1), float(2**53)
)
checking(
    "list of integers against floats",
    "they differ by 1",
    "w",
    [2**53 + 1, 1],
    [float(2**53), 1.0],
    unlike={"w": [0, 0]},
)
checking(
    "float32 against a large integer",
    "2^24 + 1 is no float32",
    "w",
    np.float32(2**24 + 1),
    2**24 + 1,
)
checking("inf == inf", "inf was not asked for", "The loss ends at infinity.", inf, inf)
checking("-inf < 0", "inf was not asked for", "The loss is negative.", -inf, 0.0, relation="<")
checking(
    "inf > 1000", "inf was not asked for", "The loss is above 1000.", inf, 1000.0, relation=">"
)
checking(
    "an inf in an array",
    "inf was not asked for",
    "All losses are above 1.",
    [2.0, inf],
    1.0,
    relation=">",
    unlike={"w": [0.0, 0.0]},
)
checking(
    "an inf in a tensor",
    "inf was not asked for",
    "All losses are above 1.",
    torch.tensor([2.0, inf]),
    1.0,
    relation=">",
    unlike={"w": [0.0, 0.0]},
)
checking(
    "a wrong alternative that is inf",
    "it fails for the wrong reason",
    "The loss is 1.",
    1.0,
    1.0,
    unlike={"w": inf},
)
checking("SymPy's infinity", "oo is no number", "w", oo, oo, unlike={"w": 0})
checking("SymPy's zoo", "zoo is no number", "w", sp.zoo, sp.zoo, unlike={"w": 0})
checking(
    "nan among SymPy numbers",
    "nan is no number",
    "w",
    [sp.nan, Integer(1)],
    [sp.nan, Integer(1)],
    unlike={"w": [0, 0]},
)
checking("complex nan", "nan is no number", "w", complex(nan, 0), complex(nan, 0))
checking(
    "nan in a dict",
    "nan is no number",
    "w",
    {"loss": nan},
    {"loss": nan},
    unlike={"w": {"loss": 0}},
)
checking("tolerance equal to the value", "0 passes too", "The step is .1.", 0.0, 0.1, within=0.1)
checking("relative tolerance of 1", "0 passes too", "The step is .1.", 0.0, 0.1, relative=1)
checking("relative tolerance of 3", "-0.2 passes too", "The step is .1.", -0.2, 0.1, relative=3)
checking(
    "tolerance above both values",
    "1e-9 passes for 1e-3",
    "w",
    [-1e-3, 1e-9],
    [2e-3, 1e-3],
    within=0.01,
    unlike={"w": [9.0, 9.0]},
)
checking(
    "a sentence with another number",
    "it says 9.999 over a 6.569",
    "The largest step is 9.999.",
    6.569,
    6.569,
    within=1e-3,
)
checking(
    "a sentence with the number of another run",
    "it says 37 % over a .73",
    "Momentum needs 37 % of the steps.",
    0.73,
    0.73,
    within=0.005,
    unlike={"w": 0.37},
)
checking(
    "a sentence with another power of ten",
    "it says 1e-8 over 1e-3",
    "The two agree to 1e-8: the difference is 1.0e-08.",
    1e-3,
    1e-3,
    within=1e-5,
)
checking("nothing measured", "no element", "w", [], [])
checking("zero against -0 as text", "no measurement", "w", "0.0", "-0.0", unlike={"w": "1"})
checking("alternative equal to what was got", "it passes", "w", 1.0, 1.0, unlike={"w": 1.0})
checking(
    "alternative within the tolerance", "it passes", "w", 1.0, 1.0, within=0.1, unlike={"w": 1.05}
)
checking("alternative of another kind", "it can not pass", "w", 1.0, 1.0, unlike={"w": "two"})
checking(
    "shape of one against a row",
    "another shape",
    "w",
    [[1.0, 1.0]],
    [1.0, 1.0],
    unlike={"w": [[0.0, 0.0]]},
)
checking("a fraction against a float", "1/3 is no float", "w", Fraction(1, 3), 1 / 3)
checking("0.1 + 0.2 exactly 0.3", "they differ", "w", 0.1 + 0.2, 0.3)
checking("a root against its digits", "they differ", "w", sqrt(2), 1.4142135623730951)
checking("a large integer through a float", "they differ by 1", "w", 10**17 + 1, 1e17)
checking("a SymPy integer through a float", "they differ by 1", "w", Integer(10**17 + 1), 1e17)
checking("a tolerance that is nan", "nan is no tolerance", "w", 1.0, 2.0, within=nan)
checking("a tolerance that is negative", "no tolerance", "w", 1.0, 1.0, within=-1)
checking(
    "a masked array",
    "the masked value is 9",
    "w",
    np.ma.array([1.0, 9.0], mask=[False, True]),
    [1.0, 1.0],
    unlike={"w": [0.0, 0.0]},
)
checking("imaginary part dropped", "1 + 2j is not 1", "w", complex(1, 2), 1.0, within=0.5)

# --- Symbols that print alike -----------------------------------------------------------------------
K = "symbols that print alike"
proving(
    K,
    "17 sum_i i = n i",
    "a reader sees one i",
    Sum(ip, (i, 1, n)),
    n * ip,
    by=summation,
    where={ip: R},
)
b1 = Symbol("beta1", positive=True)
proving(K, "19 limit of beta1", "a reader sees beta_1 -> 0 and beta_1 on the right", Limit(beta1 * (1 + b1) + beta1**2, b1, 0, "+"), beta1 + beta1**2, by=limit,
        where={b1: POSITIVE})  # fmt: skip
for name, first, second in (
    ("beta1 and beta_1", Symbol("beta1", real=True), Symbol("beta_1", real=True)),
    ("g_1 and g[1]", Symbol("g_1", real=True), g_[1]),
    ("g1 and g[1]", Symbol("g1", real=True), g_[1]),
    ("x_t and x[t]", Symbol("x_t", real=True), x_[t]),
    ("lamda and lambda", Symbol("lamda", real=True), Symbol("lambda", real=True)),
    ("x_{1} and x_1", Symbol("x_{1}", real=True), Symbol("x_1", real=True)),
    ("a backslash before beta", Symbol(r"\beta", real=True), Symbol("beta", real=True)),
    ("two dummies of one name", Dummy("u", real=True), Dummy("u", real=True)),
    ("a dummy and a symbol", Dummy("u", real=True), Symbol("u", real=True)),
    ("x^2 as a name", Symbol("x^2", real=True), x**2),
    ("x^{2} as a name", Symbol("x^{2}", real=True), x**2),
    ("x__2, printed x^2", Symbol("x__2", real=True), x**2),
    ("a product as a name", Symbol("x y", real=True), x * y),
    ("2x as a name", Symbol("2 x", real=True), 2 * x),
    ("a sum as a name", Symbol("x + y", real=True), x + y),
    ("a fraction as a name", Symbol(r"\frac{x}{y + 3}", real=True), x / (Abs(y) + 3)),
    ("a space at the end", Symbol("u ", real=True), Symbol("u", real=True)),
    ("x[1] twice, two bases", IndexedBase("u", real=True)[1], IndexedBase("u", real=True, integer=True)[1]),
    ("a bar", Symbol("xbar", real=True), Symbol(r"\bar{x}", real=True)),
    ("a prime", Symbol("uprime", real=True), Symbol("u'", real=True)),
    ("a number as a name", Symbol("2", real=True), Symbol("u", real=True)),
    ("g_01 and g_{01}", Symbol("g_01", real=True), Symbol("g_{01}", real=True)),
):  # fmt: skip
    free = {atom: R for e in (first, second) for atom in e.free_symbols if isinstance(atom, Symbol)}
    bases = {
        e.base: (INTEGERS if e.base.is_integer else R)
        for e in (first, second)
        if isinstance(e, sp.Indexed)
    }
    proving(K, name, "a reader sees one symbol twice, or a formula that was not proved", (first + second) * (first - second) * (1 + w**2),
            expand((first**2 - second**2) * (1 + w**2)), where={**free, **bases, w: R})  # fmt: skip
proving(
    K,
    "one index name for two sums in one",
    "the inner i hides the outer",
    Sum(Sum(i * x_[i], (i, 1, n)), (i, 1, n)),
    n * Sum(i * x_[i], (i, 1, n)),
    by=sum_merging,
)
proving(
    K,
    "n free and bound",
    "n is bound in the sum and free outside",
    Sum(x_[n] + 1, (n, 1, t)) + n,
    Sum(x_[i], (i, 1, t)) + t + n,
    by=sum_merging,
)
ge = Symbol("g", integer=True)
proving(
    K,
    "g as an index beside g",
    "the sum's g is not the g outside",
    Sum((1 + y) * ge, (ge, 1, n)) + g,
    (1 + y) * n * (n + 1) / 2 + g,
    where=Y,
    by=summation,
)
hole(
    K,
    "a definition of beta1 by beta_1",
    "a reader sees beta_1 = beta_1 + 1",
    lambda label: define(label, b1, beta1 + 1, where={b1: POSITIVE}),
)
refuting_alike = Symbol("x_1", real=True)
hole(K, "refuting x_1 = x[1]", "a reader sees x_1 = x_1 refuted", lambda label: refute(label, refuting_alike, Symbol("x1", real=True), at={refuting_alike: 1, Symbol("x1", real=True): 2},
     where={refuting_alike: R, Symbol("x1", real=True): R}, text="w"))  # fmt: skip
proving(K, "a name that is LaTeX for equality", "the formula reads otherwise", Symbol("x = y, z", real=True) * (1 + y) * 2, 2 * Symbol("x = y, z", real=True) + 2 * Symbol("x = y, z", real=True) * y,
        where={Symbol("x = y, z", real=True): R, y: R})  # fmt: skip

K = "where= keys that do not occur"
SQUARE = ((x + y) ** 2, x**2 + 2 * x * y + y**2)
for name, extra in (
    ("another symbol", {z: R}), ("a narrower domain for a stranger", {Symbol("x", positive=True): POSITIVE}),
    ("an indexed base that does not occur", {x_: R}), ("a notation symbol that does not occur", {beta: UNIT}),
    ("a text as key", {"x": R}), ("an expression as key", {x * y: R}), ("a number as key", {1: R}),
    ("an indexed value as key", {x_[1]: R}), ("a function that does not occur", {Function("h", real=True): R}),
):  # fmt: skip
    proving(
        K, name, "the key says something of nothing in the claim", *SQUARE, where={**W, **extra}
    )
proving(
    K,
    "a bound index as key",
    "i has its domain from the sum",
    Sum(2 * i, (i, 1, n)),
    n * (n + 1),
    where={i: R},
    by=summation,
)
hole(
    K,
    "a key of define",
    "z does not occur",
    lambda label: define(label, x, y + 1, where={y: R, x: R, z: R}),
)
hole(
    K,
    "a key of refute",
    "z does not occur",
    lambda label: refute(label, x, x + 1, at={x: 1}, where={x: R, z: R}, text="w"),
)
hole(
    K,
    "a stranger in at=",
    "z does not occur",
    lambda label: refute(label, x, x + 1, at={x: 1, z: 3}, where={x: R}, text="w"),
)
hole(
    K,
    "a missing value in at=",
    "y has no value",
    lambda label: refute(label, x, x + y, at={x: 1}, where=W, text="w"),
)

# --- Floats -----------------------------------------------------------------------------------------
K = "Floats that are read in two ways"
proving(
    K,
    "0.1 = 0.1 + 1e-17",
    "equal in floats only",
    (x + 0.1) ** 2 * (1 + y),
    (x + 0.1 + 1e-18) ** 2 * (1 + y) + Rational(1, 10**30),
    {x: 1, y: 1},
    where=W,
    **simple,
)
proving(
    K,
    "exponent 0.5",
    "a Float exponent",
    (x**2 + 1) ** 0.5 * (1 + y),
    sqrt(x**2 + 1) * (1 + y) * (1 + Rational(1, 10**40)),
    {x: 1, y: 1},
    where=W,
    **simple,
)
proving(
    K,
    "float of 15 digits for pi",
    "3.14159265358979 is not pi",
    cos(3.14159265358979 * x) * (1 + y),
    cos(pi * x) * (1 + y),
    {x: 1000, y: 1},
    where=W,
    **simple,
)
hole(
    K,
    "at= beside a float of 0.3",
    "0.1 * 3 is 0.3 as a reader reads it",
    lambda label: refute(label, x + y, 0.3, at={x: 0.1, y: 0.2}, where=W, text="w"),
)
proving(
    K,
    "float in a condition",
    "0.1 + 0.2 <= 0.3 has no point",
    (x + y) ** 2,
    x**2 + 2 * x * y + y**2,
    None,
    where=W,
    given=[sp.Le(Abs(x) + 0.1 + 0.2, 0.3 + 1e-17)],
)

# --- Inequalities -----------------------------------------------------------------------------------
K = "strict, but equal somewhere"
for name, lhs, relation, rhs, at, by in (
    ("2 x y < x^2 + y^2", 2 * x * y, "<", x**2 + y**2, {x: 1, y: 1}, certificate((x - y) ** 2)),
    ("0 < (x - 50)^2", 0 * y + x - x, "<", (x - 50) ** 2 * (1 + y**2), {x: 50, y: 0}, None),
    ("x < x + (y - 50)^2", x, "<", x + (y - 50) ** 2, {x: 0, y: 50}, certificate((y - 50) ** 2)),
    ("eta lam > 0", eta * lam, ">", g - g, {eta: 1, lam: 0}, None),
    ("1 - eta lam < 1", 1 - eta * lam, "<", Integer(1), {eta: 1, lam: 0}, certificate(eta * lam)),
    ("beta^n < 1", beta**n, "<", Integer(1), {beta: Fraction(1, 2), n: 0}, certificate(1 - beta**n)),
    ("1 + x < exp(x)", 1 + x, "<", exp(x), {x: 0}, None),
    ("log x < x - 1", log(p), "<", p - 1, {p: 1}, None),
    ("|x + y| < |x| + |y|", Abs(x + y), "<", Abs(x) + Abs(y), {x: 1, y: 1}, None),
    ("mean^2 < mean of squares", Sum(x_[i], (i, 1, n)) ** 2, "<", n * Sum(x_[i] ** 2, (i, 1, n)), {n: 1, x_[1]: 1}, None),
    ("x < |x|", x, "<", Abs(x), {x: 5}, None),
    ("x <  Max(x, y)", x, "<", Max(x, y), {x: 5, y: 4}, None),
    ("Bernoulli, strict", 1 + n * p, "<", (1 + p) ** n, {n: 1, p: 1}, None),
    ("quartic touching at 1/3 and -2", 0 * y + x - x, "<", (3 * x - 1) ** 2 * (x + 2) ** 2, {x: Fraction(1, 3)}, None),
    ("x^2 + 1 > 1", x**2 + 1, ">", Integer(1), {x: 0}, None),
    ("touching at sqrt 2", 4 * x**2, "<", x**4 + 4, {x: sqrt(2)}, None),
    ("x (1 - x) < 1/4", beta * (1 - beta), "<", Rational(1, 4) + 0 * x, {beta: Fraction(1, 2)}, None),
    ("sum of squares positive", Sum(x_[i] ** 2, (i, 1, n)), ">", g - g, {n: 0}, None),
):  # fmt: skip
    used = set().union(*(sp.sympify(e).free_symbols for e in (lhs, rhs)))
    where = {s: POSITIVE if s == p else R for s in (x, y, p) if s in used}
    proving(K, name, f"equal at {at}", lhs, rhs, at, relation=relation, by=by, where=where)

K = "inequality false at a point, on a half-line or from some n on"
for name, lhs, relation, rhs, at, by in (
    ("double root lowered by 1e-12", 0 * y + x - x, "<=", (x - Rational(1, 3)) ** 2 - Rational(1, 10**12), {x: Fraction(1, 3)}, None),
    ("double root raised, with a certificate", Rational(1, 10**12) + x - x, "<=", (3 * x - 1) ** 2, {x: Fraction(1, 3)}, certificate((3 * x - 1) ** 2)),
    ("0 <= x^2 (x - 2)^2 - 1e-9", 0 * y + x - x, "<=", x**2 * (x - 2) ** 2 - Rational(1, 10**9), {x: 2}, None),
    ("Muon's bound 1.2 on [0, 1]", Rational(6889, 2000) * z - Rational(191, 40) * z**3 + Rational(4063, 2000) * z**5, "<=", Rational(12, 10), {z: Fraction(56, 100)}, None),
    ("x <= 1000 + y^2", x, "<=", 1000 + y**2, {x: 1001, y: 0}, None),
    ("x <= 1000 + |x| - x", x, "<=", 1000 + Max(0, -x), {x: 1001}, None),
    ("n^2 <= 2^n", n**2, "<=", 2**n, {n: 3}, None),
    ("n^10 <= 2^n 2^40", n**10, "<=", 2**n, {n: 50}, None),
    ("n <= 50 + |50 - n|/2", n, "<=", 50 + Abs(50 - n) / 2, {n: 60}, None),
    ("(1 + x)^n >= 1 + n x for all x", (1 + x) ** n, ">=", 1 + n * x, {x: -4, n: 3}, None),
    ("log x <= x - 1 - 1e-9", log(p), "<=", p - 1 - Rational(1, 10**9), {p: 1}, None),
    ("1 + x + x^2/2 <= exp(x)", 1 + x + x**2 / 2, "<=", exp(x), {x: -1}, None),
    ("1 + x <= exp(x) - 1e-12", 1 + x, "<=", exp(x) - Rational(1, 10**12), {x: 0}, None),
    ("exp(x) <= 1 + x + x^2 for all x", exp(x), "<=", 1 + x + x**2, {x: 2}, None),
    ("|x - y| <= |x| - |y|", Abs(x - y), "<=", Abs(x) - Abs(y), {x: 1, y: 2}, None),
    ("x^3 >= x", x**3, ">=", x, {x: Fraction(1, 2)}, None),
    ("sqrt(v) <= v", sqrt(v), "<=", v, {v: Fraction(1, 2)}, None),
    ("v <= sqrt(v) + 10^6", v, "<=", sqrt(v) + 10**6, {v: 10**7}, None),
    ("x >= -10^6", x, ">=", Integer(-(10**6)) + 0 * y, {x: -(10**7)}, None),
    ("Cauchy-Schwarz without a factor", Sum(x_[i], (i, 1, n)) ** 2, "<=", (n - 1) * Sum(x_[i] ** 2, (i, 1, n)), {n: 1, x_[1]: 1}, None),
    ("Cauchy-Schwarz from n = 51 on", Sum(x_[i], (i, 1, n)) ** 2, "<=", 50 * Sum(x_[i] ** 2, (i, 1, n)), {n: 51}, None),
    ("(1 - 1/t)^t <= exp(-1) - 1e-6", (1 - 1 / t) ** t, "<=", exp(-1) - Rational(1, 10**6), {t: 10**6}, None),
    ("(1 - 1/t)^t >= 1/4", (1 - 1 / t) ** t, ">=", Rational(1, 4), {t: 1}, None),
    ("cos x <= 1 - x^2/4 everywhere", cos(x), "<=", 1 - x**2 / 4, {x: 7}, None),
    ("polynomial negative near 100", 0 * y + x - x, "<=", (x - 100) * (x - 101) * (x**2 + 1), {x: Fraction(201, 2)}, None),
    ("polynomial of degree 6, one dent", 0 * y + x - x, "<=", (x**2 - 2) ** 2 * (x**2 + 1) - Rational(1, 10**8), {x: sqrt(2)}, None),
    ("two variables, one dent", 0 * y + x - x, "<=", (x - 3) ** 2 + (y - 7) ** 2 - Rational(1, 10**6), {x: 3, y: 7}, None),
    ("Motzkin's polynomial lowered", 0 * y + x - x, "<=", x**4 * y**2 + x**2 * y**4 - 3 * x**2 * y**2 + 1 - Rational(1, 10**6), {x: 1, y: 1}, None),
    ("rational, a pole inside", 0 * y + x - x, "<=", 1 / (x - 60) ** 2, {x: 60}, None),
    ("eta lam <= 1 + eta^2/4 lam", eta * lam, "<=", 1 + eta**2 / 4 * lam, {eta: 2, lam: 2}, None),
    ("beta^n >= 1 - n (1 - beta) - 1 + beta", beta**n, ">=", 1 - n * (1 - beta) / 2, {beta: Fraction(1, 10), n: 1}, None),
    ("floor(x) >= x - 1/2", floor(x), ">=", x - Rational(1, 2), {x: Fraction(9, 10)}, None),
    ("x^2 <= 10^4 with a certificate of its own", x**2, "<=", Integer(10**4) + y**2, {x: 101, y: 0}, certificate(Abs(10**4 + y**2 - x**2))),
):  # fmt: skip
    used = set().union(*(sp.sympify(e).free_symbols for e in (lhs, rhs)))
    domains = {x: R, y: R, z: Interval(0, 1), p: POSITIVE}
    proving(
        K,
        name,
        f"false at {at}",
        lhs,
        rhs,
        at,
        relation=relation,
        by=by,
        where={s: d for s, d in domains.items() if s in used},
    )
proving(K, "Adam's step bounded by eta", "false after silence: known counterexample", sqrt((1 - beta2) / (1 - beta1)) * eta, eta, {beta1: Fraction(9, 10), beta2: Fraction(1, 100), eta: 1},
        relation="<=", by=certificate(Abs(eta - sqrt((1 - beta2) / (1 - beta1)) * eta)))  # fmt: skip

K = "equality false at one place"
one = 1 + lam + lam**2
for name, lhs, rhs, at, by in (
    ("Kronecker's delta at 50", one + KroneckerDelta(n, 50), one + 0 * n, {n: 50, lam: 1}, simplification),
    ("0 to the power |n - 40|", one + 0 ** Abs(n - 40), one + 0 * n, {n: 40, lam: 1}, simplification),
    ("floor of a peak", one + floor(1 / (1 + (n - 50) ** 2)), one + 0 * n, {n: 50, lam: 1}, simplification),
    ("a hat at 50", one + Max(0, 1 - Abs(n - 50)), one + 0 * n, {n: 50, lam: 1}, simplification),
    ("sign of a size", one * sign(Abs(n - 50)), one + 0 * n, {n: 50, lam: 1}, simplification),
    ("Min(1, |n - 50|)", one * Min(1, Abs(n - 50)), one + 0 * n, {n: 50, lam: 1}, simplification),
    ("a product that becomes 0 at 50", one * Product(i - 50, (i, 1, n)) ** 2, one * Product(i - 50, (i, 1, n)) ** 2 + Max(0, n - 49), {n: 50, lam: 1}, simplification),
    ("Piecewise at 60", Piecewise((one + 1, Eq(n, 60)), (one, True)), one + 0 * n, {n: 60, lam: 1}, simplification),
    ("x^0 with 0^0 at one place", one * sign(x - 50) ** 2, one + 0 * x, {x: 50, lam: 1}, simplification),
    ("|x - 50| as a sign times", one * sign(x - 50) * (x - 50) + 0 ** Abs(x - 50), one * Abs(x - 50), {x: 50, lam: 1}, simplification),
    ("by_sign without zero", one * sign(x) ** 2, one + 0 * x, {x: 0, lam: 1}, by_sign(x)),
    ("by_sign of another symbol", Abs(x) * one, x * one, {x: -1, lam: 1}, by_sign(lam, zero=True)),
    ("squares of two signs", sqrt(x**2) * one, x * one, {x: -1, lam: 1}, squares()),
    ("Max as its first", Max(x, y) * one, x * one, {x: 0, y: 1, lam: 1}, simplification),
    ("sum false from 30 on", Sum(Max(0, i - 30), (i, 1, n)) + one, one + 0 * n, {n: 31, lam: 1}, summation),
    ("half of a sum", Sum(i * sign(40 - i), (i, 1, n)) * one, n * (n + 1) / 2 * one, {n: 41, lam: 1}, summation),
):  # fmt: skip
    used = set().union(*(sp.sympify(e).free_symbols for e in (lhs, rhs)))
    proving(
        K, name, f"false at {at}", lhs, rhs, at, by=by, where={s: R for s in (x, y) if s in used}
    )

K = "Piecewise with a gap"
proving(
    K,
    "gap at 300",
    "no branch at x = 300",
    Piecewise((x * q, x < 300), (x * q, x > 300)),
    x * q,
    {x: 300, y: 1},
    where=W,
    **simple,
)
proving(
    K,
    "gap above 200",
    "no branch at x = 201",
    Piecewise((x * q, x <= 200)),
    x * q,
    {x: 201, y: 1},
    where=W,
    **simple,
)
proving(
    K,
    "gap at one n",
    "no branch at n = 70",
    Piecewise((n * q, n < 70), (n * q, n > 70)),
    n * q,
    {n: 70, y: 1},
    where=Y,
    **simple,
)
proving(
    K,
    "branch with a pole",
    "1/0 at x = 80",
    Piecewise((1 / (x - 80), x <= 80), (q, True)) * 0
    + Piecewise((1 / (x - 80), Eq(x, 80)), (q, True)),
    q + 0 * x,
    {x: 80, y: 1},
    where=W,
    **simple,
)
proving(
    K,
    "branch that differs beyond 500",
    "0 beyond 500",
    Piecewise((q, x < 500), (0, True)),
    q + 0 * x,
    {x: 500, y: 1},
    where=W,
    **simple,
)

K = "complex numbers in disguise"
for name, lhs, rhs, at in (
    ("size of an imaginary root", Abs(sqrt(20 - n)) ** 2 * q, Abs(20 - n) * q, {n: 21, y: 1}),
    ("size of a root, rates", Abs(sqrt(1 - eta / 500)) ** 2 * q, Abs(1 - eta / 500) * q, {eta: 600, y: 1}),
    ("size of a fourth root", Abs((30 - n) ** Rational(1, 4)) ** 4 * q, Abs(30 - n) * q, {n: 31, y: 1}),
    ("real part of a root", sp.re(sqrt(60 - n)) * q, sp.re(sqrt(60 - n)) * (1 + y) + y**2 * sp.re(sqrt(60 - n)), None),
    ("i^2 + 1", q * (I * x + 1) * (1 - I * x), q * (1 + x**2), {x: 1, y: 1}),
    ("size of a logarithm", Abs(log(40 - n)) ** 2 * q, log(40 - n) * sp.conjugate(log(40 - n)) * q, None),
    ("cosh by cos", (cos(sqrt(25 - n)) ** 2 + sin(sqrt(25 - n)) ** 2) * q, q + 0 * n, {n: 26, y: 1}),
    ("momentum's complex roots", Abs((1 + beta - eta + sqrt((1 + beta - eta) ** 2 - 4 * beta)) / 2) ** 2 * q, beta * q, {beta: Fraction(1, 4), eta: Fraction(1, 100), y: 1}),
    ("sqrt(x) sqrt(y) = sqrt(x y)", (sqrt(x) * sqrt(y) + 1) * q, (sqrt(x * y) + 1) * q, {x: -1, y: -1}),
):  # fmt: skip
    used = set().union(*(sp.sympify(e).free_symbols for e in (lhs, rhs)))
    proving(
        K, name, "no real value", lhs, rhs, at, where={s: R for s in (x, y) if s in used}, **simple
    )

# --- What SymPy assumes and the claim does not say ---------------------------------------------------
K = "hidden assumption of SymPy"
for name, symbol, domain in (
    ("a positive symbol in R", Symbol("u", positive=True), R),
    ("an even symbol in Z", Symbol("u", even=True), INTEGERS),
    ("an odd symbol in Z", Symbol("u", odd=True), INTEGERS),
    ("a prime symbol in N", Symbol("u", prime=True), COUNT),
    ("an integer symbol in R", Symbol("u", integer=True), R),
    ("a nonzero symbol in R", Symbol("u", nonzero=True, real=True), R),
    ("a composite symbol", Symbol("u", composite=True), COUNT),
    ("an irrational symbol", Symbol("u", irrational=True), R),
    ("an infinite symbol", Symbol("u", infinite=True), R),
    ("an imaginary symbol", Symbol("u", imaginary=True), R),
    ("a symbol that does not commute", Symbol("u", commutative=False), R),
    ("a matrix symbol", sp.MatrixSymbol("u", 2, 2), R),
    ("an indexed base, positive", P_, R),
    ("a positive function", Function("u", positive=True), R),
    ("a set that is not of real numbers", Symbol("u"), sp.S.Complexes),
    ("no set at all", Symbol("u", real=True), (0, 1)),
    ("an empty set", Symbol("u", real=True), sp.S.EmptySet),
):  # fmt: skip
    u = (
        symbol[0, 0]
        if isinstance(symbol, sp.MatrixSymbol)
        else symbol[1]
        if isinstance(symbol, IndexedBase)
        else symbol
    )
    u = u(1) if isinstance(u, sp.FunctionClass) else u
    proving(
        K,
        name,
        "SymPy takes more for granted than the page says",
        (u + 1) ** 2 * (1 + lam),
        (u**2 + 2 * u + 1) * (1 + lam),
        where={symbol: domain},
    )

# --- Matrices ---------------------------------------------------------------------------------------
K = "matrices: shapes, one side only, false entries"
M2, N2 = Matrix(2, 2, [x, y, z, w]), Matrix(2, 2, [a, b, w1, w2])
ALL = {s: R for s in (x, y, z, w, a, b, w1, w2)}
for name, lhs, rhs, options in (
    ("a matrix against a number", M2 * M2, x**2, {}),
    ("a number against a matrix", (x + y) ** 2, M2, {}),
    ("two shapes", M2 * Matrix([x, y]), Matrix([[x**2 + y**2, z * x + w * y]]), {}),
    ("two by two against three by three", M2, sp.eye(3) * x, {}),
    ("(A B)^T = A^T B^T", (M2 * N2).T, M2.T * N2.T, {}),
    ("A B = B A", M2 * N2, N2 * M2, {}),
    ("(A + B)^2 without the mixed terms", (M2 + N2) ** 2, M2**2 + 2 * M2 * N2 + N2**2, {}),
    ("entry by entry product for a product", M2 * N2, M2.multiply_elementwise(N2), {}),
    ("inverse where the determinant is 0", M2.inv() * M2, sp.eye(2), {}),
    ("one wrong entry", M2 * sp.eye(2) * 2, Matrix(2, 2, [2 * x, 2 * y, 2 * z, w]), {}),
    ("a wrong entry at one value", Matrix(2, 2, [x, 0, 0, Abs(x)]) * 2, Matrix(2, 2, [2 * x, 0, 0, 2 * x]), {}),
    ("matrices with <=", M2 * M2.T, 2 * M2 * M2.T, {"relation": "<="}),
    ("a pole in one entry", Matrix([[(x**2 - y**2) / (x - y), x]]), Matrix([[x + y, x]]), {}),
    ("lists for matrices", [[x, y]], [[x, y]], {}),
    ("a list of expressions", [(x + y) ** 2], [x**2 + 2 * x * y + y**2], {}),
    ("a NumPy array of symbols", np.array([(x + y) ** 2]), np.array([x**2 + 2 * x * y + y**2]), {}),
    ("an empty matrix", sp.zeros(0, 0), sp.zeros(0, 0), {}),
    ("the same matrix twice", M2 * N2, M2 * N2, {}),
    ("a matrix of no symbols", sp.eye(2) * 2, sp.eye(2) + sp.eye(2), {}),
    ("symbols for matrices of one shape only", sp.MatrixSymbol("A", 2, 3) * sp.MatrixSymbol("B", 3, 2), sp.MatrixSymbol("B", 3, 2) * sp.MatrixSymbol("A", 2, 3), {}),
):  # fmt: skip
    used = set().union(*(e.free_symbols for e in (lhs, rhs) if hasattr(e, "free_symbols"))) & set(
        ALL
    )
    used = used or {x, y}
    hole(
        K,
        name,
        "false, or no statement",
        lambda label, lhs=lhs, rhs=rhs, options=options, used=used: prove(
            label, lhs, rhs, where={s: R for s in sorted(used, key=str)}, **options
        ),
    )
hole(
    K,
    "det(A + B) = det A + det B",
    "false at A = B = 1",
    lambda label: prove(label, (M2 + N2).det(), M2.det() + N2.det(), where=ALL),
)
hole(
    K,
    "a matrix defined silently",
    "a matrix on one side",
    lambda label: define(label, x, M2, where=ALL),
)
hole(
    K,
    "a matrix refuted at a number",
    "a matrix against a number",
    lambda label: refute(
        label, M2, x, at={s: 1 for s in (x, y, z, w)}, where={s: R for s in (x, y, z, w)}, text="w"
    ),
)
hole(
    K,
    "a norm without its root",
    "false at x = 2",
    lambda label: prove(
        label,
        Matrix([x, y]).norm() * (1 + z**2),
        (x**2 + y**2) * (1 + z**2),
        where={x: R, y: R, z: R},
    ),
)


# --- Offering them ----------------------------------------------------------------------------------


def label_of(name):
    """The label under which a hole is offered; numbered, as some names differ in signs only."""
    words = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")
    return f"hole-{[*HOLES].index(name)}-{words}"


class TooSlow(BaseException):
    """Not an Exception, so that no checker can catch it."""


def outcome(name, seconds=LIMIT_SECONDS):
    """What the checker makes of one hole: (verdict, the error's words, processor seconds)."""

    def stop(*_):
        raise TooSlow

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    started, before, label = time.process_time(), registry(), label_of(name)
    try:
        HOLES[name].call(label)
        verdict, said = "accepted", ""
    except (ClaimError, ClaimFailed) as error:
        verdict, said = "refused", str(error)
        if not said or label not in said:
            verdict = "refused, label not named"
    except TooSlow:
        verdict, said = "too slow", f"over {seconds} s"
    except Exception as error:  # noqa: BLE001 - this is what is being counted
        verdict, said = "raw exception", f"{type(error).__name__}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    if verdict != "accepted" and registry() != before:
        verdict = "left a record"
    return verdict, said, time.process_time() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="?", default="")
    parser.add_argument("--processes", type=int, default=1)
    chosen = parser.parse_args()
    names = [name for name in HOLES if chosen.name.lower() in name.lower()]
    counts, order = Counter(), list(dict.fromkeys(HOLES[name].kind for name in names))
    with multiprocessing.Pool(chosen.processes) as pool:
        for name, (verdict, said, seconds) in zip(names, pool.imap(outcome, names), strict=True):
            counts[HOLES[name].kind, verdict] += 1
            if verdict != "refused" or chosen.name:
                print(
                    f"{verdict:24} {seconds:5.1f} s  {HOLES[name].kind}: {name}: {said[:160]}",
                    flush=True,
                )
    verdicts = [
        "accepted",
        "raw exception",
        "too slow",
        "left a record",
        "refused, label not named",
        "refused",
    ]
    print(f"\n| kind | number | {' | '.join(verdicts)} |\n|---|{'---:|' * (len(verdicts) + 1)}")
    for kind in [*order, "all"]:
        row = [
            sum(n for (k, v), n in counts.items() if v == verdict and kind in (k, "all"))
            for verdict in verdicts
        ]
        print(f"| {kind} | {sum(row)} | {' | '.join(map(str, row))} |")
    return sum(n for (_, verdict), n in counts.items() if verdict != "refused")


if __name__ == "__main__":
    sys.exit(bool(main()))
