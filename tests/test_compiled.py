"""compile=True: the same rule through torch.compile, and equal to torch.optim all the same."""

import copy
import pickle
import re

import pytest
import torch

from optimizers import compiled, eager, inductor, plan, torch_optim
from parity import ROUNDINGS, Track, allowed


@pytest.fixture(autouse=True, params=["compiler", "interpreted"])
def backend(request, monkeypatch):
    """Everything twice: as it is, and with kernels that run operation by operation.

    The second is quick, and needs no compiler: it shows what is around the kernels.
    """
    if request.param == "compiler":
        request.getfixturevalue("compiler")
    else:
        monkeypatch.setattr(compiled, "_kernels", {})

        def interpreted(function, inputs, options):
            graph = inductor.graph(function, inputs)
            return lambda inputs: graph(*inputs)

        monkeypatch.setattr(inductor, "kernel", interpreted)


needs_compiler = pytest.mark.parametrize("backend", ["compiler"], indirect=True)

CASES = [
    ("SGD", {"lr": 0.1, "momentum": 0.9, "dampening": 0.3, "weight_decay": 0.1}),
    ("RMSprop", {"centered": True, "eps": 0.1, "momentum": 0.9}),
    ("Adam", {"lr": 0.1, "amsgrad": True, "weight_decay": 0.1, "maximize": True}),
    ("AdamW", {"lr": 0.1, "weight_decay": 0.5}),
]
ADAMW = CASES[-1]


def params(dtype=torch.float64):
    """Small and large ones, more than a kernel takes, of all layouts; single numbers; an empty one."""
    torch.manual_seed(0)
    shapes = [(), (3,), (0,), (50, 60), *[(70, 99)] * 60, (1,), (200, 300), (140_003,), (17,)]
    made = [torch.randn(shape, dtype=dtype) for shape in shapes]
    made += [torch.randn(300, 400, dtype=dtype).T, torch.randn(40, 5, dtype=dtype)[::2]]
    made += [torch.randn(2, 3, 8, 8, dtype=dtype).to(memory_format=torch.channels_last)]
    return [param.requires_grad_() for param in made]


def give(params, t, none=()):
    generator = torch.Generator().manual_seed(t)
    for i, param in enumerate(params):
        param.grad = torch.randn(param.shape, dtype=param.dtype, generator=generator)
        if i in none:
            param.grad = None


def pair(name, hyper, dtype=torch.float64):
    runs = [params(dtype), params(dtype)]
    ours = getattr(torch_optim, name)(runs[0], **hyper, compile=True)
    return [ours, getattr(torch.optim, name)(runs[1], **hyper, foreach=False)], runs


def deviation_after_steps(optimizers, runs):
    for t in range(3):
        for optimizer, own in zip(optimizers, runs, strict=True):
            give(own, t)
            optimizer.step()
    track = Track()
    track.record(*runs)
    return track.deviation


@pytest.mark.parametrize("name, hyper", CASES)
def test_equals_torch(name, hyper):
    """Gradients that come and go, an edit, a new group; parameters and every average."""
    optimizers, runs = pair(name, hyper)
    track = Track()
    for t in range(12):
        for optimizer, own in zip(optimizers, runs, strict=True):
            give(own, t, none={0: (5, -1), 1: (5,), 4: (2, 10, 60), 5: (66,)}.get(t, ()))
            if t == 6:
                optimizer.param_groups[0]["lr"] = 0.02
                own.append(torch.ones(5, dtype=torch.float64, requires_grad=True))
                optimizer.add_param_group({"params": own[-1:], "lr": 0.3})
                own[-1].grad = torch.arange(5.0, dtype=torch.float64)
            optimizer.step()
        if t != 6:
            track.record(*[own[:71] for own in runs])
    assert track.deviation <= ROUNDINGS[torch.float64]
    states = [optimizer.state_dict()["state"] for optimizer in optimizers]
    assert states[0].keys() == states[1].keys()
    track = Track()
    keys = [(i, key) for i in states[0] for key in states[0][i]]
    assert keys and all(set(states[0][i]) == set(states[1][i]) for i in states[0])
    track.record(*[[state[i][key] for i, key in keys] for state in states])
    assert track.deviation <= ROUNDINGS[torch.float64]


