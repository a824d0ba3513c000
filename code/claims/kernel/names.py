"""Identifiers for the symbols of a claim: one each, none that Rocq or our library already uses."""

import re

# Names that the statements use, and words of the language.
_WORDS = """
R S O Z N Q C I PI INR IZR pow sqrt exp ln Rabs Rmax Rmin Rpower fact sign sum sum_below floor
is_lim_seq filterlim at_left at_right locally Rlocally eventually Rbar_locally p_infty m_infty
forall exists fun fix let in match with end return if then else as at where Prop Set Type SProp
using do first solve by true false nat bool list Some None fst snd le lt not and or eq True
False e closed step IH j state runs index n_ min max plus mult opp minus inv div zero one pair
cos sin tan id
"""
TAKEN = frozenset(_WORDS.split())
_GREEK_SPELLED = {"lamda": "lambda", "varepsilon": "eps"}


def identifier(name):
    """A Rocq identifier that looks like ``name``, a SymPy name that may hold LaTeX."""
    text = name.replace(r"\mathrm", "").replace(r"\bar", "bar ").replace(r"\hat", "hat ")
    text = text.replace("^*", "_star").replace("^{*}", "_star").replace("'", "_prime")
    text = re.sub(r"([A-Za-z0-9])-([A-Za-z0-9])", r"\1_minus_\2", text)
    text = re.sub(r"[^A-Za-z0-9_]+", "_", text.replace("\\", ""))
    text = re.sub(r"__+", "_", text).strip("_") or "x"
    text = _GREEK_SPELLED.get(text, text)
    return text if text[0].isalpha() else f"x_{text}"


class Names:
    """Identifiers given out so far. Asking again for the same thing gives the same name."""

    def __init__(self, taken=()):
        self.given, self.used = {}, {*TAKEN, *taken}

    def of(self, atom, name=None):
        """The identifier of ``atom``; ``name`` is what it should look like (default: its own)."""
        if atom not in self.given:
            self.given[atom] = self.fresh(str(atom) if name is None else name)
        return self.given[atom]

    def fresh(self, name):
        """An identifier that no one has."""
        base = found = identifier(name)
        if found in self.used:
            found = f"{base}_"
        count = 0
        while found in self.used:
            count += 1
            found = f"{base}_{count}"
        self.used.add(found)
        return found
