"""Bring expressions with finite sums to one form, so that equal ones look equal.

SymPy's ``simplify`` does not see that a sum to n and a sum to n - 1 differ by one term. Here every
coefficient moves inside its sum, sums that differ by a known number of last terms are brought to
the same last index, and sums over the same range are merged.
"""

import functools
import itertools
from fractions import Fraction

import sympy

from claims.proving.evaluate import NotEvaluable, Point, decided

# One name for the index of every sum, whatever it was called; a Dummy, so that it is no one's.
_PLACE = sympy.Dummy("k", integer=True)


def _tidy(expr):
    """Expand products and powers, then join powers of one base."""
    expr = sympy.expand(expr, power_base=False, log=False)
    return sympy.powsimp(expr, force=False)


def _inside(term):
    """Split one product into (range, summand), with every other factor moved into the summand.

    Returns None for a term without exactly one sum over one index.
    """
    sums = [f for f in sympy.Mul.make_args(term) if isinstance(f, sympy.Sum)]
    if len(sums) != 1 or len(sums[0].limits) != 1:
        return None
    index, low, high = sums[0].limits[0]
    rest = term / sums[0]
    if rest.has(index):
        return None
    return (index, low, high), rest * sums[0].function


def merge_sums(expr):
    """The same value, with like sums merged and their last indices made equal."""
    plain, merged = _collect(expr)
    sums = (sympy.Sum(_tidy(f), (_PLACE, *ends)) for ends, f in merged.items() if not _vanishes(f))
    return sympy.Add(plain, *sums)


def _collect(expr):
    """Split ``expr`` into (the part without sums, {(first, last index): merged summand})."""
    groups, plain = {}, []
    for term in sympy.Add.make_args(sympy.expand(expr)):
        split = _inside(term)
        if split is None:
            plain.append(term)
            continue
        (index, low, high), summand = split
        if not summand.has(index):  # as many terms of one size as the sum has
            plain.append(sympy.expand(summand * (high - low + 1)))
            continue
        groups.setdefault((low, high), []).append(summand.subs(index, _PLACE))
    merged = {}
    for (low, high), summands in groups.items():
        for low2, high2 in merged:
            gap = sympy.simplify(high2 - high)
            if low2 == low and gap.is_Integer and abs(gap) <= 8:
                _join(merged, (low2, high2), (low, high), sympy.Add(*summands), int(gap), plain)
                break
        else:
            merged[low, high] = sympy.Add(*summands)
    return sympy.Add(*plain), merged


def _vanishes(expr):
    """Whether ``expr``, which holds no sum, is 0 by rational arithmetic."""
    expr = sympy.expand(expr, power_exp=True)
    if not any(p.base.is_Add and not p.exp.is_nonnegative for p in expr.atoms(sympy.Pow)):
        return expr == 0  # without denominators, expanded forms that are equal look equal
    return sympy.cancel(sympy.together(expr)) == 0


def _join(merged, kept, other, summand, gap, plain):
    """Add a sum with another last index to the kept group, the odd terms going to ``plain``."""
    kept_summand = merged.pop(kept)
    if gap >= 0:  # the kept sum runs further: lengthen the new one, take its extra terms off
        plain += [-summand.subs(_PLACE, other[1] + k) for k in range(1, gap + 1)]
        merged[kept] = kept_summand + summand
    else:
        plain += [-kept_summand.subs(_PLACE, kept[1] + k) for k in range(1, -gap + 1)]
        merged[other] = kept_summand + summand


@functools.lru_cache(maxsize=1024)
def is_zero(expr):
    """Whether ``expr`` is 0, by merging its sums and then rational arithmetic on the rest."""
    expr, names = _named_bases(expr)
    plain, merged = _collect(expr)
    if plain.has(sympy.Sum):
        return False
    summands = (_with_bases(f, names) for f in merged.values())
    return all(map(_vanishes, summands)) and _vanishes(_split_powers(_with_bases(plain, names)))


