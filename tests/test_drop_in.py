"""The torch optimizers in the place of torch.optim's: same arguments, options, state and company.

The oracle is torch.optim with ``foreach=False``. Numbers are compared in float64, at 1e-12, unless
a test says otherwise.
"""

import copy
import inspect
import io
import pickle

import pytest
import torch

from optimizers import eager, torch_optim
from optimizers.tape import Tape
from parity import ROUNDINGS, Track, allowed, gradients, start

# Options that the list style does not have, alone and together.
OPTIONS = [
    ("SGD", {"lr": 0.1, "maximize": True}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "dampening": 0.3, "weight_decay": 0.5, "maximize": True}),
    ("RMSprop", {"momentum": 0.9}),
    ("RMSprop", {"centered": True, "eps": 0.1}),
    ("RMSprop", {"centered": True, "eps": 0.1, "momentum": 0.9, "weight_decay": 0.5}),
    ("RMSprop", {"momentum": 0.5, "alpha": 0.9, "weight_decay": 0.5, "maximize": True}),
    ("Adam", {"lr": 0.1, "amsgrad": True}),
    ("Adam", {"lr": 0.1, "betas": (0.5, 0.7), "amsgrad": True, "weight_decay": 0.5}),
    ("Adam", {"lr": 0.1, "maximize": True, "weight_decay": 0.5}),
    ("Adam", {"lr": 0.1, "decoupled_weight_decay": True, "weight_decay": 0.5}),
    ("AdamW", {"lr": 0.1, "betas": (0.5, 0.7), "amsgrad": True, "weight_decay": 0.5}),
    ("AdamW", {"lr": 0.1, "maximize": True, "amsgrad": True, "weight_decay": 0.5}),
]
PLAIN = [("SGD", {"lr": 0.1, "momentum": 0.9}), ("RMSprop", {}), ("Adam", {}), ("AdamW", {})]
EACH = PLAIN + [OPTIONS[4], OPTIONS[7], OPTIONS[10]]
NAMES = [name for name, _ in PLAIN]
BOTH = (torch_optim, torch.optim)


def make(library, name, params, hyper):
    extra = {"foreach": False} if library is torch.optim else {}
    return getattr(library, name)(params, **hyper, **extra)


def leaves(dtype=torch.float64):
    return [param.requires_grad_() for param in start(dtype)]


def pair(name, hyper, params=leaves):
    """Our optimizer and torch's on equal parameters, and a track that compares them."""
    runs = [params(), params()]
    pairs = [make(lib, name, p, hyper) for lib, p in zip(BOTH, runs, strict=True)]
    return pairs, runs


def real(params):
    return [torch.view_as_real(p.detach()) if p.is_complex() else p for p in params]


def give(params, grads):
    for param, grad in zip(params, grads, strict=True):
        param.grad = grad


def together(optimizers, runs, steps, change=lambda optimizer, t: None):
    """Step both, after ``change`` was done to both. Return the largest deviation of any step."""
    track = Track()
    for t in range(steps):
        for optimizer, params in zip(optimizers, runs, strict=True):
            give(params, gradients(params, t))
            change(optimizer, t)
            optimizer.step()
        track.record(*runs)
    return track.deviation


# ------------------------------------------------------------------ constructor


@pytest.mark.parametrize("name", NAMES)
def test_signature_is_torchs(name):
    ours, theirs = (inspect.signature(getattr(lib, name)).parameters for lib in BOTH)
    extra = ours["compile"]
    assert (extra.default, extra.kind) == (False, inspect.Parameter.KEYWORD_ONLY)
    ours = [(p.name, p.default, p.kind) for p in ours.values() if p.name != "compile"]
    theirs = [(p.name, p.default, p.kind) for p in theirs.values()]
    positional = [p for p in theirs if p[2] is inspect.Parameter.POSITIONAL_OR_KEYWORD]
    assert ours[: len(positional)] == positional
    assert sorted(ours) == sorted(theirs)


