"""The book's own fonts, so that it looks the same, and is as wide, on every machine.

Text is set in STIX Two Text, drawn for screens and paper together with the mathematics of the same
name; code in Source Code Pro. All come from npm (the Makefile installs them). When the pages are
written, each file is cut down to the characters that the pages hold, and each page asks at once for
what its first lines need. The font of formulas keeps its tables for mathematics, from which the
browser takes the places of exponents, the thickness of lines and the larger brackets and roots.

Until a font is there, the reader's own one stands in, stretched to the same width and height, so
that nothing moves when it comes.
"""

import hashlib
import io
import re
import string
import sys
from html import unescape
from pathlib import Path
from typing import NamedTuple

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from sphinx.errors import ExtensionError

import math_font
import written

STIX = "@fontsource-variable/stix-two-text/files/stix-two-text-{}-wght-{}.woff2"
SOURCE = "@fontsource-variable/source-code-pro/files/source-code-pro-{}-wght-normal.woff2"
MATH = "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2"
PARTS = ("latin", "latin-ext", "greek")  # the first that has a character draws it
WEIGHTS = (400, 700)  # from regular to bold; the files hold more


class Family(NamedTuple):
    styles: dict  # {style: files}
    scale: float  # its size in em
    stand_ins: dict  # {a name for them: (the reader's fonts, mean widths of a character in em)}
    widths: tuple  # of our own, for each of FACES


# (what is added to the name of a font, weight, style): bold letters are wider, and not by the same in all
FACES = (("", 400, "normal"), (" Bold", 700, "normal"), (" Italic", 400, "italic"))

# The mean widths were measured on what this book prints plain, bold and in italics, in Times, Gelasio
# (as wide as Georgia), Noto Serif and DejaVu Serif. STIX draws small in its em: so much larger, it is as
# tall as the fonts that the theme was made for. Nearly all fonts for code are as wide as ours.
TEXT = Family(
    {style: [STIX.format(part, style) for part in PARTS] for style in ("normal", "italic")},
    scale=1.12,
    widths=(0.4116, 0.467, 0.4153),
    stand_ins={
        "Times": (
            ["Times New Roman", "Liberation Serif", "Nimbus Roman", "Times"],
            (0.3939, 0.4301, 0.4127),
        ),
        "Georgia": (["Georgia", "Gelasio"], (0.4316, 0.5147, 0.4582)),
        "Noto": (["Noto Serif"], (0.4646, 0.5072, 0.4713)),
        "DejaVu": (["DejaVu Serif"], (0.5025, 0.5698, 0.5216)),
    },
)
CODE = Family(
    {"normal": [SOURCE.format(part) for part in PARTS]},
    scale=1,
    widths=(0.6,),
    stand_ins={
        "Consolas": (["Consolas"], (0.5498,)),
        "Menlo": (["Menlo", "Liberation Mono", "Courier New", "DejaVu Sans Mono"], (0.6015,)),
    },
)
SYMBOLS = Family({"normal": [MATH]}, scale=TEXT.scale, widths=(1,), stand_ins={})  # for both
# Its size is set where formulas are (formulas.css): a font that is scaled keeps its table unscaled.
FORMULAS = Family({"normal": [MATH]}, scale=1, widths=(1,), stand_ins={})
FAMILIES = {"Text": TEXT, "Code": CODE, "Symbols": SYMBOLS, "Math": FORMULAS}

# Beside what the pages hold: what a reader types into the search box, and what scripts write.
ALWAYS = string.printable.strip() + " \xa0–—‘’“”…·×−←→↑↓"

# Which styles each use has, and the part of the page that needs a file before it can be read.
FIRST = {
    ("Text", "normal"): "<body",
    ("Text", "italic"): '<div class="citation',  # titles of books, line after line
    ("Code", "normal"): "<pre",
    ("Math", "normal"): "<math",
}