def _named_bases(expr):
    """``expr`` with a symbol in place of each base such as 1 - beta in (1 - beta)**n.

    SymPy would multiply out what stands before a sum of such powers, and not see any more that
    (1 - beta) * (1 - beta)**n is the next power. Returns the expression, and {symbol: base}.
    """
    powers = [p for p in expr.atoms(sympy.Pow) if p.base.is_Add and not p.exp.is_number]
    names = {}
    for power in sorted(powers, key=sympy.default_sort_key):
        if power.base not in names and not power.base.has(sympy.Sum):
            names[power.base] = sympy.Dummy("b", real=power.base.is_real)
    renamed = expr.xreplace({p: names[p.base] ** p.exp for p in powers if p.base in names})
    return renamed, {name: base for base, name in names.items()}


def _with_bases(expr, names):
    """Take whole powers of a named base off, and write them out: b**(n + 2) is base**2 * b**n."""
    if not names:
        return expr
    changes = dict(names)
    for power in expr.atoms(sympy.Pow):
        if power.base in names:
            whole, rest = power.exp.as_coeff_Add()
            if whole.is_Integer and whole >= 0:  # base**(n - 1) is base**n / base if not 0 only
                changes[power] = names[power.base] ** whole * power.base**rest
    return expr.xreplace(changes)


def _split_powers(expr):
    """Write ``b**(n + 1)`` as ``b * b**n``, so that ``cancel`` sees one symbol for ``b**n``."""
    return sympy.expand(expr, power_exp=True, power_base=True, mul=False, multinomial=False)


@functools.lru_cache(maxsize=1024)  # the left side of a claim meets many altered right sides
def same(a, b):
    """Whether ``a == b``, where sums may also stand under roots and in quotients."""
    if _apart(a, b):
        return False
    roots = {}
    top_a, bottom_a = sympy.fraction(sympy.together(_without_roots(a, roots)))
    top_b, bottom_b = sympy.fraction(sympy.together(_without_roots(b, roots)))
    bottom_a, bottom_b = sympy.fraction(bottom_a / bottom_b)  # what they share divides out
    return is_zero(top_a * bottom_b - top_b * bottom_a)


def _apart(a, b):
    """Whether the two differ at one plain point. Then they are not the same, and the long algebra
    need not find that out: it is for those that may be. (Most altered versions end here.)"""
    symbols = sorted(a.free_symbols | b.free_symbols, key=sympy.default_sort_key)
    values = {}
    for k, symbol in enumerate(symbols):
        value = Fraction(3 + k % 3) if symbol.is_integer else Fraction(3 + 2 * k, 11 + 3 * k)
        values[symbol] = -value if symbol.is_nonpositive else value
    elements = itertools.count(2)
    try:
        return decided(a, "==", b, Point(values, lambda base: Fraction(next(elements), 7))) is False
    except NotEvaluable:
        return False


def _without_roots(expr, roots):
    """``expr`` with each root that holds a sum replaced by a symbol, one for equal roots."""
    if expr.is_Pow and not expr.exp.is_integer and expr.has(sympy.Sum):
        square, base = _squares_out(expr.base)
        expr = sympy.Pow(base, expr.exp, evaluate=False)
        outside = square**expr.exp
        for known, symbol in roots.items():
            if known.exp == expr.exp and same(known.base, base):
                return outside * symbol
        return outside * roots.setdefault(expr, sympy.Dummy("root"))
    if not expr.has(sympy.Sum) or isinstance(expr, sympy.Sum):
        return expr
    if expr.is_Mul:
        joined = _joined_roots(expr)
        if joined is not None:
            return _without_roots(joined[0], roots) * _without_roots(joined[1], roots)
    return expr.func(*(_without_roots(a, roots) for a in expr.args))


def _joined_roots(product):
    """Undo SymPy's split of sqrt(a * b) into sqrt(a) * sqrt(b): (one root, the other factors).

    SymPy splits a nonnegative factor off, and only for such a factor is the way back allowed.
    None where there is nothing to join.
    """
    for factor in product.args:
        if not (factor.is_Pow and not factor.exp.is_integer and factor.has(sympy.Sum)):
            continue
        like = [f for f in product.args if f.is_Pow and f.exp == factor.exp and f != factor]
        if like and factor.base.is_nonnegative:
            base = sympy.Mul(factor.base, *(f.base for f in like))
            rest = [f for f in product.args if f != factor and f not in like]
            return sympy.Pow(base, factor.exp, evaluate=False), sympy.Mul(*rest)
    return None


