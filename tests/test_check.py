"""``check``: exact comparison, honest tolerances, values on show, a sentence that says what was seen."""

import math
import subprocess
import sys
import time
from fractions import Fraction

import flint
import numpy as np
import pytest
import sympy
import torch

from claims import ClaimError, ClaimFailed, check, registry
from claims.book import record
from claims.book.record import Record, measured
from claims.proving.comparison import Comparison
from claims.proving.numerals import number, rounded, steady

BIG = 2**53 + 1


@pytest.fixture(autouse=True)
def fresh_registry(monkeypatch):
    monkeypatch.setattr(record, "_registry", {})


def make(got, want, unlike=-17, text="It holds.", **options):
    check("a-check", text, got, want, unlike={"a slip": unlike}, **options)
    return registry()["a-check"]


# --- exactly is exactly ---------------------------------------------------------------------------

EQUAL = {
    "int and float": (4, 4.0),
    "large int and its own float": (2**60, float(2**60)),
    "NumPy's and Python's": (np.int64(7), 7),
    "uint64": (np.uint64(2**63 + 1), 2**63 + 1),
    "int8 array and floats": (np.int8([1, 2]), [1.0, 2.0]),
    "torch ints": (torch.tensor([1, BIG]), [1, BIG]),
    "torch int and SymPy": (torch.tensor(3), sympy.Integer(3)),
    "Fraction and Rational": (Fraction(1, 3), sympy.Rational(1, 3)),
    "Fraction and float": (Fraction(1, 2), 0.5),
    "longdouble": (np.longdouble(1) / 4, 0.25),
    "float16": (np.float16(0.5), Fraction(1, 2)),
    "a root, by its form": (sympy.sqrt(2), sympy.sqrt(2)),
    "complex": (1 + 2j, np.complex64(1 + 2j)),
    "complex without imaginary part": (3 + 0j, 3),
    "SymPy's complex": (1 + 2 * sympy.I, 1 + 2j),
    "dictionaries with arrays": ({"lr": np.arange(3)}, {"lr": [0, 1, 2]}),
}
UNEQUAL = {
    "2**53 + 1": (BIG, float(2**53)),
    "2**53 + 1, the other way round": (float(2**53), BIG),
    "int64": (np.int64(BIG), float(2**53)),
    "uint64": (np.uint64(2**63 + 1), float(2**63)),
    "an array of ints": (np.array([BIG]), np.array([2.0**53])),
    "a large array of ints": (np.full(100, BIG), np.full(100, 2.0**53)),
    "torch ints": (torch.tensor([BIG]), [2.0**53]),
    "torch ints and torch floats": (torch.tensor([BIG]), torch.tensor([2.0**53]).double()),
    "float and Fraction": (0.1, Fraction(1, 10)),
    "float and Rational": (0.1, sympy.Rational(1, 10)),
    "float32 and float": (np.float32(0.1), 0.1),
    "longdouble": (np.longdouble(1) / 3, 1 / 3),
    "a float and a root": (2**0.5, sympy.sqrt(2)),
    "a float and pi": (math.pi, sympy.pi),
    "complex": (1 + 2j, 1 + 2.0000001j),
    "a complex int": (complex(2**53, 1), sympy.Integer(BIG) + sympy.I),
    "in a dictionary": ({"n": BIG}, {"n": float(2**53)}),
}


@pytest.mark.parametrize("name", EQUAL)
def test_equal_numbers_of_any_kind(name):
    unlike = (
        {"lr": 1}
        if "dict" in name
        else [-17, 0]
        if "array" in name or name == "torch ints"
        else -17
    )
    assert make(*EQUAL[name], unlike).kind == "checked"


@pytest.mark.parametrize("name", UNEQUAL)
def test_numbers_that_only_round_alike(name):
    with pytest.raises(ClaimFailed, match="got"):
        make(*UNEQUAL[name], unlike={"n": 0} if "dictionary" in name else -17)
    assert not registry()


@pytest.mark.parametrize("within", [0.0, 1e-3])
def test_a_large_array_is_compared_like_its_elements(within):
    """The fast way for arrays of floats says what exact fractions say, next to the tolerance too."""
    rng = np.random.default_rng(0)
    want = rng.normal(size=300)
    got = want + np.where(rng.random(300) < 0.5, 1, -1) * np.nextafter(within, [0.0, 1.0] * 150)
    comparison = Comparison("==", within)
    for a, b in zip(got, want, strict=True):
        alone = comparison.holds(a, b)[0] if abs(b) > within else None
        held = comparison.holds(np.append(np.full(99, 2.0), a), np.append(np.full(99, 2.0), b))[0]
        exact = abs(Fraction(float(a)) - Fraction(float(b))) <= Fraction(within)
        assert held == exact
        assert alone in (exact, None)


