"""Write a rule down once, and take arrays through it in place.

A rule makes a new array with every operation. Here it runs on variables that only write down, on a
tape, what is asked of them. The tape then knows how long each result is needed. So a new average
comes to lie where the old one was, and the rest in a few scratch arrays. And a product with a
number waits for an operation that takes it along: torch adds ``x + alpha * y`` in one pass.
"""

import functools
import operator

import numpy
import torch


class Variable:
    """A number times a value on the tape. Only where it has to be, is the product written down."""

    def __init__(self, tape, place, factor=1.0):
        self._tape, self.place, self.factor = tape, place, factor

    def value(self):
        """The place of the product."""
        if self.factor != 1:
            self.place = self._tape.write("multiply", self.place, number=self.factor)
            self.factor = 1.0
        return self.place

    def _made(self, name, *operands, factor=1.0, **options):
        return Variable(self._tape, self._tape.write(name, *operands, **options), factor)

    def __mul__(self, other):
        if isinstance(other, Variable):
            factor = self.factor * other.factor
            return self._made("multiply", self.place, other.place, factor=factor)
        return Variable(self._tape, self.place, self.factor * other)

    def __truediv__(self, other):
        if isinstance(other, Variable):
            factor = self.factor / other.factor
            return self._made("divide", self.place, other.place, factor=factor)
        return Variable(self._tape, self.place, self.factor / other)

    def __add__(self, other):
        if not isinstance(other, Variable):
            # f * x + c is f * (x + c / f), and f can wait. Not where c / f would lose digits.
            tiny, factor = self._tape.tiny, self.factor
            if factor and tiny <= abs(other / factor) <= 1 / tiny:
                return self._made("add", self.place, number=other / factor, factor=factor)
            return self._made("add", self.value(), number=other)
        if self.place == other.place:
            return Variable(self._tape, self.place, self.factor + other.factor)
        # The one with a number of its own is written down, the other's is taken along.
        first, second = (other, self) if other.factor == 1 else (self, other)
        return Variable(self._tape, self._tape.add(first.value(), second.factor, second.place))

    def __neg__(self):
        return -1 * self

    def __sub__(self, other):
        return self + -other

    __radd__, __rmul__ = __add__, __mul__

    def sqrt(self):
        if self.factor < 0:
            self.value()
        return self._made("sqrt", self.place, factor=self.factor**0.5)

    def sign(self):
        return self._made("sign", self.value())

    def maximum(self, other):
        return self._made("maximum", self.value(), other.value())


class Tape:
    """The operations of ``rule(theta, g, *averages, **hyper)``, in an order and with places.

    ``library`` is ``numpy`` or ``torch``, ``dtype`` the arrays' type in it, ``averages`` says how
    many there are, and ``hyper`` are plain numbers. A place is a number: that of an input, or of a
    scratch array. Raises ValueError if the rule returns more averages than it takes, or fewer.
    """

    _like = None  # shape, type and device of the scratch arrays, once there are any

    def __init__(self, library, dtype, rule, averages, **hyper):
        self._library, self._dtype = library, dtype
        self._inputs, self._written = 2 + averages, []
        self.tiny = float(library.finfo(dtype).tiny)  # the smallest number with all its digits
        inputs = [Variable(self, k) for k in range(self._inputs)]
        *new, step = rule(*inputs, **hyper)
        if len(new) != averages:
            raise ValueError(f"a rule must return its {averages} averages, got {len(new)}")
        kept = {}
        for k, variable in enumerate(new, start=2):
            value = variable.value()
            if value < self._inputs or value in kept:  # an input stays where it is
                value = self.write("multiply", value, number=1.0)
            kept[value] = k
        self._place(kept, self.add(0, -step.factor, step.place))
        self._prepare()

    def run(self, theta, *others):
        """Do what the rule says to ``theta, g, *averages``, arrays of one shape, in place."""
        like = theta.shape, theta.dtype, getattr(theta, "device", None)
        if self._like != like:  # kept for the next piece, since new memory costs more than old
            self._like = like
            self._spare = [self._library.empty_like(theta) for _ in range(self.scratch)]
        held = [theta, *others, *self._spare, *self._numbers]
        for operation, taken in self._calls:
            operation(*taken(held))

    def __str__(self):
        """One operation in each line, as ``m2 = multiply(m2, 0.9)``."""
        names = ["theta", "g", *[f"m{k}" for k in range(1, self._inputs - 1)]]
        names += [f"scratch{k}" for k in range(1, self.scratch + 1)]
        lines = []
        for operation, operands, numbers, out in self.program:
            given = [names[k] for k in operands] + [f"{x:.6g}" for x in numbers]
            given += [f"{k}={x:.6g}" for k, x in getattr(operation, "keywords", {}).items()]
            name = getattr(operation, "func", operation).__name__
            lines.append(f"{names[out]} = {name}({', '.join(given)})")
        return "\n".join(lines)

    def write(self, name, *operands, number=None, **options):
        """Write down an operation of the library, on values and perhaps a number. Its result."""
        operation = getattr(self._library, name)
        if options:
            operation = functools.partial(operation, **options)
        self._written.append((operation, operands, () if number is None else (number,)))
        return self._inputs + len(self._written) - 1

    def add(self, x, factor, y):
        """Write down ``x + factor * y``."""
        if abs(factor) == 1:
            return self.write("add" if factor == 1 else "subtract", x, y)
        if self._library is torch:
            return self.write("add", x, y, alpha=factor)
        return self.write("add", x, self.write("multiply", y, number=factor))

    def _place(self, kept, theta):
        """Give each value a place. Those in ``kept`` have theirs, and so has the new ``theta``."""
        last = {x: i for i, (_, operands, _) in enumerate(self._written) for x in operands}
        last |= dict.fromkeys(kept, len(self._written))
        # What is last needed for an average may lie where the average is to lie.
        goals = dict(kept)
        for i, (_, operands, _) in reversed(list(enumerate(self._written))):
            goals = dict.fromkeys(operands, goals.get(self._inputs + i)) | goals
        self.program, places, holder = [], list(range(self._inputs)), list(range(self._inputs))
        for i, (operation, operands, numbers) in enumerate(self._written):
            value = self._inputs + i
            able = [k for k, x in enumerate(holder) if last.get(x, -1) <= i]
            out = 0 if value == theta else goals.get(value)
            if value != theta and out not in able:
                out = next((k for k in able if k >= self._inputs), len(holder))
            holder[out : out + 1] = [value]
            self.program.append((operation, [places[x] for x in operands], numbers, out))
            places.append(out)
        for value, k in kept.items():
            if places[value] != k:
                self.program.append((self._library.multiply, [places[value]], (1.0,), k))
        self.scratch = len(holder) - self._inputs

    def _prepare(self):
        """Make of each line of the program a call that takes its arguments from one list."""
        # NumPy takes a number in an array without a dimension in half the time.
        in_numpy = self._library is numpy
        number = functools.partial(numpy.asarray, dtype=self._dtype) if in_numpy else float
        self._numbers, self._calls = [], []
        for operation, operands, numbers, out in self.program:
            first = self._inputs + self.scratch + len(self._numbers)
            self._numbers += map(number, numbers)
            taken = operator.itemgetter(*operands, *range(first, first + len(numbers)), out)
            takes_it_last = in_numpy and operation is not numpy.maximum
            self._calls.append((operation if takes_it_last else _with_out(operation), taken))


def _with_out(operation):
    """Let an operation take the array for its result last."""
    return lambda *arguments: operation(*arguments[:-1], out=arguments[-1])
