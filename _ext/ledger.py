"""The ledger on the page: directives that read the claims from the chapters when the site is built.

``{claim}`` quotes one, ``{ledger-totals}`` counts them, ``{ledger}`` lists them by chapter,
``{ledger-graph}`` draws what rests on what, ``{ledger-pillars}`` names what the most rests on,
``{chapter-map}`` draws whole chapters, ``{start-links}`` leads into the book. Nothing of it is
stored, so it can not be out of date. Claims that do not fit together (one rests on a refuted one,
for instance) are warnings, with which the build fails.
"""

import json
import re
from collections import Counter
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

import ledger_pages
from claims.book import ledger
from claims.book.site import KINDS, in_short, markdown, said, statement
from findable import SUBSCRIPTS, SUPERSCRIPTS, plain
from ledger_drawing import address, chapter_map, claim_graph

logger = logging.getLogger(__name__)


def setup(app):
    app.add_directive("ledger", Ledger)
    app.add_directive("ledger-totals", Totals)
    app.add_directive("ledger-graph", Graph)
    app.add_directive("claim", Quoted)
    app.add_directive("ledger-pillars", Pillars)
    app.add_directive("chapter-map", ChapterMap)
    app.add_directive("start-links", StartLinks)
    app.connect("builder-inited", read)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def read(app):
    chapters = ledger.chapters(app.srcdir)
    app.ledger = ledger.read(chapters)
    app.chapter_titles = {path.stem: title(app.srcdir, path.stem) for path in chapters}
    for problem in ledger.problems(app.ledger):
        logger.warning("ledger: %s", problem)


