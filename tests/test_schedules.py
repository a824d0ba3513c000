"""Schedules: equal to torch's and to Hugging Face's, exact on symbols, usable as torch's are."""

import copy
import doctest
import io
import math
import pickle
import warnings

import numpy as np
import pytest
import sympy
import torch
from sympy import Rational as R
from torch.optim import lr_scheduler

from optimizers import kinds, schedules, torch_optim, torch_schedule
from optimizers.schedules import constant, cosine, inverse_sqrt, linear, one_cycle, wsd
from optimizers.torch_schedule import Schedule

# ------------------------------------------------------------------ the oracles
# The formulas of Hugging Face's transformers.optimization, written here (it is no dependency) as
# functions of the steps ``k`` done. There ``warmup`` is num_warmup_steps, ``total`` num_training_steps.


def rising(k, warmup):
    return k / max(1, warmup)


def hf_constant(k, warmup):
    return rising(k, warmup) if k < warmup else 1.0


def hf_linear(k, warmup, total):
    return rising(k, warmup) if k < warmup else max(0.0, (total - k) / max(1, total - warmup))


def hf_cosine(k, warmup, total, cycles=0.5, least=0.0):
    if k < warmup:
        return rising(k, warmup)
    progress = (k - warmup) / max(1, total - warmup)
    factor = 0.5 * (1.0 + math.cos(math.pi * cycles * 2.0 * progress))
    return max(0.0, factor * (1 - least) + least)


def hf_inverse_sqrt(k, warmup, timescale=None):
    timescale = timescale or warmup or 10_000
    return rising(k, warmup) if k < warmup else 1 / math.sqrt((k + timescale - warmup) / timescale)


def hf_wsd(k, warmup, stable, decay, kind, least):
    if k < warmup:
        return rising(k, warmup) * (1 - least) + least
    if k < warmup + stable:
        return 1.0
    progress = (k - warmup - stable) / decay
    if progress >= 1:
        return least
    factor = {
        "linear": 1 - progress,
        "cosine": 0.5 * (1 + math.cos(math.pi * progress)),
        "1-sqrt": 1 - math.sqrt(progress),
    }[kind]
    return factor * (1 - least) + least


def optimizer(lr=0.3, **hyper):
    return torch.optim.SGD([torch.zeros(2, requires_grad=True)], lr=lr, **hyper)


def rates(scheduler, steps):
    """The rates of steps 1 to ``steps``, and of the one after."""
    made = []
    for _ in range(steps):
        made += scheduler.get_last_lr()
        scheduler.optimizer.step()
        scheduler.step()
    return made + scheduler.get_last_lr()


def sequence(make_warmup, make_decay, milestone):
    def make(opt):
        return lr_scheduler.SequentialLR(opt, [make_warmup(opt), make_decay(opt)], [milestone])

    return make


LR, T, W = 0.3, 40, 8
TORCH = [
    ("LinearLR, down", linear, {"total": T, "end": 0.25},
     lambda o: lr_scheduler.LinearLR(o, 1.0, 0.25, T)),
    ("PolynomialLR", linear, {"total": T}, lambda o: lr_scheduler.PolynomialLR(o, T, 1.0)),
    ("LinearLR, up", constant, {"warmup": W, "start": 1 / 3},
     lambda o: lr_scheduler.LinearLR(o, 1 / 3, 1.0, W)),
    ("CosineAnnealingLR", cosine, {"total": T}, lambda o: lr_scheduler.CosineAnnealingLR(o, T)),
    ("CosineAnnealingLR, eta_min", cosine, {"total": T, "end": 0.1},
     lambda o: lr_scheduler.CosineAnnealingLR(o, T, eta_min=0.1 * LR)),
    ("SequentialLR, cosine", cosine, {"total": T, "warmup": W, "start": 0.01},
     sequence(lambda o: lr_scheduler.LinearLR(o, 0.01, 1.0, W),
              lambda o: lr_scheduler.CosineAnnealingLR(o, T - W), W)),
    ("SequentialLR, linear", linear, {"total": T, "warmup": W, "start": 0.01, "end": 0.2},
     sequence(lambda o: lr_scheduler.LinearLR(o, 0.01, 1.0, W),
              lambda o: lr_scheduler.LinearLR(o, 1.0, 0.2, T - W), W)),
    ("SequentialLR, wsd", wsd, {"total": T, "decay": 10},
     sequence(lambda o: lr_scheduler.ConstantLR(o, 1.0, 1),
              lambda o: lr_scheduler.LinearLR(o, 1.0, 0.0, 10), T - 10)),
]  # fmt: skip
ONE_CYCLE = [
    {"total": total, "pct_start": pct, "shape": shape}
    for total, pct in [(40, 0.3), (7, 0.3), (10, 0.1), (3, 0.3), (1, 0.3), (5, 0.0), (40, 0.75)]
    if pct * total != 1  # there torch divides by 0
    for shape in ("cosine", "linear")
]


