"""The torch optimizers: equal to torch.optim, exchangeable with it, strict about their input."""

import copy
import io
import pickle

import pytest
import torch

from optimizers import torch_optim
from optimizers.torch_optim import SGD, Adam, AdamW, RMSprop
from parity import (
    BAD,
    CASES,
    ONE_EACH,
    deviation,
    frozen,
    gradients,
    nesterov_refused,
    says,
    start,
    torch_step,
)

NAMES = ["SGD", "RMSprop", "Adam", "AdamW"]


def leaves(dtype=torch.float64, seed=0):
    return [param.requires_grad_() for param in start(dtype, seed)]


def make(library, name, params, hyper):
    """An optimizer of ours or of torch's."""
    extra = {"foreach": False} if library is torch.optim else {}
    return getattr(library, name)(params, **hyper, **extra)


def saved(optimizer):
    """The state_dict after a trip through a file."""
    file = io.BytesIO()
    torch.save(optimizer.state_dict(), file)
    file.seek(0)
    return torch.load(file)


# ------------------------------------------------------------------ equal to torch.optim


def test_float32_adamw_is_nearer_to_float64_than_torchs():
    """Why the float32 parity of AdamW needs more room (see ``parity.allowed``)."""

    def trained(library, dtype):
        params = [torch.ones(3, dtype=dtype)]
        optimizer = make(library, "AdamW", params, {})
        for t in range(100):
            params[0].grad = gradients([torch.ones(3)], t)[0].to(dtype)
            optimizer.step()
        return [params[0].double()]

    exact = trained(torch.optim, torch.float64)
    ours = deviation(trained(torch_optim, torch.float32), exact)
    assert 4 * ours < deviation(trained(torch.optim, torch.float32), exact)


@pytest.mark.parametrize("name, hyper", ONE_EACH)
def test_groups_schedules_and_missing_gradients(name, hyper):
    """Two groups with their own values, a scheduler, and gradients that come and go."""
    runs = []
    for library in (torch_optim, torch.optim):
        params = leaves()
        groups = [{"params": params[:3]}, {"params": params[3:], "lr": 0.3, "weight_decay": 0.5}]
        optimizer = make(library, name, groups, hyper)
        scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=40)
        for t in range(40):
            for i, (param, grad) in enumerate(zip(params, gradients(params, t), strict=True)):
                param.grad = None if (t + i) % 3 == 0 else grad
            optimizer.step()
            scheduler.step()
        runs.append(params)
    assert deviation(*runs) <= 1e-12


@pytest.mark.parametrize("name, hyper", ONE_EACH)
def test_trains_a_model_as_torch_does(name, hyper):
    """Gradients from autograd, through a closure: called once, with gradients on, returned."""
    losses = []
    for library in (torch_optim, torch.optim):
        torch.manual_seed(0)
        model = torch.nn.Sequential(
            torch.nn.Linear(3, 5), torch.nn.Tanh(), torch.nn.Linear(5, 1)
        ).double()
        x = torch.randn(20, 3, dtype=torch.float64)
        optimizer = make(library, name, model.parameters(), {**hyper, "lr": 0.01})
        run = []

        def closure(model=model, x=x, optimizer=optimizer):
            optimizer.zero_grad()
            loss = (model(x) - x.prod(1, keepdim=True)).square().mean()
            loss.backward()
            return loss

        with torch.no_grad():  # the optimizer turns gradients on again for the closure
            run = [optimizer.step(closure).item() for _ in range(30)]
        losses.append(torch.tensor(run, dtype=torch.float64))
    assert losses[1][-1] < 0.9 * losses[1][0]
    assert deviation(*[[run] for run in losses]) <= 1e-12


def test_closure_is_called_once():
    calls = []
    assert SGD(leaves()).step(lambda: calls.append(1) or "loss") == "loss"
    assert calls == [1]
    assert SGD(leaves()).step() is None


# ------------------------------------------------------------------ state


@pytest.mark.parametrize("name, hyper", CASES)
def test_state_is_torchs(name, hyper):
    """Same keys, types, shapes, memory layout and values; nothing for a parameter not trained."""
    states = []
    for library in (torch_optim, torch.optim):
        params = leaves()
        optimizer = make(library, name, params, hyper)
        assert not optimizer.state  # made lazily
        for t in range(3):
            torch_step(optimizer, params[:-1], t)
        states.append(optimizer.state_dict()["state"])
    torch.testing.assert_close(*states, rtol=1e-12, atol=1e-15, check_stride=True)


