"""What users of optimizers report as faults, tried on ours: memory, state, 16 bits, pending signs,
devices, graphs, kinds of array. Eager and compiled alike; the kernels run without a compiler here.
"""

import copy

import numpy as np
import pytest
import torch

from optimizers import compiled, inductor, memory, numpy_optim, torch_optim
from parity import frozen

NAMES = ["SGD", "RMSprop", "Adam", "AdamW"]
HYPER = {
    "SGD": {"lr": 0.1, "momentum": 0.9},
    "RMSprop": {"lr": 0.1, "centered": True, "momentum": 0.5, "eps": 0.1},
    "Adam": {"lr": 0.1, "amsgrad": True},
    "AdamW": {"lr": 0.1, "weight_decay": 0.5},
}
each = pytest.mark.parametrize("name", NAMES)
both = pytest.mark.parametrize("compile", [False, True], ids=["eager", "compiled"])


@pytest.fixture(autouse=True)
def interpreted(monkeypatch):
    """Kernels that run operation by operation: what is around them is the point here."""

    def kernel(function, inputs, options):
        graph = inductor.graph(function, inputs)
        return lambda inputs: graph(*inputs)

    monkeypatch.setattr(compiled, "_kernels", KERNELS)
    monkeypatch.setattr(inductor, "kernel", kernel)


KERNELS = {}  # kept from test to test


def ours(name, params, compile=False, **hyper):
    return getattr(torch_optim, name)(params, **{**HYPER[name], **hyper}, compile=compile)


def theirs(name, params, **hyper):
    return getattr(torch.optim, name)(params, **{**HYPER[name], **hyper}, foreach=False)


def give(params, t, size=1.0):
    generator = torch.Generator().manual_seed(t)
    for param in params:
        grad = torch.randn(param.shape, generator=generator, dtype=torch.float64)
        param.grad = (size * grad).to(param.dtype)


# ------------------------------------------------------------------ memory


def tied(buffer):
    a, b = (torch.nn.Parameter(torch.empty(6, dtype=buffer.dtype)) for _ in "ab")
    a.data = b.data = buffer[:6]
    return [a, b]


LAYOUTS = {
    "one memory, tied through .data": tied,
    "one memory in two shapes": lambda x: [x[:6], x[:6].view(2, 3)],
    "a matrix and its transpose": lambda x: [x[:9].view(3, 3), x[:9].view(3, 3).T],
    "slices that overlap": lambda x: [x[:5], x[3:8], x[7:]],
    "slices that do not": lambda x: [x[:4], x[4:8], x[8:]],
    "columns": lambda x: list(x[:9].view(3, 3).T),
    "every other one": lambda x: [x[::2], x[1::2], x[::3]],
    "the whole and a part": lambda x: [x, x[2:5]],
    "a part, another one, the whole": lambda x: [x[2:5], torch.ones(4, dtype=x.dtype), x],
    "a single number": lambda x: [x[3], x[3:5], x[3]],
}


@both
@each
@pytest.mark.parametrize("layout", LAYOUTS)
def test_parameters_in_one_memory_lose_no_update(name, layout, compile):
    """Each is stepped from what the one before has left, as in torch."""
    ends = []
    for make in (lambda *args: ours(*args, compile), theirs):
        buffer = torch.linspace(-1, 1, 12, dtype=torch.float64)
        params = [torch.nn.Parameter(x) if x.is_leaf else x for x in LAYOUTS[layout](buffer)]
        assert all(p.data_ptr() for p in params)
        optimizer = make(name, params)
        for t in range(4):
            give(params, t)
            optimizer.step()
        ends.append(buffer)
    torch.testing.assert_close(*ends, rtol=1e-12, atol=1e-13)


@both
def test_memory_that_is_shared_later_is_seen(compile):
    ends = []
    for make in (lambda *args: ours(*args, compile), theirs):
        params = [torch.nn.Parameter(torch.full((5,), 1.0 + k)) for k in range(3)]
        optimizer = make("SGD", params, **{})
        for t in range(6):
            give(params, t)
            if t == 3:
                params[2].data = params[0].data
            optimizer.step()
        ends.append(torch.stack([p.detach() for p in params]))
    torch.testing.assert_close(*ends)