@pytest.mark.parametrize(
    ("rule", "hyper", "theirs"), [x[1:] for x in TORCH], ids=[x[0] for x in TORCH]
)
def test_equal_to_torchs_schedulers(rule, hyper, theirs):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SequentialLR calls what it says is deprecated
        expected = rates(theirs(optimizer(LR)), T)
        ours = rates(Schedule(optimizer(LR), rule, **hyper), T)
    # torch's have a recurrence, and add up its roundings.
    np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-14 * LR)


@pytest.mark.parametrize("hyper", ONE_CYCLE, ids=str)
def test_equal_to_torchs_one_cycle(hyper):
    total, shape = hyper["total"], hyper["shape"]
    theirs = lr_scheduler.OneCycleLR(
        optimizer(), LR, total_steps=total, pct_start=hyper["pct_start"],
        anneal_strategy=shape[: 3 if shape == "cosine" else None], cycle_momentum=False,
    )  # fmt: skip
    expected = rates(theirs, total)
    ours = rates(Schedule(optimizer(LR), one_cycle, **hyper), total)
    # After the run torch's rises.
    np.testing.assert_allclose(ours[:-1], expected[:-1], rtol=0, atol=1e-14 * LR)
    assert ours[-1] == pytest.approx(LR / 25e4)


HUGGING_FACE = [
    (constant, {"warmup": W}, lambda k: hf_constant(k, W)),
    (constant, {"warmup": 0}, lambda k: hf_constant(k, 0)),
    (linear, {"total": T, "warmup": W}, lambda k: hf_linear(k, W, T)),
    (linear, {"total": T}, lambda k: hf_linear(k, 0, T)),
    (cosine, {"total": T, "warmup": W}, lambda k: hf_cosine(k, W, T)),
    (cosine, {"total": T, "warmup": W, "end": 0.1}, lambda k: hf_cosine(k, W, T, least=0.1)),
    (inverse_sqrt, {"warmup": W}, lambda k: hf_inverse_sqrt(k, W)),
    (inverse_sqrt, {"warmup": W, "timescale": 3}, lambda k: hf_inverse_sqrt(k, W, 3)),
    (inverse_sqrt, {"warmup": 0}, lambda k: hf_inverse_sqrt(k, 0)),
    *[
        (wsd, {"total": T, "warmup": W, "decay": 12, "shape": s, "end": least, "start": least},
         lambda k, s=s, least=least: hf_wsd(k, W, T - W - 12, 12, s, least))
        for s in ("linear", "cosine", "1-sqrt") for least in (0.0, 0.1)
    ],
]  # fmt: skip


@pytest.mark.parametrize(("rule", "hyper", "expected"), HUGGING_FACE)
def test_equal_to_hugging_faces(rule, hyper, expected):
    ours = [rule(t, lr=LR, **hyper) for t in range(1, T + 2)]
    theirs = [LR * expected(k) for k in range(T + 1)]
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=4e-16 * LR)


