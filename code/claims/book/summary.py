"""The list of a chapter's claims, for its last section."""

from collections import Counter

from claims.book.record import registry

_WORDS = {
    "proved": "proved",
    "checked": "checked on numbers",
    "refuted": "refuted",
    "defined": "definitions and assumptions",
}


def summary():
    """Display how many claims this kernel has made, by kind, and their labels."""
    from IPython.display import Markdown, display

    records = registry().values()
    counts = Counter(r.kind for r in records)
    lines = []
    for kind, words in _WORDS.items():
        if counts[kind]:
            names = ", ".join(f"[`{r.label}`](#{r.label})" for r in records if r.kind == kind)
            lines.append(f"- **{counts[kind]} {words}**: {names}")
    rejected = sum(r.mutants for r in records)
    lines.append(
        f"\nAltered versions and wrong alternatives that were tried and rejected: **{rejected}**."
    )
    display(Markdown("\n".join(lines)))
