"""A corpus of statements that must not pass: each false, or posed so that no check could tell.

``ATTEMPTS`` maps a name to an :class:`Attempt`, which says what raises and why. Most of them are
slips that a person makes with these very formulas; some are in print, and name their source; some
attack the checker. ``NEAR_MISSES`` are those aimed at one tactic: a statement that the tactic
proves, and the same one with a slip.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from sympy import (
    Abs,
    Add,
    EmptySet,
    FiniteSet,
    Function,
    IndexedBase,
    Interval,
    KroneckerDelta,
    Limit,
    Max,
    Min,
    Piecewise,
    Rational,
    S,
    Sum,
    Symbol,
    exp,
    expand,
    floor,
    log,
    sign,
    sqrt,
)

import claims
from claims import (
    COUNT,
    INTEGERS,
    NONNEGATIVE,
    NONZERO,
    POSITIVE,
    UNIT,
    ClaimError,
    ClaimFailed,
    R,
    Recurrence,
    arithmetic,
    by_cases,
    by_difference,
    by_sign,
    certificate,
    check,
    derivatives,
    induction,
    limit,
    logarithms,
    prove,
    refute,
    simplification,
    squares,
    substituting,
    sum_merging,
    summation,
)
from claims.notation import beta, beta1, beta2, eps, eta, g, g_, i, lam, m, n, t, theta, v, x_
from claims.proving.tactics import Tactic
from optimizers.rules import adam, adamw, debias, ema, l2_gradient, momentum, rmsprop

ATTEMPTS = {}
NEAR_MISSES = []  # (tactic, call that makes the true claim, names of the attempts)

NOT = r"not proved .*; it is false at "
NO_VALUE = "no value inside the stated domain"

x, y = Symbol("x", real=True), Symbol("y", real=True)
c = Symbol("c", positive=True)
V0 = Symbol("V_0", real=True)
hyper = {"lr": eta, "beta1": beta1, "beta2": beta2, "eps": eps}
V = Recurrence("V", lambda V, k: ema(V, x_[k], beta), start=V0)
weighted = (1 - beta) * Sum(beta ** (n - i) * x_[i], (i, 1, n))
swapped = {"lr": eta, "beta1": beta2, "beta2": beta1, "eps": eps}
first, step = adam(g, 0, 0, 1, **hyper)[2], adam(g, m, v, t, **hyper)[2]


class Says(Tactic):
    """A tactic that believes what it is told."""

    told = "by faith"

    def __init__(self, believes=lambda lhs, rhs: True):
        self.believes = believes

    def proves(self, lhs, rhs, facts):
        return self.believes(lhs, rhs)


def public_tactics():
    """Every tactic that ``claims`` offers, by the name under which it does."""
    public = {name: getattr(claims, name) for name in claims.__all__}
    return {
        name: tactic
        for name, tactic in public.items()
        if isinstance(tactic, Tactic) or (isinstance(tactic, type) and issubclass(tactic, Tactic))
    }


@dataclass(frozen=True)
class Attempt:
    """``call(label)`` makes the claim; it must raise ``error``, with a message like ``reason``."""

    call: Callable
    error: type
    reason: str
    kind: str
    source: str = ""  # where it is printed, if it is


def attempt(verb, name, reason, *args, error=ClaimFailed, kind="misuse", source="", **options):
    assert name not in ATTEMPTS
    ATTEMPTS[name] = Attempt(
        lambda label: verb(label, *args, **options), error, reason, kind, source
    )


def false(name, reason, lhs, rhs, **options):
    """A statement that is false, and must be rejected as such."""
    attempt(prove, name, reason, lhs, rhs, kind="false", **options)


def unfit(name, reason, lhs, rhs, **options):
    """A statement that is badly posed, whatever its truth."""
    attempt(prove, name, reason, lhs, rhs, error=ClaimError, kind="badly posed", **options)


def tautology(name, lhs, rhs, **options):
    """Both sides are the same expression, so that nothing is said."""
    options |= {"error": ClaimError, "kind": "tautology"}
    attempt(prove, name, "tautology", lhs, rhs, **options)


def hidden(name, reason, lhs, rhs, **options):
    """SymPy assumes more of a symbol than the claim tells its reader."""
    options |= {"error": ClaimError, "kind": "hidden assumption"}
    attempt(prove, name, reason, lhs, rhs, **options)


def too_wide(name, lhs, rhs, reason=NO_VALUE, **options):
    """The domain has values at which a side has none."""
    attempt(prove, name, reason, lhs, rhs, kind="domain too wide", **options)


def narrow(name, lhs, rhs, **options):
    """True on a domain so small that false versions are true on it as well."""
    reason = "domain is too narrow to tell"
    attempt(prove, name, reason, lhs, rhs, kind="domain too narrow", **options)


def near(by, lhs, true, slips, reason=NOT, **options):
    """A true statement, and slips that the tactic ``by`` must not prove with it."""
    NEAR_MISSES.append((by, lambda label: prove(label, lhs, true, by=by, **options), [*slips]))
    for name, wrong in slips.items():
        why = reason
        if isinstance(wrong, tuple):  # a slip that is found for a reason of its own
            wrong, why = wrong
        attempt(prove, name, why, lhs, wrong, by=by, kind="near miss", **options)


# --- Sources ------------------------------------------------------------------------------------
# Each was read at its source; the book's errata chapter quotes them and says what is true instead.
KINGMA_BA = "Kingma & Ba (2015), Adam: A Method for Stochastic Optimization, arXiv:1412.6980"
D2L = "Zhang et al. (2023), Dive into Deep Learning"
D2L_TF = f"{D2L}, section Adam, TensorFlow code (d2l-ai/d2l-tensorflow-colab-classic)"
ML_FROM_SCRATCH = "eriklindernoren/ML-From-Scratch, deep_learning/optimizers.py (commit 2067d12)"
CONVNETJS = "karpathy/convnetjs, build/convnet.js (commit 121cd63)"
NOTES = "The notes that the book grew from"

# --- Sums and averages: the slips that people make ------------------------------------------------
by_n = {"by": induction(n), "where": {V0: R}}

false("the last value left out", NO_VALUE, V,
      (1 - beta) * Sum(beta ** (n - i) * x_[i], (i, 1, n - 1)) + beta**n * V0, **by_n)  # fmt: skip
false("a value too many at the start", NOT, V,
      (1 - beta) * Sum(beta ** (n - i) * x_[i], (i, 0, n)) + beta**n * V0, **by_n)  # fmt: skip
false("exponent n - i - 1", NOT, V,
      (1 - beta) * Sum(beta ** (n - i - 1) * x_[i], (i, 1, n)) + beta**n * V0, **by_n)  # fmt: skip
false("weights in reverse", NOT, V,
      (1 - beta) * Sum(beta**i * x_[i], (i, 1, n)) + beta**n * V0, **by_n)  # fmt: skip
false("index of the value shifted", NOT, V,
      (1 - beta) * Sum(beta ** (n - i) * x_[i - 1], (i, 1, n)) + beta**n * V0, **by_n)  # fmt: skip
false("factor 1 - beta dropped", NOT, V,
      Sum(beta ** (n - i) * x_[i], (i, 1, n)) + beta**n * V0, **by_n)  # fmt: skip
false("start value forgotten", NOT, V, weighted, **by_n)
false("start value decays one step late", NOT, V, weighted + beta ** (n - 1) * V0, **by_n)
false("start value does not decay", NOT, V, weighted + V0, **by_n)
false("dampening forgotten in a heavy ball", NOT,
      Recurrence("b", lambda b, k: momentum(g_[k], b, lr=1, beta=beta)[0], start=0),
      (1 - beta) * Sum(beta ** (n - i) * g_[i], (i, 1, n)), by=induction(n))  # fmt: skip
false("weights sum to 1", NOT, (1 - beta) * Sum(beta ** (n - i), (i, 1, n)), 1 + 0 * n,
      by=summation)  # fmt: skip
false("weights sum to 1 - beta**(n - 1)", NOT, (1 - beta) * Sum(beta ** (n - i), (i, 1, n)),
      1 - beta ** (n - 1), by=summation)  # fmt: skip
false("weights sum to 1 - beta", NOT, (1 - beta) * Sum(beta ** (n - i), (i, 1, n)),
      1 - beta + 0 * n, by=summation)  # fmt: skip
false("a sum to n is a sum to n - 1", NO_VALUE, Sum(beta**i * x_[i], (i, 1, n)),
      Sum(beta**i * x_[i], (i, 1, n - 1)) + beta ** (n - 1) * x_[n], by=sum_merging)  # fmt: skip
false("the square of a sum is the sum of squares", NOT, Sum(g_[i], (i, 1, n)) ** 2,
      Sum(g_[i] ** 2, (i, 1, n)), by=sum_merging)  # fmt: skip
false("a factor that depends on the index is moved out", NOT,
      Sum(beta**i * x_[i], (i, 1, n)), beta**n * Sum(x_[i], (i, 1, n)), by=sum_merging)  # fmt: skip
false("stationary variance with the fraction upside down", NOT,
      (1 - beta) ** 2 * Sum(beta ** (2 * (n - i)), (i, 1, n)),
      (1 + beta) / (1 - beta) * (1 - beta ** (2 * n)), by=summation)  # fmt: skip
false("stationary variance with a sign slip", NOT,
      (1 - beta) ** 2 * Sum(beta ** (2 * (n - i)), (i, 1, n)),
      (1 - beta) / (1 + beta) * (1 + beta ** (2 * n)), by=summation)  # fmt: skip
false("variance with beta**n for beta**(2 n)", NOT,
      (1 - beta) ** 2 * Sum(beta ** (2 * (n - i)), (i, 1, n)),
      (1 - beta) / (1 + beta) * (1 - beta**n), by=summation)  # fmt: skip
false("half-life 1 / beta", NOT, beta ** (1 / beta) * (1 + lam), (1 + lam) / 2,
      by=simplification, source=f"{D2L}, section RMSProp: half-life 1 / gamma")  # fmt: skip
false("window: what a full window leaves is exactly 1/e", NOT, beta ** (1 / (1 - beta)) * (1 + lam),
      exp(-1) * (1 + lam) + 0 * beta, by=simplification)  # fmt: skip
false("1 - beta for 1 - beta**2", NOT, (1 - beta) * (1 + beta), 1 - beta)
false("1 - beta**2 for (1 - beta)**2", NOT, (1 - beta) ** 2, 1 - beta**2)
false("true for beta = 1/2 only", NOT, beta * (1 + lam), (1 - beta) * (1 + lam))
false("a near miss by one part in 10**50", NOT, (x + 1) ** 2,
      x**2 + 2 * x + 1 + Rational(1, 10**50), where={x: R})  # fmt: skip
false("a near miss under a root", NOT, sqrt(2) * (x + 1),
      sqrt(2 + Rational(1, 10**50)) * (x + 1), where={x: R})  # fmt: skip

false("a near miss that no ball tells", "not proved", sqrt(2) * (x + 1),
      sqrt(2 + Rational(1, 10**90)) * (x + 1), where={x: R})  # fmt: skip

# --- Adam -----------------------------------------------------------------------------------------
false("swapped betas", NOT, step, adam(g, m, v, t, **swapped)[2])
false("no correction of the first moment", NOT, step,
      eta * ema(m, g, beta1) / (sqrt(ema(v, g**2, beta2) / (1 - beta2**t)) + eps))  # fmt: skip
false("no correction of the second moment", NOT, step,
      eta * ema(m, g, beta1) / (1 - beta1**t) / (sqrt(ema(v, g**2, beta2)) + eps))  # fmt: skip
false("epsilon inside the root", NOT, first, eta * g / sqrt(g**2 + eps), by=simplification)
false("epsilon added before correction", NOT, step,
      eta * ema(m, g, beta1) / (1 - beta1**t) * sqrt(1 - beta2**t)
      / (sqrt(ema(v, g**2, beta2)) + eps))  # fmt: skip
false("correction with exponent t - 1", NO_VALUE, step,
      eta * ema(m, g, beta1) / (1 - beta1 ** (t - 1))
      / (sqrt(ema(v, g**2, beta2) / (1 - beta2**t)) + eps))  # fmt: skip
false("corrected twice", NOT, step,
      eta * ema(m, g, beta1) / (1 - beta1**t) ** 2
      / (sqrt(ema(v, g**2, beta2) / (1 - beta2**t)) + eps))  # fmt: skip
false("second moment of g, not of its square", NOT, rmsprop(g, v, lr=eta, beta=beta, eps=eps)[1],
      eta * g / (sqrt(beta * v + (1 - beta) * Abs(g)) + eps))  # fmt: skip
false("first step tends to eta", NOT, Limit(first, eps, 0, "+"), eta,
      by=by_sign(g, then=limit), where={g: NONZERO})  # fmt: skip
false("first step tends to minus its sign", NOT, Limit(first, eps, 0, "+"), -eta * sign(g),
      by=by_sign(g, then=limit), where={g: NONZERO})  # fmt: skip
false("first step tends to g", NOT, Limit(first, eps, 0, "+"), eta * g,
      by=by_sign(g, then=limit), where={g: NONZERO})  # fmt: skip
unfit("first step tends to its sign, at g = 0 as well", "may be 0",
      Limit(first, eps, 0, "+"), eta * sign(g), by=by_sign(g, then=limit))  # fmt: skip
false("one step's bound, cross term dropped", "false at", ema(m, g, beta1) ** 2,
      beta1**2 * m**2 + (1 - beta1) ** 2 * g**2, relation="<=",
      by=certificate((beta1 * m - (1 - beta1) * g) ** 2))  # fmt: skip
false("the printed step bound of Adam, squared, after two steps", "false at",
      (1 - beta2) * ema(ema(0, x, beta1), y, beta1) ** 2 / (1 - beta1**2) ** 2,
      (1 - beta1) ** 2 * ema(ema(0, x**2, beta2), y**2, beta2) / (1 - beta2**2),
      relation="<=", by=certificate((x - y) ** 2), where={x: R, y: R},
      given=[beta1**2 < beta2],
      source=f"{KINGMA_BA}, section 2.1, without its condition on the betas")  # fmt: skip

# --- In print -------------------------------------------------------------------------------------
hat1, hat2 = ema(m, g, beta1) / (1 - beta1**t), ema(v, g**2, beta2) / (1 - beta2**t)
small, large = (Symbol(f"beta_{name}", real=True) for name in ("s", "l"))
s_1, s_2, s_3 = (Symbol(f"g_{k}", real=True) for k in (1, 2, 3))
p, q = Symbol("p", positive=True), Symbol("q", positive=True)
three = ema(ema(ema(0, s_1**2, beta), s_2**2, beta), s_3**2, beta)
say = "The value is what the rule gives."


def second_step(first_gradient, second_gradient, **betas):
    """Adam's second step over the learning rate, squared and exact, without epsilon."""
    averages = 0, 0
    for k, gradient in enumerate((first_gradient, second_gradient), 1):
        *averages, taken = adam(gradient, *averages, k, lr=1, eps=0, **betas)
    return taken**2


