"""Faults that the pages once had, each looked for in a browser: what is cut, hidden, pale or unreachable."""

import json
import re
from itertools import combinations
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

ROOT = Path(__file__).parent.parent
CHAPTERS = [path.stem for path in sorted(ROOT.glob("chapters/*.ipynb"))]

pytestmark = pytest.mark.browser

HELPERS = """
  window.channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  window.luminance = (colour) => {
    const [r, g, b] = channels(colour).map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  window.contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  window.ground = (element) => { // the first ground that is not transparent
    for (let it = element; it; it = it.parentElement) {
      const colour = getComputedStyle(it).backgroundColor;
      if (!/[,/] 0(\\.\\d+)?\\)$/.test(colour) || /^rgb\\(/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  window.readability = (element) => contrast(getComputedStyle(element).color, ground(element));
  window.boxes = (selector) => [...document.querySelectorAll(selector)].map((it) => {
    const { left, top, right, bottom, width, height } = it.getBoundingClientRect();
    return { left, top, right, bottom, width, height, text: it.textContent.slice(0, 60) };
  });
"""


@pytest.fixture
def visit(browser, url):
    """Opens a page of the site: ``visit("chapters/03_ema", width=390, dark=True)``."""
    contexts = []

    def open_page(page, *, width=1280, dark=False, motion="reduce", **settings):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion=motion,
            **settings,
        )
        contexts.append(context)
        context.add_init_script(HELPERS)
        tab = context.new_page()
        tab.goto(f"{url}/{page}" if ".html" in page else f"{url}/{page}.html")
        return tab

    yield open_page
    for context in contexts:
        context.close()


def overlaps(a, b):
    return (
        a["left"] < b["right"] - 0.5
        and b["left"] < a["right"] - 0.5
        and a["top"] < b["bottom"] - 0.5
        and b["top"] < a["bottom"] - 0.5
    )


# --- The ledger


ROWS = ".ledger-index > li"
LEAVING = """() => [...document.querySelectorAll("table.ledger td, .ledger-index p > :not(.ledger-said)")].flatMap((cell) => {
  const { right } = cell.getBoundingClientRect();
  return [cell, ...cell.querySelectorAll("code, a, p, .pre")]
    .filter((it) => !it.closest(".math, math"))
    .filter((it) => [...it.getClientRects()].some((box) => box.width && box.right > right + 1))
    .map((it) => it.textContent);
})"""


@pytest.fixture(scope="module")
def the_ledger(browser, url):
    """The ledger's page, opened once: it is a large one."""
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script(HELPERS)
    tab = context.new_page()
    tab.goto(f"{url}/chapters/ledger.html")
    yield tab
    context.close()


@pytest.fixture
def ledger(the_ledger):
    """That page as it is at first: wide, unfiltered."""
    the_ledger.set_viewport_size({"width": 1280, "height": 900})
    the_ledger.evaluate("""() => {
      const form = document.querySelector(".ledger-filter");
      form.reset();
      form.dispatchEvent(new Event("input"));
    }""")
    return the_ledger


def find(tab, words):
    tab.get_by_role("searchbox", name="Words to find in the claims").fill(words)


def visible_rows(tab):
    return tab.evaluate(
        """(rows) => [...document.querySelectorAll(rows)]
      .filter((row) => row.checkVisibility()).map((row) => row.textContent.toLowerCase())""",
        ROWS,
    )


@pytest.mark.parametrize("page", ["ledger", "ledger-05_momentum", "ledger-07_rmsprop"])
def test_no_label_leaves_its_cell_of_the_ledger(visit, page):
    tab = visit(f"chapters/{page}")
    for width in (1280, 820, 390, 320):
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate(LEAVING) == [], width


