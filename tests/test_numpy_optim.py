"""The NumPy optimizers: equal to torch.optim, in place, and strict about their input."""

import doctest
import inspect

import numpy as np
import pytest
import torch

from optimizers import numpy_optim, validation
from optimizers.numpy_optim import SGD, Adam
from optimizers.tape import Tape
from parity import (
    BAD,
    ONE_EACH,
    deviation,
    frozen,
    gradients,
    nesterov_refused,
    says,
    start,
    torch_step,
)


def pair(name, hyper, dtype=torch.float64):
    """Our optimizer and torch's on equal parameters; ours seen through tensors as well."""
    views, theirs = start(dtype), start(dtype)
    ours = getattr(numpy_optim, name)([view.numpy() for view in views], **hyper)
    return ours, views, getattr(torch.optim, name)(theirs, **hyper, foreach=False), theirs


def numpy_step(optimizer, views, t):
    optimizer.step([g.numpy() for g in gradients(views, t)])


@pytest.mark.parametrize("name, hyper", ONE_EACH)
def test_learning_rate_may_change_between_steps(name, hyper):
    ours, views, oracle, theirs = pair(name, hyper)
    for t in range(30):
        ours.lr = oracle.param_groups[0]["lr"] = 0.1 / (1 + t)
        numpy_step(ours, views, t)
        torch_step(oracle, theirs, t)
    assert deviation(views, theirs) <= 1e-12


@pytest.mark.parametrize("name, hyper", ONE_EACH)
def test_missing_gradient_skips_the_parameter(name, hyper):
    ours, views, oracle, theirs = pair(name, hyper)
    for t in range(30):
        missing = {i for i in range(len(views)) if (t + i) % 3 == 0}
        grads = [g.numpy() for g in gradients(views, t)]
        ours.step([None if i in missing else g for i, g in enumerate(grads)])
        for i, (param, grad) in enumerate(zip(theirs, gradients(theirs, t), strict=True)):
            param.grad = None if i in missing else grad
        oracle.step()
    assert deviation(views, theirs) <= 1e-12


@pytest.mark.parametrize("name", ["SGD", "RMSprop", "Adam", "AdamW"])
def test_arguments_are_the_first_of_torch_with_its_defaults(name):
    ours = list(inspect.signature(getattr(numpy_optim, name)).parameters.values())
    theirs = list(inspect.signature(getattr(torch.optim, name)).parameters.values())
    assert [(p.name, p.default) for p in ours] == [(p.name, p.default) for p in theirs][: len(ours)]


@pytest.mark.parametrize("name, hyper", ONE_EACH)
def test_updates_the_callers_arrays(name, hyper):
    matrix, scalar = np.ones((2, 3)), np.array(1.0)
    row = matrix[1]
    optimizer = getattr(numpy_optim, name)([matrix, scalar], **hyper)
    optimizer.step([np.ones((2, 3)), np.array(1.0)])
    assert optimizer.params[0] is matrix and optimizer.params[1] is scalar
    assert (row < 1).all() and scalar < 1


@pytest.mark.parametrize("name, hyper", ONE_EACH)
def test_leaves_the_gradient_alone_and_keeps_no_hold_on_it(name, hyper):
    def trained(overwrite):
        theta, g = np.array([1.0, -2.0]), np.array([0.5, 0.25])
        optimizer = getattr(numpy_optim, name)([theta], **hyper)
        g.flags.writeable = False
        optimizer.step([g])
        g.flags.writeable = True
        if overwrite:
            g[:] = 1e6
        optimizer.step([np.array([0.1, 0.2])])
        return theta

    assert (trained(overwrite=True) == trained(overwrite=False)).all()