SHOP = [ema(0, Rational(100), Rational(7, 10))]
for sold in (114, 118, 117, 120, 122):
    SHOP.append(ema(SHOP[-1], sold, Rational(7, 10)))

false("a smaller beta2 makes a larger first step", "false at",
      (1 - beta1) / sqrt(1 - large), (1 - beta1) / sqrt(1 - small), relation="<=",
      by=certificate((1 - beta1) * (1 - small)), where={small: UNIT, large: UNIT},
      given=[small < large],
      source=f"{KINGMA_BA}, section 3: 'a small beta2' in place of one close to 1")  # fmt: skip
attempt(check, "Adam's second step is at most the learning rate", "got", say,
        second_step(1, Rational(11, 10), beta1=Rational(9, 10), beta2=Rational(98, 100)), 1,
        relation="<=", unlike={"a step of two learning rates": 4}, kind="false",
        source=f"{KINGMA_BA}, section 2.1, second case")  # fmt: skip
false("an oldest gradient that is not squared", NOT, three,
      (1 - beta) * (s_3**2 + beta * s_2**2 + beta**2 * s_1), where={s_1: R, s_2: R, s_3: R},
      source=f"{D2L}, section RMSProp, expansion of s_t")  # fmt: skip
false("a sum of t + 1 powers is a sum of t powers", NOT, Sum(beta**i, (i, 0, t)),
      (1 - beta**t) / (1 - beta), by=induction(t),
      source=f"{D2L}, section Adam, the sum that explains the correction")  # fmt: skip
