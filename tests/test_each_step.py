"""Code that is given the step number: a symbol shows one formula, the numbers may show another."""

import pytest
from sympy import Integer, symbols

from claims import ClaimError, ClaimFailed, EachStep, R, prove
from claims.notation import beta, t
from optimizers.rules import debias

x = symbols("x", real=True)


def claim(function):
    prove("a-line", EachStep(function, t), x * (t + 1), where={x: R})


def true(t):
    return x * t + x


def test_the_formula_of_the_code_is_proved():
    claim(true)


@pytest.mark.parametrize(
    ("function", "step"),
    [
        (lambda t: x if t == 100 else true(t), 100),
        (lambda t: x if t == 1 else true(t), 1),
        (lambda t: true(t) if t % 10 else true(t) + 1, 10),
        (lambda t: {7: Integer(1)}.get(t, true(t)), 7),
        (lambda t: -x if t in (250, 300) else true(t), 250),
        (lambda t: x if t == 99_999 else true(t), 99_999),
        (lambda t: true(t) if not isinstance(t, Integer) or t < 1000 else x, 1000),
    ],
)
def test_another_way_at_some_step_is_found(function, step):
    with pytest.raises(ClaimFailed, match=f"at t = {step} the code"):
        claim(function)


def test_code_that_can_not_run_at_a_step_is_found():
    with pytest.raises(ClaimFailed, match="not at t = 12: ZeroDivisionError"):
        claim(lambda t: true(t) + 0 * (1 / 0 if t == 12 else 1))


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((x, t), "function=x: a function"),
        ((true, x), "t=x: the symbol of a whole number"),
        ((true, 5), "t=5: the symbol"),
        ((lambda t: range(t), t), "can not run on the symbol t"),
    ],
)
def test_what_is_no_code_of_a_step_is_refused(arguments, reason):
    with pytest.raises(ClaimError, match=reason):
        EachStep(*arguments)


def test_the_books_own_correction_is_the_same_at_each_step():
    correction = EachStep(lambda t: debias(x, beta, t) - x, t)
    prove("a-correction", correction, x * beta**t / (1 - beta**t), where={x: R})
