"""The book's symbols: one table, used by every claim and printed in the notation chapter.

A symbol that is not here must get its domain in the claim itself (``where=``).
"""

from typing import NamedTuple

from sympy import IndexedBase, Symbol

from claims.proving.sets import COUNT, COUNT0, NONNEGATIVE, POSITIVE, UNIT, R


class Entry(NamedTuple):
    """One row of the notation table. ``code`` is the name in the implementations, if any."""

    symbol: object
    domain: object
    meaning: str
    code: str = ""


theta = Symbol("theta", real=True)
g = Symbol("g", real=True)
eta = Symbol("eta", positive=True)
beta = Symbol("beta", positive=True)
beta1 = Symbol("beta_1", positive=True)
beta2 = Symbol("beta_2", positive=True)
eps = Symbol("varepsilon", positive=True)
lam = Symbol("lambda", nonnegative=True)
m = Symbol("m", real=True)
v = Symbol("v", nonnegative=True)
t = Symbol("t", integer=True, positive=True)
n = Symbol("n", integer=True, nonnegative=True)
i = Symbol("i", integer=True)  # the index of a sum: no sign assumed, or SymPy mis-sums
g_ = IndexedBase("g", real=True)
x_ = IndexedBase("x", real=True)
theta_ = IndexedBase("theta", real=True)

TABLE = (
    Entry(theta, R, "a parameter", "param"),
    Entry(g, R, "gradient of the loss at the current parameter", "grad"),
    Entry(eta, POSITIVE, "learning rate", "lr"),
    Entry(t, COUNT, "step number, from 1", "t"),
    Entry(m, R, "first moment: average of gradients", "exp_avg"),
    Entry(v, NONNEGATIVE, "second moment: average of squared gradients", "exp_avg_sq"),
    Entry(beta, UNIT, "the share of its old value that an average keeps", "momentum, alpha"),
    Entry(beta1, UNIT, "the same, for the first moment", "betas[0]"),
    Entry(beta2, UNIT, "the same, for the second moment", "betas[1]"),
    Entry(eps, POSITIVE, "added to the root of the second moment; no division by 0", "eps"),
    Entry(lam, NONNEGATIVE, "weight decay", "weight_decay"),
    Entry(n, COUNT0, "a count: of steps, or of averaged values"),
    Entry(g_, R, "the gradient of step i"),
    Entry(x_, R, "the i-th value of a series"),
    Entry(theta_, R, "the parameter after step i"),
)

DOMAINS = {entry.symbol: entry.domain for entry in TABLE}
