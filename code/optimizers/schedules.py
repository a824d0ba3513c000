"""Learning rates that change with the step. Each schedule stands here once, as a pure function.

A schedule takes the number ``t`` of a step and returns the rate of that step. **Steps count from
1**: step ``t`` is the one that torch's schedulers and Hugging Face's call ``t - 1``, their
``last_epoch``. ``t`` is of one kind of number (a plain number, a NumPy array, a torch tensor or a
SymPy symbol), and the rate has its shape and is of that kind. All else is plain numbers or symbols.

- ``lr``: the peak, ``>= 0``. With 1, the default, a schedule is a factor, as ``LambdaLR`` takes it.
- ``total``: the steps of the run, whole and ``>= 1``. ``t`` goes from 1 to ``total + 1``, the step
  that would follow the run.
- ``warmup``: the steps in which the rate rises, on a line, from ``start * lr`` at step 1 to ``lr``
  at step ``warmup + 1``. Whole, ``>= 0`` and below ``total``.
- ``start`` and ``end``: shares of the peak in ``[0, 1]``. ``end * lr`` is the rate of step
  ``total + 1``, so the last step of the run still moves (in :func:`one_cycle` it is that of the
  last step itself).

With ``start=0``, the default and Hugging Face's, the first step of a warm-up has the rate 0 and
moves nothing. ``start=1 / warmup`` with one step of warm-up less makes it ``lr * t / warmup``.

The wrong type gives a ``TypeError``, a wrong value a ``ValueError``; both name the argument, what
is allowed and what was given. The formulas end with the run: a ``t`` beyond ``total + 1`` is an
error here. torch's and Hugging Face's cosine would rise again.
:class:`optimizers.torch_schedule.Schedule` stays at the last rate.
"""

import functools

from optimizers import validation
from optimizers.kinds import cos_pi, in_run, maximum, minimum, sqrt, valued

# How far a rate has come after the share ``p`` of the steps of a rise or a decay. From 0 to 1.
WAY = {
    "linear": lambda p: p,
    "cosine": lambda p: (1 - cos_pi(p)) / 2,
    "1-sqrt": sqrt,
}


def constant(t, *, lr=1, warmup=0, start=0):
    """The same rate in every step, after the warm-up.

    Equal to ``get_constant_schedule_with_warmup`` (Hugging Face) and, with ``start > 0``, to
    ``torch.optim.lr_scheduler.LinearLR(start_factor=start, total_iters=warmup)``.
    """
    _check(lr=lr, warmup=warmup, start=start)
    return lr * _rise(in_run(t) - 1, warmup, start)


def linear(t, *, total, lr=1, warmup=0, start=0, end=0):
    """On a line from the peak to ``end * lr``.

    Equal to ``LinearLR(start_factor=1, end_factor=end, total_iters=total - warmup)`` and
    ``PolynomialLR(power=1)`` in torch, and to ``get_linear_schedule_with_warmup`` (Hugging Face).
    """
    _check(lr=lr, total=total, warmup=warmup, start=start, end=end)
    return _decayed(t, "linear", total - warmup, total, lr, warmup, start, end)


def cosine(t, *, total, lr=1, warmup=0, start=0, end=0):
    """Down half a wave of the cosine, from the peak to ``end * lr``.

    Equal to torch's ``CosineAnnealingLR(T_max=total - warmup, eta_min=end * lr)``, which takes a
    rate where this takes a share, and to ``get_cosine_schedule_with_warmup`` and
    ``get_cosine_with_min_lr_schedule_with_warmup`` (Hugging Face) with ``num_cycles=0.5``.

    Source: Loshchilov & Hutter (2017), SGDR, arXiv:1608.03983, equation 5, without restarts.
    """
    _check(lr=lr, total=total, warmup=warmup, start=start, end=end)
    return _decayed(t, "cosine", total - warmup, total, lr, warmup, start, end)


def wsd(t, *, total, decay, lr=1, warmup=0, start=0, end=0, shape="linear"):
    """Warm-up, stable, decay: the peak is held until the last ``decay`` steps of the run.

    ``decay`` is whole and ``>= 1``, and ``warmup + decay`` at most ``total``. ``shape`` is
    "linear", "cosine" or "1-sqrt". Equal to ``get_wsd_schedule`` (Hugging Face) with
    ``decay_type=shape`` and ``min_lr_ratio=end``. Two differences: there "cosine" is the default,
    and the warm-up starts from ``min_lr_ratio`` too, so here ``start=end`` does the same.

    Source: Hu et al. (2024), MiniCPM, arXiv:2404.06395, section 4 (whose decay is exponential);
    Hägele et al. (2024), arXiv:2405.18392, for the line and "1-sqrt".
    """
    _check(lr=lr, total=total, warmup=warmup, start=start, end=end, decay=decay, shape=shape)
    return _decayed(t, shape, decay, total, lr, warmup, start, end)


