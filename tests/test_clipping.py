"""Clipping: the rules on all kinds of number, and in place as torch's."""

import doctest
import math

import numpy as np
import pytest
import sympy
import torch
from sympy import Rational as R

from optimizers import clipping, kinds, torch_clip
from optimizers.clipping import clip_by_norm, clip_by_value

INF, NAN = math.inf, math.nan
KINDS = [np.array, lambda x: torch.tensor(x, dtype=torch.float64)]


def params(dtype=torch.float32, scale=1.0, none=(2,)):
    generator = torch.Generator().manual_seed(0)
    shapes = [(3,), (), (5,), (0,), (40, 70), (2, 100, 50), (4, 6)]
    made = []
    for i, shape in enumerate(shapes):
        p = torch.zeros(shape, dtype=dtype, requires_grad=True)
        g = torch.randn(shape, dtype=torch.float64, generator=generator) * scale
        p.grad = None if i in none else g.to(dtype)
        made.append(p)
    made[-1].grad = made[-1].grad.T.contiguous().T
    return made


def grads(params):
    return [p.grad for p in params if p.grad is not None]


def identical(a, b):
    return all(
        torch.equal(torch.nan_to_num(x, 77), torch.nan_to_num(y, 77))
        for x, y in zip(a, b, strict=True)
    )


# ------------------------------------------------------------------ the rules


def test_exact_values():
    assert clip_by_norm([R(3), R(4)], max_norm=R(1), eps=0) == [R(3, 5), R(4, 5)]
    assert clip_by_norm([R(3), R(4)], max_norm=R(3), eps=1) == [R(3, 2), R(2)]
    assert clip_by_norm([R(3), R(4)], max_norm=R(5), eps=0) == [3, 4]
    assert clip_by_norm([R(3), R(4)], max_norm=0) == [0, 0]
    assert [clip_by_value(x, limit=R(2)) for x in (R(-3), R(-2), R(1), R(5))] == [-2, -2, 1, 2]
    assert clip_by_value(R(4), limit=0) == 0


def test_formulas_on_symbols():
    x, y = sympy.symbols("x y", real=True)
    c = sympy.Symbol("c", positive=True)
    length = sympy.sqrt(x**2 + y**2)
    assert clip_by_norm([x, y], max_norm=c, eps=0) == [v * sympy.Min(1, c / length) for v in (x, y)]
    # What is longer than c ends with the length c.
    ratio = sympy.Symbol("r", positive=True)
    clipped = clip_by_norm([x, y], max_norm=length / (1 + ratio), eps=0)
    assert sympy.simplify(clipped[0] ** 2 + clipped[1] ** 2 - (length / (1 + ratio)) ** 2) == 0
    assert clip_by_value(x, limit=c) == sympy.Min(sympy.Max(x, -c), c)


@pytest.mark.parametrize("max_norm", [0.25, 2.0, 8.0])
@pytest.mark.parametrize("kind", KINDS, ids=["numpy", "torch"])
def test_kinds_agree(kind, max_norm):
    given = [[[0.5, -1.0], [2.0, 0.25]], [3.0]]
    flat = [R(x) for x in (0.5, -1.0, 2.0, 0.25, 3.0)]
    arrays = [kind(x) for x in given]
    before = [np.array(x.tolist()) for x in arrays]
    for eps in (0.5, 0.0):
        exact = clip_by_norm(flat, max_norm=R(max_norm), eps=R(eps))
        ours = clip_by_norm(arrays, max_norm=max_norm, eps=eps)
        assert [type(x) for x in ours] == [type(x) for x in arrays]
        assert [x.shape for x in ours] == [(2, 2), (1,)]
        values = np.concatenate([np.ravel(x.tolist()) for x in ours])
        np.testing.assert_allclose(
            values, np.array([x.evalf(30) for x in exact], float), rtol=4e-16
        )
    clipped = [clip_by_value(x, limit=max_norm) for x in arrays]
    values = [v for x in clipped for v in np.ravel(x.tolist())]
    assert values == [float(clip_by_value(x, limit=R(max_norm))) for x in flat]
    assert all((x.tolist() == y).all() for x, y in zip(arrays, before, strict=True))


