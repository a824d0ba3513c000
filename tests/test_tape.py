"""A tape does what the rule does: on the rules of the book, on rules that are hard to do in place,
and on random ones."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizers import kinds, rules
from optimizers.tape import Tape

ADAM = {"lr": 0.1, "beta1": 0.9, "beta2": 0.99, "eps": 1e-3}
LIBRARIES = pytest.mark.parametrize("library", [np, torch], ids=["numpy", "torch"])


def inputs(averages, seed=0):
    """``theta, g`` and averages, the second of which is largest: it plays a second moment."""
    rng = np.random.default_rng(seed)
    arrays = [rng.normal(size=7) for _ in range(2 + averages)]
    return arrays[:2] + [abs(x) * 10**k for k, x in enumerate(arrays[2:])]


def as_written(rule, theta, g, *averages, **hyper):
    *new, step = rule(theta, g, *averages, **hyper)
    return [theta - step, g, *new]


def by_tape(library, rule, *arrays, **hyper):
    own = [x.copy() if library is np else torch.tensor(x) for x in arrays]
    Tape(library, library.float64, rule, len(own) - 2, **hyper).run(*own)
    return [np.asarray(x) for x in own]


BOOK = {
    "sgd": (lambda theta, g, lr: (rules.sgd(g, lr=lr),), 0, {"lr": 0.1}),
    "sign_sgd": (lambda theta, g, lr: (rules.sign_sgd(-2 * g, lr=lr),), 0, {"lr": 0.1}),
    "l2": (
        lambda theta, g, b: rules.momentum(
            rules.l2_gradient(-g, theta, weight_decay=0.1), b, lr=0.1, beta=0.9
        ),
        1,
        {},
    ),
    "first momentum": (lambda theta, g, b: rules.momentum(g, None, lr=0.1, beta=0.9), 1, {}),
    "Nesterov": (
        lambda theta, g, b: rules.momentum(g, b, lr=0.1, beta=0.9, nesterov=True), 1, {},
    ),
    "dampened": (
        lambda theta, g, b: rules.momentum(g, b, lr=0.1, beta=0.9, dampening=0.3), 1, {},
    ),
    "rmsprop": (lambda theta, g, v: rules.rmsprop(g, v, lr=0.1, beta=0.9, eps=1e-3), 1, {}),
    "centered": (
        lambda theta, g, mean, v: rules.centered_rmsprop(g, mean, v + 9, lr=1, beta=0.9, eps=1e-3),
        2,
        {},
    ),
    "adam": (lambda theta, g, *state, **hyper: rules.adam(g, *state, **hyper), 2, ADAM | {"t": 3}),
    "amsgrad": (
        lambda theta, g, *state, **hyper: rules.amsgrad(g, *state, **hyper), 3, ADAM | {"t": 1},
    ),
    "adamw": (
        lambda theta, g, *state, **hyper: rules.adamw(g, theta, *state, **hyper),
        2,
        ADAM | {"t": 2, "weight_decay": 0.1},
    ),
}  # fmt: skip

# What these need is overwritten, if it is overwritten as soon as its successor is known.
HARD = {
    "averages exchanged": (lambda theta, g, a, b: (b, a, a + b), 2),
    "averages in a ring": (lambda theta, g, a, b, c: (b, c, a, a), 3),
    "old average in the step": (lambda theta, g, m: (0.5 * m + g, m), 1),
    "old average in a product": (lambda theta, g, m: (0.5 * m + g, m * (m + 1)), 1),
    "old average in another": (lambda theta, g, a, b: (0.5 * a + g, a * b, b), 2),
    "old theta in an average": (lambda theta, g, a: (theta, g + 2 * theta), 1),
    "theta twice": (lambda theta, g, a: (theta * a, theta + theta), 1),
    "one value for two averages": (lambda theta, g, a, b: (g * g, g * g + 0 * b, a), 2),
    "the same value for two": (lambda theta, g, a, b: (lambda x: (x, x, x))(a * b), 2),
    "unchanged": (lambda theta, g, a: (a, a - g), 1),
    "the gradient kept": (lambda theta, g, a: (g, -g), 1),
    "a negative root": (lambda theta, g, a: (kinds.sqrt(-2 * (-1 * a)), kinds.sqrt(4 * a)), 1),
    "a negative maximum": (lambda theta, g, a: (kinds.maximum(-2 * a, g), -a), 1),
    "a sum used twice": (lambda theta, g, a: (lambda s: (2 * s, s * s + s / 4))(a + 3 * g), 1),
    "numbers": (lambda theta, g, a: (1 + 2 * a - 3, 1 + (g - a) * 5 - 2 * (a + 1)), 1),
    "products": (lambda theta, g, a: ((2 * a) * (3 * g), (-1 * g) * (a * 5) * (2 * g)), 1),
    "quotients": (lambda theta, g, a: (3 * g / (2 * a), a / 4 / (1 + a)), 1),
    "a part of an average, needed later": (
        lambda theta, g, a: (lambda x: (x + g, x))(a * g),
        1,
    ),
    "nothing": (lambda theta, g, a: (a, 0 * g), 1),
}


@LIBRARIES
@pytest.mark.parametrize("name", BOOK)
def test_rules_of_the_book(library, name):
    rule, averages, hyper = BOOK[name]
    arrays = inputs(averages)
    expected = as_written(rule, *arrays, **hyper)
    np.testing.assert_allclose(by_tape(library, rule, *arrays, **hyper), expected, rtol=1e-13)


@LIBRARIES
@pytest.mark.parametrize("name", HARD)
def test_rules_that_are_hard_in_place(library, name):
    rule, averages = HARD[name]
    arrays = inputs(averages)
    np.testing.assert_allclose(
        by_tape(library, rule, *arrays), as_written(rule, *arrays), rtol=1e-13
    )


@LIBRARIES
@settings(max_examples=500, deadline=None)
@given(data=st.data())
def test_random_rules(library, data):
    """Rules of up to twelve operations on any earlier results, which any of them may use again."""
    averages = data.draw(st.integers(0, 3))
    operation = st.tuples(
        st.sampled_from(["add", "subtract", "multiply", "scale", "plus", "maximum", "negate"]),
        st.integers(0, 99),
        st.integers(0, 99),
        st.sampled_from([-2.0, 0.0, 0.5, 1.0]),
    )
    steps = data.draw(st.lists(operation, max_size=12))
    results = data.draw(st.lists(st.integers(0, 99), min_size=averages + 1, max_size=averages + 1))

    largest = 1

    def rule(*known):
        nonlocal largest
        known = list(known)
        for name, i, j, number in steps:
            x, y = known[i % len(known)], known[j % len(known)]
            known.append(
                {
                    "add": lambda x, y, c: x + y,
                    "subtract": lambda x, y, c: x - y,
                    "multiply": lambda x, y, c: x * y,
                    "scale": lambda x, y, c: c * x,
                    "plus": lambda x, y, c: x + c,
                    "maximum": lambda x, y, c: kinds.maximum(x, y),
                    "negate": lambda x, y, c: -x,
                }[name](x, y, number)
            )
            if isinstance(known[-1], np.ndarray):
                largest = max(largest, abs(known[-1]).max())
        return [known[k % len(known)] for k in results]

    # Whole numbers of moderate size: nothing is rounded, but where an added number is divided by a
    # factor such as 3, so that the factor can wait.
    rounded = any(name == "plus" for name, *_ in steps)
    arrays = [np.array([1.0, -2.0, 3.0]) * (k + 1) for k in range(2 + averages)]
    expected = np.asarray(as_written(rule, *arrays))
    if abs(expected).max() < 2**40:
        slack = 1e-14 * largest if rounded else 0
        np.testing.assert_allclose(by_tape(library, rule, *arrays), expected, rtol=0, atol=slack)


@pytest.mark.parametrize(
    ("library", "name", "operations", "scratch"),
    [
        (torch, "adam", 9, 1),
        (torch, "adamw", 11, 1),
        (torch, "amsgrad", 10, 1),
        (torch, "rmsprop", 7, 1),
        (torch, "Nesterov", 3, 1),
        (torch, "sgd", 1, 0),
        (np, "adam", 12, 1),
        (np, "adamw", 14, 2),
        (np, "sgd", 2, 1),
        (torch, "first momentum", 2, 0),
        (torch, "a part of an average, needed later", 3, 1),
    ],
)
def test_as_few_operations_as_by_hand(library, name, operations, scratch):
    rule, averages, hyper = BOOK[name] if name in BOOK else (*HARD[name], {})
    tape = Tape(library, library.float64, rule, averages, **hyper)
    assert (len(tape.program), tape.scratch) == (operations, scratch)


@LIBRARIES
@pytest.mark.parametrize(("eps", "alone"), [(1e-3, False), (1e-4, True), (0, True)])
def test_an_epsilon_keeps_its_digits(library, eps, alone):
    """It is divided by the factor of the root, 5.8, unless too few digits would be left of it."""
    rule, averages, hyper = BOOK["adam"]
    program = str(Tape(library, library.float16, rule, averages, **{**hyper, "eps": eps}))
    assert (f"add(scratch1, {eps:.6g})" in program) is alone
    assert ("multiply(scratch1, 5.80249)" in program) is alone


def test_numpy_is_called_without_a_detour():
    """Its operations take all arguments in order, and numbers as arrays; maximum no longer does."""
    rule, averages, hyper = BOOK["amsgrad"]
    tape = Tape(np, np.float32, rule, averages, **hyper)
    lines = zip(tape.program, tape._calls, strict=True)
    assert [line[0] for line, (call, _) in lines if call is not line[0]] == [np.maximum]
    assert {(x.dtype, x.shape) for x in tape._numbers} == {(np.dtype(np.float32), ())}


@LIBRARIES
def test_a_small_factor_does_not_wait(library):
    """1 + 1e-6 * g is not 1e-6 * (1e6 + g) where the largest number is 65504."""
    program = str(Tape(library, library.float16, lambda theta, g: (1 + 1e-6 * g,), 0))
    assert program.splitlines()[:2] == [
        "scratch1 = multiply(g, 1e-06)",
        "scratch1 = add(scratch1, 1)",
    ]


def test_scratch_is_kept_for_pieces_that_are_alike(monkeypatch):
    made, empty_like = [], torch.empty_like
    monkeypatch.setattr(torch, "empty_like", lambda x: made.append(x) or empty_like(x))
    rule, averages, hyper = BOOK["adam"]
    tape = Tape(torch, torch.float64, rule, averages, **hyper)
    for x in [
        *[torch.ones(3)] * 2,
        *[torch.ones(4)] * 2,
        *[torch.ones(4, device="meta")] * 2,
        *[torch.ones(4, dtype=torch.float64)] * 2,
    ]:
        tape.run(*[x.clone() for _ in range(4)])
    assert [(len(x), x.dtype, x.device.type) for x in made] == [
        (3, torch.float32, "cpu"),
        (4, torch.float32, "cpu"),
        (4, torch.float32, "meta"),
        (4, torch.float64, "cpu"),
    ]


def test_a_root_takes_its_number_along():
    """The root of 0.25 * g is 0.5 times the root of g, and the step takes the 0.5 along."""
    tape = Tape(torch, torch.float64, lambda theta, g: (kinds.sqrt(0.25 * g),), 0)
    assert str(tape) == "scratch1 = sqrt(g)\ntheta = add(theta, scratch1, alpha=-0.5)"


@pytest.mark.parametrize("new", [0, 2])
def test_a_rule_returns_as_many_averages_as_it_takes(new):
    with pytest.raises(ValueError, match=f"a rule must return its 1 averages, got {new}"):
        Tape(torch, torch.float64, lambda theta, g, m: (*[m] * new, g), 1)


def test_a_tape_can_be_read():
    rule, averages, hyper = BOOK["rmsprop"]
    assert str(Tape(torch, torch.float64, rule, averages, **hyper)).splitlines() == [
        "scratch1 = multiply(g, g)",
        "m1 = multiply(m1, 0.9)",
        "m1 = add(m1, scratch1, alpha=0.1)",
        "scratch1 = sqrt(m1)",
        "scratch1 = add(scratch1, 0.001)",
        "scratch1 = divide(g, scratch1)",
        "theta = add(theta, scratch1, alpha=-0.1)",
    ]
    rule, averages = HARD["averages exchanged"]
    assert str(Tape(np, np.float64, rule, averages)).splitlines() == [
        "scratch1 = add(m2, m1)",
        "scratch2 = multiply(m2, 1)",
        "m2 = multiply(m1, 1)",
        "theta = subtract(theta, scratch1)",
        "m1 = multiply(scratch2, 1)",
    ]
    assert "alpha=0.333333" in str(Tape(torch, torch.float64, lambda theta, g: (g + theta / 3,), 0))