false("epsilon lands in the parameter", NOT, theta - step, theta - eta * hat1 / sqrt(hat2) + eps,
      where={v: POSITIVE}, source=f"{D2L_TF}: sqrt(s) + eps without brackets")  # fmt: skip
false("the count of steps stays 1", NOT, step, adam(g, m, v, 1, **hyper)[2],
      source=f"{D2L_TF}: hyperparams['t'] does not grow")  # fmt: skip
false("the correction of the first moment without its power", NOT, debias(m, beta1, t),
      m / (1 - beta1), source=f"{ML_FROM_SCRATCH}: m / (1 - b1)")  # fmt: skip
false("the correction of the second moment without its power", NOT, debias(v, beta2, t),
      v / (1 - beta2), source=f"{ML_FROM_SCRATCH}: v / (1 - b2)")  # fmt: skip
false("the correction multiplies", NOT, debias(m, beta1, t), m * (1 - beta1**t),
      source=f"{CONVNETJS}: biasCorr1 = gsumi[j] * (1 - Math.pow(beta1, k))")  # fmt: skip
false("one value for all days", NOT, ema(ema(0, x_[1], beta), x_[2], beta),
      ema(ema(0, x_[1], beta), x_[1], beta), source=f"{NOTES}: theta without an index")  # fmt: skip
false("the rate is averaged, not the values", NOT, ema(x, x_[1], beta), ema(x, beta, beta),
      where={x: R}, source=f"{NOTES}: beta_i printed for theta_i")  # fmt: skip
attempt(check, "day 5 of the shop", "got", say, SHOP[4], 96.83, within=0.005, kind="false",
        unlike={"day 4": SHOP[3]}, source=f"{NOTES}: V_5 = 96.83")  # fmt: skip
attempt(check, "day 6 of the shop", "got", say, SHOP[5], 104.38, within=0.005, kind="false",
        unlike={"day 5": SHOP[4]}, source=f"{NOTES}: V_6 = 104.38")  # fmt: skip
false("a step against the gradient never climbs", "false at", (x - eta * x) ** 2, x**2,
      relation="<=", by=certificate(eta**2 * x**2), where={x: R},
      source=f"{NOTES}: no condition on the learning rate")  # fmt: skip
false("the larger gradient makes the smaller step", "false at",
      rmsprop(p + q, v, lr=eta, beta=beta, eps=0)[1], rmsprop(p, v, lr=eta, beta=beta, eps=0)[1],
      relation="<=", by=certificate(eta), where={p: POSITIVE, q: POSITIVE},
      source=f"{NOTES}, RMSProp")  # fmt: skip
false("the L2 penalty makes the step of AdamW", NOT,
      adam(l2_gradient(g, theta, weight_decay=lam), m, v, t, **hyper)[2],
      adamw(theta, g, m, v, t, weight_decay=lam, **hyper)[2],
      source=f"{NOTES}: the same gradient for both")  # fmt: skip
unfit("beta printed for lambda in the penalty", "beta stands on the right side only",
      adam(l2_gradient(g, theta, weight_decay=lam), m, v, t, **hyper)[0],
      beta1 * m + (1 - beta1) * g + (1 - beta1) * beta * theta,
      source=f"{NOTES}: m_t under an L2 penalty")  # fmt: skip