def test_the_ledgers_pages_lead_to_each_other(visit):
    tab = visit("chapters/ledger")
    tab.locator("#ledger-03-ema").get_by_role("link", name="Statements and evidence").click()
    tab.wait_for_url("**/ledger-03_ema.html")
    tab.locator(".next-prev__area .right-next, a.right-next").first.click()
    tab.wait_for_url("**/ledger-04_*.html")
    assert tab.locator(".bd-article h1").inner_text().startswith("Ledger: ")
    tab.get_by_role("link", name="All chapters").click()
    tab.wait_for_url("**/ledger.html")


def test_the_ledger_can_be_filtered_by_words_and_by_kind(ledger):
    every = ledger.locator(ROWS).count()
    said = ledger.locator(".ledger-filter output")
    assert every > 100 and said.inner_text() == f"{every} claims"

    for kind in ("proved", "checked", "defined"):
        ledger.locator(f".ledger-filter input[name={kind}]").uncheck()
    refuted = ledger.locator(f"{ROWS}.claim-refuted").count()
    assert len(visible_rows(ledger)) == refuted < every
    assert said.inner_text() == f"{refuted} of {every} claims"

    find(ledger, "momentum NOISE")
    texts = visible_rows(ledger)
    assert 0 < len(texts) < refuted
    assert all("momentum" in text and "noise" in text for text in texts)
    # Chapters without a hit leave nothing behind, not even their heading.
    kept = ledger.evaluate("""() => [...document.querySelectorAll("section:has(> .ledger-index)")]
      .map((section) => [section.checkVisibility(), [...section.querySelectorAll("li")].some((row) => row.checkVisibility())])""")
    assert len(kept) > 10 and all(seen == full for seen, full in kept)


@pytest.mark.parametrize("words", ["β", "beta"])
def test_the_filter_of_the_ledger_knows_greek(ledger, words):
    find(ledger, words)
    assert any("ema-closed-form" in row for row in visible_rows(ledger))


def test_a_link_into_the_ledger_shows_what_was_filtered_away(ledger):
    find(ledger, "no claim says this")
    assert visible_rows(ledger) == []
    ledger.evaluate("location.hash = 'ledger-03-ema'")
    ledger.locator("#ledger-03-ema li").first.wait_for()


def test_a_sign_of_the_graph_says_its_name(ledger):
    signs, name = ledger.locator(".claim-graph g > a"), ledger.locator(".graph-name a")
    signs.nth(3).hover()
    assert name.inner_text() == signs.nth(3).get_attribute("aria-label")
    assert name.get_attribute("href") == signs.nth(3).get_attribute("href")

    reached = ledger.locator(".claim-graph g > a[tabindex='0']")
    assert reached.count() == 1  # one stop of the Tab key for hundreds of signs
    reached.focus()
    places = []
    for key in ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"):
        ledger.keyboard.press(key)
        label = ledger.evaluate("document.activeElement.getAttribute('aria-label')")
        assert name.inner_text() == label
        places.append(
            ledger.evaluate(
                "document.activeElement.getAttribute('transform').match(/[\\d.]+/g).map(Number)"
            )
        )
    (x1, _), (x2, y2), (x3, y3), (x4, _) = places
    assert x1 < x2 == x3 > x4 and y3 < y2


@pytest.mark.parametrize("font", ["serif", "monospace"])
def test_names_of_the_graphs_columns_do_not_touch_in_any_font(ledger, font):
    ledger.evaluate(
        "(font) => document.querySelectorAll('.claim-graph text').forEach((it) => { it.style.fontFamily = font; })",
        font,
    )
    names = ledger.evaluate("boxes('.claim-graph svg > text')")
    assert len(names) > 10
    for left, right in zip(names, names[1:], strict=False):
        assert right["left"] - left["right"] > 4, (left["text"], right["text"])


