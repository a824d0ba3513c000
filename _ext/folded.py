"""Cells as a reader wants them: what was found first, the code that found it folded below.

A notebook runs from top to bottom, so its code stands before what it shows. On the page it is the
other way round. What a cell is can be seen from its output and from its tags:

- a cell that makes claims: its code is folded into the box ("How this was checked");
- tag ``quiet``: each of its claims is one line, and opens to the whole box;
- tag ``rule``: the source of a rule beside its formula, without the call that prints them;
- tag ``hide-input``: a figure, or what prepares the page; its code is folded below;
- tag ``solution``: code and output are folded, below an exercise;
- a call of ``show.source`` alone: only the source that it shows;
  with the tag ``hide-output`` that is folded.

Hints and solutions of exercises stand in the text, as ``<details>`` that fold in every front end.

Every other cell is an experiment: code and output stay open. The switch in the header of a page
opens and closes all folded code (``_static/code.js``). Nothing of it needs a script to be read.
"""

import ast
import re

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform

import written

CHECKED = "How this was checked"
CHECKED_ALL = "The code of these claims"
FIGURE = "The code of this figure"
TABLE = "The code of this table"
PRINTED = "The code that prints this"
PREPARED = "The code that prepares what follows"
SOLUTION = "Run the solution"
DEFINED = "The code behind it"
SHOWN = "The code"
WRITTEN = re.compile(r"<details>\s*<summary>([^<]*)</summary>")
SHORT = 60  # characters of LaTeX that fit into a line beside words

SWITCH = (
    '<button class="btn btn-sm code-switch" type="button" aria-pressed="false"'
    ' title="Show all code">'
    '<span class="btn__icon-container" aria-hidden="true">{ }</span>'
    '<span class="visually-hidden">Show all code</span></button>'
)


class Fold(nodes.General, nodes.Element):
    """A ``<details>``; its first child is the :class:`Line` that opens it."""


class Line(nodes.General, nodes.TextElement):
    """A ``<summary>``."""


def fold(title, *content, classes=()):
    """Content folded under a title (text or nodes)."""
    line = Line()
    line += nodes.Text(title) if isinstance(title, str) else title
    return Fold("", line, *content, classes=list(classes))


class FoldCells(SphinxPostTransform):
    """Put the code of each cell where it belongs."""

    # After MyST-NB chose each output's form (4) and links were resolved (10), before it hides
    # what its own tags name (199).
    default_priority = 190
    formats = ("html",)

    def run(self, **kwargs):
        for cell in list(self.document.findall(nodes.container)):
            if cell.get("nb_element") == "cell_code":
                arrange(cell)
        for start in list(self.document.findall(nodes.raw)):
            if title := WRITTEN.fullmatch(start.astext().strip()):
                take_in(start, title[1])


def arrange(cell):
    """One cell of code, its parts put into the order of the page."""
    parts = {child.get("nb_element"): child for child in cell.children}
    code, output = parts.get("cell_code_source"), parts.get("cell_code_output")
    if code is None:  # removed by a tag
        return
    claims = boxes(output) if output else []
    tags = {name.removeprefix("tag_") for name in cell["classes"]}
    if "rule" in tags:
        if len(claims) != 1 or not list(output.findall(nodes.literal_block)):
            raise ExtensionError(
                "folded: a cell tagged rule shows one source and defines one formula, but here is\n"
                + code.astext()
            )
        under(cell, code, claims, quiet=False)
    elif "solution" in tags:
        cell.children = []
        cell += fold(SOLUTION, *parts.values(), classes=["solution"])
    elif claims:
        under(cell, code, claims, quiet="quiet" in tags)
    elif "quiet" in tags:
        raise ExtensionError(f"folded: a cell tagged quiet makes no claim:\n{code.astext()}")
    elif only_shows_source(code.astext()):
        cell.remove(code)
        if "hide-output" in tags:
            cell.remove(output)
            cell += fold(SHOWN, output, classes=["how"])
    elif "hide-input" in tags:
        cell.remove(code)
        cell += fold(told_by(output) if output else PREPARED, code, classes=["how"])
    cell["hide_mode"] = None  # done here