@needs_compiler
def test_equals_torch_in_float32():
    optimizers, runs = pair(*ADAMW, dtype=torch.float32)
    track = Track()
    for t in range(60):
        for optimizer, own in zip(optimizers, runs, strict=True):
            give(own, t)
            optimizer.step()
        track.record(*runs)
    print(f"\nAdamW compiled, float32: {track.deviation:.1e}")
    assert track.deviation <= allowed(*ADAMW, torch.float32, 60)


def test_complex_parameters():
    torch.manual_seed(0)
    runs = [
        [torch.ones(n, dtype=torch.complex128, requires_grad=True) for n in (40_000, 3, 5)]
        for _ in "ab"
    ]
    ours = torch_optim.AdamW(runs[0], **ADAMW[1], compile=True)
    theirs = torch.optim.AdamW(runs[1], **ADAMW[1], foreach=False)
    for t in range(5):
        for optimizer, own in zip((ours, theirs), runs, strict=True):
            give(own, t)
            optimizer.step()
    track = Track()
    track.record(*[[torch.view_as_real(p.detach()) for p in own] for own in runs])
    assert track.deviation <= ROUNDINGS[torch.float64]
    assert ours.state[runs[0][1]]["exp_avg"].dtype == torch.complex128


@needs_compiler
def test_a_schedule_compiles_nothing_again():
    """One kernel for a group, whatever the sizes; learning rate and betas change in every step."""
    name, hyper = ADAMW
    (ours, _), (own, _) = pair(name, hyper)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(ours, 0.1, 40)
    give(own, 0)
    ours.step()
    kernels = len(compiled._kernels)
    with torch._dynamo.config.patch(error_on_recompile=True):
        for t in range(30):
            give(own, t, none=(t, t + 3, 40))
            ours.step()
            scheduler.step()
        other = [
            torch.ones(n, dtype=torch.float64, requires_grad=True) for n in (64, 100_001, 33_333)
        ]
        optimizer = torch_optim.AdamW(other, compile=True)
        for t in range(3):
            give(other, t)
            optimizer.step()
    assert len(compiled._kernels) == kernels
    assert ours.param_groups[0]["betas"][0] != 0.9


@pytest.mark.parametrize("first", ["ours", "theirs"])
def test_state_dict_moves_both_ways(first):
    """Loaded state is new tensors, which the next step finds."""
    optimizers, runs = pair(*ADAMW)
    k = ["ours", "theirs"].index(first)
    for t in range(3):
        give(runs[k], t)
        optimizers[k].step()
    for a, b in zip(runs[1 - k], runs[k], strict=True):
        a.data.copy_(b.data)
    optimizers[1 - k].load_state_dict(copy.deepcopy(optimizers[k].state_dict()))
    track = Track()
    for t in range(3, 6):
        for optimizer, own in zip(optimizers, runs, strict=True):
            give(own, t)
            optimizer.step()
        track.record(*runs)
    assert track.deviation <= ROUNDINGS[torch.float64]
    ours = optimizers[0]
    assert [s["exp_avg"].stride() for s in ours.state.values()] == [
        s["exp_avg"].stride() for s in optimizers[1].state.values()
    ]


def test_state_that_a_user_replaces_is_used():
    optimizers, runs = pair(*ADAMW)
    for t in range(3):
        for optimizer, own in zip(optimizers, runs, strict=True):
            give(own, t)
            if t == 1:
                entry = optimizer.state[own[4]]
                entry["exp_avg"] = torch.zeros_like(own[4])
                entry["step"] = torch.tensor(7.0)
            if t == 2:
                optimizer.state[own[5]] = {}
                optimizer.state[own[6]]["step"] += 5
            optimizer.step()
    track = Track()
    track.record(*runs)
    assert track.deviation <= ROUNDINGS[torch.float64]


