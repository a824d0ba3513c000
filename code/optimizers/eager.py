"""Run a rule on arrays, operation by operation, and put its results in place.

A large array is cut into blocks that stay in the cache, and small ones are gathered, since a call
costs more than their arithmetic. Neither changes a bit of the result: every coordinate is computed
as if it were alone.

Numbers of 16 bits are computed in 32, and rounded where they are stored: the square of a gradient
of 1000 does not fit in a float16. What is stored must fit, here as in torch: with beta2 = 0.999
the squares of gradients up to 8000 do.
"""

import functools
import itertools
import math

import numpy
import torch
from torch.utils._python_dispatch import is_traceable_wrapper_subclass

from optimizers import memory
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


def advance_purely(rule, theta, *others, **hyper):
    """Run a rule so that autograd can go back through it: on copies that nothing changes."""
    copies = [_plain(torch, x.clone()) for x in (theta, *others)]
    *new, step = rule(*copies, **hyper)
    for x, value in zip([*others[1:], theta], [*new, copies[0] - step], strict=True):
        store(torch, x, value)


def update(library, rule, entries, hyper, large=LARGE, apart=(), put=None):
    """Run a rule on each entry ``t, [theta, g, *averages]``, where ``t`` is the step's number.

    ``library`` is ``numpy`` or ``torch``. A block has up to ``large`` elements. The entries
    numbered in ``apart`` lie in memory that others use too, and are updated one by one.
    ``put(library, theta, wide)`` puts a parameter in place that was computed in more digits than
    it has; without it, rounded to nearest.
    """
    put = put or store

    @functools.cache
    def tape_for(t, dtype):
        return Tape(library, wide(library, dtype), rule, len(entries[0][1]) - 2, t=t, **hyper)

    for (t, dtype, _), run in itertools.groupby(enumerate(entries), _kind):
        tape, batch, size = tape_for(t, dtype), [], 0
        for i, (_, arrays) in run:
            theta = arrays[0]
            elements = math.prod(theta.shape)
            in_parts = is_traceable_wrapper_subclass(theta)  # a DTensor, which takes no other shape
            if i in apart:
                _, g, *averages = arrays
                if memory.meets(g, [theta, *averages]):
                    arrays = [theta, g.clone(), *averages]
                _alone(library, tape, arrays, put)
            elif elements <= SMALL and not in_parts:
                if batch and size + elements > large:
                    _together(library, tape, batch, put)
                    batch, size = [], 0
                batch.append(arrays)
                size += elements
            # Only a processor has to be spared its memory: elsewhere a call costs more.
            elif elements <= large or in_parts or not getattr(theta, "is_cpu", True):
                _alone(library, tape, arrays, put)
            else:
                for part in blocks(theta.shape, large):
                    _alone(library, tape, [x[part] for x in arrays], put)
        if batch:
            _together(library, tape, batch, put)


def wide(library, dtype):
    """The type in which a rule is computed: real, and not below 32 bits."""
    if library is torch:
        dtype = dtype.to_real()
    return library.float32 if dtype.itemsize == 2 else dtype


def _kind(numbered):
    """What arrays must have in common to be gathered."""
    _, (t, (theta, *_)) = numbered
    return t, theta.dtype, getattr(theta, "device", None)


def _alone(library, tape, arrays, put):
    """Take arrays through a tape, or copies of them where it can not work on what they are."""
    copies = [_plain(library, x) for x in arrays]
    tape.run(*copies)
    for k, (x, copy) in enumerate(zip(arrays, copies, strict=True)):
        if x is not copy and k != 1:
            (store if k else put)(library, x, copy)


def store(library, x, plain):
    """Put in place what was computed on an array as :func:`_plain` gives it."""
    in_pairs = library is torch and x.is_complex()
    COPY[library](x, torch.view_as_complex(plain) if in_pairs else plain)


def _plain(library, x):
    """An array as the tape takes it: real, wide, its signs not pending. Itself, if it is so."""
    if library is numpy:
        return x.astype(wide(library, x.dtype), copy=False)
    if x.is_conj() or x.is_neg():
        x = x.resolve_conj().resolve_neg()
    if x.is_complex():
        x = torch.view_as_real(x)
    return x.to(wide(library, x.dtype))


def _together(library, tape, batch, put):
    """Take the arrays of a batch through a tape as if they were one array."""
    if len(batch) == 1:
        return _alone(library, tape, batch[0], put)
    columns = list(zip(*batch, strict=True))
    gathered = [library.concatenate([x.reshape(-1) for x in column]) for column in columns]
    _alone(library, tape, gathered, put)
    sizes = [math.prod(theta.shape) for theta, *_ in batch]
    for k, column in enumerate(columns):
        if k != 1:  # the gradient, which nothing may change
            for x, piece in zip(column, SPLIT[library](gathered[k], sizes), strict=True):
                COPY[library](x, piece.reshape(x.shape))
