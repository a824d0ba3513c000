"""Run a rule through ``torch.compile``: one kernel for all parameters of a group.

The compiler fuses a rule's operations into one loop that reads and writes each number once.
:mod:`optimizers.flat` brings small parameters together, so that this loop runs over many at a time.
"""

import functools
import operator
import types

import torch

from optimizers import eager, flat

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
            for kind in {flat.kind(p) for p in params}
        }
        work.append((i, params, keys, hyper, kernels, numbers))
    # All kernels are there: from here on nothing is expected to fail.
    for i, params, keys, hyper, kernels, numbers in work:
        if i not in plans or not plans[i].holds(optimizer.state, params, keys):
            known = [p for p in optimizer.param_groups[i]["params"] if p in optimizer.state]
            plans[i] = flat.Plan(optimizer.state, known + params, keys, optimizer._counts)

        values = functools.cache(functools.partial(_flatten, numbers))

        def run(kind, t, rows, rest, hyper=hyper, kernels=kernels, values=values):
            # The first step of SGD has a formula of its own, and one row would be compiled apart.
            if rows and (rows[0].shape[0] < 2 or (t == 1 and not optimizer._counts)):
                eager.update(optimizer._rule, [(t, rows)], hyper)
            elif rows:
                theta, g, *averages = rows
                kernels[kind](theta, g, values(t), *averages)
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


def _flatten(numbers, t):
    """The step's number and all hyper-parameters, in float64, in one tensor for the kernel."""
    values = [t]
    for value in numbers.values():
        values += value if isinstance(value, tuple) else [value]
    return torch.tensor(values, dtype=torch.float64)


def _backend(graph, inputs):
    """Inductor, told that a hyper-parameter is one number for all elements.

    What depends on hyper-parameters alone is computed once, in float64, and rounded once. An
    element is not divided by such a number but multiplied by its inverse, which is faster.
    """
    from torch._inductor.compile_fx import compile_fx  # slow to import, and only needed here

    for node in graph.graph.nodes:
        if _dim(node) == 0 or not any(_dim(x) == 0 for x in node.args):
            continue
        dtype = node.meta["example_value"].dtype
        with graph.graph.inserting_before(node):
            if node.target is operator.truediv and _dim(node.args[1]) == 0:
                inverse = graph.graph.call_function(torch.reciprocal, (node.args[1],))
                node.target, node.args = operator.mul, (node.args[0], inverse)
            node.args = tuple(
                graph.graph.call_method("to", (x, dtype)) if _dim(x) == 0 else x for x in node.args
            )
    graph.recompile()
    # These keep the numbers apart: each is stored, so that no loop computes it again.
    patches = {"realize_opcount_threshold": 0, "realize_reads_threshold": 0}
    return compile_fx(graph, inputs, config_patches=patches)


def _dim(node):
    """Dimensions of a tensor in the graph, 0 for a hyper-parameter."""
    if node.__class__ is torch.fx.Node and node.target is torch.reciprocal:
        return 0
    value = getattr(node, "meta", {}).get("example_value")
    return value.dim() if isinstance(value, torch.Tensor) else None


def kernel(optimizer, constants, numbers, averages, dtype, device):
    """Return the compiled ``run(theta, g, numbers, *averages)`` for one choice of formula."""
    rule, counts = optimizer._rule, optimizer._counts
    names = {k: len(v) if isinstance(v, tuple) else 0 for k, v in numbers.items()}
    key = rule, tuple(constants.items()), tuple(names), averages, dtype, device
    if key in _kernels:
        return _kernels[key]

    def run(theta, g, values, *averages):
        # Without a count, a kernel never sees a first step.
        i, hyper = 1, {"t": values[0] if counts else 2, **constants}
        for name, length in names.items():
            hyper[name] = [values[i + k] for k in range(length)] if length else values[i]
            i += length or 1
        eager.advance(rule, theta, g, *averages, **hyper)

    # A code object of its own, since torch limits how often one is compiled.
    run = types.FunctionType(
        run.__code__.replace(co_name=f"run_{len(_kernels)}"), run.__globals__,
        closure=run.__closure__,
    )  # fmt: skip
    run = torch.compile(run, fullgraph=True, backend=_backend)
    trial = [torch.ones(4, flat.WIDTH, dtype=dtype, device=device) for _ in range(2 + averages)]
    for x in trial:
        torch._dynamo.mark_dynamic(x, 0)
    try:
        run(*trial[:2], _flatten(numbers, 2), *trial[2:])
    except Exception as error:
        raise RuntimeError(
            f"compile=True needs a working torch.compile with a C++ compiler, which failed with "
            f"{type(error).__name__}; nothing was updated, and compile=False needs none"
        ) from error
    _kernels[key] = run
    return run