# A letter that stands alone in <mi> is drawn in italics, which in mathematics are characters of
# their own: https://w3c.github.io/mathml-core/#italic-mappings
ITALIC = {
    **{chr(ord("A") + n): chr(0x1D434 + n) for n in range(26)},
    **{chr(ord("a") + n): chr(0x1D44E + n) for n in range(26)},
    **{chr(ord("Α") + n): chr(0x1D6E2 + n) for n in range(25)},
    **{chr(ord("α") + n): chr(0x1D6FC + n) for n in range(25)},
    **dict(zip("hıȷϴ∇∂ϵϑϰϕϱϖ", "ℎ𝚤𝚥𝛳𝛻𝜕𝜖𝜗𝜘𝜙𝜚𝜛", strict=True)),
}
# Beside what formulas hold: by its space a browser knows the font of a formula, and a root is drawn.
ALWAYS_MATH = " √"


def packages():
    """The folder that npm installed into, beside this Python."""
    folder = Path(sys.prefix, "npm", "node_modules")
    if not (folder / MATH).is_file():
        raise ExtensionError(f"The fonts are not in {folder}: run `make book`, which installs them")
    return folder


def characters(pages, sheets, scripts):
    """The characters that pages show outside of formulas, and that sheets and scripts may print."""
    shown = set(ALWAYS).union(*scripts)
    for html in pages:
        html = re.sub(r"<(script|style|math)\b.*?</\1>|<!--.*?-->", "", html, flags=re.DOTALL)
        shown.update(unescape(re.sub(r"<[^>]*>", "", html)))
    for css in sheets:
        for text in re.findall(r'content:\s*"([^"\\]*)"', css):
            shown.update(text)
    return {character for character in shown if character.isprintable() or character == "\xa0"}


def math_characters(pages):
    """The characters of all formulas, and the italic letters that the browser makes of some."""
    formulas = [
        html for page in pages for html in re.findall(r"<math\b.*?</math>", page, re.DOTALL)
    ]
    shown = set(ALWAYS_MATH)
    for html in set(formulas):
        shown.update(unescape(re.sub(r"<[^>]*>", "", html)))
        letters = map(unescape, re.findall(r"<mi(?![^>]*mathvariant)[^>]*>([^<]*)</mi>", html))
        shown.update(ITALIC.get(letter, "") for letter in letters)
    return {character for character in shown if character.isprintable() or character == "\xa0"}


def cut(path, wanted, for_formulas=False):
    """The font with only those of these characters that it has: (WOFF2, characters)."""
    with TTFont(path) as font:
        held = {chr(point) for point in font.getBestCmap()} & wanted
        if not held:
            return b"", held
        options = subset.Options(hinting=False)
        options.drop_tables += ["STAT"] if for_formulas else ["STAT", "MATH"]
        if for_formulas:
            math_font.mend(font)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=map(ord, held))
        cutter.subset(font)
        if "fvar" in font:
            instancer.instantiateVariableFont(font, {"wght": WEIGHTS}, inplace=True)
        font.flavor = "woff2"
        font["head"].modified = font["head"].created  # the same file on every day
        font.recalcTimestamp = False
        file = io.BytesIO()
        font.save(file)
    return file.getvalue(), held


def cut_all(folder, wanted, in_formulas):
    """[(family, style, file name, data, characters)]. Symbols are what text or code lack."""
    files, lacking = [], set()
    for family, (styles, *_) in FAMILIES.items():
        for style, paths in styles.items():
            left = {"Symbols": lacking, "Math": in_formulas}.get(family, wanted).copy()
            for path in paths:
                data, held = cut(folder / path, left, for_formulas=family == "Math")
                left -= held
                if held:
                    name = re.sub(r"-wght|\.woff2", "", Path(path).name)
                    mark = hashlib.sha256(data).hexdigest()[:8]  # a new file has a new address
                    files.append((family, style, f"{name}.{mark}.woff2", data, held))
            if family in ("Text", "Code"):
                lacking |= left
    return files


def ranges(held):
    """These characters as a value of ``unicode-range``."""
    points = sorted(map(ord, held))
    starts = [p for p in points if p - 1 not in set(points)]
    ends = [p for p in points if p + 1 not in set(points)]
    return ",".join(
        f"U+{start:X}" if start == end else f"U+{start:X}-{end:X}"
        for start, end in zip(starts, ends, strict=True)
    )


def percent(ratio):
    return f"{100 * ratio:.4g}%"


def face(family, source, **told):
    told = "".join(f"{name.replace('_', '-')}:{value};" for name, value in told.items())
    return f'@font-face{{font-family:"{family}";src:{source};{told}}}'


