"""Light and dark where no script decides: on paper, and in a browser without JavaScript.

The theme's style sheets ask for ``html[data-theme=dark]``, which only its script sets. So a page
that is printed while it is dark came out pale on white, and without JavaScript a part of the page
was light and a part dark. When the site is written, this goes through all its style sheets:

- what holds in the dark holds on screens only, and what holds in the light holds on every paper;
- what holds in the dark, and what in the light, is written once more, into ``unscripted.css``, for
  readers without JavaScript, whose system says which of them they want. Their pages also get menus
  that open without a script.
"""

import re
from pathlib import Path

from sphinx.errors import ExtensionError

import written

RULE = re.compile(r"([^{}@;]*?)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*(?!!).*?\*/", re.DOTALL)  # all but those that keep a licence
DARK = re.compile(r'(?<!:not\()\[data-theme="?dark"?\]')
ONLY_LIGHT = re.compile(r'\[data-theme="?light"?\]')
LIGHT = re.compile(r'\[data-theme="?light"?\]|:not\(\[data-theme="?dark"?\]\)')

MENU = re.compile(
    r'<button class="sidebar-toggle (primary|secondary)-toggle[^>]*>\s*(<span.*?</span>)\s*</button>',
    re.DOTALL,
)
NAMES = {"primary": "All chapters", "secondary": "Contents of this page"}
UNSCRIPTED = """\
/* Written by _ext/themes.py. What can not work without JavaScript is not shown, what can works by itself. */
button.sidebar-toggle, .btn-fullscreen-button, .theme-switch-button, .search-button, .code-switch { display: none !important; }
.dropdown:focus-within > .dropdown-menu { display: block; right: 0; }
input.sidebar-toggle { display: block; position: fixed; opacity: 0; pointer-events: none; }
#pst-primary-sidebar-checkbox:focus-visible ~ * label.primary-toggle,
#pst-secondary-sidebar-checkbox:focus-visible ~ * label.secondary-toggle { outline: 3px solid var(--pst-color-primary); }
@media (prefers-color-scheme: dark) {
%s
}
@media not all and (prefers-color-scheme: dark) {
%s
}
"""


def on_paper_too(css):
    """The style sheet; its dark rules hold on screens only, its light ones on all paper."""

    def told(match):
        selectors, body = match[1], match[2]
        if LIGHT.search(selectors):
            paper = LIGHT.sub("[data-theme]", selectors.rpartition("*/")[2]).strip()
            return f"{match[0]}@media print{{{paper}{{{body}}}}}"
        if DARK.search(selectors):
            return f"@media screen{{{match[0].strip()}}}"
        return match[0]

    if not (LIGHT.search(css) or DARK.search(css)):
        return css
    return RULE.sub(told, COMMENT.sub("", css))


def rules(css, wanted):
    """What the style sheet says of ``wanted`` pages, for pages that no script has touched."""
    return [
        f"{wanted.sub('[data-theme]', selectors.rpartition('*/')[2]).strip()} {{{body}}}"
        for selectors, body in RULE.findall(COMMENT.sub("", css))
        if wanted.search(selectors)
    ]


def unscripted(html, root):
    """The page with a style sheet and menus for readers without JavaScript."""
    html, menus = MENU.subn(
        lambda m: (
            f'{m[0]}<noscript><label class="{m[1]}-toggle btn btn-sm" '
            f'for="pst-{m[1]}-sidebar-checkbox" title="{NAMES[m[1]]}">{m[2]}</label></noscript>'
        ),
        html,
    )
    if not menus:
        raise ExtensionError("themes: the theme no longer writes the buttons of its menus so")
    for side, name in NAMES.items():
        html = re.sub(
            rf'(id="pst-{side}-sidebar-checkbox")', rf'\1 aria-label="{name}"', html, count=1
        )
    sheet = f'<noscript><link rel="stylesheet" href="{root}_static/unscripted.css"></noscript>\n'
    return html.replace("</head>", f"{sheet}</head>", 1)


def finish(app, exception):
    pages = written.pages(app, exception)
    if not pages:
        return
    static = Path(app.outdir, "_static")
    sheets = [*sorted(static.glob("styles/*.css")), *sorted(static.glob("*.css"))]
    dark, light = [], []
    for path in sheets:
        css = path.read_text(encoding="utf-8")
        dark += rules(css, DARK)
        light += rules(css, ONLY_LIGHT)
        path.write_text(on_paper_too(css), encoding="utf-8")
    sheet = UNSCRIPTED % ("\n".join(dark), "\n".join(light))
    (static / "unscripted.css").write_text(sheet, encoding="utf-8")
    for path, html in pages.items():
        root = re.search(r'data-content_root="([^"]*)"', html)[1]
        path.write_text(unscripted(html, root), encoding="utf-8")


def setup(app):
    app.connect("build-finished", finish, priority=900)  # the theme writes pygments.css at the end
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
