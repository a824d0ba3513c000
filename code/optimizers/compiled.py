"""Run a rule through the compiler of ``torch.compile``: one kernel for many tensors at a time.

The compiler fuses a rule's operations into one loop, which reads and writes each number once. A
kernel here holds such a loop for each of a few tensors of any sizes, so that a call is paid once
for all of them. ``torch.compile`` itself would look at every tensor anew in each call, to see
whether its kernel still fits. :mod:`optimizers.plan` makes sure of that, and it costs less.
"""

from typing import NamedTuple

import torch
from torch._dynamo.utils import get_metrics_context
from torch.fx.experimental.proxy_tensor import make_fx

from optimizers import eager, hoisting
from optimizers.plan import LARGE, Plan, kind

TOGETHER = 8  # tensors of one call. More make the call cheaper, and take longer to compile

# Hyper-parameters by which a rule chooses its formula. Where they are 0 they stay so in the kernel.
_CHOICES = ("weight_decay", "momentum")

_kernels = {}


def prepare(optimizer, number, params, hyper):
    """Return a function that updates ``params``, those of group ``number`` that have a gradient.

    What it needs is compiled now, and nothing is changed. Raises RuntimeError if that fails.
    """
    plans, keys = optimizer.__dict__.setdefault("_plans", {}), optimizer._keys(hyper)
    grads = [param.grad for param in params]
    known, formula, plan = plans.get(number, (None, None, None))
    if known is not hyper:
        before, formula = formula, _formula(optimizer, hyper, keys)
        plan = plan if before and before.key == formula.key else None
    if not (plan and plan.stands(params, grads, optimizer.state)):
        plan = None
        for kernel in {(*formula.key, *kind(param)) for param in params} - _kernels.keys():
            _kernels[kernel] = _compiled(optimizer, formula, *kernel[-4:])
    plans.pop(number, None)  # until the step is done

    def run():
        if plan:
            step = plan
            step.advance(grads)
        else:
            entries = [optimizer._entry(param, keys) for param in params]
            step = Plan(params, grads, optimizer.state, entries, optimizer._counts)
        for t, of, lines in step.batches:
            once, each, spare = _kernels[*formula.key, *of]
            dtype, device, _ = of
            values = torch.tensor(once([t, *formula.values]), dtype=dtype, device=device)
            for start in range(0, len(lines), len(spare)):
                part = lines[start : start + len(spare)]
                each(values, *part, *spare[len(part) :])
        if step.others:
            others = [(t, tensors) for _, t, tensors in step.others]
            eager.update(torch, optimizer._rule, others, hyper)
        plans[number] = hyper, formula, step

    return run


class _Formula(NamedTuple):
    """Hyper-parameters, taken apart: what shapes a kernel, and what it is given in each step."""

    key: tuple  # all that a kernel depends on, but for the kind of its tensors
    constants: dict
    lengths: dict  # of the other hyper-parameters, 0 for a number
    values: list


def _formula(optimizer, hyper, keys):
    constants, numbers = {}, {}
    for name, value in hyper.items():
        fixed = isinstance(value, bool) or (name in _CHOICES and value == 0)
        (constants if fixed else numbers)[name] = value
    lengths = {name: len(v) if isinstance(v, tuple) else 0 for name, v in numbers.items()}
    values = [x for v in numbers.values() for x in (v if isinstance(v, tuple) else [v])]
    key = type(optimizer)._rule, tuple(constants.items()), tuple(lengths), len(keys)
    return _Formula(key, constants, lengths, values)


def _compiled(optimizer, formula, averages, dtype, device, large):
    """Compile a rule, and try it.

    Returns ``once``, which computes what no element is needed for; ``each``, to be called as
    ``each(tensor(once(values)), *lines)``; and lines that take the place of those that are missing.
    """

    def run(values, theta, g, *averages):
        # Without a count, a kernel never sees a first step.
        i, hyper = 1, {"t": values[0] if optimizer._counts else 2, **formula.constants}
        for name, length in formula.lengths.items():
            hyper[name] = [values[i + k] for k in range(length)] if length else values[i]
            i += length or 1
        eager.advance(optimizer._rule, theta, g, *averages, **hyper)

    values, width = torch.full((1 + len(formula.values),), 0.5), 2 + averages

    def lines(length):
        """As many as a kernel takes. The length of one tensor's lines is no other's."""
        lengths = [length + k for k in range(TOGETHER) for _ in range(width)]
        return [torch.ones(n, dtype=dtype, device=device) for n in lengths]

    try:
        # So long that the compiler finds several threads worth while.
        trial, spare = lines(LARGE), lines(2)
        once, each = hoisting.split(run, values, *trial[:width])

        numbers = torch.tensor(once(values.tolist()), dtype=dtype, device=device)

        def together(numbers, *lines):
            for k in range(0, len(lines), width):
                each(*numbers.unbind(), *lines[k : k + width])
            return ()

        graph = make_fx(together, tracing_mode="symbolic")(numbers, *trial)
        kernel = _inductor(graph, {} if large else {"cpp.threads": 1})
        kernel(numbers, *spare)
    except Exception as error:
        why, _, _ = str(error).strip().partition("\n")
        raise RuntimeError(
            "compile=True needs a working torch.compile with a C++ compiler, and this failed with "
            f"{type(error).__name__}: {why}. Nothing was updated; "
            "compile=False needs no compiler"
        ) from error
    return once, kernel, spare


def _inductor(graph, options):
    """Compile a graph of operations on tensors of any length, with no check of what it is given."""
    inputs = [node.meta["val"] for node in graph.graph.nodes if node.op == "placeholder"]
    options = {
        "size_asserts": False,
        # What the compiler finds in its cache on disk may have been made for other lengths, and so
        # for another number of threads. (The machine code has a cache of its own.)
        "fx_graph_cache": False,
        **options,
    }
    with get_metrics_context():  # torch 2.7 counts what it compiles, and fails where it can not
        return torch._inductor.compile(graph, inputs, options=options)
