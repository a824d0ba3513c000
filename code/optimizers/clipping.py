"""Clip gradients: the length of all of them together, or every number by itself.

The rules are pure. Gradients are arrays or tensors of any shapes, or symbols, each a real number;
bounds are plain numbers or symbols. A bound that is negative or not finite is a ``ValueError``, one
that is no number a ``TypeError``. :mod:`optimizers.torch_clip` clips in place.
"""

from optimizers import validation
from optimizers.kinds import clamp, minimum, norm, valued


def clip_by_norm(grads, *, max_norm, eps=1e-6):
    """Shorten all gradients by one factor, so that their norm is at most ``max_norm >= 0``.

    ``grads`` is a list, and so is what is returned. The direction stays. ``eps >= 0`` is torch's:
    it makes what is clipped shorter than ``max_norm`` by about the share ``eps / norm``; 0 is the
    paper's formula. An infinite norm leaves 0, and NaN where a gradient was infinite, as in torch.

    Source: Pascanu, Mikolov & Bengio (2013), On the difficulty of training recurrent neural
    networks, Algorithm 1, over all parameters together, as in torch.
    """
    factor = norm_factor(norm(grads), max_norm=max_norm, eps=eps)
    return [g * factor for g in grads]


def norm_factor(total, *, max_norm, eps=1e-6):
    """What gradients whose norm is ``total`` are multiplied with by :func:`clip_by_norm`."""
    for name, value in {"max_norm": max_norm, "eps": eps}.items():
        if valued(value):
            validation.not_negative(name, value)
    return minimum(max_norm / (total + eps), 1)


def clip_by_value(g, *, limit):
    """Bring every number that lies outside of ``[-limit, limit]`` to the nearer end.

    ``limit >= 0``. Other than :func:`clip_by_norm` this turns the gradient. torch's
    ``clip_grad_value_`` does the same.
    """
    if valued(limit):
        validation.not_negative("limit", limit)
    return clamp(g, -limit, limit)
