"""The book's proofs in the kernel of Rocq: the lock fits, the translation says what is printed, what
is false is not accepted, and every theorem is accepted again where coqc is here."""

import re
import resource
from dataclasses import replace
from pathlib import Path

import pytest
import sympy

import false_theorems
from claims.book import ledger
from claims.kernel import agreement, lock, run, scripts, source, theorem
from claims.kernel.posed import Posed
from claims.kernel.reasons import REASONS, NotWritten

ROOT = Path(__file__).parent.parent
MINUTES = 6  # for all theorems, on two cores
needs_coqc = pytest.mark.skipif(not run.here(), reason=run.GET)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the compiled library."""
    found = tmp_path_factory.mktemp("coq")
    run.library(found, ROOT / lock.LIBRARY)
    return found


@pytest.fixture(scope="module")
def entries():
    return ledger.read(ledger.chapters(ROOT))


# --- The lock


def test_every_proved_claim_has_a_verdict_or_a_reason(entries):
    assert lock.problems(ROOT, entries) == []


def test_the_kernel_accepts_what_was_promised():
    _, kept = lock.read(ROOT)
    accepted = {label for label, k in kept.items() if k.verdict == "accepted"}
    assert {
        "ema-closed-form",
        "debias-closed-form",
        "l2-contaminates-m",
        "l2-contaminates-v",
    } <= accepted
    assert len(accepted) >= 0.8 * len(kept)


def test_no_file_holds_what_could_assume_the_theorem():
    for path in (ROOT / lock.FILES).glob("*.v"):
        if path.name != lock.LIBRARY.name:
            assert not source.FORBIDDEN.search(path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize(
    "spoil, told",
    [
        (lambda text: text.replace("accepted  ema-closed-form", "accepted  other-label"), "ema-closed-form: the kernel has not been asked"),
        (lambda text: re.sub(r"(ema-closed-form) \w+", r"\1 0000000000000000", text), "ema-closed-form: the claim is another"),
        (lambda text: re.sub(r"(ema-closed-form \w+) \w+", r"\1 0000000000000000", text), "ema-closed-form: the file is not the one"),
        (lambda text: re.sub(r"accepted  (ema-closed-form \w+) \w+", r"unwritten \1 because", text), "ema-closed-form: 'because' is no reason"),
        (lambda text: re.sub(r"accepted  (ema-closed-form)", r"fine      \1", text), "ema-closed-form: 'fine' is no verdict"),
        (lambda text: re.sub(r"translation \w+", "translation 0", text), "the code that writes the theorems has changed"),
        (lambda text: re.sub(r"library \w+", "library 0", text), "Book.v has changed"),
    ],
)  # fmt: skip
def test_a_stale_lock_is_found(tmp_path, entries, spoil, told):
    for part in ("_static/kernel", "code/claims/kernel", "tests"):
        (tmp_path / part).mkdir(parents=True)
    for pattern in ("_static/kernel/*.v", "code/claims/kernel/*.py", "tests/kernel.lock"):
        for path in ROOT.glob(pattern):
            (tmp_path / path.relative_to(ROOT)).write_bytes(path.read_bytes())
    assert lock.problems(tmp_path, entries) == []
    path = tmp_path / lock.PATH
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert any(told in problem for problem in lock.problems(tmp_path, entries))


def test_without_coqc_a_new_claim_is_noted_as_unasked(tmp_path, entries, monkeypatch):
    (tmp_path / "tests").mkdir()
    (tmp_path / lock.FILES).mkdir(parents=True)
    for path in (ROOT / lock.FILES).glob("*.v"):
        (tmp_path / lock.FILES / path.name).write_bytes(path.read_bytes())
    (tmp_path / "code").symlink_to(ROOT / "code")
    text = (ROOT / lock.PATH).read_text(encoding="utf-8")
    text = re.sub(r"accepted +ema-closed-form .*\n", "", text)
    (tmp_path / lock.PATH).write_text(text, encoding="utf-8")
    monkeypatch.setattr(lock.ledger, "chapters", lambda root: [])
    monkeypatch.setattr(lock.ledger, "read", lambda paths: entries)
    assert lock.problems(tmp_path, entries) != []
    lock.leave_unasked(tmp_path)
    assert lock.problems(tmp_path, entries) == []
    _, kept = lock.read(tmp_path)
    assert kept["ema-closed-form"].what == "unasked"
    assert sum(k.verdict == "accepted" for k in kept.values()) == text.count("\naccepted")
    assert not (tmp_path / lock.FILES / "ema_closed_form.v").exists()


def test_reasons_come_from_a_fixed_list():
    with pytest.raises(AssertionError):
        NotWritten("no time")
    assert all(REASONS.values())


# --- The translation


EXAMPLES = {**false_theorems.TRUE, **false_theorems.LONG_TRUE}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_theorem_says_what_the_claim_says(name):
    assert agreement.check(theorem.write(f"example-{name}", EXAMPLES[name])) >= 6


@pytest.mark.parametrize("name", [*false_theorems.TRUE])
def test_a_wrong_translation_is_found(name):
    """An altered right side in the text, with the claim as it is: the two do not agree."""
    written = theorem.write("example", false_theorems.TRUE[name])
    for _, false in false_theorems.false_mutants(name):
        written.sides = theorem.write("example", false).sides
        with pytest.raises(agreement.Differs):
            agreement.check(written)


def test_a_wrong_recurrence_is_found():
    written = theorem.write("example", false_theorems.LONG_TRUE["ema"])
    body = "V * beta + (1 - beta) * g k"
    assert written.definitions.count(body) == 1
    for wrong in ("V * beta + (1 - beta) * g j0", "V * beta + beta * g k", "V + (1 - beta) * g k"):
        spoiled = replace(written, definitions=written.definitions.replace(body, wrong))
        with pytest.raises((agreement.Differs, AssertionError)):
            agreement.check(spoiled)


def test_a_difference_of_counts_is_no_integer():
    """In Rocq 2 - 3 is 0. So where one is written, it is said that it does not fall below 0."""
    t = false_theorems.t
    line = false_theorems.line(false_theorems.beta ** (t - 1), "==", false_theorems.beta ** (t - 1))
    assert "(1 <= t)%nat" in theorem.write("example", line).owed


@pytest.mark.parametrize("name", [*false_theorems.BARE])
def test_what_must_have_a_value_is_said(name):
    written = theorem.write("example", false_theorems.BARE[name])
    assert written.owed, written.statement


def test_what_can_not_be_written_says_why():
    x, y = false_theorems.x, false_theorems.y
    for lhs, reason in (
        (sympy.Derivative(x**2, x), "calculus"),
        (sympy.Piecewise((x, x > 0), (y, True)), "piecewise"),
        (sympy.tan(x), "function"),
        (sympy.Sum(sympy.Sum(x, (false_theorems.i, 1, 2)), (false_theorems.k, 1, 2)), "double-sum"),
    ):
        with pytest.raises(NotWritten) as told:
            theorem.write("example", false_theorems.line(lhs, "==", y))
        assert told.value.reason == reason


# --- The kernel


def as_goal(written, proof, false):
    """A theorem and its script as one command of a file, which must fail where it is ``false``."""
    goal = re.sub(r"^Theorem \w+ :", "Goal", written.statement)
    steps = [s.strip().removesuffix(".") for s in proof.splitlines()[1:-1]]
    whole = "; ".join(steps)
    if false:
        return f"{goal}\nProof. Fail (timeout 20 ({whole})). Abort.\n"
    return f"{goal}\nProof. {whole}. Qed.\n"


@needs_coqc
def test_no_false_theorem_is_proved(folder):
    """One file: each true statement by its script, and each false one, whose script must fail."""
    assert false_theorems.COUNT_OF >= 60
    true = [theorem.write("example", line) for line in false_theorems.TRUE.values()]
    wrong = [line for _, line in false_theorems.NEAR.values()] + [*false_theorems.BARE.values()]
    false = [theorem.write("example", line) for line in wrong]
    goals = [as_goal(w, scripts.script(w), False) for w in true]
    goals += [as_goal(w, scripts.script(w), True) for w in false]
    path = folder / "Corpus.v"
    path.write_text("From Book Require Import Book.\n" + "\n".join(goals), encoding="utf-8")
    ran = run.coqc(path, folder, seconds=280)
    assert ran.returncode == 0, ran.stderr
    assert "\n".join(goals).count("Proof. Fail (") == len(false)  # coqc stops where one succeeds
    assert ran.stdout.count("left:") >= len(false)  # it failed at a part of the statement


@needs_coqc
def test_no_false_sum_or_recurrence_is_accepted(folder):
    texts = {
        f"long-{k}": source.of(Posed(f"long-{k}", (line,)))
        for k, line in enumerate(false_theorems.LONG.values())
    }
    texts["long-true"] = source.of(Posed("long-true", (false_theorems.LONG_TRUE["ema"],)))
    verdicts = run.check_all(texts, folder)
    assert verdicts.pop("long-true").accepted
    for name, verdict in verdicts.items():
        assert not verdict.accepted, texts[name]
        assert "Tactic failure" in verdict.why or "No applicable tactic" in verdict.why, verdict.why


@needs_coqc
@pytest.mark.parametrize("name", [*false_theorems.TRICKS])
def test_no_trick_is_accepted(folder, name):
    verdict = run.check(
        false_theorems.TRICKS[name], folder, f"trick-{[*false_theorems.TRICKS].index(name)}"
    )
    assert not verdict.accepted


@needs_coqc
def test_every_theorem_is_accepted_again(folder):
    _, kept = lock.read(ROOT)
    texts = {
        label: (ROOT / lock.FILES / run.file_name(label)).read_text(encoding="utf-8")
        for label, k in kept.items()
        if k.verdict == "accepted"
    }
    start = _used()
    verdicts = run.check_all(texts, folder)
    refused = [f"{label}: {v.why}" for label, v in verdicts.items() if not v.accepted]
    assert refused == []
    assert _used() - start < 60 * MINUTES * run.AT_ONCE


def _used():
    """Seconds of processor time that programs started here have used: a busy machine changes none."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
