"""Real data and a small network for the experiments: scikit-learn's 8 x 8 handwritten digits."""

import torch
from sklearn.datasets import load_digits
from torch import nn

# One thread: the network is too small for more to help, and sums come out the same everywhere.
torch.set_num_threads(1)

TRAIN = 1500  # of 1797 images; the rest is for testing


def data(dtype=torch.float32):
    """``(x, y, x_test, y_test)``: images (N, 64) scaled to [0, 1], labels (N,) from 0 to 9.

    The order is a fixed shuffle, so the split is the same everywhere.
    """
    digits = load_digits()
    order = torch.randperm(len(digits.target), generator=torch.Generator().manual_seed(0))
    x = torch.tensor(digits.data / 16, dtype=dtype)[order]
    y = torch.tensor(digits.target)[order]
    return x[:TRAIN], y[:TRAIN], x[TRAIN:], y[TRAIN:]


def network(seed=0, hidden=32, dtype=torch.float32):
    """A network 64 -> ``hidden`` -> 10 with tanh; the same weights for the same seed."""
    model = nn.Sequential(nn.Linear(64, hidden), nn.Tanh(), nn.Linear(hidden, 10)).to(dtype)
    return initialize(model, seed)


def initialize(model, seed=0):
    """Draw the parameters of a model's linear layers as ``nn.Linear`` does; return the model.

    They are what ``nn.Linear`` draws after ``torch.manual_seed(seed)``, up to the last bit. That
    one differs between processors there, since some multiply and add with one rounding. Here it
    does not: a draw is a whole number of 2**-24, and one multiplication rounds.
    """
    draw = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for layer in model.modules():
            if isinstance(layer, nn.Linear):
                for param in filter(lambda p: p is not None, (layer.weight, layer.bias)):
                    share = torch.rand(param.shape, generator=draw).double()
                    param.copy_((2 * share - 1) * layer.in_features**-0.5)
    return model


def train(model, optimizer, x, y, *, steps, batch, seed=0):
    """Run ``steps`` mini-batch steps and return the list of batch losses.

    ``batch`` samples are drawn with replacement, the same ones for the same seed.
    """
    draw = torch.Generator().manual_seed(seed)
    losses = []
    for _ in range(steps):
        rows = torch.randint(len(x), (batch,), generator=draw)
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x[rows]), y[rows])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def accuracy(model, x, y):
    """Share of images whose most likely class is the right one, from 0 to 1."""
    with torch.no_grad():
        return (model(x).argmax(1) == y).double().mean().item()