@pytest.mark.parametrize("name, hyper", PLAIN + OPTIONS + [(name, {}) for name in NAMES])
def test_groups_and_defaults_are_torchs(name, hyper):
    (ours, theirs), _ = pair(name, hyper)
    assert ours.compile is False
    theirs.defaults["foreach"] = theirs.param_groups[0]["foreach"] = None
    assert ours.defaults == theirs.defaults
    assert [{**g, "params": 0} for g in ours.param_groups] == [
        {**g, "params": 0} for g in theirs.param_groups
    ]


REFUSED = [
    *[(name, {"lr": lr}) for name in NAMES for lr in (-0.1, "0.1", torch.ones(2))],
    *[(name, {"weight_decay": -0.1}) for name in NAMES],
    ("SGD", {"momentum": -0.1}),
    ("SGD", {"nesterov": True}),
    ("SGD", {"nesterov": True, "momentum": 0.9, "dampening": 0.1}),
    *[("RMSprop", {key: -0.1}) for key in ("alpha", "eps", "momentum")],
    *[
        (name, bad)
        for name in ("Adam", "AdamW")
        for bad in (
            {"eps": -1e-8},
            {"lr": float("nan")},
            {"betas": (1.0, 0.9)},
            {"betas": (0.9, -0.1)},
            {"betas": (0.9, float("nan"))},
            {"betas": (0.9, 1.0)},
            {"betas": 0.9},
        )
    ],
]


@pytest.mark.parametrize("name, bad", REFUSED)
def test_what_torch_refuses_is_refused_with_the_same_error(name, bad):
    errors = []
    for library in BOTH:
        with pytest.raises((ValueError, TypeError)) as info:
            make(library, name, leaves(), bad)
        errors.append(info.type)
    assert errors[0] == errors[1]
    with pytest.raises(errors[0], match=next(iter(bad))):
        make(torch_optim, name, leaves(), bad)


@pytest.mark.parametrize("name", NAMES)
def test_capturable_is_refused_by_name(name):
    cls = getattr(torch_optim, name)
    if "capturable" not in inspect.signature(cls).parameters:
        with pytest.raises(TypeError, match="capturable"):
            cls(leaves(), capturable=True)
        return
    cls(leaves(), capturable=False)
    message = f"capturable must be off, since {name} does not support it here, got True: a step"
    with pytest.raises(ValueError, match=message):
        cls(leaves(), capturable=True)
    with pytest.raises(ValueError, match=message):
        cls(leaves()).add_param_group({"params": leaves(), "capturable": True})


@pytest.mark.parametrize("name, hyper", EACH)
def test_hyperparameters_may_be_tensors_of_one_element(name, hyper):
    """A learning rate, as a scheduler may fill it in place; and betas."""
    numbers = {"lr": 0.05, **({"betas": (0.8, 0.9)} if "Adam" in name else {})}
    tensors = {
        key: tuple(torch.tensor(x, dtype=torch.float64) for x in value)
        if isinstance(value, tuple)
        else torch.tensor(value, dtype=torch.float64)
        for key, value in numbers.items()
    }
    runs = [leaves(), leaves()]
    optimizers = [
        make(torch_optim, name, params, {**hyper, **x})
        for params, x in zip(runs, (tensors, numbers), strict=True)
    ]

    def schedule(optimizer, t):
        group = optimizer.param_groups[0]
        if isinstance(group["lr"], torch.Tensor):
            group["lr"].fill_(0.05 / (1 + t))
        else:
            group["lr"] = 0.05 / (1 + t)

    assert together(optimizers, runs, 5, schedule) == 0
    assert isinstance(optimizers[0].param_groups[0]["lr"], torch.Tensor)
    oracle = make(torch.optim, name, theirs := leaves(), {**hyper, **copy.deepcopy(tensors)})
    for t in range(5):
        give(theirs, gradients(theirs, t))
        schedule(oracle, t)
        oracle.step()
    track = Track()
    track.record(runs[0], theirs)
    assert track.deviation <= ROUNDINGS[torch.float64]


