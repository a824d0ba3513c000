"""Compare what was measured with what was stated: elementwise, exactly, without broadcasting.

Numbers of every kind are compared as what they are: a float is the fraction that it stands for, an
irrational SymPy number is enclosed with error bounds (:mod:`claims.proving.balls`).
"""

import math
import operator
import sys
from dataclasses import dataclass
from fractions import Fraction

import sympy

from claims.proving import balls
from claims.proving.errors import ClaimError
from claims.proving.numerals import rounded
from claims.proving.values import (
    Complex,
    element,
    is_irrational,
    is_number,
    kind,
    not_finite,
    read,
    same_object,
)

_ORDER = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_WORDS = {"<": "smaller", "<=": "not larger", ">": "larger", ">=": "not smaller"}
FEW = 6  # so many numbers are shown one by one
_EDGE = 1e-9  # this close to a tolerance (as a share of it) floats are compared as fractions


class Comparison:
    """A relation with its tolerance; ``told`` says in words what was compared how.

    ``within`` bounds the difference itself, ``relative`` the difference as a share of the stated
    value (smaller than 1). Both are for ``==`` only, not negative, and at most one may be set.
    ``finite=False`` lets infinite values in; NaN never passes.
    """

    def __init__(self, relation="==", within=0, relative=0, finite=True):
        if relation != "==" and relation not in _ORDER:
            raise ClaimError(f"relation={relation!r}: use '==', '<', '<=', '>' or '>='")
        if not isinstance(finite, bool):
            raise ClaimError(f"finite={finite!r}: use True, or False where infinity is meant")
        self.within = _tolerance("within", within, relation)
        self.relative = _tolerance("relative", relative, relation)
        if self.within and self.relative:
            raise ClaimError("give within= or relative=, not both")
        if self.relative >= 1:
            raise ClaimError(
                f"relative={relative}: a tolerance as large as the value shows nothing; it must "
                "be smaller than 1"
            )
        self.relation, self.finite = relation, finite

    @property
    def told(self):
        if self.relation != "==":
            return _WORDS[self.relation]
        if self.within:
            return f"equal to within ${rounded(self.within)}$"
        if self.relative:
            return f"equal to within ${rounded(self.relative)}$ of the value"
        return "exactly equal"

    @property
    def tolerant(self):
        return bool(self.within or self.relative)

    def holds(self, got, want, alternative=None):
        """``(True, "")``, or ``(False, reason)``. Raises ClaimError for values without an order.

        A value that is not a number (NaN) is an error in a wrong alternative: it would "fail" for
        the wrong reason.
        """
        source = "got" if alternative is None else f"unlike={alternative!r}"
        got, want = _read(source, got), _read("want", want)
        self._check_kinds(source, got, want)
        if got.shape != want.shape and want.shape != ():
            if alternative is None:
                return False, f"shape {got.shape} where {want.shape} is stated"
            raise ClaimError(f"{source}: shape {got.shape} can not be compared with {want.shape}")
        if got.size == 0:
            raise ClaimError("nothing to compare: the values are empty")
        for name, value in ((source, got), ("want", want)):
            found = _find_not_finite(value)
            if found == "NaN" and alternative is None:
                return False, f"not a number (NaN) in {name} where a number is stated"
            if found == "NaN":
                raise ClaimError(f"{name}: NaN fails every comparison")
            if found and self.finite:
                raise ClaimError(
                    f"{name}: an infinite value; a finite one is needed, unless the statement is "
                    "about infinity: then say finite=False"
                )
        self._check_tolerance(want)
        return self._compare(got, want)

    def _check_kinds(self, source, got, want):
        """Raise ClaimError for a text beside a number, or for values without a needed order."""
        numeric = {"number", "complex number"}
        held, stated = _kinds(got), _kinds(want)
        if stated <= numeric and not held <= numeric:
            raise ClaimError(
                f"{source}: {', '.join(sorted(held))} can not be compared with "
                f"{', '.join(sorted(stated))}"
            )
        if self.relation == "==" and not self.tolerant:
            return
        for each in sorted(held | stated):
            if each not in numeric:
                raise ClaimError(f"{source}: {each} has no differences; compare it exactly")
            if self.relation != "==" and each != "number":
                raise ClaimError(f"{source}: {each} has no order, so {self.relation!r} is no use")

    def _check_tolerance(self, want):
        """Raise ClaimError where the tolerance is as large as what is stated."""
        if not self.within:
            return
        if want.floats is not None and want.size > 64:
            sizes = [size for size in abs(want.floats).ravel().tolist() if size]
        else:
            sizes = [size for size in map(_size, want.elements()) if size]
        swallowed = [size for size in sizes if size <= self.within]
        # Of a large array some elements may be as small as that, but not as many as half.
        if swallowed and (len(sizes) <= FEW or 2 * len(swallowed) >= len(sizes)):
            raise ClaimError(
                f"within={_plain(self.within)}: a tolerance as large as the stated value "
                f"({_plain(swallowed[0])}) shows nothing; it must be smaller"
            )

    def _compare(self, got, want):
        failing = self._fast(got, want)
        if failing is None:
            stated = want.elements() if want.shape else want.elements() * got.size
            pairs = enumerate(zip(got.elements(), stated, strict=True))
            failing = next((k for k, (a, b) in pairs if not self._holds(a, b)), -1)
        if failing < 0:
            return True, ""
        a = got.elements()[failing]
        b = want.elements()[failing if want.shape else 0]
        place = f" at index {_index(failing, got.shape)}" if got.shape else ""
        return False, f"got {_plain(a)}, stated {self.relation} {_plain(b)}{place}"

    def _fast(self, got, want):
        """The first failing place of two arrays of floats (-1: none); None: take the slow way."""
        numpy = sys.modules.get("numpy")
        if numpy is None or got.floats is None or got.size <= 64:
            return None
        stated = want.floats
        if stated is None and want.shape == ():
            (only,) = want.elements()
            if not isinstance(only, bool | int | Fraction) or Fraction(float(only)) != only:
                return None
            stated = numpy.float64(only)
        if stated is None:
            return None
        if self.relation != "==":
            held = _ORDER[self.relation](got.floats, stated)
        elif not self.tolerant:
            held = got.floats == stated
        else:
            # Rounding can only matter next to the tolerance: those elements, as fractions.
            with numpy.errstate(invalid="ignore", over="ignore"):
                gap = abs(got.floats - stated)
                allowed = float(self.within) or float(self.relative) * abs(stated)
                held = (got.floats == stated) | (gap <= allowed)
                size = numpy.maximum(abs(got.floats), abs(numpy.asarray(stated)))
                close = abs(gap - allowed) <= _EDGE * allowed + 4e-16 * size
            unsure = numpy.flatnonzero(numpy.broadcast_to(close, got.shape))
            flat = numpy.broadcast_to(stated, got.shape).ravel()
            held = numpy.array(held).ravel()
            if len(unsure) > 20_000:
                return None
            for k in unsure:
                held[k] = self._holds(
                    element(float(got.floats.ravel()[k])), element(float(flat[k]))
                )
        failing = numpy.flatnonzero(~numpy.asarray(held).ravel())
        return int(failing[0]) if len(failing) else -1

    def _holds(self, a, b):
        if isinstance(a, Complex) or isinstance(b, Complex):
            return self._near(a, b)
        if not (is_number(a) and is_number(b)):
            return same_object(a, b)
        if isinstance(a, float) or isinstance(b, float):  # infinite
            return _infinite(a, self.relation, b)
        if is_irrational(a) or is_irrational(b):
            within = self.within or (
                self.relative and self.relative * abs(balls.as_fraction(balls.enclosure(_sympy(b))))
            )
            return balls.compare(_sympy(a), self.relation, _sympy(b), within=within)
        if self.relation != "==":
            return _ORDER[self.relation](a, b)
        return abs(a - b) <= (self.within or self.relative * abs(b)) if self.tolerant else a == b

    def _near(self, a, b):
        """Whether two complex numbers are equal, or as near as the tolerance says."""
        a, b = _parts(a), _parts(b)
        if any(isinstance(x, float) for x in (*a, *b)):
            return a == b
        if not self.tolerant:
            return all(balls.compare(_sympy(x), "==", _sympy(y)) for x, y in zip(a, b, strict=True))
        square = sum((_sympy(x) - _sympy(y)) ** 2 for x, y in zip(a, b, strict=True))
        size = sum(_sympy(y) ** 2 for y in b)
        allowed = _sympy(self.within) ** 2 or _sympy(self.relative) ** 2 * size
        return balls.compare(square, "<=", allowed)


