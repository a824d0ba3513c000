"""What the sentences of the book owe a reader: a claim that is read alone, and a fair quotation."""

import json
import re
from pathlib import Path

import pytest

from pages import claims, markdown_cells, source

CHAPTERS = sorted((Path(__file__).parent.parent / "chapters").glob("*.ipynb"))

# In the ledger a sentence stands alone. These words point at a page that is not there.
POINTING = re.compile(
    r"\b(?:in the run|claims?|table|output|cell) above\b|\bthese \d+ steps\b|\bthis strong\b"
    r"|\bthe same (?:bowl|valley|task|figure|run|example)\b|^the path\b"
    r"|\bon the whole way\b|\bin one cycle\b|^in the steady state\b|\bthe same class\b"
    r"|^(?:the (?:largest )?steps?|it|they|both runs|two starts)"
    r" (?:is|has|have|first|of|now|whose|differ)\b"
    r"|^(?:each of the first|with this|at these)\b",
    re.IGNORECASE,
)


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_checked_sentence_stands_alone(path):
    pointing = {
        record["label"]: found.group()
        for record in claims(read(path))
        if record["kind"] == "checked" and (found := POINTING.search(record["text"]))
    }
    assert not pointing


@pytest.mark.parametrize(
    "sentence",
    [
        "The largest step is step 12.",
        "The largest step has the size $6.569\\,\\eta$, to three decimals.",
        "Each of the first hundred steps is larger than $3\\,\\eta$.",
        "The step first stays within 1 % of $\\eta$ from step 3925 on.",
        "Two starts whose sizes differ by the factor 10 end within 15 % of each other.",
        "With this strong decay the test accuracy stays below 0.94.",
        "The steps of RMSProp differ by a factor below 3.",
        "On the whole way the two penalties differ by less than 0.01.",
        "In the run above `torch.optim.Adam` reaches $7.270\\,\\eta$.",
        "The path that starts inside the box never leaves it.",
        "Adam with $\\lambda = 1$ in its gradient ends, on the same bowl, at $(1.5, 0.25)$.",
        "After these 60 steps each of the four rules has brought the loss below 0.02.",
    ],
)
def test_a_sentence_that_points_at_its_page_is_found(sentence):
    assert POINTING.search(sentence)


def quotations():
    errata = read(next(path for path in CHAPTERS if path.stem == "errata"))
    for _, cell in markdown_cells(errata):
        yield from re.findall(r"^> .+(?:\n>.*)*", source(cell), re.MULTILINE)


def test_the_rule_of_the_errata_stands_at_the_top():
    errata = read(next(path for path in CHAPTERS if path.stem == "errata"))
    top = source(errata["cells"][0])
    for word in ("whole sentence", "strongest reading", "repaired since", "credit"):
        assert word in top


def test_every_quotation_is_a_whole_sentence_in_two_languages_where_needed():
    quoted = list(quotations())
    assert len(quoted) > 8
    for text in quoted:
        lines = [line[1:].strip() for line in text.splitlines() if line[1:].strip()]
        if lines[0].startswith('<span lang="zh">'):
            assert lines[0].endswith("</span>") and len(lines) == 2, text
            lines = lines[1:]
        assert re.fullmatch(r"[\"“].+[.:…][\"”](?: \(.+\))?", lines[0]), text


def test_every_answer_of_the_closing_page_leads_to_a_claim():
    told = {record["label"] for path in CHAPTERS for record in claims(read(path))}
    page = (CHAPTERS[0].parent / "what_you_know.md").read_text(encoding="utf-8")
    rows = [row for row in re.findall(r"^\| (.+?) \| (.+) \|$", page, re.MULTILINE)]
    answers = [answer for question, answer in rows if question != "You ask"]
    assert len(answers) > 30
    for answer in answers:
        labels = re.findall(r"\]\(#([\w-]+)\)", answer)
        assert labels and told.issuperset(labels), answer
