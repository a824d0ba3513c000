"""One style sheet for all pages, with the rules that some page can use.

The theme brings 300 kB of rules, most of them for what this book does not have, and a page asked
for some twenty sheets before it could draw its first word. When the site is written, they become
one: each sheet in its place, without the rules whose classes stand on no page and in no script. So
what the browser reads is a third, and the next page has it already.
"""

import hashlib
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import tinycss2
from sphinx.errors import ExtensionError

import written

SHEET = re.compile(r'[ \t]*<link\b(?=[^>]*\brel="stylesheet")[^>]*\bhref="([^"]*)"[^>]*>\n?')
NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
IMPORT = re.compile(r"""@import\s+(?:url\()?["'](?!\w*:?//)([^"']+)["']\)?\s*;""")
URL = re.compile(r"""url\(\s*(["']?)(?!data:|#)([^"')]+)\1\s*\)""")
# Scripts that hold the words of the book, and those of other languages
WORDS = {"searchindex.js", "searchtext.js", "translations.js", "language_data.js"}
NESTING = ("media", "supports", "container", "layer")


def sheets(html, folder):
    """The files of the style sheets in the page's head, in order."""
    head = NOSCRIPT.sub("", html.split("</head>", 1)[0])
    return [Path(os.path.normpath(folder / urlsplit(href).path)) for href in SHEET.findall(head)]


def in_order(lists):
    """All members of these lists, each after those that stand before it in a list."""
    order = []
    for members in sorted(lists, key=len, reverse=True):
        place = 0
        for member in members:
            if member not in order:
                order.insert(place, member)
            elif order.index(member) < place - 1:
                raise ExtensionError(f"sheets: {member.name} has two places in the pages")
            place = order.index(member) + 1
    return order


def text(path, static):
    """A style sheet with what it imports; its addresses as seen from the folder ``static``."""

    def moved(match):
        target = os.path.relpath(path.parent / match[2], static)
        return f"url({match[1]}{Path(target).as_posix()}{match[1]})"

    css = path.read_text(encoding="utf-8").removeprefix('@charset "UTF-8";')
    css = URL.sub(moved, css) if path.parent != static else css
    return IMPORT.sub(lambda m: text(Path(os.path.normpath(path.parent / m[1])), static), css)


def vocabulary(pages, scripts):
    """(classes and ids that stand on a page, all words of the scripts, which may set some)."""
    on_pages, said = set(), set()
    for html in pages:
        for names in re.findall(r'\b(?:class|id)="([^"]*)"', html):
            on_pages.update(names.split())
        for script in re.findall(r"<script\b[^>]*>(.*?)</script>", html, re.DOTALL):
            said.update(re.findall(r"[\w-]+", script))
    for script in scripts:
        said.update(re.findall(r"[\w-]+", script))
    return on_pages, said


def usable(selector, on_pages, said):
    """Whether the selector can match. What stands in brackets is not looked into."""
    for before, token in zip([None, *selector], selector, strict=False):
        name = None
        if token.type == "hash" or token.type == "ident" and before is not None and before == ".":
            name = token.value
        if name is None or name in on_pages or name in said:
            continue
        # A script may put a name together from a part of two words and more.
        parts = name.split("-")
        if not any("-".join(parts[:n]) in said for n in range(2, len(parts))):
            return False
    return True


def selectors(prelude):
    """The selectors between the commas."""
    parts = [[]]
    for token in prelude:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def cut(rules, on_pages, said):
    """The text of the rules that a page can use."""
    kept = []
    for rule in rules:
        if rule.type == "comment" and rule.value.startswith("!"):  # a licence
            kept.append(rule.serialize())
        elif rule.type == "qualified-rule":
            parts = [p for p in selectors(rule.prelude) if usable(p, on_pages, said)]
            content = tinycss2.serialize(rule.content).strip()
            if parts and content:
                told = ",".join(tinycss2.serialize(part).strip() for part in parts)
                kept.append(f"{told}{{{content}}}")
        elif rule.type == "at-rule" and rule.lower_at_keyword in NESTING and rule.content:
            inner = tinycss2.parse_rule_list(rule.content, skip_whitespace=True)
            if content := cut(inner, on_pages, said):
                prelude = tinycss2.serialize(rule.prelude).strip()
                kept.append(f"@{rule.at_keyword} {prelude}{{{content}}}")
        elif rule.type == "at-rule":
            kept.append(rule.serialize())
        elif rule.type == "error":
            raise ExtensionError(f"sheets: a style sheet can not be read: {rule.message}")
    return "\n".join(kept)


def finish(app, exception):
    pages = written.pages(app, exception)
    if not pages:
        return
    out, static = Path(app.outdir), Path(app.outdir, "_static")
    files = in_order([sheets(html, path.parent) for path, html in pages.items()])
    scripts = [p.read_text(encoding="utf-8") for p in out.rglob("*.js") if p.name not in WORDS]
    words = vocabulary(pages.values(), scripts)
    css = "\n".join(
        cut(tinycss2.parse_stylesheet(text(path, static), skip_whitespace=True), *words)
        for path in files
    )
    (static / "site.css").write_text(css + "\n", encoding="utf-8")
    for path in files:
        path.unlink()
    version = hashlib.sha256(css.encode()).hexdigest()[:8]
    for path, html in pages.items():
        root = re.search(r'data-content_root="([^"]*)"', html)[1]
        head, body = html.split("</head>", 1)
        unscripted = "".join(NOSCRIPT.findall(head))
        head = SHEET.sub("", NOSCRIPT.sub("", head))
        tag = f'<link rel="stylesheet" href="{root}_static/site.css?v={version}">\n'
        # Before the fonts that it names, so that the browser asks for it first.
        head, found = re.subn(
            r"(?=<!-- Loaded before other)", lambda _, tag=tag: tag, head, count=1
        )
        if not found:
            raise ExtensionError("sheets: the theme no longer says where its style sheets begin")
        path.write_text(f"{head}{unscripted}\n</head>{body}", encoding="utf-8")


def setup(app):
    app.connect("build-finished", finish, priority=950)  # after themes, which changes the sheets
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