def told_by(output):
    """What stands above the code of a cell that shows something."""
    for kind, words in ((nodes.image, FIGURE), (nodes.table, TABLE)):
        if next(output.findall(kind), None) is not None:
            return words
    return PRINTED


def boxes(output):
    return [box for box in output.findall(nodes.container) if "claim" in box["classes"]]


def parts_of(box, name):
    """The parts of a claim's box with this class."""
    return [part for part in box.children if name in part.get("classes", ())]


def under(cell, code, claims, quiet):
    """The code of claims, below what they say. Anything else that the cell shows stays before."""
    cell.remove(code)
    for box in claims:
        told = parts_of(box, "claim-alternatives")
        for part in told:
            box.remove(part)
        if len(claims) == 1:
            title = DEFINED if "claim-defined" in box["classes"] else CHECKED
            box += fold(title, *told, code, classes=["how"])
        elif told:
            box += fold(CHECKED, *told, classes=["how"])
        if quiet:
            box.replace_self(one_line(box))
    if len(claims) > 1:
        cell += fold(CHECKED_ALL, code, classes=["how", "how-all"])


def take_in(start, title):
    """What stands between a written ``<details>`` and its end, folded."""
    after = start.parent.children[start.parent.index(start) + 1 :]
    content = []
    for node in after:
        if isinstance(node, nodes.raw) and node.astext().strip() == "</details>":
            break
        content.append(node)
    else:
        raise ExtensionError(f"folded: <details> {title!r} has no </details> on a line of its own")
    for gone in (*content, node):
        gone.parent.remove(gone)
    start.replace_self(fold(title, *content, classes=["help"]))


def one_line(box):
    """A claim as one line that opens to its box."""
    words = parts_of(box, "claim-text")
    formulas = [part for part in box.children if isinstance(part, nodes.math_block)]
    line = nodes.inline(classes=["claim-line-text"])
    for paragraph in words:
        for child in paragraph.findall(nodes.paragraph):
            line += [*(part.deepcopy() for part in child.children), nodes.Text(" ")]
    for link in list(line.findall(nodes.reference)):  # a line that opens can hold no other control
        link.replace_self(link.children)
    if formulas and (not words or len(formulas[0].astext()) <= SHORT):
        line += nodes.math("", formulas[0].astext())
    # A false sentence says so to everybody; of the other kinds the sign is enough for those who see.
    if "claim-refuted" in box["classes"]:
        said = nodes.inline("", "False: ", classes=["claim-false"])
    else:
        kind = parts_of(parts_of(box, "claim-foot")[0], "claim-kind")[0]
        said = nodes.inline("", kind.astext() + ": ", classes=["visually-hidden"])
    sign = nodes.inline("", "", said, classes=["claim-sign"])
    folded = fold([sign, line], *box.children, classes=[*box["classes"], "quiet"])
    folded["ids"], folded["names"] = box["ids"], box["names"]
    return folded


def only_shows_source(code):
    """Whether a cell is nothing but one call of ``show.source``."""
    try:
        body = ast.parse(code).body
    except SyntaxError:  # a command for IPython
        return False
    return (
        len(body) == 1
        and isinstance(body[0], ast.Expr)
        and isinstance(body[0].value, ast.Call)
        and ast.unparse(body[0].value.func) == "show.source"
    )


def visit_fold(self, node):
    self.body.append(self.starttag(node, "details"))


def depart_fold(self, node):
    self.body.append("</details>\n")


def visit_line(self, node):
    self.body.append("<summary>")


def depart_line(self, node):
    self.body.append("</summary>\n")


# --- The switch, on pages that have code to fold.

BUTTONS = re.compile(r'(<div class="article-header-buttons">)')


def finish(app, exception):
    for path, html in written.pages(app, exception).items():
        if '<details class="how' not in html and '<details class="solution' not in html:
            continue
        html, found = BUTTONS.subn(lambda start: start[1] + SWITCH, html, count=1)
        if not found:
            raise ExtensionError("folded: the theme's header is not where it was")
        path.write_text(html, encoding="utf-8")


def setup(app):
    app.add_node(Fold, html=(visit_fold, depart_fold))
    app.add_node(Line, html=(visit_line, depart_line))
    app.add_post_transform(FoldCells)
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
