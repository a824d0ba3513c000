"""Read a Rocq term as our translation writes it, and compute it: a second opinion.

It shares nothing with :mod:`claims.kernel.terms`. Numbers are Arb's balls; natural numbers are
Python's, and their difference stops at 0, as it does in Rocq.
"""

import math
import re

from flint import arb, ctx

BITS = 400
TOKEN = re.compile(r"\s*(=>|<=|>=|<>|->|/\\|:=|[A-Za-z_][\w']*|\d+|%nat|\S)")
ROOTS = {"sqrt", "ln", "exp", "Rabs", "sign", "cos", "sin"}
PAIRS = {"Rmax", "Rmin", "Rpower"}


class Reader:
    """One term; ``env`` gives numbers (arb), counts (int) and functions of counts."""

    def __init__(self, text, env):
        self.tokens, self.place, self.env = TOKEN.findall(text), 0, dict(env)

    def peek(self):
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self, wanted=None):
        token = self.peek()
        assert token is not None and (wanted is None or token == wanted), (
            wanted,
            token,
            self.tokens,
        )
        self.place += 1
        return token

    # Each rule gives a function of the environment, so a sum's body is computed often.

    def real(self):
        negative = self.peek() == "-"
        if negative:
            self.take()
        total = self.product()
        if negative:
            inner = total
            total = lambda env: -inner(env)  # noqa: E731
        while self.peek() in ("+", "-"):
            sign, left, right = self.take(), total, self.product()
            total = (
                (lambda env, a=left, b=right: a(env) + b(env))
                if sign == "+"
                else (lambda env, a=left, b=right: a(env) - b(env))
            )
        return total

    def product(self):
        total = self.power()
        while self.peek() in ("*", "/"):
            sign, left, right = self.take(), total, self.power()
            total = (
                (lambda env, a=left, b=right: a(env) * b(env))
                if sign == "*"
                else (lambda env, a=left, b=right: a(env) / b(env))
            )
        return total

    def power(self):
        base = self.application()
        if self.peek() != "^":
            return base
        self.take()
        exponent = self.count_atom()
        return lambda env: _raise(base(env), exponent(env))

    def application(self):
        token = self.peek()
        if token in ROOTS:
            self.take()
            argument = self.atom()
            return lambda env: _apply(token, argument(env))
        if token in PAIRS:
            self.take()
            a, b = self.atom(), self.atom()
            return lambda env: _pair(token, a(env), b(env))
        if token == "INR":
            self.take()
            argument = self.count_atom()
            return lambda env: arb(argument(env))
        if token in ("sum", "sum_below"):
            self.take()
            low, high = self.count_atom(), self.count_atom()
            index, body = self.function()
            extra = 1 if token == "sum" else 0

            def total(env):
                numbers = range(low(env), high(env) + extra)
                return sum((body({**env, index: i}) for i in numbers), arb(0))

            return total
        if re.match(r"[A-Za-z_]", token) and callable(self.env.get(token)):
            self.take()
            argument = self.count_atom()
            return lambda env: arb(0) + env[token](argument(env))
        return self.atom()

    def atom(self):
        token = self.take()
        if token == "(":
            inner = self.real()
            self.take(")")
            assert self.peek() != "%nat"
            return inner
        if token.isdigit():
            return lambda env: arb(int(token))
        if token == "PI":
            return lambda env: arb.pi()
        assert re.match(r"[A-Za-z_]", token), token
        assert token in self.env, f"{token} is not bound"
        return lambda env: env[token]

    def function(self):
        self.take("(")
        self.take("fun")
        index = self.take()
        self.take(":")
        self.take("nat")
        self.take("=>")
        self.env[index] = 0
        body = self.real()
        self.take(")")
        return index, body

    # --- natural numbers

    def count(self):
        total = self.count_product()
        while self.peek() in ("+", "-"):
            sign, left, right = self.take(), total, self.count_product()
            total = (
                (lambda env, a=left, b=right: a(env) + b(env))
                if sign == "+"
                else (lambda env, a=left, b=right: max(0, a(env) - b(env)))
            )
        return total

    def count_product(self):
        total = self.count_step()
        while self.peek() == "*":
            self.take()
            left, right = total, self.count_step()
            total = lambda env, a=left, b=right: a(env) * b(env)  # noqa: E731
        return total

    def count_step(self):
        if self.peek() in ("S", "fact"):
            token, inner = self.take(), self.count_atom()
            return lambda env: inner(env) + 1 if token == "S" else math.factorial(inner(env))
        return self.count_atom()

    def count_atom(self):
        token = self.take()
        if token == "(":
            inner = self.count()
            self.take(")")
            if self.peek() == "%nat":
                self.take()
            return inner
        if token.isdigit():
            if self.peek() == "%nat":
                self.take()
            return lambda env: int(token)
        assert token in self.env, f"{token} is not bound"
        return lambda env: env[token]


def _raise(base, exponent):
    assert isinstance(exponent, int) and exponent >= 0
    found = arb(1)
    for bit in bin(exponent)[2:]:  # arb's own power has no value where the base may be 0
        found = found * found * (base if bit == "1" else 1)
    return found


def _apply(name, x):
    if name == "sqrt":
        assert x >= 0 or x.contains(0), "a root of a negative number"
        return x.sqrt() if x > 0 else arb(0)
    if name == "sign":
        return arb(1) if x > 0 else arb(-1) if x < 0 else arb(0)
    functions = {"ln": arb.log, "exp": arb.exp, "Rabs": abs, "cos": arb.cos, "sin": arb.sin}
    return functions[name](x)


def _pair(name, a, b):
    if name == "Rpower":
        return (b * a.log()).exp()
    return a.max(b) if name == "Rmax" else a.min(b)


def value(text, env):
    """The value of a real term, as a ball."""
    before, ctx.prec = ctx.prec, BITS
    try:
        reader = Reader(text, env)
        found = reader.real()
        assert reader.peek() is None, reader.tokens[reader.place :]
        return found({**reader.env, **env})
    finally:
        ctx.prec = before


def holds(text, env):
    """Whether a hypothesis ``a < b``, ``a <= b < c``, ``a <> b`` or ``(a <= b)%nat`` holds."""
    before, ctx.prec = ctx.prec, BITS
    try:
        counts = text.startswith("(") and text.endswith(")%nat")
        reader = Reader(text[1:-5] if counts else text, env)
        rule = reader.count if counts else reader.real
        sides, signs = [rule()], []
        while reader.peek() is not None:
            signs.append(reader.take())
            sides.append(rule())
        values = [s({**reader.env, **env}) for s in sides]
        return all(
            _compare(a, sign, b) for a, sign, b in zip(values, signs, values[1:], strict=False)
        )
    finally:
        ctx.prec = before


def _compare(a, sign, b):
    if sign == "<>":
        return bool(a != b)
    return bool({"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "=": a == b}[sign])
