"""Edits of one file of the book: each is a function from its text to the changed text.

An edit names the place that it changes, and that place must be there exactly once. If it is not,
the edit raises :class:`Misfit`: the book has changed, and the edit has to follow it.
"""

import json

from pages import CLAIM, claims, outputs, source


class Misfit(ValueError):
    """An edit does not fit the file (any more)."""


def _once(text, old, new):
    if (count := text.count(old)) != 1:
        raise Misfit(f"stands {count} times, not once: {old!r}")
    return text.replace(old, new)


def swap(old, new, between=None):
    """Replace ``old`` in a text, or in its part between two strings (the second may be "")."""

    def edit(text):
        if between is None:
            return _once(text, old, new)
        start, end = between
        before, found, rest = text.partition(start)
        part, also_found, after = rest.partition(end) if end else (rest, "", "")
        if not found or (end and not also_found):
            raise Misfit(f"not there: {start!r} … {end!r}")
        return before + found + _once(part, old, new) + also_found + after

    return edit


# --- Notebooks


def notebook(change):
    """An edit from a function that changes a parsed notebook in place."""

    def edit(text):
        book = json.loads(text)
        change(book)
        return json.dumps(book, indent=1, ensure_ascii=False) + "\n"

    return edit


def _the_cell(book, holds):
    found = [cell for cell in book["cells"] if holds in source(cell)]
    if len(found) != 1:
        raise Misfit(f"stands in {len(found)} cells, not in one: {holds!r}")
    return found[0]


def cell(holds, change):
    """Change the one cell whose source holds a string."""
    return notebook(lambda book: change(_the_cell(book, holds)))


def code(old, new):
    """Replace a string in the source of the one cell that holds it."""

    def change(book):
        found = _the_cell(book, old)
        found["source"] = _once(source(found), old, new)

    return notebook(change)


def drop(holds):
    """Delete the one cell whose source holds a string, and count the cells anew."""

    def change(book):
        book["cells"].remove(_the_cell(book, holds))
        ran = [c for c in book["cells"] if c.get("execution_count")]
        for count, found in enumerate(ran, start=1):
            found["execution_count"] = count

    return notebook(change)


def prose(text):
    """Write a Markdown cell at the end of a chapter."""
    made = {"cell_type": "markdown", "id": "planted", "metadata": {}, "source": text}
    return notebook(lambda book: book["cells"].append(made))


def stored(mime, old, new):
    """Replace a string in the stored outputs of one MIME type ("stream" for what was printed)."""

    def change(book):
        places = []
        for _, _, out in outputs(book):
            held, key = (out, "text") if mime == "stream" else (out.get("data", {}), mime)
            if old in "".join(held.get(key, "")):
                places.append((held, key))
        if len(places) != 1:
            raise Misfit(f"stands in {len(places)} outputs, not in one: {old!r}")
        held, key = places[0]
        held[key] = _once("".join(held[key]), old, new)

    return notebook(change)


def record(label, key, new):
    """Replace one entry of the stored record of a claim."""

    def change(book):
        found = [made for made in claims(book) if made["label"] == label]
        if len(found) != 1 or key not in found[0]:
            raise Misfit(f"not the {key} of one claim: {label!r}")
        found[0][key] = new

    return notebook(change)


def without_record(label):
    """Delete the record of a claim from its output; what else was stored of it stays."""

    def change(book):
        places = [
            out["data"]
            for _, _, out in outputs(book)
            if out.get("data", {}).get(CLAIM, {}).get("label") == label
        ]
        if len(places) != 1:
            raise Misfit(f"has {len(places)} records, not one: {label!r}")
        del places[0][CLAIM]

    return notebook(change)


def without_pictures(found):
    """Delete the pictures from the outputs of one cell, as if it had been run with Agg."""
    for out in found["outputs"]:
        for mime in [mime for mime in out.get("data", {}) if mime.startswith("image/")]:
            del out["data"][mime]


def strip(book):
    """Delete all outputs and counts, as some tools do before a commit."""
    for found in book["cells"]:
        if found["cell_type"] == "code":
            found.update(outputs=[], execution_count=None)