# ------------------------------------------------------------------ numbers


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
@pytest.mark.parametrize("name, hyper", OPTIONS)
def test_options_equal_torchs_over_60_steps(name, hyper, dtype):
    optimizers, runs = pair(name, hyper, lambda: leaves(dtype))
    deviation = together(optimizers, runs, 60)
    print(f"\n{name:8}{str(dtype)[6:]:8}{deviation:8.1e}  {hyper}")
    assert deviation <= allowed(name, hyper, dtype, 60)
    states = [optimizer.state_dict()["state"] for optimizer in optimizers]
    assert [set(entry) for entry in states[0].values()] == [set(x) for x in states[1].values()]


@pytest.mark.parametrize("name, hyper", EACH)
def test_edits_of_groups_between_steps(name, hyper):
    """New values, a new group, and options that are switched on and off."""
    optimizers, runs = pair(name, hyper)
    later = [[torch.ones(3, 2, dtype=torch.float64).requires_grad_()] for _ in BOTH]

    def edit(optimizer, t):
        group = optimizer.param_groups[0]
        if t == 3:
            group.update(lr=0.02, weight_decay=0.3, maximize=not group["maximize"])
        if t == 5:
            extra = later[optimizers.index(optimizer)]
            optimizer.add_param_group({"params": extra, "lr": 0.5})
        if t == 7:
            group["weight_decay"] = 0
        for param in later[optimizers.index(optimizer)]:
            param.grad = torch.full_like(param, t - 5.5)

    assert together(optimizers, runs, 12, edit) <= ROUNDINGS[torch.float64]
    track = Track()
    track.record(*later)
    assert track.deviation <= ROUNDINGS[torch.float64]
    assert (later[0][0] != 1).all()


def test_momentum_and_amsgrad_may_begin_late():
    """torch.optim.SGD's buffer then begins with a gradient; its Adam can not do it at all."""

    def on(optimizer, t):
        optimizer.param_groups[0]["momentum"] = 0.9 if t >= 3 else 0

    assert together(*pair("SGD", {"lr": 0.1, "dampening": 0.5}), 8, on) <= 1e-12
    params = leaves()
    optimizer = torch_optim.Adam(params)
    for t in range(4):
        give(params, gradients(params, t))
        optimizer.param_groups[0]["amsgrad"] = t >= 2
        optimizer.step()
    assert all((s["max_exp_avg_sq"] >= s["exp_avg_sq"]).all() for s in optimizer.state.values())


def many():
    """Small parameters of several dtypes, more than one batch, and one that is cut in blocks.

    Neighbours of one dtype make a batch, so it takes many of them to fill one.
    """
    torch.manual_seed(0)
    shapes = [(50, 60)] * 60 + [(), (0,), (1,), (7,), (3, 100_000), (200_001,), (600, 500)]
    dtypes = [torch.float64, torch.float32, torch.complex128]
    params = [
        torch.randn(s, dtype=dtypes[i % 3 if i % 5 == 0 else 0]) for i, s in enumerate(shapes)
    ]
    params += [
        torch.randn(300, 400, dtype=torch.float64).T,
        torch.randn(99, 5, dtype=torch.float64)[::2],
    ]
    params += [torch.randn(4, 3, 8, 8, dtype=torch.float64).to(memory_format=torch.channels_last)]
    params += [torch.randn(50, 60, dtype=torch.float64) for _ in range(50)]
    return [param.requires_grad_() for param in params]


def random_grads(params, t):
    generator = torch.Generator().manual_seed(t)
    return [torch.randn(p.shape, dtype=p.dtype, generator=generator) for p in params]