@pytest.mark.parametrize("name, hyper", ONE_EACH)
def test_a_gradient_may_be_a_parameter(name, hyper):
    """The loss ``a @ b`` has the gradients ``b`` and ``a``."""
    a, b = np.array([1.0, 2.0]), np.array([-3.0, 0.5])
    ours = getattr(numpy_optim, name)([a, b], **hyper)
    theirs = [torch.tensor(x, requires_grad=True) for x in (a, b)]
    oracle = getattr(torch.optim, name)(theirs, **hyper, foreach=False)
    for _ in range(10):
        ours.step([b, a[:]])
        oracle.zero_grad()
        (theirs[0] @ theirs[1]).backward()
        oracle.step()
    assert deviation([torch.from_numpy(a), torch.from_numpy(b)], theirs) <= 1e-12


def test_a_gradient_is_copied_only_where_it_must_be():
    a, b, c = np.ones(2), np.ones(2), np.ones(2)
    own, shared = validation.gradients([c, a], [a, b])
    assert own is c
    assert not np.shares_memory(shared, a) and (shared == a).all()


def test_a_gradient_gets_its_parameters_dtype():
    (g,) = validation.gradients([np.ones(3)], [np.ones(3, np.float32)])
    assert g.dtype == np.float32


@pytest.mark.parametrize("kind", [np.int32, np.uint8, np.float16])
def test_a_gradient_may_be_any_real_numbers(kind):
    theta = np.array([1.0, 2.0])
    SGD([theta], lr=0.5).step([np.array([1, 2], kind)])
    assert (theta == [0.5, 1.0]).all()


@pytest.mark.parametrize("name, hyper", ONE_EACH)
def test_parameters_and_state_keep_their_dtype(name, hyper):
    """Gradients and hyper-parameters in float64 change neither dtype nor a bit of the result."""

    def trained(number, dtype):
        params = [np.float32([1, 2]), np.array(3, dtype=np.float16)]
        optimizer = getattr(numpy_optim, name)(
            params, **{key: number(value) for key, value in hyper.items()}
        )
        for _ in range(2):
            optimizer.step([np.array([1.25, 2.5], dtype), np.array(0.5, dtype)])
        return [params, *(x for key, x in vars(optimizer).items() if key in ("buf", "m", "v"))]

    state = trained(np.float64, np.float64)
    assert len(state) > 1
    for arrays in state:
        assert [x.dtype for x in arrays] == [np.float32, np.float16]
        assert all(isinstance(x, np.ndarray) for x in arrays)
    assert frozen(state) == frozen(trained(float, np.float16))


def test_columns_of_one_matrix_are_two_parameters():
    matrix = np.ones((3, 2))
    SGD([matrix[:, 0], matrix[:, 1]], lr=1).step([np.full(3, 1.0), np.full(3, 2.0)])
    assert (matrix == [0, -1]).all()


@pytest.mark.parametrize("name, argument, value, error, range_", BAD)
def test_bad_hyperparameter(name, argument, value, error, range_):
    cls = getattr(numpy_optim, name)
    params = [np.array([1.0, 2.0]), np.array(3.0)]
    with pytest.raises(error) as info:
        cls(params, **{argument: value})
    assert says(info, argument, value, range_)

    optimizer = cls(params, lr=0.1)
    grads = [np.array([0.1, 0.2]), np.array(0.3)]
    optimizer.step(grads)
    setattr(optimizer, argument, value)
    before = frozen(vars(optimizer))
    with pytest.raises(error) as info:
        optimizer.step(grads)
    assert says(info, argument, value, range_)
    del before[argument]  # NaN is not equal to itself
    assert frozen({key: vars(optimizer)[key] for key in before}) == before


@pytest.mark.parametrize("hyper", [{"momentum": 0.0}, {"momentum": 0.9, "dampening": 0.1}])
def test_nesterov_needs_momentum_without_dampening(hyper):
    with pytest.raises(ValueError) as info:
        SGD([np.zeros(2)], nesterov=True, **hyper)
    assert str(info.value) == nesterov_refused(**hyper)


def read_only():
    array = np.zeros(2)
    array.flags.writeable = False
    return array


SHARED = np.zeros(4)
TWICE = (
    r"params must not share memory, got params\[{}\] and params\[{}\] that do: "
    "they would be updated twice"
)


