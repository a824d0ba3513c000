"""What a chapter asks of its reader: what to know, what to have read, and how many minutes.

The author writes a paragraph that begins with ``**You need:**``, after the promise. Its end is
computed: the chapters that hold claims on which this chapter's claims rest, and the minutes. What
is folded does not count.
"""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from folded import Fold, Line

START = "You need:"
WORDS = 170  # a minute, of a reader who reads English as a second language
FORMULA = 12  # seconds for a displayed formula
CODE = 2.5  # seconds for a line of code that is skimmed


class CompleteOpening(SphinxPostTransform):
    default_priority = 195  # when code is folded
    formats = ("html",)

    def run(self, **kwargs):
        opening = next(self.document.findall(is_opening), None)
        if opening is None:
            return
        chapters = rests_on(self.app.ledger, self.env.docname.rpartition("/")[2])
        if chapters:
            opening += nodes.Text(
                " It builds on chapter " if len(chapters) == 1 else " It builds on chapters "
            )
        for k, chapter in enumerate(chapters):
            if k:
                opening += nodes.Text(" and " if k == len(chapters) - 1 else ", ")
            opening += self.link(chapter)
        if chapters:
            opening += nodes.Text(".")
        opening += nodes.Text(" ")
        opening += nodes.inline("", f"About {minutes(self.document)} minutes.", classes=["minutes"])

    def link(self, chapter):
        target = f"chapters/{chapter}"
        number = self.env.toc_secnumbers.get(target, {}).get("")
        text = ".".join(map(str, number)) if number else self.app.chapter_titles[chapter]
        address = self.app.builder.get_relative_uri(self.env.docname, target)
        return nodes.reference("", text, refuri=address, internal=True)


def is_opening(node):
    return isinstance(node, nodes.paragraph) and node.astext().startswith(START)


def rests_on(ledger, chapter):
    """The other chapters with claims that this chapter's claims name in ``uses=``, in order."""
    home = {entry.record.label: entry.chapter for entry in ledger}
    used = {
        home[label]
        for entry in ledger
        if entry.chapter == chapter
        for label in entry.record.uses
        if label in home
    }
    return [other for other in dict.fromkeys(home.values()) if other in used - {chapter}]


def minutes(document):
    """How long a page takes, folded parts left out; at least 1."""
    words, formulas, lines = count(document)
    return max(1, round(words / WORDS + formulas * FORMULA / 60 + lines * CODE / 60))


def count(node):
    """Words, displayed formulas and lines of code that are seen without opening anything."""
    words = formulas = lines = 0
    for child in node.children:
        if isinstance(node, Fold) and not isinstance(child, Line):
            continue
        if isinstance(child, nodes.math_block):
            formulas += 1
        elif isinstance(child, nodes.literal_block):
            lines += child.astext().count("\n") + 1
        elif isinstance(child, nodes.math):
            words += 1
        elif isinstance(child, nodes.Text):
            words += len(child.astext().split())
        else:
            found = count(child)
            words, formulas, lines = words + found[0], formulas + found[1], lines + found[2]
    return words, formulas, lines


def setup(app):
    app.add_post_transform(CompleteOpening)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
