"""A quantity defined by running code step after step."""

import sympy

from claims.proving.errors import ClaimError


class Recurrence:
    """What ``step`` makes of ``start`` in ``n`` steps.

    ``step(state, k)`` runs the book's code on symbols: it takes the state after step ``k - 1`` and
    the step number ``k`` (a symbol or an Integer) and returns the state after step ``k``. A state
    is one expression or a tuple of them; ``step`` may return one value more than the state has (an
    output, such as the step taken). The last value returned is what a claim is about.

    ``name`` is the letter that the page shows, ``start`` the state at index ``first`` (0).
    """

    def __init__(self, name, step, start, first=0):
        self.name = name
        self.step = step
        self.single = not isinstance(start, tuple)
        if not callable(step):
            raise ClaimError(f"step={step!r}: a function of (state, k) is needed")
        if not isinstance(first, int) or first < 0:
            raise ClaimError(f"first={first!r}: a whole number, 0 or larger, is needed")
        self.start = tuple(sympy.sympify(s) for s in ((start,) if self.single else start))
        self.first = first

    def advance(self, state, k):
        """The values that one run of the code returns, as a tuple of expressions."""
        out = self.step(state[0] if self.single else state, k)
        out = out if isinstance(out, tuple) else (out,)
        if len(out) not in (len(self.start), len(self.start) + 1):
            raise ClaimError(
                f"step returned {len(out)} values for a state of {len(self.start)}; "
                "it may return the new state, or the new state and one output"
            )
        return tuple(sympy.sympify(x) for x in out)

    def unroll(self, n):
        """The claimed value after ``n`` steps (an int), by running the code ``n`` times."""
        state = self.start
        out = state
        for k in range(self.first + 1, n + 1):
            out = self.advance(state, sympy.Integer(k))
            state = out[: len(self.start)]
        return out[-1]

    @property
    def has_output(self):
        """Whether the claimed value is an output beside the state, so that step 0 has none."""
        return len(self.advance(self.start, sympy.Integer(self.first + 1))) > len(self.start)
