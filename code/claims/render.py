"""Write statements in LaTeX that KaTeX and MathJax both parse, and in plain text."""

from fractions import Fraction

import sympy
from sympy.printing.latex import LatexPrinter

from claims.evaluate import to_sympy
from claims.sets import membership

_RELATIONS = {"==": "=", "!=": r"\ne", "<=": r"\le", ">=": r"\ge", "<": "<", ">": ">"}
_LONG = 90


class _Printer(LatexPrinter):
    """SymPy's printer, with ``n - i`` in place of ``-i + n``."""

    def _as_ordered_terms(self, expr, order=None):
        terms = super()._as_ordered_terms(expr, order)
        return sorted(terms, key=lambda term: term.could_extract_minus_sign())


def tex(x):
    """LaTeX of a SymPy expression, a Fraction, a number or a string that is LaTeX already."""
    if isinstance(x, str):
        return x
    x = to_sympy(x) if isinstance(x, Fraction) else sympy.sympify(x)
    # SymPy sorts factors by name, capitals first. We want beta * V, so V is sorted as "zV".
    capitals = {s: sympy.Symbol(f"z{s}", **s.assumptions0) for s in x.atoms(sympy.Symbol)}
    capitals = {s: last for s, last in capitals.items() if str(s)[0].isupper()}
    names = {last: sympy.latex(s) for s, last in capitals.items()}
    return _Printer({"symbol_names": names, "ln_notation": True}).doprint(x.subs(capitals))


def relation_tex(lhs, relation, rhs, name=None):
    """LaTeX of ``name = lhs relation rhs``, on two lines where it is long."""
    left, right, sign = tex(lhs), tex(rhs), _RELATIONS[relation]
    first = f"{tex(name)} = " if name is not None else ""
    if len(_visible(first + left + right)) <= _LONG:
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
    parts += [
        f"${tex(c.lhs)} {_RELATIONS[c.rel_op]} {tex(c.rhs)}$" for c in assumptions.given
    ]
    return ", ".join(parts)


def number(value, digits=4):
    """A number as LaTeX: exact where that is short (a decimal or a fraction), else rounded."""
    if isinstance(value, Fraction):
        for places in range(7):
            if (value * 10**places).denominator == 1:
                return f"{float(value):.{places}f}"
        if len(str(value.numerator)) + len(str(value.denominator)) <= 16:
            sign = "-" if value < 0 else ""
            return rf"{sign}\tfrac{{{abs(value.numerator)}}}{{{value.denominator}}}"
    return rounded(value, digits)


def rounded(value, digits=4):
    """A number rounded to ``digits`` significant digits; powers of ten only where it needs them."""
    value = float(value.numerator / value.denominator if isinstance(value, Fraction) else value)
    if value == 0 or 1e-4 <= abs(value) < 1e6:
        return f"{value:.{digits}g}" if abs(value) < 10**digits else f"{value:.0f}"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".")
    power = f"10^{{{int(exponent)}}}"
    return power if mantissa == "1" else rf"{mantissa} \cdot {power}"
