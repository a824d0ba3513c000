"""A group's state in flat buffers, so that a rule runs over many parameters at a time.

Neighbouring parameters form a chunk. Their averages lie one after the other in one buffer for the
chunk, and a parameter's own state is a view of its part: a ``state_dict`` looks as ever. For a step
the gradients and values of a chunk are gathered in a scratch buffer that stays in the cache. One
large parameter is a chunk of its own, is updated where it is, and needs no scratch.
"""

import itertools

import torch

CHUNK = 1 << 19  # elements. A smaller chunk pays more for its calls, a larger one leaves the cache
LARGE = 1 << 17  # a parameter of more elements is a chunk of its own
WIDTH = 16  # a kernel works on rows of so many elements: its loop then ends at a whole vector


def kind(dtype, device):
    """What the numbers in one buffer have in common: the real dtype, and the device."""
    return dtype.to_real(), device


class Plan:
    """The chunks of a group. ``params`` are those that have a state or are about to get one."""

    def __init__(self, state, params, keys, counts):
        self.state, self.keys, self.known = state, keys, set(map(id, params))
        self.chunks, scratch = [], {}  # one scratch buffer for all chunks of a kind
        of_one_kind = {}
        for param in dict.fromkeys(params):
            of_one_kind.setdefault((param.dtype, param.device), []).append(param)
        for same in of_one_kind.values():
            for run in _runs(same):
                self.chunks.append(_Chunk(state, run, keys, counts, scratch))

    def holds(self, state, params, keys):
        """Whether these parameters are here, and their state is still the one made here."""
        return (
            state is self.state
            and keys == self.keys
            and self.known.issuperset(map(id, params))
            and all(chunk.holds(state) for chunk in self.chunks)
        )

    def update(self, state, run):
        """Call ``run(kind, t, theta, g, *averages)`` on all parameters that have a gradient."""
        for chunk in self.chunks:
            chunk.update(state, run)


def _runs(params):
    """Cut a list of parameters in chunks: large ones alone, small ones up to a chunk's size."""
    run, size = [], 0
    for param in params:
        if _elements(param) > LARGE:
            yield [param]
            continue
        if size + _elements(param) > CHUNK:
            yield run
            run, size = [], 0
        run.append(param)
        size += _elements(param)
    if run:
        yield run


