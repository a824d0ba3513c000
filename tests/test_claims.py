"""The four verbs: what they accept, record and print, and what they say to bad input."""

import hashlib
import os
import random
import subprocess
import sys

import numpy as np
import pytest
import torch
from sympy import FiniteSet, Limit, Rational, Sum, Symbol, sign, sqrt

from claims import (
    COUNT,
    COUNT0,
    INTEGERS,
    NONNEGATIVE,
    NONZERO,
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
    substituting,
    sum_merging,
    summation,
)
from claims.book import record
from claims.notation import DOMAINS, TABLE, beta, beta1, beta2, eps, eta, g, g_, i, lam, n, t, x_
from claims.proving.domains import Assumptions, draw, telling
from claims.proving.evaluate import evaluate
from claims.proving.signs import Facts
from claims.proving.symbols import atoms_to_bind, substitute
from optimizers.rules import adam, ema

x, y = Symbol("x", real=True), Symbol("y", real=True)
V = Recurrence("V", lambda V, k: ema(V, x_[k], beta), start=0)
weighted = (1 - beta) * Sum(beta ** (n - i) * x_[i], (i, 1, n))
first = adam(g, 0, 0, 1, lr=eta, beta1=beta1, beta2=beta2, eps=eps)[2]


@pytest.fixture(autouse=True)
def fresh_registry(monkeypatch):
    monkeypatch.setattr(record, "_registry", {})


# --- prove ----------------------------------------------------------------------------------------

