"""SymPy expressions written as Rocq terms: real numbers, and natural numbers where something is
counted (the exponent of a power, an index, the ends of a sum).

What a term needs to have a value is not said here (:mod:`claims.kernel.definedness`).
"""

from dataclasses import dataclass
from functools import reduce

import sympy
from sympy import S

from claims.kernel.names import Names
from claims.kernel.reasons import NotWritten

_ADD, _MUL, _POW, _ATOM = 1, 2, 3, 4


@dataclass(frozen=True)
class Term:
    """Text, and how tightly it holds together."""

    text: str
    level: int = _ATOM

    def at(self, level):
        """The text, in brackets where it stands beside something that binds more tightly."""
        return self.text if self.level >= level else f"({self.text})"


_FUNCTIONS = {
    sympy.exp: "exp",
    sympy.log: "ln",
    sympy.Abs: "Rabs",
    sympy.sign: "sign",
    sympy.cos: "cos",
    sympy.sin: "sin",
}


def is_whole(expr, counted):
    """Whether ``expr`` is made of whole numbers and of symbols in ``counted`` by + - * alone."""
    if expr.is_Integer:
        return True
    if expr.is_Symbol:
        return expr in counted
    return (expr.is_Add or expr.is_Mul) and all(is_whole(a, counted) for a in expr.args)


def parts(expr):
    """A whole expression as (what is added, what is taken away), both without minus signs."""
    plus, minus = [], []
    for term in sympy.Add.make_args(sympy.expand(expr)):
        (minus if term.could_extract_minus_sign() else plus).append(term)
    return sympy.Add(*plus), -sympy.Add(*minus)


def quotient(product):
    """A product as (factors above, factors below the line)."""
    above, below = [], []
    for factor in sympy.Mul.make_args(product):
        if factor.is_Rational and not factor.is_Integer:
            above += [sympy.Integer(factor.p)] if factor.p != 1 else []
            below.append(sympy.Integer(factor.q))
        elif factor.is_Pow and factor.exp.is_Rational and factor.exp < 0:
            below.append(sympy.Pow(factor.base, -factor.exp, evaluate=False)
                         if factor.exp != -1 else factor.base)  # fmt: skip
        else:
            above.append(factor)
    return above, below