def test_irrational_numbers_have_error_bounds():
    assert make(sympy.sqrt(2), 1.41421, within=1e-5).mutants == 1
    with pytest.raises(ClaimFailed):
        make(sympy.sqrt(2), 1.41421, within=1e-6)
    with pytest.raises(ClaimError, match="can not tell"):
        make(sympy.sqrt(2) + sympy.sqrt(3), sympy.sqrt(5 + 2 * sympy.sqrt(6)))


# --- what is refused ------------------------------------------------------------------------------

NAN, INF = float("nan"), float("inf")
NOT_FINITE = [
    (NAN, NAN), (sympy.nan, sympy.nan), (sympy.zoo, sympy.zoo), (INF, INF), (sympy.oo, sympy.oo),
    (-sympy.oo, -INF), (np.array([1.0, INF]), np.array([1.0, INF])), (torch.tensor([NAN]), 1.0),
    (complex(1, INF), complex(1, INF)), ({"a": NAN}, {"a": NAN}), (np.full(99, INF), INF),
    ([Fraction(1), INF], [Fraction(1), INF]), (complex(NAN, 0), 1), ({"a": [INF]}, {"a": [INF]}),
]  # fmt: skip


@pytest.mark.parametrize(("got", "want"), NOT_FINITE, ids=str)
def test_values_that_are_not_finite(got, want):
    with pytest.raises((ClaimError, ClaimFailed), match="NaN|infinite"):
        make(got, want, unlike={"a": 0} if isinstance(got, dict) else 0)
    assert not registry()


def test_infinity_may_be_meant_but_not_nan():
    assert make(INF, sympy.oo, 1.0, finite=False).got == r"$\infty$"
    with pytest.raises(ClaimFailed, match="NaN"):
        make(NAN, NAN, 1.0, finite=False)
    with pytest.raises(ClaimError, match="infinite"):
        make(1.0, 1.0, unlike=INF)


@pytest.mark.parametrize(
    ("got", "want", "options"),
    [
        (1.0, 5.0, {"within": 10}),
        (1.0, 5.0, {"within": 5}),
        (-1.0, -5.0, {"within": 10}),
        (1.0, 5.0, {"relative": 1}),
        (1.0, 5.0, {"relative": 2.5}),
        ([1.0, 100.0], [5.0, 100.0], {"within": 10}),
        (np.zeros(100), np.full(100, 1e-3), {"within": 1e-2}),
        (sympy.sqrt(2), 0.5, {"within": 1}),
        (1 + 0j, 5j, {"within": 10}),
    ],
)
def test_a_tolerance_as_large_as_the_value(got, want, options):
    with pytest.raises(ClaimError, match="a tolerance as large as"):
        make(got, want, unlike=1e9, **options)


def test_a_tolerance_on_zero_is_a_tolerance():
    assert make(1e-9, 0, unlike=1.0, within=1e-6).got == "$0$"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"finite": "no"}, "finite='no'"),
        ({"setting": "0.5"}, "setting='0.5'"),
        ({"setting": ["half"]}, "setting='half'"),
        ({"within": sympy.sqrt(2)}, r"within=sqrt\(2\)"),
        ({"within": "a"}, "within=a"),
        ({"text": "It is <<gott>>."}, "<<gott>> is no template"),
        ({"text": "It is <<got:.3q>>."}, "no template"),
        ({"text": "It is <<got[3]>>."}, r"no \[3\]"),
        ({"text": "It is <<unlike[b]>>."}, r"no \[b\]"),
        ({"text": "It is <<unlike>>."}, "say which one"),
        ({"text": "It is <<got.__class__>>."}, "no template"),
        ({"text": "It is <<want:d>>."}, "no whole number"),
    ],
)
def test_bad_input_names_what_is_wrong(options, told):
    with pytest.raises(ClaimError, match=f"^a-check: .*{told}"):
        make(2.5, 2.5, **options)
    assert not registry()


