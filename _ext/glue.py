"""No full stop or comma alone at the start of a line.

A browser may break the line between a formula and the sign after it, since a formula is one box to
it (a word joiner does not change that in Chromium and Firefox). So a formula and the signs that
touch it stand in one ``span`` that does not wrap. A long formula would no longer break at its own
relations and run out of a phone's page, so it is left as it is.
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

AFTER = re.compile(r"[.,;:!?)\]’”…%]+")
BEFORE = re.compile(r"[(\[‘“]+$")
# Letters and signs that a phone of 320 px shows in one line, with room for the sign after them
SHORT = 22


def width(tex):
    """About how many letters wide a formula is: a command is one sign, most of them."""
    tex = re.sub(r"\\(?:left|right|big|Big|bigl|bigr|,|;|!|quad)\b|\\[,;!]", "", tex)
    tex = re.sub(r"\\(?:mathrm|operatorname|text|mathbf|sqrt|hat|bar|tilde)\b", "", tex)
    return len(re.sub(r"\\[A-Za-z]+|\\.", "x", tex).translate(dict.fromkeys(map(ord, "{}_^& "))))


class Glue(SphinxPostTransform):
    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs):
        for formula in list(self.document.findall(nodes.math)):
            if width(formula.astext()) <= SHORT:
                glue(formula)


def glue(formula):
    """Put the formula and the signs that touch it into one node of the class ``glue``."""
    box = formula
    # At the end of a link, or of bold text, the next sign stands outside of it.
    while isinstance(box.parent, nodes.reference | nodes.strong | nodes.emphasis | nodes.inline):
        if len(box.parent) > 1:
            break
        box = box.parent
    parent, place = box.parent, box.parent.index(box)
    before = parent[place - 1] if place else None
    after = parent[place + 1] if place + 1 < len(parent) else None
    opening = BEFORE.search(before) if isinstance(before, nodes.Text) else None
    closing = AFTER.match(after) if isinstance(after, nodes.Text) else None
    if not (opening or closing):
        return
    together = nodes.inline(classes=["glue"])
    parent[place] = together
    if closing:
        parent[place + 1] = nodes.Text(after[closing.end() :])
    if opening:
        parent[place - 1] = nodes.Text(before[: opening.start()])
        together += nodes.Text(opening[0])
    together += box
    if closing:
        together += nodes.Text(closing[0])


def setup(app):
    app.add_post_transform(Glue)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