def own_face(family, style, name, held):
    scale = FAMILIES[family].scale
    return face(
        f"Book {family}",
        f'url("fonts/{name}")format("woff2")',
        font_style=style,
        font_weight="400" if MATH in FAMILIES[family].styles[style] else "{} {}".format(*WEIGHTS),
        font_display="swap",
        **({} if scale == 1 else {"size_adjust": percent(scale)}),
        # Formulas have no other font: which characters it has is nothing to choose by.
        **({} if family == "Math" else {"unicode_range": ranges(held)}),
    )


def stand_in_faces(family, folder):
    """The reader's own fonts, as wide and as tall as ours."""
    styles, scale, stand_ins, widths = FAMILIES[family]
    if not stand_ins:
        return
    with TTFont(folder / styles["normal"][0]) as font:
        em, line = font["head"].unitsPerEm, font["hhea"]
    for name, (fonts, all_theirs) in stand_ins.items():
        for (added, weight, style), ours, theirs in zip(FACES, widths, all_theirs, strict=False):
            size = scale * ours / theirs
            yield face(
                f"{family} {name}",
                ",".join(f'local("{font}{added}")' for font in fonts),
                font_weight=weight,
                font_style=style,
                size_adjust=percent(size),
                # A size that is adjusted adjusts these too.
                ascent_override=percent(scale * line.ascent / em / size),
                descent_override=percent(scale * -line.descent / em / size),
                line_gap_override="0%",
            )


def stack(family, generic):
    own = [f"Book {family}", "Book Symbols", *(f"{family} {n}" for n in FAMILIES[family].stand_ins)]
    return ",".join([*(f'"{name}"' for name in own), generic])


def sheet(files, folder):
    rules = [own_face(family, style, name, held) for family, style, name, _, held in files]
    rules += [rule for family in FAMILIES for rule in stand_in_faces(family, folder)]
    text, code = stack("Text", "serif"), stack("Code", "monospace")
    rules.append(
        # As specific as what the theme says of them, and after it.
        f"html{{--pst-font-family-base:{text};--pst-font-family-heading:{text};"
        f"--pst-font-family-monospace:{code};--bs-font-sans-serif:{text};--bs-font-monospace:{code}}}"
    )
    return "\n".join(rules) + "\n"


def links(html, root, files, version):
    """The tags that load the fonts: at once those of the first lines."""
    tags = [
        f'<link rel="preload" as="font" type="font/woff2" crossorigin'
        f' href="{root}_static/fonts/{name}">'
        for family, style, name, _, held in files
        if held & {"e", "√"} and (family, style) in FIRST and FIRST[family, style] in html
    ]
    tags.append(f'<link rel="stylesheet" href="{root}_static/fonts.css?v={version}">')
    return "\n".join(tags) + "\n"


def finish(app, exception):
    pages = written.pages(app, exception)
    if not pages:
        return
    static, folder = Path(app.outdir, "_static"), packages()
    # Not the theme's: they print icons. Not the extensions' scripts: they know all languages.
    sheets, scripts = (
        [path.read_text(encoding="utf-8") for path in Path(app.outdir).glob(pattern)]
        for pattern in ("*/*.css", "playground/*.js")
    )
    wanted = characters(pages.values(), sheets, scripts)
    files = cut_all(folder, wanted, math_characters(pages.values()))
    (static / "fonts").mkdir(exist_ok=True)
    for _, _, name, data, _ in files:
        (static / "fonts" / name).write_bytes(data)
    css = sheet(files, folder)
    (static / "fonts.css").write_text(css, encoding="utf-8")
    version = hashlib.sha256(css.encode()).hexdigest()[:8]
    for path, html in pages.items():
        root = re.search(r'data-content_root="([^"]*)"', html)[1]
        # After the theme's sheets and before the book's, so that the book has the last word.
        html, found = re.subn(
            r"(?=[ \t]*<link[^>]*/book\.css)",
            lambda _, html=html, root=root: links(html, root, files, version),
            html,
            count=1,
        )
        if not found:
            raise ExtensionError("fonts: the book's style sheet is not where it was")
        path.write_text(html, encoding="utf-8")


def setup(app):
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
