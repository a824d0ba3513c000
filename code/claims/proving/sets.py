"""The sets that symbols live in, by the names used in ``where=``."""

import sympy

R = sympy.S.Reals
POSITIVE = sympy.Interval.open(0, sympy.oo)
NONNEGATIVE = sympy.Interval(0, sympy.oo)
NONZERO = sympy.Union(sympy.Interval.open(-sympy.oo, 0), POSITIVE)
UNIT = sympy.Interval.open(0, 1)
INTEGERS = sympy.S.Integers
COUNT = sympy.S.Naturals  # 1, 2, 3, ...
COUNT0 = sympy.S.Naturals0  # 0, 1, 2, ...

_LATEX = {
    R: (r"\in \mathbb{R}", "real"),
    POSITIVE: ("> 0", "> 0"),
    NONNEGATIVE: (r"\ge 0", ">= 0"),
    NONZERO: (r"\ne 0 \text{ real}", "real, not 0"),
    UNIT: (r"\in (0, 1)", "in (0, 1)"),
    INTEGERS: (r"\in \mathbb{Z}", "an integer"),
    COUNT: (r"\in \{1, 2, 3, \dots\}", "in 1, 2, 3, ..."),
    COUNT0: (r"\in \{0, 1, 2, \dots\}", "in 0, 1, 2, ..."),
}


def membership(domain):
    """How to write "... lies in ``domain``" in LaTeX and in plain text."""
    return _LATEX.get(domain, (rf"\in {sympy.latex(domain)}", f"in {domain}"))
