"""What the state of a parameter must be, before it is loaded and before it is stepped from.

A check that fails names the parameter, the key, what is allowed and what is there. The wrong type
gives a ``TypeError``, a missing key or the wrong value a ``ValueError``.
"""

import numbers

import torch

from optimizers import memory


def name_of(group, number, i):
    """How an error calls parameter ``i`` of group ``number``; its own name too, if it has one."""
    names = group.get("param_names")
    own = f" ({names[i]!r})" if names and len(names) > i else ""
    return f"parameter {i} of group {number}{own}"


def check(where, param, entry, keys, late=(), counts=True, dtype=None):
    """Check an entry of the state: the averages ``keys``, and the step count if it ``counts``.

    An empty entry is one that has not begun. Averages in ``late`` may be missing. They are of the
    parameter's dtype, or of ``dtype``.
    """
    needed = [*keys, "step"] if counts else list(keys)
    if not isinstance(entry, dict):
        raise TypeError(f"the state of {where} must be a dict, got {entry!r}")
    if all(entry.get(key) is None for key in needed):
        return
    for key in needed:
        x = entry.get(key)
        if x is None:
            if key in late:
                continue
            raise ValueError(
                f"{key} must be in the state of {where}, for the rest of it is there: "
                f"got only {sorted(k for k in entry if entry[k] is not None)}"
            )
        if key == "step":
            check_count(where, x)
        else:
            _check_average(key, where, param, x, dtype or param.dtype)


def check_count(where, x):
    """Check the number of steps done: a tensor that holds one whole number ``>= 0``."""
    allowed = f"step must be a tensor in the state of {where} with one number, whole and >= 0, got"
    if not isinstance(x, torch.Tensor) or x.dtype == torch.bool or x.is_complex():
        raise TypeError(f"{allowed} {x!r}")
    if x.numel() != 1:
        raise ValueError(f"{allowed} shape {tuple(x.shape)}")
    value = x.item()
    if value % 1 != 0 or value < 0:  # a NaN or an infinity leaves a NaN
        raise ValueError(f"{allowed} {value}")
    if x.requires_grad:
        raise ValueError(f"{allowed} one that requires a gradient")


def _check_average(key, where, param, x, dtype):
    """Check that an average is a tensor of its parameter's kind."""
    allowed = f"{key} must be a dense tensor in the state of {where}, like the parameter of"
    if not isinstance(x, torch.Tensor):
        raise TypeError(f"{allowed} shape {tuple(param.shape)}, got {x!r}")
    if x.shape != param.shape:
        raise ValueError(f"{allowed} shape {tuple(param.shape)}, got {tuple(x.shape)}")
    if x.dtype != dtype:
        raise TypeError(
            f"{allowed} {dtype}, got {x.dtype}. Where the parameter's dtype has changed: "
            "optimizer.load_state_dict(optimizer.state_dict()) takes the state along"
        )
    if x.device != param.device:
        raise ValueError(f"{allowed} device {param.device}, got {x.device}")
    if x.layout != torch.strided:
        raise ValueError(f"{allowed} layout {param.layout}, got {x.layout}")
    if memory.overlaps_itself(x):
        raise ValueError(f"{allowed} shape {tuple(param.shape)}, got one that overlaps itself")


def check_step(where, param, grad):
    """Check that a gradient fits its parameter, and that the parameter can be updated in place."""
    if grad.shape != param.shape:
        raise ValueError(
            f"the gradient of {where} must have its shape {tuple(param.shape)}, "
            f"got {tuple(grad.shape)}"
        )
    if grad.device != param.device:
        raise ValueError(
            f"the gradient of {where} must be on its device {param.device}, got {grad.device}"
        )
    if grad.is_complex() != param.is_complex():
        raise TypeError(
            f"the gradient of {where} must be of its kind of number, {param.dtype}, "
            f"got {grad.dtype}"
        )
    if not (param.is_floating_point() or param.is_complex()):
        raise TypeError(f"{where} must be of a floating point or complex dtype, got {param.dtype}")
    if memory.overlaps_itself(param):
        raise RuntimeError(
            f"{where} overlaps itself, as after expand: more than one of its elements lies at one "
            f"place in memory, got shape {tuple(param.shape)} with strides {param.stride()}"
        )


def loaded(where, entry, count):
    """Turn a step count that is a plain number, as in older files, into a tensor. In place."""
    step = entry.get("step")
    if isinstance(step, numbers.Real) and not isinstance(step, bool):
        if step % 1 != 0 or step < 0:
            raise ValueError(
                f"step must be a number in the state of {where}, whole and >= 0, got {step}"
            )
        entry["step"] = count(int(step))
