"""Two drawings of what rests on what, as SVG that takes its colours from the page."""

from collections import Counter
from html import escape

STEP, LEFT, TOP = 12, 49, 40  # pixels: between claims, between chapters, above the first claim
X = 500  # where the chapters of the map stand
# A kind is told by its sign as well as by its colour; each path is drawn around 0, 0.
SIGNS = {
    "proved": '<circle r="4"/>',
    "checked": '<rect x="-3.5" y="-3.5" width="7" height="7"/>',
    "refuted": '<path d="M-3.5-3.5 3.5 3.5M-3.5 3.5 3.5-3.5"/>',
    "defined": '<path d="M0-5 5 0 0 5-5 0Z"/>',
}


def claim_graph(entries, titles):
    """One column for each chapter, one sign for each claim in it, a line to each claim it uses."""
    place, rows = {}, Counter()
    columns = list(titles)
    for entry in entries:
        x = 24 + columns.index(entry.chapter) * LEFT
        place[entry.record.label] = (x, TOP + rows[entry.chapter] * STEP)
        rows[entry.chapter] += 1
    width, height = 24 + len(columns) * LEFT, TOP + max(rows.values()) * STEP
    edges = sum(len(e.record.uses) for e in entries)
    parts = [
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" '
        f'aria-label="{len(entries)} claims in {len(columns)} columns, one for each chapter, and '
        f'{edges} lines from a claim to one that it rests on. The table below lists the same.">'
    ]
    for number, chapter in enumerate(columns):
        x = 24 + number * LEFT
        parts.append(
            f'<text x="{x}" y="18" text-anchor="middle">{escape(_short(chapter))}<title>{escape(titles[chapter])}</title></text>'
        )
    for entry in entries:
        x, y = place[entry.record.label]
        lines = "".join(_line(place[used], (x, y)) for used in entry.record.uses)
        parts.append(
            f'<g class="claim-{entry.record.kind}">{lines}'
            f'<a href="{entry.chapter}.html#claim-{entry.record.label}" tabindex="-1" '
            f'aria-label="{entry.record.label}" transform="translate({x} {y})">'
            f"{SIGNS[entry.record.kind]}<title>{entry.record.label}</title></a></g>"
        )
    return "".join([*parts, "</svg>"])


def _short(chapter):
    """'1' for ``01_training_loop``, 'bugs' for ``silent_bugs``."""
    number, _, word = chapter.partition("_")
    return str(int(number)) if number.isdigit() else (word or number)


def _line(start, end):
    """A line that leaves to the right; within a column it is an arc that swells with its length."""
    (x1, y1), (x2, y2) = start, end
    if x1 == x2:
        bend = min(LEFT - 10, 10 + abs(y2 - y1) / 4)
        return f'<path class="rests" d="M{x1} {y1}C{x1 + bend:.0f} {y1} {x1 + bend:.0f} {y2} {x2} {y2}"/>'
    middle = (x1 + x2) / 2
    return f'<path class="rests" d="M{x1} {y1}C{middle:.0f} {y1} {middle:.0f} {y2} {x2} {y2}"/>'


def chapter_map(entries, titles, folder):
    """The chapters down the page in order; an arc joins two where one uses claims of the other."""
    where = {entry.record.label: entry.chapter for entry in entries}
    count = Counter(
        (where[used], entry.chapter)
        for entry in entries
        for used in entry.record.uses
        if used in where
        and where[used] != entry.chapter
        and {where[used], entry.chapter} <= set(titles)
    )
    row = {chapter: 22 + 34 * number for number, chapter in enumerate(titles)}
    height = 34 * len(titles) + 8
    told = "; ".join(f"{_short(b)} rests on {_short(a)}" for a, b in sorted(count))
    parts = [
        f'<svg viewBox="0 0 700 {height}" role="group" aria-label="The chapters in order, joined by an '
        f'arc where a claim of one rests on a claim of the other: {told}.">'
    ]
    for (a, b), claims in sorted(count.items()):
        bend = 30 + 22 * (list(titles).index(b) - list(titles).index(a))
        parts.append(
            f'<path class="rests" d="M{X} {row[a]}C{X + bend} {row[a]} {X + bend} {row[b]} {X} {row[b]}" '
            f'stroke-width="{1 + 0.5 * claims}"><title>{claims} claims of {_short(b)} rest on claims of '
            f"{_short(a)}</title></path>"
        )
    for chapter, y in row.items():
        parts.append(
            f'<a href="{folder}{chapter}.html"><circle cx="{X}" cy="{y}" r="5"/>'
            f'<text x="{X - 16}" y="{y + 5}" text-anchor="end">{escape(titles[chapter])}</text>'
            f'<text class="number" x="0" y="{y + 5}">{_short(chapter)}</text></a>'
        )
    return "".join([*parts, "</svg>"])
