"""The update rules: exact on symbols, pure, and the same on all three kinds of number."""

import inspect

import numpy as np
import pytest
import sympy
import torch
from sympy import Rational as R

from optimizers import kinds, rules

# Every rule with its values first and its hyper-parameters by name. All numbers are exact in
# binary, so that symbols, NumPy and torch start from the very same values.
G, THETA, M, V = (R(3, 4), R(-5, 8)), (R(-1, 2), R(7, 4)), (R(1, 8), R(-3, 2)), (R(5, 4), R(1, 16))
# One element above V and one below, so that a maximum takes one from each. Above M**2 as well.
W = (R(1, 2), R(5, 2))
LR, BETA1, BETA2, EPS, DECAY = R(1, 8), R(7, 8), R(31, 32), R(1, 1024), R(3, 16)
ADAM = {"lr": LR, "beta1": BETA1, "beta2": BETA2, "eps": EPS}
RULES = [
    (rules.sgd, (G,), {"lr": LR}),
    (rules.ema, (M, G, BETA1), {}),
    (rules.debias, (M, BETA1, 3), {}),
    (rules.momentum, (G, None), {"lr": LR, "beta": BETA1}),
    (rules.momentum, (G, M), {"lr": LR, "beta": BETA1}),
    (rules.momentum, (G, M), {"lr": LR, "beta": BETA1, "dampening": R(1, 4)}),
    (rules.momentum, (G, M), {"lr": LR, "beta": BETA1, "nesterov": True}),
    (rules.sign_sgd, (G,), {"lr": LR}),
    (rules.normalized, (G, V, EPS), {}),
    (rules.rmsprop, (G, V), {"lr": LR, "beta": BETA2, "eps": EPS}),
    (rules.centered_rmsprop, (G, M, W), {"lr": LR, "beta": BETA2, "eps": EPS}),
    (rules.adam, (G, M, V, 3), ADAM),
    (rules.amsgrad, (G, M, V, W, 3), ADAM),
    (rules.adamw, (G, THETA, M, V, 3), {**ADAM, "weight_decay": DECAY}),
    (rules.weight_decay_step, (THETA,), {"lr": LR, "weight_decay": DECAY}),
    (rules.l2_gradient, (G, THETA), {"weight_decay": DECAY}),
]
EACH_RULE = pytest.mark.parametrize("rule, values, hyper", RULES)
ARRAYS = [
    lambda x: np.array(x, dtype=np.float64),
    lambda x: torch.tensor(x, dtype=torch.float64),
]


def outputs(result):
    return result if isinstance(result, tuple) else (result,)


def floats(value, kind):
    """A value of a rule in floating point: arrays of the given kind, or a number."""
    if isinstance(value, tuple):
        return kind([float(x) for x in value])
    return float(value) if isinstance(value, R) else value


def on_arrays(rule, values, hyper, kind):
    """Run a rule on arrays of the given kind. Return its arguments and its results."""
    args = [floats(value, kind) for value in values]
    return args, outputs(rule(*args, **{key: floats(x, kind) for key, x in hyper.items()}))


def on_symbols(rule, values, hyper, i):
    """Run a rule on symbols alone, then put in the exact values of element ``i``: 30 digits."""
    point, args, symbols = {}, [], {}
    for n, value in enumerate(values):
        args.append(value)
        if isinstance(value, (tuple, R)):
            args[-1] = sympy.Symbol(f"x{n}", real=True)
            point[args[-1]] = value[i] if isinstance(value, tuple) else value
    for name, value in hyper.items():
        symbols[name] = value
        if isinstance(value, R):
            symbols[name] = sympy.Symbol(name, real=True)
            point[symbols[name]] = value
    return [expression.subs(point).evalf(30) for expression in outputs(rule(*args, **symbols))]


def test_every_public_rule_is_in_the_list():
    here = {rule.__name__ for rule, _, _ in RULES}
    public = {
        name
        for name, x in vars(rules).items()
        if callable(x) and x.__module__ == rules.__name__ and not name.startswith("_")
    }
    assert here == public


