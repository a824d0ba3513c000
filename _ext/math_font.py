"""The font of formulas, made to measure for browsers.

A browser takes from a font's MATH table what is around the letters: the larger forms of brackets
and roots, and the distances in a fraction. Five of these do not do as they are:

- Chromium keeps, beside a root or a bracket that can grow, the room of its widest form: after √t
  stood a gap of half a letter. Here all forms of a sign are equally wide, and the gap is gone.
- TeX places the scripts of a letter in the same way for all letters, browsers by the letter's height
  and depth: the index of g stood lower than that of b, an exponent of β up at the bar above it.
- STIX moves the parts of a fraction that stands in a line of text as far from its bar as those of a
  large one, though they are smaller.
- A prime is drawn to be used as it is, and a browser makes an exponent of it: small and too high.
- Its bars are 1.2 pixels thick at the size of a page, so that some have one pixel and some two.
"""

from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

# Which of a sign's forms says how wide they all are. A root is often small, a bracket that grows never.
WIDTH_OF = {"√": 0, **dict.fromkeys("()[]{}⟨⟩⌈⌉⌊⌋", 2)}

# In thousandths of an em; beside each, what STIX has.
CONSTANTS = {
    "FractionNumeratorShiftUp": 430,  # 585
    "FractionDenominatorShiftDown": 385,  # 585
    "FractionNumeratorGapMin": 90,  # 68
    "FractionDenominatorGapMin": 100,  # 68
    "FractionRuleThickness": 56,  # 68
    # More than these is only asked for by what is taller and deeper than a letter.
    "SubscriptBaselineDropMin": 0,  # 160
    "SuperscriptBaselineDropMax": 376,  # 230
}

# Enlarged and lowered: it is set as an exponent, which makes it smaller and raises it.
PRIME = (1.5, 0, 0, 1.5, -60, -538), 320


def mend(font):
    """Change a font that was read from a file, before it is cut."""
    for name, value in CONSTANTS.items():
        getattr(font["MATH"].table.MathConstants, name).Value = value
    for glyph, width in widths(font).items():
        redraw(font, glyph, (width / font["hmtx"][glyph][0], 0, 0, 1, 0, 0), width)
    redraw(font, font.getBestCmap()[ord("′")], *PRIME)


def widths(font):
    """{name of a glyph that is a larger form of a sign, or a part of one: its new width}."""
    names, advance = font.getBestCmap(), font["hmtx"]
    variants = font["MATH"].table.MathVariants
    covered = variants.VertGlyphCoverage.glyphs
    wanted = {}
    for sign, place in WIDTH_OF.items():
        plain = names[ord(sign)]
        forms = variants.VertGlyphConstruction[covered.index(plain)]
        glyphs = [record.VariantGlyph for record in forms.MathGlyphVariantRecord]
        width, _ = advance[glyphs[place]]
        if forms.GlyphAssembly:
            glyphs += [part.glyph for part in forms.GlyphAssembly.PartRecords]
        wanted |= {glyph: width for glyph in glyphs if glyph != plain}
    return wanted


def redraw(font, name, transform, width):
    """Change a glyph's outline and set how wide it is."""
    drawn = TTGlyphPen(None)
    glyphs = font.getGlyphSet()
    glyphs[name].draw(DecomposingFilterPen(TransformPen(drawn, transform), glyphs))
    font["glyf"][name] = drawn.glyph(round=round)
    font["glyf"][name].recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, font["glyf"][name].xMin)
