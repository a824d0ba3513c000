"""Pages that carry only what they use.

The theme loads all of Font Awesome (a script of 1.5 MB, a style sheet and three fonts) for about
twenty icons, and extensions load their files on pages that have nothing for them. When the pages
are written, this takes off each what it does not use, lets the remaining scripts wait until the
page is read, and cuts the theme's own icon fonts down to the icons in use.
"""

import base64
import io
import re
import shutil
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from sphinx.errors import ExtensionError

import written

# file name of an asset, or the start of an inline script : what a page that needs it holds
NEEDED_FOR = {
    r"design-tabs\.js|sphinx-design\.min\.css": r'<main.*class="[^"]*\bsd-',
    r"togglebutton\.(?:js|css)|let toggle|var togglebutton": r'class="(?:[^"]* )?(?:toggle[ "]'
    r"|admonition[^\"]* dropdown|dropdown[^\"]* admonition)",
    r"clipboard\.min\.js|copybutton\.(?:js|css)": r'<div class="highlight"',
    r"ledger\.js": r'<ul class="[^"]*\bledger-index\b',
}
ASSET = (
    r"[ \t]*(?:<link\b[^>]*\bhref=\"[^\"]*/(?:{0})[\"?][^>]*>"
    r"|<script\b[^>]*\bsrc=\"[^\"]*/(?:{0})[\"?][^>]*></script>|<script>(?:{0})[^<]*</script>)\n?"
)
FONT_AWESOME = re.compile(
    r"[ \t]*(?:<link\b[^>]*|<script\b[^>]*)/vendor/fontawesome/[^>]*>(?:</script>)?\n?"
)
WAITS = re.compile(
    r"<script(?=[^>]* src=)(?![^>]*\b(?:defer|async|module)\b)(?![^>]*documentation_options)"
)

# The theme asks for the reader's colours after the page was drawn: a flash of white in the dark.
# Ask at once.
PREFERENCE = re.compile(r'dataset\.theme = localStorage\.getItem\("theme"\) \|\| "auto";')
ASK = (
    'dataset.theme = {light: "light", dark: "dark"}[localStorage.getItem("mode")]'
    ' || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");'
)

# Font Awesome's three files, the classes that choose each, and its family and weight
STYLES = {
    "solid-900": ("fa fas fa-solid", "Font Awesome 6 Free", 900),
    "regular-400": ("far fa-regular", "Font Awesome 6 Free", 400),
    "brands-400": ("fab fa-brands", "Font Awesome 6 Brands", 400),
}

MODIFIERS = ("fa-lg", "fa-fw")


def slim(html, root):
    """The page without what it does not use. ``root`` leads from the page to the site's root."""
    for asset, need in NEEDED_FOR.items():
        if not re.search(need, html, re.DOTALL):
            html = re.sub(ASSET.format(asset), "", html)
    head, body = html.split("</head>", 1)
    head = FONT_AWESOME.sub("", head)
    head = PREFERENCE.sub(ASK, head)
    icons = f'<link rel="stylesheet" href="{root}_static/icons.css">\n'
    # After the theme's sheets and before the book's, so that the book has the last word.
    head, found = re.subn(r"(?=[ \t]*<link[^>]*/pygments\.css)", lambda _: icons, head, count=1)
    if not found:
        raise ExtensionError("slim: the theme's style sheets are not where they were")
    return WAITS.sub("<script defer", head + "</head>" + body)


def icons_used(pages, sheets):
    """Names of the icons in the pages, and the characters that the theme's style sheets print."""
    names = {
        name
        for html in pages
        for classes in re.findall(r'class="([^"]*\bfa-[^"]*)"', html)
        for name in classes.split()
    }
    printed = {
        character
        for css in sheets
        for text in re.findall(r'"((?:\\f[0-9a-f]{3}|[\ue000-\uf8ff])+)"', css)
        for character in re.sub(r"\\(f[0-9a-f]{3})", lambda m: chr(int(m[1], 16)), text)
    }
    return names, printed