@pytest.mark.parametrize("kind", ARRAYS, ids=["numpy", "torch"])
@EACH_RULE
def test_kinds_agree(rule, values, hyper, kind):
    _, results = on_arrays(rule, values, hyper, kind)
    for i in range(2):
        exact = on_symbols(rule, values, hyper, i)
        assert len(exact) == len(results)
        for result, expected in zip(results, exact, strict=True):
            assert float(abs(float(result[i]) - expected) / abs(expected)) <= 1e-15


@pytest.mark.parametrize("kind", ARRAYS, ids=["numpy", "torch"])
@EACH_RULE
def test_rules_change_nothing_and_keep_kind_and_shape(rule, values, hyper, kind):
    args, results = on_arrays(rule, values, hyper, kind)
    for arg, value in zip(args, values, strict=True):
        assert np.array_equal(arg, floats(value, kind))
    assert all(type(x) is type(args[0]) and x.shape == (2,) for x in results)


@EACH_RULE
def test_rules_on_symbols_stay_exact(rule, values, hyper):
    symbols = sympy.symbols(f"x:{len(values)}", real=True)
    args = [
        value if value is None or isinstance(value, int) else symbol
        for value, symbol in zip(values, symbols, strict=True)
    ]
    assert not any(result.atoms(sympy.Float) for result in outputs(rule(*args, **hyper)))


@pytest.mark.parametrize(
    "actual, expected",
    [
        # Worked out by hand, in exact fractions.
        (lambda: rules.sgd(R(3), lr=R(1, 2)), R(3, 2)),
        (lambda: rules.ema(R(4), R(8), R(3, 4)), R(5)),
        (lambda: rules.debias(R(3), R(1, 2), 2), R(4)),
        # The first gradient fills the buffer undampened; the second is dampened by half.
        (lambda: rules.momentum(R(2), None, lr=R(1, 2), beta=R(1, 2), dampening=R(1, 2)), (2, 1)),
        (
            lambda: rules.momentum(R(4), R(2), lr=R(1, 2), beta=R(1, 2), dampening=R(1, 2)),
            (3, R(3, 2)),
        ),
        # Nesterov: buffer 1 + 4, step (4 + 5/2) / 2.
        (
            lambda: rules.momentum(R(4), R(2), lr=R(1, 2), beta=R(1, 2), nesterov=True),
            (5, R(13, 4)),
        ),
        (lambda: rules.sign_sgd(R(-7), lr=R(1, 8)), R(-1, 8)),
        (lambda: rules.sign_sgd(R(0), lr=R(1, 8)), 0),
        # v = 9, root 3, and eps stands outside the root: 6 / (3 + 1).
        (lambda: rules.normalized(R(6), R(9), R(1)), R(3, 2)),
        # v = 36 / 4 = 9.
        (lambda: rules.rmsprop(R(6), R(0), lr=R(1, 3), beta=R(3, 4), eps=R(1)), (9, R(1, 2))),
        # mean = 4, v = 25, and 25 - 16 = 3**2: 8 / (3 + 1).
        (
            lambda: rules.centered_rmsprop(R(8), 0, -14, lr=R(1, 2), beta=R(1, 2), eps=R(1)),
            (4, 25, 1),
        ),
        # As Adam below, but the largest v, 4, is divided by 1 - 8/9: root 6, so 3 / (6 + 1).
        (
            lambda: rules.amsgrad(
                R(3), 0, 0, R(4), 1, lr=R(1, 3), beta1=R(2, 3), beta2=R(8, 9), eps=R(1)
            ),
            (1, 1, 4, R(1, 7)),
        ),
        # And where the new v is the larger one, it is Adam's.
        (
            lambda: rules.amsgrad(
                R(3), 0, 0, R(1, 2), 1, lr=R(1, 3), beta1=R(2, 3), beta2=R(8, 9), eps=R(1)
            ),
            (1, 1, 1, R(1, 4)),
        ),
        # Step 1, g = 3: corrected moments 3 and 9, so 3 / (3 + 1).
        (
            lambda: rules.adam(R(3), 0, 0, 1, lr=R(1, 3), beta1=R(2, 3), beta2=R(8, 9), eps=R(1)),
            (1, 1, R(1, 4)),
        ),
        # The same, plus 1/3 * 3/4 * theta = 1.
        (
            lambda: rules.adamw(
                R(3), R(4), 0, 0, 1,
                lr=R(1, 3), beta1=R(2, 3), beta2=R(8, 9), eps=R(1), weight_decay=R(3, 4),
            ),
            (1, 1, R(5, 4)),
        ),
        (lambda: rules.weight_decay_step(R(4), lr=R(1, 2), weight_decay=R(1, 4)), R(1, 2)),
        (lambda: rules.l2_gradient(R(1), R(4), weight_decay=R(1, 2)), R(3)),
    ],
)  # fmt: skip
def test_exact_values(actual, expected):
    assert actual() == expected


