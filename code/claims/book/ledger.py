"""The ledger: every claim of the book, read from the outputs that the chapters store.

Nothing is run here. A chapter is a notebook file; its claims are the records in its outputs. The
ledger says what they are, what they rest on, and what is wrong with that.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from claims.book.record import MIME, Record
from claims.book.source import Notebook

KINDS = ("proved", "checked", "refuted", "defined")
_SENTENCE = (
    "{} claims: {} proved, {} checked on numbers, {} refuted, {} definitions and assumptions"
)
SENTENCE = re.compile(re.escape(_SENTENCE).replace(r"\{\}", r"\d+"))


@dataclass(frozen=True)
class Entry:
    """One claim and where it stands: the chapter's file name, without its ending.

    ``source`` is a hash of all the code that the claim runs (:mod:`claims.book.source`).
    """

    chapter: str
    record: Record
    source: str = ""


def chapters(root):
    """The notebooks of the book whose folder is ``root``, in the order of its ``_toc.yml``."""
    toc = (Path(root) / "_toc.yml").read_text(encoding="utf-8")
    names = re.findall(r"^[\s-]*(?:root|file):\s*(\S+)\s*$", toc, re.MULTILINE)
    paths = [Path(root) / f"{name}.ipynb" for name in names]
    return [path for path in paths if path.exists()]


def read(paths):
    """The claims that these notebooks store, as a list of :class:`Entry`, in order."""
    entries = []
    for path in map(Path, paths):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        sources = ["".join(cell["source"]) for cell in cells]
        code = Notebook(sources, path.resolve().parent.parent / "code")
        for number, cell in enumerate(cells):
            for output in cell.get("outputs", []):
                if MIME in output.get("data", {}):
                    record = _record(output["data"][MIME])
                    entries.append(Entry(path.stem, record, code.digest(number, record.label)))
    return entries


def _record(stored):
    return Record(**{k: tuple(v) if isinstance(v, list) else v for k, v in stored.items()})


def totals(entries):
    """How many claims there are of each kind: a Counter."""
    return Counter(entry.record.kind for entry in entries)


def sentence(entries):
    """The totals in words, as the introduction and the README state them."""
    count = totals(entries)
    return _SENTENCE.format(sum(count.values()), *(count[kind] for kind in KINDS))


def problems(entries):
    """What is wrong with the claims taken together: a list of sentences, empty if nothing is.

    A label may stand once. A claim may rest only on claims that stand before it in the book, and on
    none that was refuted; so no claim can rest on itself, through others either.
    """
    found, kinds = [], {}
    last = {entry.record.label for entry in entries}
    for entry in entries:
        record = entry.record
        if record.label in kinds:
            found.append(f"{record.label}: stands twice")
        for used in record.uses:
            if used not in last:
                found.append(f"{record.label} rests on {used}, which no chapter claims")
            elif used not in kinds:
                found.append(f"{record.label} rests on {used}, which stands later in the book")
            elif kinds[used] == "refuted":
                found.append(f"{record.label} rests on {used}, which is refuted")
        kinds[record.label] = record.kind
    return found
