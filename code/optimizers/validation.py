"""Argument checks, used by both kinds of optimizer.

A check that fails names the argument, the value it got and what is allowed. Optimizers check
everything before they update anything, so that an error leaves parameters and state as they were.

The wrong type gives a ``TypeError``, the right type with a wrong value a ``ValueError``.
"""

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


def share(name, value):
    """Return ``value`` as a float if it lies in ``[0, 1]``."""
    return _number(name, value, " in [0, 1]", lambda x: 0 <= x <= 1)


def positive(name, value):
    """Return ``value`` as a float if it is a finite real number ``> 0``."""
    return _number(name, value, " > 0", lambda x: x > 0)


def one_of(name, value, allowed):
    """Return ``value`` if it is one of the ``allowed`` words."""
    if not isinstance(value, str) or value not in allowed:
        words = ", ".join(map(repr, allowed))
        error = ValueError if isinstance(value, str) else TypeError
        raise error(f"{name} must be one of {words}, got {value!r}")
    return value


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
        name = f"params[{i}]"
        if not isinstance(param, np.ndarray):
            raise TypeError(f"{name} must be a NumPy array of floats, got {param!r}")
        # A matrix has no one dimension, a masked array has values that do not count, and so on.
        if type(param) not in PLAIN:
            raise TypeError(f"{name} must be a plain NumPy array, got a {type(param).__name__}")
        if param.dtype.char not in "efd":  # no longdouble: hyper-parameters are floats of 64 bits
            raise TypeError(
                f"{name} must be an array of 16-, 32- or 64-bit floats, got dtype {param.dtype}"
            )
        if not param.flags.writeable:
            raise ValueError(f"{name} must be writeable, got a read-only array")
        if _overlaps_itself(param):
            raise ValueError(
                f"{name} must have each element at a place of its own in memory, got shape "
                f"{param.shape} with strides {param.strides}"
            )
    _share_no_memory("params", {f"params[{i}]": param for i, param in enumerate(params)})
    return params


PLAIN = (np.ndarray, np.memmap)


def _span(array):
    """The first byte of an array's elements, and the one after the last."""
    low = high = array.__array_interface__["data"][0]
    for n, stride in zip(array.shape, array.strides, strict=True):
        low, high = min(low, low + (n - 1) * stride), max(high, high + (n - 1) * stride)
    return (low, high + array.itemsize) if array.size else (low, low)


def _overlaps_itself(array):
    """Whether two elements of an array lie at one place, as after ``broadcast_to``."""
    if array.flags.c_contiguous or not array.size:
        return False
    offsets = np.zeros(1, np.int64)
    for n, stride in zip(array.shape, array.strides, strict=True):
        offsets = np.add.outer(offsets, np.arange(n) * stride).reshape(-1)
    offsets = np.sort(offsets)
    return bool((np.diff(offsets) < array.itemsize).any())


def _share_no_memory(argument, arrays):
    """Raise ValueError if two of the named arrays have an element in common.

    Exact, not by address range: two columns of one matrix are good parameters.
    """
    spans = sorted((*_span(array), i) for i, array in enumerate(arrays.values()))
    names, values = list(arrays), list(arrays.values())
    pairs, reached = [], []  # those that began before, and may reach to here
    for start, stop, i in spans:
        reached = [other for other in reached if other[0] > start]
        pairs += [sorted((i, j)) for _, j in reached]
        reached.append((stop, i))
    for i, j in sorted(pairs):
        if np.shares_memory(values[i], values[j]):
            raise ValueError(
                f"{argument} must not share memory, got {names[i]} and {names[j]} that do: "
                "they would be updated twice"
            )


def step_state(params, state):
    """Check parameters and state before a step, where they may have changed since the last one.

    ``state`` has a list for each name: one array for each parameter, of its shape and dtype. An
    array may be ``None`` where nothing has begun; the optimizer makes it.
    """
    for name, arrays in state.items():
        if not isinstance(arrays, list) or len(arrays) != len(params):
            size = f"{len(arrays)} entries" if isinstance(arrays, list) else repr(arrays)
            raise ValueError(f"{name} must be a list with one entry for each of {len(params)} "
                             f"parameters, got {size}")  # fmt: skip
        for i, (x, param) in enumerate(zip(arrays, params, strict=True)):
            if x is None:
                continue
            if type(x) not in PLAIN:
                raise TypeError(f"{name}[{i}] must be a plain NumPy array, got {x!r}")
            if x.shape != param.shape:
                raise ValueError(
                    f"{name}[{i}] must have its parameter's shape {param.shape}, got {x.shape}"
                )
            if x.dtype != param.dtype:
                raise TypeError(
                    f"{name}[{i}] must have its parameter's dtype {param.dtype}, got {x.dtype}"
                )
            if not x.flags.writeable:
                raise ValueError(f"{name}[{i}] must be writeable, got a read-only array")


def apart(params, state):
    """Check that no array of the state lies in the memory of another one or of a parameter."""
    arrays = {f"params[{i}]": param for i, param in enumerate(params)}
    for name, entries in state.items():
        arrays |= {f"{name}[{i}]": x for i, x in enumerate(entries) if x is not None}
        for i, x in enumerate(entries):
            if x is not None and _overlaps_itself(x):
                raise ValueError(f"{name}[{i}] must have each element at a place of its own")
    _share_no_memory("parameters and state", arrays)


def _root(array):
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


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
    roots = [_root(param) for param in params]
    owners = {id(root) for root in roots}
    # Where all roots own their memory, one that is no parameter's root lies elsewhere.
    all_own = all([root.base is None for root in roots])
    checked = []
    for i, (grad, param) in enumerate(zip(grads, params, strict=True)):
        if grad is not None:
            if isinstance(grad, np.ma.MaskedArray):
                raise TypeError(f"grads[{i}] must be real numbers that all count, "
                                "got a masked array")  # fmt: skip
            given = np.asarray(grad)
            if given.dtype.kind not in "fiu":
                raise TypeError(f"grads[{i}] must be real numbers, got dtype {given.dtype}")
            if given.shape != param.shape:
                raise ValueError(
                    f"grads[{i}] must have its parameter's shape {param.shape}, got {given.shape}"
                )
            root = _root(given)
            shared = id(root) in owners or (
                not (all_own and root.base is None)
                and any(np.may_share_memory(given, other) for other in params)
            )
            grad = given.astype(param.dtype, copy=shared)
        checked.append(grad)
    return checked