def test_a_rate_of_the_warm_up_in_other_conventions():
    """What the docstrings say: t / w, nanoGPT's t / (w + 1), the Transformer's."""
    w, steps = 8, np.arange(1, 100)
    np.testing.assert_allclose(
        constant(steps, warmup=w - 1, start=1 / w), np.minimum(steps / w, 1), rtol=1e-15
    )
    np.testing.assert_allclose(
        constant(steps, warmup=w, start=1 / (w + 1)), np.minimum(steps / (w + 1), 1), rtol=1e-15
    )
    transformer = np.minimum(steps / w, np.sqrt(w / steps))
    ours = inverse_sqrt(steps, warmup=w - 1, start=1 / w, timescale=w)
    np.testing.assert_allclose(ours, transformer, rtol=1e-15)


# ------------------------------------------------------------------ exact

t, N = sympy.Symbol("t", integer=True), sympy.Symbol("T", integer=True, positive=True)


def test_totals_of_linear_and_cosine_are_both_half_of_the_steps_and_one():
    line = sympy.summation(linear(t, total=N), (t, 1, N))
    assert sympy.simplify(line - (N + 1) / 2) == 0
    for n in (1, 2, 3, 4, 6, 12):
        exact = [sum(f(R(k), total=n) for k in range(1, n + 1)) for f in (linear, cosine)]
        assert [sympy.simplify(x) for x in exact] == [R(n + 1, 2)] * 2
    for n in (7, 100, 1001):
        assert cosine(np.arange(1, n + 1), total=n).sum() == pytest.approx((n + 1) / 2)


def test_formulas_on_symbols():
    lr, s = sympy.symbols("lr s", positive=True)
    assert cosine(t, total=N, lr=lr) == lr * (sympy.cos(sympy.pi * (t - 1) / N) / 2 + R(1, 2))
    assert linear(t, total=N, lr=lr) == lr * (1 - (t - 1) / N)
    # The share s of the run is done: means and mean squares.
    both = [f(s * N + 1, total=N) for f in (linear, cosine)]
    assert [sympy.integrate(f, (s, 0, 1)) for f in both] == [R(1, 2)] * 2
    assert [sympy.integrate(f**2, (s, 0, 1)) for f in both] == [R(1, 3), R(3, 8)]


EXACT = [
    (constant, {"lr": R(3, 10), "warmup": 8, "start": R(1, 9)}),
    (linear, {"lr": R(3, 10), "total": 40, "warmup": 8, "end": R(1, 10)}),
    (cosine, {"lr": R(3, 10), "total": 40, "warmup": 8, "start": R(1, 8), "end": R(1, 10)}),
    (cosine, {"total": 40}),
    (wsd, {"total": 40, "warmup": 8, "decay": 10, "shape": "1-sqrt"}),
    (wsd, {"total": 40, "decay": 40, "shape": "cosine", "end": R(1, 10)}),
    (inverse_sqrt, {"warmup": 8}),
    (one_cycle, {"total": 40, "pct_start": R(3, 10), "start": R(1, 25), "end": R(1, 1000)}),
]


def plain(hyper):
    return {k: float(x) if type(x) is R else x for k, x in hyper.items()}


def test_every_schedule_is_in_the_list():
    public = {
        n for n, x in vars(schedules).items() if getattr(x, "__module__", "") == schedules.__name__
    }
    assert {rule.__name__ for rule, _ in EXACT} == {n for n in public if not n.startswith("_")}