@pytest.mark.parametrize("order", [1, 2, 3, INF])
def test_norm_is_one_over_all_kinds(order):
    exact = kinds.norm([R(3), R(-4), R(12)], order)
    assert exact == {1: 19, 2: 13, 3: sympy.root(R(1819), 3), INF: 12}[order]
    for kind in KINDS:
        norm = kinds.norm([kind([3.0, -4.0]), kind([[12.0]])], order)
        assert float(norm) == pytest.approx(float(exact))


# ------------------------------------------------------------------ in place, against torch

DTYPES = [torch.float32, torch.float64, torch.bfloat16, torch.float16]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("scale", [1.0, 1e-9, 0.0])
@pytest.mark.parametrize(
    "hyper", [{}, {"norm_type": 1}, {"norm_type": INF}, {"foreach": True}, {"foreach": False}]
)
def test_norm_equals_torchs_bit_for_bit(dtype, scale, hyper):
    for max_norm in (0.0, 1e-3, 0.7, 1e5):
        ours, theirs = params(dtype, scale), params(dtype, scale)
        if hyper.get("norm_type") == INF:  # torch knows no largest number of an empty gradient
            ours[3].grad = theirs[3].grad = None
        total = torch_clip.clip_grad_norm_(ours, max_norm, **hyper)
        assert torch.equal(total, torch.nn.utils.clip_grad_norm_(theirs, max_norm, **hyper))
        assert identical(grads(ours), grads(theirs))
        assert all((p == 0).all() for p in ours) and ours[2].grad is None


@pytest.mark.parametrize("bad", [INF, -INF, NAN, 1e30])
@pytest.mark.parametrize("scale", [1.0, 1e-9])
def test_a_norm_that_is_not_finite(bad, scale):
    """As torch: one infinite gradient leaves zeros and a NaN, an overflow of the squares zeros."""
    ours, theirs = params(scale=scale), params(scale=scale)
    for run in (ours, theirs):
        run[0].grad[1] = bad
        run[4].grad[3, 3] = 1e30
    before = [g.clone() for g in grads(ours)]
    with pytest.raises(RuntimeError, match="non-finite"):
        torch_clip.clip_grad_norm_(ours, 1.0, error_if_nonfinite=True)
    assert identical(grads(ours), before)
    torch_clip.clip_grad_norm_(ours, 1.0)
    torch.nn.utils.clip_grad_norm_(theirs, 1.0)
    assert identical(grads(ours), grads(theirs))
    assert (ours[5].grad == 0).all() or math.isnan(bad)


@pytest.mark.parametrize("dtype", DTYPES)
def test_value_equals_torchs_bit_for_bit(dtype):
    for limit in (0.0, 0.3, 1.1, 1e4):
        ours, theirs = params(dtype), params(dtype)
        ours[0].grad[0] = theirs[0].grad[0] = NAN
        ours[0].grad[1] = theirs[0].grad[1] = -INF
        expected = [clip_by_value(g, limit=limit) for g in grads(ours)]
        assert torch_clip.clip_grad_value_(ours, limit) is None
        torch.nn.utils.clip_grad_value_(theirs, limit)
        assert identical(grads(ours), grads(theirs)) and identical(grads(ours), expected)


@pytest.mark.parametrize("share", [0.5, 0.99, 1.0, 1.5, 2.5])
def test_in_place_is_the_rule(share):
    """Near the bound, and where the norm is as small as eps."""
    ours, theirs = (params(torch.float64, scale=1e-8) for _ in "ab")
    max_norm = share * kinds.norm(grads(ours)).item()
    expected = clip_by_norm(grads(ours), max_norm=max_norm)
    torch_clip.clip_grad_norm_(iter(ours), max_norm)
    torch.nn.utils.clip_grad_norm_(theirs, max_norm)
    assert identical(grads(ours), expected) and identical(grads(ours), grads(theirs))