@pytest.mark.parametrize("name, hyper", EACH)
def test_many_parameters_of_all_sizes_and_layouts(name, hyper):
    optimizers, runs = pair(name, hyper, many)
    tracks = {dtype: Track() for dtype in (torch.float64, torch.float32, torch.complex128)}
    for t in range(4):
        for optimizer, params in zip(optimizers, runs, strict=True):
            give(params, random_grads(params, t))
            if t in (1, 2):  # the steps of neighbours differ from here on
                params[3].grad = params[40].grad = params[-4].grad = None
            optimizer.step()
        for dtype, track in tracks.items():
            track.record(*[real(p for p in params if p.dtype == dtype) for params in runs])
    for dtype, track in tracks.items():
        assert (
            track.deviation <= ROUNDINGS[torch.float32 if dtype == torch.float32 else torch.float64]
        )
    for a, b in zip(
        *[optimizer.state_dict()["state"].values() for optimizer in optimizers], strict=True
    ):
        for key in b:
            assert a[key].dtype == b[key].dtype and a[key].shape == b[key].shape
            if key == "step":
                assert a[key] == b[key]


@pytest.mark.parametrize("dtype", [torch.complex64, torch.complex128])
@pytest.mark.parametrize("name, hyper", EACH)
def test_complex_parameters(name, hyper, dtype):
    def params():
        torch.manual_seed(0)
        return [
            torch.randn(3, dtype=dtype).requires_grad_(),
            torch.randn(2, 2, dtype=dtype).T.requires_grad_(),
        ]

    optimizers, runs = pair(name, hyper, params)
    for t in range(30):
        for optimizer, own in zip(optimizers, runs, strict=True):
            give(own, random_grads(own, t))
            optimizer.step()
    track = Track()
    track.record(*map(real, runs))
    assert track.deviation <= allowed(name, hyper, dtype.to_real(), 30)
    assert all(
        x.dtype == dtype
        for x in [s[k] for s in optimizers[0].state.values() for k in s if k != "step"]
    )


# ------------------------------------------------------------------ state


def saved(optimizer):
    file = io.BytesIO()
    torch.save(optimizer.state_dict(), file)
    file.seek(0)
    return torch.load(file)


@pytest.mark.parametrize("order", [BOTH, BOTH[::-1]], ids=["to torch", "from torch"])
@pytest.mark.parametrize("name, hyper", OPTIONS)
def test_state_dict_with_options_moves_both_ways(name, hyper, order):
    params = leaves()
    first = make(order[0], name, params, hyper)
    copies = [param.detach().clone().requires_grad_() for param in params]
    for t in range(10):
        give(params, gradients(params, t))
        first.step()
    for mine, theirs in zip(copies, params, strict=True):
        mine.data.copy_(theirs.data)
    second = make(order[1], name, copies, {"lr": 9.0})
    second.load_state_dict(saved(first))
    assert together([first, second], [params, copies], 10) <= ROUNDINGS[torch.float64]


@pytest.mark.parametrize("flags", [{"fused": True}, {"foreach": True}, {"foreach": False}])
@pytest.mark.parametrize("name", NAMES)
def test_state_dict_of_torchs_other_implementations(name, flags):
    """How torch computed is not a matter of the numbers. The hint is kept, as torch keeps it."""
    if name == "RMSprop" and "fused" in flags:
        return
    params = leaves()
    theirs = getattr(torch.optim, name)(params, **flags)
    give(params, gradients(params, 0))
    theirs.step()
    ours = getattr(torch_optim, name)(own := leaves())
    ours.load_state_dict(copy.deepcopy(theirs.state_dict()))
    for key, value in flags.items():
        assert ours.param_groups[0][key] is value
        assert saved(ours)["param_groups"][0][key] is value
    for a, b in zip(own, params, strict=True):
        a.data.copy_(b.data)
    # The oracle goes on by its loop: fused, it takes strided gradients in another order (torch 2.13).
    theirs.param_groups[0].update(dict.fromkeys(flags, False))
    assert together([ours, theirs], [own, params], 3) <= ROUNDINGS[torch.float64]
    if "capturable" in theirs.defaults:
        with pytest.raises(ValueError, match="capturable must be off"):
            state = theirs.state_dict()
            state["param_groups"][0]["capturable"] = True
            ours.load_state_dict(state)


