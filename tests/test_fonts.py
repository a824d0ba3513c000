"""The book's own fonts: they draw every character, they are small, and no width depends on others."""

import base64
import io
import re
import sys
from html import unescape
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

sys.path.insert(0, str(Path(__file__).parent.parent / "_ext"))
import fonts  # noqa: E402

PHONES = (320, 360, 375, 390)
FIRST_VISIT = 100_000  # bytes of fonts
SHIFT = 0.02

# A word that is quoted in its own script is drawn by the reader's font.
QUOTED = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")  # with its own signs


def names(site):
    """Every page of the site, from its root."""
    return [
        path.relative_to(site).as_posix()
        for path in sorted(site.rglob("*.html"))
        if "_static" not in path.relative_to(site).parts
    ]


def font_faces(site):
    """(family, style, file, characters) of each font that the site brings."""
    css = (site / "_static" / "site.css").read_text(encoding="utf-8")
    for rule in re.findall(r'@font-face\{(font-family:"Book.*?)\}', css):
        told = dict(part.split(":", 1) for part in rule.split(";") if part)
        file = re.search(r'url\("([^"]+)"\)', told["src"])
        if file and "unicode-range" in told:  # all but the font of formulas
            points = set()
            for part in told["unicode-range"].split(","):
                first, _, last = part.removeprefix("U+").partition("-")
                points.update(range(int(first, 16), int(last or first, 16) + 1))
            family, style = told["font-family"].strip('"'), told["font-style"]
            yield family, style, site / "_static" / file[1], points


def test_every_font_has_the_characters_that_it_promises(site):
    met = 0
    for _, _, file, points in font_faces(site):
        with TTFont(file) as font:
            assert points == set(font.getBestCmap()) & points, file.name
        met += 1
    assert met >= 4


def test_every_character_of_every_page_is_drawn_by_a_font_of_the_book(site):
    has = {}
    for family, style, _, points in font_faces(site):
        if style == "normal":
            has.setdefault(family, set()).update(points)
    either = has["Book Text"] & has["Book Code"] | has["Book Symbols"]
    missing = {}
    for name in names(site):
        html = (site / name).read_text(encoding="utf-8")
        html = re.sub(r"<(script|style|math)\b.*?</\1>|<!--.*?-->", "", html, flags=re.DOTALL)
        html = re.sub(r'<span class="link-name">.*?</span>', "", html)  # heard, never drawn
        shown = set(unescape(re.sub(r"<[^>]*>", "", html)))
        missing[name] = {c for c in shown if c.isprintable() and ord(c) not in either}
    assert {n: m for n, m in missing.items() if not all(map(QUOTED.match, m))} == {}


def math_font(site):
    css = (site / "_static" / "site.css").read_text(encoding="utf-8")
    (file,) = re.findall(r'"Book Math";src:url\("([^"]+)"\)', css)
    return site / "_static" / file


def test_every_character_of_every_formula_is_in_the_font_of_formulas(site):
    with TTFont(math_font(site)) as font:
        has = {chr(point) for point in font.getBestCmap()}
    missing = {}
    for name in names(site):
        html = (site / name).read_text(encoding="utf-8")
        for formula in set(re.findall(r"<math\b.*?</math>", html, re.DOTALL)):
            shown = set(unescape(re.sub(r"<[^>]*>", "", formula)))
            # What the browser draws in italics are other characters.
            for letter in re.findall(r"<mi>(.)</mi>", formula):
                shown.add(fonts.ITALIC.get(letter, letter))
            if lacking := {c for c in shown if c.isprintable()} - has:
                missing[name] = lacking
    assert missing == {}
    assert {" ", "√"} <= has


def test_the_font_of_formulas_grows_its_brackets_and_roots_without_getting_wider(site):
    with TTFont(math_font(site)) as font:
        names, width = font.getBestCmap(), font["hmtx"]
        table = font["MATH"].table
        covered = table.MathVariants.VertGlyphCoverage.glyphs
        for sign in "()[]{}√":
            if ord(sign) not in names:
                continue
            forms = table.MathVariants.VertGlyphConstruction[covered.index(names[ord(sign)])]
            glyphs = [record.VariantGlyph for record in forms.MathGlyphVariantRecord]
            heights = [record.AdvanceMeasurement for record in forms.MathGlyphVariantRecord]
            assert (
                len(glyphs) >= 4 and heights == sorted(heights) and heights[-1] > 2.4 * heights[0]
            )
            parts = [part.glyph for part in forms.GlyphAssembly.PartRecords]
            assert len({width[glyph][0] for glyph in glyphs[1:] + parts}) == 1, sign
            assert width[glyphs[1]][0] <= 1.2 * width[glyphs[0]][0], sign
        assert table.MathConstants.FractionRuleThickness.Value == 56


def test_fonts_of_a_first_visit_are_small(site):
    files = [file for _, _, file, _ in font_faces(site)]
    assert sum(file.stat().st_size for file in [*files, math_font(site)]) <= FIRST_VISIT