@pytest.mark.parametrize(
    ("page", "cells"), [("ledger", f"{ROWS} p > *"), ("ledger-03_ema", "table.ledger tbody td")]
)
def test_the_printed_ledger_is_a_table_that_fits(visit, page, cells):
    tab = visit(f"chapters/{page}", width=700)
    tab.emulate_media(media="print")
    assert not tab.locator(".ledger-filter").is_visible()
    row = tab.locator(cells)
    tops = {round(row.nth(n).bounding_box()["y"]) for n in range(3)}
    assert len(tops) == 1, "cells stand beside each other"
    assert tab.evaluate(LEAVING) == []
    assert tab.evaluate("document.querySelector('main').scrollWidth") <= 700


def test_a_finger_reads_the_name_of_a_sign_before_it_follows_it(visit):
    tab = visit("chapters/ledger", width=820, has_touch=True, is_mobile=True)
    sign = tab.locator(".claim-graph g > a").nth(5)
    sign.tap()
    assert tab.locator(".graph-name a").inner_text() == sign.get_attribute("aria-label")
    assert tab.url.endswith("ledger.html")
    sign.tap()
    tab.wait_for_url(re.compile(r"#claim-"))


def test_without_javascript_the_ledger_has_all_rows_and_no_empty_form(visit):
    tab = visit("chapters/ledger", java_script_enabled=False)
    assert tab.locator(".ledger-filter").count() == 0
    assert len(visible_rows(tab)) > 100


# --- The chapter map


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("font", ["inherit", "monospace"])
def test_the_chapter_map_is_whole_in_every_font(visit, width, font):
    tab = visit("index", width=width)
    tab.add_style_tag(content=f".chapter-map * {{ font-family: {font} !important }}")
    frame = tab.evaluate("boxes('.chapter-map')")[0]
    numbers = tab.evaluate("boxes('.chapter-list .number')")
    titles = tab.evaluate("""() => [...document.querySelectorAll(".chapter-list a")].map((link) => {
      const range = document.createRange();
      range.selectNodeContents(link.lastChild);
      const { left, top, right, bottom, width } = range.getBoundingClientRect();
      return { left, top, right, bottom, width, size: parseFloat(getComputedStyle(link).fontSize) };
    })""")
    assert len(numbers) == len(titles) == len([name for name in CHAPTERS if name[:2].isdigit()]) > 10
    for number, title in zip(numbers, titles, strict=True):
        assert not overlaps(number, title)
        assert title["size"] >= 14
    for one, other in combinations([*numbers, *titles], 2):
        assert not overlaps(one, other)
    arcs = tab.evaluate("boxes('.chapter-map path.rests')")
    for box in [*numbers, *titles, *arcs]:
        assert box["left"] >= frame["left"] - 1 and box["right"] <= frame["right"] + 1, box
    assert tab.evaluate("document.querySelector('.chapter-map').scrollWidth") <= frame["width"] + 1


@pytest.mark.parametrize("width", [1280, 390])
def test_arcs_of_the_chapter_map_begin_at_their_chapters(visit, width):
    tab = visit("index", width=width)
    rows = tab.evaluate("boxes('.chapter-list li')")
    middles = [(row["top"] + row["bottom"]) / 2 for row in rows]
    arcs = tab.evaluate("boxes('.chapter-map path.rests')")
    for arc in arcs:
        for end in (arc["top"], arc["bottom"]):
            assert min(abs(end - middle) for middle in middles) < 2, arc


# --- Colours that the reader chose


def test_no_part_of_a_formula_is_lost_in_forced_colours(visit):
    """≠ is = with a stroke, and forced colours put a ground behind each: the stroke lay alone there."""
    from io import BytesIO

    from PIL import Image

    def ink(tab, formula):
        """Share of the formula's box that is not ground."""
        picture = Image.open(BytesIO(formula.screenshot())).convert("L")
        ground = picture.getpixel((0, 0))
        counts = picture.histogram()
        return sum(n for value, n in enumerate(counts) if abs(value - ground) > 60)

    tab = visit("chapters/08_adam")
    formula = tab.locator(".bd-article .math:visible").filter(has_text="≠").first
    formula.scroll_into_view_if_needed()
    usual = ink(tab, formula)
    tab.emulate_media(forced_colors="active")
    forced = ink(tab, formula)
    # The ink of a thin stroke is little of the whole, so the style is asked as well.
    adjusted = "(all) => [...new Set(all.map((it) => getComputedStyle(it).forcedColorAdjust))]"
    assert tab.locator(".bd-article math").evaluate_all(adjusted) == ["none"]
    assert usual > 20
    assert 0.8 < forced / usual < 1.25, (usual, forced)