# --- Near misses: each tactic, a statement that it proves, and the same one with a slip -----------
near(arithmetic, ema(m, g, beta1) ** 2,
     beta1**2 * m**2 + 2 * beta1 * (1 - beta1) * m * g + (1 - beta1) ** 2 * g**2, {
         "square of an average: the 2 forgotten":
             beta1**2 * m**2 + beta1 * (1 - beta1) * m * g + (1 - beta1) ** 2 * g**2,
         "square of an average: sign of the cross term":
             beta1**2 * m**2 - 2 * beta1 * (1 - beta1) * m * g + (1 - beta1) ** 2 * g**2,
         "square of an average: a weight not squared":
             beta1**2 * m**2 + 2 * beta1 * (1 - beta1) * m * g + (1 - beta1) * g**2,
         "square of an average: right for m = g alone":
             beta1**2 * m**2 + 2 * beta1 * (1 - beta1) * g**2 + (1 - beta1) ** 2 * g**2,
     })  # fmt: skip
near(simplification, 1 - 1 / (1 + exp(-x)), 1 / (1 + exp(x)), {
         "mirrored sigmoid: not mirrored": 1 / (1 + exp(-x)),
         "mirrored sigmoid: sign": -1 / (1 + exp(x)),
         "mirrored sigmoid: numerator": exp(x) / (1 + exp(x)),
         "mirrored sigmoid: right at 0 alone": 1 / (2 + x),
     }, where={x: Interval(-1, 1)})  # fmt: skip
near(summation, Sum(i**2, (i, 1, n)), n * (n + 1) * (2 * n + 1) / 6, {
         "sum of squares: summed to n - 1": n * (n - 1) * (2 * n - 1) / 6,
         "sum of squares: the integral": n**3 / 3,
         "sum of squares: denominator of the sum of numbers": n * (n + 1) * (2 * n + 1) / 2,
         "sum of squares: right at 0 and 1": n * (n + 1) ** 2 / 4,
     })  # fmt: skip
near(sum_merging, Sum(beta**i * x_[i], (i, 1, t)) + lam,
     Sum(beta**i * x_[i], (i, 1, t - 1)) + beta**t * x_[t] + lam, {
         "last term of a sum: exponent":
             Sum(beta**i * x_[i], (i, 1, t - 1)) + beta ** (t + 1) * x_[t] + lam,
         "last term of a sum: index":
             Sum(beta**i * x_[i], (i, 1, t - 1)) + beta**t * x_[t - 1] + lam,
         "last term of a sum: two taken off":
             (Sum(beta**i * x_[i], (i, 1, t - 2)) + beta**t * x_[t] + lam, NO_VALUE),
         "last term of a sum: first index":
             Sum(beta**i * x_[i], (i, 0, t - 1)) + beta**t * x_[t] + lam,
     })  # fmt: skip
near(limit, Limit(eta * g / (sqrt(v) + eps), v, 0, "+"), eta * g / eps, {
         "step of a dead weight: squared epsilon": eta * g / eps**2,
         "step of a dead weight: sign": -eta * g / eps,
         "step of a dead weight: root of epsilon": eta * g / sqrt(eps),
         "step of a dead weight: one too many": eta * g / (1 + eps),
     })  # fmt: skip
near(squares(), sqrt((p - q) ** 2 + 4 * p * q), p + q, {
         "root of a square: double": 2 * p + q,
         "root of a square: the root of each square": sqrt(p**2 + q**2),
         "root of a square: right where p = q": 2 * p,
         "root of a square: right for small q": p + q + q**2,
     }, where={p: POSITIVE, q: POSITIVE})  # fmt: skip
near(substituting({beta: 1 / (1 + c)}), sqrt(1 - 2 * beta + beta**2) * (1 + lam),
     (1 - beta) * (1 + lam), {
         "root with beta below 1: sign": (beta - 1) * (1 + lam),
         "root with beta below 1: plus": (1 + beta) * (1 + lam),
         "root with beta below 1: square kept": (1 - beta) ** 2 * (1 + lam),
     })  # fmt: skip
near(by_sign(g), eta * g / Abs(g), eta * sign(g), {
         "sign step: right for positive gradients": eta * sign(g) ** 2,
         "sign step: sign": -eta * sign(g),
         "sign step: right at 1 and -1": eta * g,
         "sign step: size in place of sign": eta * Abs(g),
     }, where={g: NONZERO})  # fmt: skip
near(by_cases(), (x + y + Abs(x - y)) / 2, Max(x, y), {
         "larger of two: the smaller": Min(x, y),
         "larger of two: the size of the larger": Max(Abs(x), Abs(y)),
         "larger of two: right where x is not below y": x,
     }, where={x: R, y: R})  # fmt: skip
near(by_difference, 2 * x * y, x**2 + y**2, {
         "product below squares: half of them": (x**2 + y**2) / 2,
         "product below squares: a little less": x**2 + y**2 - Rational(1, 10**6),
         "product below squares: one square": x**2,
     }, reason="false at", relation="<=", where={x: R, y: R})  # fmt: skip
near(derivatives(x), 1 + x, exp(x), {
         "tangent of exp: from below by a little": exp(x) - Rational(1, 10**6),
         "tangent of exp: half as fast": exp(x / 2),
         "tangent of exp: right for positive numbers": exp(x) + x**3,
     }, reason="false at", relation="<=", where={x: R})  # fmt: skip
near(logarithms(derivatives(p)), 1 + p, exp(p), {
         "logarithm below a line: half as steep": exp(p / 2),
         "logarithm below a line: falling": exp(-p),
         "logarithm below a line: a square": exp(p**2),
     }, reason="false at", relation="<=", where={p: POSITIVE})  # fmt: skip
constant = Recurrence("b", lambda b, k: momentum(g, b, lr=1, beta=beta)[0], start=0)
near(induction(n), constant, g * (1 - beta**n) / (1 - beta), {
         "constant gradient: one step late": g * (1 - beta ** (n - 1)) / (1 - beta),
         "constant gradient: one step early": g * (1 - beta ** (n + 1)) / (1 - beta),
         "constant gradient: the limit": g / (1 - beta),
         "constant gradient: right at n = 0 and n = 1": g * n,
     })  # fmt: skip
near(certificate((x - y) ** 2), 2 * x * y, x**2 + y**2, {
         "mixed product: a margin that is not there": x**2 + y**2 - Rational(1, 10**12),
         "mixed product: half of a square": x**2 + y**2 / 2,
         "mixed product: a sign": x**2 - y**2,
         "mixed product: right for large numbers": x**2 * y**2 + 1 - x * y,
     }, relation="<=", where={x: R, y: R}, reason="not proved|false at")  # fmt: skip

