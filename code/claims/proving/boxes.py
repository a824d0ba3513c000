"""The signs that a polynomial takes on a box: a product of intervals, one for each variable.

In one variable the answer is exact: real roots are isolated (Sturm). In several, every interval is
mapped to the positive numbers, where a polynomial with coefficients of one sign only has that sign;
a polynomial that is quadratic in a variable is also decided by its discriminant. What is returned
always holds every sign that the polynomial takes; it may hold too many, never too few.
"""

from typing import NamedTuple

import sympy
from sympy import Poly, S

ANY = frozenset({-1, 0, 1})
_MOST_TERMS, _MOST_GENERATORS, _MOST_DEGREE = 250, 6, 24
_RAISES = (1, 3, 6)  # by which powers of (1 + c) we multiply, for coefficients of one sign (Polya)


class Range(NamedTuple):
    """An interval from ``low`` to ``high`` (Rationals or infinite); whole numbers only, or all."""

    low: object = -S.Infinity
    low_open: bool = True
    high: object = S.Infinity
    high_open: bool = True
    whole: bool = False

    def holds(self, x):
        """Whether the Rational ``x`` lies in it."""
        below = x > self.low or (x == self.low and not self.low_open)
        above = x < self.high or (x == self.high and not self.high_open)
        return bool(below and above and (not self.whole or x.is_integer))


LINE, ABOVE_0, FROM_0 = Range(), Range(S.Zero), Range(S.Zero, False)


def sign_of_number(x):
    return frozenset({int(bool(x > 0)) - int(bool(x < 0))})


def signs(poly, ranges):
    """Every sign that ``poly`` (a Poly over the rationals) takes where its generators lie in
    ``ranges`` (generator to Range)."""
    if poly.is_zero:
        return frozenset({0})
    total = sign_of_number(poly.LC())
    if poly.is_ground:
        return total
    constant, factors = poly.factor_list()
    total = sign_of_number(constant)
    for factor, power in factors:
        found = _factor(_used(factor), ranges)
        if power % 2 == 0:
            found = frozenset(abs(s) for s in found)
        total = frozenset(a * b for a in total for b in found)
    return total


def _used(poly):
    """``poly`` in the generators only that it has."""
    return poly.exclude() if len(poly.gens) > 1 and not poly.is_ground else poly


def _factor(poly, ranges):
    if poly.is_ground:
        return sign_of_number(poly.LC()) if not poly.is_zero else frozenset({0})
    if len(poly.gens) == 1:
        return _univariate(poly, ranges[poly.gens[0]])
    if (
        len(poly.gens) > _MOST_GENERATORS
        or poly.total_degree() > _MOST_DEGREE
        or len(poly.terms()) > _MOST_TERMS
    ):
        return ANY
    found = _faces(poly, ranges)
    if found == ANY:
        return ANY
    inside = _interior(poly, ranges)
    return found | inside


def _at(poly, gen, value):
    """``poly`` with one generator given a rational value, as a Poly in the others."""
    rest = [g for g in poly.gens if g != gen]
    return Poly(poly.as_expr().subs(gen, value), *rest, domain="QQ")


def _faces(poly, ranges):
    """The signs on the faces of the box that belong to it, and where a variable of all real
    numbers is 0."""
    found = frozenset()
    for gen in poly.gens:
        r = ranges[gen]
        ends = []
        if not r.low_open and r.low.is_finite:
            ends.append(r.low)
        if not r.high_open and r.high.is_finite and r.high != r.low:
            ends.append(r.high)
        if r.low == -S.Infinity and r.high == S.Infinity:
            ends.append(S.Zero)
        for end in ends:
            found |= signs(_at(poly, gen, end), ranges)
            if found == ANY:
                return ANY
    return found


def _interior(poly, ranges):
    by_form = _quadratic(poly, ranges)
    if len(by_form) == 1:
        return by_form
    pieces = [poly.as_expr()]
    for gen in poly.gens:
        c = sympy.Dummy("c", positive=True)
        pieces = [p for piece in pieces for p in _to_positive(piece, gen, c, ranges[gen])]
    found = frozenset()
    for piece in pieces:
        top, bottom = sympy.fraction(sympy.together(piece))
        free = sorted(top.free_symbols | bottom.free_symbols, key=str)
        if not free:
            found |= sign_of_number(top / bottom)
            continue
        found |= _quotient(top, bottom, free)
        if found == ANY:
            return by_form
    return found & by_form


