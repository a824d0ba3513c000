"""What a step takes for granted of the tensors it works on, but for their values.

Where nothing of it has changed since the last step, they need not be checked again.
"""

import itertools
import operator
import weakref

import numpy as np
import torch

from optimizers import memory


def held(params, state):
    """All that the state of parameters holds, one after the other."""
    entries = filter(None, map(state.get, params))
    return list(itertools.chain.from_iterable(map(dict.values, entries)))


def averages(params, state, keys):
    """The averages of parameters, all of which are there."""
    return [entry[key] for entry in map(state.get, params) for key in keys] if keys else []


def of(params, kept):
    """Where and in which order the elements lie, in plain numbers that can be compared."""
    return (
        pointers(params),
        [param.shape for param in params],
        [param.is_contiguous() or param.stride() for param in params],
        pointers(kept),
    )


def pointers(tensors):
    """The address of each tensor, 0 for one that has none."""
    try:
        return [x.data_ptr() for x in tensors]
    except RuntimeError:  # a tensor that only stands for one
        return [(memory.span(x) or [0])[0] for x in tensors]


class Gradients:
    """Whether new gradients lie where nothing is written, as the ones before them did."""

    def __init__(self, grads, entries):
        self._seen = pointers(grads)
        self._extents = np.array([memory.extent(grad) for grad in grads], dtype=np.int64)
        written = [x for theta, _, *averages in entries for x in (theta, *averages)]
        spans = sorted(filter(None, map(memory.span, written)))
        self._starts = np.array([start for start, _ in spans], dtype=np.int64)
        self._stops = np.maximum.accumulate([0, *(stop for _, stop in spans)])

    def stay_clear(self, grads):
        seen = pointers(grads)
        if seen == self._seen:
            return True
        # The range that reaches farthest, of those that start before a gradient ends.
        first = np.array(seen, dtype=np.int64)
        before = np.searchsorted(self._starts, first + self._extents)
        clear = bool((self._stops[before] <= first).all())
        if clear:
            self._seen = seen
        return clear


class Noted:
    """The tensors of a group after a step: which they are, where they lie, and which lie apart.

    ``entries`` are ``[theta, g, *averages]`` for each parameter. No tensor is kept alive.
    """

    def __init__(self, keys, params, grads, state, entries):
        self._keys, now = keys, held(params, state)
        known = all(isinstance(x, torch.Tensor) for x in now)
        self._held = [weakref.ref(x) for x in now] if known else None  # what a user put there
        self._places = self._look(params, state)
        self._clear = Gradients(grads, entries)
        self.apart = memory.apart(entries)

    def stands(self, keys, params, grads, state):
        """Whether all is as it was, but for values and for where the gradients lie."""
        now = held(params, state)
        return (
            self._keys == keys
            and self._held is not None
            and len(now) == len(self._held)
            and all(map(operator.is_, now, [known() for known in self._held]))
            and all(map(operator.is_not, now, itertools.repeat(None)))  # what is gone is None too
            and self._places == self._look(params, state)
            and self._clear.stay_clear(grads)
        )

    def _look(self, params, state):
        kept = averages(params, state, self._keys)
        return *of(params, kept), [x.shape for x in kept]
