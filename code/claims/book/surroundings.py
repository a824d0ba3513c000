"""The numbers that stand in the code around a claim: literals, and what names hold.

A sentence may name the setting of a run, such as ``$\\eta = 0.02$``. That number must come from
somewhere: from the code of the cell or the function that makes the claim, or from a name that this
code can see. Nothing is run.
"""

import ast
import math
import numbers
import operator
import sys
from fractions import Fraction
from types import CodeType, FunctionType

from claims.book.source import parsed
from claims.proving.numerals import as_fraction

# Hyperparameters that code leaves to the defaults of the libraries
USUAL = tuple(map(Fraction, ("0.9", "0.99", "0.999", "0.001", "0.01", "1e-8")))
MANY = 200  # elements that a setting may have; what holds more is data
ALL = 2000  # numbers that are looked at in what one name holds


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
        _of_source(frame, found)
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


def _of_source(frame, found):
    """What the literals of a cell make: ``Fraction(7, 10)``, ``1 - 10**-5``."""
    tree = parsed(frame)
    if tree is None:
        return
    first, last = 1, math.inf
    if not frame.f_code.co_name.startswith("<"):  # of a function, its own lines; else the cell
        places = [p for p in frame.f_code.co_positions() if p[0] and p[1]]
        first, last = min(p[0] for p in places), max(p[1] for p in places)
    for node in ast.walk(tree):
        if first <= getattr(node, "lineno", 0) <= last and (value := _made(node)) is not None:
            found.add(value)


_SIGNS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_FRACTIONS = ("Fraction", "Rational", "Integer", "float", "int", "S")


def _made(node):
    """The Fraction that literals alone make here, or None."""
    try:
        if isinstance(node, ast.Constant) and not isinstance(node.value, bool | complex):
            return Fraction(str(node.value))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -_made(node.operand)
        if isinstance(node, ast.BinOp) and type(node.op) in _SIGNS:
            left, right = _made(node.left), _made(node.right)
            if isinstance(node.op, ast.Pow) and (right.denominator > 1 or abs(right) > 400):
                return None
            return _SIGNS[type(node.op)](left, right)
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) in _FRACTIONS:
            parts = [_made(argument) for argument in node.args]
            return parts[0] / parts[1] if len(parts) == 2 else parts[0]
    except (ValueError, TypeError, AttributeError, ZeroDivisionError, IndexError, OverflowError):
        return None
    return None


def _of_names(names, home, found):
    for name, value in list(names.items()):
        if name.startswith("__") or name in ("In", "Out"):
            continue
        if isinstance(value, FunctionType) and value.__module__ == home:
            _of_code(value.__code__, found)
            _of_value([*(value.__defaults__ or ()), *(value.__kwdefaults__ or {}).values()], found)
        else:
            _of_value(value, found)


def _of_value(value, found):
    """The numbers in a value: not recursive, so that no data around a claim costs time."""
    waiting, seen = [value], 0
    while waiting and seen < ALL:
        value, seen = waiting.pop(), seen + 1
        if isinstance(value, bool | type):
            continue
        if isinstance(value, numbers.Rational | float):
            exact = as_fraction(value)
            if isinstance(exact, Fraction):
                found.add(exact)
        elif getattr(value, "is_Rational", None) is True:  # of SymPy
            found.add(Fraction(int(value.p), int(value.q)))
        elif hasattr(value, "tolist") and getattr(value, "size", None) is not None:
            size = value.size if isinstance(value.size, int) else value.numel()  # of a tensor
            if size <= MANY:
                waiting.append(value.tolist())
        elif isinstance(value, dict) and len(value) <= MANY:
            waiting += [*value, *value.values()]
        elif isinstance(value, list | tuple | set | frozenset | range) and len(value) <= MANY:
            waiting += value
