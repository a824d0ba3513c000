"""Run a rule through the compiler of ``torch.compile``: one kernel for many tensors at a time.

The compiler fuses a rule's operations into one loop, which reads and writes each number once. A
kernel here holds such a loop for each of a few tensors of any sizes, so that a call is paid once
for all of them. ``torch.compile`` itself would look at every tensor anew in each call, to see
whether its kernel still fits. :mod:`optimizers.plan` makes sure of that, and it costs less.
"""

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
    constants, numbers = _split(hyper)
    names = {name: len(v) if isinstance(v, tuple) else 0 for name, v in numbers.items()}
    formula = type(optimizer)._rule, tuple(constants.items()), tuple(names), len(keys)
    known = plans.get(number)
    if not (known and known[0] == formula and known[1].stands(params, optimizer.state)):
        plans.pop(number, None)
        for kernel in {(*formula, *kind(param)) for param in params} - _kernels.keys():
            _kernels[kernel] = _compiled(optimizer, constants, names, *kernel[-4:])

    def run():
        if number in plans:
            plan = plans[number][1]
            plan.advance(params)
        else:
            entries = [optimizer._entry(param, keys) for param in params]
            plan = Plan(params, optimizer.state, entries, optimizer._counts)
            plans[number] = formula, plan
        for t, of, lines in plan.batches:
            once, each, spare = _kernels[*formula, *of]
            dtype, device, _ = of
            values = torch.tensor(once(_values(t, numbers)), dtype=dtype, device=device)
            for start in range(0, len(lines), len(spare)):
                part = lines[start : start + len(spare)]
                each(values, *part, *spare[len(part) :])
        if plan.others:
            others = [(t, tensors) for _, t, tensors in plan.others]
            eager.update(optimizer._rule, others, hyper)

    return run


def _split(hyper):
    """Separate what shapes the kernel from the numbers that it is given in each step."""
    constants, numbers = {}, {}
    for name, value in hyper.items():
        if isinstance(value, bool) or (name in _CHOICES and value == 0):
            constants[name] = value
        else:
            numbers[name] = value
    return constants, numbers


def _values(t, numbers):
    values = [t]
    for value in numbers.values():
        values += value if isinstance(value, tuple) else [value]
    return values


def _compiled(optimizer, constants, names, averages, dtype, device, large):
    """Compile a rule, and try it. ``names`` has each hyper-parameter's length, 0 for a number.

    Returns ``once``, which computes what no element is needed for; ``each``, to be called as
    ``each(tensor(once(values)), *lines)``; and lines that take the place of those that are missing.
    """

    def run(values, theta, g, *averages):
        # Without a count, a kernel never sees a first step.
        i, hyper = 1, {"t": values[0] if optimizer._counts else 2, **constants}
        for name, length in names.items():
            hyper[name] = [values[i + k] for k in range(length)] if length else values[i]
            i += length or 1
        eager.advance(optimizer._rule, theta, g, *averages, **hyper)

    values, width = torch.full((1 + sum(n or 1 for n in names.values()),), 0.5), 2 + averages

    def lines(size):
        """As many as a kernel takes. The length of one tensor's lines is no other's."""
        lengths = [size + k for k in range(TOGETHER) for _ in range(width)]
        return [torch.ones(length, dtype=dtype, device=device) for length in lengths]

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