@pytest.mark.parametrize(("rule", "hyper"), EXACT)
def test_kinds_agree(rule, hyper):
    steps = range(1, 42)
    symbolic = rule(t, **hyper)
    assert not symbolic.atoms(sympy.Float)
    exact = [float(symbolic.subs(t, k).evalf(30)) for k in steps]
    assert [float(rule(sympy.Integer(k), **hyper).evalf(30)) for k in steps] == exact
    on_arrays = rule(np.array(steps), **plain(hyper))
    on_tensors = rule(torch.tensor(steps, dtype=torch.float64), **plain(hyper))
    on_whole = rule(torch.tensor(steps), **plain(hyper))
    assert isinstance(on_arrays, np.ndarray) and isinstance(on_tensors, torch.Tensor)
    assert on_arrays.shape == on_tensors.shape == on_whole.shape == (41,)
    single = [rule(k, **plain(hyper)) for k in steps]
    for values in (on_arrays, on_tensors, single):
        np.testing.assert_allclose(values, exact, rtol=0, atol=2e-16)
    np.testing.assert_allclose(on_whole, exact, rtol=0, atol=2e-7)


def test_a_rate_has_the_shape_of_the_steps():
    steps = np.arange(1, 7).reshape(2, 3)
    for rule, hyper in [
        (constant, {}),
        (linear, {"total": 6}),
        (one_cycle, {"total": 10, "pct_start": 0.1}),
    ]:
        assert rule(steps, **hyper).shape == (2, 3)
        assert rule(torch.from_numpy(steps), **hyper).shape == (2, 3)


def test_what_kinds_adds():
    x, y = sympy.symbols("x y")
    assert kinds.minimum(x, y) == sympy.Min(x, y) and kinds.cos_pi(x) == sympy.cos(sympy.pi * x)
    for pair in [(torch.tensor([1.0, 3.0]), 2.0), (2.0, torch.tensor([1.0, 3.0]))]:
        assert kinds.minimum(*pair).tolist() == [1, 2] and kinds.maximum(*pair).tolist() == [2, 3]
    assert kinds.maximum(torch.ones(2), torch.tensor([0.0, 2.0])).tolist() == [1, 2]
    assert kinds.minimum(np.ones(2), np.array([0.0, 2.0])).tolist() == [0, 1]


# ------------------------------------------------------------------ bad input

POSITIVE, SHARE = "a finite number >= 0", "a finite number in [0, 1]"
STEPS, DONE = "a finite number, whole and >= 1", "a finite number, whole and >= 0"
BAD = [
    (cosine, {"total": 0}, ValueError, f"total must be {STEPS}, got 0"),
    (cosine, {"total": 2.5}, ValueError, f"total must be {STEPS}, got 2.5"),
    (cosine, {"total": "9"}, TypeError, f"total must be {STEPS}, got '9'"),
    (linear, {"total": math.inf}, ValueError, f"total must be {STEPS}, got inf"),
    (linear, {"total": 9, "warmup": 9}, ValueError, "warmup must be below total = 9, got 9"),
    (linear, {"total": 9, "warmup": 10}, ValueError, "warmup must be below total = 9, got 10"),
    (constant, {"warmup": 0.05}, ValueError, f"warmup must be {DONE}, got 0.05"),
    (inverse_sqrt, {"warmup": -1}, ValueError, f"warmup must be {DONE}, got -1"),
    (constant, {"lr": -0.1}, ValueError, f"lr must be {POSITIVE}, got -0.1"),
    (one_cycle, {"total": 9, "lr": math.nan}, ValueError, f"lr must be {POSITIVE}, got nan"),
    (cosine, {"total": 9, "end": 1.5}, ValueError, f"end must be {SHARE}, got 1.5"),
    (cosine, {"total": 9, "start": -0.5}, ValueError, f"start must be {SHARE}, got -0.5"),
    (wsd, {"total": 9, "decay": 0}, ValueError, f"decay must be {STEPS}, got 0"),
    (wsd, {"total": 9, "warmup": 4, "decay": 6}, ValueError, "decay must be at most total - warmup = 5, got 6"),
    (wsd, {"total": 9, "decay": 6, "shape": "sqrt"}, ValueError,
     "shape must be one of 'linear', 'cosine', '1-sqrt', got 'sqrt'"),
    (wsd, {"total": 9, "decay": 6, "shape": None}, TypeError,
     "shape must be one of 'linear', 'cosine', '1-sqrt', got None"),
    (inverse_sqrt, {"warmup": 9, "timescale": 0}, ValueError, "timescale must be a finite number > 0, got 0"),
    (one_cycle, {"total": 9, "pct_start": 1.0}, ValueError, "pct_start must be a finite number in [0, 1), got 1.0"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "hyper", "error", "message"), BAD)
