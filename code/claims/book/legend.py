r"""Letters of a formula that its legend explains carry a class: a page can show which is which.

``{\class{sym-2}{\eta}}`` marks what the second entry of the legend explains. Temml writes the class
on the letter's MathML.
"""

import re

TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[^\s{}]")
PARTS = re.compile(r"(?P<base>[^_^]*)(?:_(?P<sub>\{.*\}|[^{^]))?(?:\^(?P<sup>.+))?")
# These hold no letters of the formula.
WORDS = r"\\(?:text|mathrm|operatorname|begin|end)\s*\{[^{}]*\}"
BRACES = r"[\s{}]*"  # SymPy writes more of them than a person


def marked(tex, symbols):
    """The formula with a class on every letter of ``symbols``: TeX, as the legend lists them."""
    found = [pattern(symbol) for symbol in symbols]
    # A letter that never stands alone (the θ of θ_t) is explained with all its indices.
    found = [p + r"(?!\s*_)" if re.search(p + r"(?!\s*_)", tex) else p for p in found]
    longest_first = sorted(range(len(symbols)), key=lambda k: -len(symbols[k]))
    either = re.compile("|".join([WORDS, *(f"(?P<s{k}>{found[k]})" for k in longest_first)]))

    def mark(match):
        if match.lastgroup is None:
            return match[0]
        letter, after = match[0], ""
        while letter.count("}") > letter.count("{"):  # of a group around it
            letter, after = letter[:-1], letter[-1] + after
        return rf"{{\class{{{name(int(match.lastgroup[1:]))}}}{{{letter}}}}}{after}"

    return either.sub(mark, tex)


def name(number):
    """The class of the legend's entry ``number``, counted from 0."""
    return f"sym-{number + 1}"


def pattern(symbol):
    r"""What finds ``\hat m_{t}`` in all ways to write it: braces and spaces do not matter.

    A power of a letter with an index is not found: it would no longer stand above the index.
    """
    base, sub, sup = PARTS.fullmatch(symbol.strip()).group("base", "sub", "sup")
    found = rf"(?<![A-Za-z\\]){one(base)}"
    for sign, part in (("_", sub), (r"\^", sup)):
        if part:
            found += rf"\s*{sign}\s*{one(part)}"
    return found + (r"(?!\s*\^)" if sub and not sup else "")


def one(tex):
    """One part of a symbol: its tokens, in braces or, where TeX allows it, without."""
    tokens = TOKEN.findall(tex)
    ends = "(?![A-Za-z])" if tokens[-1][-1].isalpha() else ""
    inside = BRACES.join(map(re.escape, tokens)) + ends
    in_braces = rf"\{{{BRACES}{inside}{BRACES}\}}"
    if len(tokens) == 1:
        return rf"(?:{in_braces}|{inside})"
    return in_braces if tex.startswith("{") else rf"(?:{in_braces}|{inside}\}}*)"  # as in \hat{m}