def _padded(size):
    """The next whole number of rows."""
    return -(-size // WIDTH) * WIDTH


def _elements(param):
    """Real numbers in a parameter."""
    return param.numel() * (2 if param.is_complex() else 1)


class _Chunk:
    """Neighbouring parameters of one dtype, with buffers for their state."""

    def __init__(self, state, params, keys, counts, scratch):
        self.params, self.kind = params, kind(params[0].dtype, params[0].device)
        self.ends = [0, *itertools.accumulate(map(_elements, params))]
        dtype, device = self.kind
        size = self.ends[-1] if len(params) == 1 else _padded(self.ends[-1])
        self.flat = [torch.zeros(size, dtype=dtype, device=device) for _ in keys]
        views = [self._views(buffer) for buffer in self.flat]
        self.steps = None
        if counts:
            wide = torch.promote_types(torch.float32, torch.get_default_dtype())
            self.steps = torch.zeros(len(params), dtype=wide)
            keys, views = [*keys, "step"], [*views, self.steps.unbind()]
        # For each parameter, what its entry in the state holds once it has made a step.
        self.entries = [dict(zip(keys, row, strict=True)) for row in zip(*views, strict=True)]
        self.entries = self.entries or [{} for _ in params]
        self.started = [self._take_over(state, i) for i in range(len(params))]
        if len(params) > 1:
            if self.kind not in scratch:
                scratch[self.kind] = torch.zeros(2, _padded(CHUNK), dtype=dtype, device=device)
            self.scratch = scratch[self.kind]
            self.gathered = [self._views(buffer) for buffer in self.scratch]

    def _views(self, buffer):
        """For each parameter its part of a buffer, in the parameter's shape and memory layout."""
        views = []
        for param, start, end in zip(self.params, self.ends, self.ends[1:], strict=False):
            part = buffer[start:end]
            if param.is_complex():
                part = torch.view_as_complex(part.view(-1, 2))
            layout = torch.empty_like(param, device="meta").stride()
            views.append(part.as_strided(param.shape, layout))
        return views

    def _take_over(self, state, i):
        """Copy the state that parameter ``i`` has, and let its entry point here. Is it complete?"""
        old, complete = state.get(self.params[i]), True
        for key, view in self.entries[i].items():
            if old is None or old.get(key) is None:
                complete = False
            else:
                view.copy_(old[key])
        if complete and old is not None:
            old.update(self.entries[i])
        return complete

    def holds(self, state):
        """Whether the state of all parameters that have made a step is still the one here."""
        for param, entry, started in zip(self.params, self.entries, self.started, strict=True):
            # All keys at once: two dicts of the same few tensors.
            if started and entry and not _same(state[param], entry):
                return False
        return True

    def update(self, state, run):
        """Call ``run`` on this chunk, in one piece if all its parameters are at the same step."""
        steps = [1 + s for s in (self.started if self.steps is None else self.steps.tolist())]
        grads = [param.grad for param in self.params]
        steps = [t if g is not None else None for t, g in zip(steps, grads, strict=True)]
        for t, same in itertools.groupby(range(len(steps)), steps.__getitem__):
            if t is not None:
                same = list(same)
                self._update(state, run, t, slice(same[0], same[-1] + 1), grads)

    def _update(self, state, run, t, part, grads):
        for i in range(part.start, part.stop):
            if not self.started[i] and self.entries[i]:
                state[self.params[i]].update(self.entries[i])
                self.started[i] = True
        if self.steps is not None:
            self.steps[part] += 1
        span = slice(self.ends[part.start], self.ends[part.stop])
        if part.stop == len(self.params) > 1:
            span = slice(span.start, _padded(span.stop))
        params, grads = self.params[part], grads[part]
        if len(self.params) > 1:
            for views, values in zip(self.gathered, (grads, params), strict=True):
                torch._foreach_copy_(views[part], values)
            lines = [x[span] for x in (self.scratch[1], self.scratch[0], *self.flat)]
            run(self.kind, t, *_rows(lines))
            torch._foreach_copy_(params, self.gathered[1][part])
            return
        theta, g = params[0].detach(), grads[0]
        own = [self.entries[0][key] for key in self.entries[0] if key != "step"]
        if theta.is_complex():
            theta, g, *own = map(torch.view_as_real, (theta, g, *own))
        if _fills(theta) and g.stride() == theta.stride() and g.dtype == theta.dtype:
            lines = [x.as_strided((x.numel(),), (1,)) for x in (theta, g)]
            run(self.kind, t, *_rows(lines + self.flat))
        else:
            run(self.kind, t, None, [theta, g, *own])


def _same(state, entry):
    """Whether a state holds these very tensors. Written out, since it runs for each parameter."""
    for key in entry:  # noqa: SIM110
        if state.get(key) is not entry[key]:
            return False
    return True


def _rows(lines):
    """Cut 1-D tensors of one length into a matrix with rows of ``WIDTH``, and the rest, if any."""
    size = lines[0].numel()
    whole = size - size % WIDTH
    if whole == size:
        return [x.view(-1, WIDTH) for x in lines] if size else None, None
    rows = [x[:whole].view(-1, WIDTH) for x in lines] if whole else None
    return rows, [x[whole:] for x in lines]


def _fills(x):
    """Whether the elements of ``x`` fill a piece of memory, in whatever order."""
    last = sum((n - 1) * stride for n, stride in zip(x.shape, x.stride(), strict=True))
    return x.numel() > 0 and last + 1 == x.numel()
