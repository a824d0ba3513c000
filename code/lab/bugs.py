"""AdamW, broken in thirteen ways that still run, and eight exact checks that see it.

Each bug is a subclass of ``Right`` that changes one method, and calls the right rule, or its parts,
as far as it can.
"""

import math
from copy import deepcopy

import numpy as np
import torch

from optimizers.rules import adamw, debias, ema, l2_gradient, normalized, weight_decay_step

HYPER = {"lr": 0.01, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 0.01}


class Right:
    """AdamW on a list of arrays, by the book's rule."""

    def __init__(self, params, **hyper):
        self.params = list(params)
        self.hyper = HYPER | hyper
        self.m = [np.zeros_like(p) for p in self.params]
        self.v = [np.zeros_like(p) for p in self.params]
        self.t = [0 for _ in self.params]

    def rule(self, g, theta, m, v, t, **hyper):
        return adamw(g, theta, m, v, t, **hyper)

    def update(self, i, theta, g):
        self.t[i] += 1
        self.m[i], self.v[i], step = self.rule(
            g, theta, self.m[i], self.v[i], self.t[i], **self.hyper
        )
        return step

    def step(self, grads):
        for i, (theta, g) in enumerate(zip(self.params, grads, strict=True)):
            theta -= self.update(i, theta, g)

    def save(self):
        return deepcopy((self.m, self.v, self.t))

    def load(self, saved):
        self.m, self.v, self.t = deepcopy(saved)


def into(collection):
    """A decorator that puts what it stands on into the collection, under a name."""

    def named(name):
        def keep(thing):
            collection[name] = thing
            return thing

        return keep

    return named


BUGS = {}
bug = into(BUGS)


@bug("old moments read at `i-1`")
class Slip(Right):
    def update(self, i, theta, g):
        self.t[i] += 1
        self.m[i], self.v[i], step = self.rule(
            g, theta, self.m[i - 1], self.v[i - 1], self.t[i], **self.hyper
        )
        return step


@bug("one `m` and `v` for all arrays")
class Shared(Right):
    def update(self, i, theta, g):
        self.t[i] += 1
        self.m[0], self.v[0], step = self.rule(
            g, theta, self.m[0], self.v[0], self.t[i], **self.hyper
        )
        return step


@bug("`param = param - step`")
class ParamRebound(Right):
    def step(self, grads):
        for i, (theta, g) in enumerate(zip(self.params, grads, strict=True)):
            theta = theta - self.update(i, theta, g)


@bug("`m = ...`, not stored")
class StateRebound(Right):
    def update(self, i, theta, g):
        self.t[i] += 1
        memory = self.m[i], self.v[i], self.t[i]
        m, v, step = self.rule(g, theta, *memory, **self.hyper)
        return step


@bug("`t` is always 1")
class FrozenCount(Right):
    def rule(self, g, theta, m, v, t, **hyper):
        return adamw(g, theta, m, v, 1, **hyper)


@bug("`t` counts arrays, not steps")
class CountPerArray(Right):
    def update(self, i, theta, g):
        self.t[0] += 1
        self.m[i], self.v[i], step = self.rule(
            g, theta, self.m[i], self.v[i], self.t[0], **self.hyper
        )
        return step


@bug("no bias correction")
class Uncorrected(Right):
    def rule(self, g, theta, m, v, t, **hyper):
        return adamw(g, theta, m, v, math.inf, **hyper)


def assembled(
    g, theta, m, v, t, *, lr, beta1, beta2, eps, weight_decay, correct=debias, inside=0.0
):
    """AdamW from its parts, with two places to go wrong: the correction, and inside the root."""
    m, v = ema(m, g, beta1), ema(v, g * g, beta2)
    step = lr * normalized(correct(m, beta1, t), correct(v, beta2, t) + inside, eps)
    return m, v, step + weight_decay_step(theta, lr=lr, weight_decay=weight_decay)


def multiplied(average, beta, t):
    """The correction upside down."""
    return average / debias(1, beta, t)