def _quotient(top, bottom, gens):
    top, bottom = (_of_one_sign(Poly(e, *gens, domain="QQ")) for e in (top, bottom))
    return frozenset(a * b for a in top for b in bottom)


def _to_positive(expr, gen, c, r):
    """The inside of the range as images of c > 0: ``expr`` with ``gen`` written in c, for each."""
    if r.low.is_finite and r.high.is_finite:
        if r.low == r.high:
            return [expr.subs(gen, r.low)]
        return [expr.subs(gen, (r.low + r.high * c) / (1 + c))]  # 1 + c > 0: the denominator's sign
    if r.low.is_finite:
        return [expr.subs(gen, r.low + c)]
    if r.high.is_finite:
        return [expr.subs(gen, r.high - c)]
    if all(m[0] % 2 == 0 for m in Poly(expr, gen).monoms()):
        return [expr.subs(gen, c)]
    return [expr.subs(gen, c), expr.subs(gen, -c)]


def _of_one_sign(poly):
    """The sign of ``poly`` where all generators are positive, from its coefficients."""
    for power in (0, *_RAISES):
        raised = poly
        if power:
            raised = poly * Poly((1 + sum(poly.gens)) ** power, *poly.gens, domain="QQ")
            if len(raised.terms()) > 4 * _MOST_TERMS:
                break
        kinds = {c > 0 for c in raised.coeffs()}
        if len(kinds) == 1:
            return frozenset({1 if kinds.pop() else -1})
    return ANY


def _quadratic(poly, ranges):
    """Signs of a polynomial that is quadratic in a variable: a x^2 + b x + c with 4ac > b^2 has the
    sign of a, for every real x."""
    for gen in poly.gens:
        if poly.degree(gen) != 2:
            continue
        rest = [g for g in poly.gens if g != gen]
        inner = Poly(poly.as_expr(), gen)
        a, b, c = (Poly(inner.coeff_monomial(gen**k), *rest, domain="QQ") for k in (2, 1, 0))
        gap = 4 * a * c - b * b
        if gap.total_degree() > _MOST_DEGREE:
            continue
        closed = signs(gap, ranges)
        if closed <= {1}:
            return signs(a, ranges)
        if closed <= {0, 1}:
            leading = signs(a, ranges)
            if leading in ({1}, {-1}):
                return leading | {0}
    return ANY


def _univariate(poly, r):
    """Exactly the signs that a polynomial of one variable takes on a range."""
    (gen,) = poly.gens
    low, high = r.low, r.high
    roots = []
    for factor, _ in poly.factor_list()[1]:
        if factor.degree() == 1:
            zero = -factor.nth(0) / factor.nth(1)
            roots.append((zero, zero))
        else:
            roots += [ends for ends, _ in factor.intervals(eps=sympy.Rational(1, 1000))]
    roots = sorted((sympy.Rational(a), sympy.Rational(b)) for a, b in roots)  # they are disjoint
    found = set()

    def at(x):
        found.update(sign_of_number(poly.eval(x)))

    if r.whole:
        edges = [low, high, *(e for root in roots for e in root)]
        finite = [e for e in edges if e.is_finite]
        middle = {sympy.floor(e) + k for e in finite or [S.Zero] for k in (-1, 0, 1)}
        middle |= {max(middle) + 1, min(middle) - 1}
        for x in middle:
            if r.holds(x):
                at(x)
        return frozenset(found)
    for a, b in roots:
        if a == b:
            if r.holds(a):
                found.add(0)
        elif low < b and a < high:  # an irrational root: does it lie inside?
            inside = _inside(poly, a, b, low, high)
            if inside:
                found.add(0)
    inner = sorted({e for root in roots for e in root if low < e < high})
    first = low if low.is_finite else min([*inner, high if high.is_finite else S.Zero]) - 1
    last = high if high.is_finite else max([*inner, first]) + 1
    places = [first, *inner, last]
    for a, b in zip(places, places[1:], strict=False):
        middle = (a + b) / 2
        if not any(x < middle < y for x, y in roots):
            at(middle)
    for a, b in roots:  # both sides of a root that is held in an interval
        for x in (a, b):
            if low < x < high:
                at(x)
    for end in (low, high):
        if r.holds(end) if end.is_finite else False:
            at(end)
    return frozenset(found)


def _inside(poly, a, b, low, high):
    """Whether the one root of ``poly`` in the open interval (a, b) lies between low and high."""
    for end in (low, high):
        if a < end < b:
            if poly.eval(end) == 0:
                return False
            left = poly.count_roots(a, end)
            if (end == low and left) or (end == high and not left):
                return False
    return True