@dataclass(frozen=True)
class Deviation:
    """How far the worst element of an array lies from what is stated, and where."""

    gap: float
    index: tuple


def worst(got, want):
    """The largest difference between two arrays of numbers of one shape, as a Deviation, or None
    where they hold something else."""
    got, want = read(got), read(want)
    if got.floats is not None and want.floats is not None and got.shape == want.shape and got.size:
        gaps = abs(got.floats - want.floats).ravel()
        place = int(sys.modules["numpy"].nan_to_num(gaps, posinf=math.inf).argmax())
        return Deviation(float(gaps[place]), _index(place, got.shape))
    stated = want.elements() if want.shape else want.elements() * got.size
    if got.size == 0 or (want.shape and want.shape != got.shape):
        return None
    gaps = []
    for a, b in zip(got.elements(), stated, strict=True):
        try:
            gaps.append(abs(complex(*map(float, _parts(a))) - complex(*map(float, _parts(b)))))
        except (TypeError, OverflowError):
            return None
    place = max(range(len(gaps)), key=lambda k: (not math.isnan(gaps[k]), gaps[k]))
    return Deviation(gaps[place], _index(place, got.shape))


def _read(source, value):
    try:
        return read(value)
    except ClaimError as error:
        raise ClaimError(f"{source}: {error}") from None


