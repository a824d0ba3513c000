"""True statements that an author of a book on optimizers wants to write, as an author writes them.

``TRUTHS`` maps a name to a callable that takes a label. The first 37 are those that an earlier
checker refused (``REFUSED_ONCE``); the others stand at the ends of the plans for later chapters.
Where no tactic is named, the comment says which one an author would expect to be found.

``python tests/truths.py`` prints for each whether it passes, and what the checker says if not.
"""

import argparse
import multiprocessing
import re
import signal
import sys
import time

import sympy as sp
from sympy import (
    Abs,
    Derivative,
    Eq,
    I,
    IndexedBase,
    Integral,
    Interval,
    Limit,
    Matrix,
    Max,
    Min,
    Product,
    Rational,
    Sum,
    Symbol,
    acos,
    binomial,
    conjugate,
    cos,
    exp,
    factorial,
    gamma,
    log,
    oo,
    pi,
    sign,
    sin,
    sqrt,
    tanh,
)

from claims import (
    COUNT,
    NONZERO,
    POSITIVE,
    UNIT,
    ClaimError,
    ClaimFailed,
    R,
    Recurrence,
    certificate,
    induction,
    limit,
    prove,
    registry,
    simplification,
    sum_merging,
    summation,
)
from claims.notation import beta, eta, g, i, lam, n, t, theta, x_

LIMIT_SECONDS = 60  # of the processor

x, y, z, w, a, b, d = sp.symbols("x y z w a b d", real=True)
p, q, T = sp.symbols("p q T", positive=True)
u = Symbol("u", real=True)
phi = Symbol("phi", real=True)
j = Symbol("j", integer=True)
k = Symbol("k", integer=True, positive=True)
N = Symbol("N", integer=True, positive=True)
V0 = Symbol("V_0", real=True)
A, B = IndexedBase("a", real=True), IndexedBase("b", real=True)
X, W = {x: R}, {x: R, y: R}
XYZ = {x: R, y: R, z: R}
AB = {A: R, B: R}

TRUTHS = {}
STATEMENTS = {}  # name: (lhs, relation, rhs, where, given), to be looked at by other means


def truth(name, lhs, rhs, **options):
    """Add a statement, as an author gives it to ``prove``."""
    assert name not in TRUTHS, name
    TRUTHS[name] = lambda label: prove(label, lhs, rhs, **options)
    STATEMENTS[name] = (
        lhs,
        options.get("relation", "=="),
        rhs,
        options.get("where") or {},
        options.get("given", ()),
    )


# --- The 37 that were refused ---------------------------------------------------------------------
S = lambda body, last=n: Sum(body, (i, 1, last))  # noqa: E731
pair = Sum(Sum((A[i] * B[j] - A[j] * B[i]) ** 2, (j, 1, n)), (i, 1, n)) / 2
truth("Cauchy-Schwarz for n values", S(A[i] * B[i]) ** 2, S(A[i] ** 2) * S(B[i] ** 2), relation="<=",
      by=certificate(pair, then=sum_merging), where=AB)  # Lagrange's identity  # fmt: skip
