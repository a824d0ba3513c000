"""AdamW with weights in bfloat16: rounded by chance, its averages in float32.

The oracle is torch.optim.AdamW in float32, started in every step from our weights and averages.
"""

import copy
import doctest
import io
import math
import pickle

import pytest
import torch

from optimizers import compiled, eager, inductor, torch_bfloat16, torch_optim
from optimizers.torch_bfloat16 import BFloat16AdamW
from parity import ROUNDINGS, deviation

BF16 = torch.bfloat16
INTERPRETED = {}  # kernels
HYPER = {"lr": 0.05, "betas": (0.8, 0.95), "weight_decay": 0.1}


@pytest.fixture(params=[False, True], ids=["eager", "compiled"])
def compile(request, monkeypatch):
    """Compiled here means: with kernels that run operation by operation, which needs no compiler."""
    if request.param:
        monkeypatch.setattr(compiled, "_kernels", INTERPRETED)

        def interpreted(function, inputs, options):
            graph = inductor.graph(function, inputs)
            return lambda inputs: graph(*inputs)

        monkeypatch.setattr(inductor, "kernel", interpreted)
    return request.param


def weights(dtype=BF16):
    """Small and large, of several layouts, more than a kernel takes."""
    generator = torch.Generator().manual_seed(0)
    shapes = [(), (3,), (0,), *[(30, 7)] * 9, (200, 300)]
    made = [torch.randn(shape, generator=generator).to(dtype) for shape in shapes]
    made += [torch.randn(20, 30, generator=generator).to(dtype).T]
    made += [torch.randn(40, 5, generator=generator).to(dtype)[::2]]
    return [x.requires_grad_() for x in made]


def give(params, t, none=()):
    generator = torch.Generator().manual_seed(t)
    for i, p in enumerate(params):
        p.grad = torch.randn(p.shape, generator=generator).to(p.dtype)
        if i in none:
            p.grad = None


def around(x):
    """The two numbers of bfloat16 between which a float32 lies, and their distance."""
    down = (x.view(torch.int32) & -65536).view(torch.float32)
    up = ((x.view(torch.int32) & -65536) + 65536).view(torch.float32)
    return torch.minimum(down, up), torch.maximum(down, up)


def test_the_same_with_options():
    test_each_step_is_torchs_rounded_to_a_neighbour(False, {"amsgrad": True, "maximize": True})


@pytest.mark.parametrize("extra", [{}], ids=str)
def test_each_step_is_torchs_rounded_to_a_neighbour(compile, extra):
    params = weights()
    ours = BFloat16AdamW(params, **HYPER, **extra, compile=compile)
    for t in range(6):
        give(params, t, none={1: (4,), 3: (0, 12)}.get(t, ()))
        moved = [p for p in params if p.grad is not None]
        wide = [p.detach().float().requires_grad_() for p in moved]
        oracle = torch.optim.AdamW(wide, **HYPER, **extra, foreach=False)
        for p, w in zip(moved, wide, strict=True):
            w.grad = p.grad.float()
            if p in ours.state:
                oracle.state[w] = copy.deepcopy(ours.state[p])
        oracle.step()
        ours.step()
        for p, w in zip(moved, wide, strict=True):
            for key, x in ours.state[p].items():
                expected = oracle.state[w][key]
                assert x.dtype == expected.dtype == torch.float32
                # Gradients are at most 5, their squares 25; a sum of them may cancel.
                assert torch.allclose(x, expected, rtol=0, atol=25 * ROUNDINGS[torch.float32])
            # The oracle rounds in another order, so its own number may lie just outside.
            low, high = around(w.detach())
            near = 4 * torch.finfo(torch.float32).eps * w.detach().abs()
            got = p.detach().float()
            assert (got - low >= -(near + (high - low) * (w - low <= near))).all()
            assert (high - got >= -(near + (high - low) * (high - w <= near))).all()


def test_the_mean_step_is_exact(compile):
    """A step of a tenth of the distance of two weights: taken one time in ten."""
    n = 60_000
    p = torch.ones(n, dtype=BF16, requires_grad=True)
    optimizer = BFloat16AdamW([p], lr=2.0**-8 / 10, eps=0, weight_decay=1e-9, compile=compile)
    p.grad = torch.ones_like(p)
    optimizer.step()
    moved = (p != 1).double().mean().item()
    assert set(p.tolist()) == {1.0, 1 - 2.0**-8}
    assert abs(moved - 0.1) < 4 * math.sqrt(0.09 / n)


