"""Stochastic rounding and Kahan's sum: exact expectations, by enumeration, and the bits of bf16."""

import math

import numpy as np
import pytest
import sympy
import torch
from sympy import Rational as R

from optimizers import rounding, torch_rounding
from optimizers.rounding import kahan, stochastic_round
from optimizers.torch_rounding import random_bits, to_bfloat16

BITS = torch.arange(1 << 16, dtype=torch.int32)


# ------------------------------------------------------------------ stochastic rounding


@pytest.mark.parametrize("x", [R(5, 8), R(-13, 8), R(3), R(0), R(7, 4)])
def test_mean_and_variance_are_exact(x):
    """Over all noise, by enumeration: the mean is x, the variance p (1 - p) spacing²."""
    spacing, n = R(1, 2), 16
    outcomes = [stochastic_round(x, spacing * R(k, n), spacing=spacing) for k in range(n)]
    below = sympy.floor(x / spacing) * spacing
    assert set(outcomes) <= {below, below + spacing}
    p = (x - below) / spacing
    assert sum(outcomes) / n == x
    assert sum((o - x) ** 2 for o in outcomes) / n == p * (1 - p) * spacing**2


def test_on_symbols_it_is_a_floor():
    x, u, h = sympy.symbols("x u h", positive=True)
    assert stochastic_round(x, u, spacing=h) == h * sympy.floor((x + u) / h)


def test_kinds_agree():
    x, noise = [0.3, -0.3, 2.0, -7.625, 0.125], [0.2, 0.1, 0.2, 0.0, 0.125]
    exact = [
        float(stochastic_round(R(a), R(b), spacing=R(1, 4))) for a, b in zip(x, noise, strict=True)
    ]
    assert exact == [0.5, -0.25, 2.0, -7.75, 0.25]
    for kind in (np.array, lambda v: torch.tensor(v, dtype=torch.float64)):
        given = kind(x)
        ours = stochastic_round(given, kind(noise), spacing=0.25)
        assert type(ours) is type(given) and ours.tolist() == exact and given.tolist() == x
    whole, step = [70000, -70000, 65536, -1], [1, 65535, 65535, 0]
    expected = [stochastic_round(a, b, spacing=65536) for a, b in zip(whole, step, strict=True)]
    for kind in (np.array, torch.tensor):
        assert stochastic_round(kind(whole), kind(step), spacing=65536).tolist() == expected
        assert stochastic_round(kind(whole), kind(step), spacing=1000).tolist() == [
            (a + b) // 1000 * 1000 for a, b in zip(whole, step, strict=True)
        ]


def neighbours(x):
    """The bfloat16 below and above a float32, by torch's own rounding to nearest."""
    near = x.bfloat16()
    step = torch.nextafter(near, torch.where(near.float() < x, math.inf, -math.inf).bfloat16())
    other = torch.where(near.float() == x, near, step)
    return torch.minimum(near, other).float(), torch.maximum(near, other).float()


@pytest.mark.parametrize("exponent", [-126, -3, 0, 7, 100])
@pytest.mark.parametrize("sign", [1, -1])
def test_expectation_over_all_bits_is_exact(exponent, sign):
    """All 65536 noises of some numbers: only the two neighbours, and the mean is the number."""
    generator = torch.Generator().manual_seed(exponent + 126)
    x = sign * (1 + torch.rand(8, generator=generator)) * 2.0**exponent
    x[0], x[1] = sign * 2.0**exponent, sign * 2.0 ** (exponent + 1) * (1 - 2.0**-24)
    for value in x:
        rounded = to_bfloat16(value.expand(len(BITS)).clone(), BITS).double()
        low, high = neighbours(value.reshape(1))
        assert set(rounded.unique().tolist()) <= {low.item(), high.item()}
        # All are whole numbers of one size: the sum of floats is exact.
        assert (rounded / 2.0**exponent).mean().item() * 2.0**exponent == value.item()


