"""Run a rule through the compiler of ``torch.compile``: one kernel for many tensors at a time.

The compiler fuses a rule's operations into one loop, which reads and writes each number once. A
kernel here holds such a loop for each of a few tensors of any sizes, so that a call is paid once
for all of them. ``torch.compile`` itself would look at every tensor anew in each call, to see
whether its kernel still fits. :mod:`optimizers.plan` makes sure of that, and it costs less.
"""

from collections.abc import Callable
from typing import NamedTuple

import torch

from optimizers import eager, hoisting, torch_rounding
from optimizers.eager import wide
from optimizers.plan import Plan, kind

# Hyper-parameters by which a rule chooses its formula. Where they are 0 they stay so in the kernel.
_CHOICES = ("weight_decay", "momentum")

_kernels = {}


def prepare(optimizer, number, params, grads, hyper):
    """Return a function that updates ``params`` of group ``number`` by their gradients.

    What it needs is compiled now, and nothing is changed. Raises RuntimeError if that fails.
    """
    plans = optimizer.__dict__.setdefault("_plans", {})
    known, formula, plan = plans.get(number, (None, None, None))
    if known is not hyper:
        before, formula = formula, _formula(optimizer, hyper)
        plan = plan if before and before.key == formula.key else None
    if not (plan and plan.stands(params, grads, optimizer.state)):
        plan = None
        optimizer._check_tensors(number, params, grads, hyper)
        for key in {(*formula.key, kind(param)) for param in params} - _kernels.keys():
            _kernels[key] = _compiled(optimizer, formula, key[-1])
    plans.pop(number, None)  # until the step is done

    def run():
        if plan:
            step = plan
            step.advance(grads)
        else:
            keys = optimizer._keys(hyper)
            entries = [optimizer._entry(*each, keys) for each in zip(params, grads, strict=True)]
            step = Plan(params, grads, optimizer.state, entries, keys, optimizer._counts)
            optimizer._note_begun(params)
            for batch in step.batches:
                batch.kernel = _kernels[*formula.key, batch.kind]
        for batch in step.batches:
            keys = optimizer._rounding_keys(number, batch.t, batch.takers)
            batch.kernel.run([batch.t, *formula.values], batch.lines, keys)
            torch.autograd.graph.increment_version(batch.params)
        if step.others:
            others = [(t, tensors) for _, t, tensors in step.others]
            apart = {k for k, (i, *_) in enumerate(step.others) if i in step.apart}
            put = optimizer._storing(number, others)
            eager.update(torch, optimizer._rule, others, hyper, apart=apart, put=put)
        plans[number] = hyper, formula, step

    return run


class _Formula(NamedTuple):
    """Hyper-parameters, taken apart: what shapes a kernel, and what it is given in each step."""

    key: tuple  # all that a kernel depends on, but for the kind of its tensors
    averages: int
    constants: dict
    lengths: dict  # of the other hyper-parameters, 0 for a number
    values: list


def _formula(optimizer, hyper):
    constants, numbers = {}, {}
    for name, value in hyper.items():
        fixed = isinstance(value, bool) or (name in _CHOICES and value == 0)
        (constants if fixed else numbers)[name] = value
    lengths = {name: len(v) if isinstance(v, tuple) else 0 for name, v in numbers.items()}
    values = [x for v in numbers.values() for x in (v if isinstance(v, tuple) else [v])]
    averages = len(optimizer._keys(hyper))
    options = tuple(constants.items()), tuple(lengths)
    key = type(optimizer)._rule, optimizer._rounds, *options, averages
    return _Formula(key, averages, constants, lengths, values)