def test_complex_gradients_one_tensor_and_none():
    ours, theirs = (torch.zeros(2, dtype=torch.complex64, requires_grad=True) for _ in "ab")
    ours.grad, theirs.grad = (torch.tensor([3 + 4j, -12j]) for _ in "ab")
    assert (
        torch_clip.clip_grad_norm_(ours, 1.0) == torch.nn.utils.clip_grad_norm_(theirs, 1.0) == 13
    )
    assert torch.equal(ours.grad, theirs.grad)
    assert torch_clip.clip_grad_norm_([], 1.0) == 0
    assert torch_clip.clip_grad_norm_([torch.zeros(2, requires_grad=True)], 1.0) == 0
    torch_clip.clip_grad_value_([], 1.0)


@pytest.mark.filterwarnings("ignore:Using backward:UserWarning")
def test_gradients_that_require_gradients():
    p = torch.ones(3, requires_grad=True)
    (p**3).sum().backward(create_graph=True)
    torch_clip.clip_grad_norm_([p], 1.0)
    torch_clip.clip_grad_value_([p], 0.1)
    assert p.grad.tolist() == pytest.approx([0.1] * 3)


def test_in_a_loop_with_a_scaler():
    """An infinite gradient: the scaler finds it after clipping, and skips the step."""
    p = torch.ones(2, requires_grad=True)
    optimizer = torch.optim.SGD([p], lr=1.0)
    scaler = torch.amp.GradScaler("cpu", init_scale=2.0**16)
    for factor in (INF, 3.0):
        optimizer.zero_grad()
        scaler.scale((p * factor).sum()).backward()
        scaler.unscale_(optimizer)
        torch_clip.clip_grad_norm_([p], 1.0)
        scaler.step(optimizer)
        scaler.update()
        if factor == INF:
            assert p.tolist() == [1, 1]
    assert p.tolist() == pytest.approx([1 - math.sqrt(0.5)] * 2)


# ------------------------------------------------------------------ bad input

POSITIVE = "a finite number >= 0"
BAD = [
    (-1.0, ValueError),
    (NAN, ValueError),
    (INF, ValueError),
    ("1", TypeError),
    (None, TypeError),
    (True, TypeError),
]


@pytest.mark.parametrize(("value", "error"), BAD)
def test_bad_bounds_change_nothing(value, error):
    calls = [
        ("max_norm", lambda ps: torch_clip.clip_grad_norm_(ps, value)),
        ("clip_value", lambda ps: torch_clip.clip_grad_value_(ps, value)),
        ("max_norm", lambda ps: clip_by_norm(grads(ps), max_norm=value)),
        ("eps", lambda ps: clip_by_norm(grads(ps), max_norm=1.0, eps=value)),
        ("limit", lambda ps: clip_by_value(ps[0].grad, limit=value)),
    ]
    for name, call in calls:
        ours = params()
        with pytest.raises(error) as info:
            call(ours)
        assert str(info.value) == f"{name} must be {POSITIVE}, got {value!r}"
        assert identical(grads(ours), grads(params()))


def test_bad_order():
    for value in (0, -2, NAN, -INF):
        with pytest.raises(ValueError, match="norm_type must be a finite number > 0, got"):
            torch_clip.clip_grad_norm_(params(), 1.0, norm_type=value)


def test_a_bound_that_a_gradient_can_not_hold():
    """torch refuses too, after it has clipped the gradients before."""
    ours = [*params(), *params(torch.float16)]
    before = [g.clone() for g in grads(ours)]
    with pytest.raises(
        ValueError,
        match="clip_value must be at most 65504.0, the largest torch.float16, got 100000.0",
    ):
        torch_clip.clip_grad_value_(ours, 1e5)
    assert identical(grads(ours), before)


def test_bounds_may_be_tensors():
    ours, theirs = params(), params()
    torch_clip.clip_grad_norm_(ours, torch.tensor(0.5))
    torch.nn.utils.clip_grad_norm_(theirs, torch.tensor(0.5))
    assert identical(grads(ours), grads(theirs))


def test_every_rule_is_tried_here():
    public = {
        n for n, x in vars(clipping).items() if getattr(x, "__module__", "") == clipping.__name__
    }
    assert public == {"clip_by_norm", "clip_by_value", "norm_factor"}


def test_examples_in_the_docstring():
    result = doctest.testmod(torch_clip)
    assert result.attempted > 0 and result.failed == 0
