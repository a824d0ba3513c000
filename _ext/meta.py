"""What search engines and link previews read: description, Open Graph tags, sitemap, a card.

Descriptions and titles are always there. The rest needs absolute addresses, so it is made only
where ``html: baseurl`` in ``_config.yml`` says where the site is published. (Sphinx itself adds the
canonical link.)
"""

import re
import textwrap
from html import escape
from pathlib import Path

from docutils import nodes

CARD = "_static/card.png"  # 1200 × 630, the size that previews ask for


def description(doctree):
    """The page's first sentences without a formula, cut to what a preview shows."""
    for paragraph in doctree.findall(nodes.paragraph):
        if not isinstance(paragraph.parent, (nodes.section, nodes.document)):
            continue
        paragraph = paragraph.deepcopy()
        for math in list(paragraph.findall(nodes.math)):
            math.replace_self(nodes.Text("\ufffc"))
        sentences = re.split(r"(?<=[.!?:])\s+", paragraph.astext())
        if text := " ".join(sentence for sentence in sentences if "\ufffc" not in sentence):
            return textwrap.shorten(text, 200, placeholder=" …")
    return ""


def tags(config, title, text, address):
    """The page's tags as HTML. ``address`` is its path in the site."""
    named = {"description": text}
    graph = {
        "og:type": "website",
        "og:site_name": config.html_title,
        "og:title": title,
        "og:description": text,
    }
    if base := base_url(config):
        named["twitter:card"] = "summary_large_image"
        graph |= {
            "og:url": base + address,
            "og:image": base + CARD,
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": graph["og:site_name"],
        }
    return "".join(
        f'<meta {kind}="{name}" content="{escape(value)}">\n'
        for kind, group in (("name", named), ("property", graph))
        for name, value in group.items()
        if value
    )


def base_url(config):
    """The site's address with a slash at its end, or nothing."""
    return config.html_baseurl and config.html_baseurl.rstrip("/") + "/"


def add_tags(app, pagename, templatename, context, doctree):
    if doctree is None:  # search, index: no text of its own
        return
    title = app.env.titles[pagename].astext()
    address = app.builder.get_target_uri(pagename)
    html = tags(app.config, title, description(doctree), address)
    context["metatags"] = context.get("metatags", "") + html
    if pagename == app.config.root_doc:
        app.front_tags = html


def draw_card(path, title, text):
    """The book's title and what it asks, beside the valley that an optimizer walks down."""
    import numpy as np
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12, 6.3), dpi=100, facecolor="#12161c")
    axes = figure.add_axes((0, 0, 1, 1), xlim=(-6, 6), ylim=(-3.15, 3.15))
    axes.set_axis_off()
    x, y = np.meshgrid(np.linspace(-6, 6, 400), np.linspace(-3.15, 3.15, 210))
    height = (x - 4.1) ** 2 / 6 + y**2
    axes.contour(x, y, height, levels=np.geomspace(0.04, 1.6, 9), colors="#4f86c6", linewidths=2)
    axes.text(
        -5.4, 1.15, textwrap.fill(title, 16), color="white", size=54, weight="bold", va="center"
    )
    axes.text(-5.4, -1.75, textwrap.fill(text, 44), color="#b9c6d6", size=22, va="center")
    figure.savefig(path, metadata={"Software": None})


def finish(app, exception):
    if exception or app.builder.name != "html":
        return
    out, config = Path(app.outdir), app.config
    front = out / "index.html"  # where people land who are given the site's address alone
    if front.is_file() and "data-content_root" not in (html := front.read_text(encoding="utf-8")):
        front.write_text(html.replace("</head>", f"{app.front_tags}</head>", 1), encoding="utf-8")
    if base := base_url(config):
        draw_card(out / CARD, config.html_title, description(app.env.get_doctree(config.root_doc)))
        places = "".join(
            f"<url><loc>{escape(base + app.builder.get_target_uri(name))}</loc></url>\n"
            for name in sorted(app.env.found_docs)
        )
        (out / "sitemap.xml").write_text(
            '<?xml version="1.0" encoding="utf-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n',
            encoding="utf-8",
        )


def setup(app):
    app.connect("html-page-context", add_tags)
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
