"""Run a rule on arrays, operation by operation, and put its results in place.

A large array is cut into blocks that stay in the cache, and small ones are gathered, since a call
costs more than their arithmetic. Neither changes a bit of the result: every coordinate is computed
as if it were alone.
"""

import functools
import itertools
import math

import numpy
import torch
from torch.utils._python_dispatch import is_traceable_wrapper_subclass

from optimizers.blocks import blocks
from optimizers.tape import Tape

LARGE = 1 << 17  # elements of a block: 512 kB in float32, enough for two threads to share
SMALL = 1 << 13  # tensors of up to so many elements are gathered

# What the two libraries have no common name for.
COPY = {numpy: numpy.copyto, torch: torch.Tensor.copy_}
SPLIT = {
    numpy: lambda x, sizes: [
        x[stop - n : stop] for n, stop in zip(sizes, itertools.accumulate(sizes), strict=True)
    ],
    torch: torch.split,
}


def advance(rule, theta, g, *averages, **hyper):
    """Run a rule as it is written: its averages are stored, its step is taken."""
    *new, step = rule(theta, g, *averages, **hyper)
    for old, value in zip(averages, new, strict=True):
        old.copy_(value)
    # In place: `theta = theta - step` would bind a new tensor and train nothing.
    theta.sub_(step)


def update(library, rule, entries, hyper, large=LARGE):
    """Run a rule on each entry ``t, [theta, g, *averages]``, where ``t`` is the step's number.

    ``library`` is ``numpy`` or ``torch``. A block has up to ``large`` elements.
    """

    @functools.cache
    def tape_for(t, dtype):
        return Tape(library, dtype, rule, len(entries[0][1]) - 2, t=t, **hyper)

    for (t, dtype, _), run in itertools.groupby(entries, _kind):
        tape, batch, size = tape_for(t, dtype), {}, 0
        for _, arrays in run:
            theta, *_ = arrays
            elements = math.prod(theta.shape)
            in_parts = is_traceable_wrapper_subclass(theta)  # a DTensor, which takes no other shape
            if elements <= SMALL and not in_parts:
                # A parameter that is there twice makes two steps, the second from the first.
                if batch and (size + elements > large or id(theta) in batch):
                    _together(library, tape, list(batch.values()))
                    batch, size = {}, 0
                batch[id(theta)] = arrays
                size += elements
            # Only a processor has to be spared its memory: elsewhere a call costs more.
            elif elements <= large or in_parts or not getattr(theta, "is_cpu", True):
                tape.run(*arrays)
            else:
                for part in blocks(theta.shape, large):
                    tape.run(*[x[part] for x in arrays])
        if batch:
            _together(library, tape, list(batch.values()))


def _kind(entry):
    """What arrays must have in common to be gathered."""
    t, (theta, *_) = entry
    return t, theta.dtype, getattr(theta, "device", None)


def _together(library, tape, batch):
    """Take the arrays of a batch through a tape as if they were one array."""
    if len(batch) == 1:
        return tape.run(*batch[0])
    columns = list(zip(*batch, strict=True))
    gathered = [library.concatenate([x.reshape(-1) for x in column]) for column in columns]
    tape.run(*gathered)
    sizes = [math.prod(theta.shape) for theta, *_ in batch]
    for k, column in enumerate(columns):
        if k != 1:  # the gradient, which nothing may change
            for x, piece in zip(column, SPLIT[library](gathered[k], sizes), strict=True):
                COPY[library](x, piece.reshape(x.shape))