def test_bad_input(rule, hyper, error, message):
    with pytest.raises(error) as info:
        rule(1, **hyper)
    assert str(info.value) == message
    if "lr" not in hyper:
        opt = optimizer()
        before = copy.deepcopy(opt.param_groups[0])
        with pytest.raises(error) as info:
            Schedule(opt, rule, **hyper)
        assert str(info.value) == message
        assert opt.param_groups[0].keys() == before.keys() and opt.param_groups[0]["lr"] == 0.3


@pytest.mark.parametrize("bad", [0, -3, math.nan, 8, np.array([1, 8]), torch.tensor([0.5, 2.0])])
def test_steps_outside_of_the_run(bad):
    with pytest.raises(ValueError, match=r"t counts steps from 1, .* at most total \+ 1 = 7, got"):
        cosine(bad, total=6)
    with pytest.raises(ValueError, match="t counts steps from 1, so it must be at least 1, got 0"):
        constant(0)
    assert constant(10**9) == 1


@pytest.mark.parametrize("lr", [-0.1, math.nan, torch.tensor(-0.1)])
def test_a_group_with_a_bad_rate(lr):
    opt = optimizer()
    opt.param_groups[0]["lr"] = lr
    with pytest.raises(ValueError, match=f"lr must be {POSITIVE}, got"):
        Schedule(opt, linear, total=3)
    assert "initial_lr" not in opt.param_groups[0]


def test_a_rule_of_ones_own_must_return_a_rate():
    assert rates(Schedule(optimizer(1.0), lambda t: 1 / t), 3) == [1, 0.5, 1 / 3, 0.25]
    with pytest.raises(ValueError, match="the rate of step 1 over lr must be a finite number >= 0"):
        Schedule(optimizer(), lambda t: -1.0)


# ------------------------------------------------------------------ in a loop


def test_groups_keep_their_own_peaks_and_tensors():
    params = [torch.zeros(2, requires_grad=True) for _ in range(2)]
    rate = torch.tensor(0.5, dtype=torch.float64)
    opt = torch_optim.AdamW([{"params": params[:1], "lr": 0.1}, {"params": params[1:], "lr": rate}])
    scheduler = Schedule(opt, linear, total=4)
    assert isinstance(scheduler, lr_scheduler.LRScheduler)
    for k in range(4):
        assert scheduler.last_epoch == k  # of step t = k + 1
        assert scheduler.get_last_lr() == [0.1 * (1 - k / 4), 0.5 * (1 - k / 4)]
        opt.step()
        scheduler.step()
    assert opt.param_groups[1]["lr"] is rate and rate == 0
    assert type(opt.param_groups[0]["lr"]) is float


def test_after_the_run_the_rate_stays():
    for rule, hyper, last in [
        (cosine, {"total": 5, "end": 0.1}, 0.1),
        (one_cycle, {"total": 5}, 1 / 25e4),
        (linear, {"total": 5}, 0.0),
    ]:
        assert rates(Schedule(optimizer(1.0), rule, **hyper), 30)[5:] == pytest.approx([last] * 26)
    theirs = rates(lr_scheduler.CosineAnnealingLR(optimizer(1.0), 5, eta_min=0.1), 10)
    assert theirs[10] == pytest.approx(1.0)  # torch's goes back to the peak


def test_a_rate_set_by_hand_lasts_one_step():
    opt = optimizer(1.0)
    scheduler = Schedule(opt, linear, total=10)
    opt.param_groups[0]["lr"] = 0.01
    opt.step()
    scheduler.step()
    assert scheduler.get_last_lr() == [0.9]