class _Kernel(NamedTuple):
    """A compiled rule."""

    once: Callable  # computes what no element is needed for
    each: Callable  # does the rest, given a list [tensor(once(values)), *lines], see plan.Batch
    spare: list  # lines that take the place of those that are missing
    together: int  # tensors of one call, where it also takes a tensor of their keys; else 0

    def run(self, values, lines, keys):
        """Update tensors, whose ``lines`` follow one after the other."""
        like, width = self.spare[1], len(self.spare)
        dtype = wide(torch, like.dtype)
        numbers = torch.tensor(self.once(values), dtype=dtype, device=like.device)
        for start in range(0, len(lines), width):
            part = lines[start : start + width]
            given = [numbers, *part, *self.spare[len(part) :]]
            if self.together:
                first = start // width * self.together
                some = keys[first : first + self.together]
                some += [0] * (self.together - len(some))
                given.insert(1, torch.tensor(some, dtype=torch.int32, device=like.device))
            self.each(given)


def _compiled(optimizer, formula, kind):
    """Compile the rule for tensors of a kind, and try it."""

    # What was computed in 32 bits is rounded by chance, with bits for each element.
    rounds = optimizer._rounds and kind.dtype == torch.bfloat16

    def run(values, theta, g, *averages, bits=None):
        # Without a count, a kernel never sees a first step.
        i, hyper = 1, {"t": values[0] if optimizer._counts else 2, **formula.constants}
        for name, length in formula.lengths.items():
            hyper[name] = [values[i + k] for k in range(length)] if length else values[i]
            i += length or 1
        given = theta, g, *averages
        # Themselves, if they are wide enough: then they are updated in place.
        copies = [x.to(dtype) for x in given]
        eager.advance(optimizer._rule, *copies, **hyper)
        for k, (x, copy) in enumerate(zip(given, copies, strict=True)):
            if x is not copy and k != 1:
                x.copy_(torch_rounding.to_bfloat16(copy, bits) if rounds and k == 0 else copy)

    def run_with_bits(values, bits, *tensors):
        run(values, *tensors, bits=bits)

    dtype = wide(torch, kind.dtype)
    values = torch.full((1 + len(formula.values),), 0.5, device="cpu")
    width = 3 + formula.averages

    def lines(length):
        """As many as a kernel takes. The length of one tensor's lines is no other's."""
        made = []
        for n in range(length, length + kind.together):
            made.append(n)
            for k in range(width - 1):
                of = torch.float32 if rounds and k > 1 else kind.dtype
                made.append(torch.ones(n, dtype=of, device=kind.device))
        return made

    try:
        from optimizers import inductor  # not before: it takes two seconds

        # So long that the compiler finds several threads worth while.
        trial, spare = lines(1 << 15), lines(2)
        tensors = trial[1:width]
        if rounds:
            bits = torch.zeros(trial[0], dtype=torch.int32, device=kind.device)
            once, each = hoisting.split(run_with_bits, values, bits, *tensors)
        else:
            once, each = hoisting.split(run, values, *tensors)

        numbers = torch.tensor(once(values.tolist()), dtype=dtype, device=kind.device)

        def together(numbers, *lines):
            for k in range(0, len(lines), width):
                each(*numbers.unbind(), *lines[k + 1 : k + width])
            return ()

        def together_with_keys(numbers, keys, *lines):
            for key, k in zip(keys.unbind(), range(0, len(lines), width), strict=True):
                places = torch.arange(lines[k], dtype=torch.int32, device=kind.device)
                bits = torch_rounding.random_bits(places, key)
                each(*numbers.unbind(), bits, *lines[k + 1 : k + width])
            return ()

        options = {} if kind.threads else {"cpp.threads": 1}
        if rounds:
            keys = torch.zeros(kind.together, dtype=torch.int32, device=kind.device)
            kernel = inductor.kernel(together_with_keys, [numbers, keys, *trial], options)
            kernel([numbers, keys, *spare])
        else:
            kernel = inductor.kernel(together, [numbers, *trial], options)
            kernel([numbers, *spare])
    except Exception as error:
        why, _, _ = str(error).strip().partition("\n")
        raise RuntimeError(
            "compile=True needs a working torch.compile with a C++ compiler, and this failed with "
            f"{type(error).__name__}: {why}. Nothing was updated; "
            "compile=False needs no compiler"
        ) from error
    return _Kernel(once, kernel, spare, kind.together if rounds else 0)
