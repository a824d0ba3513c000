"""Keep what a number of few digits would lose: round by chance, or carry the rest along.

The rules are pure: the chance is given, as ``noise``. They run on plain numbers, NumPy arrays,
torch tensors and SymPy symbols; all values of a rule have one shape. Shapes that differ are a
``ValueError``. :mod:`optimizers.torch_bfloat16` trains with them.
"""

from optimizers import validation
from optimizers.kinds import floor_to, same_shape, valued


def stochastic_round(x, noise, *, spacing):
    """Round ``x`` to one of its two neighbours among the multiples of ``spacing``, by chance.

    ``noise`` is uniform in ``[0, spacing)``, independent for each element. The upper neighbour is
    taken with the share ``p`` of ``spacing`` by which ``x`` lies above the lower one. So the mean
    is ``x`` itself, and the variance ``p * (1 - p) * spacing**2``. ``spacing`` is a number above 0.

    On the bits of a float32, read as a whole number, ``spacing=2**16`` gives the bits of a
    bfloat16: see :func:`optimizers.torch_rounding.to_bfloat16`.

    Source: Forsythe (1950), Reprint of a note on rounding-off errors, SIAM Review 1959; Gupta et
    al. (2015), Deep Learning with Limited Numerical Precision, section 3.
    """
    if valued(spacing):
        validation.positive("spacing", spacing)
    if valued(noise) and valued(spacing) and not 0 <= noise < spacing:
        raise ValueError(f"noise must be in [0, spacing) = [0, {spacing}), got {noise!r}")
    same_shape(x=x, noise=noise)
    return floor_to(x + noise, spacing)


def kahan(total, lost, value):
    """Add ``value`` to a sum whose numbers have few digits, and keep what the addition loses.

    Returns ``total, lost``. ``lost`` starts from 0: what was added too much so far, to be taken off
    the next value. In exact arithmetic, as on symbols, it stays 0.

    Source: Kahan (1965), Further remarks on reducing truncation errors, CACM 8(1).
    """
    same_shape(total=total, lost=lost, value=value)
    value = value - lost
    new = total + value
    return new, (new - total) - value