def test_a_state_taken_from_the_last_parameter_starts_anew():
    """What the plan has seen is then the beginning of what it held."""
    (ours, _), (own, _) = pair(*ADAMW)
    for t in range(3):
        give(own, t)
        if t == 2:
            ours.state[own[-1]] = {}
        ours.step()
    assert ours.state[own[-1]]["step"] == 1


def rebind(param):
    param.data = param.data.clone()


def transpose(param):
    param.data = param.data.T


def gradient_in_another_order(param):
    param.grad = param.grad.T.contiguous().T


@pytest.mark.parametrize("change", [rebind, transpose, gradient_in_another_order])
def test_a_change_between_steps_is_seen(change):
    """A plan of the last step that no longer fits is not used. Square, so that no size tells."""
    runs = [[torch.full((60, 60), 0.5 * k, requires_grad=True) for k in range(12)] for _ in "ab"]
    optimizers = [
        torch_optim.AdamW(runs[0], **ADAMW[1], compile=True),
        torch.optim.AdamW(runs[1], **ADAMW[1], foreach=False),
    ]
    for t in range(6):
        for optimizer, own in zip(optimizers, runs, strict=True):
            give(own, t)
            if t >= 3:
                change(own[1])
            optimizer.step()
    track = Track()
    track.record(*[[p.detach().double() for p in own] for own in runs])
    assert track.deviation <= allowed(*ADAMW, torch.float32, 6)


def test_a_step_like_the_last_one_makes_no_new_plan():
    (ours, _), (own, _) = pair(*ADAMW)
    plans = []
    for t in range(4):
        give(own, t, none=(7,) if t == 3 else ())
        ours.step()
        plans.append(ours._plans[0][-1])
    assert plans[0] is plans[1] is plans[2] and plans[3] is not plans[2]


def test_a_parameter_that_is_there_twice_makes_two_steps():
    """As in torch, which warns of it."""
    runs = [[torch.ones(20, dtype=torch.float64, requires_grad=True) for _ in "12"] for _ in "ab"]
    with pytest.warns(UserWarning, match="duplicate parameters"):
        optimizers = [
            torch_optim.AdamW([runs[0][0], *runs[0]], compile=True),
            torch.optim.AdamW([runs[1][0], *runs[1]], foreach=False),
        ]
    assert deviation_after_steps(optimizers, runs) <= ROUNDINGS[torch.float64]
    assert optimizers[0].state[runs[0][0]]["step"] == 6