class Assembled(Right):
    """Right, too: the parts put together as they should be."""

    def rule(self, g, theta, m, v, t, **hyper):
        return assembled(g, theta, m, v, t, **hyper)


@bug("correction multiplies")
class Inverted(Right):
    def rule(self, g, theta, m, v, t, **hyper):
        return assembled(g, theta, m, v, t, correct=multiplied, **hyper)


@bug("ε added to the parameter")
class EpsToParameter(Right):
    def rule(self, g, theta, m, v, t, *, eps, **hyper):
        m, v, step = adamw(g, theta, m, v, t, eps=0.0, **hyper)
        return m, v, step - eps  # the caller subtracts the step


@bug("ε inside the root")
class EpsInside(Right):
    def rule(self, g, theta, m, v, t, *, eps, **hyper):
        return assembled(g, theta, m, v, t, eps=0.0, inside=eps, **hyper)


@bug("decay after the step")
class DecayAfter(Right):
    def rule(self, g, theta, m, v, t, *, lr, weight_decay, **hyper):
        decay = {"lr": lr, "weight_decay": weight_decay}
        m, v, step = adamw(g, theta, m, v, t, lr=lr, weight_decay=0, **hyper)
        return m, v, step + weight_decay_step(theta - step, **decay)


@bug("decay in the gradient (L2)")
class Coupled(Right):
    def rule(self, g, theta, m, v, t, *, weight_decay, **hyper):
        g = l2_gradient(g, theta, weight_decay=weight_decay)
        return adamw(g, theta, m, v, t, weight_decay=0, **hyper)


@bug("state dropped on resume")
class Dropped(Right):
    def load(self, saved):
        pass


# --- Walks


def walk(kind, stream, start=0.0, pause=None, **hyper):
    """Where a stream of gradients leads.

    After ``pause`` steps the state is saved, and a new optimizer goes on.
    """
    params = [np.full_like(g, start) for g in stream[0]]
    optimizer = kind(params, **hyper)
    for k, grads in enumerate(stream):
        if k == pause:
            saved, optimizer = optimizer.save(), kind(params, **hyper)
            optimizer.load(saved)
        optimizer.step(grads)
    return params


def in_torch(stream, start=0.0, **hyper):
    """The same walk with ``torch.optim.AdamW``."""
    hyper = HYPER | hyper
    betas = (hyper.pop("beta1"), hyper.pop("beta2"))
    params = [
        torch.full(g.shape, start, dtype=torch.float64, requires_grad=True) for g in stream[0]
    ]
    optimizer = torch.optim.AdamW(params, betas=betas, **hyper)
    for grads in stream:
        for param, g in zip(params, grads, strict=True):
            param.grad = torch.tensor(g)
        optimizer.step()
    return [param.detach().numpy() for param in params]


def noise(*sizes, steps=50):
    """Random gradients; the array number j has gradients of size about 10**j."""
    draw = np.random.default_rng(0)
    return [
        [10.0**j * draw.standard_normal(size) for j, size in enumerate(sizes)] for _ in range(steps)
    ]


def sizes(kind, steps=2000, **hyper):
    """Sizes of the steps for the gradient 1, in learning rates."""
    params = [np.zeros(1)]
    optimizer = kind(params, **{"eps": 0.0, "weight_decay": 0.0, "lr": 1.0, **hyper})
    path = [0.0]
    for _ in range(steps):
        optimizer.step([np.ones(1)])
        path.append(params[0].item())
    return np.abs(np.diff(path))


# --- Checks: each says whether an optimizer passes.

CHECKS = {}
exact_check = into(CHECKS)


@exact_check("torch")
def equals_torch(kind):
    """50 steps on one array end where torch.optim.AdamW does."""
    ours, theirs = walk(kind, noise(5), start=1.0)[0], in_torch(noise(5), start=1.0)[0]
    return np.abs(ours - theirs).max() <= 1e-12


@exact_check("in company")
def alone_or_in_company(kind):
    """Two arrays of different shapes walk as each does alone. An error counts as a failure."""
    stream = noise(3, 2)
    try:
        together = walk(kind, stream)
    except ValueError:
        return False
    alone = [walk(kind, [[grads[j]] for grads in stream])[0] for j in range(2)]
    return all(np.array_equal(together[j], alone[j]) for j in range(2))


