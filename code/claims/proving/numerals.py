"""Write a number in LaTeX, exactly where that is short."""

import decimal
import math
from fractions import Fraction

_LONGEST = 16  # digits of a fraction that is still shown as one
_EDGE = Fraction(
    1, 50
)  # of the last digit: a value this close to a rounding edge may fall either way


def number(value, digits=4):
    """A number as LaTeX: exact where that is short (a decimal or a fraction), else rounded.

    Whole numbers are exact, however long.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        value = Fraction(value)
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return _whole(value.numerator)
        for places in range(1, 7):
            if (value * 10**places).denominator == 1 and abs(value) < 10**12:
                return fixed(value, places)
        if len(str(value.numerator)) + len(str(value.denominator)) <= _LONGEST:
            sign = "-" if value < 0 else ""
            return rf"{sign}\tfrac{{{abs(value.numerator)}}}{{{value.denominator}}}"
    return rounded(value, digits)


def _whole(n):
    """A whole number in full; trailing zeros as a power of ten where there are many."""
    zeros = len(str(n)) - len(str(n).rstrip("0")) if n else 0
    if zeros < 7:
        return str(n)
    head, power = n // 10**zeros, f"10^{{{zeros}}}"
    return power if head == 1 else f"-{power}" if head == -1 else rf"{head} \cdot {power}"


def fixed(value, places):
    """A Fraction rounded to ``places`` decimals (to even at an edge), without a power of ten."""
    scaled = round(value * 10**places) if places >= 0 else round(value / 10**-places)
    if places <= 0:
        return str(scaled * 10**-places)
    digits = str(abs(scaled)).rjust(places + 1, "0")
    return f"{'-' if scaled < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def rounded(value, digits=4):
    """A number rounded to ``digits`` significant digits; powers of ten only where it needs them."""
    value = as_fraction(value)
    if isinstance(value, float):
        return r"\infty" if value > 0 else r"-\infty" if value < 0 else r"\text{NaN}"
    if value == 0:
        return "0"
    with decimal.localcontext(decimal.Context(prec=digits, Emax=10**9, Emin=-(10**9))):
        short = decimal.Decimal(value.numerator) / decimal.Decimal(value.denominator)
    if Fraction(1, 10**4) <= abs(value) < 10**6:
        if abs(value) >= 10**digits:
            return str(round(value))
        text = f"{short:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    mantissa, exponent = f"{short:.{digits - 1}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    power = f"10^{{{int(exponent)}}}"
    if mantissa in ("1", "-1"):
        return mantissa.replace("1", power)
    return rf"{mantissa} \cdot {power}"


def as_fraction(value):
    """The exact value of a number (int, Fraction, float, mpmath, Arb) as a Fraction.

    An infinite one, or NaN, stays a float.
    """
    if isinstance(value, int | Fraction):
        return Fraction(value)
    if hasattr(value, "mid"):  # an Arb ball
        mantissa, exponent = value.mid().man_exp()
        return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    if hasattr(value, "_mpf_"):
        sign, mantissa, exponent, _ = value._mpf_
        return (-1) ** sign * Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    value = float(value)
    return Fraction(value) if math.isfinite(value) else value


def magnitude(value):
    """The power of ten of the first digit of a Fraction that is not 0."""
    value = abs(value)
    power = len(str(value.numerator)) - len(str(value.denominator))
    return power if value >= Fraction(10) ** power else power - 1


def steady(value, digits):
    """A measured Fraction to at most ``digits`` significant digits, as LaTeX.

    Where the value lies next to a rounding edge, so that another processor might round it the
    other way, fewer digits are shown.
    """
    if value == 0:
        return "0"
    for fewer in range(digits, 0, -1):
        shifted = abs(value) / Fraction(10) ** (magnitude(value) - fewer + 1)
        if abs(shifted - math.floor(shifted) - Fraction(1, 2)) > _EDGE:
            return _significant(value, fewer)
    return _significant(value, digits)


def _significant(value, digits):
    if not Fraction(1, 10**4) <= abs(value) < 10**6:
        return rounded(value, digits)
    text = fixed(value, digits - 1 - magnitude(value))
    return text.rstrip("0").rstrip(".") if "." in text else text
