"""Look for points of a domain at which a denominator vanishes.

Random points never hit the one value at which ``(x**2 - 4) / (x - 2)`` has none.

What is searched are lines: from a few points of the domain one symbol moves, the others stay. On
such a line a denominator that is a polynomial in the symbol, or in a root of it, with rational
coefficients, is solved completely, by SymPy's isolation of real roots; so a claim in one symbol
has no such pole that is missed. Of another denominator (``exp(x) - 2``, or one with a sum in it)
we find the zeros at which its sign changes between two values that are tried. In several symbols
a pole is missed where none of the lines meets it.
"""

import math
from fractions import Fraction
from itertools import pairwise

import sympy

from claims.proving.domains import ends, holds
from claims.proving.evaluate import NotEvaluable, evaluate, to_mpf, to_sympy
from claims.proving.symbols import substitute

_LINES = 3  # from how many points we set out
_WIDTH = Fraction(1, 10**90)  # of the interval in which an irrational zero is held
_SMALL = Fraction(1, 10**40)  # what a continuous function comes down to in it, at most


def poles(assumptions, points, *exprs):
    """Points inside the stated domain where some denominator of ``exprs`` is 0.

    No number of ours can hold an irrational zero; at such a point the value is a close one, and
    the point knows that the denominator is 0. Finding none does not prove that there is none.
    """
    for base in _denominators(exprs):
        lines = set()
        for point in points[:_LINES]:
            known = dict(point.items())
            for symbol in sorted(base.free_symbols & set(known), key=str):
                line = substitute(base, {s: to_sympy(v) for s, v in known.items() if s != symbol})
                if line in lines:
                    continue
                lines.add(line)
                tried = sorted({dict(p.items())[symbol] for p in points})
                for value in _zeros(line, base, point, symbol, tried, assumptions.domains[symbol]):
                    moved = point.bind(symbol, value).vanishing(base)
                    if assumptions.meets_conditions(moved):
                        yield moved


def _denominators(exprs):
    """The bases of negative powers in ``exprs``, in order."""
    powers = set().union(*(e.atoms(sympy.Pow) for e in exprs))
    bases = {p.base for p in powers if p.exp.could_extract_minus_sign()}
    return sorted(bases, key=sympy.default_sort_key)


def _zeros(line, base, point, symbol, tried, domain):
    """Values of ``symbol`` in ``domain`` where ``base`` is 0, the other symbols as at ``point``."""
    try:
        intervals = _polynomial_zeros(line, symbol)
    except sympy.PolynomialError:
        intervals = _sign_changes(base, point, symbol, tried)
    for low, high in intervals:
        value = ((low + high) / 2).limit_denominator(10**20)
        if low <= value <= high:  # it is this rational number
            if holds(domain, value):
                yield value
        elif domain.is_subset(sympy.S.Rationals) is not True:
            around = sympy.Interval(to_sympy(low), to_sympy(high))
            if around.is_subset(domain) is True:
                yield to_mpf((low + high) / 2)
    for end in ends(domain):  # an end such as sqrt(2) is never inside with all its neighbours
        irrational = end is not None and end.is_rational is False
        zero = irrational and sympy.expand(line.subs(symbol, end)) == 0
        if zero and domain.contains(end) == sympy.true:
            yield evaluate(end, {})


def _polynomial_zeros(expr, symbol):
    """The real zeros of ``expr``, each as the ends of an interval around it, equal or close.

    Raises PolynomialError unless ``expr`` is a quotient of polynomials in ``symbol``, or in a root
    of it, with rational coefficients.
    """
    powers = [p for p in expr.atoms(sympy.Pow) if p.base == symbol and p.exp.is_Rational]
    q = math.lcm(*(p.exp.q for p in powers))  # at x = r**q every power of x is whole in r
    root = symbol if q == 1 else sympy.Dummy("r", positive=True)
    top, _ = sympy.fraction(sympy.together(expr if q == 1 else expr.subs(symbol, root**q)))
    try:
        poly = sympy.Poly(top, root, domain="QQ")
    except sympy.CoercionFailed as error:  # it has a number such as sqrt(2), or another function
        raise sympy.PolynomialError(str(error)) from None
    found = set()
    for factor, _ in [] if poly.is_zero else poly.factor_list()[1]:
        if factor.degree() == 1:
            zeros = [2 * (-factor.nth(0) / factor.nth(1),)]
        else:
            around = [interval for interval, _ in factor.intervals()]
            zeros = [factor.refine_root(*a, eps=to_sympy(_WIDTH)) for a in around]
        for zero in zeros:
            low, high = (Fraction(int(e.numerator), int(e.denominator)) for e in zero)
            if q == 1 or low >= 0:
                found.add((low**q, high**q))
    return sorted(found)


def _sign_changes(base, point, symbol, tried):
    """Zeros of ``base`` between neighbours among ``tried`` where it has different signs."""

    def value(x):
        try:
            return to_mpf(evaluate(base, point.bind(symbol, x)))
        except NotEvaluable:
            return to_mpf(Fraction(0)) * float("nan")

    for (low, left), (high, right) in pairwise((x, value(x)) for x in tried):
        if left == 0:
            yield low, low
        if not left * right < 0:
            continue
        size, middle = max(abs(left), abs(right)), left
        while high - low > _WIDTH and middle == middle and low != high:
            place = (low + high) / 2
            middle = value(place)
            low = low if middle * right > 0 else place
            high = high if middle * left > 0 else place
        # At a jump, or at a pole of its own, the sign changes too, but nothing becomes small.
        if abs(middle) <= to_mpf(_SMALL) * size:
            yield low, high