def icon_sheet(vendor, names, printed):
    """A style sheet with these icons, fonts included. ``vendor`` is Font Awesome's folder.

    ``names`` are all classes that stand beside an icon's, so those that choose a font too.
    """
    css = (vendor / "css" / "all.min.css").read_text(encoding="utf-8")
    points = {
        name.strip(".").removesuffix(":before"): chr(int(point, 16))
        for selectors, point in re.findall(
            r'((?:\.fa-[\w-]+:before,?)+)\{content:"\\([0-9a-f]+)"\}', css
        )
        for name in selectors.split(",")
    }
    known = {*points, *MODIFIERS, *" ".join(classes for classes, *_ in STYLES.values()).split()}
    if unknown := {name for name in names if name.startswith("fa-")} - known:
        raise ExtensionError(f"slim: Font Awesome has no {', '.join(sorted(unknown))}")
    shown = {name: points[name] for name in sorted(names) if name in points}
    rules = [css[: css.index("*/") + 2]]  # the licence
    rules.append(  # what Font Awesome's own sheet says of every icon
        '.fa,.fas,.far,.fab,[class*="fa-"]{display:inline-block;font-style:normal;line-height:1;'
        "text-rendering:auto;-webkit-font-smoothing:antialiased}"
        ".fa-lg{font-size:1.25em;line-height:.05em;vertical-align:-.075em}"
        ".fa-fw{text-align:center;width:1.25em}"
    )
    for style, (classes, family, weight) in STYLES.items():
        if names.intersection(classes.split()):
            data = font_of(vendor / "webfonts" / f"fa-{style}.ttf", {*shown.values(), *printed})
            selectors = ",".join(f".{name}" for name in classes.split())
            rules.append(
                f'@font-face{{font-family:"{family}";font-weight:{weight};'
                f"src:url(data:font/woff;base64,{data}) format('woff')}}"
                f'{selectors}{{font-family:"{family}";font-weight:{weight}}}'
                f':root{{--fa-font-{style.split("-")[0]}:normal {weight} 1em/1 "{family}"}}'
            )
    # An icon says nothing that its button does not: "/ ''" keeps it from being read aloud.
    rules += [
        f'.{name}:before{{content:"\\{ord(point):x}";content:"\\{ord(point):x}"/""}}'
        for name, point in shown.items()
    ]
    return "\n".join(rules) + "\n"


def font_of(path, characters):
    """The font with only those of these characters that it has, as base64 of WOFF."""
    with TTFont(path) as font:
        options = subset.Options(
            layout_features=[], name_IDs=[], notdef_outline=False, hinting=False
        )
        cut = subset.Subsetter(options)
        cut.populate(unicodes=[ord(character) for character in characters])
        cut.subset(font)
        font.flavor = "woff"
        font["head"].modified = font["head"].created  # the same file on every day
        font.recalcTimestamp = False
        file = io.BytesIO()
        font.save(file)
    return base64.b64encode(file.getvalue()).decode()


def finish(app, exception):
    pages = written.pages(app, exception)
    if not pages:
        return
    out = Path(app.outdir)
    vendor = next(iter(out.glob("_static/vendor/fontawesome/*/")), None)
    if vendor is None:
        raise ExtensionError("slim: the theme no longer brings Font Awesome; this can go")
    sheets = [path.read_text(encoding="utf-8") for path in out.glob("_static/styles/*.css")]
    sheet = icon_sheet(vendor, *icons_used(pages.values(), sheets))
    (out / "_static" / "icons.css").write_text(sheet, encoding="utf-8")
    for path, html in pages.items():
        root = re.search(r'data-content_root="([^"]*)"', html)[1]
        path.write_text(slim(html, root), encoding="utf-8")
    shutil.rmtree(out / "_static" / "vendor" / "fontawesome")


def setup(app):
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