@both
@pytest.mark.parametrize("shift", [0, 2])
def test_a_gradient_that_is_another_parameter(shift, compile):
    """It is read when its turn has come, as in torch; also where it comes to lie there later."""
    ends = []
    for make in (lambda *args: ours(*args, compile), theirs):
        buffer = torch.linspace(-1, 1, 9, dtype=torch.float64)
        params = [torch.nn.Parameter(buffer[k : k + 3]) for k in (0, 3, 6)]
        optimizer = make("Adam", params)
        for t in range(5):
            give(params, t)
            if t > 2:
                params[1].grad = buffer[shift : shift + 3]
                params[2].grad = params[2].data
            optimizer.step()
        ends.append(buffer)
    torch.testing.assert_close(*ends, rtol=1e-12, atol=1e-13)


@both
@pytest.mark.parametrize(
    "view",
    [
        lambda x: x[:1].expand(3),
        lambda x: x.unfold(0, 3, 1),
        lambda x: x.as_strided((2, 2), (3, 3)),
    ],
)
def test_a_parameter_that_overlaps_itself_is_refused(view, compile):
    first, second = torch.ones(4, requires_grad=True), view(torch.ones(8)).requires_grad_()
    give([first, second], 0)
    optimizer = ours("Adam", [first, second], compile)
    with pytest.raises(RuntimeError, match="parameter 1 of group 0 overlaps itself"):
        optimizer.step()
    assert (first == 1).all() and not optimizer.state


@pytest.mark.parametrize("shape", [(3, 4), (3, 1), (0, 4), (2, 3), (4, 3), (2, 2), (1, 1)])
@pytest.mark.parametrize("stride", [(4, 1), (1, 3), (2, 0), (0, 1), (3, 2), (1, 1), (5, 7)])
def test_what_overlaps_itself(shape, stride):
    """Against all places written out. (2, 3) with strides (3, 2) has gaps, and no place twice."""
    x = torch.zeros(60).as_strided(shape, stride)
    offsets = [i * stride[0] + j * stride[1] for i in range(shape[0]) for j in range(shape[1])]
    assert memory.overlaps_itself(x) == (len(set(offsets)) < len(offsets))


def test_numpy_looks_at_ranges_too():
    """A gradient may lie in a parameter's memory without NumPy knowing who owns it."""
    tensors = [torch.tensor([1.0, 2.0]), torch.tensor([-3.0, 0.5])]
    a, b = (x.numpy() for x in tensors)
    grads = [tensors[1].numpy(), np.frombuffer(a, a.dtype)]
    optimizer = numpy_optim.SGD([a, b], lr=0.5)
    optimizer.step(grads)
    assert a.tolist() == [2.5, 1.75] and b.tolist() == [-3.5, -0.5]


@pytest.mark.parametrize("name", ["RMSprop", "Adam", "AdamW"])
def test_numpy_state_in_one_memory_is_refused(name):
    optimizer = getattr(numpy_optim, name)([np.ones(3), np.ones(3)])
    optimizer.v[1] = optimizer.v[0]
    before = frozen(vars(optimizer))
    with pytest.raises(ValueError, match=r"must not share memory, got v\[0\] and v\[1\]"):
        optimizer.step([np.ones(3)] * 2)
    assert frozen(vars(optimizer)) == before


# ------------------------------------------------------------------ state

TORCH_SPOILT = {
    "another shape of equal size": lambda x: x.reshape(3, 2),
    "one dimension more": lambda x: x[None],
    "too small": lambda x: x[:1].clone(),
    "one number": lambda x: x.sum(),
    "float32": lambda x: x.float(),
    "an int": lambda x: 3,
    "a list": lambda x: x.tolist(),
    "an array": lambda x: x.numpy(),
    "sparse": lambda x: x.to_sparse(),
    "on another device": lambda x: x.to("meta"),
    "expanded": lambda x: x[:1].expand(2, 3),
}
COUNTS = {
    "an int": 3,
    "a float": 3.0,
    "negative": torch.tensor(-1.0),
    "half": torch.tensor(0.5),
    "nan": torch.tensor(float("nan")),
    "infinite": torch.tensor(float("inf")),
    "two": torch.ones(2),
    "true": torch.tensor(True),
    "complex": torch.tensor(1 + 0j),
    "a word": "3",
}


def everything(optimizer):
    return frozen([optimizer.state_dict(), [g["params"] for g in optimizer.param_groups]])


