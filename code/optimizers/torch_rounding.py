"""Stochastic rounding of float32 tensors to bfloat16, with bits that come from a count.

The bits are a function of a key and of an element's place. So they are the same in every run, need
no memory, and can be made inside of a compiled loop. Their quality is that of a good hash: enough
for rounding, nothing for secrets.
"""

import torch

from optimizers.rounding import stochastic_round

SPACING = 1 << 16  # bfloat16 is the upper half of float32


def to_bfloat16(x, bits):
    """Round a float32 tensor to bfloat16 by chance: the mean of the result is ``x``.

    ``bits`` is an int32 tensor of the same shape, uniform in 0 … 65535. The bit pattern of a
    float32 is a whole number, whose multiples of 65536 are the bfloat16; between two of them values
    lie evenly. Sign and magnitude are apart in it, so negative numbers are rounded as their mirror
    images. Numbers of bfloat16 stay, and so do infinities and NaN.
    """
    pattern = stochastic_round(x.view(torch.int32), bits, spacing=SPACING)
    return torch.where(x == x, pattern.view(torch.float32), x).to(torch.bfloat16)


def random_bits(places, key):
    """16 bits for each of ``places``, an int32 tensor. ``key`` is an int32 tensor or number.

    Source: the hash [16 21f0aaad 15 735a2d97 15] of Wellons, hash-prospector, with the key put in
    between its two rounds. On int32 it wraps around.
    """
    x = (places ^ _shifted(places, 16)) * 0x21F0AAAD
    x = x ^ key
    x = (x ^ _shifted(x, 15)) * 0x735A2D97
    return (x ^ _shifted(x, 15)) & (SPACING - 1)


def keys(seed, t, numbers):
    """Keys for step ``t``, one for each of ``numbers``: a list of whole numbers of 32 bits."""
    start = _mixed(_mixed(seed & 0xFFFFFFFF) ^ (t & 0xFFFFFFFF))
    mixed = [_mixed((start + n) & 0xFFFFFFFF) for n in numbers]
    return [x - (x >> 31 << 32) for x in mixed]  # with a sign, as int32 has it


def _shifted(x, n):
    return (x >> n) & ((1 << (32 - n)) - 1)  # not the copies of the sign


def _mixed(x):
    """The same hash on a number, without a key."""
    x = (x ^ x >> 16) * 0x21F0AAAD & 0xFFFFFFFF
    x = (x ^ x >> 15) * 0x735A2D97 & 0xFFFFFFFF
    return x ^ x >> 15
