"""`make pdf`: the chapters as one page whose links lead within it, and that page on paper."""

import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import pdf  # noqa: E402

TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def book(site):
    return BeautifulSoup(pdf.book(site, TOC), "html.parser")


def test_every_chapter_is_in_and_every_link_within_leads_somewhere(book):
    names = [name for _, part in pdf.chapters(TOC) for name in part]
    assert len(book.select("main > article")) == len(names)
    ids = [tag["id"] for tag in book(id=True)]
    inner = [a["href"][1:] for a in book("a", href=re.compile("^#"))]
    assert len(inner) > 100
    assert set(inner) <= set(ids)
    assert len(ids) == len(set(ids))
    assert not [a["href"] for a in book("a", href=True) if not re.match("#|https?:", a["href"])]


def test_pictures_and_style_sheets_are_there(book):
    named = [tag["src"] for tag in book("img")] + [tag["href"] for tag in book("link")]
    assert len(named) > 10
    assert all(Path(pdf.unquote(address.removeprefix("file://"))).is_file() for address in named)
    sheets = {Path(link["href"]).name for link in book("link", rel="stylesheet")}
    assert "site.css" in sheets and "book.css" not in sheets


@pytest.mark.browser
def test_two_chapters_on_paper(site, browser, tmp_path):
    toc = tmp_path / "toc.yml"
    parts = [{"caption": "A part", "chapters": [{"file": "chapters/03_ema"}]}]
    toc.write_text(yaml.safe_dump({"root": TOC["root"], "parts": parts}), encoding="utf-8")
    pdf.main(site, toc, tmp_path / "two.pdf", browser)
    printed = (tmp_path / "two.pdf").read_bytes()
    assert printed.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b(?!s)", printed)) > 5
    assert b"/Outlines" in printed  # bookmarks
    assert b"/Dest" in printed  # links within
    assert b"file:" not in printed  # and none to this machine


def test_without_a_browser_pdf_says_so(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match="Chromium"):
        pdf.chromium()