# --- what is on show ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("got", "want", "options", "shown"),
    [
        (6.5690123, 6.569, {"within": 0.0005}, "$6.569$"),
        (6.6123, 6.6, {"relative": 0.005}, "$6.61$"),
        (1763.2, 1760, {"relative": 0.05}, "$1800$"),
        (0.9125, 0.88, {"relation": ">"}, "$0.91$"),
        (12, 12, {}, "$12$"),
        (Fraction(276, 5), Fraction(276, 5), {}, "$55.2$"),
        (Fraction(1840, 17), Fraction(1840, 17), {}, r"$\tfrac{1840}{17}$"),
        ([True, False], [True, False], {}, "True, False"),
        ("ValueError", "ValueError", {}, "ValueError"),
        (np.arange(12.0).reshape(3, 4), np.arange(12.0).reshape(3, 4), {}, r"$3 \times 4$ values, all equal"),
        (np.arange(1, 9) + 1e-14, np.arange(1, 9), {"within": 1e-12},
         "$8$ values, each as stated, to within the tolerance"),
        (np.arange(1, 9) * 1.01, np.arange(1, 9), {"relative": 0.1}, "$8$ values, off by up to $0.08$"),
        (np.arange(1, 9) / 7, 0, {"relation": ">"}, "$8$ values, the smallest $0.14$"),
    ],
)  # fmt: skip
def test_the_box_shows_what_was_measured(got, want, options, shown):
    unlike = "no" if isinstance(want, str) else -17 if np.ndim(want) == 0 else [0] * len(want)
    unlike = np.zeros((3, 4)) - 1 if np.ndim(want) == 2 else unlike
    made = make(got, want, unlike, **options)
    assert made.got == shown
    assert made.unlike.keys() == {"a slip"} and made.unlike["a slip"] in made.verdict
    assert made.got in record.markdown(made)
    assert made.as_dict()["unlike"] == made.unlike


def test_measured_and_stated_are_one_sentence():
    told = {r.got: measured(r) for r in (
        Record("a", "checked", got="$1$", want="$1$"), Record("a", "checked", got="$2$", want="$1$"),
    )}  # fmt: skip
    assert told == {"$1$": "Measured: $1$, as stated.", "$2$": "Measured: $2$. Stated: $1$."}


@pytest.mark.parametrize("noise", [-1e-12, 0, 1e-12])
def test_digits_on_show_do_not_sit_on_a_rounding_edge(noise):
    assert steady(Fraction(0.98645 + noise), 4) == "0.986"
    assert steady(Fraction(0.125 + noise), 2) == "0.1"
    assert steady(Fraction(6.569 + noise), 4) == "6.569"


def test_whole_numbers_are_exact_however_long():
    assert number(BIG) == str(BIG)
    assert number(10**85) == "10^{85}" and number(10**85 + 1) == str(10**85 + 1)
    assert rounded(Fraction(10**400, 3)) == r"3.333 \cdot 10^{399}"
    assert rounded(flint.arb(2).sqrt()) == "1.414"


# --- the sentence ---------------------------------------------------------------------------------

SAID = {"got": 6.5690123, "want": 6.569, "within": 0.0005, "unlike": 3.1623}


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        (r"It is $<<got>>\,\eta$.", r"It is $6.569\,\eta$."),
        ("It is <<want:.1f>>.", "It is 6.6."),
        ("It is <<unlike[a slip]:.2f>>, not <<got:.2g>>.", "It is 3.16, not 6.6."),
        ("To within <<within:.0e>>.", r"To within 0.0005."),
        (r"In $\frac{a}{b}$: <<got:.0%>>.", r"In $\frac{a}{b}$: $657\,\%$."),
    ],
)
def test_templates_are_filled_from_the_values(template, filled):
    assert make(text=template, **SAID).text == filled


@pytest.mark.parametrize(
    "text",
    [
        r"The largest step has the size $9.999\,\eta$.",
        "The largest step has the size 9.",
        r"The size is $6.5\cdot 10^{3}$.",
        "The size is 6.57e2.",
        "It is 6.569, and never below 2.25.",
        "The size is $-6.569$.",
        r"The size is $\tfrac{13}{7}$.",
        "After 300 steps it is 9.99 times as large.",
        r"With $\beta = 0.9$ the size is 6.596.",
        "It is 65.69 % larger.",
    ],
)
def test_a_sentence_can_not_say_another_number(text):
    with pytest.raises(ClaimError, match="text says"):
        make(text=text, **SAID)
    assert not registry()


@pytest.mark.parametrize(
    "text",
    [
        r"The size is $6.569\,\eta$, to three decimals.",
        "The size is 6.57.",
        "The size is 6.6, not 3.16.",
        r"With $\beta_1 = 0.9$, $\beta_2 = 0.999$ and the learning rate 0.03 it is 6.569.",
        "As `torch==2.13` says in section 3.2, it is 6.569.",
        "The largest step is the largest.",
    ],
)
def test_a_sentence_may_say_what_was_compared(text):
    rate = 0.03  # noqa: F841 (a setting stands in the code around the claim)
    assert make(text=text, **SAID).text == text


SETTINGS = [
    (r"The largest step is $\eta = 9.999$.", "9.999"),
    ("With the learning rate 7.25 it is 6.569.", "7.25"),
    (r"With $\beta_2 = 0.9995$ it is 6.569.", "0.9995"),
    (r"With $\lambda = 10^{-7}$ it is 6.569.", "1e-7"),
    ("For the rates 0.9, 0.3719 it is 6.569.", "0.3719"),
]