# --- Tautologies and hidden assumptions -----------------------------------------------------------
tautology("tautology", eta * g, eta * g)
tautology("tautology after cancelling", eta * g + x - x, g * eta)
tautology("tautology, built unevaluated",
      Add(x, y, -y, evaluate=False), x, where={x: R, y: R})  # fmt: skip
tautology("tautology up to the name of an index", Sum(x_[i], (i, 1, n)),
      Sum(x_[Symbol("j", integer=True)], (Symbol("j", integer=True), 1, n)), by=sum_merging,
)  # fmt: skip
tautology("recurrence that ignores its state",
      Recurrence("V", lambda V, k: beta**k + k, start=1), beta**n + n, by=induction(n))  # fmt: skip
tautology("tautology as an inequality", x**2, x**2, relation="<=", by=certificate(0),
      where={x: R})  # fmt: skip
hidden("a gradient that is secretly positive", "hidden assumption.*positive",
      Symbol("g", positive=True) * (1 + sqrt(Symbol("g", positive=True) ** 2)),
      Symbol("g", positive=True) + Symbol("g", positive=True) ** 2,
      where={Symbol("g", positive=True): R})  # fmt: skip
hidden("an index base that is secretly positive", "hidden assumption.*positive",
      sqrt(IndexedBase("w", positive=True)[1] ** 2), 2 * IndexedBase("w", positive=True)[1] - 1,
      where={IndexedBase("w", positive=True): R})  # fmt: skip
hidden("a function that is secretly positive", "hidden assumption.*positive",
      sqrt(Function("f", positive=True)(n) ** 2) + n, Function("f", positive=True)(n) + 2 * n,
      where={Function("f", positive=True): R})  # fmt: skip
hidden("a real number that is secretly whole", "hidden assumption.*integer",
      (Symbol("k", integer=True) + 1) ** 2, Symbol("k", integer=True) ** 2 + 1,
      where={Symbol("k", integer=True): R})  # fmt: skip
hidden("a number that is secretly not 0", "hidden assumption.*nonzero",
      Symbol("w", real=True, nonzero=True) + n, Symbol("w", real=True, nonzero=True) * n,
      where={Symbol("w", real=True, nonzero=True): R})  # fmt: skip
hidden("a number that is secretly prime", "hidden assumption",
      (Symbol("p", prime=True) + 1) ** 2, Symbol("p", prime=True) ** 2 + 1,
      where={Symbol("p", prime=True): COUNT})  # fmt: skip
hidden("closed domain for an open assumption", "hidden assumption.*positive",
      beta * (1 + beta), beta + beta**2, where={beta: Interval(0, 1)})  # fmt: skip
false("sqrt(g**2) = g", NOT, sqrt(g**2) * (1 + eta), g * (1 + eta))
false("sqrt(g**2) = g, where squaring both sides would prove it", "not proved",
      sqrt(g**2), g + 0 * eta, by=squares())  # fmt: skip
unfit("unbound symbol", "unbound symbol x", (x + 1) ** 2, x**2 + 2 * x + 1)
unfit("a beta that is not the book's beta", "unbound symbol beta",
      (Symbol("beta") + 1) ** 2, Symbol("beta") ** 2 + 2 * Symbol("beta") + 1)  # fmt: skip
unfit("two symbols of one name", "two things that print alike",
      (beta - Symbol("beta")) * (beta + Symbol("beta")), beta**2 - Symbol("beta") ** 2,
      where={Symbol("beta"): R})  # fmt: skip
unfit("a domain for another symbol of that name", "another symbol",
      (g + 1) ** 2, g**2 + 2 * g + 1, where={Symbol("g"): NONZERO})  # fmt: skip
unfit("stranger on the right side", "lambda stands on the right side only", (g + 1) ** 2,
      g**2 + 2 * g + 1 + lam)  # fmt: skip
unfit("constants only", "no symbols", Rational(1, 2) + Rational(1, 3), Rational(5, 6) + sqrt(2))
unfit("an equation in place of an expression", "must be one SymPy expression",
      x < y, y > x, where={x: R, y: R})  # fmt: skip
unfit("no tactic at all", "is not a tactic", (g + 1) ** 2, g**2 + 2 * g + 1, by=abs)
unfit("too few points", "at least 5", (g + 1) ** 2, g**2 + 2 * g + 1, points=1)
unfit("unknown relation", "relation='~'", g, g + 1, relation="~")

# --- Domains that are too wide or too narrow ------------------------------------------------------
too_wide("a pole at the number 1", (x**2 - 1) / (x - 1), x + 1, where={x: R})
too_wide("a pole that no random point hits", (x**2 - 9) / (x - 3), x + 3, where={x: R})
too_wide("a pole on a diagonal", (x**2 - y**2) / (x - y) * x, x**2 + x * y,
      where={x: R, y: R})  # fmt: skip
too_wide("a second moment that may be 0 is divided by", (v**2 + v) / v * eta, (v + 1) * eta)
too_wide("bias correction at step 0", (1 - beta ** (2 * n)) / (1 - beta**n), 1 + beta**n)
false("true from n = 1 on, false at n = 0", "at .*n = 0",
      Piecewise((n, n > 0), (1, True)) * beta, n * beta, by=Says(lambda a, b: b == n * beta),
)  # fmt: skip
too_wide("root of a negative number on the right side", x + y,
      sqrt(x) * (sqrt(x) + 1) - sqrt(x) + y, where={x: R, y: R})  # fmt: skip
too_wide("root of a negative number", sqrt(x) * (sqrt(x) + 1), x + sqrt(x), where={x: R})
too_wide("a sum that runs backwards", Sum(x_[i], (i, 3, n)) + n,
      Sum(x_[i], (i, 1, n)) - x_[1] - x_[2] + n, by=Says(lambda a, b: b.has(x_[1], x_[2])),
)  # fmt: skip
narrow("n in {1}: the exponent is not seen",
      x * n**2 + x, x * n + x, by=Says(lambda a, b: b == x * n + x),
      where={x: R, n: FiniteSet(1)})  # fmt: skip
narrow("x in {0, 1}: a power is not seen",
      (x**2 + y) ** 2 - x**4, y**2 + 2 * x**2 * y, where={x: FiniteSet(0, 1), y: R})  # fmt: skip
too_wide("a pole at the root of 2", (x**4 - 4) / (x**2 - 2), x**2 + 2, where={x: R})
too_wide("a pole at the root of 2, the end of the domain", (4 - x**4) / (2 - x**2), 2 + x**2,
         reason="can not see that", where={x: Interval(0, sqrt(2))})  # fmt: skip
