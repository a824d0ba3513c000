"""Argument checks, used by both kinds of optimizer.

A check that fails names the argument, the value it got and what is allowed. Optimizers check
everything before they update anything, so that an error leaves parameters and state as they were.

The wrong type gives a ``TypeError``, the right type with a wrong value a ``ValueError``.
"""

import itertools
import math
from numbers import Real

import numpy as np


def _number(name, value, allowed, holds):
    message = f"{name} must be a finite number{allowed}, got {value!r}"
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(message)
    if not (math.isfinite(value) and holds(value)):
        raise ValueError(message)
    # A plain float: a numpy.float64 would turn float32 arrays into float64.
    return float(value)


def finite(name, value):
    """Return ``value`` as a float if it is a finite real number."""
    return _number(name, value, "", lambda x: True)


def not_negative(name, value):
    """Return ``value`` as a float if it is a finite real number ``>= 0``."""
    return _number(name, value, " >= 0", lambda x: x >= 0)


def decay_rate(name, value):
    """Return ``value`` as a float if it lies in ``[0, 1)``."""
    return _number(name, value, " in [0, 1)", lambda x: 0 <= x < 1)


def decay_rates(name, values):
    """Return ``values`` as two floats if it is a pair of numbers in ``[0, 1)``."""
    message = f"{name} must be a pair of numbers in [0, 1), got {values!r}"
    if not isinstance(values, (tuple, list)):
        raise TypeError(message)
    if len(values) != 2:
        raise ValueError(message)
    return tuple(decay_rate(f"{name}[{i}]", value) for i, value in enumerate(values))


def flag(name, value):
    """Return ``value`` as a bool if it is one."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be True or False, got {value!r}")
    return bool(value)


def hint(name, value):
    """Return ``value`` if it is True, False or None."""
    if value is not None and not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be True, False or None, got {value!r}")
    return value


def count(name, value, *, low):
    """Return ``value`` as an int if it is a whole number ``>= low``.

    For step counts: the first step is number 1, since bias correction divides by ``1 - beta**0``
    at number 0. So the number of steps done must be ``>= 0``.
    """
    # In short where it can be, for there may be thousands.
    if type(value) is int and value >= low:
        return value
    return int(_number(name, value, f", whole and >= {low}", lambda x: x >= low and x == int(x)))


CHECKS = {
    "lr": not_negative,
    "momentum": not_negative,
    "dampening": finite,
    "weight_decay": not_negative,
    "nesterov": flag,
    "maximize": flag,
    "alpha": not_negative,
    "centered": flag,
    "betas": decay_rates,
    "eps": not_negative,
    "amsgrad": flag,
    "decoupled_weight_decay": flag,
}


def hyperparameters(values, names):
    """Check the hyper-parameters ``names`` in the mapping ``values`` and return them as a dict.

    Numbers come back as plain floats. Names that are not in ``CHECKS`` are left out.
    """
    names = [name for name in names if name in CHECKS]
    for name in names:
        if name not in values:
            raise ValueError(f"{name} must be given in every group, got only {sorted(values)}")
    checked = {name: CHECKS[name](name, values[name]) for name in names}
    if checked.get("nesterov") and (checked["momentum"] == 0 or checked["dampening"] != 0):
        raise ValueError(
            "nesterov=True needs momentum > 0 and dampening = 0, got "
            f"momentum={values['momentum']!r}, dampening={values['dampening']!r}"
        )
    return checked


def parameters(params):
    """Return ``params`` as a list if an optimizer may update every array in it in place."""
    if isinstance(params, np.ndarray):
        raise TypeError(f"params must be a list of arrays, got one array of shape {params.shape}")
    params = list(params)
    if not params:
        raise ValueError("params must hold at least one array, got an empty list")
    for i, param in enumerate(params):
        if not isinstance(param, np.ndarray):
            raise TypeError(f"params[{i}] must be a NumPy array of floats, got {param!r}")
        if param.dtype.kind != "f":
            raise TypeError(f"params[{i}] must be an array of floats, got dtype {param.dtype}")
        if not param.flags.writeable:
            raise ValueError(f"params[{i}] must be writeable, got a read-only array")
    # Exact, not by address range: two columns of one matrix are good parameters.
    for (i, a), (j, b) in itertools.combinations(enumerate(params), 2):
        if np.shares_memory(a, b):
            raise ValueError(
                f"params must not share memory, got params[{i}] and params[{j}] that do: "
                "they would be updated twice"
            )
    return params


def _owner(array):
    while isinstance(array.base, np.ndarray):
        array = array.base
    return id(array)


def gradients(grads, params):
    """Return one gradient for each parameter: its shape, its dtype, or ``None`` to skip it.

    A gradient in the memory of a parameter is copied, since it would change during the update.
    (``grads=[b, a]`` is right for the loss ``a * b``.)
    """
    if isinstance(grads, np.ndarray):
        raise TypeError(f"grads must be a list of arrays, got one array of shape {grads.shape}")
    grads = list(grads)
    if len(grads) != len(params):
        raise ValueError(
            f"grads must hold one gradient for each of {len(params)} parameters, got {len(grads)}"
        )
    owners = {_owner(param) for param in params}
    checked = []
    for i, (grad, param) in enumerate(zip(grads, params, strict=True)):
        if grad is not None:
            given = np.asarray(grad)
            if given.dtype.kind not in "fiu":
                raise TypeError(f"grads[{i}] must be real numbers, got dtype {given.dtype}")
            if given.shape != param.shape:
                raise ValueError(
                    f"grads[{i}] must have its parameter's shape {param.shape}, got {given.shape}"
                )
            grad = given.astype(param.dtype, copy=_owner(given) in owners)
        checked.append(grad)
    return checked