@exact_check("first step")
def first_step_is_sign(kind):
    """The first step is the learning rate times the sign of the gradient."""
    gradient = np.array([100.0, -1.0, 0.5])
    moved = walk(kind, [[gradient]], weight_decay=0.0)[0]
    return np.allclose(moved, -0.01 * np.sign(gradient), rtol=1e-6, atol=0)


@exact_check("step 12")
def twelfth_step(kind):
    """For a constant gradient, step 12 is still the learning rate."""
    return abs(sizes(kind, 12)[-1] - 1) <= 1e-12


@exact_check("scale")
def scale_free(kind):
    """Without eps, gradients times 2**20 lead to the same place, to the last bit."""
    larger = [[2.0**20 * grads[0]] for grads in noise(5)]
    return np.array_equal(
        walk(kind, larger, start=1.0, eps=0.0)[0], walk(kind, noise(5), start=1.0, eps=0.0)[0]
    )


@exact_check("zero gradient")
def decay_alone(kind):
    """With gradient 0 only the decay is left: ten steps multiply by (1 - lr * weight_decay)**10."""
    still = walk(kind, [[np.zeros(3)]] * 10, start=1.0, weight_decay=0.1)[0]
    return np.abs(still - (1 - 0.01 * 0.1) ** 10).max() <= 1e-12


@exact_check("large ε")
def eps_as_large_as_gradient(kind):
    """With eps as large as the gradient, the first step is half a learning rate."""
    moved = walk(kind, [[np.full(3, 2.0)]], eps=2.0, weight_decay=0.0)[0]
    return np.abs(moved + 0.01 / 2).max() <= 1e-12


@exact_check("resume")
def resumes(kind):
    """Saved and resumed after 10 of 20 steps, a run ends where it would have ended, to the bit."""
    stream = noise(5, steps=20)
    return np.array_equal(walk(kind, stream, pause=10)[0], walk(kind, stream)[0])


# --- A PyTorch optimizer, right and broken, for the four tests that a reader copies.


class MyAdamW(torch.optim.Optimizer):
    """AdamW for PyTorch, by the book's rule."""

    def __init__(self, params, lr=0.01, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
        hyper = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay}
        super().__init__(params, hyper)

    def options(self, group):
        """The numbers for the parameters of a group."""
        beta1, beta2 = group["betas"]
        numbers = {name: group[name] for name in ("lr", "eps", "weight_decay")}
        return numbers | {"beta1": beta1, "beta2": beta2}

    def gradient(self, p):
        """The gradient of a parameter; None if it has none."""
        return p.grad

    def memory(self, p):
        """The state of a parameter."""
        state = self.state[p]
        if not state:
            state.update(t=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
        return state

    def count(self, state):
        """The number of this step."""
        state["t"] += 1
        return state["t"]

    def move(self, g, theta, m, v, t, **hyper):
        """The new averages, and the step."""
        return adamw(g, theta, m, v, t, **hyper)

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if (g := self.gradient(p)) is None:
                    continue
                state = self.memory(p)
                state["m"], state["v"], step = self.move(
                    g, p, state["m"], state["v"], self.count(state), **self.options(group)
                )
                p -= step


class DecaysAfter(MyAdamW):
    def move(self, g, theta, m, v, t, **hyper):
        return DecayAfter.rule(self, g, theta, m, v, t, **hyper)


class OneMemory(MyAdamW):
    def memory(self, p):
        return super().memory(self.param_groups[0]["params"][0])


class CountsInTheObject(MyAdamW):
    t = 0

    def count(self, state):
        return self.t

    def step(self):
        self.t += 1
        super().step()


class OptionsOfTheFirst(MyAdamW):
    def options(self, group):
        return super().options(self.param_groups[0])


class NoneIsZero(MyAdamW):
    def gradient(self, p):
        return torch.zeros_like(p) if p.grad is None else p.grad
