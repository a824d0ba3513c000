"""A page of the ledger for each chapter: its statements with their evidence.

They are read with the ledger's own page, so that their links are resolved as all others are. Then
they are taken out of it and written as pages that no source file stands behind:
``chapters/ledger-03_ema.html`` for ``chapters/03_ema.ipynb``.
"""

from docutils import nodes

FOLDER = "chapters"


def address(chapter):
    return f"ledger-{chapter}"


def link(chapter, words):
    """A link from the ledger, or from another of these pages, which stand in the same folder."""
    return nodes.reference("", words, refuri=f"{address(chapter)}.html", internal=True)


def page(chapter, title, *content):
    """The content of a chapter's page, as a node that stands in the ledger until it is resolved."""
    return nodes.container("", *content, ledger_page=chapter, page_title=title)


def pages(doctree):
    return [node for node in doctree.findall(nodes.container) if "ledger_page" in node]


def take_out(app, doctree, docname):
    if app.builder.format == "html":
        for node in pages(doctree):
            node.parent.remove(node)
            app.ledger_pages.append(node)


def written(app):
    """(name, context, template) of each page, for Sphinx to write."""
    names = [f"{FOLDER}/{address(node['ledger_page'])}" for node in app.ledger_pages]
    told = [f"Ledger: {node['page_title']}" for node in app.ledger_pages]
    for number, (name, title, node) in enumerate(zip(names, told, app.ledger_pages, strict=True)):
        back = nodes.paragraph("", "", nodes.reference("", "All chapters", refuri="ledger.html"))
        body = nodes.section(
            "", nodes.title("", title), back, *node.children, ids=[address(node["ledger_page"])]
        )
        near = {
            side: {"link": f"{address(app.ledger_pages[k]['ledger_page'])}.html", "title": told[k]}
            for side, k in (("prev", number - 1), ("next", number + 1))
            if 0 <= k < len(names)
        }
        fragment = app.builder.render_partial(body)["fragment"]
        yield name, {"title": title, "pagetitle": title, "body": fragment, **near}, "page.html"


def start(app):
    app.ledger_pages = []


def setup(app):
    app.connect("builder-inited", start)
    # Before the search collects what the ledger says: a chapter's page repeats its claims' boxes.
    app.connect("doctree-resolved", take_out, priority=400)
    app.connect("html-collect-pages", written)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