OLD = {
    "SGD": ["nesterov", "maximize", "foreach", "differentiable", "fused"],
    "RMSprop": ["momentum", "centered", "foreach", "maximize", "differentiable", "capturable"],
    "Adam": [
        "amsgrad",
        "maximize",
        "foreach",
        "capturable",
        "differentiable",
        "fused",
        "decoupled_weight_decay",
    ],
}
OLD["AdamW"] = OLD["Adam"]


@pytest.mark.parametrize("name", NAMES)
def test_older_state_dicts_and_pickles(name):
    """Without the options that torch got later, and with the step as a plain number."""
    optimizers, runs = pair(name, {"lr": 0.1})
    together(optimizers, runs, 3)
    for optimizer in optimizers:
        old = copy.deepcopy(optimizer.state_dict())
        for key in OLD[name]:
            old["param_groups"][0].pop(key, None)
        for entry in old["state"].values():
            if "step" in entry:
                entry["step"] = int(entry["step"])
        optimizer.load_state_dict(old)
        assert all(torch.is_tensor(s["step"]) for s in optimizer.state.values() if "step" in s)
    assert together(optimizers, runs, 5) <= ROUNDINGS[torch.float64]

    # A pickle carries the same, in __dict__.
    old = pickle.loads(pickle.dumps(optimizers[0]))
    state = old.__getstate__()
    del state["compile"]
    for key in OLD[name]:
        state["param_groups"][0].pop(key, None)
    fresh = getattr(torch_optim, name).__new__(getattr(torch_optim, name))
    fresh.__setstate__(state)
    give(fresh.param_groups[0]["params"], gradients(runs[0], 0))
    fresh.step()


def test_what_adamw_loads_it_trains_decoupled():
    params = leaves()
    give(params, gradients(params, 0))
    adam = torch_optim.Adam(params)
    adam.step()
    adamw = torch_optim.AdamW(leaves())
    adamw.load_state_dict(adam.state_dict())
    assert adamw.param_groups[0]["decoupled_weight_decay"] is True


@pytest.mark.parametrize("library", BOTH)
def test_a_count_that_is_loaded_keeps_its_dtype(library):
    params = leaves()
    give(params, gradients(params, 0))
    optimizer = library.Adam(params)
    optimizer.step()
    saved = optimizer.state_dict()
    saved["state"][0]["step"] = torch.tensor(5.0, dtype=torch.float64)
    optimizer.load_state_dict(saved)
    count = optimizer.state[params[0]]["step"]
    assert count.dtype == torch.float64 and count == 5


@pytest.mark.parametrize("default", [torch.float32, torch.float64])
def test_the_step_counts_dtype_is_torchs(default):
    before = torch.get_default_dtype()
    torch.set_default_dtype(default)
    try:
        optimizers, runs = pair("Adam", {})
        together(optimizers, runs, 1)
        counts = [next(iter(optimizer.state.values()))["step"] for optimizer in optimizers]
    finally:
        torch.set_default_dtype(before)
    assert counts[0].dtype == counts[1].dtype == default and counts[0] == counts[1] == 1


def test_state_does_not_depend_on_where_a_parameter_is_stepped_from():
    """Parameters stay the same objects in the same memory, gradients are left alone."""
    params = many()
    optimizer = torch_optim.AdamW(params, amsgrad=True, maximize=True)
    places = [(id(p), p.data_ptr()) for p in params]
    for t in range(3):
        grads = random_grads(params, t)
        give(params, [g.clone() for g in grads])
        optimizer.step()
        assert all(torch.equal(p.grad, g) for p, g in zip(params, grads, strict=True))
    assert [(id(p), p.data_ptr()) for p in params] == places