def _tolerance(name, value, relation):
    exact = element(value)
    if is_irrational(exact):
        raise ClaimError(f"{name}={value}: a rational number is needed")
    if not isinstance(exact, int | Fraction) or isinstance(exact, bool) or exact < 0:
        raise ClaimError(f"{name}={value}: a tolerance is finite and not negative")
    if exact and relation != "==":
        raise ClaimError(f"{name}={value}: a tolerance goes with '==', not {relation!r}")
    return Fraction(exact)


def _kinds(value):
    if value.floats is not None:
        return {"number"}
    return {kind(item) for item in value.elements()}


def _find_not_finite(value):
    if value.floats is not None and value.size > 64:
        numpy = sys.modules["numpy"]
        if numpy.isfinite(value.floats).all():
            return None
        return "NaN" if numpy.isnan(value.floats).any() else "infinite"
    found = {not_finite(item) for item in value.elements()}
    return "NaN" if "NaN" in found else "infinite" if "infinite" in found else None


def _size(item):
    """The absolute value of an element, or None where it has none that is finite."""
    if isinstance(item, bool | float):
        return None
    if isinstance(item, int | Fraction):
        return abs(item)
    if isinstance(item, Complex):
        parts = [_size(p) for p in _parts(item)]
        return None if None in parts else max(parts)
    return abs(balls.as_fraction(balls.enclosure(item))) if is_irrational(item) else None


def _infinite(a, relation, b):
    a, b = (x if isinstance(x, float) else 0 for x in (a, b))
    return a == b if relation == "==" else _ORDER[relation](a, b)


def _parts(x):
    return (x.real, x.imag) if isinstance(x, Complex) else (x, 0)


def _sympy(x):
    return (
        sympy.Rational(x.numerator, x.denominator) if isinstance(x, Fraction) else sympy.sympify(x)
    )


def _index(flat, shape):
    index = []
    for length in reversed(shape):
        flat, k = divmod(flat, length)
        index.append(k)
    return tuple(reversed(index))


def _plain(x):
    """A value for an error message: whole numbers in full, others as the nearest float."""
    if isinstance(x, Complex):
        return f"{_plain(x.real)} + {_plain(x.imag)}i"
    if isinstance(x, Fraction):
        return (
            str(x)
            if x.denominator < 10**4 and x.denominator & (x.denominator - 1)
            else f"{_float(x)!r}"
        )
    return str(x)


def _float(x):
    try:
        return float(x)
    except OverflowError:
        return f"{x.numerator // x.denominator:.3e}" if abs(x) < 10**300 else str(x)
