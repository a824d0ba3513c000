"""What a compiled step knows from the last one, so that it need not look at each tensor anew.

Which tensors go in which kernel, and where each of them lies: as long as nothing of that has
changed, a step only takes up the new gradients.
"""

import dataclasses
import operator
from typing import Any, NamedTuple

import torch
from torch.utils._python_dispatch import is_traceable_wrapper_subclass

from optimizers import memory, places

TOGETHER = 8  # tensors of one call. More make the call cheaper, and take longer to compile
LARGE = 1 << 15  # bytes. The loop over a tensor of so many is shared by several threads
ALONE = 1 << 22  # bytes. For a tensor of so many, a call costs nothing worth sharing
LARGEST = 1 << 31  # elements. A kernel may count them in 32 bits


class Kind(NamedTuple):
    """What tensors have in common that are updated by one kernel."""

    dtype: torch.dtype
    device: torch.device
    threads: bool
    together: int


def kind(tensor):
    size = tensor.nbytes
    together = 1 if size >= ALONE else TOGETHER
    return Kind(tensor.dtype.to_real(), tensor.device, size >= LARGE, together)


@dataclasses.dataclass
class Batch:
    """Tensors that are updated by one kernel."""

    t: int
    kind: Kind
    takers: list = dataclasses.field(default_factory=list)  # numbers of the parameters
    params: list = dataclasses.field(default_factory=list)
    # For each of the tensors: its length, and 1-D views of theta, g and averages.
    lines: list = dataclasses.field(default_factory=list)
    kernel: Any = None


class Plan:
    """The parameters of a group that have a gradient, sorted into batches for its kernels.

    ``entries`` are their ``t, [theta, g, *averages]`` of this step, with the step already counted.
    ``others`` are the entries that no kernel takes, as lists ``number, t, tensors``.
    """

    def __init__(self, params, grads, state, entries, keys, counts):
        self.steps = None
        reusable = len(set(params)) == len(params)  # one that is there twice makes two steps
        if counts and reusable:
            reusable = self._share_count([state[p] for p in params])
        batches, self.others = {}, []
        self.apart = memory.apart([tensors for _, tensors in entries])
        for i, (t, tensors) in enumerate(entries):
            lines = None if i in self.apart else _lines(tensors)
            if lines is not None and (counts or t > 1):
                of = t, kind(tensors[0])
                batch = batches.setdefault(of, Batch(*of))
                batch.takers.append(i)
                batch.params.append(params[i])
                batch.lines += lines
            else:  # the first step of SGD has a formula of its own
                self.others.append([i, t, tensors])
                reusable = reusable and (counts or t > 1)
        self.batches = list(batches.values())
        self.width = 1 + len(entries[0][1]) if entries else 1
        self.params = params if reusable else None
        self.in_pairs = any(param.is_complex() for param in params)
        self.held = places.held(params, state)
        # Of one dimension, an average is its own line, and may move. Others must stay in place.
        self.fixed = [x for x in places.averages(params, state, keys) if x.dim() != 1]
        self.grads = grads
        self.places = self._look(params, grads)
        self.clear = places.Gradients(grads, [tensors for _, tensors in entries])

    def _share_count(self, entries):
        """Let all step counts be views of one tensor, if they are alike."""
        steps = [entry["step"] for entry in entries]
        if len({(s.shape, s.dtype, s.device) for s in steps}) != 1:
            return False
        self.steps = torch.stack(steps)
        for entry, step in zip(entries, self.steps.unbind(), strict=True):
            entry["step"] = step
        self.counts = self.steps.tolist()
        return True

    def stands(self, params, grads, state):
        """Whether all is as it was after the last step, but for the values of gradients."""
        held = places.held(params, state)
        return (
            self.params is not None
            and len(params) == len(self.params)
            and all(map(operator.is_, params, self.params))
            and (self.steps is None or self.steps.tolist() == self.counts)
            and len(held) == len(self.held)
            and all(map(operator.is_, held, self.held))
            and self.places == self._look(params, grads)
            and self.clear.stay_clear(grads)
            # What a sign is still to come for is not a number yet that a kernel could read.
            and (all(map(operator.is_, grads, self.grads)) or not any([x.is_neg() for x in grads]))
        )

    def _look(self, params, grads):
        orders = [grad.is_contiguous() or grad.stride() for grad in grads]
        return *places.of(params, self.fixed), orders, [grad.dtype for grad in grads]

    def advance(self, grads):
        """Count a step, and take up the new gradients."""
        if self.steps is not None:
            self.steps += 1
            self.counts = [count + 1 for count in self.counts]
        self.grads = given = grads
        grads = [_real(grad) for grad in grads] if self.in_pairs else grads
        for batch in self.batches:
            batch.t += 1
            batch.lines[2 :: self.width] = [_line(grads[i]) for i in batch.takers]
        for other in self.others:
            other[1] += 1
            whole = other[2][0].is_complex()  # a parameter that no view shows as pairs
            other[2][1] = (given if whole else grads)[other[0]]


def _real(x):
    return torch.view_as_real(x.resolve_conj().resolve_neg()) if x.is_complex() else x


def _line(x):
    """The elements of a tensor that fills a piece of memory, as they lie there."""
    return x if x.dim() == 1 else x.as_strided((x.numel(),), (1,))


def _lines(tensors):
    """The length of tensors, and their numbers in one order, or None where that takes a copy.

    A kernel checks nothing, so all that it takes for granted is made sure of here.
    """
    theta = tensors[0]
    size = theta.numel()
    if not 1 < size < LARGEST:  # the compiler takes one element for a special case
        return None
    if any(map(is_traceable_wrapper_subclass, tensors)):  # such as a DTensor, one of many parts
        return None
    if any(x.is_complex() or x.is_neg() for x in tensors):  # with a sign or a conjugation to come
        return None
    like = theta.shape, theta.stride(), theta.device
    if any((x.shape, x.stride(), x.device) != like for x in tensors):
        return None
    if tensors[1].dtype != theta.dtype:  # that of the averages was checked
        return None
    last = sum((n - 1) * stride for n, stride in zip(theta.shape, theta.stride(), strict=True))
    return [size, *map(_line, tensors)] if last + 1 == size else None
