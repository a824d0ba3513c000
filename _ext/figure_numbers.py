"""Figures of pages without a chapter number: "Fig. I.1" of the introduction, beside "Fig. 8.1".

Sphinx counts them through the whole book, so that "Fig. 1" and "Fig. 2" stood beside "Fig. 1.1".
"""

from sphinx.errors import ExtensionError


def letter(app, env):
    """Put the first letter of the page's title before the figure's number in that page."""
    owner = {}
    for docname, kinds in sorted(env.toc_fignumbers.items()):
        figures = kinds.get("figure", {})
        bare = [name for name, number in figures.items() if len(number) == 1]
        if not bare:
            continue
        initial = env.titles[docname].astext()[0].upper()
        if owner.setdefault(initial, docname) != docname:
            raise ExtensionError(
                f"figure_numbers: {owner[initial]} and {docname} have figures and no chapter "
                f"number, and both titles begin with {initial}"
            )
        for count, name in enumerate(sorted(bare, key=figures.get), start=1):
            figures[name] = (initial, count)


def setup(app):
    app.connect("env-check-consistency", letter)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