TRUE = {
    "algebra": lambda: prove("a-true", (g + 1) ** 2, g**2 + 2 * g + 1),
    "induction": lambda: prove("a-true", V, weighted, by=induction(n)),
    "induction-on-a-sum": lambda: prove(
        "a-true", Sum(i, (i, 1, n)), n * (n + 1) / 2, by=induction(n)
    ),
    "summation": lambda: prove(
        "a-true", (1 - beta) * Sum(beta ** (n - i), (i, 1, n)), 1 - beta**n, by=summation
    ),
    "sums": lambda: prove(
        "a-true", Sum(beta**i * x_[i], (i, 1, t)),
        Sum(beta**i * x_[i], (i, 1, t - 1)) + beta**t * x_[t], by=sum_merging,
    ),
    "limit": lambda: prove(
        "a-true", Limit(first, eps, 0, "+"), eta * sign(g), by=by_sign(g, then=limit),
        where={g: NONZERO},
    ),
    "two-sided-limit": lambda: prove(
        "a-true", Limit((x + lam) ** 2 + lam, x, 0, "+-"), lam**2 + lam, by=limit, where={x: R}
    ),
    "substituting": lambda: prove(
        "a-true", sqrt(1 - 2 * beta + beta**2) * (1 + lam), (1 - beta) * (1 + lam),
        by=substituting({beta: 1 / (1 + Symbol("c", positive=True))}),
    ),
    "certificate": lambda: prove(
        "a-true", 2 * x * y, x**2 + y**2, relation="<=", by=certificate((x - y) ** 2),
        where={x: R, y: R},
    ),
    "symbol-beside-its-index": lambda: prove(
        "a-true", g * Sum(g_[i], (i, 1, n)), Sum(g * g_[i], (i, 1, n)), by=sum_merging
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_prove_accepts_what_is_true(name):
    TRUE[name]()
    made = registry()["a-true"]
    assert made.kind == "proved" and made.mutants >= 3
    assert f"{made.mutants} of {made.mutants} altered versions rejected" in made.verdict
    assert made.tactic and made.tactic in made.verdict


def test_prove_records_assumptions_and_what_it_rests_on():
    define("a-rule", "V_n", beta * n)
    prove("a-claim", (beta1 + beta2) ** 2, beta1**2 + 2 * beta1 * beta2 + beta2**2,
          given=[beta1**2 < beta2], uses=["a-rule"])  # fmt: skip
    made = registry()["a-claim"]
    assert made.uses == ("a-rule",)
    assert made.assumptions == r"$\beta_{1}, \beta_{2} \in (0, 1)$, $\beta_{1}^{2} < \beta_{2}$"
    assert made.as_dict()["label"] == "a-claim"
    assert r"\beta_{1}^{2}" in record.markdown(made) and "a-claim" in record.latex(made)
    assert record.plain(made).startswith("[Proved] a-claim: ")


def test_a_definition_is_never_counted_as_proved():
    define("a-rule", "V_n", beta * n)
    define("an-assumption", text="The gradients are independent.")
    define("a-pair", lines=[("m", beta * n, "first"), ("v", n, "")], symbols={beta: "a share"})
    pair = registry()["a-pair"]
    assert [line["statement"] for line in pair.lines] == ["m = \\beta n", "v = n"]
    assert pair.symbols == (("\\beta", "a share"),)
    assert {r.kind for r in registry().values()} == {"defined"}
    assert all(r.mutants == 0 for r in registry().values())


@pytest.mark.parametrize(
    "call, reason",
    [
        (lambda: define("a-b"), "nothing to define"),
        (lambda: define("a-b", rhs=beta), "lhs="),
        (lambda: define("a-b", "y", x), "unbound symbol x"),
        (lambda: define("a-b", "y", "no (formula"), "rhs="),
        (lambda: define("a-b", "y", beta, symbols={n: "steps"}), "symbols={'n'.*does not hold"),
        (lambda: define("a-b", "y", beta, symbols={beta: ""}), "words are needed"),
        (lambda: define("a-b", "y", beta, symbols=["beta"]), "a dict"),
        (lambda: define("a-b", "y", beta, lines=[("y", beta, "")]), "in place of"),
        (lambda: define("a-b", lines=[("y", beta)]), "tuples"),
        (lambda: define("a-b", lines=[("y", beta, ""), ("z", x, "")]), "unbound symbol x"),
    ],
)
def test_define_rejects(call, reason):
    with pytest.raises(ClaimError, match=reason):
        call()
    assert not registry()


def test_induction_shows_the_step_from_0_to_1_too():
    """SymPy takes 0**t to be 0, as t is positive; the first step adds 0**0 = 1."""
    slip = Recurrence("s", lambda s, k: s + 1 + 0 ** (k - 1), start=0)
    facts = Facts(DOMAINS)
    assert not induction(t).proves(slip, t, facts)
    assert induction(t).proves(Recurrence("s", lambda s, k: s + 1, start=0), t, facts)


# --- labels and the registry ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "label", ["", "Ema", "ema_form", "-ema", "ema-", "ema form", "1-ema", None]
)
def test_label_must_be_kebab_case(label):
    with pytest.raises(ClaimError, match="label="):
        define(label, text="Something.")


def test_the_same_claim_may_be_made_again_but_not_another_under_its_label():
    define("a-rule", text="One thing.")
    define("a-rule", text="One thing.")
    with pytest.raises(ClaimError, match="duplicate label 'a-rule'"):
        define("a-rule", text="Another thing.")
    assert registry()["a-rule"].text == "One thing."


def test_a_claim_can_not_rest_on_a_refuted_one():
    refute("a-slip", len("abc"), 4, text="Someone prints 4.")
    with pytest.raises(ClaimError, match="'a-slip': that statement was refuted"):
        check("a-check", "One is one.", 1, 1, unlike={"two": 2}, uses=["a-slip"])


def test_registry_is_a_copy():
    define("a-rule", text="One thing.")
    registry().clear()
    assert "a-rule" in registry()


# --- check ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "got, want, unlike, options",
    [
        (1.0, 1, 2, {}),
        (1.004, 1.0, 1.02, {"within": 0.01}),
        (1004, 1000, 1020, {"relative": 0.01}),
        (-1004, -1000, -1020, {"relative": 0.01}),
        ([1, 2, 3], 4, [1, 2, 4], {"relation": "<"}),
        (np.arange(3.0), [0, 1, 2], [0, 1, 3], {}),
        (torch.tensor([1.0, 2.0], requires_grad=True), [1, 2], [2, 2], {}),
        (torch.tensor([1.0, 2.0], dtype=torch.bfloat16), 1, 0.5, {"relation": ">="}),
        ([Rational(1, 3)], [Rational(1, 3)], [1 / 3], {}),
        ({"lr": 0.1}, {"lr": 0.1}, {"lr": 0.2}, {}),
        ("ValueError", "ValueError", "nothing raised", {}),
        (None, None, 1, {}),
        (True, True, False, {}),
        (float("inf"), float("inf"), 1.0, {"finite": False}),
    ],
)
def test_check_accepts(got, want, unlike, options):
    check("a-check", "It holds.", got, want, unlike={"a slip": unlike}, **options)
    made = registry()["a-check"]
    assert made.kind == "checked" and made.mutants == 1 and "a slip" in made.verdict