def test_numbers_of_bfloat16_stay():
    every = (
        torch.arange(1 << 16, dtype=torch.int32).sub(1 << 15).to(torch.int16).view(torch.bfloat16)
    )
    for bits in (0, 1, 40000, 65535):
        same = to_bfloat16(every.float(), torch.full_like(BITS, bits))
        assert torch.equal(same.isnan(), every.isnan())
        assert torch.equal(
            same[~same.isnan()].view(torch.int16), every[~every.isnan()].view(torch.int16)
        )


def test_ends_of_the_range():
    payload = torch.tensor([0x7F800001, 0x7FFFFFFF, -1], dtype=torch.int32).view(torch.float32)
    assert to_bfloat16(payload, torch.full((3,), 65535, dtype=torch.int32)).isnan().all()
    tiny = torch.tensor([2.0**-149, -(2.0**-149)])
    assert to_bfloat16(tiny, torch.full((2,), 65534, dtype=torch.int32)).tolist() == [0, 0]
    assert to_bfloat16(tiny, torch.full((2,), 65535, dtype=torch.int32)).tolist() == [
        2.0**-133,
        -(2.0**-133),
    ]
    largest = torch.tensor([torch.finfo(torch.float32).max])
    assert (
        to_bfloat16(largest, torch.tensor([0], dtype=torch.int32)).item()
        == torch.finfo(torch.bfloat16).max
    )
    assert to_bfloat16(largest, torch.tensor([1], dtype=torch.int32)).item() == math.inf


# ------------------------------------------------------------------ the bits


def test_bits_are_even_and_independent():
    """Means, pairs of neighbours, of steps, of parameters; each of the 16 bits; a coarse count."""
    n = 1 << 18
    places = torch.arange(n, dtype=torch.int32)
    k = torch_rounding.keys(3, 17, range(4)) + torch_rounding.keys(3, 18, range(4))
    assert len(set(k)) == 8
    draws = [random_bits(places, key).double() / 65536 for key in k]
    four_sd = 4 / math.sqrt(12 * n)
    for u in draws:
        assert u.min() >= 0 and u.max() < 1
        assert abs(u.mean() + 2.0**-17 - 0.5) < four_sd
        counts = torch.histc(u, 256, 0, 1)
        chi2 = ((counts - n / 256) ** 2 / (n / 256)).sum().item()
        assert 255 - 5 * math.sqrt(510) < chi2 < 255 + 5 * math.sqrt(510)
        for lag in (1, 2, 64, 4096):
            assert abs(torch.corrcoef(torch.stack([u[:-lag], u[lag:]]))[0, 1]) < 5 / math.sqrt(n)
    together = torch.corrcoef(torch.stack(draws)) - torch.eye(8)
    assert together.abs().max() < 5 / math.sqrt(n)
    for bit in range(16):
        share = ((random_bits(places, k[0]) >> bit) & 1).double().mean()
        assert abs(share - 0.5) < 2 / math.sqrt(n)


def test_bits_are_the_same_everywhere():
    """Written down: another machine, or a compiler, must draw the same."""
    places = torch.tensor([0, 1, 2, 1000, 2**31 - 1, -1], dtype=torch.int32)
    (key,) = torch_rounding.keys(0, 1, [0])
    assert -(2**31) <= key < 2**31

    def by_hand(place, key):
        x = place & 0xFFFFFFFF
        x = ((x ^ x >> 16) * 0x21F0AAAD ^ key) & 0xFFFFFFFF
        x = (x ^ x >> 15) * 0x735A2D97 & 0xFFFFFFFF
        return (x ^ x >> 15) & 0xFFFF

    expected = [by_hand(p, key & 0xFFFFFFFF) for p in places.tolist()]
    assert random_bits(places, key).tolist() == expected
    assert random_bits(places, torch.tensor(key, dtype=torch.int32)).tolist() == expected