# ------------------------------------------------------------------ company


def schedulers(optimizer):
    """One of every scheduler in torch.optim.lr_scheduler, by name."""
    s = torch.optim.lr_scheduler
    return {
        "LambdaLR": lambda: s.LambdaLR(optimizer, lambda t: 0.9**t),
        "MultiplicativeLR": lambda: s.MultiplicativeLR(optimizer, lambda t: 0.9),
        "StepLR": lambda: s.StepLR(optimizer, 3),
        "MultiStepLR": lambda: s.MultiStepLR(optimizer, [2, 5]),
        "ConstantLR": lambda: s.ConstantLR(optimizer),
        "LinearLR": lambda: s.LinearLR(optimizer),
        "ExponentialLR": lambda: s.ExponentialLR(optimizer, 0.9),
        "PolynomialLR": lambda: s.PolynomialLR(optimizer, 8),
        "CosineAnnealingLR": lambda: s.CosineAnnealingLR(optimizer, 8),
        "CosineAnnealingWarmRestarts": lambda: s.CosineAnnealingWarmRestarts(optimizer, 3),
        "CyclicLR": lambda: s.CyclicLR(
            optimizer,
            0.01,
            0.1,
            3,
            cycle_momentum=bool(optimizer.defaults.get("momentum", "betas" in optimizer.defaults)),
        ),
        "OneCycleLR": lambda: s.OneCycleLR(
            optimizer,
            0.1,
            20,
            cycle_momentum=bool(optimizer.defaults.get("momentum", "betas" in optimizer.defaults)),
        ),
        "ReduceLROnPlateau": lambda: s.ReduceLROnPlateau(optimizer, patience=1),
        "SequentialLR": lambda: s.SequentialLR(
            optimizer, [s.ConstantLR(optimizer), s.ExponentialLR(optimizer, 0.9)], [3]
        ),
        "ChainedScheduler": lambda: s.ChainedScheduler(
            [s.ConstantLR(optimizer), s.ExponentialLR(optimizer, 0.9)]
        ),
        "SWALR": lambda: torch.optim.swa_utils.SWALR(optimizer, 0.01),
    }


def test_no_scheduler_is_forgotten():
    # LRScheduler is the base class; SWALR stands here in torch.optim.swa_utils.
    known = set(schedulers(torch_optim.SGD(leaves()))) - {"SWALR"} | {"LRScheduler"}
    assert set(torch.optim.lr_scheduler.__all__) == known


@pytest.mark.parametrize("name, hyper", EACH)
def test_every_scheduler(name, hyper):
    for kind in schedulers(torch_optim.SGD(leaves())):
        optimizers, runs = pair(name, {**hyper, "lr": 0.1})
        made = {id(optimizer): schedulers(optimizer)[kind]() for optimizer in optimizers}
        for t in range(8):
            for optimizer, params in zip(optimizers, runs, strict=True):
                give(params, gradients(params, t))
                optimizer.step()
                scheduler = made[id(optimizer)]
                scheduler.step(*([1.0] if kind == "ReduceLROnPlateau" else []))
        track = Track()
        track.record(*runs)
        assert track.deviation <= ROUNDINGS[torch.float64], kind
        assert optimizers[0].param_groups[0]["lr"] == optimizers[1].param_groups[0]["lr"], kind