@pytest.mark.parametrize(
    "params, error, message",
    [
        ([], ValueError, "params must hold at least one array, got an empty list"),
        (np.zeros((2, 3)), TypeError, r"params must be a list of arrays, got .* shape \(2, 3\)"),
        ([np.zeros(2), np.zeros(2, int)], TypeError, r"params\[1\] .* floats, got dtype int64"),
        ([np.zeros(2, complex)], TypeError, r"params\[0\] .* floats, got dtype complex128"),
        ([np.zeros(2), [1.0, 2.0]], TypeError, r"params\[1\] .* NumPy array .* got \[1.0, 2.0\]"),
        ([np.zeros(2), 1.0], TypeError, r"params\[1\] .* NumPy array .* got 1.0"),
        (
            [np.zeros(2), read_only()],
            ValueError,
            r"params\[1\] must be writeable, got a read-only array",
        ),
        ([SHARED, np.zeros(2), SHARED], ValueError, TWICE.format(0, 2)),
        ([SHARED[:3], SHARED[2:]], ValueError, TWICE.format(0, 1)),
    ],
)
@pytest.mark.parametrize("name", ["SGD", "RMSprop", "Adam", "AdamW"])
def test_bad_parameters(name, params, error, message):
    with pytest.raises(error, match=f"^{message}$"):
        getattr(numpy_optim, name)(params)


@pytest.mark.parametrize(
    "grads, error, message",
    [
        ([np.ones(3)], ValueError, "grads must hold one gradient .* 2 parameters, got 1"),
        ([np.ones(3)] * 3, ValueError, "grads must hold one gradient .* 2 parameters, got 3"),
        (np.ones((2, 3)), TypeError, r"grads must be a list of arrays, got .* shape \(2, 3\)"),
        ([np.ones(3), np.ones(3)], ValueError, r"grads\[1\] .* shape \(2, 3\), got \(3,\)"),
        ([np.ones(3), 1.0], ValueError, r"grads\[1\] .* shape \(2, 3\), got \(\)"),
        ([np.ones((1, 3)), np.ones((2, 3))], ValueError, r"grads\[0\] .* \(3,\), got \(1, 3\)"),
        ([np.ones(3), np.ones((2, 3), complex)], TypeError, r"grads\[1\] .* got dtype complex128"),
        ([np.ones(3), "x"], TypeError, r"grads\[1\] must be real numbers, got dtype <U1"),
    ],
)
@pytest.mark.parametrize("name, hyper", ONE_EACH)
def test_bad_gradients_change_nothing(name, hyper, grads, error, message):
    optimizer = getattr(numpy_optim, name)([np.ones(3), np.ones((2, 3))], **hyper)
    optimizer.step([np.ones(3), np.ones((2, 3))])
    before = frozen(vars(optimizer))
    with pytest.raises(error, match=f"^{message}$"):
        optimizer.step(grads)
    assert frozen(vars(optimizer)) == before


@pytest.mark.parametrize("t", [-1, 0.5, float("nan")])
def test_bad_step_count(t):
    optimizer = Adam([np.ones(3), np.ones(2)])
    optimizer.t = [3, t]
    with pytest.raises(ValueError, match=rf"^t\[1\] must be .* whole and >= 0, got {t}$"):
        optimizer.step([np.ones(3), np.ones(2)])
    assert optimizer.t[0] == 3 and (optimizer.params[0] == 1).all() and not optimizer.m[0].any()


def test_large_arrays_are_cut_and_small_ones_gathered(monkeypatch):
    seen = []
    monkeypatch.setattr(Tape, "run", lambda self, theta, *rest: seen.append(theta.size))
    params = [np.ones(size, np.float32) for size in (3 * numpy_optim.LARGE, 3, 4)]
    SGD(params).step(params)
    assert seen == [numpy_optim.LARGE] * 3 + [7]


def test_examples_in_the_docstring():
    result = doctest.testmod(numpy_optim)
    assert result.attempted > 0 and result.failed == 0