too_wide("a pole at the root of 1/2", (1 - 4 * beta**4) / (1 - 2 * beta**2), 1 + 2 * beta**2)
too_wide("a pole under a root", (1 - c) / (1 - sqrt(c)), 1 + sqrt(c), where={c: POSITIVE})
too_wide("an irrational pole under a root", (c**2 - 3 * c + 1) / (c - sqrt(c) - 1),
         c + sqrt(c) - 1, where={c: POSITIVE})  # fmt: skip
too_wide("a pole that no radicals write", expand((x**5 - x - 1) * (x + 2)) / (x**5 - x - 1), x + 2,
         where={x: R})  # fmt: skip
too_wide("a pole that is a double root", (x**2 - 2) ** 2 * (x + 1) / (x**4 - 4 * x**2 + 4), x + 1,
         where={x: R}, by=simplification)  # fmt: skip
too_wide("a pole at the logarithm of 2", (exp(2 * x) - 4) / (exp(x) - 2), exp(x) + 2, where={x: R},
         by=simplification)  # fmt: skip
too_wide("a pole at an irrational coefficient", (x**2 - 2) / (x - sqrt(2)), x + sqrt(2),
         where={x: R}, by=simplification)  # fmt: skip
too_wide("poles on a circle", expand((x**2 + y**2) ** 2 - 9) / (x**2 + y**2 - 3), x**2 + y**2 + 3,
         where={x: R, y: R})  # fmt: skip
too_wide("poles on a curve in the unit square",
         (beta1**2 - beta2**4 / 4) / (beta1 - beta2**2 / 2), beta1 + beta2**2 / 2)  # fmt: skip
narrow("lambda = 0: the decay is not seen", (1 - eta * lam) * (g + 1), 1 + g - eta * lam * (g + 1),
       where={lam: FiniteSet(0)})  # fmt: skip
narrow("g in {0, 1}: a size is not told from its square", Abs(g) * (eta + 1), eta * Abs(g) + Abs(g),
       where={g: FiniteSet(0, 1)})  # fmt: skip
narrow("beta = 1/2: a term that is 0 there is not seen", g - 2 * beta * g + lam,
       g * (1 - 2 * beta) + lam, where={beta: FiniteSet(Rational(1, 2))})  # fmt: skip
unfit("empty domain", "no number lies in", (x + 1) ** 2, x**2 + 2 * x + 1, where={x: EmptySet})
unfit("complex domain", "set of real numbers", (x + 1) ** 2, x**2 + 2 * x + 1,
      where={x: S.Complexes})  # fmt: skip
unfit("a domain that is not a set", "set of real numbers", (x + 1) ** 2, x**2 + 2 * x + 1,
      where={x: "real"})  # fmt: skip
unfit("conditions that contradict each other", "found 0 points", (x + 1) ** 2, x**2 + 2 * x + 1,
      where={x: R}, given=[x > 1, x < 0])  # fmt: skip
unfit("a condition that is not a relation", "a relation between symbols", (x + 1) ** 2,
      x**2 + 2 * x + 1, where={x: R}, given=[x])  # fmt: skip
unfit("a condition outside a list", "a list of relations", (x + 1) ** 2, x**2 + 2 * x + 1,
      where={x: R}, given=x > 1)  # fmt: skip

# --- Tactics that prove too much ------------------------------------------------------------------
false("faith in a false statement", "false at", (g + 1) ** 2, g**2 + 1, by=Says())
false("faith in a true one, and in its altered versions", "also 'proves' the false version",
      (g + 1) ** 2, g**2 + 2 * g + 1, by=Says())  # fmt: skip
false("faith in one altered version alone", "also 'proves' the false version",
      (g + 1) ** 2, g**2 + 2 * g + 1,
      by=Says(lambda a, b: b in (g**2 + 2 * g + 1, g**2 - 2 * g + 1)))  # fmt: skip
false("too few altered versions", "only 0 altered versions of the right side .* and 3 of the left",
      sign(g) ** 2, 1, by=by_sign(g), where={g: NONZERO})  # fmt: skip
unfit("a substitution by one number", "one new symbol", x**2 + y, x + y,
      where={x: R, y: R}, by=substituting({x: S.One}))  # fmt: skip
unfit("a substitution that misses the negative numbers", "takes every value of",
      Abs(x) * (1 + x), x * (1 + x), where={x: R}, by=substituting({x: c}))  # fmt: skip
unfit("a substitution that misses the large numbers", "takes every value of",
      Abs(7 - lam) * (1 + lam), (7 - lam) * (1 + lam),
      by=substituting({lam: 7 * c / (1 + c)}, then=simplification))  # fmt: skip
unfit("two symbols substituted by one", "one new symbol of its own", x * y, x**2 + 0 * y,
      where={x: POSITIVE, y: POSITIVE}, by=substituting({x: c, y: c}))  # fmt: skip
unfit("a sign left out", "may be 0", sign(g) ** 2 * eta * (1 + eta), eta * (1 + eta), by=by_sign(g))
false("only one sign would do", NOT, Abs(g) * (1 + eta), g * (1 + eta), by=by_sign(g, zero=True))
false("equal squares, unequal sides", "not proved", Abs(x) * (1 + c), x * (1 + c), by=squares(),
      where={x: R, c: POSITIVE})  # fmt: skip
false("floor is the identity", NOT, floor(x) + y, x + y, where={x: R, y: R}, by=simplification)
false("floor(n / 2) = n / 2", NOT, floor(n / 2) + beta, n / 2 + beta, by=simplification)
false("larger and smaller exchanged", NOT, Max(x, y) * (1 + c), Min(x, y) * (1 + c),
      where={x: R, y: R, c: POSITIVE})  # fmt: skip
false("the branches of a Piecewise exchanged", NOT, Piecewise((x, x > 0), (-x, True)) + y,
      Piecewise((-x, x > 0), (x, True)) + y, where={x: R, y: R})  # fmt: skip
false("false at one whole number", "not proved", beta * (1 + KroneckerDelta(n, 5)) + n, beta + n,
      by=simplification)  # fmt: skip
false("log of a product of numbers of any sign", NO_VALUE, log(x**2) + y, 2 * log(x) + y,
      where={x: NONZERO, y: R}, by=simplification)  # fmt: skip