@pytest.mark.parametrize("name, hyper", EACH)
def test_grad_scaler_and_clipping(name, hyper):
    """The scaler skips the step with an infinite gradient; clipping acts on the unscaled ones."""
    runs = []
    for library in BOTH:
        torch.manual_seed(0)
        model = torch.nn.Linear(4, 3).double()
        optimizer = make(library, name, model.parameters(), hyper)
        scaler = torch.amp.GradScaler("cpu", init_scale=2.0**10, growth_interval=3)
        for t in range(8):
            optimizer.zero_grad()
            x = torch.randn(5, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(t))
            before = copy.deepcopy(model.state_dict())
            scaler.scale(model(x).square().mean()).backward()
            if t == 4:
                model.weight.grad[0, 0] = float("inf")
            scaler.unscale_(optimizer)
            torch.nn.utils.clip_grad_norm_(model.parameters(), 0.1)
            scaler.step(optimizer)
            scaler.update()
            assert torch.equal(before["weight"], model.weight) == (t == 4)
        runs.append([*model.parameters(), torch.tensor(scaler.get_scale())])
    track = Track()
    track.record(*runs)
    assert track.deviation <= ROUNDINGS[torch.float64]


@pytest.mark.parametrize("name", NAMES)
def test_hooks_and_profiler_name(name):
    seen = []
    params = leaves()
    optimizer = getattr(torch_optim, name)(params)
    optimizer.register_step_pre_hook(lambda o, args, kwargs: seen.append("before"))
    optimizer.register_step_post_hook(lambda o, args, kwargs: seen.append("after"))
    optimizer.register_state_dict_post_hook(lambda o, state: seen.append("saved"))
    optimizer.register_load_state_dict_pre_hook(lambda o, state: seen.append("loading"))
    optimizer.register_load_state_dict_post_hook(lambda o: seen.append("loaded"))
    give(params, gradients(params, 0))
    optimizer.step()
    optimizer.load_state_dict(optimizer.state_dict())
    assert seen == ["before", "after", "saved", "loading", "loaded"]


@pytest.mark.parametrize("name, hyper", EACH)
def test_closure(name, hyper):
    """Called once, with gradients on even where they are off, before anything is read; returned."""
    calls = []
    param = torch.ones(3, dtype=torch.float64, requires_grad=True)
    optimizer = make(torch_optim, name, [param], hyper)

    def closure():
        calls.append(torch.is_grad_enabled())
        optimizer.zero_grad()
        loss = param.square().sum()
        loss.backward()
        return loss

    with torch.no_grad():
        assert optimizer.step(closure).item() == 3
    assert calls == [True] and (param != 1).all()
    optimizer.zero_grad(set_to_none=False)
    assert (param.grad == 0).all()
    optimizer.zero_grad()
    assert param.grad is None
    before = param.detach().clone()
    optimizer.step()
    assert torch.equal(param, before)


def pieces(monkeypatch, shapes, *devices):
    """Numbers of elements of the pieces on which a rule is run, for parameters of these shapes."""
    seen = []
    monkeypatch.setattr(Tape, "run", lambda self, theta, *rest: seen.append(theta.numel()))
    entries = [
        (1, [torch.zeros(shape, device=device) for _ in range(2)])
        for device in devices or ["cpu"]
        for shape in shapes
    ]
    eager.update(torch, lambda theta, g, t: (g,), entries, {})
    return seen


def test_large_tensors_are_cut_and_small_ones_gathered(monkeypatch):
    assert pieces(monkeypatch, [4 * eager.LARGE]) == [eager.LARGE] * 4
    assert pieces(monkeypatch, [eager.SMALL + 1] * 2) == [eager.SMALL + 1] * 2
    assert pieces(monkeypatch, [3, 4]) == [7]
    full = eager.LARGE // eager.SMALL
    assert pieces(monkeypatch, [eager.SMALL] * (2 * full + 3)) == [
        eager.LARGE,
        eager.LARGE,
        3 * eager.SMALL,
    ]


def test_a_parameter_that_is_there_twice_makes_two_steps():
    """As in torch, which warns of it."""
    made = []
    for library in (torch_optim, torch.optim):
        first, second = params = [torch.ones(20, requires_grad=True) for _ in "12"]
        with pytest.warns(UserWarning, match="duplicate parameters"):
            optimizer = library.SGD([first, second, first], lr=0.1, weight_decay=0.1)
        for _ in range(3):
            for param in params:
                param.grad = torch.full_like(param, 0.5)
            optimizer.step()
        made.append(torch.stack(params))
    torch.testing.assert_close(*made)


