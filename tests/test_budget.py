"""A chapter is a page for its reader: what takes its height, measured in the browser with folds closed.

The budgets are those of CONTRIBUTING.md, "The form of a chapter". A chapter of the old form is on the
list below until it is written anew; a chapter on it that keeps all budgets must leave it.
"""

import json
import re
from pathlib import Path

import pytest


ROOT = Path(__file__).parent.parent
CHAPTERS = sorted(p.stem for p in ROOT.glob("chapters/[0-9][0-9]_*.ipynb"))

WIDTH = 1280
MOST_CODE = 0.15  # of the height of the article
LEAST_TEXT = 0.50  # prose and figures
FIRST_FIGURE = 1800  # px
MOST_BOXES = 15  # claims shown in full
MOST_MINUTES = 25
LEAST_FIGURES = 2

# Each block of the article once, by kind. Blocks are looked for from the outside in; what is folded has no height.
MEASURE = """() => {
  const article = document.querySelector("article.bd-article");
  const sizes = {code: 0, claims: 0, figures: 0, prose: 0, math: 0}, tops = [], cut = [];
  const height = (e) => e.getBoundingClientRect().height + parseFloat(getComputedStyle(e).marginBottom);
  const walk = (e) => {
    if (!e.getBoundingClientRect().height) return;
    if (e.matches(".claim")) sizes.claims += height(e);
    else if (e.matches("figure, img, picture, .figure, .drawing")) {
      sizes.figures += height(e);
      tops.push(e.getBoundingClientRect().top + scrollY);
    } else if (e.matches("pre, .highlight, details.how, details.solution")) sizes.code += height(e);
    else if (e.matches("div.math")) sizes.math += height(e);
    else if (e.matches("p, ul, ol, dl, table, h1, h2, h3, h4, details, blockquote, .admonition, .pst-scrollable-table-container")) sizes.prose += height(e);
    else [...e.children].forEach(walk);
  };
  walk(article);
  for (const box of article.querySelectorAll("pre, div.math, summary, table, img"))
    if (box.getBoundingClientRect().height && !box.closest("details:not([open]) > :not(summary)")
        && box.scrollWidth > box.clientWidth + 1 && box.clientWidth)
      cut.push(box.textContent.trim().slice(0, 60));
  return {
    height: article.getBoundingClientRect().height, sizes, first: Math.min(...tops), figures: tops.length, cut,
    boxes: article.querySelectorAll(".claim:not(.quiet)").length,
    words: article.innerText.split(/\\s+/).length,
    minutes: article.querySelector(".minutes")?.textContent,
  };
}"""


def breaches(page):
    """What a measured page does not keep, in words."""
    total = sum(page["sizes"].values())
    code = page["sizes"]["code"] / total
    text = (page["sizes"]["prose"] + page["sizes"]["figures"]) / total
    told = re.search(r"\d+", page["minutes"] or "")
    limits = {
        f"code takes {code:.0%} of the height, at most {MOST_CODE:.0%} is allowed": code
        <= MOST_CODE,
        f"prose and figures take {text:.0%}, at least {LEAST_TEXT:.0%} is wanted": text
        >= LEAST_TEXT,
        f"the first figure begins at {page['first']:.0f} px": page["first"] <= FIRST_FIGURE,
        f"{page['figures']} figures": page["figures"] >= LEAST_FIGURES,
        f"{page['boxes']} boxes in full": page["boxes"] <= MOST_BOXES,
        f"cut at the right: {page['cut']}": not page["cut"],
        "no paragraph 'You need:' that ends in minutes": told,
        f"{page['minutes']}": told and int(told[0]) <= MOST_MINUTES,
    }
    return [words for words, kept in limits.items() if not kept]


@pytest.fixture(scope="module")
def measured(browser, site):
    """A function from a chapter's name to what the browser measured."""
    context = browser.new_context(viewport={"width": WIDTH, "height": 900})
    known = {}

    def measure(chapter):
        if chapter not in known:
            tab = context.new_page()
            tab.goto((site / f"chapters/{chapter}.html").as_uri())
            tab.evaluate("document.fonts.ready")
            tab.evaluate(
                "document.querySelectorAll('img').forEach((it) => { it.loading = 'eager'; })"
            )
            known[chapter] = tab.evaluate(MEASURE)
            tab.close()
        return known[chapter]

    yield measure
    context.close()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chapter_keeps_its_budget(measured, chapter):
    page = measured(chapter)
    found = breaches(page)
    print(json.dumps(page | {"cut": len(page["cut"])}))
    assert not found, "\n".join(found)