# --- Induction ------------------------------------------------------------------------------------
grows = Recurrence("V", lambda V, k: V + 2 * k - 1, start=0)
two = Recurrence("m", lambda s, k: (s[0] + 1, s[1] + s[0]), start=(0, 0))
false("right step, wrong base", NOT, grows, n**2 + 1, by=induction(n))
false("right base, wrong step", NOT, grows, n**2 + n, by=induction(n))
false("right at n = 0 and n = 1, wrong after", NOT, grows, n**3, by=induction(n))
false("right at n = 0 alone", NOT, grows, 2 * n**2, by=induction(n))
false("right up to n = 3, wrong after", NOT, grows,
      n**2 + n * (n - 1) * (n - 2) * (n - 3), by=induction(n))  # fmt: skip
false("right beyond every point that is tried", NOT, grows,
      n**2 + n * (n - 1) * (n - 2) * (n - 3) * (n - 4) * (n - 5) * (n - 6), by=induction(n),
)  # fmt: skip
false("wrong closed form for the rest of the state", "not proved", two,
      n * (n - 1) / 2, by=induction(n, also=(n + 1,)))  # fmt: skip
unfit("no closed form for the rest of the state", "also= gives 0", two,
      n * (n - 1) / 2, by=induction(n))  # fmt: skip
unfit("no closed form for the claimed part, beside an output", "also= gives 0",
      Recurrence("s", lambda s, k: (s + 1, 2 * s + 2), start=0), 2 * t, by=induction(t),
)  # fmt: skip
unfit("induction on a real number", "whole numbers x >= 0 only", grows, x**2, by=induction(x),
      where={x: NONNEGATIVE})  # fmt: skip
unfit("induction on negative numbers", "whole numbers i >= 0 only", grows, i**2, by=induction(i),
      where={i: INTEGERS})  # fmt: skip
unfit("induction from 3, claimed from 0", "whole numbers n >= 3 only",
      Recurrence("V", lambda V, k: V * beta, start=beta**3, first=3), beta**n, by=induction(n),
)  # fmt: skip
unfit("the step at time 0", "whole numbers n >= 1 only",
      Recurrence("s", lambda s, k: (s + 1, 2 * s + 2), start=0), 2 * n, by=induction(n, also=(n,)),
)  # fmt: skip
false("induction on a sum with a wrong base", NOT, Sum(i, (i, 1, n)), n * (n + 1) / 2 + 1,
      by=induction(n))  # fmt: skip
false("induction on a sum with a wrong step", NOT, Sum(i, (i, 1, n)), n * (n - 1) / 2,
      by=induction(n))  # fmt: skip
unfit("a recurrence without induction", "is proved with by=induction", grows, n**2)
unfit("a step that returns too much", "step returned 3 values",
      Recurrence("V", lambda V, k: (V, V, V), start=0), n, by=induction(n))  # fmt: skip

# --- Limits ---------------------------------------------------------------------------------------
false("limit from the wrong side", NOT, Limit(lam * sign(x) + lam**2, x, 0, "-"), lam + lam**2,
      by=limit, where={x: R})  # fmt: skip
false("limit that differs from side to side", NOT, Limit(lam * sign(x) + lam**2, x, 0, "+-"),
      lam + lam**2, by=limit, where={x: R})  # fmt: skip
false("limit off by a millionth", NOT,
      Limit(lam + lam**2 + 100 * x + Rational(1, 10**6), x, 0, "+"),
      lam + lam**2, by=limit, where={x: R})  # fmt: skip
false("faith in a limit off by a millionth", "false at",
      Limit(lam + lam**2 + 100 * x + Rational(1, 10**6), x, 0, "+"),
      lam + lam**2, by=Says(), where={x: R})  # fmt: skip
false("faith in a limit off by one, on a steep slope", "false at",
      Limit(lam + lam**2 + 1 + 10**30 * x, x, 0, "+"), lam + lam**2, by=Says(), where={x: R},
)  # fmt: skip
false("faith in a limit from one side only", "false at",
      Limit(lam * sign(x) + lam**2, x, 0, "+-"), lam + lam**2, by=Says(), where={x: R})  # fmt: skip
false("window tends to 1/e**2", NOT, Limit(c * beta ** (1 / (1 - beta)), beta, 1, "-"), c * exp(-2),
      by=limit, where={c: POSITIVE})  # fmt: skip
unfit("limit from outside the domain", "leaves the stated domain",
      Limit(eps * lam + lam + lam**2, eps, 0, "-"), lam + lam**2, by=limit)  # fmt: skip
unfit("limit that still depends on its variable", "can not depend on varepsilon",
      Limit(eps * lam + lam, eps, 0, "+"), lam + eps * lam, by=limit)  # fmt: skip
unfit("limit at a symbol", "a rational number or oo", Limit(x**2 + y, x, y), y**2 + y, by=limit,
      where={x: R, y: R})  # fmt: skip

# --- Inequalities ---------------------------------------------------------------------------------
le = {"relation": "<=", "where": {x: R, y: R}}
false("wrong certificate", "not proved", 2 * x * y, x**2 + y**2, by=certificate((x + y) ** 2), **le)
false("certificate with a factor missing", "not proved", 2 * x * y, x**2 + y**2,
      by=certificate(2 * (x - y) ** 2), **le)  # fmt: skip
false("certificate of either sign", "false at", x, x + y, by=certificate(y), **le)
hollow = (x - Rational(31415926, 10**7)) ** 2 - Rational(1, 10**30)
false("certificate below 0 where no point lies", "never negative", y, y + hollow,
      by=certificate(hollow), **le)  # fmt: skip
false("certificate that is a cube", "false at", x, x + y**3, by=certificate(y**3), **le)
false("certificate positive only where we look", "false at", beta, beta + 1 - lam,
      relation="<=", by=certificate(1 - lam))  # fmt: skip
unfit("certificate with an index named like a symbol", "free in one place and bound",
      lam, lam + n + Sum(n, (n, -3, 0)), relation="<=", by=certificate(n + Sum(n, (n, -3, 0))),
)  # fmt: skip
false("true on a part of the domain only", "false at", x, x**2, relation="<=",
      by=certificate(x * (x - 1)), where={x: R})  # fmt: skip
false("the other way round", "false at", x**2 + y**2, 2 * x * y, by=certificate((x - y) ** 2), **le)
false("an equation stated as an inequality", "use '=='", (x + y) ** 2, x**2 + 2 * x * y + y**2,
      by=certificate(0), **le)  # fmt: skip
too_wide("a certificate with a pole", 1 / x, 1 / x + y**2 * x**2,
      by=certificate(y**2 * x**2), **le)  # fmt: skip
too_wide("a certificate with a backward sum", Sum(g_[i] ** 2, (i, 2, n)),
      2 * Sum(g_[i] ** 2, (i, 2, n)), relation="<=",
      by=certificate(Sum(g_[i] ** 2, (i, 2, n)), then=sum_merging))  # fmt: skip