# --- The keyboard


@pytest.mark.parametrize(("width", "stops"), [(1280, 60), (390, 30)])
@pytest.mark.parametrize("dark", [False, True])
def test_everything_with_the_focus_shows_a_ring(visit, width, stops, dark):
    tab = visit("chapters/03_ema", width=width, dark=dark)
    without, seen = [], 0
    for _ in range(stops):
        tab.keyboard.press("Tab")
        ring = tab.evaluate("""() => {
          const it = document.activeElement;
          if (it === document.body) return null;
          const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(it);
          const drawn = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
          return { what: it.outerHTML.slice(0, 90), ring: drawn ? contrast(outlineColor, ground(it)) : 0 };
        }""")
        if (
            ring
            and "pst-skip-link" not in ring["what"]
            and 'href="#main-content"' not in ring["what"]
        ):
            seen += 1
            if ring["ring"] < 3:
                without.append(ring)
    assert seen > stops / 2
    assert without == []


def test_the_ring_on_the_headers_buttons_is_drawn(visit):
    """The style alone does not say it: a box that hides its overflow cuts rings off."""
    tab = visit("chapters/03_ema")
    tab.keyboard.press("Tab")  # from now on focus is that of a keyboard
    for button in tab.locator(".bd-header-article button:visible").all():
        box = button.bounding_box()
        around = {
            "x": max(0, box["x"] - 5), "y": max(0, box["y"] - 5),
            "width": box["width"] + 10, "height": box["height"] + 10,
        }  # fmt: skip
        tab.evaluate("document.activeElement.blur()")
        tab.mouse.move(600, 600)
        before = tab.screenshot(clip=around)
        button.focus()
        assert tab.screenshot(clip=around) != before, button.get_attribute("title")


# --- Fingers


@pytest.mark.parametrize("page", ["chapters/03_ema", "chapters/playground", "chapters/ledger"])
def test_a_finger_finds_what_it_can_press(visit, page):
    tab = visit(page, width=390, has_touch=True, is_mobile=True)
    small = tab.evaluate("""() => [...document.querySelectorAll(
        ".claim-link, button, summary, .graph-name a, .ledger-filter label, .chapter-list a, .pg-surfaces label")]
      .filter((it) => it.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .map((it) => [it.outerHTML.slice(0, 80), it.getBoundingClientRect()])
      .filter(([, box]) => box.width && (box.height < 23.5 || box.width < 23.5))
      .map(([what, box]) => `${box.width} x ${box.height}: ${what}`)""")
    assert small == []


def test_copy_buttons_are_there_without_a_mouse(visit):
    tab = visit("chapters/03_ema", width=390, has_touch=True, is_mobile=True)
    button = tab.locator(".highlight:visible button.copybtn").first
    button.scroll_into_view_if_needed()
    tab.wait_for_timeout(400)  # it fades in
    assert button.evaluate("(it) => getComputedStyle(it).opacity") == "1"
    assert button.evaluate("readability") >= 3

    tab = visit("chapters/03_ema")  # and with a keyboard
    tab.keyboard.press("Tab")
    button = tab.locator(".highlight:visible button.copybtn").first
    button.focus()
    tab.wait_for_timeout(400)
    assert button.evaluate("(it) => getComputedStyle(it).opacity") == "1"