def trained(name, compile, steps=2):
    params = [torch.nn.Parameter(torch.ones(2, 3, dtype=torch.float64)) for _ in range(3)]
    groups = [{"params": [("first", params[0]), ("b", params[1])]}, {"params": [("c", params[2])]}]
    optimizer = ours(name, groups, compile)
    for t in range(steps):
        give(params, t)
        optimizer.step()
    return optimizer, params


def refuses(optimizer, params, key, spoil, steps=True):
    """Spoil the state of the last parameter; a step and a load must refuse, and change nothing."""
    entry = optimizer.state[params[2]]
    good = entry[key]
    spoil(entry)
    moving = [p.detach().clone() for p in params]
    others = copy.deepcopy([optimizer.state[p] for p in params[:2]])
    with pytest.raises((TypeError, ValueError)) as at_step:
        optimizer.step()
    assert all(torch.equal(a, b) for a, b in zip(params, moving, strict=True))
    assert frozen([optimizer.state[p] for p in params[:2]]) == frozen(others)
    words = str(at_step.value)
    assert key in words and "parameter 0 of group 1 ('c')" in words and "got" in words
    bad = copy.copy(optimizer.state_dict())
    bad["state"] = {k: dict(v) for k, v in bad["state"].items()}
    entry[key] = good
    return bad, words


@both
@each
@pytest.mark.parametrize("spoilt", TORCH_SPOILT)
def test_an_average_that_does_not_fit_is_refused(name, spoilt, compile):
    optimizer, params = trained(name, compile)
    give(params, 2)
    for key in [key for key in optimizer.state[params[2]] if key != "step"]:

        def spoil(entry, key=key):
            entry[key] = TORCH_SPOILT[spoilt](entry[key])

        bad, _ = refuses(optimizer, params, key, spoil)
        if spoilt in ("float32", "on another device"):
            continue  # torch casts what it loads to the parameter's dtype and device, and so do we
        before = everything(optimizer)
        # What is no tensor and no number, torch's own loading takes apart and fails on.
        says = "" if spoilt == "an array" else f"^{key} must be"
        with pytest.raises((TypeError, ValueError), match=says):
            optimizer.load_state_dict(bad)
        assert everything(optimizer) == before
    optimizer.step()


@both
@pytest.mark.parametrize("name", NAMES[1:])
@pytest.mark.parametrize("spoilt", COUNTS)
def test_a_count_that_is_none_is_refused(name, spoilt, compile):
    optimizer, params = trained(name, compile)
    give(params, 2)
    bad, words = refuses(optimizer, params, "step", lambda e: e.update(step=COUNTS[spoilt]))
    assert "one number, whole and >= 0, got" in words
    if spoilt not in ("an int", "a float"):  # of older files, which torch reads and so do we
        before = everything(optimizer)
        with pytest.raises((TypeError, ValueError), match="^step must be"):
            optimizer.load_state_dict(bad)
        assert everything(optimizer) == before
    optimizer.step()


@both
@pytest.mark.parametrize("name", NAMES[1:])
def test_a_count_that_is_spoilt_in_place_is_refused(name, compile):
    optimizer, params = trained(name, compile)
    give(params, 2)
    optimizer.state[params[2]]["step"].fill_(float("nan"))
    before = [p.detach().clone() for p in params]
    with pytest.raises(ValueError, match=r"step must be .* parameter 0 of group 1 \('c'\)"):
        optimizer.step()
    assert all(torch.equal(a, b) for a, b in zip(params, before, strict=True))
    assert optimizer.state[params[0]]["step"] == 2


@both
@pytest.mark.parametrize("name", NAMES[1:])
def test_a_missing_average_or_count_is_refused(name, compile):
    optimizer, params = trained(name, compile)
    give(params, 2)
    for key in list(optimizer.state[params[2]]):
        for spoil in (lambda e, k=key: e.pop(k), lambda e, k=key: e.update({k: None})):
            bad, _ = refuses(optimizer, params, key, spoil)
            before = everything(optimizer)
            with pytest.raises(ValueError, match=f"^{key} must be in the state of parameter 0 of"):
                optimizer.load_state_dict(bad)
            assert everything(optimizer) == before
    optimizer.step()


@both
def test_a_momentum_buffer_that_is_missing_begins_anew_as_in_torch(compile):
    ends = []
    for make in (lambda *args: ours(*args, compile), theirs):
        params = [torch.nn.Parameter(torch.ones(3)) for _ in range(2)]
        optimizer = make("SGD", params)
        for t in range(4):
            give(params, t)
            if t == 2:
                del optimizer.state[params[1]]["momentum_buffer"]
            optimizer.step()
        ends.append(torch.stack([p.detach() for p in params]))
    torch.testing.assert_close(*ends)