truth(
    "squared mean below mean of squares",
    (S(x_[i], t) / t) ** 2,
    S(x_[i] ** 2, t) / t,
    relation="<=",
    by=certificate(S((x_[i] - Sum(x_[j], (j, 1, t)) / t) ** 2, t) / t, then=sum_merging),
)  # Cauchy-Schwarz
mean = Sum(x_[j], (j, 1, t)) / t
truth(
    "variance as a difference",
    S((x_[i] - mean) ** 2, t),
    S(x_[i] ** 2, t) - t * mean**2,
    by=sum_merging,
)
truth("Bernoulli by induction", 1 - n * beta, (1 - beta) ** n, relation="<=", by=induction(n))
truth(
    "(1 - 1/k)^t <= exp(-t/k)",
    (1 - 1 / k) ** t,
    exp(-t / k),
    relation="<=",
    by=None,
    where={k: COUNT},
)  # 1 + x <= exp(x), to the power t
truth(
    "1 + x <= exp(x)", 1 + x, exp(x), relation="<=", by=None, where=X
)  # convexity: smallest gap where its derivative is 0
truth("log x <= x - 1", log(p), p - 1, relation="<=", by=None, where={p: POSITIVE})  # the same
truth("x <= x + exp(x)", x, x + exp(x), relation="<=", by=certificate(exp(x)), where=X)
truth("Max(0, x) >= x", Max(0, x), x, relation=">=", by=None, where=X)  # by cases of the Max
truth(
    "|x + y| <= |x| + |y|", Abs(x + y), Abs(x) + Abs(y), relation="<=", by=None, where=W
)  # by cases, or by squaring
truth(
    "x^2 + y^2 >= 2 x y", x**2 + y**2, 2 * x * y, relation=">=", by=None, where=W
)  # certificate((x - y)**2)
truth("x^2 + 1 > 0", x**2 + 1, 0, relation=">", by=None, where=X)  # Sturm
truth("Muon's polynomial stays below 1.21", Rational("3.4445") * x - Rational("4.775") * x**3 + Rational("2.0315") * x**5, Rational("1.21"), relation="<=",
      by=None, where={x: Interval(0, 1)})  # Sturm  # fmt: skip
truth("infinite geometric series", Sum(beta**i, (i, 0, oo)), 1 / (1 - beta), by=summation)
truth("limit of a partial sum", Limit(Sum(beta**i, (i, 0, n)), n, oo), 1 / (1 - beta), by=limit)
truth(
    "double geometric sum",
    Sum(Sum(beta**j, (j, 0, i)), (i, 0, n)),
    (n + 1 - beta * (1 - beta ** (n + 1)) / (1 - beta)) / (1 - beta),
    by=summation,
)
truth(
    "exchange of two sums",
    Sum(Sum(x_[j], (j, 1, i)), (i, 1, n)),
    S((n + 1 - i) * x_[i]),
    by=induction(n),
)
truth(
    "mean of a binomial count",
    Sum(i * binomial(n, i) * p**i * (1 - p) ** (n - i), (i, 0, n)),
    n * p,
    by=summation,
    where={p: UNIT},
)
truth("a derivative", Derivative(x**2 * y, x), 2 * x * y, by=None, where=W)
truth(
    "the derivative of a square",
    Derivative((x * y - 1) ** 2 / 2, x),
    y * (x * y - 1),
    by=None,
    where=W,
)
logits = exp(x) + exp(y) + exp(z)
truth(
    "gradient of softmax and cross-entropy",
    Derivative(log(logits) - x, x),
    exp(x) / logits - 1,
    by=None,
    where=XYZ,
)
truth(
    "tanh by exponentials",
    tanh(x),
    (exp(x) - exp(-x)) / (exp(x) + exp(-x)),
    by=simplification,
    where=X,
)
cosine = (1 + cos(pi * u / T)) / 2
truth(
    "mean of the cosine schedule",
    Integral(eta * cosine, (u, 0, T)) / T,
    eta / 2,
    by=None,
    where={T: POSITIVE},
)
truth(
    "total of the cosine schedule",
    Integral(eta * cosine, (u, 0, T)),
    T * eta / 2,
    by=None,
    where={T: POSITIVE},
)
truth("sum of cosines", Sum(cos(pi * i / t), (i, 0, t - 1)), 1, by=summation)
M2, N2 = Matrix(2, 2, [x, y, z, w]), Matrix(2, 2, [a, b, d, g])
M_ = {x: R, y: R, z: R, w: R}
MN = {**M_, a: R, b: R, d: R}
turn = lambda angle: Matrix(2, 2, [cos(angle), -sin(angle), sin(angle), cos(angle)])  # noqa: E731
truth(
    "a turn times its transpose",
    turn(phi) * turn(phi).T,
    sp.eye(2),
    by=simplification,
    where={phi: R},
)
truth(
    "bias and variance of n values",
    S((x_[i] - theta) ** 2, t) / t,
    (mean - theta) ** 2 + S((x_[i] - mean) ** 2, t) / t,
    by=sum_merging,
)
FROM2 = {N: sp.Range(2, oo)}
truth("1/log N vanishes", Limit(g + lam / log(N), N, oo), g, by=limit, where=FROM2)
truth("1/N^(1/10) vanishes", Limit(g + lam / N ** Rational(1, 10), N, oo), g, by=limit, where=FROM2)
truth("beta^n vanishes", Limit(beta**n, n, oo), 0, by=limit)
truth(
    "Robbins and Monro's mean",
    Recurrence("V", lambda V, k: V + (x_[k] - V) / k, start=V0),
    S(x_[i], t) / t,
    by=induction(t, first=1),
    where={V0: R},
)
truth("a telescoping product", Product(1 - 1 / (i + 1), (i, 1, n)), 1 / (n + 1), by=induction(n))
truth(
    "a product of powers", Product(beta**i, (i, 1, n)), beta ** (n * (n + 1) / 2), by=induction(n)
)
truth(
    "squared size of a complex number",
    (x + I * y) * conjugate(x + I * y),
    x**2 + y**2,
    by=None,
    where=W,
)
truth(
    "weights with 0.9 written out", 0.1 * Sum(0.9 ** (n - i), (i, 1, n)), 1 - 0.9**n, by=summation
)
truth("(sqrt 2 + sqrt 3)^2", (sqrt(2) + sqrt(3)) ** 2, 5 + 2 * sqrt(6), by=None)  # no symbols
truth(
    "shares that add up to 1",
    p**2 + 2 * p * q,
    1 - q**2,
    by=None,
    where={p: UNIT, q: UNIT},
    given=[Eq(p + q, 1)],
)

