"""A formula that code gives for the step number, compared with the code at the steps themselves."""

import random

import sympy

from claims.proving.errors import ClaimError, ClaimFailed
from claims.proving.recurrence import same_at, steps_to_try


class EachStep:
    """What ``function(t)`` gives, for every whole number ``t`` from 1.

    Given a symbol, code shows one formula. Given the number 100, it may take another way (``if t ==
    100``), which the symbol does not show. So the left side of a claim about such code is this: the
    formula is proved, and the code is run at the steps 1 to 300 and at some up to 100 001, where it
    must be the formula. ``function`` takes the step number, a symbol or an Integer, and returns an
    expression. Raises :class:`ClaimError` for code that can not run on the symbol.
    """

    def __init__(self, function, t):
        if not callable(function):
            raise ClaimError(f"function={function!r}: a function of the step number is needed")
        if not isinstance(t, sympy.Symbol) or not t.is_integer:
            raise ClaimError(f"t={t!r}: the symbol of a whole number is needed, such as t")
        self.function, self.t = function, t
        try:
            self.form = sympy.sympify(function(t))
        except Exception as error:  # the author's code, on a symbol
            raise ClaimError(
                f"the code can not run on the symbol {t}: {type(error).__name__}: {error}"
            ) from None

    def compare(self, label, assumptions):
        """Raises :class:`ClaimFailed` with the first step at which the code is not the formula."""
        points = assumptions.points(f"{label} {self.form}", 6)
        rng = random.Random(str(self.form))
        for turn, k in enumerate(steps_to_try(rng)):
            try:
                value = sympy.sympify(self.function(sympy.Integer(k)))
            except Exception as error:
                raise ClaimFailed(
                    f"{label}: the code runs on the symbol {self.t}, but not at {self.t} = {k}: "
                    f"{type(error).__name__}: {error}"
                ) from None
            expected = self.form.xreplace({self.t: sympy.Integer(k)})
            if value != expected and not same_at(value, expected, points, turn):
                raise ClaimFailed(
                    f"{label}: at {self.t} = {k} the code does not give the formula that it shows "
                    f"on the symbol {self.t}; it takes another way there"
                )