@both
@each
def test_after_a_change_of_dtype_a_step_refuses_and_a_load_mends_it(name, compile):
    model = torch.nn.Linear(3, 2)
    optimizer = ours(name, list(model.parameters()), compile)
    give(model.parameters(), 0)
    optimizer.step()
    model.double()
    give(model.parameters(), 1)
    before = everything(optimizer)
    with pytest.raises(TypeError, match="of torch.float64, got torch.float32.*load_state_dict"):
        optimizer.step()
    assert everything(optimizer) == before
    optimizer.load_state_dict(optimizer.state_dict())
    optimizer.step()
    assert everything(optimizer) != before


@both
def test_state_that_moves_in_place_is_found(compile):
    """As code that offloads the state does it."""
    optimizer, params = trained("AdamW", compile)
    other, own = trained("AdamW", compile)
    for t in range(2, 5):
        optimizer.state[params[0]]["exp_avg"].data = optimizer.state[params[0]][
            "exp_avg"
        ].data.clone()
        for o, ps in ((optimizer, params), (other, own)):
            give(ps, t)
            o.step()
    assert all(torch.equal(a, b) for a, b in zip(params, own, strict=True))
    assert frozen(optimizer.state_dict()["state"]) == frozen(other.state_dict()["state"])


def test_an_eager_step_keeps_no_state_alive():
    """What a user takes out of the state, to save memory, is free at once."""
    import weakref

    optimizer, params = trained("Adam", False)
    kept = weakref.ref(optimizer.state[params[0]]["exp_avg"])
    optimizer.state[params[0]]["exp_avg"] = optimizer.state[params[0]]["exp_avg"].clone()
    assert kept() is None


@pytest.mark.parametrize(
    "name, key", [("SGD", "buf"), ("RMSprop", "v"), ("Adam", "m"), ("Adam", "v"), ("AdamW", "v")]
)
@pytest.mark.parametrize(
    "spoil",
    [
        lambda x: x.reshape(3, 2),
        lambda x: x[:1].copy(),
        lambda x: x.astype(np.float32),
        lambda x: x.tolist(),
        lambda x: np.ma.array(x),
        lambda x: np.broadcast_to(x[:1], x.shape),
    ],
)
def test_numpy_state_that_does_not_fit_is_refused(name, key, spoil):
    hyper = {"momentum": 0.9} if name == "SGD" else {}
    optimizer = getattr(numpy_optim, name)([np.ones((2, 3)) for _ in range(2)], **hyper)
    optimizer.step([np.ones((2, 3))] * 2)
    getattr(optimizer, key)[1] = spoil(getattr(optimizer, key)[1])
    before = frozen([v for v in vars(optimizer).values() if not isinstance(v, np.ma.MaskedArray)])
    with pytest.raises((TypeError, ValueError), match=rf"^{key}\[1\] must"):
        optimizer.step([np.ones((2, 3))] * 2)
    assert frozen(list(vars(optimizer).values())) == before
    setattr(optimizer, key, getattr(optimizer, key)[:1])
    with pytest.raises(ValueError, match=rf"^{key} must be a list .* 2 parameters"):
        optimizer.step([np.ones((2, 3))] * 2)


def test_numpy_a_count_is_missing():
    optimizer = numpy_optim.Adam([np.ones(2), np.ones(2)])
    optimizer.t = [3]
    with pytest.raises(ValueError, match="^t must be a list .* 2 parameters"):
        optimizer.step([np.ones(2)] * 2)
    assert (optimizer.params[0] == 1).all()


def test_numpy_parameters_that_changed_since():
    optimizer = numpy_optim.SGD([np.ones(2), np.ones(2)], lr=0.5)
    optimizer.params[1].flags.writeable = False
    with pytest.raises(ValueError, match=r"params\[1\] must be writeable"):
        optimizer.step([np.ones(2)] * 2)
    assert (optimizer.params[0] == 1).all()


# ------------------------------------------------------------------ 16 bits

HALF = pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16], ids=["f16", "bf16"])


