"""``derive``: every line is proved; what is shown is what was proved."""

import pytest
from sympy import Limit, Sum, Symbol, symbols

from claims import (
    ClaimError,
    ClaimFailed,
    R,
    Recurrence,
    arithmetic,
    certificate,
    check,
    derive,
    induction,
    limit,
    registry,
    summation,
)
from claims.book import ledger, lock, record
from claims.book.record import Record
from claims.book.render import aligned_tex
from claims.notation import beta, g, g_, i, lam, n
from optimizers.rules import ema

x, y = symbols("x y", real=True)
where = {x: R, y: R}
V = Recurrence("V", lambda V, k: ema(V, g, beta), start=0)
SUM = (1 - beta) * Sum(beta ** (n - i) * g, (i, 1, n))
CLOSED = (1 - beta**n) * g
square = (x + y) ** 2 * (1 + lam)
open_square = (x**2 + 2 * x * y + y**2) * (1 + lam)
terms = x**2 + 2 * x * y + y**2 + lam * (x**2 + 2 * x * y + y**2)


@pytest.fixture(autouse=True)
def fresh_registry(monkeypatch):
    monkeypatch.setattr(record, "_registry", {})


def steps():
    return [("open the square", open_square, arithmetic), ("multiply out", terms, arithmetic)]


def test_a_derivation_is_a_claim_that_counts_as_proved():
    derive("a-chain", square, *steps(), where=where, text="In two steps.")
    made = registry()["a-chain"]
    assert made.kind == "proved" and made.mutants >= 6
    assert f"{made.mutants} of {made.mutants} altered versions rejected" in made.verdict
    assert [line["reason"] for line in made.lines] == ["", "open the square", "multiply out"]
    assert all("altered versions rejected" in line["verdict"] for line in made.lines[1:])
    assert made.assumptions == r"$\lambda \ge 0$, $x, y \in \mathbb{R}$"
    assert ledger.totals([ledger.Entry("01", made)])["proved"] == 1
    stored = ledger._record(made.as_dict())
    assert stored == made and lock.digest(stored) == lock.digest(made)


def test_what_running_the_code_says_comes_first():
    derive("a-chain", V, ("unroll", SUM, induction(n)), ("the geometric sum", CLOSED, summation))
    made = registry()["a-chain"]
    assert made.lines[0]["statement"] == "V_{n}"
    assert made.lines[0]["verdict"].startswith(r"The code computes $V_{n} = \beta V_{n-1}")
    base, step, last = made.lines[1]["parts"]
    assert base == {"reason": "$n = 0$", "statement": "V_{0} = 0"}
    assert step["reason"] == "from $n$ to $n + 1$" and step["statement"].startswith("V_{n + 1} = ")
    assert last["reason"] == "with the formula for $V_{n}$" and last["statement"].startswith("= ")
    assert made.lines[2]["parts"] == []
    assert made.tactic == f"by induction on $n$; {summation.told}"


def test_orders_point_one_way_and_the_whole_chain_follows():
    derive(
        "a-chain", 2 * x * y,
        ("a square is not negative", x**2 + y**2, certificate((x - y) ** 2), "<="),
        ("complete it", (x + y) ** 2 - 2 * x * y, arithmetic), where=where,
    )  # fmt: skip
    assert r"2 x y \le" in registry()["a-chain"].statement


def test_one_false_line_is_named():
    false = terms + y**2
    with pytest.raises(ClaimFailed, match=r"^a-chain: line 2 \(a slip\): .*false at"):
        derive("a-chain", square, steps()[0], ("a slip", false, arithmetic), where=where)
    with pytest.raises(ClaimFailed, match=r"^a-chain: line 1 \(a slip\): "):
        derive("a-chain", square, ("a slip", false, arithmetic), where=where)
    assert not registry()


def test_two_slips_that_cancel_are_both_slips():
    with pytest.raises(ClaimFailed, match="line 1"):
        derive(
            "a-chain", square, ("a slip", open_square + x, arithmetic),
            ("its opposite", terms, arithmetic), where=where,
        )  # fmt: skip


