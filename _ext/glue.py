"""No full stop or comma alone at the start of a line.

A browser may break the line between a formula and the sign after it, since a formula is one box to
it (a word joiner does not change that in Chromium and Firefox). So a formula and the signs that
touch it stand in one ``span`` that does not wrap, even where the sign follows a link that ends in
the formula. A long formula would no longer break at its own relations and run out of a phone's
page, so it is left as it is. The sign of a claim (:mod:`ticks`) stays with its link.
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ticks import is_tick

AFTER = re.compile(r"[.,;:!?)\]’”…%]+")
BEFORE = re.compile(r"[(\[‘“]+$")
AROUND = nodes.reference | nodes.strong | nodes.emphasis | nodes.inline
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
    # Of a link, or of bold text, that is nothing but a formula, the signs stand outside.
    while isinstance(box.parent, AROUND) and len(box.parent) == 1:
        box = box.parent
    before, opened_outside, _ = neighbour(box, -1)
    after, closed_outside, tick = neighbour(box, 1)
    opening = before is not None and BEFORE.search(before)
    closing = after is not None and AFTER.match(after)
    if not (opening or closing or tick):
        return
    together = nodes.inline(classes=["glue"])
    box.parent.replace(box, together)
    if opening:
        together += sign(opening[0], opened_outside)
        before.parent.replace(before, nodes.Text(before[: opening.start()]))
    together += box
    if tick:
        tick.parent.remove(tick)
        together += tick
    if closing:
        together += sign(closing[0], closed_outside)
        after.parent.replace(after, nodes.Text(after[closing.end() :]))


def neighbour(box, step):
    """What touches the box on this side: its text, whether that is outside of the box's link, a tick."""
    outside, tick = False, None
    while True:
        parent = box.parent
        place = parent.index(box) + step
        if 0 <= place < len(parent) and is_tick(parent[place]) and step > 0:
            tick, place = parent[place], place + step
        if 0 <= place < len(parent):
            text = parent[place]
            return (text if isinstance(text, nodes.Text) else None), outside, tick
        if not isinstance(parent, AROUND):
            return None, False, tick
        box, outside = parent, True


def sign(text, outside):
    """A sign from outside of a link comes into it, but does not look so."""
    return nodes.inline("", text, classes=["outside"]) if outside else nodes.Text(text)


def setup(app):
    app.add_post_transform(Glue)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
