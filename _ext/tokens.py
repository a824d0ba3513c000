"""Code tokens without boxes that nobody sees.

Pygments puts every name, bracket and space into a ``span`` of its own: two thirds of the elements
of a chapter. Here a token in the colour of plain code loses its box, and tokens of one colour that
touch share one. What is seen stays the same, in light and in dark.
"""

import re
from collections import defaultdict
from pathlib import Path

import written

RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
SELECTOR = re.compile(r"(.*\.highlight)(?: \.(\w+))?", re.DOTALL)
CODE = re.compile(r'(?<=<div class="highlight">)<pre>.*?</pre>', re.DOTALL)
TOKEN = re.compile(r'<span class="(\w+)">([^<]*)</span>')
TOUCHING = re.compile(r'(<span class="(\w+)">[^<]*)</span>(\s*)<span class="\2">')


def styles(css):
    """{class of a token: {where: what the sheet says of it}}; None stands for code without a class."""
    told = defaultdict(dict)
    for selectors, body in RULE.findall(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        for selector in selectors.split(","):
            if match := SELECTOR.fullmatch(selector.strip()):
                said = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+?)\s*(?:;|$)", body))
                if match[2] is None:
                    said = {"color": said["color"]} if "color" in said else {}
                if said:
                    told[match[2]][match[1]] = said
    return told


def names(css):
    """{class of a token: the class that stands for its colour, or None for that of plain code}."""
    told, first = styles(css), {}
    plain = told.pop(None, {})
    for name, said in sorted(told.items()):
        first.setdefault(repr(sorted(said.items())), name)
    same = {name: first[repr(sorted(said.items()))] for name, said in told.items()}
    return {name: None if told[name] == plain else stands for name, stands in same.items()}


def fewer(html, stands):
    """The page with as few boxes in its code as its colours need."""

    def token(match):
        name = stands.get(match[1], match[1])
        return match[2] if name is None else f'<span class="{name}">{match[2]}</span>'

    def code(match):
        text, found = TOKEN.sub(token, match[0]), 1
        while found:
            text, found = TOUCHING.subn(r"\1\3", text)
        return text

    return CODE.sub(code, html)


def finish(app, exception):
    pages = written.pages(app, exception)
    sheet = Path(app.outdir, "_static", "pygments.css")
    if pages:
        stands = names(sheet.read_text(encoding="utf-8"))
        for path, html in pages.items():
            path.write_text(fewer(html, stands), encoding="utf-8")


def setup(app):
    app.connect("build-finished", finish, priority=890)  # the theme writes pygments.css at the end
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