@functools.lru_cache(maxsize=1024)
def _squares_out(base):
    """Split ``base`` into (even powers of positive symbols common to all its terms, the rest)."""
    top, bottom = sympy.fraction(sympy.together(base))
    terms = sympy.Add.make_args(merge_sums(top))
    bodies = [t.function if isinstance(t, sympy.Sum) else t for t in terms]
    common = set.intersection(*({*_even_powers(b)} for b in bodies))
    square = sympy.Mul(*common)
    rest = [
        t.func(sympy.expand(b / square), *t.limits) if isinstance(t, sympy.Sum) else b / square
        for t, b in zip(terms, bodies, strict=True)
    ]
    return square, sympy.Add(*rest) / bottom


def _even_powers(expr):
    """The factors of ``expr`` that are even powers of a positive symbol."""
    for factor in sympy.Mul.make_args(sympy.factor_terms(expr)):
        square = factor.is_Pow and factor.exp.is_Integer and factor.exp.is_even
        if square and factor.base.is_Symbol and factor.base.is_positive:
            yield factor


def opened(expr):
    """``expr`` with the last term of each sum and product written out where its last index is a
    symbol plus a positive number, and the first where that is a number below 1 (down to -8)."""

    def last(node):
        *inner, (index, low, high) = node.limits
        whole, rest = high.as_coeff_Add()
        if not (whole.is_Integer and 0 < whole <= 8) or rest == 0:
            return node
        body = node.func(node.function, *inner) if inner else node.function
        terms = [body.subs(index, rest + k) for k in range(1, int(whole) + 1)]
        short = node.func(node.function, *inner, (index, low, rest))
        return (
            short + sympy.Add(*terms) if isinstance(node, sympy.Sum) else short * sympy.Mul(*terms)
        )

    return expr.replace(lambda e: isinstance(e, sympy.Sum | sympy.Product), last)


def from_one(expr, facts):
    """``expr`` with every sum that starts at a number from -8 to 0, and is seen to reach 0, started
    at 1 instead."""

    def first(node):
        *inner, (index, low, high) = node.limits
        if inner or not (low.is_Integer and -8 <= low <= 0):
            return node
        if not facts.shows(high, frozenset({0, 1})):
            return node
        terms = [node.function.subs(index, k) for k in range(int(low), 1)]
        return node.func(node.function, (index, 1, high)) + sympy.Add(*terms)

    return expr.replace(lambda e: isinstance(e, sympy.Sum), first)


def products_vanish(expr):
    """Whether ``expr`` is 0, where sums may be multiplied and stand one inside the other.

    What does not depend on an index is taken out of its sum, so that a double sum of products
    ``a_i * b_j`` becomes a product of two sums. Each sum that is left is then a variable.
    """
    names = {}
    try:
        return _vanishes(_split_powers(sympy.expand(_taken_out(expr, names))))
    except (sympy.PolynomialError, NotImplementedError):
        return False


def _taken_out(expr, names):
    if isinstance(expr, sympy.Sum):
        body = expr.function
        for limits in expr.limits:  # the innermost comes first
            body = _over_index(_taken_out(body, names), limits, names)
        return body
    if not expr.has(sympy.Sum):
        return expr
    return expr.func(*(_taken_out(a, names) for a in expr.args))


def _over_index(body, limits, names):
    """The sum of ``body`` over one index: for each term, a factor times the sum of the rest."""
    index, low, high = limits
    inside = {symbol: expr for expr, symbol in names.items() if expr.has(index)}
    total = sympy.S.Zero
    for term in sympy.Add.make_args(sympy.expand(body.xreplace(inside), power_base=False)):
        factor, rest = term.as_independent(index, as_Add=False)
        if rest == 1:
            total += factor * (high - low + 1)
            continue
        one = sympy.Sum(rest.subs(index, _PLACE), (_PLACE, low, high))
        total += factor * names.setdefault(one, sympy.Dummy("S", real=True))
    return total
