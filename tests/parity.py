"""What the optimizer tests share: cases, a small training problem, bad input, a distance.

The oracle is ``torch.optim`` with ``foreach=False``: one tensor at a time and no code of ours.
"""

import numpy as np
import torch

EPS32 = torch.finfo(torch.float32).eps

CASES = [
    ("SGD", {"lr": 0.1}),
    ("SGD", {"lr": 0.1, "weight_decay": 0.5}),
    ("SGD", {"lr": 0.1, "momentum": 0.9}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "dampening": 0.9}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
    ("SGD", {"lr": 0.05, "momentum": 0.8, "dampening": 0.3, "weight_decay": 0.5}),
    ("SGD", {"lr": 0.05, "momentum": 0.8, "nesterov": True, "weight_decay": 0.5}),
    ("RMSprop", {}),
    ("RMSprop", {"alpha": 0.0}),
    ("RMSprop", {"alpha": 0.9, "eps": 0.1, "weight_decay": 0.5}),
    ("Adam", {}),
    ("Adam", {"lr": 0.1, "betas": (0.5, 0.7), "eps": 0.1}),
    ("Adam", {"lr": 0.1, "betas": (0.0, 0.9)}),
    ("Adam", {"lr": 0.1, "betas": (0.9, 0.0)}),
    ("Adam", {"lr": 0.1, "weight_decay": 0.5}),
    ("AdamW", {}),
    ("AdamW", {"lr": 0.1, "weight_decay": 0.5}),
    ("AdamW", {"lr": 0.1, "betas": (0.5, 0.7), "eps": 0.1, "weight_decay": 0.0}),
]
# One case of each class, for the tests in which the hyper-parameters are not the point.
ONE_EACH = [
    ("SGD", {"lr": 0.05, "momentum": 0.9}),
    ("RMSprop", {"lr": 0.05}),
    ("Adam", {"lr": 0.05, "weight_decay": 0.1}),
    ("AdamW", {"lr": 0.05, "weight_decay": 0.1}),
]

NAN, INF = float("nan"), float("inf")
POSITIVE, RATE = "a finite number >= 0", "a finite number in [0, 1)"
PAIR = "a pair of numbers in [0, 1)"
# class, argument, bad value, error, what the message says is allowed
BAD = [
    *[(name, "lr", x, ValueError, POSITIVE) for name, _ in ONE_EACH for x in (-0.1, NAN, INF)],
    *[(name, "weight_decay", -0.1, ValueError, POSITIVE) for name, _ in ONE_EACH],
    ("SGD", "lr", "0.1", TypeError, POSITIVE),
    ("SGD", "lr", True, TypeError, POSITIVE),
    ("SGD", "momentum", -0.9, ValueError, POSITIVE),
    ("SGD", "dampening", NAN, ValueError, "a finite number"),
    ("SGD", "nesterov", 1, TypeError, "True or False"),
    ("RMSprop", "alpha", -0.1, ValueError, POSITIVE),
    *[
        (name, argument, value, error, allowed)
        for name in ("Adam", "AdamW")
        for argument, value, error, allowed in [
            ("eps", -1e-8, ValueError, POSITIVE),
            ("eps", NAN, ValueError, POSITIVE),
            ("betas", (0.9, 1.0), ValueError, RATE),
            ("betas", (-0.1, 0.9), ValueError, RATE),
            ("betas", (NAN, 0.9), ValueError, RATE),
            ("betas", (0.9,), ValueError, PAIR),
            ("betas", 0.9, TypeError, PAIR),
        ]
    ],
]


def says(error, argument, value, allowed):
    """True if the error's message names the argument, what is allowed, and the value."""
    bad = [(argument, value)]
    if allowed == RATE and isinstance(value, tuple):  # the message shows the beta that is wrong
        bad = [(f"{argument}[{i}]", x) for i, x in enumerate(value)]
    return str(error.value) in [f"{name} must be {allowed}, got {x!r}" for name, x in bad]


