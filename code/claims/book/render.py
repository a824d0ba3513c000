"""Write statements in LaTeX that KaTeX and MathJax both parse, and in plain text."""

from fractions import Fraction

import sympy
from sympy.core.function import AppliedUndef
from sympy.printing.latex import LatexPrinter
from sympy.printing.pretty.pretty_symbology import greek_letters

from claims.proving.evaluate import to_sympy
from claims.proving.sets import membership

_RELATIONS = {"==": "=", "!=": r"\ne", "<=": r"\le", ">=": r"\ge", "<": "<", ">": ">"}
_GREEK = {*greek_letters, "lambda", "varepsilon"}  # SymPy spells it "lamda" there
_LONG, _SHORT = 90, 20  # characters that fit on a line; a left side that needs no line of its own


class _Printer(LatexPrinter):
    """SymPy's printer, with ``n - i`` in place of ``-i + n``, and with epsilon last."""

    def _as_ordered_terms(self, expr, order=None):
        terms = super()._as_ordered_terms(expr, order)
        return sorted(terms, key=lambda term: (term.could_extract_minus_sign(), _has_epsilon(term)))


def tex(x):
    """LaTeX of a SymPy expression, a Fraction, a number or a string that is LaTeX already."""
    if isinstance(x, str):
        return x
    x = to_sympy(x) if isinstance(x, Fraction) else sympy.sympify(x)
    names = {}
    x = x.replace(lambda e: e.is_Mul, lambda e: _one_root(e, names))
    # SymPy sorts factors by name. We want beta * V and lambda * g: Greek letters first.
    sides = {limit.args[3] for limit in x.atoms(sympy.Limit)}  # "+" and "-" are symbols to SymPy
    latin = {s: sympy.Symbol(f"zz{s}", **s.assumptions0) for s in x.atoms(sympy.Symbol) - sides}
    latin = {s: last for s, last in latin.items() if not _is_greek(s) and s not in names}
    names |= {last: sympy.latex(s) for s, last in latin.items()}
    return _Printer({"symbol_names": names, "ln_notation": True}).doprint(x.subs(latin))


def _has_epsilon(term):
    return any(str(s) in ("varepsilon", "epsilon") for s in term.free_symbols)


def _is_greek(symbol):
    return str(symbol).split("_")[0] in _GREEK


def _one_root(product, names):
    """Join sqrt(a) * sqrt(b), which SymPy splits, back into one root for the eye.

    The joined root stands as a symbol whose printed name is the root; ``names`` collects them.
    Allowed where at most one of the parts may be negative.
    """
    for sign in (1, -1):
        roots = [f for f in product.args if f.is_Pow and f.exp == sign * sympy.Rational(1, 2)]
        if len(roots) > 1 and sum(not f.base.is_nonnegative for f in roots) <= 1:
            base = sympy.Mul(*(f.base for f in roots))
            root = sympy.Symbol(f"zzz{len(names)}", positive=True)
            names[root] = rf"\sqrt{{{tex(base)}}}"
            return sympy.Mul(*(f for f in product.args if f not in roots), root**sign)
    return product


def relation_tex(lhs, relation, rhs, name=None):
    """LaTeX of ``name = lhs relation rhs``, on two lines where it is long."""
    left, right, sign = tex(lhs), tex(rhs), _RELATIONS[relation]
    first = f"{tex(name)} = " if name is not None else ""
    if len(_visible(first + left)) <= _SHORT or len(_visible(first + left + right)) <= _LONG:
        return f"{first}{left} {sign} {right}"
    if name is not None:
        return rf"\begin{{aligned}} {tex(name)} &= {left} \\ &{sign} {right} \end{{aligned}}"
    return rf"\begin{{aligned}} & {left} \\ &\quad {sign} {right} \end{{aligned}}"


def _visible(latex):
    """A rough idea of how wide a formula prints: LaTeX with the names of commands left out."""
    for word in (r"\left", r"\right", r"\operatorname", r"\frac", "{", "}", " ", r"\limits"):
        latex = latex.replace(word, "")
    return latex


def assumptions_tex(assumptions):
    """The domains and conditions of a claim, as Markdown with inline formulas."""
    groups = {}
    for atom, domain in assumptions.domains.items():
        symbol = rf"{tex(atom)}_i" if isinstance(atom, sympy.IndexedBase) else tex(atom)
        groups.setdefault(domain, []).append(symbol)
    parts = [f"${', '.join(names)} {membership(d)[0]}$" for d, names in groups.items()]
    parts += [f"${tex(c.lhs)} {_RELATIONS[c.rel_op]} {tex(c.rhs)}$" for c in assumptions.given]
    return ", ".join(parts)


def printed_alike(exprs):
    """Two different things in ``exprs`` that print alike: (one, other, how), or None.

    Compared are symbols, free and bound, elements of indexed symbols and functions. A symbol that
    is the index of a sum (or the variable of a limit) in one place and free in another is such a
    pair, too.
    """
    seen, bound, free = {}, set(), set()
    for expr in map(sympy.sympify, exprs):
        free |= {s for s in expr.free_symbols if isinstance(s, sympy.Symbol)}
        for node in expr.atoms(sympy.Sum, sympy.Product, sympy.Integral):
            bound |= {limit[0] for limit in node.limits}
        bound |= {node.args[1] for node in expr.atoms(sympy.Limit)}
        sides = {node.args[3] for node in expr.atoms(sympy.Limit)}  # "+", a symbol to SymPy
        for atom in expr.atoms(sympy.Symbol, sympy.Indexed, AppliedUndef) - sides:
            if isinstance(atom, sympy.Indexed):
                free.discard(atom.base.label)
            seen.setdefault(tex(atom), set()).add(atom)
    for printed, atoms in sorted(seen.items()):
        plain = [a for a in atoms if not _is_label(a, exprs)]
        if len(plain) > 1:
            first, second = sorted(
                plain, key=lambda a: (str(a), str(type(a)), str(a.assumptions0))
            )[:2]
            return first, second, printed
    both = sorted(bound & free, key=str)
    return (f"the index {both[0]}", f"the symbol {both[0]}", tex(both[0])) if both else None


def _is_label(atom, exprs):
    """Whether a symbol is only the label of an indexed symbol: SymPy counts g of g[1] as a symbol."""
    if not isinstance(atom, sympy.Symbol):
        return False
    return all(
        atom not in sympy.sympify(e).xreplace(
            {x: sympy.Dummy() for x in sympy.sympify(e).atoms(sympy.Indexed)}
        ).atoms(sympy.Symbol)
        for e in exprs
    )  # fmt: skip