def inverse_sqrt(t, *, warmup, lr=1, start=0, timescale=None):
    """As one over the root of the step: needs no ``total``, and never ends.

    The rate is ``lr * sqrt(timescale / (timescale + n))``, ``n`` steps after the warm-up.
    ``timescale > 0`` is ``warmup`` if it is ``None``, or 10 000 where there is no warm-up. Equal
    to ``get_inverse_sqrt_schedule`` (Hugging Face). With ``warmup=w - 1``, ``start=1 / w`` and
    ``timescale=w`` it is ``lr * min(t / w, sqrt(w / t))``, that of the Transformer.

    Source: Vaswani et al. (2017), Attention Is All You Need, equation 3.
    """
    _check(lr=lr, warmup=warmup, start=start, timescale=timescale)
    if timescale is None:
        timescale = 10_000 if warmup == 0 else warmup
    done = in_run(t) - 1
    after = _after(done, warmup)
    return lr * (_rise(done, warmup, start) * sqrt(timescale / (timescale + after)))


def one_cycle(t, *, total, lr=1, pct_start=0.3, start=1 / 25, end=1 / 25e4, shape="cosine"):
    """Up from ``start * lr`` to ``lr``, and down to ``end * lr``, which the last step has.

    The peak lies ``pct_start * total - 1`` steps after the first, between two steps if that is
    not whole. ``pct_start`` lies in ``[0, 1)``, ``shape`` is "cosine" or "linear", up and down.
    Equal to torch's ``OneCycleLR(max_lr=lr, total_steps=total, three_phase=False)`` with
    ``div_factor=1 / start`` and ``final_div_factor=start / end``. Three differences: no momentum
    is changed (there it is by default, ``cycle_momentum=True``); the peak is the optimizer's own
    ``lr`` (there that one is ignored); and after the run the rate stays (there it rises).

    Source: Smith & Topin (2018), Super-Convergence, arXiv:1708.07120, in the two phases of fast.ai.
    """
    _check(lr=lr, total=total, start=start, end=end, pct_start=pct_start, shape=shape)
    done, rising = minimum(in_run(t, total) - 1, total - 1), pct_start * total - 1
    rise = _rise(done, rising, start, shape)
    return lr * (rise * _fall(done, rising, total - 1 - rising, end, shape))


def _decayed(t, shape, decay, total, lr, warmup, start, end):
    """A warm-up, the peak, and a decay in the last ``decay`` steps."""
    done = in_run(t, total) - 1
    return lr * (_rise(done, warmup, start) * _fall(done, total - decay, decay, end, shape))


def _rise(done, steps, start, shape="linear"):
    """The share of the peak after ``done`` steps, in a warm-up of so many ``steps``."""
    if steps == 0:
        return 1 + 0 * done
    # Negative ``steps`` give 1 as well: the peak of one_cycle may lie before the first step.
    return _between(start, 1, WAY[shape](minimum(done, steps) / steps))


def _fall(done, before, steps, end, shape):
    """The share of the peak after ``done`` steps, ``before`` of them without decay."""
    return _between(1, end, WAY[shape](_after(done, before) / steps))


def _after(done, steps):
    """How many steps were done after the first ``steps``."""
    return done if steps == 0 else maximum(done - steps, 0)


def _between(first, last, way):
    return first + (last - first) * way


CHECKS = {
    "lr": validation.not_negative,
    "total": functools.partial(validation.count, low=1),
    "warmup": functools.partial(validation.count, low=0),
    "decay": functools.partial(validation.count, low=1),
    "start": validation.share,
    "end": validation.share,
    "pct_start": validation.decay_rate,
    "timescale": lambda name, x: x is None or validation.positive(name, x),
    "shape": functools.partial(validation.one_of, allowed=WAY),
}


def _check(**given):
    """Check the arguments that are plain numbers. A symbol has no value to check."""
    known = {name: x for name, x in given.items() if valued(x)}
    for name, x in known.items():
        CHECKS[name](name, x)
    total, warmup, decay = (known.get(name) for name in ("total", "warmup", "decay"))
    if total is None or warmup is None:
        return
    if warmup >= total:
        raise ValueError(f"warmup must be below total = {total}, got {warmup}")
    if decay is not None and decay > total - warmup:
        raise ValueError(f"decay must be at most total - warmup = {total - warmup}, got {decay}")
