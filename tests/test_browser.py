"""The site as a reader's browser meets it: every page, wide, narrow, without JavaScript."""

import gzip
import sys
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.browser

TOC = yaml.safe_load((Path(__file__).parent.parent / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = [TOC["root"], *(entry["file"] for part in TOC["parts"] for entry in part["chapters"])]
PAGES = ["search", "genindex", *CHAPTERS]


AXE = Path(sys.prefix, "katex", "node_modules", "axe-core", "axe.min.js")

# Layout shifts without a cause by the reader, and when the first formula had been drawn.
WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true});
const look = () => {
  const formulas = [...document.querySelectorAll(".bd-article .katex-html")].slice(0, 20);
  if (formulas.some((it) => it.getBoundingClientRect().height > 5)) {
    requestAnimationFrame(() => { window.formulaDrawn = performance.now(); });
  } else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


@pytest.fixture(scope="module", params=PAGES)
def visit(request, browser, url):
    """One first visit to one page: what it asked for and how much that weighs, what went wrong, what
    moved, what axe-core says by day and by night, how wide it is on a phone."""
    asked, complaints, answers = [], [], []
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.add_init_script(WATCH)
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("response", lambda r: r.status >= 400 and complaints.append(f"{r.status} {r.url}"))
    tab.on("response", lambda response: answers.append(response))
    tab.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda m: m.type in {"error", "warning"} and complaints.append(m.text))
    tab.goto(f"{url}/{request.param}.html", wait_until="networkidle")
    seen = {
        "page": request.param,
        "asked": list(asked),
        "bytes": sum(map(weight, answers)),
        "shifted": tab.evaluate("window.shifted"),
        "formulas": tab.locator(".bd-article .katex-html").count(),
        "drawn after": tab.evaluate("window.formulaDrawn"),
        "red": tab.locator(".katex-error").count(),
    }
    tab.set_viewport_size({"width": 390, "height": 844})
    seen["phone"] = tab.evaluate("document.documentElement.scrollWidth")
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.evaluate("new Promise((done) => setTimeout(done, 300))")  # boxes learn their new widths
    # All formulas come from one renderer. Twenty stand for all; hundreds would take axe minutes.
    tab.evaluate(
        "[...document.querySelectorAll('.katex')].slice(20).forEach((it) => it.replaceChildren())"
    )
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    seen["light"] = violations(tab, "{}")
    tab.evaluate("document.documentElement.dataset.theme = 'dark'")
    seen["dark"] = violations(tab, "{runOnly: ['color-contrast', 'link-in-text-block']}")
    tab.close()
    return seen | {"complaints": complaints}


def weight(answer):
    """Bytes of a response on the way: text as a server would compress it, the rest as it is."""
    body = answer.body()
    return len(body) if answer.url.endswith(("woff2", "png")) else len(gzip.compress(body, 6))


def violations(tab, what):
    """What axe-core finds, in short. By night only what depends on colours is looked at again."""
    found = tab.evaluate(f"axe.run(document, {{...{what}, resultTypes: ['violations']}})")
    return [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]]


def test_page_asks_no_other_host(visit, url):
    assert visit["asked"]
    assert [it for it in visit["asked"] if not it.startswith((url, "data:", "blob:"))] == []


def test_page_loads_without_a_complaint(visit):
    assert visit["complaints"] == []


def test_axe_finds_nothing(visit):
    assert visit["light"] == []
    assert visit["dark"] == []


def test_first_visit_is_light(visit):
    # The ledger holds every claim of the book, in one page.
    assert visit["bytes"] <= (900_000 if visit["page"] == "chapters/ledger" else 600_000)


def test_nothing_moves_while_the_page_comes(visit):
    assert visit["shifted"] <= 0.05


def test_formulas_are_there_at_once(visit):
    assert visit["red"] == 0
    if visit["formulas"]:
        # Measured: 0.4 to 0.6 s on two free cores. A busy machine gets more time.
        assert 0 < visit["drawn after"] <= (6000 if visit["page"] == "chapters/ledger" else 3000)


def test_page_fits_a_phone(visit):
    assert visit["phone"] <= 390


@pytest.mark.parametrize("page", CHAPTERS)
def test_page_reads_without_javascript(browser, url, page):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{url}/{page}.html")
    assert tab.locator(".bd-article h1").is_visible()
    heights = tab.locator(".bd-article .math").evaluate_all(
        # the source of a folded cell is not visible
        """formulas => formulas.filter((it) => it.checkVisibility())
             .map((it) => it.querySelector(".katex-html").getBoundingClientRect().height)"""
    )
    assert all(height > 5 for height in heights)
    context.close()


def test_a_claim_has_an_address(browser, url):
    from playwright.sync_api import expect

    context = browser.new_context(reduced_motion="reduce")  # the theme scrolls smoothly otherwise
    tab = context.new_page()
    tab.goto(f"{url}/chapters/03_ema.html")
    tab.locator(".claim a.claim-link").last.click()
    address = tab.url
    tab.goto("about:blank")
    tab.goto(address)
    assert "#claim-" in address
    expect(tab.locator(".claim:target")).to_be_in_viewport()
    context.close()


def test_search_finds_bias_correction(browser, url):
    asked = []
    tab = browser.new_page()
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{url}/search.html?q=bias+correction")
    tab.wait_for_selector("#search-results ul.search li")
    found = tab.locator("#search-results ul.search a").evaluate_all(
        "links => links.map(a => a.href)"
    )
    assert any("04_bias_correction" in link for link in found)
    assert [it for it in asked if not it.startswith((url, "data:", "blob:"))] == []
    tab.close()


def test_dark_mode_is_chosen_and_kept(browser, url):
    context = browser.new_context(color_scheme="light")
    tab = context.new_page()
    tab.goto(f"{url}/chapters/03_ema.html")
    theme = "document.documentElement.dataset.theme"
    assert tab.evaluate(theme) == "light"
    for _ in range(3):  # the button goes round: light, dark, as the system has it
        tab.locator(".theme-switch-button:visible").first.click()
        if tab.evaluate(theme) == "dark":
            break
    assert tab.evaluate(theme) == "dark"
    tab.goto(f"{url}/chapters/04_bias_correction.html")
    assert tab.evaluate(theme) == "dark"
    context.close()


def test_what_scrolls_sideways_can_be_reached_with_the_keyboard(browser, url):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    tab = context.new_page()
    tab.goto(f"{url}/chapters/07_adam.html", wait_until="networkidle")
    wide = """() => [...document.querySelectorAll(".bd-article :is(pre, .katex-display)")]
        .filter((box) => box.checkVisibility() && box.scrollWidth > box.clientWidth)
        .map((box) => box.tabIndex)"""
    stops = tab.evaluate(wide)
    assert stops and set(stops) == {0}
    context.close()
