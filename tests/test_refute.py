"""``refute``: exact counterexamples, error bounds, a proved repair, and something that was measured."""

import numpy as np
import pytest
import torch
from sympy import Function, IndexedBase, Limit, Rational, Sum, Symbol, exp, log, pi, sqrt, symbols

from claims import POSITIVE, ClaimError, ClaimFailed, R, induction, refute, registry, summation
from claims.book import record
from claims.book.render import printed_alike
from claims.notation import beta, beta1, eps, eta, g, g_, i, lam, n, t, x_
from claims.proving.balls import CanNotTell, compare, difference

x, y = symbols("x y", real=True)
real = {"where": {x: R}, "text": "A page states it."}
said = {"text": "A page states it."}


@pytest.fixture(autouse=True)
def fresh_registry(monkeypatch):
    monkeypatch.setattr(record, "_registry", {})


def measure(value):
    """Stands for a run of some code."""
    return value


# --- no true statement is refuted by rounding -----------------------------------------------------

TRUE = {
    "n < n + 1, far out": lambda: refute("a-slip", n, n + 1, relation="<", at={n: 10**85}, **said),
    "exp(x) > 0, far left": lambda: refute("a-slip", exp(x), 0, relation=">", at={x: -200}, **real),
    "exp(x) > 0, very far left": lambda: refute("a-slip", exp(x), 0, relation=">", at={x: -(10**6)}, **real),
    "exp(x) != 0": lambda: refute("a-slip", exp(x), 0, relation="!=", at={x: -500}, **real),
    "sqrt(x**2 + 1) > x": lambda: refute("a-slip", sqrt(x**2 + 1), x, relation=">", at={x: 10**60}, **real),
    "1 - beta**n < 1": lambda: refute("a-slip", 1 - beta**n, 1, relation="<", at={beta: Rational(1, 2), n: 4000}, **said),
    "log(1 + x) < x": lambda: refute("a-slip", log(1 + lam), lam, relation="<", at={lam: Rational(1, 10**70)}, **said),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_a_true_statement_is_not_refuted_by_rounding(name):
    with pytest.raises(ClaimFailed, match="holds at the counterexample"):
        TRUE[name]()
    assert not registry()


def test_what_error_bounds_can_not_tell_is_an_error():
    with pytest.raises(CanNotTell, match="can not tell"):
        refute("a-slip", sqrt(lam) + sqrt(2), sqrt(5 + 2 * sqrt(6)), at={lam: 3}, **said)
    with pytest.raises(CanNotTell):
        difference(exp(pi * sqrt(3)) ** 2, exp(2 * pi * sqrt(3), evaluate=False) + 0)
    assert not registry()


@pytest.mark.parametrize(
    ("left", "relation", "right"),
    [
        (sqrt(2), "<", Rational(99, 70)),
        (exp(pi * sqrt(163)), "!=", 640320**3 + 744),
        (exp(pi * sqrt(163)), "<", 640320**3 + 744),
        (Sum(1 / i, (i, 1, 10)), "==", Rational(7381, 2520)),
    ],
)
def test_close_numbers_are_told_apart(left, relation, right):
    assert compare(left, relation, right)


# --- floats ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        {"lhs": 3 * x, "rhs": 0.3, "at": {x: Rational("0.1")}},
        {"lhs": 3 * x, "rhs": Rational("0.4"), "at": {x: 0.1}},
        {"lhs": 3 * x, "rhs": 1, "at": {x: np.float64(0.1)}},
        {"lhs": 3 * x, "rhs": 1, "at": {x: torch.tensor(0.5)}},
        {"lhs": 3.0 * x, "rhs": 1, "at": {x: 1}},
        {"lhs": x**0.5 + x, "rhs": 1, "at": {x: 4}},
        {"lhs": 3 * x, "rhs": 1, "truth": 3.0 * x, "at": {x: 1}},
    ],
)
def test_a_float_among_symbols_is_refused(options):
    with pytest.raises(ClaimError, match=r'Rational\("'):
        refute("a-slip", options.pop("lhs"), options.pop("rhs"), **options, **real)
    assert not registry()


# --- the repaired statement -----------------------------------------------------------------------


def test_the_repair_is_proved_on_the_whole_domain():
    with pytest.raises(ClaimFailed, match="not proved on the whole domain"):
        refute("a-slip", (x + 1) ** 2, x**2 + 1, truth=x**2 + 5, at={x: 2}, **real)
    assert not registry()
    refute("a-slip", (x + 1) ** 2, x**2 + 1, truth=x**2 + 2 * x + 1, at={x: 2}, **real)
    told = registry()["a-slip"].details[1]
    assert told.startswith("True instead, by algebra: ")


def test_a_repair_at_the_point_only_says_so():
    refute("a-slip", (x + 1) ** 2, x**2 + 1, truth=x**2 + 5, at={x: 2}, truth_at_point=True, **real)
    told = registry()["a-slip"].details[1]
    assert told.startswith("True at that point: ") and "True instead" not in record.markdown(
        registry()["a-slip"]
    )


