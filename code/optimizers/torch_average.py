"""An exponential moving average of a model's weights, to evaluate with.

>>> import torch
>>> model = torch.nn.Linear(1, 1, bias=False)
>>> _ = torch.nn.init.ones_(model.weight)
>>> averaged = AveragedWeights(model, decay=0.75)
>>> _ = torch.nn.init.zeros_(model.weight)
>>> averaged.update(model)  # after each optimizer.step()
>>> averaged(torch.ones(1)).item()
0.75
"""

import copy

import torch

from optimizers import rules, validation


class AveragedWeights(torch.nn.Module):
    """A copy of ``model`` whose weights are the moving average of the weights it is shown.

    ``decay`` in ``[0, 1)`` is the share that is kept in each update, the ``beta`` of
    :func:`optimizers.rules.ema`. The average starts from the model's weights as they are now, so
    it needs no correction. The copy is called as the model is; take ``eval()`` with it as usual.

    Weights of 16 bits are averaged in 32, for an average in bfloat16 would not move by less than
    about a 400th of itself; so the copy's weights are in float32 then. Buffers, such as the running
    statistics of a batch normalization, are copied from the model in each update, not averaged.

    The same numbers as ``torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=
    get_ema_multi_avg_fn(decay))``, bit for bit, with two differences: that one's first update
    only copies, and it keeps the model's dtype.

    ``state_dict`` holds the averages, under the model's own names, and ``updates``, how many there
    were. It loads as any module's does, and the next update goes on from it.
    """

    def __init__(self, model, decay=0.999):
        super().__init__()
        if not isinstance(model, torch.nn.Module):
            raise TypeError(f"model must be a torch.nn.Module, got {model!r}")
        self.decay = validation.decay_rate("decay", decay)
        self.module = copy.deepcopy(model).requires_grad_(False)
        for weight in self.module.parameters():
            if weight.is_floating_point() and weight.itemsize < 4:
                weight.data = weight.data.float()
        self.register_buffer("updates", torch.tensor(0))

    def forward(self, *args, **kwargs):
        """What the model returns with the averaged weights."""
        return self.module(*args, **kwargs)

    @torch.no_grad()
    def update(self, model):
        """Take the weights of ``model`` into the average, and copy its buffers.

        ``model`` must have the same weights and buffers, by name and shape: else a ValueError, and
        nothing is changed.
        """
        decay = validation.decay_rate("decay", self.decay)  # it may have been changed
        weights = _matched("weights", self.module.named_parameters(), model.named_parameters())
        buffers = _matched("buffers", self.module.named_buffers(), model.named_buffers())
        numbers = [pair for pair in weights if not _is_whole(pair[0])]
        if numbers:
            own, given = zip(*numbers, strict=True)
            rules.ema(_Many(own), _Many(given), decay).store(own)
        for mine, new in [*buffers, *(pair for pair in weights if _is_whole(pair[0]))]:
            mine.copy_(new)
        self.updates += 1

    @torch.no_grad()
    def copy_to(self, model):
        """Put the averages in the place of the weights of ``model``, in its own dtype."""
        weights = _matched("weights", model.named_parameters(), self.module.named_parameters())
        for theirs, mine in weights:
            theirs.copy_(mine)


class _Many:
    """Many tensors times a number, as the rule sees them. Nothing is computed before it must be."""

    def __init__(self, tensors, factor=1.0, plus=None):
        self.tensors, self.factor, self.plus = list(tensors), factor, plus

    def __rmul__(self, number):
        return _Many(self.tensors, number * self.factor)

    def __add__(self, other):
        return _Many(self.tensors, self.factor, other)

    def store(self, own):
        """Put the sum in place of its own first part. In one pass, if the factors add up to 1."""
        other = self.plus
        if self.factor + other.factor == 1:
            torch._foreach_lerp_(own, other.tensors, other.factor)
        else:
            torch._foreach_mul_(own, self.factor)
            torch._foreach_add_(own, other.tensors, alpha=other.factor)


def _is_whole(x):
    return not (x.is_floating_point() or x.is_complex())


def _matched(what, own, given):
    """Pairs of tensors of the same name and shape."""
    own, given = dict(own), dict(given)
    if own.keys() != given.keys():
        raise ValueError(f"model must have the {what} {sorted(own)}, got {sorted(given)}")
    for name, x in own.items():
        if x.shape != given[name].shape:
            raise ValueError(
                f"{name} of model must have shape {tuple(x.shape)}, got {tuple(given[name].shape)}"
            )
    return [(x, given[name].to(x)) for name, x in own.items()]