@both
@each
@HALF
@pytest.mark.parametrize("shape", [(3,), (1,), (9000,), (200_000,)])
def test_one_large_gradient_does_not_end_training(name, dtype, shape, compile):
    """What is stored stays finite, and is what torch has in float64, but for its last digits."""
    ends = []
    for kind, library in ((dtype, torch_optim), (torch.float64, torch.optim)):
        param = torch.nn.Parameter(torch.ones(shape, dtype=kind))
        extra = {"compile": compile} if library is torch_optim else {"foreach": False}
        optimizer = getattr(library, name)([param], lr=0.01, **extra)
        for g in (1000.0, 0.5, -2.0, 1000.0):
            param.grad = torch.full_like(param, g)
            optimizer.step()
        kept = [x for key, x in optimizer.state[param].items() if key != "step"]
        assert all(x.isfinite().all() and x.dtype == kind for x in kept)
        ends.append(torch.stack([param.detach(), *kept]).double())
    torch.testing.assert_close(*ends, rtol=8 * torch.finfo(dtype).eps, atol=0)
    assert (ends[1][0] < 0.99).all()


@pytest.mark.parametrize("name", NAMES)
def test_one_large_gradient_does_not_end_training_in_numpy(name):
    theta, reference = np.ones(3, np.float16), torch.ones(3, dtype=torch.float64)
    optimizer = getattr(numpy_optim, name)([theta], lr=0.01)
    other = getattr(torch.optim, name)([reference], lr=0.01, foreach=False)
    for g in (1000, 0.5, -2, 1000):
        optimizer.step([np.full(3, g, np.float16)])
        reference.grad = torch.full_like(reference, g)
        other.step()
    np.testing.assert_allclose(theta, reference.numpy(), rtol=8e-3)
    assert theta.dtype == np.float16 and (theta < 0.99).all()


@HALF
@each
@both
def test_16_bits_are_as_near_to_64_as_torchs(name, dtype, compile):
    """From the same numbers, one step at a time: the rounding of what is stored, and no more."""
    mine, reference, theirs_ = (
        [torch.nn.Parameter(torch.linspace(-2, 2, 40).to(dtype).to(kind)) for _ in "ab"]
        for kind in (dtype, torch.float64, dtype)
    )
    hyper = {"eps": 0.1} if name != "SGD" else {}
    optimizers = [
        ours(name, mine, compile, **hyper),
        theirs(name, reference, **hyper),
        theirs(name, theirs_, **hyper),
    ]
    errors = []
    for t in range(5):
        give(reference, t)
        for params in (mine, theirs_):
            for p, q in zip(params, reference, strict=True):
                q.grad = q.grad.to(dtype).double()
                p.grad = q.grad.to(dtype)
        for optimizer in optimizers:
            optimizer.step()
        for params in (mine, theirs_):
            errors.append(
                max((p - q).abs().max() for p, q in zip(params, reference, strict=True)).item()
            )
        for k in range(len(reference)):  # all start from our numbers again
            for params, optimizer in zip((reference, theirs_), optimizers[1:], strict=True):
                params[k].data.copy_(mine[k].data)
                for key, x in optimizers[0].state[mine[k]].items():
                    optimizer.state[params[k]][key].copy_(x)
    ours_, torchs = max(errors[::2]), max(errors[1::2])
    assert ours_ <= torch.finfo(dtype).eps * 2  # half a unit in the last place of numbers below 4
    assert ours_ <= torchs


# ------------------------------------------------------------------ pending signs


def conjugated(x):
    return x.conj().resolve_conj().conj()


@both
@each
@pytest.mark.parametrize(
    "kind", ["conjugated", "negated", "imaginary part", "conjugated parameter"]
)
def test_gradients_whose_sign_is_pending(name, kind, compile):
    if kind == "conjugated parameter" and name != "SGD":
        kind = "conjugated"  # torch trains such a parameter only by SGD
    ends = []
    for pending in (True, False):
        make = (lambda *args: ours(*args, compile)) if pending else theirs
        dtype = torch.float64 if kind in ("negated", "imaginary part") else torch.complex128
        params = [torch.ones(n, dtype=dtype) for n in (1, 4, 40_000)]
        if kind == "conjugated parameter":
            params = [(x * (1 + 2j)).conj() for x in params]
        params = [torch.nn.Parameter(x) for x in params]
        optimizer = make(name, params)
        for t in range(4):
            for k, p in enumerate(params):
                z = torch.linspace(1 + k, 2 - t, p.numel(), dtype=torch.complex128) * (1 + 2j)
                grad = {
                    "conjugated": z.conj(),
                    "negated": torch._neg_view(z.real.contiguous()),
                    "imaginary part": z.conj().imag,
                    "conjugated parameter": z.conj() if k else z,
                }[kind]
                assert grad.is_conj() or grad.is_neg() or kind == "conjugated parameter"
                plain = t == 1  # a plan of the last step must see what is pending now
                p.grad = (
                    grad if pending and not plain else grad.resolve_conj().resolve_neg().clone()
                )
            optimizer.step()
        ends.append([p.detach().resolve_conj() for p in params])
    torch.testing.assert_close(*ends, rtol=1e-12, atol=1e-13)


