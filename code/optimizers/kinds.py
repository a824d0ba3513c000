"""The one place that knows which kind of number a rule is running on.

A rule in :mod:`optimizers.rules` uses ``+ - * / **`` and the two functions below, nothing else.
That is why the same rule runs on SymPy symbols, NumPy arrays and torch tensors.
"""

import numpy
import sympy
import torch


def _library(x):
    if isinstance(x, torch.Tensor):
        return torch
    if isinstance(x, sympy.Basic):
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
