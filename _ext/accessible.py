"""What the theme's and the extensions' HTML lacks for readers who do not see or do not use a mouse.

Each mend answers a rule of axe-core that a page broke; tests/test_browser.py runs axe on all pages.
"""

import re
from pathlib import Path

import written
from narrow import narrow

MENDS = [
    # The label hid the words that are seen: "Show code cell source", "Search Ctrl+K".
    (r'<summary aria-label="Toggle hidden content">', "<summary>"),
    (r'(<button class="btn search-button-field[^>]*?) aria-label="[^"]*"', r"\1"),
    # The book's title and its search stood outside of every landmark.
    (
        r'<div class="bd-sidebar-primary bd-sidebar',
        r'<div role="complementary" aria-label="Book" class="bd-sidebar-primary bd-sidebar',
    ),
    # A header cell without text heads nothing.
    (r'<th class="head[^"]*">(?:<p></p>)?</th>', "<td></td>"),
    # The bibliography: roles that are deprecated, or not allowed where they stand.
    (r' role="doc-biblioentry"', ""),
    (r'<div role="list" class="citation-list">', '<div class="citation-list">'),
    # A size in `style` has no say once the style sheet sets a height.
    (
        r'<img ([^>]*?)style="width: ([\d.]+)px; height: ([\d.]+)px;"',
        lambda m: (
            f'<img {m[1]}width="{float(m[2]):.0f}" height="{float(m[3]):.0f}" decoding="async"'
        ),
    ),
]
DRAWING = re.compile(r'<img (?=[^>]*src="[^"]*/_images/([^"/]+\.svg)")(?![^>]*\bwidth=)')
PANELS = re.compile(r'<img [^>]*src="([^"]*/_images/)([^"/]+)\.svg"[^>]*>')


def mended(html, images):
    """The page, mended. ``images`` is the folder of its pictures."""
    for pattern, replacement in MENDS:
        html = re.sub(pattern, replacement, html)
    html = DRAWING.sub(lambda img: f'{img[0]}decoding="async" {size(images / img[1])}', html)
    return later(PANELS.sub(lambda img: for_a_phone(img, images), html))


def size(drawing):
    """Attributes that keep the place of an SVG free before it comes. A pt is 4/3 of a CSS px."""
    pt = re.search(r'<svg [^>]*?width="([\d.]+)pt" height="([\d.]+)pt"', drawing.read_text("utf-8"))
    if not pt:  # in other units, as other programs write it
        return ""
    width, height = (round(float(length) * 4 / 3) for length in pt.groups())
    return f'width="{width}" height="{height}" '


def for_a_phone(img, images):
    """The figure, with a form for narrow pages if it has two panels."""
    drawing = narrow((images / f"{img[2]}.svg").read_text("utf-8"))
    if drawing is None:
        return img[0]
    file = images / f"{img[2]}-narrow.svg"
    file.write_text(drawing, "utf-8")
    return (
        f'<picture><source media="(max-width: 36rem)" srcset="{img[1]}{file.name}" {size(file)}/>'
        f"{img[0]}</picture>"
    )


def later(html):
    """Figures after the first are loaded when the reader comes near them."""
    parts = re.split(r"(?=<img [^>]*decoding=)", html)  # each part but the first begins with one
    return "".join(parts[:2] + [f'<img loading="lazy"{part[4:]}' for part in parts[2:]])


def finish(app, exception):
    for path, html in written.pages(app, exception).items():
        path.write_text(mended(html, Path(app.outdir, "_images")), encoding="utf-8")


def setup(app):
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
