"""The one place that knows which kind of number a rule is running on.

A rule in :mod:`optimizers.rules` uses ``+ - * / **`` and the functions below, nothing else.
That is why the same rule runs on SymPy symbols, NumPy arrays and torch tensors, and can be written
down on a tape.
"""

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
    """Larger of ``x`` and ``y``, elementwise, of their kind."""
    library = _library(x, y)
    return sympy.Max(x, y) if library is sympy else library.maximum(x, y)


def counted(t):
    """``t`` itself, a count of values from 1. Raises ValueError for a number below 1.

    A symbol has no value to check, and passes.
    """
    if isinstance(t, numbers.Real) and not t >= 1:
        raise ValueError(f"t counts from 1, so it must be at least 1, got {t}")
    return t