def test_the_repair_takes_its_tactic():
    false, true = (1 - beta**t) / (1 - beta), (1 - beta ** (t + 1)) / (1 - beta)
    at = {beta: Rational(9, 10), t: 1}
    refute("a-slip", Sum(beta**i, (i, 0, t)), false, truth=true, by=induction(t), at=at, **said)
    assert "by induction" in registry()["a-slip"].details[1]


@pytest.mark.parametrize("extra", [{"by": summation}, {"truth_at_point": True}])
def test_a_tactic_without_a_repair(extra):
    with pytest.raises(ClaimError, match="for truth="):
        refute("a-slip", (x + 1) ** 2, x**2 + 1, at={x: 2}, **real, **extra)


# --- something was measured -----------------------------------------------------------------------

typed = Rational(3, 4)
TYPED = {
    "an int": lambda: refute("a-slip", 3, 4, **said),
    "a Rational": lambda: refute("a-slip", Rational(3, 4), 4, **said),
    "arithmetic": lambda: refute("a-slip", 1 + 2 / 3, 4, **said),
    "a root": lambda: refute("a-slip", sqrt(2), 4, **said),
    "NumPy's number": lambda: refute("a-slip", np.float64(0.1) / np.sqrt(2), 4, **said),
    "a name for a literal": lambda: refute("a-slip", typed + 1, 4, **said),
    "by keyword": lambda: refute("a-slip", lhs=3, rhs=4, **said),
}


@pytest.mark.parametrize("name", TYPED)
def test_a_typed_number_is_no_measurement(name):
    with pytest.raises(ClaimError, match="typed, not measured"):
        TYPED[name]()
    assert not registry()


def test_a_run_is_a_run_and_a_point_is_a_counterexample():
    refute("a-run", measure(3), 4, **said)
    refute("a-point", (x + 1) ** 2, x**2 + 1, at={x: 2}, **real)
    made = registry()
    assert (made["a-run"].verdict, made["a-run"].tactic) == ("refuted by a run", "run")
    assert made["a-point"].verdict == "refuted by a counterexample"


# --- what is shown --------------------------------------------------------------------------------


def test_sides_that_print_alike_need_more_digits():
    with pytest.raises(ClaimError, match="both sides print as 96.85; ask for more digits"):
        refute("a-slip", measure(Rational(9684960001, 10**8)), Rational("96.85"), **said)


def test_printed_integers_are_exact():
    refute("a-slip", measure(2**80 + 1), 2**80, **said)
    assert str(2**80 + 1) in registry()["a-slip"].details[0]


@pytest.mark.parametrize("digits", [0, -1, 2.5, True, "4", 31])
def test_digits_are_a_whole_number(digits):
    with pytest.raises(ClaimError, match="^a-slip: digits="):
        refute("a-slip", measure(3), 4, digits=digits, **said)


def test_a_point_has_only_symbols_of_the_claim():
    with pytest.raises(ClaimError, match="y does not occur"):
        refute("a-slip", (x + 1) ** 2, x**2 + 1, at={x: 2, y: 1}, **real)


# --- names that print alike -----------------------------------------------------------------------

j = Symbol("i", real=True)
v = Function("v")
ALIKE = {
    "an element and a symbol": [g_[1] + Symbol("g_1")],
    "with and without underscore": [beta1 + Symbol("beta1", positive=True)],
    "free and bound": [Sum(i, (i, 1, n)) + i],
    "bound twice, with other assumptions": [Sum(i, (i, 1, n)), Sum(j, (j, 1, n))],
    "bound in one side, free in the other": [Sum(beta**i, (i, 1, n)), i * beta],
    "the variable of a limit": [Limit(beta1 * Symbol("beta1", positive=True), Symbol("beta1", positive=True), 0)],
    "other assumptions": [x + Symbol("x", positive=True)],
    "an element and a symbol, index i": [g_[i] + Symbol("g_i")],
    "two bases": [g_[1] + IndexedBase("g")[1]],
    "a function and a symbol": [v(t) + Symbol(r"v{\left(t \right)}")],
}  # fmt: skip
APART = {
    "a symbol beside its index": [g * g_[1] + g_[i]],
    "two sums with one index": [Sum(g_[i], (i, 1, n)), Sum(beta**i * x_[i], (i, 0, n))],
    "epsilons": [eta + eps + Symbol("eta_1")],
    "a limit": [Limit(x * g, x, 0, "+")],
}


@pytest.mark.parametrize("name", ALIKE)
def test_names_that_print_alike_are_found(name):
    first, second = printed_alike(ALIKE[name])
    assert str(first).replace("_", "") and second is not None


@pytest.mark.parametrize("name", APART)
def test_names_that_do_not(name):
    assert printed_alike(APART[name]) is None


def test_refute_refuses_names_that_print_alike():
    other = Symbol("g_1", real=True)
    with pytest.raises(ClaimError, match="print alike"):
        refute(
            "a-slip",
            other + Sum(g_[1], (i, 1, 1)),
            0,
            at={other: 1, g_: 2},
            where={other: R},
            **said,
        )
    with pytest.raises(ClaimError, match="print alike|two symbols"):
        twin = Symbol("beta1", positive=True)
        refute(
            "a-slip",
            beta1,
            twin,
            at={beta1: Rational(1, 2), twin: 2},
            where={twin: POSITIVE},
            **said,
        )
