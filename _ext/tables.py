"""Tables for a narrow page.

A table of words has columns one word wide on a phone. There each of its rows stands as a list: the
heading of the column, then what the cell says. So each cell is given its heading. A table of
numbers stays a table and scrolls in its box; its first column, with the names, stays in sight.
"""

import re
from pathlib import Path

from bs4 import BeautifulSoup

import written

WORDS = 28  # letters in a cell, from which on a column of a phone is too narrow for it
MANY = 8  # columns, from which on a table is set smaller
TABLE = re.compile(r'<table class="table">.*?</table>', re.DOTALL)


def for_a_phone(html):
    """A table with the class that its content asks for, and its cells with their headings."""
    soup = BeautifulSoup(html, "html.parser")
    table = soup.table
    heads = [" ".join(head.get_text().split()) for head in table.select("thead th, thead td")]
    rows = [row.select("td, th") for row in table.select("tbody tr")]
    letters = max((len(cell.get_text()) for row in rows for cell in row), default=0)
    if letters <= WORDS or len(heads) >= MANY:
        table["class"].append("numbers")
        if len(heads) >= MANY:
            table["class"].append("many")
        return str(table)
    table["class"].append("words")
    # A browser forgets that it is a table once the cells are no longer laid out as cells.
    table["role"] = "table"
    for group in table.select("thead, tbody"):
        group["role"] = "rowgroup"
    for row in table.select("tr"):
        row["role"] = "row"
    for head in table.select("thead th"):
        head["role"] = "columnheader"
    for row in rows:
        for cell, head in zip(row, heads, strict=True):
            cell["role"] = "cell"
            if head:
                cell["data-head"] = head
    return str(table)


def finish(app, exception):
    for path, html in written.pages(app, exception).items():
        changed = TABLE.sub(lambda table: for_a_phone(table[0]), html)
        if changed != html:
            Path(path).write_text(changed, encoding="utf-8")


def setup(app):
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