@pytest.mark.parametrize("name", ["RMSprop", "Adam", "AdamW"])
@pytest.mark.parametrize("default", [torch.float16, torch.float32])
def test_step_count_has_torchs_dtype(name, default):
    """In float16, a default that one may set, it would stop at 2048."""
    usual = torch.get_default_dtype()
    dtypes = []
    try:
        torch.set_default_dtype(default)
        for library in (torch_optim, torch.optim):
            params = leaves()[:2]
            optimizer = make(library, name, params, {})
            torch_step(optimizer, params, 0)
            dtypes.append(optimizer.state[params[0]]["step"].dtype)
    finally:
        torch.set_default_dtype(usual)
    assert dtypes == [torch.float32] * 2


@pytest.mark.parametrize("name", ["RMSprop", "Adam", "AdamW"])
def test_a_state_of_no_steps_loads(name):
    optimizer, params = stepped(name)
    saved = optimizer.state_dict()
    for state in saved["state"].values():
        state["step"] = torch.tensor(0.0)
    optimizer.load_state_dict(saved)
    torch_step(optimizer, params, 1)
    assert optimizer.state[params[0]]["step"] == 1


@pytest.mark.parametrize("name, hyper", CASES)
@pytest.mark.parametrize("libraries", [(torch_optim, torch.optim), (torch.optim, torch_optim)])
def test_state_dict_moves_between_ours_and_torchs(name, hyper, libraries):
    """20 steps with one, then 20 more with the other from its file; against 20 more with itself."""
    params = leaves()
    first = make(libraries[0], name, params, hyper)
    for t in range(20):
        torch_step(first, params, t)
    copies = [p.detach().clone().requires_grad_() for p in params]
    # Other values at first: all of them must come from the file.
    second = make(libraries[1], name, copies, {"lr": 99.0, "weight_decay": 9.0})
    second.load_state_dict(saved(first))
    for t in range(20, 40):
        torch_step(first, params, t)
        torch_step(second, copies, t)
    assert deviation(copies, params) <= 1e-12


@pytest.mark.parametrize("name, hyper", CASES)
def test_checkpoint_and_resume_is_bit_identical(name, hyper):
    params = leaves(torch.float32)
    optimizer = make(torch_optim, name, params, hyper)
    for t in range(20):
        torch_step(optimizer, params, t)
    copies = [p.detach().clone().requires_grad_() for p in params]
    resumed = make(torch_optim, name, copies, {})
    resumed.load_state_dict(saved(optimizer))
    for t in range(20, 40):
        torch_step(optimizer, params, t)
        torch_step(resumed, copies, t)
    assert all(torch.equal(p, q) for p, q in zip(params, copies, strict=True))
    assert frozen(resumed.state_dict()) == frozen(optimizer.state_dict())


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
@pytest.mark.parametrize("name, hyper", ONE_EACH)
def test_copies_and_pickles(name, hyper, copied):
    params = leaves()
    optimizer = make(torch_optim, name, params, hyper)
    torch_step(optimizer, params, 0)
    twin = copied(optimizer)
    twins = twin.param_groups[0]["params"]
    for t in (1, 2):
        torch_step(optimizer, params, t)
        torch_step(twin, twins, t)
    assert all(torch.equal(p, q) and p is not q for p, q in zip(params, twins, strict=True))


# ------------------------------------------------------------------ in place


@pytest.mark.parametrize("name, hyper", ONE_EACH)
def test_updates_in_place_and_leaves_gradients_alone(name, hyper):
    params = leaves()
    views = [p.detach() for p in params]
    before = frozen(views)
    optimizer = make(torch_optim, name, params, hyper)
    torch_step(optimizer, params, 0)
    assert frozen(views) == frozen(params) != before
    assert frozen([p.grad for p in params]) == frozen(gradients(params, 0))
    assert all(p.is_leaf and p.requires_grad for p in params)
    kept = [x for state in optimizer.state.values() for x in state.values()]
    assert not any(x.requires_grad for x in kept)
    # State is updated in place too, and it shares no memory with the gradient.
    state, grad = optimizer.state_dict(), params[1].grad
    kept_before = frozen(state)
    grad.zero_()
    assert frozen(state) == kept_before
    optimizer.step()
    assert frozen(state) == frozen(optimizer.state_dict()) != kept_before