def test_a_link_to_a_claim_leads_there_at_once(visit):
    tab = visit("chapters/03_ema", motion="no-preference")
    places = tab.evaluate("""async () => {
      document.querySelectorAll(".claim-link")[8].click();
      const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      await frame();
      const soon = scrollY;
      await new Promise((done) => setTimeout(done, 1200));
      return [soon, scrollY];
    }""")
    assert places[0] == places[1] > 500


# --- Light and dark, on paper, without JavaScript


@pytest.mark.parametrize("dark", [False, True])
def test_code_is_readable_without_javascript(visit, dark):
    tab = visit("chapters/03_ema", dark=dark, java_script_enabled=False)
    # Without JavaScript a page can still be asked, but not with functions of its own.
    seen = tab.evaluate(f"""() => {{
      {HELPERS}
      const texts = [document.querySelector(".bd-article p"), ...document.querySelectorAll(
        ".highlight:not(details *) pre, .highlight:not(details *) pre span, .claim-foot, .claim-kind")];
      return {{ paper: luminance(ground(document.body)), worst: Math.min(...texts.map(readability)) }};
    }}""")
    assert (seen["paper"] < 0.1) == dark
    assert seen["worst"] >= 4.5


@pytest.mark.parametrize("side", ["primary", "secondary"])
def test_the_menus_open_on_a_phone_without_javascript(visit, side):
    tab = visit("chapters/03_ema", width=390, java_script_enabled=False)
    entry = {
        "primary": "nav.bd-links a >> text=Adam: two",
        "secondary": ".onthispage ~ nav a >> nth=0",
    }
    link = tab.locator(f".bd-sidebar-{side}").locator(entry[side]).first
    assert not link.is_visible() or link.bounding_box()["x"] > 389 or link.bounding_box()["x"] < 0
    assert not tab.locator(f"button.{side}-toggle").is_visible()
    tab.locator(f"label.{side}-toggle").click()
    tab.wait_for_timeout(500)
    box = link.bounding_box()
    assert link.is_visible() and 0 <= box["x"] < 300
    assert tab.locator(f"#pst-{side}-sidebar-checkbox").is_checked()


@pytest.mark.parametrize("page", ["chapters/03_ema", "index", "genindex"])
def test_a_dark_page_is_printed_dark_on_white(visit, page):
    tab = visit(page, dark=True)
    assert tab.locator("html").get_attribute("data-theme") == "dark"
    tab.add_style_tag(content="* { transition: none !important }")  # colours change at once
    tab.emulate_media(media="print", color_scheme="dark")
    pale = tab.evaluate("""() => [...document.querySelectorAll("main :is(h1, h2, p, li, pre, pre span, td, a, .claim-kind)")]
      .filter((it) => it.checkVisibility())
      .map((it) => [contrast(getComputedStyle(it).color, "rgb(255, 255, 255)"), it.className, it.textContent.slice(0, 30)])
      .filter(([told]) => told < 4.4)""")  # the theme's own comment colour has 4.47 on its grey
    assert pale == []
    assert tab.evaluate("luminance(ground(document.body))") > 0.9
    picture = tab.locator(".cell_output img:not([class*=dark])").first
    if picture.count():
        assert picture.evaluate("(it) => getComputedStyle(it).filter") == "none"


def test_letters_of_the_module_index_are_readable_in_the_dark(visit):
    tab = visit("py-modindex", dark=True)
    letters = tab.locator("tr.cap strong")
    assert letters.count() >= 2
    assert all(letter.evaluate("readability") >= 4.5 for letter in letters.all())


# --- Figures


PALETTE = {
    name: re.search(r"#[0-9a-f]{6}", value)[0]
    for line in (ROOT / "code" / "lab" / "style.py").read_text("utf-8").splitlines()
    if re.match(r"[A-Z, ]+ = .*#", line)
    for name, value in zip(
        line.split(" = ")[0].split(", "), line.split(" = ")[1].split(", "), strict=True
    )
}


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lifted(colour, factor):
    return "#" + "".join(
        f"{min(255, round(int(colour[i : i + 2], 16) * factor)):02x}" for i in (1, 3, 5)
    )


