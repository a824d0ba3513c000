"""The numbers that stand in the code around a claim: literals, and what names hold.

A sentence may name the setting of a run, such as ``$\\eta = 0.02$``. That number must come from
somewhere: from the code of the cell or the function that makes the claim, or from a name that this
code can see. Nothing is run.
"""

import numbers
import sys
from fractions import Fraction
from types import CodeType, FunctionType

from claims.proving.numerals import as_fraction

# Hyperparameters that code leaves to the defaults of the libraries
USUAL = tuple(map(Fraction, ("0.9", "0.99", "0.999", "0.001", "0.01", "1e-8")))
MANY = 2000  # elements of a container that are looked at
DEEP = 4  # containers in containers


def numbers_around():
    """Fractions: the numbers near the code that called into ``claims``."""
    frame = sys._getframe(1)
    while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] == "claims":
        frame = frame.f_back
    found = set(USUAL)
    if frame is None:
        return found
    # A claim in a helper function: its caller may name the numbers.
    home = frame.f_globals.get("__name__")
    while frame is not None and frame.f_globals.get("__name__") == home:
        _of_code(frame.f_code, found)
        _of_names(frame.f_locals, home, found)
        frame, names = frame.f_back, frame.f_globals
    _of_names(names, home, found)
    return found


def _of_code(code, found):
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            _of_code(constant, found)
        else:
            _of_value(constant, found)


def _of_names(names, home, found):
    for name, value in list(names.items()):
        if name.startswith("__") or name in ("In", "Out"):
            continue
        if isinstance(value, FunctionType) and value.__module__ == home:
            _of_code(value.__code__, found)
            _of_value([*(value.__defaults__ or ()), *(value.__kwdefaults__ or {}).values()], found)
        else:
            _of_value(value, found)


def _of_value(value, found, depth=0):
    if isinstance(value, bool | type) or depth > DEEP:
        return
    if isinstance(value, numbers.Rational | float):
        exact = as_fraction(value)
        if isinstance(exact, Fraction):
            found.add(exact)
    elif getattr(value, "is_Rational", None) is True:  # of SymPy
        found.add(Fraction(int(value.p), int(value.q)))
    elif hasattr(value, "tolist") and getattr(value, "size", None) is not None:  # arrays, tensors
        size = value.size if isinstance(value.size, int) else value.numel()
        if size <= MANY:
            _of_value(value.tolist(), found, depth + 1)
    elif isinstance(value, dict):
        _of_value([*value, *value.values()], found, depth)
    elif isinstance(value, list | tuple | set | frozenset | range):
        for item in list(value)[:MANY]:
            _of_value(item, found, depth + 1)
