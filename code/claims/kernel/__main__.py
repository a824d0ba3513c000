"""``make kernel``: write what the chapters prove as theorems, and ask the kernel of Rocq.

    python -m claims.kernel . [--all]

A chapter is run where its claims, or the code that writes theorems, have changed since; a file is
compiled where it changed. ``--all`` does everything again.
"""

import os
import pickle
import subprocess
import sys
import time
from itertools import groupby
from pathlib import Path

from claims.book import ledger
from claims.book import lock as claims_lock
from claims.kernel import agreement, lock, run, source
from claims.kernel.reasons import REASONS, NotWritten

BUILD = Path("_build", "kernel")


def update(root, everything=False):
    """Renew theorems, verdicts and lock. Returns what the kernel refused, as sentences."""
    root = Path(root).resolve()
    entries = ledger.read(ledger.chapters(root))
    (written_by, library), before = lock.read(root)
    now, library_now = lock.translation(root), lock.library(root)
    if library != library_now:  # every proof uses it
        everything = True
    run.library(root / BUILD / "coq", root / lock.LIBRARY)
    kept, refused = [], []
    for chapter, group in groupby(entries, key=lambda e: e.chapter):
        proved = [e for e in group if e.record.kind == "proved"]
        hashes = {e.record.label: claims_lock.digest(e.record, e.source) for e in proved}
        known = [before[label] for label in hashes if label in before]
        same = [k.claim for k in known] == [*hashes.values()] and written_by == now
        same = same and not any(k.what == "unasked" for k in known)
        if same and not everything and not lock.problems_of_files(root, known):
            kept += known
            continue
        if not proved:
            continue
        lines, bad = _chapter(root, chapter, hashes, {} if everything else before)
        kept += lines
        refused += bad
    (root / lock.PATH).write_text(lock.text(kept, now, library_now), encoding="utf-8")
    lock.sweep(root, kept)
    return refused


def _chapter(root, chapter, hashes, before):
    """The lines of the lock for one chapter, and what the kernel refused there."""
    posed = {p.label: p for p in _posed(root, chapter, hashes)}
    texts, reasons = {}, {}
    for label in hashes:
        try:
            pairs = source.theorems(posed[label])
            for written, _ in pairs[: len(posed[label].lines)]:
                agreement.check(written)
            texts[label] = source.text(label, pairs)
        except NotWritten as why:
            reasons[label] = why
    folder = root / BUILD / "coq"
    known = {k.label for k in before.values() if k.verdict == "accepted" and label_is(k, texts)}
    new = {label: text for label, text in texts.items() if label not in known}
    count = [0]

    def progress(label, verdict):
        count[0] += 1
        word = "accepted" if verdict.accepted else "REFUSED"
        print(
            f"  {chapter} {count[0]}/{len(new)} {label}: {word}, {verdict.seconds:.1f} s",
            flush=True,
        )

    verdicts = run.check_all(new, folder, progress)
    lines, refused = [], []
    for label, claim in hashes.items():
        if label in reasons:
            lines.append(lock.Kept(chapter, "unwritten", label, claim, reasons[label].reason))
        elif label in verdicts and not verdicts[label].accepted:
            refused.append(f"{label}: {verdicts[label].why}")
            lines.append(lock.Kept(chapter, "unwritten", label, claim, "script"))
        else:
            (root / lock.FILES / run.file_name(label)).write_text(texts[label], encoding="utf-8")
            lines.append(lock.Kept(chapter, "accepted", label, claim, lock.digest(texts[label])))
    return lines, refused


def label_is(kept, texts):
    """Whether the file that was accepted is the one that would be written now."""
    return kept.label in texts and lock.digest(texts[kept.label]) == kept.what


def _posed(root, chapter, hashes):
    """What the chapter proves, from an earlier run of the same claims or by running it."""
    stored = root / BUILD / f"{chapter}.pickle"
    key = lock.digest(repr([*hashes.items(), _code(root)]))
    marked = stored.with_suffix(".key")
    if not (stored.exists() and marked.exists() and marked.read_text() == key):
        print(f"  {chapter}: running it ...", flush=True)
        start = time.monotonic()
        subprocess.run(
            [
                sys.executable,
                "-m",
                "claims.kernel.collect",
                root / "chapters" / f"{chapter}.ipynb",
                stored,
            ],
            check=True,
            env={**os.environ, "MPLBACKEND": "Agg"},
        )
        marked.write_text(key)
        print(f"  {chapter}: {time.monotonic() - start:.0f} s", flush=True)
    return pickle.loads(stored.read_bytes())


def _code(root):
    """A hash of what decides how a claim is taken down."""
    folders = (root / "code" / "claims" / "proving", root / "code" / "optimizers")
    paths = sorted(p for f in folders for p in f.rglob("*.py"))
    paths += [root / "code" / "claims" / "kernel" / n for n in ("posed.py", "collect.py")]
    return lock.digest("\n".join(p.read_text(encoding="utf-8") for p in paths))


def main(root, everything):
    if not run.here():
        lock.leave_unasked(root)
        print(run.GET)
        return
    refused = update(root, everything)
    _, kept = lock.read(root)
    totals = lock.totals(kept)
    print(f"{totals.pop('accepted', 0)} of {len(kept)} proved claims are accepted by the kernel.")
    for reason, count in totals.most_common():
        print(f"  {count}: {REASONS[reason]}")
    for line in refused:
        print(f"No script yet for {line}")


if __name__ == "__main__":
    main(sys.argv[1], "--all" in sys.argv)