# ------------------------------------------------------------------ bad input


def stepped(name, **hyper):
    params = leaves()[:2]
    optimizer = getattr(torch_optim, name)(params, **hyper)
    torch_step(optimizer, params, 0)
    return optimizer, params


def everything(optimizer, without=None):
    groups = [{k: v for k, v in g.items() if k != without} for g in optimizer.param_groups]
    return frozen([groups, dict(enumerate(optimizer.state.values()))])


@pytest.mark.parametrize("name, argument, value, error, range_", BAD)
def test_bad_hyperparameter(name, argument, value, error, range_):
    cls = getattr(torch_optim, name)
    with pytest.raises(error) as info:
        cls(leaves(), **{argument: value})
    assert says(info, argument, value, range_)
    with pytest.raises(error) as info:
        cls([{"params": leaves()}, {"params": leaves(), argument: value}])
    assert says(info, argument, value, range_)

    optimizer, _ = stepped(name)
    before = everything(optimizer)
    with pytest.raises(error) as info:
        optimizer.add_param_group({"params": leaves(), argument: value})
    assert says(info, argument, value, range_)
    bad = optimizer.state_dict()
    bad["param_groups"][0][argument] = value
    with pytest.raises(error) as info:
        optimizer.load_state_dict(bad)
    assert says(info, argument, value, range_)
    assert everything(optimizer) == before

    # A bad value in the last group: the groups before it are not updated either.
    optimizer.add_param_group({"params": leaves()})
    optimizer.param_groups[1][argument] = value
    before = everything(optimizer, without=argument)
    with pytest.raises(error) as info:
        optimizer.step()
    assert says(info, argument, value, range_)
    assert everything(optimizer, without=argument) == before


@pytest.mark.parametrize("hyper", [{"momentum": 0.0}, {"momentum": 0.9, "dampening": 0.1}])
def test_nesterov_needs_momentum_without_dampening(hyper):
    with pytest.raises(ValueError) as info:
        SGD(leaves(), nesterov=True, **hyper)
    assert str(info.value) == nesterov_refused(**hyper)


@pytest.mark.parametrize(
    "params, error, message",
    [
        ([], ValueError, "empty parameter list"),
        (torch.zeros(3), TypeError, "iterable of Tensors or dicts"),
        ([1.0], TypeError, "only optimize Tensors"),
        ([torch.zeros(3, requires_grad=True) * 2], ValueError, "non-leaf"),
    ],
)
@pytest.mark.parametrize("name", NAMES)
def test_bad_parameters(name, params, error, message):
    """These checks are torch's own."""
    with pytest.raises(error, match=message):
        getattr(torch_optim, name)(params)


def test_state_dict_with_a_bad_step_or_a_missing_option_changes_nothing():
    optimizer, params = stepped("Adam")
    before = everything(optimizer)
    bad = copy.deepcopy(optimizer.state_dict())
    bad["state"][1]["step"] = torch.tensor(-1.0)
    with pytest.raises(ValueError, match="^step must be .* whole and >= 0, got -1.0$"):
        optimizer.load_state_dict(bad)
    bad = optimizer.state_dict()
    del bad["param_groups"][0]["eps"]
    with pytest.raises(ValueError, match="eps must be given in every group"):
        optimizer.load_state_dict(bad)
    assert everything(optimizer) == before


@pytest.mark.parametrize("cls", [SGD, RMSprop, Adam, AdamW])
def test_sparse_gradients_change_nothing(cls):
    dense, embedding = torch.ones(2, requires_grad=True), torch.ones(3, 2, requires_grad=True)
    idle = torch.ones(2, requires_grad=True)  # has no gradient, and ends no check
    dense.grad, embedding.grad = torch.ones(2), torch.eye(3)[:, :2].to_sparse()
    optimizer = cls([dense, idle, embedding])
    message = "does not support sparse gradients: they must be dense, got layout torch.sparse_coo"
    with pytest.raises(RuntimeError, match=f"^{cls.__name__} {message}$"):
        optimizer.step()
    assert (dense == 1).all() and not optimizer.state
