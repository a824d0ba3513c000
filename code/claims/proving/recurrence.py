"""A quantity defined by running code step after step."""

import random
from contextlib import contextmanager
from fractions import Fraction

import sympy
from sympy import Add, Mul
from sympy.core import exprtools

from claims.proving.errors import ClaimError, ClaimFailed
from claims.proving.evaluate import NotEvaluable, agree, evaluate
from claims.proving.symbols import substitute

EVERY_STEP = 300  # up to here each step of the code is compared with the step on symbols
_LATER = (
    333, 365, 400, 499, 500, 501, 512, 600, 750, 997, 999, 1000, 1001, 1023, 1024, 1025, 1500, 2000,
    2048, 3000, 4096, 4999, 5000, 5001, 7919, 8192, 9999, 10_000, 10_001, 16_384, 20_000, 25_000,
    32_768, 50_000, 50_001, 65_535, 65_536, 65_537, 99_999, 100_000, 100_001,
)  # fmt: skip


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
        if isinstance(first, bool) or not isinstance(first, int) or first < 0:
            raise ClaimError(f"first={first!r}: a whole number, 0 or larger, is needed")
        self.start = tuple(sympy.sympify(s) for s in ((start,) if self.single else start))
        self.first = first
        self._advanced = {}

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

    def advanced(self, state, k):
        """:meth:`advance`, remembered: a proof and its altered versions ask for the same step."""
        if (state, k) not in self._advanced:
            self._advanced[state, k] = self.advance(state, k)
        return self._advanced[state, k]

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


@contextmanager
def _plain_roots():
    """Inside, SymPy leaves roots of products, and powers of sums, as they stand.

    Else it asks for the sign of each factor and whether a term is infinite, and to know that of
    ``1 - beta**100`` it looks for roots of the polynomial: half a second for a step of Adam. A root
    of a number is still worked out, so code that asks ``if sqrt(k) == 10`` is answered as ever. (An
    unknown sign is never wrong, and two forms of one value that look different are compared by
    their values.)
    """
    before = exprtools._monotonic_sign, Mul._eval_power, Add._eval_power

    def power(self, exponent):
        return before[1](self, exponent) if exponent.is_Integer else None

    exprtools._monotonic_sign, Mul._eval_power = (lambda expr: None), power
    Add._eval_power = lambda self, exponent: None
    try:
        yield
    finally:
        exprtools._monotonic_sign, Mul._eval_power, Add._eval_power = before


def steps_to_try(rng, first=0):
    """The numbers of the steps at which code is compared with its form on symbols."""
    numbers = [*range(first + 1, first + EVERY_STEP + 1), *_LATER]
    numbers += sorted(rng.randint(301, 100_000) for _ in range(12))
    return [n for n in numbers if n > first]


def same_at(value, expected, points, turn):
    """Whether two forms of one step agree at some exact points."""
    seen = False
    for point in (points[turn % len(points)], points[(turn + 1) % len(points)]):
        sides = []
        for side in (value, expected):
            try:
                sides.append(evaluate(side, point))
            except NotEvaluable:
                sides.append(None)
        if None not in sides:
            seen = True
            if not agree(*sides):
                return False
    return seen or sympy.simplify(value - expected) == 0