@pytest.mark.parametrize("library", [torch.optim, torch_optim])
def test_resume_gives_the_same_numbers(library):
    def run(saved=None, first=0, last=10):
        param = torch.ones(3, requires_grad=True)
        opt = library.AdamW([param], lr=0.1)
        scheduler = Schedule(opt, cosine, total=10, warmup=2)
        if saved:
            loaded = torch.load(io.BytesIO(saved), weights_only=True)
            param.data = loaded["param"]
            opt.load_state_dict(loaded["opt"])
            scheduler.load_state_dict(loaded["scheduler"])
        seen = []
        for k in range(first, last):
            param.grad = torch.arange(3.0) - k
            seen += scheduler.get_last_lr()
            opt.step()
            scheduler.step()
        file = io.BytesIO()
        saved = {"param": param.data, "opt": opt.state_dict(), "scheduler": scheduler.state_dict()}
        torch.save(saved, file)
        return param.detach().tolist(), seen, file.getvalue()

    whole, seen, _ = run()
    _, before, file = run(last=4)
    resumed, after, _ = run(file, first=4)
    assert resumed == whole and before + after == seen


def test_a_file_brings_its_arguments_and_must_be_of_the_same_rule():
    saved = Schedule(optimizer(), cosine, total=10, end=0.5).state_dict()
    scheduler = Schedule(optimizer(), cosine, total=20)
    scheduler.load_state_dict(saved)
    assert scheduler.hyper == {"total": 10, "end": 0.5}
    other = Schedule(optimizer(), linear, total=20)
    with pytest.raises(ValueError, match="rule must be 'linear' in the file, got 'cosine'"):
        other.load_state_dict(saved)
    saved["hyper"]["total"] = 0
    with pytest.raises(ValueError, match="total must be"):
        scheduler.load_state_dict(saved)
    assert scheduler.hyper["total"] == 10


def test_resume_by_last_epoch_as_torchs():
    def made(cls, *args, **hyper):
        opt = optimizer(1.0)
        opt.param_groups[0]["initial_lr"] = 1.0
        return cls(opt, *args, last_epoch=4, **hyper).get_last_lr()

    expected = made(lr_scheduler.LambdaLR, lambda k: linear(k + 1, total=10))
    assert made(Schedule, linear, total=10) == expected == [0.5]
    with pytest.raises(KeyError, match="initial_lr"):
        Schedule(optimizer(), linear, total=10, last_epoch=4)
    with pytest.raises(TypeError, match="is not an Optimizer"):
        Schedule(None, linear, total=10)


def test_inside_of_torchs_own_combinations():
    def made(make):
        opt = optimizer(1.0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parts = [make(opt, constant, warmup=4), make(opt, linear, total=6)]
            return rates(lr_scheduler.SequentialLR(opt, parts, [5]), 9)

    ours = made(Schedule)
    theirs = made(lambda o, rule, **hyper: lr_scheduler.LambdaLR(o, lambda k: rule(k + 1, **hyper)))
    assert ours == theirs
    assert ours[:6] == [0, 0.25, 0.5, 0.75, 1, 1]


def test_order_of_calls_warns_as_torchs_does():
    scheduler = Schedule(optimizer(), linear, total=4)
    with pytest.warns(UserWarning, match="before `optimizer.step"):
        scheduler.step()


@pytest.mark.filterwarnings("ignore:.*optimizer.step:UserWarning")  # a copy has its own ``step``
def test_copies_and_pickles():
    scheduler = Schedule(optimizer(1.0), linear, total=4)
    for twin in (copy.deepcopy(scheduler), pickle.loads(pickle.dumps(scheduler))):
        assert rates(twin, 4) == [1, 0.75, 0.5, 0.25, 0]


def test_examples_in_the_docstring():
    result = doctest.testmod(torch_schedule)
    assert result.attempted > 0 and result.failed == 0