def title(root, chapter):
    """The first heading of a chapter."""
    path = Path(root, "chapters", f"{chapter}.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "".join(cells[0]["source"]).splitlines()[0].lstrip("# ")


class _Directive(SphinxDirective):
    @property
    def entries(self):
        for path in ledger.chapters(self.env.srcdir):
            self.env.note_dependency(str(path))
        return self.env.app.ledger

    @property
    def chapters(self):
        return list(dict.fromkeys(entry.chapter for entry in self.entries))

    def text(self, words, *classes):
        """Markdown, parsed in a container of its own."""
        return markdown(self.parser, words, self.lineno, *classes)

    @property
    def parser(self):
        return self.state._renderer

    def title(self, chapter):
        return self.env.app.chapter_titles[chapter]

    def drawing(self, svg, *classes):
        return nodes.container("", nodes.raw("", svg, format="html"), classes=["drawing", *classes])


class Totals(_Directive):
    """How many claims there are of each kind, and how many wrong versions were rejected."""

    def run(self):
        count = ledger.totals(self.entries)
        rejected = sum(e.record.mutants for e in self.entries)
        words = {
            "proved": "for all values of the symbols",
            "checked": "on numbers, by running the code",
            "refuted": "with a counterexample",
            "defined": "definitions and assumptions",
        }
        row = nodes.container(classes=["totals"])
        for kind in ledger.KINDS:
            row += self.tile(count[kind], KINDS[kind].lower(), words[kind], f"claim-{kind}")
        row += self.tile(
            rejected, "rejected", "wrong versions of true statements", "claim-rejected"
        )
        return [row]

    @staticmethod
    def tile(number, word, explanation, *classes):
        tile = nodes.container(classes=["total", *classes])
        line = nodes.paragraph()
        line += nodes.inline("", str(number), classes=["total-number"])
        line += nodes.inline("", f" {word} ", classes=["total-word"])
        line += nodes.inline("", explanation, classes=["total-explanation"])
        tile += line
        return tile


class Ledger(_Directive):
    """All claims, one section for each chapter, one line for each claim.

    The statements with their evidence go to a page for each chapter (:mod:`ledger_pages`): a page
    that holds them all is slow to load.
    """

    def run(self):
        return [self.section(chapter) for chapter in self.chapters]

    def section(self, chapter):
        entries = [entry for entry in self.entries if entry.chapter == chapter]
        title = self.title(chapter)
        section = nodes.section(ids=[f"ledger-{chapter.replace('_', '-')}"])
        section += nodes.title("", title)
        count = ledger.totals(entries)
        counted = ", ".join(f"{count[kind]} {kind}" for kind in ledger.KINDS if count[kind])
        rejected = sum(entry.record.mutants for entry in entries)
        totals = self.text(
            f"[Read the chapter]({chapter}.ipynb). It makes {len(entries)} claims: {counted}. "
            f"Wrong versions rejected: {rejected}."
        )
        page = ledger_pages.page(chapter, title, totals.deepcopy(), self.table(entries))
        totals[0] += [nodes.Text(" "), ledger_pages.link(chapter, "Statements and evidence")]
        section += [totals, self.index(entries), page]
        return section

    @staticmethod
    def index(entries):
        """Each claim in one line: what it says as one writes it in a letter."""
        listed = nodes.bullet_list(classes=["ledger-index"])
        for entry in entries:
            record = entry.record
            link = nodes.reference(
                "", record.label, refuri=address(entry), internal=True, classes=["index-link"]
            )
            kind = nodes.inline("", KINDS[record.kind], classes=["claim-kind"])
            line = nodes.paragraph("", "", link, nodes.Text(" "), kind, nodes.Text(" "))
            line += nodes.inline("", in_our_letters(plain(record)), classes=["ledger-said"])
            listed += nodes.list_item("", line, classes=[f"claim-{record.kind}"])
        return listed

    def table(self, entries):
        table = nodes.table(classes=["ledger"])
        group = nodes.tgroup(cols=3)
        group += [nodes.colspec(colwidth=width) for width in (25, 45, 30)]
        table += group
        group += nodes.thead(
            "", self.row(*map(nodes.paragraph, [""] * 3, ["Claim", "Statement", "Evidence"]))
        )
        body = nodes.tbody()
        group += body
        for entry in entries:
            body += self.row(*self.cells(entry.record), classes=[f"claim-{entry.record.kind}"])
        return table

    @staticmethod
    def row(*cells, classes=()):
        row = nodes.row(classes=list(classes))
        row += [nodes.entry("", cell) for cell in cells]
        return row

    def cells(self, record):
        name = self.text(f"[`{record.label}`](#{record.label})", "ledger-name")
        name += nodes.paragraph("", KINDS[record.kind], classes=["claim-kind"])
        yield name

        yield nodes.container("", *statement(self.parser, record.as_dict(), self.lineno))

        evidence = nodes.container(classes=["ledger-evidence"])
        if record.kind == "defined":
            evidence += nodes.paragraph("", "a choice: nothing to prove")
        if record.verdict:
            evidence += self.text(in_short(record.as_dict()))
        for detail in record.details if record.kind == "refuted" else ():
            evidence += self.text(detail)
        if record.uses:
            used = ", ".join(f"[`{label}`](#{label})" for label in record.uses)
            evidence += self.text(f"rests on {used}", "ledger-uses")
        yield evidence


def in_our_letters(text):
    """Without the raised and lowered t, which the book's font lacks: ``m_(t-1)``, ``β^t``."""
    for sign, letter, small in (("_", "ₜ", SUBSCRIPTS), ("^", "ᵗ", SUPERSCRIPTS)):
        plainly = {low: chr(high) for high, low in small.items()}
        every = re.escape("".join(map(chr, plainly)))

        def written(match, sign=sign, plainly=plainly):
            told = match[0].translate(plainly)
            return sign + (told if len(told) == 1 else f"({told})")

        text = re.sub(rf"[{every}]*{letter}[{every}]*", written, text)
    return text


class Quoted(_Directive):
    """The statement of one claim of a chapter, on another page: ``{claim} label``."""

    required_arguments = 1

    def run(self):
        label = self.arguments[0]
        found = [entry.record for entry in self.entries if entry.record.label == label]
        if not found:
            raise self.error(f"no claim of the book has the label {label!r}")
        record = found[0].as_dict()
        box = nodes.container(classes=["claim", f"claim-{record['kind']}", "quoted"])
        box += said(self.parser, record, self.lineno)
        box += self.text(f"[{label}](#{label})", "claim-permalink")
        return [box]


class Graph(_Directive):
    """A picture: one point for each claim, one line from each claim to what it rests on."""

    def run(self):
        titles = {chapter: self.title(chapter) for chapter in self.chapters}
        return [self.drawing(claim_graph(self.entries, titles), "claim-graph")]


class Pillars(_Directive):
    """The claims on which the most others rest, through others too; as many as the option says."""

    option_spec = {"show": directives.positive_int}

    def run(self):
        resting = Counter()
        above = {}
        for entry in self.entries:  # in the book's order: what a claim uses stands before it
            above[entry.record.label] = set(entry.record.uses).union(
                *(above.get(used, ()) for used in entry.record.uses)
            )
            resting.update(above[entry.record.label])
        # Sorted from the book's order, so that those with the same count keep it in every build.
        most = sorted(above, key=lambda label: -resting[label])[: self.options.get("show", 6)]
        words = [f"- [`{x}`](#{x}): {resting[x]} claims rest on it" for x in most]
        return [self.text("\n".join(words))]


class ChapterMap(_Directive):
    """A picture: the numbered chapters, and which rests on claims of which."""

    def run(self):
        numbered = [chapter for chapter in self.chapters if chapter[:2].isdigit()]
        titles = {chapter: self.title(chapter) for chapter in numbered}
        here = Path(self.env.docname).parent
        folder = "" if str(here) == "chapters" else "chapters/"
        return [self.drawing(chapter_map(self.entries, titles, folder), "chapter-map")]


class StartLinks(_Directive):
    """Where to begin: the first page, the same in Colab, the ledger."""

    def run(self):
        theme = self.config.html_theme_options
        repository = theme["repository_url"].removeprefix("https://github.com/")
        branch = theme.get("repository_branch") or "main"
        colab = theme["launch_buttons"]["colab_url"]
        first = f"{colab}/github/{repository}/blob/{branch}/chapters/intro.ipynb"
        row = nodes.container(classes=["start-links"])
        for link in (
            "[Start reading](chapters/intro.ipynb)",
            f"[Start in Colab]({first})",
            "[See the ledger](chapters/ledger.md)",
        ):
            row += self.text(link).children
        return [row]
