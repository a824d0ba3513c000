"""How a claim looks on the book's pages: the renderer that MyST-NB finds by its entry point.

MyST-NB hands over every output by MIME type. A claim's record becomes a box with the statement
that was checked, its assumptions, the verdict in words and a permanent link. Its label is a target:
``[the closed form](#ema-closed-form)`` leads to it from any chapter. Nothing here runs in a kernel.
"""

import json

from docutils import nodes

from claims.book import legend
from claims.book.record import MIME, Record, measured
from claims.book.render import relation_sign

KINDS = {"proved": "Proved", "checked": "Checked", "refuted": "Refuted", "defined": "Defined"}


class ClaimRenderer:
    """Renders what ``define``, ``prove``, ``derive``, ``check``, ``refute`` leave in a notebook."""

    mime_priority_overrides = [("*", MIME, 1)]

    @staticmethod
    def handle_mime(renderer, data, inline):
        """The claim as docutils nodes; None for any other MIME type."""
        if inline or data.mime_type != MIME:
            return None
        record = data.content if isinstance(data.content, dict) else json.loads(data.string)
        return [claim_box(renderer.renderer, record, data.line or 0)]


def claim_box(parser, record, line):
    """The box of one claim. The label is its target, the id in the page is ``claim-<label>``."""
    label, kind = record["label"], record["kind"]
    box = nodes.container(ids=[f"claim-{label}"], names=[label], classes=["claim", f"claim-{kind}"])
    parser.document.note_explicit_target(box, box)

    box += said(parser, record, line)
    if record.get("got"):
        told = measured(Record(label, kind, got=record["got"], want=record["want"]))
        box += markdown(parser, told, line, "claim-measured")
    if record.get("details"):
        box += bullets(parser, record["details"], line, "claim-details")

    foot = nodes.container(classes=["claim-foot"])
    foot += nodes.inline("", KINDS[kind], classes=["claim-kind"])
    # "Proved" stands there already: "proved by induction" goes on as "by induction".
    verdict = in_short(record).removeprefix(kind).strip()
    if verdict:
        foot += markdown(parser, verdict, line, "claim-verdict")
    link = nodes.reference("", label, refid=f"claim-{label}", classes=["claim-link"])
    foot += nodes.paragraph("", "", link, classes=["claim-permalink"])
    box += foot
    if record.get("unlike"):
        box += alternatives(parser, record["unlike"], line)
    return box


def said(parser, record, line):
    """What is claimed, as nodes: the statement or the derivation, and what its letters mean."""
    if record.get("symbols"):
        record = with_classes(record)
    yield from (derivation if record.get("lines") else statement)(parser, record, line)
    if record.get("symbols"):
        words = [f"${symbol}$ {meaning}" for symbol, meaning in record["symbols"]]
        box = nodes.container(classes=["claim-symbols"])
        box += bullets(parser, words, line)
        for number, item in enumerate(box[0]):
            item["classes"].append(legend.name(number))
        yield box


def with_classes(record):
    """The record; the letters that its legend explains carry classes in its formulas."""
    symbols = [symbol for symbol, _ in record["symbols"]]

    def marked(part):
        return {**part, "statement": legend.marked(part["statement"] or "", symbols)}

    return {**marked(record), "lines": [marked(line) for line in record.get("lines") or ()]}


def in_short(record):
    """The verdict in short: of a check, how many alternatives it rejected, and not which."""
    wrong = record.get("unlike") or {}
    if record["kind"] != "checked" or not wrong:
        return record.get("verdict", "")
    count = f"{len(wrong)} wrong alternative{'s' * (len(wrong) > 1)} rejected"
    return f"{record['tactic']} · {count}" if record.get("tactic") else count


def alternatives(parser, wrong, line):
    """What a check must tell apart from the truth, and the values that it did tell apart."""
    box = nodes.container(classes=["claim-alternatives"])
    box += nodes.paragraph("", "It fails, as it must, for:")
    box += bullets(parser, [f"{name} ({value})" for name, value in wrong.items()], line)
    return box


def bullets(parser, texts, line, *classes):
    """Markdown texts as a list."""
    listed = nodes.bullet_list(classes=list(classes))
    for text in texts:
        listed += nodes.list_item("", *markdown(parser, text, line).children)
    return listed


def derivation(parser, record, line):
    """What is derived, as nodes: words, the lines with their reasons beside them, assumptions."""
    yield from statement(parser, {**record, "statement": None, "assumptions": ""}, line)
    first, *rest = record["lines"]
    if first.get("verdict"):
        yield markdown(parser, first["verdict"], line, "claim-text")
    table = nodes.container(classes=["claim-lines"])
    table += _line(parser, "claim-start", first["statement"], first["reason"], line)
    for each in rest:
        if not each["relation"]:  # a definition of its own, not the next step
            table += _line(parser, "claim-start", each["statement"], each["reason"], line)
            continue
        formula = f"{relation_sign(each['relation'])} {each['statement']}"
        table += _line(parser, "claim-step", formula, each["reason"], line)
        for part in each.get("parts", ()):
            table += _line(parser, "claim-part", part["statement"], part["reason"], line)
    yield table
    if record.get("assumptions"):
        yield markdown(parser, "for " + record["assumptions"], line, "claim-assumptions")


def _line(parser, kind, formula, reason, line):
    """One line of a derivation: its formula, and its reason in words."""
    row = nodes.container(classes=["claim-line", kind])
    row += nodes.math_block("", formula, nowrap=False, number=None)
    if reason:
        row += markdown(parser, reason, line, "claim-reason")
    return row


def statement(parser, record, line):
    """What is claimed, as nodes: words, formula, assumptions. ``record`` is a dict of fields."""
    if record["kind"] == "refuted":
        yield nodes.paragraph("", "False:", classes=["claim-false"])
    if record.get("text"):
        yield markdown(parser, record["text"], line, "claim-text")
    if record.get("statement"):
        yield nodes.math_block("", record["statement"], nowrap=False, number=None)
    if record.get("assumptions"):
        yield markdown(parser, "for " + record["assumptions"], line, "claim-assumptions")


def markdown(parser, text, line, *classes):
    """Parsed Markdown in a container of its own."""
    box = nodes.container(classes=list(classes))
    with parser.current_node_context(box):
        parser.nested_render_text(text, line)
    return box
