"""Compare what was measured with what was stated, elementwise and without silent broadcasting."""

import numbers
import operator
from fractions import Fraction

import numpy as np
import sympy
import torch

from claims.proving.errors import ClaimError
from claims.proving.numerals import rounded

_ORDER = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_WORDS = {"<": "smaller", "<=": "not larger", ">": "larger", ">=": "not smaller"}


def _array(x):
    """``x`` as a NumPy array; exact numbers stay exact objects."""
    if isinstance(x, torch.Tensor):
        x = x.detach().cpu()
        return (x.double() if x.dtype == torch.bfloat16 else x).numpy()
    if isinstance(x, sympy.Rational):
        return np.asarray(Fraction(int(x.p), int(x.q)), dtype=object)
    if isinstance(x, list | tuple):
        try:
            return np.asarray([_array(a)[()] for a in x])
        except ValueError:
            raise ClaimError("a list whose parts differ in shape can not be compared") from None
    return np.asarray(x)


def _kind(x):
    """What an array holds, in a word: number, complex number, or the name of the type."""
    if x.dtype.kind in "biuf" or (x.size == 0 and x.dtype.kind != "c"):
        return "number"
    if x.dtype.kind != "O":
        return "complex number" if x.dtype.kind == "c" else x.dtype.name.rstrip("0123456789")
    kinds = {"number" if isinstance(a, numbers.Real) else type(a).__name__ for a in x.flat}
    return ", ".join(sorted(kinds))


def _has_nan(x):
    return x.dtype.kind in "fcO" and bool(np.any(np.asarray(x != x, dtype=bool)))


def _wide(x):
    """Whole numbers as Python's, whose differences can not overflow; short floats as float64."""
    if x.dtype.kind in "biu":
        return x.astype(int).astype(object) if x.dtype.kind == "b" else x.astype(object)
    return x.astype(np.float64) if x.dtype.kind == "f" and x.dtype.itemsize < 8 else x


class Comparison:
    """A relation with its tolerance; ``told`` says in words what was compared how.

    ``within`` bounds the difference itself, ``relative`` the difference as a share of the stated
    value. Both are for ``==`` only, not negative, and at most one may be set.
    """

    def __init__(self, relation="==", within=0, relative=0):
        if relation != "==" and relation not in _ORDER:
            raise ClaimError(f"relation={relation!r}: use '==', '<', '<=', '>' or '>='")
        for name, value in (("within", within), ("relative", relative)):
            if not 0 <= value < np.inf:
                raise ClaimError(f"{name}={value}: a tolerance is finite and not negative")
            if value and relation != "==":
                raise ClaimError(f"{name}={value}: a tolerance goes with '==', not {relation!r}")
        if within and relative:
            raise ClaimError("give within= or relative=, not both")
        self.relation, self.within, self.relative = relation, within, relative

    @property
    def told(self):
        if self.relation != "==":
            return _WORDS[self.relation]
        if self.within:
            return f"equal to within ${rounded(self.within)}$"
        if self.relative:
            return f"equal to within ${rounded(self.relative)}$ of the value"
        return "exactly equal"

    def holds(self, got, want, alternative=None):
        """``(True, "")``, or ``(False, reason)``. Raises ClaimError for values without an order.

        A value that is not a number (NaN) is an error in a wrong alternative: it would "fail" for
        the wrong reason.
        """
        got, want = _array(got), _array(want)
        source = "got" if alternative is None else f"unlike={alternative!r}"
        self._check_kinds(source, _kind(got), _kind(want))
        if got.shape != want.shape and want.shape != ():
            if alternative is None:
                return False, f"shape {got.shape} where {want.shape} is stated"
            raise ClaimError(
                f"unlike={alternative!r}: shape {got.shape} can not be compared with {want.shape}"
            )
        for x in (got, want):
            if _has_nan(x):
                if alternative is None:
                    return False, "not a number (NaN) where a number is stated"
                raise ClaimError(f"unlike={alternative!r}: NaN fails every comparison")
        if self.relation != "==":
            return self._verdict(_ORDER[self.relation](got, want), got, want)
        if not (self.within or self.relative):
            return self._verdict(got == want, got, want)
        got, want = _wide(got), _wide(want)
        allowed = self.within or self.relative * abs(want)
        with np.errstate(invalid="ignore"):  # inf - inf, where both are infinite
            near = (got == want) | (abs(got - want) <= allowed)
        return self._verdict(near, got, want)

    def _check_kinds(self, source, kind, stated):
        """Raise ClaimError for a text beside a number, or for values without a needed order."""
        numeric = ("number", "complex number")
        if stated in numeric and kind not in numeric:
            raise ClaimError(f"{source}: {kind} can not be compared with {stated}")
        if self.relation == "==" and not (self.within or self.relative):
            return
        for each in (kind, stated):
            if each not in numeric:
                raise ClaimError(f"{source}: {each} has no differences; compare it exactly")
            if self.relation != "==" and each != "number":
                raise ClaimError(f"{source}: {each} has no order, so {self.relation!r} is no use")

    def _verdict(self, held, got, want):
        held = np.asarray(held, dtype=bool)
        if held.size == 0:
            raise ClaimError("nothing to compare: the values are empty")
        if held.all():
            return True, ""
        where = tuple(int(k) for k in np.argwhere(~held)[0])
        want = np.broadcast_to(want, got.shape)
        place = f" at index {where}" if where else ""
        return False, f"got {got[where]}, stated {self.relation} {want[where]}{place}"