REFUSED_ONCE = tuple(TRUTHS)

# --- What later chapters want ---------------------------------------------------------------------
truth("x <= x^2 from 1 on", x, x**2, relation="<=", by=None, where={x: Interval(1, oo)})  # Sturm
truth(
    "(1 - 1/k)^k <= 1/e", (1 - 1 / k) ** k, exp(-1), relation="<=", by=None, where={k: COUNT}
)  # 1 + x <= exp(x)
truth(
    "Bernoulli for a growing base",
    (1 + p) ** n,
    1 + n * p,
    relation=">=",
    by=induction(n),
    where={p: POSITIVE},
)
truth("exp(-x) >= 1 - x", exp(-x), 1 - x, relation=">=", by=None, where=X)  # 1 + x <= exp(x)
truth(
    "log(1 + x) <= x", log(1 + p), p, relation="<=", by=None, where={p: POSITIVE}
)  # log x <= x - 1
truth("a quartic above 0", x**4 - x + 1, 0, relation=">", by=None, where=X)  # Sturm
truth(
    "a quartic that touches 0",
    x**4 - 2 * x**3 + 2 * x**2 - 2 * x + 1,
    0,
    relation=">=",
    by=None,
    where=X,
)  # Sturm: (x-1)^2 (x^2+1)
truth(
    "a cubic on a half-line", x**3 + 2, 3 * x, relation=">=", by=None, where={x: Interval(-2, oo)}
)  # Sturm: (x-1)^2 (x+2)
truth(
    "x/(1 + x^2) <= 1/2", x / (1 + x**2), Rational(1, 2), relation="<=", by=None, where=X
)  # Sturm, positive denominator
truth("4 beta (1 - beta) <= 1", 4 * beta * (1 - beta), 1, relation="<=", by=None)  # Sturm
truth("a strict bound on an open interval", beta**2, beta, relation="<", by=None)  # Sturm
truth(
    "means of two",
    sqrt(p * q),
    (p + q) / 2,
    relation="<=",
    by=certificate((sqrt(p) - sqrt(q)) ** 2 / 2),
    where={p: POSITIVE, q: POSITIVE},
)
truth(
    "square of a mean of two",
    ((x + y) / 2) ** 2,
    (x**2 + y**2) / 2,
    relation="<=",
    by=certificate((x - y) ** 2 / 4),
    where=W,
)
truth(
    "steps of the cosine schedule",
    Sum((1 + cos(pi * i / t)) / 2, (i, 0, t - 1)),
    (t + 1) / 2,
    by=summation,
)
truth(
    "mean square of the cosine schedule",
    Integral(cosine**2, (u, 0, T)),
    3 * T / 8,
    by=None,
    where={T: POSITIVE},
)
truth(
    "mean square of a linear schedule",
    Integral((1 - u / T) ** 2, (u, 0, T)),
    T / 3,
    by=None,
    where={T: POSITIVE},
)
truth("averages with weights of their own", Recurrence("V", lambda V, k: V + A[k] * (x_[k] - V), start=V0),
      V0 * Product(1 - A[i], (i, 1, n)) + S(A[i] * x_[i] * Product(1 - A[j], (j, i + 1, n))), by=induction(n), where={A: R, V0: R})  # fmt: skip