class Writer:
    """Writes expressions; knows which symbols are counted and what each thing is called."""

    def __init__(self, counted=(), names=None):
        self.counted = set(counted)
        self.names = names or Names()
        self.split = False  # whether b ** (n - k) is written b ** n / b ** k

    # --- real numbers

    def real(self, expr):
        """``expr`` as a term of type R."""
        return self._real(expr).text

    def _real(self, expr):
        if expr.is_Integer:
            return Term(str(expr)) if expr >= 0 else Term(f"({expr})")
        if expr.is_Rational:
            return Term(
                f"{Term(str(expr.p)).text if expr.p >= 0 else f'({expr.p})'} / {expr.q}", _MUL
            )
        if expr is S.Pi:
            return Term("PI")
        if expr is S.Exp1:
            return Term("exp 1", _POW)
        if expr.is_Symbol:
            name = self.names.of(expr)
            return Term(f"INR {name}", _POW) if expr in self.counted else Term(name)
        if isinstance(expr, sympy.Indexed):
            return self._indexed(expr)
        if expr.is_Add:
            return self._sum_of_terms(expr)
        if expr.is_Mul:
            return self._product(expr)
        if expr.is_Pow:
            return self._power(expr)
        if isinstance(expr, sympy.Sum):
            return self._sum(expr)
        if isinstance(expr, sympy.Max | sympy.Min):
            name = "Rmax" if isinstance(expr, sympy.Max) else "Rmin"
            args = sorted(expr.args, key=sympy.default_sort_key)
            return reduce(
                lambda a, b: Term(f"{name} {a.at(_ATOM)} {b.at(_ATOM)}", _POW),
                map(self._real, args),
            )
        if isinstance(expr, sympy.factorial):
            return Term(f"INR (fact {self._whole(expr.args[0]).at(_ATOM)})", _POW)
        if expr.func in _FUNCTIONS and len(expr.args) == 1:
            return Term(f"{_FUNCTIONS[expr.func]} {self._real(expr.args[0]).at(_ATOM)}", _POW)
        if isinstance(expr, sympy.Derivative | sympy.Integral):
            raise NotWritten("calculus")
        if isinstance(expr, sympy.Piecewise):
            raise NotWritten("piecewise")
        if isinstance(expr, sympy.Product):
            raise NotWritten("double-sum")
        raise NotWritten("function", type(expr).__name__)

    def _indexed(self, expr):
        if len(expr.indices) != 1:
            raise NotWritten("index", str(expr))
        index = self._whole(expr.indices[0])
        name = self.names.of(expr.base, str(expr.base))
        plain = index.level == _ATOM and not index.text.isdigit()
        return Term(f"{name} {index.text if plain else f'{index.at(_ATOM)}%nat'}", _POW)

    def _sum_of_terms(self, expr):
        terms = sorted(expr.args, key=lambda t: (t.could_extract_minus_sign(),))
        text = self._real(terms[0]).at(_ADD)
        if terms[0].could_extract_minus_sign():
            text = f"- {self._real(-terms[0]).at(_MUL)}"
        for term in terms[1:]:
            if term.could_extract_minus_sign():
                text += f" - {self._real(-term).at(_MUL)}"
            else:
                text += f" + {self._real(term).at(_MUL)}"
        return Term(text, _ADD)

    def _product(self, expr):
        coefficient, rest = expr.as_coeff_Mul()
        if coefficient < 0 and coefficient == -1:
            return Term(f"- {self._real(rest).at(_MUL)}", _ADD)
        above, below = quotient(expr)
        top = self._factors(above)
        if not below:
            return top
        bottom = self._factors(below)
        return Term(f"{top.at(_MUL)} / {bottom.at(_POW)}", _MUL)

    def _factors(self, factors):
        if not factors:
            return Term("1")
        if len(factors) == 1:
            return self._real(factors[0])
        texts = [self._real(f) for f in factors]
        return Term(" * ".join([texts[0].at(_MUL), *(t.at(_POW) for t in texts[1:])]), _MUL)

    def _power(self, expr):
        base, exponent = expr.base, expr.exp
        if exponent.is_Rational and exponent < 0:
            below = self._real(base) if exponent == -1 else self._raised(base, -exponent)
            return Term(f"1 / {below.at(_POW)}", _MUL)
        if exponent.is_Rational:
            return self._raised(base, exponent)
        if is_whole(exponent, self.counted):
            plus, minus = parts(exponent)
            if plus == 0:  # a negative power
                return Term(f"1 / {self._raised_to(base, self._whole(minus)).at(_POW)}", _MUL)
            if minus != 0 and self.split:
                above, below = (self._raised_to(base, self._whole(e)) for e in (plus, minus))
                return Term(f"{above.at(_MUL)} / {below.at(_POW)}", _MUL)
            return self._raised_to(base, self._whole(exponent))
        return Term(f"Rpower {self._real(base).at(_ATOM)} {self._real(exponent).at(_ATOM)}", _POW)

    def _raised(self, base, exponent):
        if exponent.is_Integer:
            return self._raised_to(base, Term(str(exponent)))
        if exponent.q == 2:
            root = Term(f"sqrt {self._real(base).at(_ATOM)}", _POW)
            return root if exponent.p == 1 else Term(f"({root.text}) ^ {exponent.p}", _POW)
        return Term(f"Rpower {self._real(base).at(_ATOM)} ({exponent.p} / {exponent.q})", _POW)

    def _raised_to(self, base, exponent):
        return Term(f"{self._real(base).at(_ATOM)} ^ {exponent.at(_ATOM)}", _POW)

    def _sum(self, expr):
        if len(expr.limits) != 1 or expr.function.has(sympy.Sum, sympy.Product):
            raise NotWritten("double-sum")
        index, low, high = expr.limits[0]
        inner = self.inside(index)
        name = inner.names.of(index)
        body = f"(fun {name} : nat => {inner.real(expr.function)})"
        plus, minus = parts(high)
        first = self._whole(low).at(_ATOM)
        if minus != 0:  # up to something less one: counted to the number that is not reached
            return Term(f"sum_below {first} {self._whole(high + 1).at(_ATOM)} {body}", _POW)
        return Term(f"sum {first} {self._whole(high).at(_ATOM)} {body}", _POW)

    def inside(self, index):
        """A writer for the body of a sum over ``index``."""
        inner = Writer(self.counted | {index}, Names())
        inner.names.used = {*self.names.used}
        inner.names.given = {k: v for k, v in self.names.given.items() if k != index}
        return inner

    # --- natural numbers

    def whole(self, expr):
        """``expr`` as a term of type nat."""
        return self._whole(expr).text

    def _whole(self, expr):
        if not is_whole(expr, self.counted):
            raise NotWritten("index", str(expr))
        plus, minus = parts(expr)
        if minus == 0:
            return self._plain(plus)
        if plus == 0:
            raise NotWritten("index", str(expr))
        return Term(f"{self._plain(plus).at(_ADD)} - {self._plain(minus).at(_MUL)}", _ADD)

    def _plain(self, expr):
        if expr.is_Integer:
            return Term(str(expr))
        if expr.is_Symbol:
            return Term(self.names.of(expr))
        if expr.is_Add:
            number, rest = expr.as_coeff_Add()
            if number == 1 and rest.is_Symbol:
                return Term(f"S {self.names.of(rest)}", _POW)
            terms = [*sympy.Add.make_args(rest), *([number] if number else [])]
            return Term(" + ".join(self._plain(t).at(_MUL) for t in terms), _ADD)
        return Term(" * ".join(self._plain(f).at(_POW) for f in expr.args), _MUL)
