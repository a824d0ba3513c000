"""The kernel's lock: for each proved claim what the kernel said of it, or why it was not asked.

    accepted ema-closed-form 0f8fad5bd9cb469f 21ec2020a3dd4b2c

stands for the claim (its hash in ``tests/claims.lock``) and the file that the kernel accepted (of
statement and script). ``unwritten`` claims name a reason of :data:`claims.kernel.reasons.REASONS`
in place of the file. Nothing is compiled here.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from claims.book import ledger
from claims.book import lock as claims_lock
from claims.kernel.reasons import REASONS
from claims.kernel.run import file_name

PATH = Path("tests", "kernel.lock")
FILES = Path("_static", "kernel")
LIBRARY = FILES / "Book.v"
RENEW = "`make kernel` asks the kernel again"
_HEAD = """\
# What the Rocq kernel said of each proved claim: the claim's hash, and the hash of the file in _static/kernel that it accepted;
# or why there is none. `make kernel` writes this file.
"""
# What decides how a claim is written: a change here asks for `make kernel`.
_TRANSLATION = (
    "reasons", "names", "terms", "definedness", "domains", "theorem", "limits", "sums", "scripts",
    "source",
)  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """One line; ``verdict`` is accepted or unwritten, ``what`` a file's hash or a reason."""

    chapter: str
    verdict: str
    label: str
    claim: str
    what: str


def digest(text):
    """16 hexadecimal digits that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def translation(root):
    """The hash of the code that writes the theorems."""
    folder = Path(root, "code", "claims", "kernel")
    paths = [folder / f"{name}.py" for name in _TRANSLATION]
    return digest("\n".join(p.read_text(encoding="utf-8") for p in paths if p.exists()))


def library(root):
    """The hash of the library that every proof uses."""
    path = Path(root, LIBRARY)
    return digest(path.read_text(encoding="utf-8")) if path.exists() else None


def text(kept, written_by, library_used):
    """The whole lock file."""
    parts = [_HEAD, f"\ntranslation {written_by}\nlibrary {library_used}\n"]
    for chapter, group in groupby(kept, key=lambda k: k.chapter):
        parts.append(f"\n[{chapter}]\n")
        parts += [f"{k.verdict:9} {k.label} {k.claim} {k.what}\n" for k in group]
    return "".join(parts)


def parse(locked):
    """((hash of the translation, of the library), {label: :class:`Kept`}) of a lock file's text."""
    found, chapter, made = {}, None, {"translation": None, "library": None}
    for line in locked.splitlines():
        if line.startswith("["):
            chapter = line.strip("[]")
        elif line.startswith(("translation ", "library ")):
            made.update([line.split()])
        elif line and not line.startswith("#"):
            verdict, label, claim, what = line.split()
            found[label] = Kept(chapter, verdict, label, claim, what)
    return (made["translation"], made["library"]), found


def read(root):
    """The lock of the book in ``root``."""
    path = Path(root, PATH)
    return parse(path.read_text(encoding="utf-8") if path.exists() else "")


def problems(root, entries):
    """What is stale or missing, as sentences: the claims of the chapters against the lock, and the
    lock against the files."""
    (written_by, used), kept = read(root)
    found = []
    if written_by != translation(root):
        found.append(f"the code that writes the theorems has changed: {RENEW}")
    if used != library(root):
        found.append(f"{LIBRARY} has changed: {RENEW}")
    proved = {e.record.label: e for e in entries if e.record.kind == "proved"}
    for label, entry in proved.items():
        if label not in kept:
            found.append(f"{label}: the kernel has not been asked: {RENEW}")
        elif kept[label].claim != claims_lock.digest(entry.record, entry.source):
            found.append(f"{label}: the claim is another than the one that the kernel saw: {RENEW}")
        elif kept[label].chapter != entry.chapter:
            found.append(f"{label}: stands in {entry.chapter} now: {RENEW}")
    found += [
        f"{label}: is no longer a proved claim: {RENEW}" for label in kept if label not in proved
    ]
    found += problems_of_files(root, kept.values())
    names = {*map(file_name, kept), LIBRARY.name}
    strange = sorted(p.name for p in Path(root, FILES).glob("*.v") if p.name not in names)
    return found + [f"{name}: belongs to no claim: {RENEW}" for name in strange]


def problems_of_files(root, kept):
    """What is wrong with the files that these lines stand for, as sentences."""
    found = []
    for line in kept:
        path = Path(root, FILES, file_name(line.label))
        if line.verdict == "unwritten":
            if line.what not in REASONS:
                found.append(f"{line.label}: {line.what!r} is no reason")
            if path.exists():
                found.append(f"{line.label}: unwritten, and yet there is a file: {RENEW}")
        elif line.verdict != "accepted":
            found.append(f"{line.label}: {line.verdict!r} is no verdict")
        elif not path.exists():
            found.append(f"{line.label}: accepted, but the file is gone: {RENEW}")
        elif digest(path.read_text(encoding="utf-8")) != line.what:
            found.append(f"{line.label}: the file is not the one that the kernel accepted: {RENEW}")
    return found


def leave_unasked(root):
    """Say in the lock, of each proved claim that is new or changed, that the kernel has not been
    asked: for a machine that has no coqc. What was accepted, and is the same, stays accepted."""
    (written_by, used), before = read(root)
    lines = []
    for entry in ledger.read(ledger.chapters(root)):
        if entry.record.kind != "proved":
            continue
        label, claim = entry.record.label, claims_lock.digest(entry.record, entry.source)
        known = before.get(label)
        if known is not None and known.claim == claim:
            lines.append(replace(known, chapter=entry.chapter))
            continue
        lines.append(Kept(entry.chapter, "unwritten", label, claim, "unasked"))
    sweep(root, lines)
    Path(root, PATH).write_text(text(lines, written_by, used), encoding="utf-8")


def sweep(root, kept):
    """Remove files of claims that are not accepted."""
    wanted = {file_name(k.label) for k in kept if k.verdict == "accepted"} | {LIBRARY.name}
    for path in Path(root, FILES).glob("*.v"):
        if path.name not in wanted:
            path.unlink()


def totals(kept):
    """How many were accepted, and how many not written for each reason: a Counter."""
    return Counter(k.what if k.verdict == "unwritten" else k.verdict for k in kept.values())
