"""Compare what was measured with what was stated, elementwise and without silent broadcasting."""

import operator
from fractions import Fraction

import numpy as np
import sympy
import torch

from claims.errors import ClaimError
from claims.render import rounded

_ORDER = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_WORDS = {"<": "smaller", "<=": "not larger", ">": "larger", ">=": "not smaller"}


def _array(x):
    """``x`` as a NumPy array; exact numbers stay exact objects."""
    if isinstance(x, torch.Tensor):
        return x.detach().cpu().numpy()
    if isinstance(x, sympy.Rational):
        return np.asarray(Fraction(int(x.p), int(x.q)), dtype=object)
    if isinstance(x, list | tuple):
        return np.asarray([_array(a)[()] for a in x])
    return np.asarray(x)


class Comparison:
    """A relation with its tolerance; ``told`` says in words what was compared how.

    ``within`` bounds the difference itself, ``relative`` the difference as a share of the stated
    value. Both are for ``==`` only, not negative, and at most one may be set.
    """

    def __init__(self, relation="==", within=0, relative=0):
        if relation != "==" and relation not in _ORDER:
            raise ClaimError(f"relation={relation!r}: use '==', '<', '<=', '>' or '>='")
        for name, value in (("within", within), ("relative", relative)):
            if not value >= 0:
                raise ClaimError(f"{name}={value}: a tolerance is not negative")
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
        if got.shape != want.shape and want.shape != ():
            if alternative is None:
                return False, f"shape {got.shape} where {want.shape} is stated"
            raise ClaimError(
                f"unlike={alternative!r}: shape {got.shape} can not be compared with {want.shape}"
            )
        for x in (got, want):
            if x.dtype.kind == "f" and np.isnan(x).any():
                if alternative is None:
                    return False, "not a number (NaN) where a number is stated"
                raise ClaimError(f"unlike={alternative!r}: NaN fails every comparison")
        if self.relation != "==":
            return self._verdict(_ORDER[self.relation](got, want), got, want)
        if not (self.within or self.relative):
            return self._verdict(got == want, got, want)
        allowed = self.within or self.relative * abs(want)
        return self._verdict(abs(got - want) <= allowed, got, want)

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