@pytest.mark.parametrize(("text", "number"), SETTINGS, ids=[number for _, number in SETTINGS])
def test_a_setting_stands_in_the_code_around(text, number):
    with pytest.raises(ClaimError, match="as a setting"):
        make(text=text, **SAID)
    assert make(text=text, setting=[float(number)], **SAID).text == text


@pytest.mark.parametrize(
    "code",
    [
        "rate = 7.25",
        "rate = Fraction(29, 4)",
        "rate = 29 / 4",
        "rate = 8 - 3 / 4",
        "rates = {'one': [1.5, 7.25]}",
        "rates = numpy.linspace(7.25, 8, 3)",
        "def run(rate=7.25): pass",
        "def run(): return 7.25",
        "for rate in (1, 7.25): pass",
        "rate = Rational(29, 4)",
    ],
)
def test_a_setting_is_found_in_all_ways_to_write_it(code):
    text = "With the learning rate 7.25 it is 6.569."
    call = "check('a-check', text, 6.569, 6.569, unlike={'other': 1.0})"
    names = {
        "check": check,
        "text": text,
        "Fraction": Fraction,
        "numpy": np,
        "Rational": sympy.Rational,
    }
    names["__name__"] = "__main__"
    exec(compile(f"{code}\n{call}", "<cell>", "exec"), names)
    with pytest.raises(ClaimError, match="as a setting"):
        exec(
            compile(
                f"{code.replace('7.25', '7.5').replace('29', '30').replace('3 /', '2 /')}\n{call}",
                "<cell>",
                "exec",
            ),
            {**names, **dict.fromkeys(["rate", "rates", "run"])},
        )


def test_numbers_of_the_setting_are_declared():
    with pytest.raises(ClaimError, match=r"setting=\[3.3\]"):
        make(text="From the start 3.3 it goes to 6.569.", **SAID)
    assert make(text="From the start 3.3 it goes to 6.569.", setting=[3.3], **SAID).text


@pytest.mark.parametrize(
    ("want", "text"),
    [
        (2, "Twice as much."),
        (Fraction(1, 3), r"It is $\tfrac13$."),
        (Fraction(1, 3), "It is 1/3."),
        (0.12, "It is 12 %."),
        (1e-7, "It is $10^{-7}$."),
        (15000, "It took 15 000 steps."),
        (0.03, "More than 97 % are gone."),
        (-0.834, "It stands at $-0.834$."),
    ],
)
def test_a_number_may_stand_in_many_forms(want, text):
    assert make(want, want, text=text).text == text


def test_claims_import_without_numpy_and_torch():
    script = "import claims, sys; assert not {'numpy', 'torch'} & set(sys.modules), 'imported'"
    code = f"import sys; sys.modules['IPython'] = None\n{script}\n" + (
        "claims.check('a-check', 'Four.', 2 + 2, 4, unlike={'x': 5})\n"
        "assert not {'numpy', 'torch'} & set(sys.modules), 'imported by check'"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-800:]


def test_a_lot_of_data_around_a_claim_costs_no_time():
    names = {"check": check, "__name__": "__main__"}
    names["runs"] = [np.zeros((50, 3000)).tolist(), np.zeros((3000, 200))] * 20
    names["nested"] = [[[list(range(150))] * 150] * 150] * 150
    started = time.process_time()
    call = "check('a-check', 'At the rate 0.7 it is 6.5.', 6.5, 6.5, unlike={'no': 1}); rate = 0.7"
    exec(compile(call, "<cell>", "exec"), names)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (2.8e-17, r"${<}10^{-15}$"),  # on one processor 2.8e-17, on the next 2.1e-17
        (-2.8e-17, r"${>}-10^{-15}$"),
        (0.0, "$0$"),
        (2e-12, r"$2 \cdot 10^{-12}$"),
    ],
)
def test_what_is_smaller_than_any_rounding_is_not_printed_in_digits(value, told):
    made = make(0.5, 0.001, unlike=value, relation=">", text="It holds.")
    assert made.unlike == {"a slip": told}


@pytest.mark.parametrize(
    ("gap", "told"),
    [(2e-7, "each as stated, to within the tolerance"), (4e-5, "off by up to")],
)
def test_a_gap_far_below_its_tolerance_is_not_printed_in_digits(gap, told):
    want = np.linspace(0, 1, 30)
    made = make(want + gap, want, unlike=want + 1, within=1e-4)
    assert told in made.got and "off by up to" in made.unlike["a slip"]
