"""An average of weights: the rule ``ema`` on a model, beside torch's AveragedModel."""

import copy
import doctest
import math

import pytest
import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from optimizers import rules, torch_average
from optimizers.torch_average import AveragedWeights


class Net(torch.nn.Module):
    """Small and large weights, tied ones, a buffer of floats and one of whole numbers."""

    def __init__(self, dtype=torch.float32, width=5):
        super().__init__()
        torch.manual_seed(0)
        self.first = torch.nn.Linear(4, width, dtype=dtype)
        self.norm = torch.nn.BatchNorm1d(width, dtype=dtype)
        self.last = torch.nn.Linear(width, 4, dtype=dtype)
        self.tied = self.last.weight
        self.large = torch.nn.Parameter(torch.randn(150, 100, dtype=dtype))
        self.scalar = torch.nn.Parameter(torch.tensor(2.0, dtype=dtype))

    def forward(self, x):
        return self.last(self.norm(self.first(x))) * self.scalar


def move(model, t):
    generator = torch.Generator().manual_seed(t)
    with torch.no_grad():
        for p in model.parameters():
            p.add_(torch.randn(p.shape, generator=generator).to(p.dtype))
    model.train()(torch.randn(8, 4, generator=generator).to(model.scalar.dtype))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("decay", [0.0, 0.9, 0.999])
def test_equal_to_torchs(dtype, decay):
    model = Net(dtype)
    ours = AveragedWeights(model, decay)
    theirs = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(decay))
    theirs.update_parameters(model)  # its first one copies
    for t in range(30):
        move(model, t)
        ours.update(model)
        theirs.update_parameters(model)
        for mine, other in zip(ours.module.parameters(), theirs.module.parameters(), strict=True):
            assert mine.dtype == dtype
            assert torch.equal(mine, other)
    assert ours.updates == 30
    x = torch.ones(2, 4, dtype=dtype)
    ours.module.norm.load_state_dict(model.norm.state_dict())
    assert ours.eval()(x).shape == (2, 4) and not ours(x).requires_grad


def test_it_is_the_rule():
    model, expected = Net(torch.float64), None
    averaged = AveragedWeights(model, 0.9)
    expected = model.scalar.item()
    for t in range(5):
        move(model, t)
        averaged.update(model)
        expected = rules.ema(expected, model.scalar.item(), 0.9)
    assert averaged.module.scalar.item() == pytest.approx(expected, rel=1e-15)


def test_many_tensors_at_a_time():
    """A sum whose factors are not those of an average goes by another way."""
    own, given = [torch.ones(2), torch.ones(3)], [torch.ones(2), torch.full((3,), 3.0)]
    rule = 0.5 * torch_average._Many(own) + 2.0 * torch_average._Many(given)
    rule.store(own)
    assert [x.tolist() for x in own] == [[2.5] * 2, [6.5] * 3]


def test_the_model_and_its_gradients_are_left_alone():
    model = Net()
    averaged = AveragedWeights(model, 0.5)
    move(model, 0)
    before = copy.deepcopy(model.state_dict())
    averaged.update(model)
    assert all(torch.equal(x, before[name]) for name, x in model.state_dict().items())
    assert all(p.requires_grad for p in model.parameters())
    assert averaged.module.last.weight is averaged.module.tied


def test_buffers_are_those_of_the_model():
    model = Net()
    averaged = AveragedWeights(model)
    move(model, 0)
    averaged.update(model)
    assert torch.equal(averaged.module.norm.running_mean, model.norm.running_mean)
    assert averaged.module.norm.num_batches_tracked == 1


def test_weights_of_16_bits_are_averaged_in_32():
    """In bfloat16, torch's average does not move at all: a thousandth of the way is too little."""
    model = torch.nn.Linear(3, 2, dtype=torch.bfloat16)
    with torch.no_grad():
        model.weight.fill_(1.0)
    averaged = AveragedWeights(model, 0.999)
    theirs = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.999))
    theirs.update_parameters(model)
    with torch.no_grad():
        model.weight.fill_(2.0)
    for _ in range(500):
        averaged.update(model)
        theirs.update_parameters(model)
    assert averaged.module.weight.dtype == torch.float32
    assert averaged.module.weight[0, 0].item() == pytest.approx(2 - 0.999**500, rel=1e-5)
    assert (theirs.module.weight == 1).all()
    averaged.copy_to(model)
    assert model.weight.dtype == torch.bfloat16
    assert torch.equal(model.weight, averaged.module.weight.bfloat16())


def test_resume_goes_on_bit_for_bit(tmp_path):
    model = Net()
    averaged = AveragedWeights(model, 0.9)
    for t in range(4):
        move(model, t)
        averaged.update(model)
        if t == 1:
            torch.save(averaged.state_dict(), tmp_path / "average.pt")
    model, resumed = Net(), AveragedWeights(Net(), 0.9)
    resumed.load_state_dict(torch.load(tmp_path / "average.pt", weights_only=True))
    for t in range(4):
        move(model, t)
        if t > 1:
            resumed.update(model)
    state = averaged.state_dict()
    assert all(torch.equal(x, state[name]) for name, x in resumed.state_dict().items())
    assert "module.first.weight" in state and state["updates"] == 4


@pytest.mark.parametrize(
    ("decay", "error"),
    [(1.0, ValueError), (-0.1, ValueError), (math.nan, ValueError), ("1", TypeError)],
)
def test_bad_decays(decay, error):
    message = r"decay must be a finite number in \[0, 1\), got "
    with pytest.raises(error, match=message):
        AveragedWeights(Net(), decay)
    averaged = AveragedWeights(Net())
    averaged.decay = decay
    with pytest.raises(error, match=message):
        averaged.update(Net())
    assert averaged.updates == 0


def test_models_that_differ_change_nothing():
    averaged = AveragedWeights(Net())
    before = copy.deepcopy(averaged.state_dict())
    other = Net(width=6)
    move(other, 0)
    for call in (averaged.update, averaged.copy_to):
        with pytest.raises(
            ValueError, match=r"tied of model must have shape \(4, \d\), got \(4, \d\)"
        ):
            call(other)
        with pytest.raises(ValueError, match="model must have the weights .*, got"):
            call(torch.nn.Linear(2, 2))
    other = Net()
    other.register_buffer("more", torch.ones(1))
    with pytest.raises(ValueError, match="model must have the buffers .*, got"):
        averaged.update(other)
    assert all(torch.equal(x, before[name]) for name, x in averaged.state_dict().items())
    with pytest.raises(TypeError, match="model must be a torch.nn.Module, got"):
        AveragedWeights([torch.ones(2)])


def test_examples_in_the_docstring():
    result = doctest.testmod(torch_average)
    assert result.attempted > 0 and result.failed == 0
