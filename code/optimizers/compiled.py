"""Run a rule through ``torch.compile``: one kernel for all parameters of a group.

The compiler fuses a rule's operations into one loop that reads and writes each number once.
:mod:`optimizers.flat` brings small parameters together, so that this loop runs over many at a time.
"""

import functools

import torch

from optimizers import eager, flat, hoisting

# Hyper-parameters by which a rule chooses its formula. Where they are 0 they stay so in the kernel.
_CHOICES = ("weight_decay", "momentum")

_kernels = {}


def update(optimizer, checked):
    """Update all groups of an optimizer. ``checked`` are their hyper-parameters."""
    plans = optimizer.__dict__.setdefault("_flat", {})
    work = []
    for i, (group, hyper) in enumerate(zip(optimizer.param_groups, checked, strict=True)):
        keys = optimizer._keys(hyper)
        params = [p for p in group["params"] if p.grad is not None]
        constants, numbers = _split(hyper)
        kernels = {
            kind: kernel(optimizer, constants, numbers, len(keys), *kind)
            for kind in {flat.kind(*pair) for pair in {(p.dtype, p.device) for p in params}}
        }
        work.append((i, params, keys, hyper, kernels))
    # All kernels are there: from here on nothing is expected to fail.
    for i, params, keys, hyper, kernels in work:
        if i not in plans or not plans[i].holds(optimizer.state, params, keys):
            known = [p for p in optimizer.param_groups[i]["params"] if p in optimizer.state]
            plans[i] = flat.Plan(optimizer.state, known + params, keys, optimizer._counts)

        def run(kind, t, rows, rest, hyper=hyper, kernels=kernels):
            # The first step of SGD has a formula of its own, and one row would be compiled apart.
            if rows and (rows[0].shape[0] < 2 or (t == 1 and not optimizer._counts)):
                eager.update(optimizer._rule, [(t, rows)], hyper)
            elif rows:
                kernels[kind](t, *rows)
            if rest:
                eager.update(optimizer._rule, [(t, rest)], hyper)

        plans[i].update(optimizer.state, run)


def _split(hyper):
    """Separate what shapes the kernel from the numbers that it is given in each step."""
    constants, numbers = {}, {}
    for name, value in hyper.items():
        if isinstance(value, bool) or (name in _CHOICES and value == 0):
            constants[name] = value
        else:
            numbers[name] = value
    return constants, numbers


def kernel(optimizer, constants, numbers, averages, dtype, device):
    """Return the compiled ``run(t, theta, g, *averages)`` for one choice of formula.

    ``numbers`` are the hyper-parameters of this step.
    """
    names = {name: len(v) if isinstance(v, tuple) else 0 for name, v in numbers.items()}
    key = type(optimizer)._rule, tuple(constants.items()), tuple(names), averages, dtype, device
    if key not in _kernels:
        _kernels[key] = _compiled(optimizer, constants, names, averages, dtype, device)
    once, each = _kernels[key]

    @functools.cache  # the same for all parameters at the same step
    def at(t):
        flat = [t]
        for value in numbers.values():
            flat += value if isinstance(value, tuple) else [value]
        return once(torch.tensor(flat, dtype=torch.float64))

    return lambda t, *tensors: each(*at(t), *tensors)


def _compiled(optimizer, constants, names, averages, dtype, device):
    """Compile a rule, and try it. ``names`` has each hyper-parameter's length, 0 for a number."""

    def run(values, theta, g, *averages):
        # Without a count, a kernel never sees a first step.
        i, hyper = 1, {"t": values[0] if optimizer._counts else 2, **constants}
        for name, length in names.items():
            hyper[name] = [values[i + k] for k in range(length)] if length else values[i]
            i += length or 1
        eager.advance(optimizer._rule, theta, g, *averages, **hyper)

    values = torch.ones(1 + sum(length or 1 for length in names.values()), dtype=torch.float64)
    # As large as a chunk, since the compiler uses several threads only where it pays for this size.
    shape = flat.CHUNK // flat.WIDTH, flat.WIDTH
    trial = [torch.ones(shape, dtype=dtype, device=device) for _ in range(2 + averages)]
    try:
        once, each = hoisting.split(run, values, *trial)
        for x in trial:
            torch._dynamo.mark_dynamic(x, 0)
        each = torch.compile(each.forward, fullgraph=True)
        each(*once(values), *trial)
    except Exception as error:
        raise RuntimeError(
            "compile=True needs a working torch.compile with a C++ compiler, and this failed with "
            f"{type(error).__name__}: {str(error).strip().splitlines()[0]}. Nothing was updated; "
            "compile=False needs no compiler"
        ) from error
    return once.forward, each