@pytest.fixture(scope="module")
def dark_page(browser, url):
    """The ground of a dark page, and by what its figures are lifted: ("#121212", {page: factor})."""
    context = browser.new_context(color_scheme="dark")
    tab = context.new_page()
    factors = {}
    for page, image in {"chapters/08_adam": ".cell_output img", "index": "img[src*=hero]"}.items():
        tab.goto(f"{url}/{page}.html")
        told = tab.locator(image).first.evaluate("(it) => getComputedStyle(it).filter")
        factors[page] = float((re.fullmatch(r"brightness\(([\d.]+)\)", told) or [0, 1])[1])
    ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    context.close()
    return "#" + "".join(f"{int(c):02x}" for c in re.findall(r"\d+", ground)[:3]), factors


def test_each_colour_of_the_figures_is_readable_in_light_and_dark(dark_page):
    ground, factors = dark_page
    assert set(PALETTE) == {"BLUE", "ORANGE", "GREEN", "PINK", "INK"}
    for name, colour in PALETTE.items():
        assert contrast(colour, "#ffffff") >= 4.5, name
        assert contrast(colour, ground) >= 3, name  # where nobody lifts it, as in Colab
        for factor in factors.values():
            assert contrast(lifted(colour, factor), ground) >= 4.5, name


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_writing_in_the_stored_figures_is_readable_in_light_and_dark(chapter, dark_page):
    """A cell may name a colour of its own."""
    ground, factors = dark_page
    notebook = json.loads((ROOT / "chapters" / f"{chapter}.ipynb").read_text("utf-8"))
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            svg = "".join(output.get("data", {}).get("image/svg+xml", ""))
            for text in BeautifulSoup(svg, "html.parser").select('g[id^="text_"]'):
                colours = {c for c in re.findall(r"fill: (#[0-9a-f]{6})", str(text))}
                for colour in colours:
                    assert contrast(colour, "#ffffff") >= 4.5, colour
                    assert contrast(lifted(colour, min(factors.values())), ground) >= 4.5, colour


@pytest.mark.parametrize("dark", [False, True])
def test_captions_are_as_readable_as_text(visit, dark):
    tab = visit("chapters/08_adam", dark=dark)
    caption = tab.locator("figcaption p").first
    assert int(caption.evaluate("(it) => getComputedStyle(it).fontWeight")) >= 400
    assert caption.evaluate("readability") >= 7


def test_every_figure_is_numbered_by_its_page(site):
    numbers = [
        number.group(1)
        for page in sorted(site.glob("chapters/*.html"))
        for number in re.finditer(r'caption-number">Fig\. ([^ <]+)', page.read_text("utf-8"))
    ]
    assert len(numbers) > 12 and len(set(numbers)) == len(numbers)
    assert [number for number in numbers if not re.fullmatch(r"(\d+|[A-Z])\.\d+", number)] == []


# --- Tables


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("page", ["silent_bugs", "notation", "errata"])
def test_no_column_of_words_is_one_word_wide_on_a_phone(visit, page, width):
    tab = visit(f"chapters/{page}", width=width)
    cells = [cell for cell in tab.evaluate("boxes('table.words td')") if cell["text"].strip()]
    assert cells
    assert min(cell["width"] for cell in cells) > 0.7 * width
    # Each cell says what it is: a heading of its column, as its own first words.
    heads = tab.evaluate("""() => [...document.querySelectorAll("table.words tbody tr")].flatMap((row) =>
      [...row.cells].map((cell) => [getComputedStyle(cell, "::before").content,
        cell.closest("table").tHead.rows[0].cells[cell.cellIndex].textContent.trim()]))""")
    assert all(f'"{head}"' in told or head in told for told, head in heads), heads[:3]


