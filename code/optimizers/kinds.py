"""The one place that knows which kind of number a rule is running on.

A rule in :mod:`optimizers.rules` uses ``+ - * / **`` and the functions below, nothing else.
That is why the same rule runs on SymPy symbols, NumPy arrays and torch tensors, and can be written
down on a tape.
"""

import math
import numbers

import numpy
import sympy
import torch

from optimizers.tape import Variable


def _library(*values):
    if any(isinstance(x, Variable) for x in values):
        return Variable
    if any(isinstance(x, torch.Tensor) for x in values):
        return torch
    if any(isinstance(x, sympy.Basic) for x in values):
        return sympy
    return numpy


def sqrt(x):
    """Square root of ``x``, elementwise, of the same kind as ``x``.

    ``x ** 0.5`` would not do: on a symbol it leaves the inexact exponent 0.5.
    """
    return _library(x).sqrt(x)


def sign(x):
    """Sign of ``x`` (-1, 0 or 1), elementwise, of the same kind as ``x``."""
    return _library(x).sign(x)


def maximum(x, y):
    """Larger of ``x`` and ``y``, elementwise, of their kind. One of them may be a plain number."""
    return _larger(x, y, sympy.Max, "maximum", "min")


def minimum(x, y):
    """Smaller of ``x`` and ``y``, elementwise, of their kind. One of them may be a plain number."""
    return _larger(x, y, sympy.Min, "minimum", "max")


def _larger(x, y, of_symbols, name, bound):
    library = _library(x, y)
    if library is sympy:
        return of_symbols(x, y)
    if library is torch and not (isinstance(x, torch.Tensor) and isinstance(y, torch.Tensor)):
        x, y = (x, y) if isinstance(x, torch.Tensor) else (y, x)
        return torch.clamp(x, **{bound: y})
    return getattr(library, name)(x, y)


def cos_pi(x):
    """Cosine of ``x`` half turns, ``cos(pi * x)``, elementwise, of the same kind as ``x``.

    Its own function because pi is another number in each kind, and exact on symbols.
    """
    library = _library(x)
    return library.cos(library.pi * x)


def clamp(x, low, high):
    """``x`` where it lies between ``low`` and ``high``, else the nearer of them, elementwise."""
    library = _library(x, low, high)
    if library is sympy:
        return sympy.Min(sympy.Max(x, low), high)
    return library.clip(x, low, high)


def floor_to(x, spacing):
    """Largest multiple of ``spacing`` that is not above ``x``, elementwise, of its kind."""
    if isinstance(x, torch.Tensor) and not x.is_floating_point() and not spacing & (spacing - 1):
        return x & -spacing  # the same on whole numbers and a power of 2, in a tenth of the time
    return x // spacing * spacing


def norm(values, order=2):
    """The norm of all elements of a list of arrays or symbols, as if they were one vector.

    Symbols are real numbers here. ``order`` is a number above 0, or infinity for the largest size.
    """
    library = _library(*values)
    if library is torch:
        return torch.nn.utils.get_total_norm(values, order)
    if library is numpy:
        return numpy.linalg.norm([numpy.linalg.norm(numpy.ravel(x), order) for x in values], order)
    if order == math.inf:
        return sympy.Max(*map(sympy.Abs, values))
    powers = [x**2 if order == 2 else sympy.Abs(x) ** order for x in values]
    return sympy.root(sympy.Add(*powers), order)


def counted(t):
    """``t`` itself, a count of values from 1. Raises ValueError for a number below 1.

    A symbol has no value to check, and passes.
    """
    if isinstance(t, numbers.Real) and not t >= 1:
        raise ValueError(f"t counts from 1, so it must be at least 1, got {t}")
    return t


def in_run(t, total=None):
    """``t`` itself: numbers of steps, from 1 to ``total + 1``, the one after the run.

    Raises ValueError for others, in an array too. A symbol has no value to check, and passes.
    """
    values = [t] if isinstance(t, numbers.Real) else []
    if isinstance(t, (numpy.ndarray, torch.Tensor)) and math.prod(t.shape):
        values = [t.min().item(), t.max().item()]
    last = total + 1 if isinstance(total, numbers.Real) else math.inf
    for value in values:
        if not 1 <= value <= last:
            upper = "" if last == math.inf else f" and at most total + 1 = {last}"
            raise ValueError(f"t counts steps from 1, so it must be at least 1{upper}, got {value}")
    return t


def valued(x):
    """Whether ``x`` must be a plain number, whose value can be checked: no other kind knows it."""
    others = (sympy.Basic, numpy.ndarray, torch.Tensor, Variable)
    return isinstance(x, numbers.Real) or not isinstance(x, others)


def same_shape(**given):
    """Raise ValueError if values differ in shape. A number and a symbol have the shape ``()``."""
    (first, x), *others = given.items()
    shape = tuple(getattr(x, "shape", ()))
    for name, other in others:
        found = tuple(getattr(other, "shape", ()))
        if found != shape:
            raise ValueError(f"{name} must have the shape of {first}, {shape}, got {found}")
