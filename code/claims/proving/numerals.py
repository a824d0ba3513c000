"""Write a number in LaTeX, exactly where that is short."""

from fractions import Fraction


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