@pytest.mark.parametrize("page", ["silent_bugs", "notation", "errata"])
def test_a_table_is_still_a_table_for_who_does_not_see_it(visit, page):
    tab = visit(f"chapters/{page}", width=390)
    shape = "(tables) => tables.map((t) => [t.rows.length, t.rows[0].cells.length])"
    shapes = tab.locator("table.words").evaluate_all(shape)
    for number, (rows, columns) in enumerate(shapes):
        table = tab.get_by_role("table").and_(tab.locator("table.words")).nth(number)
        assert table.get_by_role("row").count() == rows
        assert table.get_by_role("row").nth(1).get_by_role("cell").count() == columns


def test_the_matrix_of_bugs_is_whole_on_a_wide_page_and_scrolls_in_its_box_on_a_phone(visit):
    widths = """() => {
      const box = document.querySelector("table.many").closest(".pst-scrollable-table-container");
      return { seen: box.clientWidth, all: box.scrollWidth, page: document.documentElement.scrollWidth };
    }"""
    wide = visit("chapters/silent_bugs").evaluate(widths)
    assert wide["all"] <= wide["seen"]
    tab = visit("chapters/silent_bugs", width=390)
    phone = tab.evaluate(widths)
    assert phone["all"] > phone["seen"] and phone["page"] <= 390
    # The names of the rows stay in sight.
    box = tab.locator(".pst-scrollable-table-container:has(> table.many)")
    box.evaluate("(it) => { it.scrollLeft = 200; }")
    name = box.locator("tbody tr").nth(3).locator("td").first
    assert name.bounding_box()["x"] >= 0


# --- The playground


def test_the_playground_fits_320_pixels(visit):
    tab = visit("chapters/playground", width=320)
    tab.locator(".pg-table tbody tr").nth(4).wait_for()
    table = tab.locator(".pg-table").bounding_box()
    assert table["x"] >= 0 and table["x"] + table["width"] <= 320
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("width", [1280, 390])
def test_a_button_of_the_playground_stays_with_its_text(visit, width):
    tab = visit("chapters/playground", width=width)
    for name, panel in {"η = 0.11": ".pg-walks", "λ = 2": ".pg-walks"}.items():
        button = tab.get_by_role("button", name=name, exact=True)
        button.scroll_into_view_if_needed()
        button.click()
        tab.wait_for_timeout(100)
        place, picture = button.bounding_box(), tab.locator(f"{panel} .pg-plot").bounding_box()
        assert 40 <= place["y"] <= 880, "the text left the screen"
        assert place["y"] < picture["y"] < 900, "the panel stands below the text, in sight"


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_names_of_the_walks_hide_neither_the_minimum_nor_each_other(visit, width):
    tab = visit("chapters/playground", width=width)
    for surface in ("bowl", "ravine", "rosenbrock", "noisy"):
        for steps in (40, 200):
            tab.evaluate(f"playground.set({{ surface: '{surface}', steps: {steps} }})")
            names = tab.evaluate("boxes('.pg-name')")
            mark = tab.evaluate("""() => {
              const [x, y] = document.querySelector(".pg-mark").getAttribute("d").match(/[\\d.]+/g).map(Number);
              const at = new DOMPoint(x, y).matrixTransform(document.querySelector(".pg-mark").getScreenCTM());
              return { left: at.x - 7, right: at.x + 7, top: at.y - 7, bottom: at.y + 7 };
            }""")
            assert len(names) == 5
            for one, other in combinations(names, 2):
                # Boxes of letters are higher than letters: 3 px of both are air.
                lower = {**other, "top": other["top"] + 3, "bottom": other["bottom"] - 3}
                assert not overlaps(one, lower), (surface, one["text"], other["text"])
            assert not any(overlaps(name, mark) for name in names), (surface, steps)


