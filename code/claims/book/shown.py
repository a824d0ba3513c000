"""How the values of a check are shown in its box: short, and the same on every processor.

Of a measured number only those digits are shown that its tolerance vouches for; of a large array
only its shape and its worst element.
"""

import math
from fractions import Fraction

from claims.book.render import tex
from claims.book.sentence import exact_real
from claims.proving.comparison import FEW, worst
from claims.proving.numerals import magnitude, number, rounded, steady
from claims.proving.values import Complex, is_irrational, read

_MOST = 6  # significant digits that are ever shown of a rounded number
_FEW = 4  # ... of a float that was compared exactly and has more
_ORDERED = 2  # of a number that was only found to be larger or smaller than another
_ROUNDING = Fraction(1, 10**6)  # a tolerance below this is for rounding errors, which are not shown
_NOTHING = 20  # a gap so many times smaller than its tolerance says nothing but that
_TINY = Fraction(1, 10**15)  # below it may stand what processors round in their own way


def one(comparison):
    """A function that shows one element of a value under this comparison."""

    def shown(item, most=_MOST):
        if isinstance(item, Complex):
            real, imag = shown(item.real, most), shown(item.imag, most)
            return f"{real} + {imag} i".replace("+ -", "- ")
        if isinstance(item, bool) or item is None:
            return str(item)
        if isinstance(item, float):
            return rounded(item)
        if isinstance(item, int):
            return number(item)
        exact = exact_real(item) if isinstance(item, Fraction) or is_irrational(item) else None
        if exact is None:
            return str(item)
        if exact == 0:
            return "0"
        if comparison.relation != "==":
            if abs(exact) < _TINY and isinstance(item, Fraction):
                return r"{<}10^{-15}" if exact > 0 else r"{>}-10^{-15}"
            return _short(exact) or steady(exact, min(_ORDERED, most))
        if comparison.within:
            places = math.floor(-math.log10(comparison.within))
            digits = places + 1 + magnitude(exact)
            return "0" if digits < 1 else steady(exact, min(digits, most))
        if comparison.relative:
            digits = max(1, math.floor(-math.log10(comparison.relative)) + 1)
            return steady(exact, min(digits, most))
        if is_irrational(item):
            return tex(item) if len(str(item)) <= 30 else steady(exact, most)
        return _exactly(exact)

    return shown


def _short(exact):
    """An exact number that needs no rounding: whole, or a simple fraction; else None."""
    if exact.denominator == 1 or (exact.denominator < 1000 and exact.denominator & 1):
        return number(exact)
    return None


def _exactly(exact):
    if exact.denominator & (exact.denominator - 1):
        return number(exact)
    if exact.denominator == 1 or abs(exact) >= 10**15:
        return number(exact)
    text = repr(float(exact))  # a float, by the shortest decimal that stands for it
    if len(text.lstrip("-0.").replace(".", "")) > _MOST or "e" in text:
        return steady(exact, _FEW)  # nobody reads more, and the last digits differ by processor
    return text


def whole(value, comparison, want=None):
    """A value in Markdown. ``want`` is what it was compared with, if it is not that itself."""
    value = read(value)
    items = value.elements() if value.size <= FEW else []
    if items and all(isinstance(item, str) for item in items):
        return "; ".join(items)
    if items:
        shown = one(comparison)
        told = [shown(item, _MOST if want is None else 4) for item in items]
        plain = [isinstance(x, bool) or x is None or not _is_numeric(x) for x in items]
        return ", ".join(t if p else f"${t}$" for t, p in zip(told, plain, strict=True))
    size = r" \times ".join(map(str, value.shape))
    return f"${size}$ values"


def _is_numeric(item):
    return isinstance(item, int | float | Fraction | Complex) or is_irrational(item)


def beside(value, want, comparison):
    """A large value beside what is stated: its shape and its worst element; else :func:`whole`."""
    array, stated = read(value), read(want)
    if array.size <= FEW:
        return whole(value, comparison, want)
    size = whole(value, comparison)
    gap = worst(value, want)
    if gap is None or not math.isfinite(gap.gap):
        return size
    if comparison.relation != "==":
        items = array.elements()
        numbers = [x for x in items if exact_real_or_none(x) is not None]
        if len(numbers) < len(items):
            return size
        low = comparison.relation in (">", ">=")
        least = min(numbers) if low else max(numbers)
        return f"{size}, the {'smallest' if low else 'largest'} ${one(comparison)(least)}$"
    if not comparison.tolerant:
        equal = gap.gap == 0
        return f"{size}, all equal" if equal else f"{size}, not all equal"
    sizes = [abs(float(x)) for x in map(exact_real_or_none, stated.elements()) if x is not None]
    bound = comparison.within or comparison.relative * Fraction(max(sizes, default=1) or 1)
    tolerance = comparison.within or comparison.relative
    if gap.gap <= bound and (tolerance < _ROUNDING or _NOTHING * gap.gap <= bound):
        return f"{size}, each as stated, to within the tolerance"
    return f"{size}, off by up to ${steady(Fraction(gap.gap), 1)}$"


def exact_real_or_none(item):
    """An int or Fraction, else None: for arrays, whose irrational elements are not sorted."""
    return item if isinstance(item, int | Fraction) and not isinstance(item, bool) else None