unfit("an inequality by a tactic for equations", "by=certificate", 2 * x * y, x**2 + y**2,
      by=summation, **le)  # fmt: skip
unfit("a certificate for an equation", "proves '<='", (x + y) ** 2, x**2 + y**2,
      by=certificate(x**2), where={x: R, y: R})  # fmt: skip
unfit("a certificate for a recurrence", "needs an expression", grows, n**2 + 1, relation="<=",
      by=certificate(1))  # fmt: skip

# --- check ----------------------------------------------------------------------------------------
nan, one = float("nan"), {"unlike": {"a wrong rule": 2.0}}
attempt(check, "unequal values", "got 1.0, stated == 1.5", say, 1.0, 1.5, **one)
attempt(check, "one element differs", r"at index \(1,\)", say, [1.0, 2.0], [1.0, 3.0],
        unlike={"w": [0.0, 0.0]})  # fmt: skip
attempt(check, "just beyond the tolerance", "got", say, 1.0, 1.011, within=0.01, **one)
attempt(check, "just beyond the relative tolerance", "got", say, 1000, 1011, relative=0.01, **one)
attempt(check, "order that holds for most elements", "got", say, [1, 2, 3], 3, relation="<", **one)
attempt(check, "NaN where a number is stated", "NaN", say, nan, 1.0, **one)
attempt(check, "NaN stated and NaN got", "NaN", say, nan, nan, **one)
attempt(check, "another shape", "shape", say, [1.0, 1.0], [[1.0, 1.0]], **one)
attempt(check, "the alternative passes", "shows nothing", say, 1.0, 1.0, within=0.5,
        unlike={"a wrong rule": 1.25})  # fmt: skip
attempt(check, "one of two alternatives passes", "'harmless' passes", say, 1.0, 1.0,
        unlike={"wrong": 2.0, "harmless": 1.0})  # fmt: skip
attempt(check, "unsigned numbers that wrap around", "got 0, stated == 255", say,
        np.uint8([0]), np.uint8([255]), within=1, unlike={"w": np.uint8([100])})  # fmt: skip
for _name, _reason, _options in (
    ("no alternative", "unlike=", {"unlike": {}}),
    ("alternatives without names", "unlike=", {"unlike": [2.0]}),
    ("an alternative that is NaN", "NaN", {"unlike": {"w": nan}}),
    ("an alternative that is a text", "str", {"unlike": {"w": "two"}}),
    ("an alternative that is nothing", "NoneType", {"unlike": {"w": None}}),
    ("negative tolerance", "within=-1", {"within": -1, **one}),
    ("tolerance NaN", "within=nan", {"within": nan, **one}),
    ("infinite tolerance", "within=inf", {"within": float("inf"), **one}),
    ("both tolerances", "not both", {"within": 1, "relative": 1, **one}),
    ("tolerance on an order", "tolerance", {"within": 1, "relation": "<", **one}),
    ("unknown order", "relation='=<'", {"relation": "=<", **one}),
):
    attempt(check, f"check: {_name}", _reason, say, 1.0, 1.0, error=ClaimError, **_options)
attempt(check, "an alternative of another shape", "shape", say, [1.0, 1.0], [1.0, 1.0],
        error=ClaimError, unlike={"w": [1.0, 1.0, 2.0]})  # fmt: skip
attempt(check, "empty arrays", "empty", say, np.zeros(0), np.zeros(0), error=ClaimError,
        unlike={"w": np.ones(0)})  # fmt: skip
attempt(check, "NaN hidden among exact numbers", "NaN", say, [Fraction(1, 2), 0.5], 0.5,
        error=ClaimError, unlike={"w": [Fraction(1, 2), nan]})  # fmt: skip
attempt(check, "order of complex numbers", "no order", say, 1 + 5j, 2, error=ClaimError,
        relation="<", unlike={"w": 3})  # fmt: skip
attempt(
    check, "check without words", "text must state", "", 1, 1, error=ClaimError, unlike={"w": 2}
)
attempt(check, "ragged lists", "differ in shape", say, [[1, 2], [3]], 1, error=ClaimError, **one)

# --- refute ---------------------------------------------------------------------------------------
wild = {"text": "A page states it."}
attempt(refute, "refute a true identity", "holds at", (x + 1) ** 2, x**2 + 2 * x + 1, at={x: 2},
        where={x: R}, **wild)  # fmt: skip
attempt(refute, "refute a true inequality", "holds at", 2 * x, x**2 + 1, at={x: 1}, where={x: R},
        relation="<=", **wild)  # fmt: skip
attempt(refute, "the repaired statement is false too", "repaired", (x + 1) ** 2, x**2 + 1,
        at={x: 2}, where={x: R}, truth=x**2 + x + 1, **wild)  # fmt: skip
attempt(refute, "refute a rounded number that is right", "holds at", 96.8496, 96.85, within=0.005,
        **wild)  # fmt: skip
for _name, _reason, _args, _options in (
    ("negative", "outside", (sqrt(lam**2), -lam), {"at": {lam: -1}}),
    ("outside the conditions", "outside", (x, y), {"at": {x: 1, y: 2}, "given": [x > y]}),
    ("not whole", "outside", (2 * n, n**2), {"at": {n: Rational(1, 2)}}),
    ("without a value", "gives no value for y", (x, y), {"at": {x: 1}}),
    ("at a pole", "no value", (x / (x - 1), x), {"at": {x: 1}}),
    ("at an irrational point", "rational number", (x, 2 * x), {"at": {x: sqrt(2)}}),
    ("by a negative precision", "within=-1", (3, 3), {"within": -1}),
    ("by precision NaN", "within=nan", (3, 3), {"within": nan}),
    ("by an unknown relation", "relation='~'", (1, 2), {"relation": "~"}),
    ("of NaN", "no value", (nan, 2), {}),
):
    _held = set().union(*(getattr(side, "free_symbols", set()) for side in _args))
    attempt(refute, f"counterexample {_name}", _reason, *_args, error=ClaimError,
            where={symbol: R for symbol in (x, y) if symbol in _held}, **wild, **_options)  # fmt: skip
attempt(refute, "refute without words", "text must say", 1, 2, error=ClaimError, text="")
attempt(prove, "a claim that rests on itself", "rest on itself", (g + 1) ** 2, g**2 + 2 * g + 1,
        error=ClaimError, uses=["a-claim-that-rests-on-itself"])  # fmt: skip
attempt(prove, "a text in place of a list of claims", "a list of labels", (g + 1) ** 2,
        g**2 + 2 * g + 1, error=ClaimError, uses="ema-closed-form")  # fmt: skip