truth(
    "mean age of an average",
    Sum(i * beta**i, (i, 0, n)),
    beta * (1 - (n + 1) * beta**n + n * beta ** (n + 1)) / (1 - beta) ** 2,
    by=induction(n),
)
truth("a telescoping sum", Sum(1 / (i * (i + 1)), (i, 1, n)), n / (n + 1), by=summation)
truth("a sum of differences", Sum(x_[i] - x_[i - 1], (i, 1, n)), x_[n] - x_[0], by=induction(n))
truth("(A B)^T = B^T A^T", (M2 * N2).T, N2.T * M2.T, by=None, where=MN)
truth("Frobenius norm by a trace", M2.norm() ** 2, (M2.T * M2).trace(), by=None, where=M_)
truth("a scale on both sides", M2 * Matrix(2, 2, [p, 0, 0, q]) * M2.T, Matrix(2, 2, [p * x**2 + q * y**2, p * x * z + q * y * w, p * x * z + q * y * w, p * z**2 + q * w**2]),
      by=None, where={**M_, p: POSITIVE, q: POSITIVE})  # fmt: skip
truth("two turns are one", turn(x) * turn(y), turn(x + y), by=simplification, where=W)
truth(
    "a turn keeps the length",
    (turn(phi) * Matrix([x, y])).norm() ** 2,
    x**2 + y**2,
    by=simplification,
    where={phi: R, **W},
)
truth("size of a product", Abs(x * y), Abs(x) * Abs(y), by=simplification, where=W)
truth("Max by a size", Max(x, y), (x + y + Abs(x - y)) / 2, by=None, where=W)  # by cases
truth(
    "clipping as a minimum", Min(1, p / q) * q, Min(p, q), by=None, where={p: POSITIVE, q: POSITIVE}
)  # by cases
truth(
    "a clipped gradient is short",
    Min(1, p / Abs(g)) * Abs(g),
    p,
    relation="<=",
    by=None,
    where={g: NONZERO, p: POSITIVE},
)  # by cases
truth(
    "steepest descent in the largest size",
    g * d,
    -Abs(g),
    relation=">=",
    by=None,
    where={d: Interval(-1, 1)},
)  # by sign of g
truth("Lion's decay confines", (1 - eta * p) * Abs(theta) + eta, 1 / p, relation="<=", by=certificate((1 - eta * p) * (1 / p - Abs(theta))), where={p: POSITIVE},
      given=[Abs(theta) <= 1 / p, eta * p <= 1])  # fmt: skip