def test_blocks_are_for_processors(monkeypatch):
    """On a device of another kind a tensor is updated whole: a call costs more than its memory."""
    assert pieces(monkeypatch, [4 * eager.LARGE], "meta") == [4 * eager.LARGE]
    assert pieces(monkeypatch, [3, 4], "cpu", "meta") == [7, 7]


@pytest.mark.parametrize(
    ("name", "value"), [("lr", True), ("betas", (0.9, True)), ("capturable", True)]
)
def test_a_group_is_checked_again_where_it_was_changed(name, value):
    """Also where what stands there now is equal to what was checked."""
    param = torch.ones(3, requires_grad=True)
    optimizer = torch_optim.Adam([param], lr=1.0, betas=(0.9, 0.0))
    for _ in range(2):
        param.grad = torch.ones(3)
        optimizer.step()
    optimizer.param_groups[0][name] = value
    with pytest.raises((TypeError, ValueError), match=name):
        optimizer.step()


def test_a_group_is_checked_once_as_long_as_nothing_can_change():
    params = [torch.ones(3, requires_grad=True) for _ in range(4)]
    groups = [{"params": param} for param in params]
    groups[1]["lr"], groups[2]["lr"] = 0.5, torch.tensor(0.5)
    groups[3]["betas"] = [0.9, 0.999]
    optimizer = torch_optim.Adam(groups)
    optimizer.step()
    groups = list(enumerate(optimizer.param_groups))
    first, second = ([optimizer._hyper(*group) for group in groups] for _ in "12")
    assert [a is b for a, b in zip(first, second, strict=True)] == [True, True, False, False]
    assert list(optimizer._checked) == [0, 1, 2, 3]


def test_a_list_of_betas_may_be_changed_inside():
    steps = []
    for betas in ([0.9, 0.999], [0.5, 0.999]):
        param = torch.ones(3, requires_grad=True)
        optimizer = torch_optim.Adam([param], betas=(0.9, 0.999))
        optimizer.param_groups[0]["betas"] = [0.9, 0.999]
        for gradient in (1.0, -1.0):
            param.grad = torch.full_like(param, gradient)
            optimizer.step()
            optimizer.param_groups[0]["betas"][:] = betas
        steps.append(param.detach())
    assert not torch.equal(*steps)


def test_a_group_may_be_one_tensor():
    first, second = (torch.ones(5, requires_grad=True) for _ in "12")
    optimizer = torch_optim.AdamW([first])
    optimizer.add_param_group({"params": second, "lr": 0.5})
    assert optimizer.param_groups[1]["params"] == [second]


def test_an_error_names_which_of_two_betas():
    with pytest.raises(ValueError, match=r"betas\[1\] must have one element, got shape \(2,\)"):
        torch_optim.Adam([torch.ones(3)], betas=(0.9, torch.ones(2)))


@pytest.mark.parametrize("length", [1, 3, eager.SMALL, 3 * eager.LARGE])
def test_a_tensor_in_parts_is_neither_gathered_nor_cut(length, monkeypatch):
    """It stays what it is, small or large. Which tensors are in parts: see test_sharded.py."""
    entries = [(1, [torch.ones(length), torch.full((length,), 0.25)]) for _ in range(2)]
    parts = [theta for _, (theta, _) in entries]
    monkeypatch.setattr(
        eager, "is_traceable_wrapper_subclass", lambda x: any(x is part for part in parts)
    )
    monkeypatch.setattr(eager, "blocks", None)
    monkeypatch.setattr(eager, "_together", None)
    eager.update(torch, lambda theta, g, t: (g,), entries, {})
    assert all((theta == 0.75).all() for theta in parts)