# ------------------------------------------------------------------ devices and graphs


@both
@each
def test_a_default_device_that_is_not_the_cpu(name, compile):
    param = torch.nn.Parameter(torch.ones(5))
    param.grad = torch.ones(5)
    torch.set_default_device("meta")
    try:
        optimizer = ours(name, [param], compile)
        optimizer.step()
        old = copy.deepcopy(optimizer.state_dict())
        for entry in old["state"].values():
            if "step" in entry:
                entry["step"] = 1
        optimizer.load_state_dict(old)
        optimizer.step()
    finally:
        torch.set_default_device(None)
    assert (param < 1).all()
    assert {x.device.type for x in optimizer.state[param].values()} == {"cpu"}
    if name != "SGD":
        assert optimizer.state[param]["step"] == 2


@both
@each
def test_a_step_refuses_to_be_recorded(name, compile, monkeypatch):
    """As torch's do without capturable. SGD's has no count to read."""
    param = torch.nn.Parameter(torch.ones(5))
    param.grad = torch.ones(5)
    optimizer = ours(name, [param], compile)
    monkeypatch.setattr(torch.cuda, "is_current_stream_capturing", lambda: True)
    if name == "SGD":
        optimizer.step()
        return
    with pytest.raises(RuntimeError, match=f"graph capture of step.* of {name} but .* capturable"):
        optimizer.step(lambda: pytest.fail("the closure was called"))
    assert (param == 1).all() and not optimizer.state


# ------------------------------------------------------------------ kinds of array


@each
@pytest.mark.parametrize(
    "bad",
    [
        np.ones(2, np.longdouble),
        np.asmatrix(np.ones((2, 2))),
        np.ma.array(np.ones(2), mask=[0, 1]),
        np.array([1.0, 2.0], object),
        np.zeros(2, [("x", float)]),
        np.rec.array([(1.0,)], dtype=[("x", float)]),
        np.array(["a"]),
        np.array(["2020-01-01"], "M8[D]"),
        np.ones(2, bool),
        np.lib.stride_tricks.as_strided(np.ones(4), (3,), (0,)),
        np.lib.stride_tricks.as_strided(np.ones(4), (2, 2), (8, 8)),
    ],
    ids=lambda x: f"{type(x).__name__}-{x.dtype}",
)
def test_arrays_that_can_not_be_taken_are_refused_at_construction(name, bad):
    with pytest.raises((TypeError, ValueError), match=r"^params\[1\] must"):
        getattr(numpy_optim, name)([np.ones(2), bad])


@each
def test_arrays_that_can_be_taken(name, tmp_path):
    """Byte order, alignment, strides of either sign, a field of a record, a file."""
    plain = np.linspace(-1, 1, 6)
    kinds = {
        "big endian": plain.astype(">f8"),
        "reversed": plain[::-1].copy()[::-1],
        "a field": np.zeros(6, [("pad", "u1"), ("x", float)])["x"],
        "a file": np.memmap(tmp_path / "x", float, "w+", shape=6),
    }
    for x in kinds.values():
        x[...] = plain
    hyper = {k: v for k, v in HYPER[name].items() if k not in ("amsgrad", "centered")}
    hyper.pop("momentum", None) if name == "RMSprop" else None
    optimizer = getattr(numpy_optim, name)([plain, *kinds.values()], **hyper)
    for t in range(3):
        optimizer.step([np.arange(6.0) - t] * 5)
    for kind, x in kinds.items():
        np.testing.assert_allclose(x, plain, rtol=1e-14, err_msg=kind)


def test_a_masked_gradient_is_refused():
    optimizer = numpy_optim.Adam([np.ones(2)])
    with pytest.raises(TypeError, match=r"grads\[0\] must be .* got a masked array"):
        optimizer.step([np.ma.array([1.0, 2.0], mask=[0, 1])])
    assert optimizer.t == [0]
