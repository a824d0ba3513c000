"""Links to claims carry the claim's sign, so that a reader knows them from links to pages.

A word in a sentence that was proved leads to its proof and has a tick behind it; one that was
measured, defined or refuted has the sign of its kind. The signs are those of claims.css.
"""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class Ticks(SphinxPostTransform):
    default_priority = 180  # when links are resolved
    formats = ("html",)

    def run(self, **kwargs):
        kinds = {entry.record.label: entry.record.kind for entry in self.app.ledger}
        for link in list(self.document.findall(nodes.reference)):
            target = link.get("refid") or link.get("refuri", "").rpartition("#")[2]
            kind = kinds.get(target.removeprefix("claim-")) if target.startswith("claim-") else None
            if kind and not {"claim-link", "index-link"} & set(link["classes"]):
                # Beside the link and not in it: there it would be underlined, or a box, before and
                # after which a browser may break the line.
                link.parent.insert(link.parent.index(link) + 1, tick(kind))


def tick(kind):
    """The sign of a kind; the style sheet writes it, so that nothing reads it aloud or copies it."""
    return nodes.inline(classes=["tick", f"tick-{kind}"])


def is_tick(node):
    return isinstance(node, nodes.inline) and "tick" in node["classes"]


def setup(app):
    app.add_post_transform(Ticks)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
