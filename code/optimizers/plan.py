"""What a compiled step knows from the last one, so that it need not look at each tensor anew.

Which tensors go in which kernel, and where each of them lies: as long as nothing of that has
changed, a step only takes up the new gradients.
"""

import itertools
import operator

import torch

LARGE = 1 << 15  # bytes. The loop over a tensor of so many is shared by several threads
LARGEST = 1 << 31  # elements. A kernel may count them in 32 bits


def kind(tensor):
    """What tensors must have in common to be updated by one kernel."""
    return tensor.dtype.to_real(), tensor.device, tensor.nbytes >= LARGE


class Plan:
    """The parameters of a group that have a gradient, sorted into batches for its kernels.

    ``entries`` are their ``t, [theta, g, *averages]`` of this step, with the step already counted.
    Afterwards ``batches`` has a list ``t, kind, lines`` for each kernel, where ``lines`` are the
    tensors of all its entries as 1-D views; ``others`` are the entries that are left.
    """

    def __init__(self, params, grads, state, entries, counts):
        self.steps = None
        reusable = len(set(params)) == len(params)  # one that is there twice makes two steps
        if counts and reusable:
            reusable = self._share_count([state[p] for p in params])
        batches, self.others, self.takers = {}, [], []
        for i, (t, tensors) in enumerate(entries):
            lines = _lines(tensors)
            if lines is not None and (counts or t > 1):
                batch, taken = batches.setdefault((t, kind(tensors[0])), ([], []))
                batch += lines
                taken.append(i)
            else:  # the first step of SGD has a formula of its own
                self.others.append([i, t, tensors])
                reusable = reusable and (counts or t > 1)
        self.batches = [[t, kind, lines] for (t, kind), (lines, _) in batches.items()]
        self.takers = [taken for _, taken in batches.values()]
        self.width = len(entries[0][1]) if entries else 1
        self.params = params if reusable else None
        self.held, self.places = list(_held(params, state)), _places(params, grads)

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
        held = list(_held(params, state))
        return (
            self.params is not None
            and len(params) == len(self.params)
            and all(map(operator.is_, params, self.params))
            and (self.steps is None or self.steps.tolist() == self.counts)
            and len(held) == len(self.held)
            and all(map(operator.is_, held, self.held))
            and self.places == _places(params, grads)
        )

    def advance(self, grads):
        """Count a step, and take up the new gradients."""
        if self.steps is not None:
            self.steps += 1
            self.counts = self.steps.tolist()
        for batch, taken in zip(self.batches, self.takers, strict=True):
            batch[0] += 1
            batch[2][1 :: self.width] = [_line(_real(grads[i])) for i in taken]
        for other in self.others:
            other[1] += 1
            other[2][1] = _real(grads[other[0]])


def _held(params, state):
    """The tensors that make up the state of parameters, one after the other."""
    entries = filter(None, map(state.get, params))
    return itertools.chain.from_iterable(map(dict.values, entries))


def _places(params, grads):
    """What a view of each parameter and each gradient takes for granted, but for its values."""
    return (
        [param.data_ptr() for param in params],
        [param.shape for param in params],
        [param.is_contiguous() or param.stride() for param in params],
        [grad.is_contiguous() or grad.stride() for grad in grads],
        [grad.dtype for grad in grads],
    )


def _real(x):
    return torch.view_as_real(x) if x.is_complex() else x


def _line(x):
    """The elements of a tensor that fills a piece of memory, as they lie there."""
    return x if x.dim() == 1 else x.as_strided((x.numel(),), (1,))


def _lines(tensors):
    """The tensors as lines of numbers in one order, or None where that takes a copy.

    A kernel checks nothing, so all that it takes for granted is made sure of here.
    """
    theta = tensors[0]
    size = theta.numel()
    if not 1 < size < LARGEST:  # the compiler takes one element for a special case
        return None
    like = theta.shape, theta.stride(), theta.dtype, theta.device
    if any((x.shape, x.stride(), x.dtype, x.device) != like for x in tensors):
        return None
    last = sum((n - 1) * stride for n, stride in zip(theta.shape, theta.stride(), strict=True))
    return [_line(x) for x in tensors] if last + 1 == size else None