def test_decay_works_where_rounding_to_nearest_forgets_it(compile):
    """A decay by a thousandth: torch's bfloat16 does not move after .7 has become .699."""
    p, q = (torch.full((2000,), 0.7, dtype=BF16, requires_grad=True) for _ in "pq")
    ours = BFloat16AdamW([p], lr=1e-2, weight_decay=0.1, compile=compile)
    theirs = torch.optim.AdamW([q], lr=1e-2, weight_decay=0.1)
    for _ in range(300):
        for x, optimizer in ((p, ours), (q, theirs)):
            x.grad = torch.zeros_like(x)
            optimizer.step()
    assert q.unique().tolist() == [0.69921875]
    start = 0.69921875  # bfloat16 has no .7
    assert abs(p.double().mean().item() / (start * (1 - 1e-3) ** 300) - 1) < 2e-3


def test_a_second_moment_falls_again():
    """With beta2 = .999, an average in bfloat16 neither reaches 1 nor ever falls. In float32 it does."""
    p, q = (torch.ones(4, dtype=BF16, requires_grad=True) for _ in "pq")
    ours = BFloat16AdamW([p], lr=0.0)
    theirs = torch.optim.AdamW([q], lr=0.0, foreach=False)
    seen = []
    for t in range(1200):
        for x, optimizer in ((p, ours), (q, theirs)):
            x.grad = torch.full_like(x, 1.0 if t < 600 else 0.01)
            optimizer.step()
        if t in (599, 1199):
            seen.append([o.state[x]["exp_avg_sq"][0].item() for x, o in ((p, ours), (q, theirs))])
    (ours_high, theirs_high), (ours_low, theirs_low) = seen
    assert ours_high == pytest.approx(1 - 0.999**600, rel=1e-4)
    assert ours_low == pytest.approx(
        0.999**600 * (1 - 0.999**600) + 1e-4 * (1 - 0.999**600), rel=1e-3
    )
    assert theirs_low == theirs_high
    assert (p == 1).all()  # lr = 0


def test_other_weights_are_trained_as_by_adamw():
    for dtype in (torch.float32, torch.float16):
        runs = [weights(dtype), weights(dtype)]
        made = [
            cls(run, **HYPER)
            for cls, run in zip((BFloat16AdamW, torch_optim.AdamW), runs, strict=True)
        ]
        for t in range(3):
            for optimizer, run in zip(made, runs, strict=True):
                give(run, t)
                optimizer.step()
        assert all(torch.equal(p, q) for p, q in zip(*runs, strict=True))
        states = [optimizer.state_dict()["state"] for optimizer in made]
        assert all(
            torch.equal(states[0][i][k], x) for i in states[1] for k, x in states[1][i].items()
        )


def trained(steps, compile, saved=None, first=0, **hyper):
    params = weights()
    optimizer = BFloat16AdamW(params, **{**HYPER, **hyper}, compile=compile)
    if saved:
        loaded = torch.load(io.BytesIO(saved), weights_only=True)
        for p, x in zip(params, loaded["params"], strict=True):
            p.data = x
        optimizer.load_state_dict(loaded["optimizer"])
    for t in range(first, steps):
        give(params, t)
        optimizer.step()
    file = io.BytesIO()
    torch.save({"params": [p.data for p in params], "optimizer": optimizer.state_dict()}, file)
    return params, optimizer, file.getvalue()


def same(a, b):
    return all(torch.equal(p, q) for p, q in zip(a, b, strict=True))


def test_the_seed_decides_and_a_resumed_run_goes_on_bit_for_bit(compile):
    whole, optimizer, _ = trained(6, compile, seed=5)
    again, _, _ = trained(6, compile, seed=5)
    other, _, _ = trained(6, compile, seed=6)
    assert same(whole, again) and not same(whole, other)
    _, _, file = trained(3, compile, seed=5)
    resumed, loaded, _ = trained(6, compile, saved=file, first=3)  # the file brings the seed
    assert same(whole, resumed)
    for p, q in zip(whole, resumed, strict=True):
        mine, theirs = optimizer.state[p], loaded.state[q]
        assert all(torch.equal(mine[key], theirs[key]) for key in mine)
        assert mine["exp_avg"].dtype == theirs["exp_avg"].dtype == torch.float32


def test_equal_weights_are_rounded_apart(compile):
    params = [torch.ones(1000, dtype=BF16, requires_grad=True) for _ in range(3)]
    optimizer = BFloat16AdamW(
        [{"params": params[:2]}, {"params": params[2:]}], lr=1e-3, compile=compile
    )
    for p in params:
        p.grad = torch.ones_like(p)
    optimizer.step()
    share = 0.001 / 2**-8
    for p, q in [(0, 1), (0, 2), (1, 2)]:
        both = ((params[p] != 1) & (params[q] != 1)).double().mean()
        assert abs(both - share**2) < 5 * math.sqrt(share**2 / 1000)


