"""Two drawings of what rests on what, as SVG that takes its colours and its room from the page."""

from collections import Counter
from html import escape
from itertools import pairwise

STEP, LEFT, TOP = 12, 49, 40  # pixels: between claims, between chapters, above the first claim
LETTER, AIR = 7, 12  # pixels: of a column's name, and between two of them
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
    across = _columns([_width(chapter) for chapter in columns])
    for entry in entries:
        x = across[columns.index(entry.chapter)]
        place[entry.record.label] = (x, TOP + rows[entry.chapter] * STEP)
        rows[entry.chapter] += 1
    width, height = across[-1] + LEFT, TOP + max(rows.values()) * STEP
    edges = sum(len(e.record.uses) for e in entries)
    parts = [
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" '
        f'aria-label="{len(entries)} claims in {len(columns)} columns, one for each chapter, and '
        f'{edges} lines from a claim to one that it rests on. The table below lists the same.">'
    ]
    for number, chapter in enumerate(columns):
        parts.append(
            f'<text x="{across[number]}" y="18" text-anchor="middle" textLength="{_width(chapter)}" '
            f'lengthAdjust="spacingAndGlyphs">{escape(_short(chapter))}<title>'
            f"{escape(titles[chapter])}</title></text>"
        )
    for entry in entries:
        x, y = place[entry.record.label]
        lines = "".join(_line(place[used], (x, y)) for used in entry.record.uses)
        parts.append(
            f'<g class="claim-{entry.record.kind}">{lines}'
            f'<a href="{address(entry)}" tabindex="-1" '
            f'aria-label="{entry.record.label}" transform="translate({x} {y})">'
            f"{SIGNS[entry.record.kind]}<title>{entry.record.label}</title></a></g>"
        )
    return "".join([*parts, "</svg>"])


def address(entry):
    """Where a claim stands, seen from the chapters' folder."""
    return f"{entry.chapter}.html#claim-{entry.record.label}"


def _short(chapter):
    """'1' for ``01_training_loop``, 'bugs' for ``silent_bugs``."""
    number, _, word = chapter.partition("_")
    return str(int(number)) if number.isdigit() else (word or number)


def _width(chapter):
    """The width of its name, in pixels. The drawing sets it, so no reader's font can change it."""
    return LETTER * len(_short(chapter))


def _columns(widths):
    """Where the columns stand, so that names of these widths do not touch."""
    across = [24]
    for left, right in pairwise(widths):
        across.append(across[-1] + max(LEFT, round((left + right) / 2) + AIR))
    return across


def _line(start, end):
    """A line that leaves to the right; within a column it is an arc that swells with its length."""
    (x1, y1), (x2, y2) = start, end
    if x1 == x2:
        bend = min(LEFT - 10, 10 + abs(y2 - y1) / 4)
        return f'<path class="rests" d="M{x1} {y1}C{x1 + bend:.0f} {y1} {x1 + bend:.0f} {y2} {x2} {y2}"/>'
    middle = (x1 + x2) / 2
    return f'<path class="rests" d="M{x1} {y1}C{middle:.0f} {y1} {middle:.0f} {y2} {x2} {y2}"/>'


def chapter_map(entries, titles, folder):
    """The chapters down the page in order; an arc joins two where one uses claims of the other.

    The titles are a list of the page, which breaks its lines as every text does. All its rows are of
    one height, so the arcs beside it need no measure but their number: they are drawn on a grid of
    one unit a row, and stretched to the list's height.
    """
    where = {entry.record.label: entry.chapter for entry in entries}
    count = Counter(
        (where[used], entry.chapter)
        for entry in entries
        for used in entry.record.uses
        if used in where
        and where[used] != entry.chapter
        and {where[used], entry.chapter} <= set(titles)
    )
    row = {chapter: number + 0.5 for number, chapter in enumerate(titles)}
    told = "; ".join(f"{_short(b)} rests on {_short(a)}" for a, b in sorted(count))
    parts = ['<ol class="chapter-list">']
    for chapter in titles:
        parts.append(
            f'<li><a href="{folder}{chapter}.html"><span class="number">{_short(chapter)}</span> '
            f"{escape(titles[chapter])}</a></li>"
        )
    parts.append(
        f'</ol><svg class="arcs" viewBox="0 0 100 {len(titles)}" preserveAspectRatio="none" '
        f'role="img" aria-label="Arcs join two chapters where a claim of one rests on a claim of the '
        f'other: {told}.">'
    )
    for (a, b), claims in sorted(count.items()):
        # The tip of a curve is at 3/4 of its handles.
        bend = 4 / 3 * 96 * ((row[b] - row[a]) / max(len(titles) - 1, 1)) ** 0.5
        parts.append(
            f'<path class="rests" d="M0 {row[a]}C{bend:.1f} {row[a]} {bend:.1f} {row[b]} 0 {row[b]}" '
            f'stroke-width="{1 + 0.5 * claims}"><title>{claims} claims of {_short(b)} rest on claims of '
            f"{_short(a)}</title></path>"
        )
    return "".join([*parts, "</svg>"])