@needs_compiler
def test_every_length():
    """Around those of a vector, of the compiler's special cases, and where another kernel begins."""
    lengths = [*range(40), *(plan.LARGE // 8 + k for k in range(-20, 20)), 100_003]
    lengths += [plan.ALONE // 8 + k for k in (-1, 0, 1)]
    runs = [[torch.ones(n, dtype=torch.float64, requires_grad=True) for n in lengths] for _ in "ab"]
    optimizers = [
        torch_optim.AdamW(own, compile=c) for own, c in zip(runs, (True, False), strict=True)
    ]
    assert deviation_after_steps(optimizers, runs) <= ROUNDINGS[torch.float64]


@needs_compiler
def test_a_kernel_takes_no_length_for_granted(monkeypatch):
    """The compiler notes what a kernel holds for only, and none checks it: two elements or more."""
    seen, compile_fx_inner = [], inductor.compile_fx.compile_fx_inner

    def watched(graph, inputs):
        kernel = compile_fx_inner(graph, inputs)
        inputs = [node.meta["val"] for node in graph.graph.nodes if node.op == "placeholder"]
        guards = [str(guard.expr) for guard in inputs[0].fake_mode.shape_env.guards]
        # The first input holds the rule's numbers, and their count is always the same.
        known = re.compile(r"Eq\(s\d+, 9\)|s\d+ >= [012]|Ne\(s\d+, [01]\)")
        seen.append((len(inputs), [guard for guard in guards if not known.fullmatch(guard)]))
        return kernel

    monkeypatch.setattr(compiled, "_kernels", {})
    monkeypatch.setattr(inductor.compile_fx, "compile_fx_inner", watched)
    own = [torch.ones(n, requires_grad=True) for n in (5, plan.LARGE, plan.ALONE)]
    optimizer = torch_optim.AdamW(own, compile=True)
    give(own, 0)
    optimizer.step()
    together = 1 + 5 * plan.TOGETHER  # the rule's numbers; a length and four tensors for each
    assert sorted(seen) == [(6, []), (together, []), (together, [])]


@needs_compiler
@pytest.mark.parametrize("size", [1, 5, plan.LARGE, plan.ALONE])
def test_autograd_knows_that_a_parameter_has_changed(size):
    """A loss from before the step has no gradient after it, as in torch."""
    own = [torch.ones(size, requires_grad=True) for _ in range(2)]
    optimizer = torch_optim.AdamW(own, compile=True)
    for t in range(3):
        give(own, t)
        loss = (own[1] ** 2).sum()
        optimizer.step()
        with pytest.raises(RuntimeError, match="modified by an inplace operation"):
            loss.backward()


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_copies_stay_compiled(copied):
    (ours, _), (own, _) = pair(*ADAMW)
    give(own, 0)
    ours.step()
    twin = copied(ours)
    assert twin.compile is True
    twins = twin.param_groups[0]["params"]
    for t in (1, 2):
        give(own, t)
        give(twins, t)
        ours.step()
        twin.step()
    assert all(torch.equal(a, b) and a is not b for a, b in zip(own, twins, strict=True))


def test_updates_in_place_and_leaves_gradients_alone():
    (ours, _), (own, _) = pair(*ADAMW)
    places = [(id(p), p.data_ptr()) for p in own]
    for t in range(2):
        give(own, t)
        grads = [p.grad.clone() for p in own]
        ours.step()
        assert all(torch.equal(p.grad, g) for p, g in zip(own, grads, strict=True))
    assert [(id(p), p.data_ptr()) for p in own] == places
    assert not any(x.requires_grad for s in ours.state.values() for x in s.values())


@needs_compiler
@pytest.mark.parametrize("compile", [False, True])
def test_a_step_takes_little_extra_memory(compile):
    """The most that is allocated at one time in a step, against the size of the parameters."""
    own = [
        torch.ones(n, dtype=torch.float64, requires_grad=True) for n in [4_000_000, *[1000] * 3000]
    ]
    optimizer = torch_optim.AdamW(own, compile=compile)
    give(own, 0)
    optimizer.step()
    with torch.profiler.profile(
        profile_memory=True, activities=[torch.profiler.ProfilerActivity.CPU]
    ) as seen:
        optimizer.step()
    now = peak = 0
    for event in seen.profiler.kineto_results.events():
        if event.name() == "[memory]":
            now += event.nbytes()
            peak = max(peak, now)
    assert 0 < peak < (1 << 24) + 16 * 8 * eager.LARGE  # an eighth of one average, 56 MB
    if compile:
        assert peak < 1 << 20


def test_bad_gradients_and_flags():
    with pytest.raises(TypeError, match="compile must be True or False, got 1"):
        torch_optim.Adam(params(), compile=1)
    own = params()
    optimizer = torch_optim.AdamW(own, compile=True)
    give(own, 0)
    own[-1].grad = own[-1].grad.to_sparse()
    before = [p.detach().clone() for p in own]
    with pytest.raises(RuntimeError, match="must be dense"):
        optimizer.step()
    assert all(torch.equal(a, b) for a, b in zip(own, before, strict=True)) and not optimizer.state