def test_the_mean_width_of_text_is_that_of_this_books_prose(site):
    """What stands in until the font is there is stretched to it."""
    regular, italic, code = (
        next(
            f for had, how, f, held in font_faces(site) if (had, how) == wanted and ord("e") in held
        )
        for wanted in (("Book Text", "normal"), ("Book Text", "italic"), ("Book Code", "normal"))
    )
    pages = [path.read_text(encoding="utf-8") for path in sorted(site.glob("chapters/*.html"))]
    html = re.sub(r"<(math|pre)\b.*?</\1>", "", " ".join(pages), flags=re.DOTALL)
    for family, face, path, tag in (
        (fonts.TEXT, 0, regular, "p"),
        (fonts.TEXT, 1, regular, "strong"),
        (fonts.TEXT, 2, italic, "em"),
        (fonts.CODE, 0, code, "p"),
    ):
        told = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        told = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", " ".join(told))))
        told = [c for c in told if ord(c) < 127]
        with TTFont(path) as font:
            instancer.instantiateVariableFont(font, {"wght": fonts.FACES[face][1]}, inplace=True)
            width, names = font["hmtx"], font.getBestCmap()
            mean = sum(width[names[ord(c)]][0] for c in told) / len(told) / font["head"].unitsPerEm
        assert len(told) > 3000
        assert mean == pytest.approx(family.widths[face], rel=0.015), (path.name, face)


def wide(path, factor=1.3, line=None, weight=None):
    """The font at this path, each character so much wider: wider than what any reader has.

    With ``line``, its ascent and descent in em; with ``weight``, it has this one alone.
    """
    with TTFont(path) as font:
        if weight:
            instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)
        for glyph, (advance, bearing) in font["hmtx"].metrics.items():
            font["hmtx"][glyph] = (round(advance * factor), bearing)
        if line:
            font["hhea"].ascent, font["hhea"].descent = (round(1000 * part) for part in line)
            font["OS/2"].sTypoAscender, font["OS/2"].sTypoDescender = (
                font["hhea"].ascent,
                font["hhea"].descent,
            )
        file = io.BytesIO()
        font.save(file)
    return file.getvalue()


@pytest.mark.browser
@pytest.mark.parametrize("fonts", ["the book's", "wide"])
def test_no_page_scrolls_sideways(browser, site, url, fonts):
    """From 320 px up, in the book's fonts, and in any that a reader might force upon it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    tab = context.new_page()
    if fonts == "wide":
        known = {file.name: wide(file) for _, _, file, _ in font_faces(site)}

        def answer(route):
            file = known.get(Path(route.request.url).name)  # the font of formulas stays as it is
            route.fulfill(body=file) if file else route.continue_()

        tab.route("**/_static/fonts/*.woff2", answer)
    scrolls = []
    for name in names(site):
        tab.goto(f"{url}/{name}")
        tab.evaluate("document.fonts.ready.then(() => null)")
        for width in PHONES:
            tab.set_viewport_size({"width": width, "height": 800})
            needs = tab.evaluate("document.documentElement.scrollWidth")
            if needs > width:
                scrolls.append(f"{name} at {width}: {needs}")
    context.close()
    assert scrolls == []


@pytest.mark.browser
@pytest.mark.parametrize(
    "page", ["index", "chapters/08_adam", "chapters/ledger", "chapters/errata"]
)
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_the_fonts_come_late(browser, site, url, page, width):
    """Until then stands in what has the widths and the line of Times, whatever this machine has."""
    files = {
        style: file
        for family, style, file, held in font_faces(site)
        if family == "Book Text" and ord("e") in held
    }
    css = (site / "_static" / "site.css").read_text(encoding="utf-8")
    _, times = fonts.TEXT.stand_ins["Times"]
    for (_, weight, style), ours, theirs in zip(fonts.FACES, fonts.TEXT.widths, times, strict=True):
        like_times = wide(files[style], theirs / ours, line=(0.891, -0.216), weight=weight)
        source = f'url("data:font/woff2;base64,{base64.b64encode(like_times).decode()}")'
        said = rf'(?<="Text Times";src:)[^;]*(?=;font-weight:{weight};font-style:{style};)'
        css, found = re.subn(said, lambda _, source=source: source, css)
        assert found == 1
    context = browser.new_context(viewport={"width": width, "height": 844})
    tab = context.new_page()
    tab.add_init_script("""
      window.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shift += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    """)
    late, held = [], True
    tab.route(
        "**/_static/site.css*", lambda route: route.fulfill(body=css, content_type="text/css")
    )
    tab.route(
        "**/_static/fonts/*.woff2",
        lambda route: late.append(route) if held else route.continue_(),
    )
    tab.goto(f"{url}/{page}.html", wait_until="domcontentloaded")
    tab.wait_for_function("performance.getEntriesByType('paint').length && document.fonts.status")
    tab.wait_for_timeout(300)
    before = tab.evaluate("document.querySelector('.bd-article p').getBoundingClientRect().height")
    held = False
    assert late
    for route in late:
        route.continue_()
    tab.evaluate("document.fonts.ready.then(() => null)")
    tab.wait_for_timeout(300)
    after = tab.evaluate("document.querySelector('.bd-article p').getBoundingClientRect().height")
    assert tab.evaluate("document.fonts.check('16px \"Book Text\"')")
    assert tab.evaluate("window.shift") <= SHIFT
    assert before == after
    context.close()
