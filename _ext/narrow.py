"""A second form of a figure with two panels, for a phone: one panel below the other.

Beside each other they are scaled to the width of the page, and so is their writing. Nothing is
drawn anew: the narrow form shows the same drawing twice, through one window for each panel.
"""

import re

START = re.compile(
    r'(?P<head>.*?)<svg (?P<attributes>[^>]*?width="(?P<width>[\d.]+)pt" height="(?P<height>[\d.]+)pt"'
    r"[^>]*)>(?P<content>.*)</svg>\s*$",
    re.DOTALL,
)
PANEL = '<g id="axes_{}">'
# Where a piece of text begins, and whether it is turned by a quarter.
TEXT = re.compile(r'<g [^>]*?\btransform="translate\(([\d.-]+) [\d.-]+\)( rotate\(-90\))? scale')
ASCENT = 11  # pt, from the base line of a turned axis label to its outer edge
AIR = 2  # pt


def narrow(svg):
    """The drawing of two panels, one below the other, or None if it has another number of them."""
    drawing = START.match(svg)
    if not drawing or PANEL.format(2) not in svg or PANEL.format(3) in svg:
        return None
    second = svg[svg.index(PANEL.format(2)) :]
    border = re.search(r'<path d="M ([\d.]+) ', second)  # the panel's background
    starts = [float(border[1])]
    for start, turned in TEXT.findall(second):
        starts.append(float(start) - (ASCENT if turned else 0))
    cut, width, height = min(starts) - AIR, float(drawing["width"]), float(drawing["height"])
    if not 0.25 < cut / width < 0.75:
        return None
    wide = max(cut, width - cut)
    windows = [(0, 0, cut), (height, cut, width - cut)]
    # The panels keep their scale, and both begin at the left.
    shown = "\n".join(
        f'<svg x="0" y="{top:g}" width="{of:g}" height="{height:g}" '
        f'viewBox="{left:g} 0 {of:g} {height:g}"><use xlink:href="#panels"/></svg>'
        for top, left, of in windows
    )
    attributes = re.sub(r'(width|height|viewBox)="[^"]*"\s*', "", drawing["attributes"])
    return (
        f'{drawing["head"]}<svg {attributes} width="{wide:g}pt" height="{2 * height:g}pt" '
        f'viewBox="0 0 {wide:g} {2 * height:g}">\n<defs><g id="panels">{drawing["content"]}</g>'
        f"</defs>\n{shown}\n</svg>\n"
    )
