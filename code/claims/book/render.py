"""Write statements in LaTeX that Temml and MathJax both parse, and in plain text."""

import re
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


def printed_alike(exprs):
    """Two different atoms of these expressions that a reader can not tell apart, or None.

    Atoms are symbols (free ones and the indices of sums), elements such as ``g[1]`` and unknown
    functions. Two differ although they print alike when their LaTeX is the same: ``g[1]`` and
    ``Symbol("g_1")``, ``Symbol("beta1")`` and ``Symbol("beta_1")``, or two symbols of one name with
    other assumptions. A symbol that is free in one place and the index of a sum in another is two
    things as well; it is then returned twice.
    """
    seen, free, bound = {}, set(), set()
    for expr in exprs:
        expr = sympy.sympify(expr)
        free |= {s for s in _outside_bases(expr) if isinstance(s, sympy.Symbol)}
        bound |= _bound(expr)
    for atom in sorted(_printed_atoms(exprs), key=lambda a: (str(a), sympy.srepr(a))):
        twin = seen.setdefault(_as_printed(atom), atom)
        if twin != atom:
            return twin, atom
    both = sorted(free & bound, key=str)
    return (both[0], both[0]) if both else None


def _outside_bases(expr):
    """The free symbols of an expression, without the labels of its indexed symbols."""
    labels = {x.base: sympy.IndexedBase(sympy.Dummy()) for x in expr.atoms(sympy.Indexed)}
    hidden = expr.xreplace(labels)
    return hidden.free_symbols - {base.label for base in labels.values()}


def _bound(expr):
    """The indices of the sums, products and limits of an expression."""
    found = set()
    for node in sympy.preorder_traversal(expr):
        if isinstance(node, sympy.Limit):
            found.add(node.args[1])
        elif isinstance(node, sympy.Sum | sympy.Product | sympy.Integral):
            found |= {limit[0] for limit in node.limits}
    return found


def _printed_atoms(exprs):
    """Everything in the expressions that prints as a name."""
    found = set()
    for expr in map(sympy.sympify, exprs):
        sides = {limit.args[3] for limit in expr.atoms(sympy.Limit)}  # "+" and "-"
        elements = expr.atoms(sympy.Indexed)
        labels = {s for x in elements for s in (x.base.label, x.base)}
        found |= (expr.atoms(sympy.Symbol) - sides - labels) | _outside_bases(expr) | elements
        found |= expr.atoms(AppliedUndef)
    return {a for a in found if isinstance(a, sympy.Symbol | sympy.Indexed | AppliedUndef)}


def _as_printed(atom):
    """The LaTeX of an atom, without what makes no difference to the eye."""
    return bare(tex(atom))


def bare(latex):
    """LaTeX without what makes no difference to the eye."""
    return re.sub(r"[{}\s]", "", latex)


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


def aligned_tex(lines):
    """The lines of a derivation (dicts of a Record) as one aligned formula, reasons as text."""
    first, *rest = lines
    rows = [rf"& {first['statement']}"]
    for line in rest:
        if not line["relation"]:  # of a definition
            rows.append(rf"& {line['statement']}")
            continue
        sign = _RELATIONS[line["relation"]]
        reason = rf"\text{{{_words(line['reason'])}}}"
        rows.append(rf"&\quad {sign} {line['statement']} && {reason}")
        for part in line.get("parts", ()):
            row = rf"&\qquad\small {part['statement']} && \small\text{{{_words(part['reason'])}}}"
            rows.append(row)
    body = " \\\\\n".join(rows)
    return f"\\begin{{aligned}}\n{body}\n\\end{{aligned}}"


def relation_sign(relation):
    """The LaTeX of a relation: ``\\le`` for ``<=``."""
    return _RELATIONS[relation]


def _words(text):
    """Markdown words for a ``\\text``: without code marks; formulas keep their dollars."""
    parts = text.replace("`", "").replace("*", "").split("$")
    escaped = [re.sub(r"([%&#_{}])", r"\\\1", p) if k % 2 == 0 else p for k, p in enumerate(parts)]
    return "$".join(escaped)


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


def reads_as_formula(exprs):
    """A symbol of these expressions whose name a reader takes for a formula (``x^2``, ``2 x``), or
    None."""
    sides = {node.args[3] for e in exprs for node in sympy.sympify(e).atoms(sympy.Limit)}
    found = {s for e in exprs for s in sympy.sympify(e).atoms(sympy.Symbol)} - sides
    for symbol in sorted(found, key=str):
        if _FORMULA.search(_without_indices(tex(symbol))):
            return symbol
    return None


# What is left of a name without its indices, its accents and its commands may hold no sign of an
# operation, no power, no quotient, no root, no number in front, and no two words side by side.
_FORMULA = re.compile(
    r"[+\-=<>*/|!,;]|\\(d?frac|tfrac|sqrt|cdot|times|sum|prod|left|right)|\^\{?\s*\w|^\s*\d|\w\s+\w"
)
_ACCENT = re.compile(
    r"\\(hat|bar|tilde|dot|ddot|vec|mathbf|mathrm|mathcal|text|operatorname|overline)\b\s*"
)


def _without_indices(name):
    """LaTeX of a name without its subscripts and without the commands that only change a letter."""
    name = _ACCENT.sub("", name)
    while True:
        shorter = re.sub(r"_(\{[^{}]*\}|\\?\w|\*)", "", name)
        shorter = re.sub(r"^\{([^{}]*)\}$", r"\1", shorter.strip())
        if shorter == name:
            break
        name = shorter
    name = re.sub(
        r"\\(?!(d?frac|tfrac|sqrt|cdot|times|sum|prod|left|right)\b)[A-Za-z]+\s*", "a", name
    )
    return re.sub(r"\^(\*|\{\\prime\}|\\prime|\{\*\}|'|\{[+-]\}|[+-])", "", name)
