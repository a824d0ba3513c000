"""Clip the gradients of a model in place, as ``torch.nn.utils`` does, by the rules of this book.

>>> import torch
>>> weights = torch.zeros(2, requires_grad=True)
>>> weights.grad = torch.tensor([3.0, 4.0])
>>> clip_grad_norm_([weights], 1.0)
tensor(5.)
>>> weights.grad
tensor([0.6000, 0.8000])

Call either between ``backward()`` and ``optimizer.step()``; with a ``GradScaler`` after its
``unscale_``; when gradients are accumulated, once, at the end. Names and arguments are torch's, and
so is every number. Two differences: a bound that is infinite is refused, as it clips nothing
(``torch.nn.utils.get_total_norm`` measures), and so is one that is negative or no number.
"""

import math

import torch

from optimizers import clipping, validation

LARGE = 1 << 12  # elements from which a pass over a processor's memory costs more than a call
SAFE = torch.finfo(torch.float16).max  # fits in every type


def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    """Shorten all gradients by one factor, so that their norm is at most ``max_norm``.

    ``parameters`` is a tensor or many; those without a gradient do not count. Returns the norm of
    all gradients before, as a tensor without a dimension. Domains: ``max_norm >= 0`` and finite,
    ``norm_type > 0``, perhaps infinite. A norm that is not finite gives zeros and NaN, which a
    ``GradScaler`` takes care of; with ``error_if_nonfinite=True`` it is a ``RuntimeError``, and
    nothing is changed. ``foreach`` chooses between torch's implementations.

    Source: :func:`optimizers.clipping.clip_by_norm`.
    """
    max_norm = validation.not_negative("max_norm", _plain(max_norm))
    if norm_type != math.inf:
        norm_type = validation.positive("norm_type", _plain(norm_type))
    grads = _gradients(parameters)
    total = torch.nn.utils.get_total_norm(grads, norm_type, error_if_nonfinite, foreach)
    with torch.no_grad():
        factor = clipping.norm_factor(total, max_norm=max_norm)
        # Only a processor's number can be looked at without waiting for it.
        if type(factor) is torch.Tensor and factor.is_cpu and factor == 1:
            return total
        for device in {g.device: None for g in grads}:
            there = [g for g in grads if g.device == device]
            if foreach is False:
                for g in there:
                    g.mul_(factor.to(device))
            else:
                torch._foreach_mul_(there, factor.to(device))
    return total


def clip_grad_value_(parameters, clip_value, foreach=None):
    """Bring every number of every gradient into ``[-clip_value, clip_value]``.

    ``parameters`` is a tensor or many. Domain: ``clip_value >= 0`` and finite. ``foreach`` is
    accepted, and changes nothing.

    Source: :func:`optimizers.clipping.clip_by_value`.
    """
    limit = validation.not_negative("clip_value", _plain(clip_value))
    grads = _gradients(parameters)
    for dtype in {g.dtype for g in grads} if limit > SAFE else ():
        largest = torch.finfo(dtype).max
        if limit > largest:
            raise ValueError(
                f"clip_value must be at most {largest}, the largest {dtype}, got {limit}"
            )
    with torch.no_grad():
        # In two passes for many tensors at a time, or in one pass for a tensor at a time.
        large = [g for g in grads if g.numel() > LARGE and g.is_cpu]
        small = [g for g in grads if g.numel() <= LARGE or not g.is_cpu] if large else grads
        if small:
            torch._foreach_clamp_min_(small, -limit)
            torch._foreach_clamp_max_(small, limit)
        for g in large:
            g.clamp_(-limit, limit)


def _gradients(parameters):
    parameters = [parameters] if isinstance(parameters, torch.Tensor) else parameters
    return [p.grad for p in parameters if p.grad is not None]


def _plain(x):
    return x.item() if isinstance(x, torch.Tensor) and x.numel() == 1 else x
