"""The site as a reader's browser meets it: every page, wide, narrow, light, dark, without JavaScript."""

import gzip
import sys
from pathlib import Path

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))
from lighthouse import COMPRESSED  # noqa: E402

pytestmark = pytest.mark.browser

TOC = yaml.safe_load((Path(__file__).parent.parent / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = [TOC["root"], *(entry["file"] for part in TOC["parts"] for entry in part["chapters"])]
PAGES = ["search", "genindex", *CHAPTERS, "chapters/ledger-03_ema"]

# What a first visit to a page may cost: all that it asks for; of that, what must be there before it can be
# read; and what a phone has to lay out
BYTES = 600_000
TEXT_BYTES = 250_000
ELEMENTS = 12_500
FILE_BYTES = 1_000_000  # of one page, as it lies on the disk
SHIFT = 0.02
SECONDS = 3  # a third of it on a quiet machine; this one may be busy

WATCH = """
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  (function look() {
    const formula = document.querySelector(".bd-article math");
    if (formula?.getBoundingClientRect().height) window.readable = performance.now();
    else requestAnimationFrame(look);
  })();
"""

EVERY_IMAGE = """async () => {
  for (const image of document.images) image.loading = "eager";
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
}"""

# Formulas that have no size although the reader sees their place, and those that Temml refused.
UNREADABLE = """() => [...document.querySelectorAll(".bd-article .math")]
  .filter((math) => math.checkVisibility())
  .filter((math) => {
    const drawn = math.matches("math") ? math : math.querySelector("math");
    return !drawn || !(Math.max(...[...drawn.children].map((it) => it.getBoundingClientRect().height)) > 1);
  })
  .map((math) => math.textContent)"""

# Heights of the smallest writing in figures, in CSS px: 11 pt as they are drawn.
WRITING = """async () => {
  const figures = [...document.querySelectorAll(".cell_output img, img[src*='hero.svg']")];
  await Promise.all(figures.map((figure) => figure.decode()));
  return figures.map((figure) => figure.width / figure.naturalWidth * 11 * 4 / 3);
}"""

# axe walks every element, and a chapter has thousands. What repeats is taken out: the inside of a formula,
# outside of links, becomes one text in a box of its size; a kind of code token is kept where it first stands.
# What is folded is opened.
PREPARE_AXE = """() => {
  const article = document.querySelector(".bd-article");
  for (const formula of article?.querySelectorAll("math") ?? []) {
    if (formula.closest("a")) continue;
    const { width, height } = formula.getBoundingClientRect();
    const text = document.createElement("span");
    text.style.cssText = `display: inline-block; overflow: hidden; width: ${width}px; height: ${height}px`;
    text.textContent = formula.textContent;
    formula.replaceWith(text);
  }
  const met = new Set();
  for (const token of article?.querySelectorAll("pre span[class]:not(:has(*))") ?? []) {
    if (met.has(token.className)) token.replaceWith(token.textContent);
    met.add(token.className);
  }
  const still = document.createElement("style");
  still.textContent = "* { transition: none !important; animation: none !important }";
  document.head.append(still);
  for (const folded of document.querySelectorAll("details")) folded.open = true;
}"""

RUN_AXE = """async (rules) => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const options = { resultTypes: ["violations"] };
  if (rules) options.runOnly = { type: "rule", values: rules };
  const { violations } = await axe.run(document, options);
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html}`));
}"""


@pytest.fixture(scope="session")
def axe():
    script = Path(sys.prefix, "npm", "node_modules", "axe-core", "axe.min.js")
    assert script.is_file(), "axe-core is missing: `make setup` installs it"
    return script.read_text(encoding="utf-8")


def listen(tab):
    """(addresses asked for, complaints), both filled while the tab is in use."""
    asked, complaints = [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("response", lambda r: r.status >= 400 and complaints.append(f"{r.status} {r.url}"))
    tab.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda m: m.type == "error" and complaints.append(m.text))
    return asked, complaints


def elsewhere(asked, url):
    return [address for address in asked if not address.startswith((url, "data:", "blob:"))]


def transferred(site, url, asked, kinds=None):
    """Bytes that these addresses cost, as a server sends them that compresses text."""
    total = 0
    for address in {a.split("?")[0].split("#")[0] for a in asked if a.startswith(url)}:
        path = site / address.removeprefix(url).lstrip("/")
        if kinds and path.suffix not in kinds:
            continue
        data = path.read_bytes()
        total += len(gzip.compress(data, 6)) if path.suffix in COMPRESSED else len(data)
    return total


@pytest.fixture(scope="module", params=PAGES)
def visit(request, browser, site, url, axe):
    """One first visit to one page, with all that is measured on it."""
    page = request.param
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme="light", reduced_motion="reduce"
    )
    tab = context.new_page()
    tab.add_init_script(WATCH)
    asked, complaints = listen(tab)
    tab.goto(f"{url}/{page}.html", wait_until="networkidle")
    tab.evaluate(EVERY_IMAGE)
    seen = {
        "page": page,
        "asked": asked,
        "complaints": complaints,
        "unreadable": tab.evaluate(UNREADABLE),
        "readable": tab.evaluate("window.readable"),
        "shift": tab.evaluate("window.shift"),
        "bytes": transferred(site, url, asked),
        "text bytes": transferred(site, url, asked, {".html", ".css", ".js", ".woff2"}),
        "elements": tab.evaluate("document.querySelectorAll('*').length"),
    }
    tab.set_viewport_size({"width": 390, "height": 844})
    seen["phone"] = tab.evaluate("document.documentElement.scrollWidth")
    tab.evaluate(EVERY_IMAGE)
    seen["writing"] = tab.evaluate(WRITING)
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.evaluate(PREPARE_AXE)
    tab.evaluate(axe)
    seen["light"] = tab.evaluate(RUN_AXE)
    tab.emulate_media(color_scheme="dark")
    tab.wait_for_selector("html[data-theme=dark]")
    # Nothing else changes with the colours.
    seen["dark"] = tab.evaluate(RUN_AXE, ["color-contrast", "link-in-text-block"])
    context.close()
    return seen


def test_page_asks_no_other_host(visit, url):
    assert visit["asked"]
    assert elsewhere(visit["asked"], url) == []


def test_page_loads_without_a_complaint(visit):
    assert visit["complaints"] == []


def test_page_fits_a_phone(visit):
    assert visit["phone"] <= 390


def test_writing_in_figures_is_large_enough_on_a_phone(visit):
    """Panels stand below each other there. 8 px is what a phone shows where nothing is scaled."""
    assert all(height >= 8 for height in visit["writing"]), visit["writing"]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing(visit, colours):
    assert visit[colours] == []


def test_every_formula_is_readable(visit):
    assert visit["unreadable"] == []


def test_a_first_visit_is_light_and_steady(visit):
    if visit["page"] in CHAPTERS:
        assert visit["bytes"] <= BYTES
        assert visit["text bytes"] <= TEXT_BYTES
    assert visit["elements"] <= ELEMENTS
    assert visit["shift"] <= SHIFT
    assert visit["readable"] is None or visit["readable"] <= 1000 * SECONDS


def test_no_page_is_large(site):
    sizes = {path.name: path.stat().st_size for path in site.rglob("*.html")}
    assert len(sizes) > len(CHAPTERS)
    assert {name: size for name, size in sizes.items() if size > FILE_BYTES} == {}


@pytest.mark.parametrize("page", CHAPTERS)
def test_page_reads_without_javascript(browser, url, page):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{url}/{page}.html")
    assert tab.locator(".bd-article h1").is_visible()
    assert tab.evaluate(UNREADABLE) == []
    context.close()


@pytest.fixture
def tab(browser):
    context = browser.new_context(reduced_motion="reduce")  # the theme scrolls smoothly otherwise
    yield context.new_page()
    context.close()


def test_a_claim_has_an_address(tab, url):
    from playwright.sync_api import expect

    tab.goto(f"{url}/chapters/03_ema.html")
    tab.locator(".claim:not(.quiet) > .claim-foot a.claim-link").last.click()
    address = tab.url
    tab.goto("about:blank")
    tab.goto(address)
    assert "#claim-" in address
    expect(tab.locator(".claim:target")).to_be_in_viewport()


def test_search_finds_a_chapter(tab, url):
    asked, complaints = listen(tab)
    tab.goto(f"{url}/{TOC['root']}.html")
    tab.locator(".search-button-field").click()
    tab.locator(".search-button__search-container input").fill("bias correction")
    tab.keyboard.press("Enter")
    result = tab.locator("#search-results a[href*='04_bias_correction']").first
    tab.wait_for_load_state("networkidle")  # the excerpts that stand below each result
    result.click()
    tab.wait_for_url("**/04_bias_correction.html**")
    assert elsewhere(asked, url) == []
    assert complaints == []


def test_search_works_without_a_server(tab, site):
    tab.goto((site / "search.html").as_uri() + "?q=bias+correction")
    tab.locator("#search-results a[href*='04_bias_correction']").first.wait_for()


def test_the_dark_is_kept(tab, url):
    paper = "getComputedStyle(document.body).backgroundColor"
    tab.goto(f"{url}/chapters/03_ema.html")
    light = tab.evaluate(paper)
    while tab.locator("html").get_attribute("data-mode") != "dark":  # auto, light, dark in turn
        tab.locator(".theme-switch-button").click()
    dark = tab.evaluate(paper)
    tab.goto(f"{url}/chapters/04_bias_correction.html")
    assert light != dark
    assert tab.evaluate(paper) == dark


def test_dark_is_there_before_the_page_is_drawn(browser, url):
    context = browser.new_context(color_scheme="dark")
    tab = context.new_page()
    tab.route("**/*.js*", lambda route: route.abort())  # all that would come later
    tab.goto(f"{url}/chapters/03_ema.html")
    assert tab.locator("html").get_attribute("data-theme") == "dark"
    context.close()


def test_buttons_of_the_header_work(tab, url):
    tab.goto(f"{url}/chapters/03_ema.html")
    for menu, entry in {
        "launch": "https://colab.research.google.com/",
        "source": "https://github.com/",
        "download": "../_sources/chapters/03_ema.ipynb",
    }.items():
        link = tab.locator(f".dropdown-{menu}-buttons a[href^='{entry}']").first
        assert not link.is_visible()
        tab.locator(f".dropdown-{menu}-buttons > button").click()
        assert link.is_visible()
        tab.keyboard.press("Escape")
    tab.locator(".btn-fullscreen-button").click()
    tab.wait_for_function("document.fullscreenElement")


def test_every_icon_is_drawn(tab, url):
    """The font of the icons has a character for each, wider than nothing and not a box."""
    tab.goto(f"{url}/chapters/03_ema.html")
    missing = tab.evaluate("""async () => {
      await document.fonts.ready;
      const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      const draw = (font, text) => {
        paint.clearRect(0, 0, 60, 60);
        paint.font = font;
        paint.fillText(text, 5, 45);
        return paint.getImageData(0, 0, 60, 60).data.toString();
      };
      const icons = [...document.querySelectorAll("[class*='fa-'], .fas, .fab")];
      return [icons.length < 10 ? "too few" : null, ...icons.map((icon) => {
        const { content, fontFamily, fontWeight } = getComputedStyle(icon, "::before");
        const character = /"(.)"/u.exec(content)?.[1];
        const font = `${fontWeight} 40px ${fontFamily}`;
        if (!character || draw(font, character) === draw(font, "\\uE0FF")) return icon.className;
      })].filter(Boolean);
    }""")
    assert missing == []


def test_keyboard_reaches_the_text_first_and_what_scrolls(browser, url):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    tab = context.new_page()
    tab.goto(f"{url}/chapters/05_momentum.html")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
    tab.wait_for_selector(".math-display[tabindex='0']")
    wrong = tab.evaluate("""() =>
      [...document.querySelectorAll(".bd-article :is(pre, .math-display)")].filter((box) =>
        box.checkVisibility() && box.scrollWidth > box.clientWidth !== (box.tabIndex === 0)).length""")
    assert wrong == 0
    context.close()