REFUSED = {
    "no lines": (lambda: derive("a-chain", square, where=where), "no lines"),
    "a wrong tactic": (
        lambda: derive("a-chain", V, ("unroll", SUM, arithmetic)), "line 1: a Recurrence is proved"),
    "no tactic": (
        lambda: derive("a-chain", square, ("open", open_square, "algebra"), where=where),
        "line 1: 'algebra' is not a tactic"),
    "a tactic as a class": (
        lambda: derive("a-chain", square, ("open", open_square, induction), where=where), "not a tactic"),
    "an unknown symbol": (
        lambda: derive("a-chain", square, *steps(), where={x: R}), "unbound symbol y"),
    "a symbol out of nowhere": (
        lambda: derive("a-chain", square, ("add z", open_square + Symbol("z") - Symbol("z"),
                       arithmetic), ("z", terms * Symbol("z"), arithmetic), where=where), "line 2|unbound symbol z"),
    "no reason": (
        lambda: derive("a-chain", square, ("", open_square, arithmetic), where=where), "line 1: reason=''"),
    "two elements": (
        lambda: derive("a-chain", square, ("open", open_square), where=where), r"\(reason, expression, tactic\)"),
    "a relation that is none": (
        lambda: derive("a-chain", square, ("open", open_square, arithmetic, "=<"), where=where), "relation='=<'"),
    "orders against each other": (
        lambda: derive("a-chain", square, ("a", open_square, arithmetic, "<="),
                       ("b", terms, arithmetic, ">="), where=where), "nothing follows"),
    "a circle": (
        lambda: derive("a-chain", square, ("a", open_square, arithmetic), ("b", square, arithmetic),
                       where=where), "the start again"),
    "the same line twice": (
        lambda: derive("a-chain", square, ("a", open_square, arithmetic), ("b", open_square, arithmetic),
                       where=where), "line 2 .*tautology"),
    "a float": (
        lambda: derive("a-chain", square, ("a", 1.0 * open_square, arithmetic), where=where),
        r'line 1: the float 1.0 is rounded; write Rational\("1.0"\)'),
    "text in place of an expression": (
        lambda: derive("a-chain", square, ("a", "no (formula", arithmetic), where=where), "line 1: a SymPy expression"),
    "a domain of nothing": (
        lambda: derive("a-chain", square, *steps(), where={**where, Symbol("q"): R}), "q occurs in no line"),
    "names that print alike": (
        lambda: derive("a-chain", g_[1] * Symbol("g_1", real=True),
                       ("a", g_[1] * Symbol("g_1", real=True) + 0 * x, arithmetic),
                       where={Symbol("g_1", real=True): R}), "print alike|the start again"),
    "a bad label": (lambda: derive("A chain", square, *steps(), where=where), "label="),
    "itself": (lambda: derive("a-chain", square, *steps(), where=where, uses=["a-chain"]), "rest on itself"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_bad_input_is_named(name):
    call, told = REFUSED[name]
    with pytest.raises((ClaimError, ClaimFailed), match=told):
        call()
    assert not registry()


def test_a_limit_may_start_a_derivation():
    start = Limit((x + lam) ** 2 + lam, x, 0, "+-")
    derive(
        "a-chain",
        start,
        ("x goes to 0", lam**2 + lam, limit),
        ("factor", lam * (lam + 1), arithmetic),
        where={x: R},
    )
    made = registry()["a-chain"]
    assert made.statement.startswith(r"\lim_{x \to 0}")
    assert made.assumptions == r"$\lambda \ge 0$"


def test_other_claims_may_rest_on_a_derivation():
    derive("a-chain", square, *steps(), where=where)
    check("a-check", "Four.", 2 + 2, 4, unlike={"w": 5}, uses=["a-chain"])
    assert registry()["a-check"].uses == ("a-chain",)


# --- rendering ------------------------------------------------------------------------------------


def test_markdown_has_aligned_lines_with_their_reasons():
    derive("a-chain", V, ("unroll, 100 %", SUM, induction(n)), ("the sum", CLOSED, summation))
    told = record.markdown(registry()["a-chain"])
    assert r"\text{the sum}" in record.latex(registry()["a-chain"])
    assert told.count(r"\begin{aligned}") == told.count(r"\end{aligned}") == 1
    assert r"\text{unroll, 100 \%}" in told and r"\text{from $n$ to $n + 1$}" in told
    assert "The code computes" in told


def test_relations_stand_before_their_lines():
    lines = (
        {"reason": "", "relation": "", "statement": "a", "verdict": "", "parts": []},
        {"reason": "r", "relation": "<=", "statement": "b", "verdict": "v", "parts": []},
    )
    assert aligned_tex(lines).splitlines() == [
        r"\begin{aligned}", r"& a \\", r"&\quad \le b && \text{r}", r"\end{aligned}",
    ]  # fmt: skip


def test_the_box_has_a_row_for_each_line():
    from docutils import nodes

    from claims.book import site

    class Parser:  # what MyST-NB's renderer offers, as far as a box needs it
        def __init__(self):
            self.document = self
            self.current = None

        def note_explicit_target(self, *_):
            pass

        def current_node_context(self, node):
            from contextlib import contextmanager

            @contextmanager
            def inside():
                before, self.current = self.current, node
                yield
                self.current = before

            return inside()

        def nested_render_text(self, text, line):
            self.current += nodes.paragraph("", text)

    derive("a-chain", V, ("unroll", SUM, induction(n)), ("the sum", CLOSED, summation), text="So.")
    box = site.claim_box(Parser(), registry()["a-chain"].as_dict(), 0)
    rows = [c for c in box.findall(nodes.container) if "claim-line" in c["classes"]]
    assert [row["classes"][1] for row in rows] == [
        "claim-start", "claim-step", "claim-part", "claim-part", "claim-part", "claim-step",
    ]  # fmt: skip
    reasons = [row[-1].astext() if len(row) > 1 else "" for row in rows]
    assert reasons == [
        "",
        "unroll",
        "$n = 0$",
        "from $n$ to $n + 1$",
        "with the formula for $V_{n}$",
        "the sum",
    ]
    assert all(isinstance(row[0], nodes.math_block) for row in rows)
    assert rows[1][0].astext().startswith("= ")
    text = box.astext()
    assert "The code computes" in text and "So." in text and r"\beta \in (0, 1)" in text
    plain = site.claim_box(
        Parser(), Record("a-b", "checked", text="x", got="$1$", want="$1$").as_dict(), 0
    )
    assert "Measured: $1$, as stated." in plain.astext()