class Steps:
    """The step of a :class:`Recurrence` on symbols: seen once, compared with the code, then used.

    Raises ClaimFailed for a step that does not use its state, ClaimError for code that can not run
    on symbols.
    """

    def __init__(self, label, recurrence):
        self.label, self.recurrence = label, recurrence
        self.parts = tuple(
            sympy.Dummy(f"{recurrence.name}{j}", real=True) for j in range(len(recurrence.start))
        )
        self.number = sympy.Dummy("k", integer=True, positive=True)
        try:
            self.forms = recurrence.advance(self.parts, self.number)
        except (ClaimError, ClaimFailed):
            raise
        except Exception as error:  # the author's code, on symbols
            raise ClaimError(
                f"{label}: the step of {recurrence.name} can not run on symbols: "
                f"{type(error).__name__}: {error}"
            ) from None
        used = set().union(*(form.free_symbols for form in self.forms))
        for part in self.parts:
            if part not in used:
                raise ClaimError(
                    f"{label}: the step of {recurrence.name} does not use its state"
                    + ("" if len(self.parts) == 1 else f" (part {self.parts.index(part) + 1})")
                    + ": nothing is carried from step to step; claim the formula itself"
                )

    def compare(self, points):
        """Run the code at step 1, 2, 3, … 300 and some later ones, one step each, from symbols and
        from exact states; it must be the step that symbols show. Raises ClaimFailed with the first
        that is not."""
        with _plain_roots():
            self._compare(points)

    def _compare(self, points):
        rng = random.Random(f"{self.recurrence.name} {self.forms}")
        for turn, k in enumerate(steps_to_try(rng, self.recurrence.first)):
            # Symbols show every state at once. Exact numbers show a step that asks for one of them.
            exact = turn < 2 * len(_PLAIN) or turn % 10 == 0
            self._compare_one(
                _state(rng, turn, len(self.parts)) if exact else self.parts, k, points, turn
            )
        self._compare_run(points)

    def _compare_run(self, points):
        """From the start, as far as the state is a number: what the code does on its own way."""
        state, first = self.recurrence.start, self.recurrence.first
        for k in range(first + 1, first + 121):
            if not all(s.is_Rational and s.p.bit_length() < 3000 for s in state):
                return
            state = self._compare_one(state, k, points, k)[: len(self.parts)]

    def _compare_one(self, state, k, points, turn):
        got = self._run(state, k)
        shown = dict(zip(self.parts, state, strict=True)) | {self.number: sympy.Integer(k)}
        if len(got) != len(self.forms):
            self._differs(k, state)
        for value, form in zip(got, self.forms, strict=True):
            expected = form.xreplace(shown)
            if value != expected and not same_at(value, expected, points, turn):
                self._differs(k, state)
        return got

    def _run(self, state, k):
        try:
            return self.recurrence.advance(state, sympy.Integer(k))
        except ClaimError as error:
            raise ClaimError(f"{self.label}: at step {k}: {error}") from None
        except Exception as error:
            raise ClaimFailed(
                f"{self.label}: the code runs on symbols, but not at step {k}: "
                f"{type(error).__name__}: {error}"
            ) from None

    def _differs(self, k, state):
        told = ", ".join("any state" if s in self.parts else str(s) for s in state)
        raise ClaimFailed(
            f"{self.label}: step {k} of {self.recurrence.name}, from {told}, is not the step that "
            "the code shows on symbols; it takes another way there"
        )

    def value(self, point, n):
        """The claimed value after ``n`` steps at a point, step after step, in exact numbers."""
        state = [evaluate(s, point) for s in self.recurrence.start]
        out = state
        for k in range(self.recurrence.first + 1, n + 1):
            here = point.bind(self.number, Fraction(k))
            for part, value in zip(self.parts, state, strict=True):
                here = here.bind(part, value)
            out = [evaluate(form, here) for form in self.forms]
            state = out[: len(self.parts)]
        return out[-1]

    def at(self, state, k):
        """The step, with a state and a number put in: a tuple of expressions."""
        shown = dict(zip(self.parts, state, strict=True)) | {self.number: k}
        return tuple(substitute(form, shown) for form in self.forms)


_PLAIN = (0, 1, -1, 2, 3, 5, 10, 50, 101, 1001, 10**6 + 1, -101, -(10**6) - 1)
_PLAIN += (sympy.Rational(1, 10**6), sympy.Rational(-1, 1000))


def _state(rng, turn, length):
    """Exact numbers to start a step from: all of one telling number at first, then random ones."""
    if turn < len(_PLAIN):
        return tuple(sympy.sympify(_PLAIN[turn]) for _ in range(length))
    if turn % 5 == 0:
        return tuple(sympy.Integer(rng.randint(-3, 12)) for _ in range(length))
    return tuple(
        sympy.Rational(rng.randint(1, 9999), rng.choice((97, 128, 1000, 8191)))
        for _ in range(length)
    )