def nesterov_refused(momentum, dampening=0):
    """The whole message when nesterov=True has no momentum, or a dampened one."""
    return (
        "nesterov=True needs momentum > 0 and dampening = 0, "
        f"got momentum={momentum}, dampening={dampening}"
    )


def start(dtype=torch.float64, seed=0):
    """Parameters of many shapes: two alike, a scalar, an empty one, two that are not contiguous."""
    generator = torch.Generator().manual_seed(seed)
    a, b, c, d, e, f, g = (
        torch.randn(shape, generator=generator, dtype=torch.float64).to(dtype)
        for shape in [(), (3,), (3,), (2, 3), (0,), (4, 2), (9,)]
    )
    return [a, b, c, d, e, f.T, g[::2]]


def gradients(params, t):
    """The gradients of step ``t``, the same for both optimizers, scaled from 0.001 to 1000."""
    generator = torch.Generator().manual_seed(t)
    return [
        torch.randn(p.shape, generator=generator, dtype=torch.float64)
        .mul(10.0 ** (i - 3))
        .to(p.dtype)
        for i, p in enumerate(params)
    ]


def torch_step(optimizer, params, t):
    """One step of an optimizer in the PyTorch style."""
    for param, grad in zip(params, gradients(params, t), strict=True):
        param.grad = grad
    optimizer.step()


# What another order of the same operations may differ by, relative to the largest value. The most
# that test_parity_grid.py meets in 60 steps: 6.3e-15 in float64, and 5.6 roundings in float32.
ROUNDINGS = {torch.float64: 1e-12, torch.float32: 8 * EPS32}


def allowed(name, hyper, dtype, steps):
    """The deviation of parameters to allow: ``ROUNDINGS``, and more for AdamW in float32.

    torch's AdamW first shrinks the parameter by ``1 - lr * weight_decay`` and rounds. Near 1 that
    rounding hardly changes from step to step, so it adds up, half a rounding a step, until the
    decay forgets it. Our AdamW subtracts step and decay together and rounds once.
    """
    decay = hyper.get("lr", 1e-3) * hyper.get("weight_decay", 1e-2) if name == "AdamW" else 0
    if dtype == torch.float64 or not decay:
        return ROUNDINGS[dtype]
    return ROUNDINGS[dtype] + EPS32 * min(steps, 1 / decay) / 2


class Track:
    """Compares two runs. ``deviation`` is the largest difference in any tensor at any step so far,
    relative to the largest finite value that this tensor has had. It is infinite where only one
    run has a NaN or an infinity, and where only one leaves 0."""

    def __init__(self):
        self.history = [], []

    def record(self, actual, expected):
        self.numbers = [x.numel() for x in expected]
        for run, history in zip((actual, expected), self.history, strict=True):
            history.append(
                torch.cat([torch.empty(0), *(x.detach().flatten().double() for x in run)])
            )

    @property
    def deviation(self):
        a, b = (torch.stack(history) for history in self.history)
        same = (a == b) | (a.isnan() & b.isnan())
        difference = torch.where(same, 0.0, (a - b).abs().nan_to_num(nan=INF))
        size = torch.where(b.isfinite(), b.abs(), 0.0)
        tensors = zip(difference.split(self.numbers, 1), size.split(self.numbers, 1), strict=True)
        return max(((d.max() / s.max()).item() for d, s in tensors if d.any()), default=0.0)


def deviation(actual, expected):
    """The largest difference in any tensor, relative to the largest value in it."""
    track = Track()
    track.record(actual, expected)
    return track.deviation


def frozen(x):
    """A copy of nested state that can be compared with ``==``."""
    if isinstance(x, dict):
        return {key: frozen(value) for key, value in x.items()}
    if isinstance(x, (list, tuple)):
        return [frozen(value) for value in x]
    if isinstance(x, (np.ndarray, torch.Tensor)):
        return str(x.dtype), x.tolist()
    return x
