"""The lock: one line for each claim, with a hash of what it states.

A chapter's outputs change for many reasons. The lock changes only when the book claims something
else (a new claim, one less, another kind, other words, another formula, other assumptions, another
tolerance, another measured value) or when the code that a claim runs is another. So a change of
what is claimed can not hide in a large diff. ``make claims`` writes it.
"""

import hashlib
import json
import sys
from itertools import groupby
from pathlib import Path

from claims.book import ledger

PATH = Path("tests", "claims.lock")
_HEAD = """\
# What the book claims: kind, label, hash of the statement with its assumptions and of the code that it runs. `make claims` writes this file.
# A line that changes means that the book now claims something else. Say why, in the commit.
"""


def digest(record, source=""):
    """16 hexadecimal digits that stand for what is claimed, and for the code that it is about.

    The kind, the statement (formula, words and the expressions behind it), the assumptions, what
    it rests on, the tactic, the details, the lines of a derivation. For a check also the values on
    show, the tolerance and the wrong alternatives. ``source`` is the hash of the code that the
    claim runs. How many altered versions were rejected is not locked: that is the checker's.
    """
    stated = [record.kind, record.statement, record.text, record.plain, record.assumptions]
    stated += [record.tactic, list(record.uses), list(record.details)]
    stated += [record.got, record.want, record.unlike, _lines(record), source]
    stated += [record.verdict] if record.kind == "checked" else []
    stated += [record.symbols] if record.symbols else []
    return hashlib.sha256(json.dumps(stated).encode()).hexdigest()[:16]


def _lines(record):
    """The lines of a derivation, without the counts of altered versions in their verdicts."""
    return [{k: v for k, v in line.items() if k != "verdict"} for line in record.lines]


def text(entries):
    """The whole lock file for these entries."""
    parts = [_HEAD]
    for chapter, group in groupby(entries, key=lambda entry: entry.chapter):
        parts.append(f"\n[{chapter}]\n")
        parts += [
            f"{e.record.kind:8} {e.record.label} {digest(e.record, e.source)}\n" for e in group
        ]
    return "".join(parts)


def parse(locked):
    """``{label: (chapter, kind, hash)}`` from the text of a lock file."""
    found, chapter = {}, None
    for line in locked.splitlines():
        if line.startswith("["):
            chapter = line.strip("[]")
        elif line and not line.startswith("#"):
            kind, label, hashed = line.split()
            found[label] = (chapter, kind, hashed)
    return found


def changes(locked, entries):
    """What the chapters claim otherwise than the lock says: a list of sentences."""
    before, now = parse(locked), parse(text(entries))
    found = [f"{label}: gone (was {before[label][1]})" for label in before if label not in now]
    for label, (chapter, kind, hashed) in now.items():
        if label not in before:
            found.append(f"{label}: new ({kind}, in {chapter})")
            continue
        old_chapter, old_kind, old_hash = before[label]
        if old_kind != kind:
            found.append(f"{label}: was {old_kind}, is {kind}")
        elif old_hash != hashed:
            found.append(f"{label}: states something else")
        elif old_chapter != chapter:
            found.append(f"{label}: moved from {old_chapter} to {chapter}")
    return found


def update(root):
    """Write the lock, and the totals where the introduction and the README state them.

    Returns what changed, as sentences. Raises SystemExit, and writes nothing, when the claims do
    not fit together (see :func:`claims.book.ledger.problems`).
    """
    root = Path(root)
    entries = ledger.read(ledger.chapters(root))
    if found := ledger.problems(entries):
        raise SystemExit("\n".join(found))
    path = root / PATH
    told = changes(path.read_text(encoding="utf-8") if path.exists() else "", entries)
    path.write_text(text(entries), encoding="utf-8")
    for name in ("README.md", "chapters/intro.ipynb"):
        page = root / name
        if page.exists():
            before = page.read_text(encoding="utf-8")
            after = ledger.SENTENCE.sub(ledger.sentence(entries), before)
            if after != before:
                page.write_text(after, encoding="utf-8")
                told.append(f"{name}: {ledger.sentence(entries)}")
    return told


if __name__ == "__main__":
    print("\n".join(update(sys.argv[1])) or "The book claims what it claimed before.")