def test_check_compares_float32_with_the_number_that_is_stated():
    with pytest.raises(ClaimFailed):
        check("a-check", "x", np.float32(0.1), 0.1, within=1e-9, unlike={"w": 1.0})


# --- refute ---------------------------------------------------------------------------------------


def test_refute_shows_point_and_both_sides():
    refute("a-slip", (x + 1) ** 2, x**2 + 1, text="A page forgets 2x.", at={x: Rational("0.1")}, where={x: R},
           truth=x**2 + 2 * x + 1)  # fmt: skip
    made = registry()["a-slip"]
    assert made.kind == "refuted" and made.mutants == 1
    assert all(number in made.details[0] for number in ("x = 0.1", "1.21", "1.01"))
    assert "True instead" in made.details[1]


def test_refute_a_printed_number():
    fifth = ema(Rational(10866, 125), 120, Rational(7, 10))
    refute("a-slip", fifth, 96.83, text="x", within=Rational(1, 200), digits=6)
    assert "96.8496" in registry()["a-slip"].details[0]


# --- assumptions and points -----------------------------------------------------------------------


def test_points_lie_in_their_domains_and_reach_the_places_where_slips_show():
    points = Assumptions([x + lam + n + t + beta], {x: R}, known=DOMAINS).points("a-seed", 30)
    values = {s: [dict(p.items())[s] for p in points] for s in (x, lam, n, t, beta)}
    assert {0, 1, -1} <= set(values[x]) and min(values[x]) < -1 and 100 in values[x]
    assert 0 in values[lam] and min(values[lam]) >= 0
    assert 0 in values[n] and 1 in values[t] and min(values[t]) >= 1
    assert all(0 < b < 1 for b in values[beta])


def test_points_meet_the_conditions():
    for point in Assumptions([beta1 + beta2], None, [beta1**2 < beta2], DOMAINS).points(
        "a-seed", 12
    ):
        assert evaluate(beta1, point) ** 2 < evaluate(beta2, point)


@pytest.mark.parametrize(
    "domain",
    [R, UNIT, NONNEGATIVE, NONZERO, COUNT, COUNT0, INTEGERS, FiniteSet(Rational(1, 3), 2)]
    + [R - FiniteSet(0), INTEGERS - FiniteSet(0), FiniteSet(5) + UNIT],
    ids=str,
)
def test_draw_stays_inside(domain):
    rng = random.Random(0)
    drawn = [draw(domain, rng) for _ in range(50)] + telling(domain)
    for value in drawn:
        assert domain.contains(Rational(value.numerator, value.denominator)) == True  # noqa: E712
    assert len(set(drawn)) >= 2


def test_a_symbol_is_not_the_label_of_an_index_base():
    assert atoms_to_bind(g_[i]) == [g_, i] and atoms_to_bind(g * g_[1]) == [g_, g]
    assert substitute(g * g_[1], {g: x}) == x * g_[1]


def test_notation_declares_no_more_than_it_shows():
    symbols = [entry.symbol for entry in TABLE]
    assert len(DOMAINS) == len(TABLE) == len({str(s) + type(s).__name__ for s in symbols})
    for symbol in symbols:
        Assumptions([symbol[1] if hasattr(symbol, "shape") else symbol], known=DOMAINS)


# --- the same everywhere --------------------------------------------------------------------------

SCRIPT = """
from test_claims import TRUE
from claims import registry, prove
from claims.book import record
from claims.proving.domains import Assumptions
from claims.notation import *
from claims.proving.mutants import mutants
from claims.proving.evaluate import evaluate
for name in sorted(TRUE):
    record._registry.clear()
    TRUE[name]()
    print(record.markdown(registry()["a-true"]), record.latex(registry()["a-true"]))
for p in Assumptions([g + g_[1] + v + beta1 * beta2], None, [beta1 < beta2], DOMAINS).points("a-b", 12):
    print([(str(s), str(v)) for s, v in p.items()], evaluate(g_[1], p))
print([name for name, _ in mutants(eta * beta1 * g_[t] / (beta2 + eps) - lam * theta)])
"""


def test_output_does_not_depend_on_the_hash_seed():
    outputs = set()
    for seed in "123":
        env = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], cwd=os.path.dirname(__file__), env=env,
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        outputs.add(hashlib.sha256(done.stdout.encode()).hexdigest())
        assert "altered versions rejected" in done.stdout
    assert len(outputs) == 1