def test_parts_of_a_large_tensor_are_rounded_apart():
    """It is cut into blocks: each of them must draw bits of its own."""
    p = torch.ones(2 * eager.LARGE, dtype=BF16, requires_grad=True)
    p.grad = torch.ones_like(p)
    BFloat16AdamW([p], lr=1e-3).step()
    first, second = p.detach().view(2, -1)
    share = 0.001 / 2**-8
    both = ((first != 1) & (second != 1)).double().mean()
    assert abs(both - share**2) < 5 * math.sqrt(share**2 / eager.LARGE)


def test_state_dicts_of_torchs_adamw():
    params, optimizer, _ = trained(3, False)
    copies = [p.detach().clone().requires_grad_() for p in params]
    theirs = torch.optim.AdamW(copies, **HYPER)
    theirs.load_state_dict(optimizer.state_dict())
    assert theirs.state[copies[1]]["exp_avg"].dtype == BF16
    give(copies, 3)
    theirs.step()
    ours = BFloat16AdamW(copies, **HYPER, seed=4)
    saved = theirs.state_dict()
    del saved["param_groups"][0]["seed"]  # as if torch's had made it
    ours.load_state_dict(saved)
    state = ours.state[copies[1]]
    assert state["exp_avg"].dtype == torch.float32 and state["step"] == 4
    assert torch.equal(state["exp_avg"], theirs.state[copies[1]]["exp_avg"].float())
    assert ours.param_groups[0]["seed"] == 4
    give(copies, 4)
    ours.step()


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_copies_and_pickles(copied):
    params, optimizer, _ = trained(2, False, seed=3)
    twin = copied(optimizer)
    twins = twin.param_groups[0]["params"]
    for o, ps in ((optimizer, params), (twin, twins)):
        give(ps, 2)
        o.step()
    assert same(params, twins) and params[1] is not twins[1]


def test_an_average_of_the_wrong_dtype_changes_nothing():
    params, optimizer, _ = trained(2, False)
    give(params, 2)
    optimizer.state[params[4]]["exp_avg"] = optimizer.state[params[4]]["exp_avg"].bfloat16()
    before = [p.detach().clone() for p in params]
    with pytest.raises(TypeError, match="exp_avg must be .* of torch.float32, got torch.bfloat16"):
        optimizer.step()
    assert same(before, params)


@pytest.mark.parametrize(
    ("seed", "error"), [(-1, ValueError), (0.5, ValueError), ("1", TypeError), (None, TypeError)]
)
def test_bad_seeds(seed, error):
    message = f"seed must be a finite number, whole and >= 0, got {seed!r}"
    with pytest.raises(error, match=message):
        BFloat16AdamW(weights(), seed=seed)
    with pytest.raises(error, match=message):
        BFloat16AdamW([{"params": weights(), "seed": seed}])
    params, optimizer, _ = trained(1, False)
    optimizer.param_groups[0]["seed"] = seed
    before = [p.detach().clone() for p in params]
    with pytest.raises(error, match=message):
        optimizer.step()
    assert same(before, params)


def test_by_the_compiler_itself(compiler):
    """One kernel by the compiler: the same averages as eager, and bits that are those of the rule."""
    n = (1 << 21) + 5
    runs = [torch.ones(n, dtype=BF16, requires_grad=True) for _ in "ab"]
    hyper = {**HYPER, "lr": 2.0**-8 / 10, "eps": 0, "weight_decay": 0}
    made = [
        BFloat16AdamW([p], **hyper, seed=9, compile=c)
        for p, c in zip(runs, (True, False), strict=True)
    ]
    for _ in range(3):
        for p, optimizer in zip(runs, made, strict=True):
            p.grad = torch.ones_like(p)
            optimizer.step()
    states = [optimizer.state[p] for p, optimizer in zip(runs, made, strict=True)]
    for key in ("exp_avg", "exp_avg_sq"):
        assert deviation([states[0][key]], [states[1][key]]) <= ROUNDINGS[torch.float32]
    for p in runs:
        assert abs((1 - p.double()).mean().item() / (3 * 2.0**-8 / 10) - 1) < 4 * math.sqrt(3 / n)
    # From equal weights, the first of them at places where the written-down bits say so.
    (key,) = made[0]._rounding_keys(0, 4, [0])
    with torch.no_grad():
        runs[0].fill_(1.0)
    made[0].step()
    places = torch.arange(n, dtype=torch.int32)
    step = (
        1
        - (states[0]["exp_avg"] / (1 - 0.8**4) / (states[0]["exp_avg_sq"] / (1 - 0.95**4)).sqrt())
        * hyper["lr"]
    )
    expected = torch_bfloat16.to_bfloat16(step, torch_bfloat16.random_bits(places, key))
    assert (runs[0] != expected).double().mean() < 1e-3  # a last bit of the step may differ


def test_examples_in_the_docstring():
    result = doctest.testmod(torch_bfloat16)
    assert result.attempted > 0 and result.failed == 0