def test_long_run_in_bfloat16_has_no_drift():
    """1000 steps of -0.001 from 1: to nearest never moves, by chance arrives at 0 in the mean."""
    n, theta = 4000, torch.ones(4000, dtype=torch.bfloat16)
    nearest = theta.clone()
    for t in range(1, 1001):
        nearest.sub_(1e-3)
        bits = random_bits(torch.arange(n, dtype=torch.int32), *torch_rounding.keys(0, t, [0]))
        theta = to_bfloat16(theta.float() - 1e-3, bits)
    assert (nearest == 1).all()
    assert abs(theta.double().mean() - (1 - 1000 * 1e-3)) < 5 * 0.042 / math.sqrt(n)
    assert 0.03 < theta.double().std() < 0.05


# ------------------------------------------------------------------ Kahan's sum


def test_on_symbols_nothing_is_lost():
    total, value = sympy.symbols("s v", real=True)
    assert kahan(total, 0, value) == (total + value, 0)


@pytest.mark.parametrize("kind", ["numpy", "torch"])
def test_kahan_keeps_what_few_digits_lose(kind):
    if kind == "numpy":
        total, value = np.ones(3, np.float16), np.full(3, 1e-4, np.float16)
        plain, lost = total.copy(), np.zeros(3, np.float16)
    else:
        total, value = (
            torch.ones(3, dtype=torch.bfloat16),
            torch.full((3,), -1e-3, dtype=torch.bfloat16),
        )
        plain, lost = total.clone(), torch.zeros(3, dtype=torch.bfloat16)
    given = total
    for _ in range(1000):
        total, lost = kahan(total, lost, value)
        plain = plain + value
    exact = 1 + 1000 * float(value[0])
    assert total.dtype == given.dtype and (given == 1).all() and (plain == 1).all()
    assert abs(float(total[0]) - float(lost[0]) - exact) < 2e-4
    assert abs(float(total[0]) - exact) < 2e-3


def test_kahan_is_exact_where_the_sum_is_the_larger_one():
    """Then total - lost is the sum without any error, in float32, by the bits of float64."""
    generator = torch.Generator().manual_seed(0)
    total = torch.rand(10000, generator=generator) + 1
    value = torch.rand(10000, generator=generator) - 0.5
    new, lost = kahan(total, torch.zeros(10000), value)
    assert torch.equal(new.double() - lost.double(), total.double() + value.double())
    assert lost.any()


# ------------------------------------------------------------------ bad input


def test_shapes_that_differ():
    for zeros in (np.zeros, torch.zeros):
        with pytest.raises(ValueError, match=r"noise must have the shape of x, \(3,\), got \(1,\)"):
            stochastic_round(zeros(3), zeros(1), spacing=1)
        with pytest.raises(ValueError, match=r"noise must have the shape of x, \(3,\), got \(\)"):
            stochastic_round(zeros(3), 0.5, spacing=1)
        with pytest.raises(
            ValueError, match=r"value must have the shape of total, \(3,\), got \(2,\)"
        ):
            kahan(zeros(3), zeros(3), zeros(2))
        with pytest.raises(
            ValueError, match=r"lost must have the shape of total, \(3,\), got \(\)"
        ):
            kahan(zeros(3), 0, zeros(3))


def test_spacing_and_noise_out_of_range():
    for value, error in [
        (0, ValueError),
        (-1.0, ValueError),
        (math.nan, ValueError),
        ("1", TypeError),
    ]:
        with pytest.raises(error, match="spacing must be a finite number > 0, got"):
            stochastic_round(1.0, 0.0, spacing=value)
    for value in (-0.1, 0.5, math.nan):
        with pytest.raises(ValueError, match=r"noise must be in \[0, spacing\) = \[0, 0.5\), got"):
            stochastic_round(1.0, value, spacing=0.5)


def test_every_rule_is_tried_here():
    public = {
        n for n, x in vars(rounding).items() if getattr(x, "__module__", "") == rounding.__name__
    }
    assert public == {"stochastic_round", "kahan"}