def test_the_printed_playground_is_whole(visit):
    tab = visit("chapters/playground", width=700)
    tab.locator(".pg-table tbody tr").nth(4).wait_for()
    tab.emulate_media(media="print")
    main = tab.locator(".bd-article").bounding_box()
    for part in (".pg-table", ".pg-plot svg"):
        box = tab.locator(part).first.bounding_box()
        assert box["x"] >= main["x"] - 1
        assert box["x"] + box["width"] <= main["x"] + main["width"] + 1
    cut = tab.evaluate("boxes('.pg-table td')")
    assert max(cell["right"] for cell in cut) <= main["x"] + main["width"] + 1


# --- The text


ALONE = """() => {
  const walker = document.createTreeWalker(document.querySelector(".bd-article"), NodeFilter.SHOW_TEXT);
  const alone = [];
  let text;
  while ((text = walker.nextNode())) {
    if (!/^[.,;:!?)]/.test(text.data)) continue;
    const before = text.previousSibling;
    if (!before?.matches?.(".math") && !before?.querySelector?.(":scope .math:last-child")) continue;
    if (!before.checkVisibility()) continue;
    const range = document.createRange();
    range.setStart(text, 0);
    range.setEnd(text, 1);
    const sign = range.getBoundingClientRect(), formula = before.getBoundingClientRect();
    // A long formula breaks at its own relations, and may end a line: it is as wide as the page or in several lines.
    const parts = [...before.querySelectorAll(".breaks > mrow")].map((part) => part.getBoundingClientRect());
    if (parts.length && Math.min(...parts.map((part) => part.bottom)) < Math.max(...parts.map((part) => part.top))) continue;
    if (formula.width < 180 && sign.top > formula.bottom - 2) alone.push(before.textContent + text.data.slice(0, 10));
  }
  // The sign of a claim stays in the line in which its link ends, and what follows it stays beside it.
  for (const tick of document.querySelectorAll(".bd-article .tick")) {
    const link = tick.closest("a") ?? tick.previousElementSibling;
    const sign = tick.getBoundingClientRect();
    const lines = [...link.getClientRects()].filter((line) => line.width);
    if (!sign.width || link.querySelector(".breaks")) continue;
    if (sign.top > lines.at(-1).bottom - 2) alone.push(link.textContent + " and its sign");
    const next = tick.nextSibling;
    if (!/^[.,;:!?)]/.test(next?.data ?? "")) continue;
    const range = document.createRange();
    range.setStart(next, 0);
    range.setEnd(next, 1);
    if (range.getBoundingClientRect().top > sign.bottom) alone.push(link.textContent + next.data.slice(0, 10));
  }
  return alone;
}"""


@pytest.mark.parametrize("page", [*CHAPTERS, "ledger", "ledger-03_ema", "what_you_know"])
def test_no_stop_or_comma_begins_a_line(visit, page):
    tab = visit(f"chapters/{page}")
    for width in (1280, 390, 320):
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate(ALONE) == [], width


def test_formulas_and_code_run_from_left_to_right_in_every_language(visit):
    tab = visit("chapters/03_ema")
    # Where each letter of a formula and of code stands, before and after.
    letters = """() => [...document.querySelectorAll(".bd-article div.math math > *, .bd-article div.math mrow > *, .highlight:not(details *) pre span")]
      .filter((it) => it.checkVisibility() && it.getBoundingClientRect().width)
      .map((it) => {
        const box = it.closest("div.math, pre").getBoundingClientRect();
        return it.getBoundingClientRect().left - box.left;
      })"""
    direction = "(all) => [...new Set(all.map((it) => getComputedStyle(it).direction))]"
    usual = tab.evaluate(letters)
    tab.evaluate("document.documentElement.dir = 'rtl'")
    assert tab.locator(".math, .highlight pre, p code").evaluate_all(direction) == ["ltr"]
    mirrored = tab.evaluate(letters)
    order = [a < b for a, b in zip(usual, usual[1:], strict=False)]
    assert [a < b for a, b in zip(mirrored, mirrored[1:], strict=False)] == order
