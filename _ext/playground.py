"""The page `playground`: five optimizers walk on a surface, in the reader's browser.

No update rule is written in JavaScript. While the book is built, the rules of
``optimizers.rules`` run on SymPy symbols, and what they return is printed as JavaScript; so are
the surfaces below and their gradients, which SymPy derives. The result, ``rules.js``, goes into
the folder ``playground`` of the site, with the scripts and the style sheet in ``_ext/playground``.

They are not in ``_static``: Jupyter Book would load them on every page. They are plain scripts,
not modules: a browser loads no module for a page that was opened from disk, without a server.

In a page, the directive ``playground`` marks the place of each of the two panels.
"""

import inspect
import json
import shutil
from pathlib import Path

import sympy
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

SOURCES = Path(__file__).with_suffix("")
SCRIPTS = ("rules.js", "walk.js", "page.js")  # in the order in which they need each other

x, y = sympy.symbols("x y", real=True)
BOWL = (x - 1) ** 2 / 2 + (y - 1) ** 2 / 2
START = (-1.5, 2.5)
MINIMUM = (1, 1)  # of all of them; not the origin, where weight decay leads
# name: (title, f, standard deviation of the noise that each coordinate of the gradient gets)
SURFACES = {
    "bowl": ("Bowl", BOWL, 0),
    "ravine": ("Ravine", (x - 1) ** 2 / 2 + 20 * (y - 1) ** 2 / 2, 0),
    "rosenbrock": ("Rosenbrock", (x - 1) ** 2 / 10 + (y - x**2) ** 2, 0),
    "noisy": ("Noisy bowl", BOWL, 1),
}
STATE = ("buf", "m", "v")  # parameters of a rule that it also returns, in this order


def function(arguments, names, expressions):
    """A JavaScript function of one object with these arguments.

    It returns an object with these names, or a bare number if ``names`` is empty.
    """
    parts, results = sympy.cse(expressions, symbols=sympy.numbered_symbols("c"))
    lines = [f"const {symbol} = {sympy.jscode(part)};" for symbol, part in parts]
    printed = [sympy.jscode(result) for result in results]
    pairs = ", ".join(f"{name}: {text}" for name, text in zip(names, printed, strict=False))
    lines.append(f"return {'{' + pairs + '}' if names else printed[0]};")
    return f"({{{', '.join(arguments)}}}) => {{ {' '.join(lines)} }}"


def rule_function(rule):
    """A rule of ``optimizers.rules`` as JavaScript, from a run on symbols with its own names.

    Arguments that have a default keep it, and are no arguments in JavaScript.
    """
    arguments = [
        p
        for p in inspect.signature(rule).parameters.values()
        if p.default is inspect.Parameter.empty
    ]
    values = {p.name: sympy.Symbol(p.name) for p in arguments}
    placed = [values[p.name] for p in arguments if p.kind is not p.KEYWORD_ONLY]
    named = {p.name: values[p.name] for p in arguments if p.kind is p.KEYWORD_ONLY}
    result = rule(*placed, **named)
    if not isinstance(result, tuple):
        return function(values, (), [result])
    names = [*(name for name in STATE if name in values), "step"]
    if len(names) != len(result):
        raise ValueError(f"{rule.__name__} must return {names}, got {len(result)} values")
    return function(values, names, list(result))


def rules_script():
    """The text of ``rules.js``: the rules, the surfaces, the colours of the house style."""
    from lab import style  # here, since this loads Matplotlib, and the next line PyTorch
    from optimizers import rules

    used = (rules.sgd, rules.momentum, rules.rmsprop, rules.adam, rules.adamw)
    functions = {rule.__name__: rule_function(rule) for rule in (rules.ema, rules.debias, *used)}
    surfaces = {
        name: "{"
        + f"title: {json.dumps(title)}, noise: {noise}, "
        + f"f: {function('xy', (), [f])}, "
        + f"gradient: {function('xy', 'xy', [f.diff(x), f.diff(y)])}"
        + "}"
        for name, (title, f, noise) in SURFACES.items()
    }
    # A dash is measured in line widths, as in Matplotlib; an empty one is a solid line.
    dashes = [[] if dash == "-" else list(dash[1]) for dash in style.DASHES]
    look = {
        "SGD": [style.INK, dashes[0]],
        "momentum": [style.GREEN, dashes[1]],
        "RMSProp": [style.ORANGE, dashes[2]],
        "Adam": [style.BLUE, dashes[0]],
        "AdamW": [style.PINK, dashes[3]],
    }
    return (
        "// Printed by _ext/playground.py from optimizers/rules.py. Do not edit.\n"
        '"use strict";\n'
        "globalThis.playground = {\n"
        f"rules: {table(functions)},\n"
        f"surfaces: {table(surfaces)},\n"
        f"start: {json.dumps(START)}, minimum: {json.dumps(MINIMUM)},\n"
        f"look: {json.dumps(look)},\n"
        "};\n"
    )


def table(entries):
    return "{\n" + "".join(f"  {name}: {text},\n" for name, text in entries.items()) + "}"


class Playground(SphinxDirective):
    """A panel of the playground, ``walks`` or ``weights``.

    The content of the directive stands there for readers without JavaScript.
    """

    required_arguments = 1
    has_content = True

    def run(self):
        (panel,) = self.arguments
        if panel not in ("walks", "weights"):
            raise self.error(f"playground has the panels walks and weights, got {panel!r}")
        self.env.metadata[self.env.docname]["playground"] = "here"
        instead = nodes.container(classes=["pg-instead"])
        self.state.nested_parse(self.content, self.content_offset, instead)
        box = nodes.container("", instead, classes=["pg-panel", f"pg-{panel}"])
        if panel == "weights":
            return [box]
        instead += [formula(name) for name in SURFACES]
        return [nodes.raw("", loading("../" * self.env.docname.count("/")), format="html"), box]


def loading(root):
    """The tags that load the scripts. If one does not come, the text for readers without stays."""
    failed = "document.querySelectorAll('.pg-panel').forEach(it => it.classList.add('pg-failed'))"
    return f'<link rel="stylesheet" href="{root}playground/page.css">' + "".join(
        f'<script defer src="{root}playground/{name}" onerror="{failed}"></script>'
        for name in SCRIPTS
    )


def formula(name):
    """One line that says what a surface is."""
    title, f, noise = SURFACES[name]
    line = nodes.paragraph("", "", nodes.strong("", title), nodes.Text(": "))
    line += nodes.math("", f"f(x, y) = {sympy.latex(f)}")
    if noise:
        line += nodes.Text(
            f". Each coordinate of each gradient gets normal noise of standard deviation {noise}"
        )
    line += nodes.Text(".")
    return nodes.container("", line, classes=["pg-formula", f"pg-formula-{name}"])


def write(app, exception):
    """Put scripts and style sheet into the site, if a page has the directive."""
    if exception or app.builder.format != "html":
        return
    if any("playground" in data for data in app.env.metadata.values()):
        folder = Path(app.outdir, "playground")
        folder.mkdir(exist_ok=True)
        for source in sorted(SOURCES.iterdir()):
            shutil.copy(source, folder)
        (folder / "rules.js").write_text(rules_script(), encoding="utf-8")


def setup(app):
    app.add_directive("playground", Playground)
    app.connect("build-finished", write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