def test_shop_week():
    """The week of the source notes: beta = 0.7, starting from 0."""
    average, averages = R(0), []
    for sales in (100, 114, 118, 117, 120, 122):
        average = rules.ema(average, R(sales), R(7, 10))
        averages.append(average)
    assert averages == [
        30, R(276, 5), R(1851, 25), R(10866, 125), R(60531, 625), R(652467, 6250)
    ]  # fmt: skip


def test_corrected_average_of_a_constant_is_that_constant():
    c, beta = sympy.symbols("c beta", real=True)
    average = R(0)
    for t in range(1, 5):
        average = rules.ema(average, c, beta)
        assert sympy.cancel(rules.debias(average, beta, t) - c) == 0


def test_l2_gradient_is_the_gradient_of_the_penalised_loss():
    theta, decay = sympy.symbols("theta lambda", real=True)
    loss = sympy.Function("f")(theta)
    expected = sympy.diff(loss + decay / 2 * theta**2, theta)
    assert rules.l2_gradient(loss.diff(theta), theta, weight_decay=decay) == expected


@pytest.mark.parametrize("t", [0, -1, 0.5, float("nan"), sympy.Integer(0), np.int64(0)])
def test_a_count_below_one_is_refused(t):
    with pytest.raises(ValueError, match=r"t counts from 1.*got"):
        rules.debias(0.5, 0.9, t)
    with pytest.raises(ValueError, match=r"t counts from 1.*got"):
        rules.adam(1.0, 0.0, 0.0, t, lr=0.1, beta1=0.9, beta2=0.999, eps=1e-8)


@pytest.mark.parametrize("pair", [(1, sympy.Symbol("x")), (sympy.Symbol("x"), 1)])
def test_a_number_and_a_symbol_have_a_maximum(pair):
    """A second moment is a symbol, and the largest one starts from the number 0."""
    assert kinds.maximum(*pair) == sympy.Max(1, sympy.Symbol("x"))


COUNTED = [case for case in RULES if "t" in inspect.signature(case[0]).parameters]


@pytest.mark.parametrize(("rule", "values", "hyper"), COUNTED, ids=[c[0].__name__ for c in COUNTED])
def test_a_rule_does_at_every_step_what_it_does_on_a_symbol(rule, values, hyper):
    """A claim runs a rule with the symbol t. A rule that did something else at step 100 would hide it."""
    names = [*list(inspect.signature(rule).parameters)[: len(values)], *hyper]
    symbols = {name: sympy.Symbol(name, positive=True) for name in names}
    numbers = dict(zip(names, (*values, *hyper.values()), strict=True))
    numbers = {n: float(x[0] if isinstance(x, tuple) else x) for n, x in numbers.items()}
    shown = sympy.lambdify(list(symbols.values()), outputs(rule(**symbols)), "math")
    for k in [*range(1, 301), 365, 500, 999, 1000, 1001, 1024, 4096, 5000, 9999, 10_000]:
        numbers["t"] = k
        assert outputs(rule(**numbers)) == pytest.approx(shown(**numbers), rel=1e-12), k


def test_a_rule_that_changes_at_a_step_would_be_seen():
    def slips(m, beta1, t):
        return rules.debias(m, beta1, t if t != 100 else 101)

    with pytest.raises(AssertionError, match="100"):
        test_a_rule_does_at_every_step_what_it_does_on_a_symbol(slips, (M, BETA1, 3), {})
