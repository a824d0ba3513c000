"""Run a rule on tensors, operation by operation, and put its results in place.

A rule makes a new tensor with every operation. To keep that cheap, a large tensor is cut into
blocks that stay in the cache, and small ones are gathered, since a call costs more than their
arithmetic. Neither changes a bit of the result: every coordinate is computed as if it were alone.
"""

import itertools

import torch

from optimizers.blocks import blocks

LARGE = 1 << 17  # elements of a block: 512 kB in float32, enough for two threads to share
SMALL = 1 << 13  # tensors of up to so many elements are gathered
UNTOUCHED = 1 << 22  # elements of a larger block than a step needs


def advance(rule, theta, g, *averages, **hyper):
    """Run a rule once: its averages are stored, its step is taken."""
    *new, step = rule(theta, g, *averages, **hyper)
    for old, value in zip(averages, new, strict=True):
        old.copy_(value)
    # In place: `theta = theta - step` would bind a new tensor and train nothing.
    theta.sub_(step)


def update(rule, entries, hyper):
    """Run a rule on each entry ``t, [theta, g, *averages]``, where ``t`` is the step's number."""
    # glibc gives freed blocks back to the system at once, and each new one is then paid for page by
    # page, until it has seen a larger block come and go. This one is never touched.
    torch.empty(UNTOUCHED)
    for (t, _, _), run in itertools.groupby(entries, _kind):
        batch, size = [], 0
        for _, (theta, *others) in run:
            elements = theta.numel()
            if elements > SMALL:
                # Only a processor has to be spared its memory: elsewhere a call costs more.
                for part in blocks(theta.shape, LARGE if theta.is_cpu else elements):
                    advance(rule, theta[part], *[x[part] for x in others], t=t, **hyper)
                continue
            if size + elements > LARGE:
                _together(rule, batch, t=t, **hyper)
                batch, size = [], 0
            batch.append([theta, *others])
            size += elements
        _together(rule, batch, t=t, **hyper)


def _kind(entry):
    """What tensors must have in common to be gathered."""
    t, (theta, *_) = entry
    return t, theta.dtype, theta.device


def _together(rule, batch, **hyper):
    """Run a rule on the tensors of a batch as if they were one tensor."""
    if len(batch) < 2:
        for tensors in batch:
            advance(rule, *tensors, **hyper)
        return
    columns = list(zip(*batch, strict=True))
    gathered = [torch.cat([x.reshape(-1) for x in column]) for column in columns]
    advance(rule, *gathered, **hyper)
    sizes = [theta.numel() for theta, *_ in batch]
    for k, column in enumerate(columns):
        if k != 1:  # the gradient, which nothing may change
            for x, piece in zip(column, gathered[k].split(sizes), strict=True):
                x.copy_(piece.view(x.shape))
