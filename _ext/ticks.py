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
        for link in self.document.findall(nodes.reference):
            target = link.get("refid") or link.get("refuri", "").rpartition("#")[2]
            kind = kinds.get(target.removeprefix("claim-")) if target.startswith("claim-") else None
            if kind and "claim-link" not in link["classes"]:
                link["classes"] += ["claim-ref", f"claim-ref-{kind}"]


def setup(app):
    app.add_post_transform(Ticks)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
