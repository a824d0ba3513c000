"""The whole book as one PDF, printed by Chromium from the built site: ``pdf.py SITE TOC PDF``.

All chapters become one page, so that links between them lead within the PDF, and so that Chromium
makes the bookmarks. Code that the site folds (it draws figures) is left out.
"""

import shutil
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import yaml
from bs4 import BeautifulSoup
from playwright.sync_api import sync_playwright

MARGINS = {"top": "20mm", "bottom": "20mm", "left": "20mm", "right": "20mm"}
SMALL = "font: 8px sans-serif; color: #555; width: 100%; margin: 0 20mm"

# What is wider than the paper can not scroll: a formula becomes smaller, as far as it must.
FIT = """() => {
  for (const display of document.querySelectorAll(".math-display")) {
    const room = display.clientWidth;
    const { left } = display.getBoundingClientRect();
    const width = Math.max(...[...display.querySelectorAll("math > *")]
      .map((part) => part.getBoundingClientRect().right), 0) - left;
    const needs = Math.max(display.scrollWidth, width);
    if (needs > room) display.style.fontSize = `${Math.floor(97 * room / needs)}%`;
  }
}"""


def chapters(toc):
    """(caption, names of its chapters) of each part; the start page has no caption."""
    yield None, [toc["root"]]
    for part in toc["parts"]:
        yield part["caption"], [entry["file"] for entry in part["chapters"]]


def own(name, anchor):
    """An anchor of one chapter as an anchor of the book."""
    return f"{Path(name).name}--{anchor}"


def absolute(site, name, relative):
    """The address of a file that a page of the site names."""
    return (site / name).parent.joinpath(unquote(urlsplit(relative).path)).resolve().as_uri()


def article(site, name, names):
    """The chapter's text, its anchors and links those of the book; and the page's style sheets."""
    page = BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
    sheets = [absolute(site, name, link["href"]) for link in page("link", rel="stylesheet")]
    text = page.select_one("article.bd-article")
    for gone in text.select("details.hide, .headerlink, script, link, .toctree-wrapper"):
        gone.decompose()
    for tag in text(id=True):
        tag["id"] = own(name, tag["id"])
    for image in text("img"):
        image.attrs.pop("loading", None)
        image["src"] = absolute(site, name, image["src"])
    for link in text("a", href=True):
        to = urlsplit(link["href"])
        if to.scheme or to.netloc:
            continue
        there = f"chapters/{Path(to.path).stem}" if to.path else name
        if there in names:
            link["href"] = "#" + own(there, to.fragment or "top")
        else:
            del link["href"]
    text["id"] = own(name, "top")
    return text, sheets


def book(site, toc):
    """One page that holds the book: title, contents, chapters."""
    front = BeautifulSoup((site / f"{toc['root']}.html").read_text(encoding="utf-8"), "html.parser")
    title = front.find("meta", property="og:site_name")["content"]
    names = {name for _, part in chapters(toc) for name in part}
    contents, texts = [], []
    sheets = {}  # a page names only those that it needs; in order, each once
    for caption, part in chapters(toc):
        entries = []
        for name in part:
            text, named = article(site, name, names)
            sheets |= dict.fromkeys(named)
            entries.append(f'<li><a href="#{text["id"]}">{text.h1.get_text()}</a></li>')
            texts.append(str(text))
        contents.append(f"<p>{caption}</p>" if caption else "")
        contents.append(f"<ul>{''.join(entries)}</ul>")
    links = "".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in sheets)
    return (
        f'<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8">'
        f"<title>{title}</title>{links}</head><body class='pdf'>"
        f"<header class='pdf-title'><p>{title}</p></header>"
        f"<nav class='pdf-contents'><h2>Contents</h2>{''.join(contents)}</nav>"
        f"<main>{''.join(texts)}</main></body></html>"
    )


def chromium():
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        sys.exit("make pdf prints with Chromium, and there is none: apt-get install chromium")
    return found


def main(site, toc, target, browser):
    page = target.with_suffix(".html")
    page.write_text(book(site, yaml.safe_load(toc.read_text(encoding="utf-8"))), encoding="utf-8")
    tab = browser.new_page(viewport={"width": 642, "height": 900})  # A4 less its margins
    tab.emulate_media(media="print", color_scheme="light")
    tab.goto(page.absolute().as_uri(), wait_until="load", timeout=120_000)
    tab.evaluate("document.fonts.ready.then(() => null)")
    tab.evaluate(FIT)
    tab.pdf(
        path=target,
        format="A4",
        margin=MARGINS,
        print_background=True,
        display_header_footer=True,
        header_template=f'<div style="{SMALL}"><span class="title"></span></div>',
        footer_template=f'<div style="{SMALL}; text-align: center">'
        '<span class="pageNumber"></span></div>',
        outline=True,
        tagged=True,
    )
    tab.close()
    page.unlink()


if __name__ == "__main__":
    with sync_playwright() as playwright:
        flags = [
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-background-networking",
        ]
        running = playwright.chromium.launch(executable_path=chromium(), args=flags)
        main(*map(Path, sys.argv[1:]), running)
        running.close()
    print("Printed", sys.argv[3])
