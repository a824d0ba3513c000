"""What a check was given, as plain exact values: nested lists, arrays and tensors made flat.

An element is an ``int`` or a ``Fraction`` (every finite float is one, exactly), an infinite or NaN
``float``, a :class:`Complex` of two of these, an irrational SymPy number, or any other object.
NumPy and torch are never imported here: an array of theirs can only come from a program that has.
"""

import math
import numbers
import sys
from collections.abc import Mapping, Set
from dataclasses import dataclass
from fractions import Fraction

import sympy

from claims.proving.errors import ClaimError


@dataclass(frozen=True)
class Complex:
    """A complex number with exact parts."""

    real: object
    imag: object


@dataclass(frozen=True)
class Value:
    """Elements in row order with their shape; ``floats`` is the same as float64, where exact."""

    shape: tuple
    items: object
    floats: object = None

    @property
    def size(self):
        return math.prod(self.shape)

    def elements(self):
        """The elements as a list (a large array's are made when they are asked for)."""
        return self.items() if callable(self.items) else self.items


def read(x):
    """``x`` as a :class:`Value`; raises ClaimError for lists whose parts differ in shape."""
    torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy")
    if torch is not None and isinstance(x, torch.Tensor):
        x = x.detach().cpu()
        if x.is_sparse or x.is_quantized:
            x = x.dequantize() if x.is_quantized else x.to_dense()
        x = x.double() if x.is_floating_point() else x
        x = x.resolve_conj().resolve_neg().numpy()
        numpy = sys.modules["numpy"]
    if numpy is not None and isinstance(x, numpy.ndarray):
        return _from_array(numpy, x)
    if isinstance(x, list | tuple):
        return _joined([read(part) for part in x])
    if isinstance(x, sympy.MatrixBase):
        return _joined([read(list(x.row(k))) for k in range(x.rows)])
    if isinstance(x, range):
        return read(list(x))
    return Value((), [element(x)])


def _from_array(numpy, x):
    x = numpy.ma.filled(x) if isinstance(x, numpy.ma.MaskedArray) and not x.mask.any() else x
    if isinstance(x, numpy.ma.MaskedArray):
        raise ClaimError("an array with masked elements can not be compared")
    floats = None
    if x.dtype.kind == "f" and x.dtype.itemsize <= 8:
        floats = x.astype(numpy.float64)
        if x.size > 64:
            return Value(x.shape, lambda: [element(a) for a in floats.ravel().tolist()], floats)
    whole = x.dtype.kind in "biu"
    flat = x.ravel().tolist() if whole or floats is not None else list(x.ravel())
    return Value(x.shape, [element(a) for a in flat], floats)


def _joined(parts):
    if not parts:
        return Value((0,), [])
    if len({part.shape for part in parts}) > 1:
        raise ClaimError("a list whose parts differ in shape can not be compared")
    items = [item for part in parts for item in part.elements()]
    return Value((len(parts), *parts[0].shape), items)


def element(x):
    """One element, exact. NaN and infinities stay floats."""
    if isinstance(x, bool | str | bytes) or x is None:
        return x
    if isinstance(x, int | Fraction):
        return x
    if isinstance(x, sympy.Basic):
        return _from_sympy(x)
    if type(x).__name__ == "bool_" or type(x).__name__ == "bool":  # NumPy's, by either name
        return bool(x)
    if isinstance(x, numbers.Integral):
        return int(x)
    if isinstance(x, complex) or (isinstance(x, numbers.Complex) and not _is_real(x)):
        real, imag = element(x.real), element(x.imag)
        return real if imag == 0 else Complex(real, imag)
    if hasattr(x, "as_integer_ratio"):
        try:
            return Fraction(*map(int, x.as_integer_ratio()))
        except (ValueError, OverflowError):
            return float(x)
    if type(x).__module__.startswith("mpmath") and hasattr(x, "_mpf_"):
        return _from_sympy(sympy.Float(x))
    return x


def _is_real(x):
    return isinstance(x, numbers.Real) or hasattr(x, "as_integer_ratio")


def _from_sympy(x):
    if x is sympy.true or x is sympy.false:
        return bool(x)
    if x is sympy.nan or x is sympy.zoo:
        return math.nan
    if x in (sympy.oo, -sympy.oo):
        return math.inf if x is sympy.oo else -math.inf
    if not isinstance(x, sympy.Expr):
        return x
    if x.is_Rational or x.is_Float:
        exact = sympy.Rational(x)
        return Fraction(int(exact.p), int(exact.q))
    if x.is_number and not x.free_symbols:
        real, imag = x.as_real_imag()
        if imag != 0:
            return Complex(_from_sympy(real), _from_sympy(imag))
        return x if not (x.has(sympy.nan, sympy.zoo, sympy.oo)) else math.nan
    return x


def kind(item):
    """What an element is, in a word: number, complex number, or the name of its type."""
    if isinstance(item, Complex):
        return "complex number"
    if is_number(item):
        return "number"
    return type(item).__name__


def is_number(item):
    """Whether an element is real: exact, irrational, infinite or NaN."""
    return isinstance(item, bool | int | Fraction | float) or is_irrational(item)


def is_irrational(item):
    """Whether an element is a real SymPy number that is not rational."""
    return isinstance(item, sympy.Expr) and bool(item.is_number) and not item.is_Rational


def not_finite(item):
    """ "NaN" or "infinite" where an element is or holds such a number, else None."""
    if isinstance(item, float):
        return "NaN" if math.isnan(item) else "infinite" if math.isinf(item) else None
    if isinstance(item, Complex):
        return not_finite(item.real) or not_finite(item.imag)
    if isinstance(item, str | bytes | bool | int | Fraction) or item is None:
        return None
    if isinstance(item, sympy.Basic):
        return (
            "NaN"
            if item.has(sympy.nan, sympy.zoo)
            else "infinite"
            if item.has(sympy.oo, -sympy.oo) and not item.has(sympy.Set)
            else None
        )
    parts = ()
    if isinstance(item, Mapping):
        parts = [*item.keys(), *item.values()]
    elif isinstance(item, Set):
        parts = item
    for part in parts:
        found = not_finite(element(part)) if not _nested(part) else _nested_not_finite(part)
        if found:
            return found
    return None


def _nested(x):
    return isinstance(x, list | tuple | Mapping | Set) or hasattr(x, "shape")


def _nested_not_finite(x):
    if isinstance(x, Mapping | Set):
        return not_finite(x)
    return next(filter(None, map(not_finite, read(x).elements())), None)


def same_object(a, b):
    """Whether two objects that are no numbers are equal, exactly and through all their parts."""
    if _nested(a) and _nested(b) and not isinstance(a, Mapping | Set):
        one, other = read(a), read(b)
        pairs = zip(one.elements(), other.elements(), strict=False)
        return one.shape == other.shape and all(same_object(p, q) for p, q in pairs)
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return set(a) == set(b) and all(same_object(a[key], b[key]) for key in a)
    a, b = (a, b) if isinstance(a, Mapping | Set) else (element(a), element(b))
    try:
        return bool(a == b)
    except (ValueError, TypeError, RuntimeError):
        raise ClaimError(
            f"two {type(a).__name__} can not be compared: == gives no single truth value"
        ) from None