truth(
    "decay below an exponential",
    (1 - eta * lam) ** n,
    exp(-n * eta * lam),
    relation="<=",
    by=None,
    given=[eta * lam <= 1],
)  # 1 + x <= exp(x), to the power n
truth(
    "decay in many small steps",
    Limit((1 - eta * lam / N) ** N, N, oo),
    exp(-eta * lam),
    by=limit,
    where={N: COUNT},
)
truth("log N / N vanishes", Limit(g + lam * log(N) / N, N, oo), g, by=limit, where={N: COUNT})
sigmoid = 1 / (1 + exp(-x))
truth("slope of the sigmoid", Derivative(sigmoid, x), sigmoid * (1 - sigmoid), by=None, where=X)
truth(
    "slope of a size",
    Derivative(sqrt(x**2 + p), x),
    x / sqrt(x**2 + p),
    by=None,
    where={x: R, p: POSITIVE},
)
truth(
    "gamma at a whole number", gamma(n + 1) * (1 + lam), factorial(n) * (1 + lam), by=simplification
)
truth(
    "cosine of twice an angle given by its cosine",
    cos(2 * acos(1 - beta)) * (1 + lam),
    (2 * (1 - beta) ** 2 - 1) * (1 + lam),
    by=simplification,
)
truth("a first term of weight 0", Sum(i * x_[i], (i, 0, n)), S(i * x_[i]), by=sum_merging)
truth("sum from 0 of whole numbers", Sum(2 * i, (i, 0, n)), n * (n + 1), by=summation)
truth("tanh stays below 1", tanh(x), 1, relation="<", by=None, where=X)  # by its form
truth(
    "an average of squares is not negative",
    Sum(beta ** (n - i) * x_[i] ** 2, (i, 1, n)),
    0,
    relation=">=",
    by=None,
)  # by its form
truth(
    "Adagrad's lemma",
    (q**2 - p**2) / q,
    2 * (q - p),
    relation="<=",
    by=certificate((q - p) ** 2 / q),
    where={p: POSITIVE, q: POSITIVE},
)
truth(
    "sign times size", sign(x) * Abs(x) * (1 + y**2), x * (1 + y**2), by=None, where=W
)  # by sign of x


def label_of(name):
    """The label under which a truth is offered."""
    return "truth-" + re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")


class TooSlow(BaseException):
    """Not an Exception, so that no checker can catch it."""


def outcome(name, seconds=LIMIT_SECONDS):
    """What the checker makes of one truth: (verdict, the error's words, processor seconds)."""

    def stop(*_):
        raise TooSlow

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    started, label = time.process_time(), label_of(name)
    try:
        TRUTHS[name](label)
        verdict, said = ("passes" if label in registry() else "no record"), ""
    except (ClaimError, ClaimFailed) as error:
        verdict, said = "refused", str(error)
    except TooSlow:
        verdict, said = "too slow", f"over {seconds} s"
    except Exception as error:  # noqa: BLE001 - this is what is being counted
        verdict, said = "raw exception", f"{type(error).__name__}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return verdict, said, time.process_time() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="?", default="")
    parser.add_argument("--processes", type=int, default=1)
    chosen = parser.parse_args()
    names = [name for name in TRUTHS if chosen.name.lower() in name.lower()]
    passed = {True: 0, False: 0}
    with multiprocessing.Pool(chosen.processes) as pool:
        for name, (verdict, said, seconds) in zip(names, pool.imap(outcome, names), strict=True):
            passed[name in REFUSED_ONCE] += verdict == "passes"
            print(f"{verdict:14}{seconds:6.1f} s  {name}: {said}", flush=True)
    once = sum(name in REFUSED_ONCE for name in names)
    print(
        f"\n{passed[True]} of {once} that were refused once pass, {passed[False]} of {len(names) - once} others"
    )


if __name__ == "__main__":
    sys.exit(main())
