"""The numbers in a check's sentence: filled in from what was compared, or held against it.

A sentence may hold templates: ``<<got>>``, ``<<want[0]:.3g>>``, ``<<unlike[no correction]:.2f>>``.
They are filled with the values, so they can not be wrong. Every other number that is written with
a decimal point or as a power of ten must be one of these values, as printed, or belong to the
setting: declared, or, behind a hyperparameter's sign or name, a number of the code around the
claim.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from claims.book.surroundings import numbers_around
from claims.proving import balls
from claims.proving.errors import ClaimError
from claims.proving.numerals import as_fraction, fixed, number, rounded
from claims.proving.values import Complex, is_irrational, read

_TEMPLATE = re.compile(r"<<(.*?)>>", re.DOTALL)
_FIELD = re.compile(
    r"(?P<what>got|want|within|relative|unlike)(?P<path>(?:\[[^\]]*\])*)(?::(?P<form>[^:]*))?"
)
_FORM = re.compile(r"\.(\d{1,2})([fge%])|d|")

# A number as it is printed: 1234.5, 1 234.5, 1.5e-7, 1.5 \cdot 10^{-7}, 10^6; not a part of a name.
_NUMBER = re.compile(
    r"(?<![\w.^\\])(?<!_\{)(?<!\^\{)(?<![\w}]_)"
    r"(?P<sign>[-\u2212])?"
    r"(?:(?P<head>\d{1,3}(?:[ \u00a0,~]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:[eE](?P<e>[-+]?\d+)|\s*(?:\\cdot|\\times|\u00b7|\u00d7)\s*10\^(?:\{(?P<b>-?\d+)\}|(?P<c>\d)))?)"
    r"(?P<power>\^(?:\{(?P<p>-?\d+)\}|(?P<q>\d)))?"
    r"(?![\d\w]|\.\d)"
)
_FRACTION = re.compile(
    r"(?P<sign>[-\u2212])?(?:\\[td]?frac(?:\{(?P<a2>\d+)\}\{(?P<b2>\d+)\}|(?P<a>\d)\s*(?P<b>\d))"
    r"|(?<![\w./])(?P<c>\d+)/(?P<d>\d+)(?![\w/]|\.\d))"
)
# What is no statement: code, the target of a link, the number of a section or a version.
_NOT_TEXT = re.compile(
    r"`[^`]*`|\]\([^)]*\)"
    r"|\b(?:sections?|chapters?|figures?|tables?|equations?|versions?|eq|Alg|algorithms?|lemmas?|theorems?)"
    r"\.?\s+[\d.]+",
    re.IGNORECASE,
)
# What the author sets: a hyperparameter's sign and the values that it is given.
_SIGNS = r"\\(?:eta|beta|varepsilon|epsilon|lambda|kappa|alpha|gamma|mu|rho)"
_LIST = (
    r"(?:[-\d.,;\s$]|\\[td]?frac\{?\d+\}?\{?\d+\}?|\\,|\\cdot|\^\{?-?\d+\}?|\band\b|\bor\b|\\dots)*"
)
_SET = re.compile(rf"{_SIGNS}(?:_\{{?\w+\}}?)?\s*=\s*{_LIST}")
_NAMED = re.compile(
    rf"\b(?:learning rates?|rates?|momentum|weight decay|decay|dampening)\s+\$?{_LIST}"
)

_GIVEN = "\x00"  # in place of a template that shows what was compared
_SAME = Fraction(1, 10**12)  # 2/3 as a float is no longer 2/3
# A count of things or of steps, not a result: "300 steps", "from step 100 to 300".
_COUNTED = re.compile(
    r"[$\s~]*(?!times\b|percent\b|learning\b|and\b|or\b|at\b|in\b|for\b)[A-Za-z]{2,}"
)
_STEP = re.compile(r"\bsteps?\s+(?:\d+\s+(?:to|and|or)\s+)?\$?$")
_WORDS = {
    Fraction(0): "no|none|nothing|zero|nowhere|not move|exactly where it is|the same",
    Fraction(1): "one|once|single|first",
    Fraction(2): "two|twice|second|doubled?|both",
    Fraction(3): "three|third",
    Fraction(4): "four|fourth",
    Fraction(5): "five|fifth",
    Fraction(6): "six|sixth",
    Fraction(7): "seven|seventh",
    Fraction(8): "eight|eighth",
    Fraction(9): "nine|ninth",
    Fraction(10): "ten|tenth",
    Fraction(12): "twelve|twelfth",
    Fraction(10**6): "million",
    Fraction(1, 2): "half|halves|halved",
    Fraction(1, 3): "a third|one third",
    Fraction(1, 4): "a quarter",
    Fraction(1, 10): "a tenth",
}


@dataclass(frozen=True)
class Printed:
    """A number in a sentence: its value, by how much it may be rounded, and how it stands there.

    ``rounds`` is whether it has a decimal point or is a power of ten: a measurement, not a count.
    """

    value: Fraction
    unit: Fraction
    told: str
    rounds: bool
    span: tuple
    percent: bool = False

    def is_of(self, other):
        """Whether this is ``other`` (a Fraction), rounded to the digits that are printed."""
        return abs(self.value - other) <= max(self.unit / 2, abs(other) * _SAME)


def printed(text):
    """The numbers that stand in ``text``, outside of code, links and numbers of sections."""
    text = _NOT_TEXT.sub(lambda match: " " * len(match[0]), text)
    found = []
    for match in _FRACTION.finditer(text):
        top = int(match["a"] or match["a2"] or match["c"])
        bottom = int(match["b"] or match["b2"] or match["d"])
        if bottom:
            value = Fraction(top, bottom) * (-1 if match["sign"] else 1)
            found.append(Printed(value, Fraction(0), match[0], False, match.span()))
    taken = [item.span for item in found]
    for match in _NUMBER.finditer(text):
        if not any(a <= match.start("head") < b for a, b in taken):
            found.append(_number(match, text))
    return found


def _number(match, text):
    head = re.sub(r"[ \u00a0,~]", "", match["head"])
    places = len(head.partition(".")[2])
    exponent = next((int(match[k]) for k in ("e", "b", "c") if match[k]), 0)
    rounds = bool(places or exponent)
    value = Fraction(head) * Fraction(10) ** exponent
    unit = Fraction(10) ** (exponent - places) if rounds else Fraction(0)
    power = next((int(match[k]) for k in ("p", "q") if match[k]), None)
    if power is not None and value and abs(power) <= 400:
        value, unit = value**power, Fraction(0)
        if head == "10":
            unit, rounds = value / 10, True
    minus = match["sign"] and not re.search(r"[\w})]\s*$", text[: match.start()])
    percent = bool(re.match(r"[$\s~]*(?:\\,)?\s*\\?%", text[match.end() :]))
    if percent:
        value, unit = value / 100, unit / 100
    told = match[0] if minus else match[0].lstrip("-\u2212")
    return Printed(-value if minus else value, unit, told, rounds, match.span(), percent)


def fill(label, text, values, digits):
    """``text`` with its templates filled from ``values`` (a dict of got, want, unlike, ...).

    Returns the filled text, and the text with the templates blanked out, for :func:`hold`.
    """
    parts, rest, last = [], [], 0
    for match in _TEMPLATE.finditer(text):
        before = text[last : match.start()]
        parts.append(before)
        shown = _filled(label, match[1].strip(), values, digits)
        in_formula = "".join(parts).replace(r"\$", "").count("$") % 2
        parts.append(shown if in_formula or not re.search(r"[\\^{]", shown) else f"${shown}$")
        named = _FIELD.fullmatch(match[1].strip())["what"] in ("got", "want")
        rest += [before, f" {_GIVEN if named else ''} "]
        last = match.end()
    return "".join([*parts, text[last:]]), "".join([*rest, text[last:]])


def _filled(label, field, values, digits):
    known = "<<got>>, <<want[0]:.3g>>, <<unlike[name]:.2f>>, <<within>>, <<relative>>"
    match = _FIELD.fullmatch(field)
    form = _FORM.fullmatch(match["form"] or "") if match else None
    if not form:
        raise ClaimError(f"{label}: text: <<{field}>> is no template; use such as {known}")
    value = values[match["what"]]
    for key in re.findall(r"\[([^\]]*)\]", match["path"]):
        try:
            value = value[key] if isinstance(value, dict) else value[int(key)]
        except (KeyError, IndexError, ValueError, TypeError):
            raise ClaimError(f"{label}: text: <<{field}>>: there is no [{key}] in it") from None
    if isinstance(value, dict):
        raise ClaimError(f"{label}: text: <<{field}>>: say which one, unlike[its description]")
    value = read(value)
    if value.size != 1:
        raise ClaimError(
            f"{label}: text: <<{field}>> has {value.size} values; say which, as got[0]"
        )
    (item,) = value.elements()
    if isinstance(item, str):
        return item
    exact = exact_real(item)
    if exact is None:
        raise ClaimError(f"{label}: text: <<{field}>> is {item!r}, which is no finite real number")
    if match["form"] in (None, ""):
        return digits(item)
    if match["form"] == "d":
        if exact.denominator != 1:
            raise ClaimError(f"{label}: text: <<{field}>>: {float(exact)} is no whole number")
        return number(exact)
    places, how = int(form[1]), form[2]
    if how == "f":
        return fixed(exact, places)
    if how == "%":
        return fixed(100 * exact, places) + r"\,\%"
    return rounded(exact, max(places, 1) if how == "g" else places + 1)


def exact_real(item):
    """A finite real element as a Fraction (of an irrational one, its first 70 digits), or None."""
    if isinstance(item, int | Fraction):
        return Fraction(item)
    return as_fraction(balls.enclosure(item)) if is_irrational(item) else None


def hold(label, text, got, want, alternatives, tolerance, setting):
    """Hold the numbers of a sentence against what was compared. Raises ClaimError.

    ``text`` is the sentence with its templates blanked out, as :func:`fill` returns it.
    ``alternatives`` is a list of values, ``tolerance`` and ``setting`` lists of numbers.
    """
    declared = []
    for value in setting:
        exact = [exact_real(item) for item in read(value).elements()]
        if None in exact:
            raise ClaimError(f"{label}: setting={value!r}: a list of numbers is needed")
        declared += exact
    stated = [*_reals(got), *_reals(want)]
    pool = [*stated, *(x for other in alternatives for x in _reals(other)), *tolerance, *declared]
    spans = [m.span() for pattern in (_SET, _NAMED) for m in pattern.finditer(text)]
    numbers, named = [], []
    for item in printed(text):
        (named if any(a <= item.span[0] < b for a, b in spans) else numbers).append(item)
    strange = [n for n in named if n.rounds and not any(map(n.is_of, pool))]
    if strange:
        around = numbers_around()
        strange = [n for n in strange if not any(map(n.is_of, around))]
    if strange:
        raise ClaimError(
            f"{label}: text says {strange[0].told} as a setting, but no such number stands in the "
            "code of this cell or in a name that it can see; if the run has it all the same, "
            f"declare it: setting=[{float(strange[0].value):.12g}]"
        )
    for item in numbers:
        if item.rounds and not any(map(item.is_of, pool)) and not _rest(item, stated):
            raise ClaimError(
                f"{label}: text says {item.told}, which is none of the numbers that were compared; "
                "write it as a template, such as <<got:.3f>>, or, if it belongs to the setting "
                f"and not to the result, declare it: setting=[{float(item.value):.12g}]"
            )
    if _GIVEN in text:
        return
    single = [x for value in (got, want) for x in _reals(value) if read(value).size == 1]
    if not single or not _reals(want) or read(want).size != 1:
        return
    if any(n.is_of(x) or _rest(n, single) for n in printed(text) for x in single):
        return
    words = "|".join(w for x, w in _WORDS.items() if x in single)
    if words and re.search(rf"\b(?:{words})\b", text, re.IGNORECASE):
        return
    strangers = [n for n in numbers if not any(n.is_of(x) for x in [*declared, *tolerance])]
    strangers = [n for n in strangers if not _is_a_term(n, text)]
    if not any(map(_is_short, _reals(want))):  # computed: no sentence would spell it out
        strangers = [n for n in strangers if not _is_a_count(n, text)]
    if strangers:
        raise ClaimError(
            f"{label}: text says {strangers[0].told}, but neither that nor another number in it "
            f"is what was compared ({rounded(single[0])}); fill it in, such as <<got>>, "
            "or declare the numbers that belong to the setting: setting=[...]"
        )


def _rest(item, stated):
    """Whether a percentage is what is missing to the whole, or what was added to it."""
    return item.percent and any(item.is_of(1 - x) or item.is_of(x - 1) for x in stated)


def _is_short(x):
    """Whether a person would write this number into a sentence: at most four digits."""
    short = as_fraction(float(f"{float(x):.4g}"))
    simple = max(abs(x.numerator), x.denominator) < 1000
    return simple or abs(short - x) <= abs(x) * _SAME


def _is_a_term(item, text):
    r"""Whether this is the 1 of a formula such as ``1 - \\beta``, or of ``\\pm 1``."""
    before, after = text[: item.span[0]], text[item.span[1] :]
    return abs(item.value) == 1 and bool(
        re.match(r"\s*[-+]", after) or re.search(r"(?:\w\s*[-+]|\\pm)\s*$", before)
    )


def _is_a_count(item, text):
    rest = text[item.span[1] :]
    return bool(_COUNTED.match(rest) or _STEP.search(text[: item.span[0]]))


def _reals(value):
    """The finite real numbers among the elements of a value (of a large one: none)."""
    value = read(value)
    if value.size > 200:
        return []
    items = [item for item in value.elements() if not isinstance(item, bool)]
    exact = [exact_real(item) for item in items if not isinstance(item, Complex | str)]
    return [x for x in exact if x is not None]
