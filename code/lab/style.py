"""The house style of the figures: readable on a light and on a dark page, and in grey.

The background is transparent. Every colour here is used for writing too, so it has a contrast of
at least 4.5 : 1 on white. No colour has that on white and on black at once: on a dark ground these
have 3 : 1, and the book's own dark pages lift them to 4.5 (_static/figures.css). Colour is never
the only carrier: lines also differ in dash or marker.
"""

import matplotlib.pyplot as plt
from IPython import get_ipython
from matplotlib_inline.backend_inline import set_matplotlib_formats

# The hues of Okabe and Ito (2008); all but the blue are darker than theirs, for the contrast.
BLUE, ORANGE, GREEN, PINK = "#0072b2", "#b95000", "#007d5a", "#b05585"
INK = "#6f6f6f"
DASHES = ("-", (0, (5, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)))


def use():
    """Set the style for this kernel. Call it once, in a chapter's first cells.

    What a reader has set otherwise (a matplotlibrc, an earlier cell) is put back to matplotlib's
    defaults first, so the figures look the same everywhere. In a notebook they go into the
    notebook, whatever ``MPLBACKEND`` says: with Agg, say, they would be drawn and never seen.
    """
    if (shell := get_ipython()) is not None and hasattr(shell, "kernel"):
        shell.run_line_magic("matplotlib", "inline")
    plt.rcdefaults()
    # Sharp at every size, and small. What differs from day to day or version to version stays out.
    set_matplotlib_formats("svg", metadata={"Date": None, "Creator": None})
    plt.rcParams.update(
        {
            "svg.hashsalt": "optimizers",  # the same picture gets the same names for its parts
            "figure.figsize": (7.0, 3.6),
            "figure.facecolor": "none",
            "savefig.facecolor": "none",
            "axes.facecolor": "none",
            "figure.constrained_layout.use": True,
            "axes.prop_cycle": plt.cycler(
                color=[BLUE, ORANGE, GREEN, PINK], linestyle=list(DASHES)
            ),
            "axes.edgecolor": INK,
            "axes.labelcolor": INK,
            "axes.titlecolor": INK,
            "text.color": INK,
            "xtick.color": INK,
            "ytick.color": INK,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlesize": 12,
            "axes.titlelocation": "left",
            "axes.labelsize": 12,
            "xtick.labelsize": 11,
            "ytick.labelsize": 11,
            "font.size": 12,
            "lines.linewidth": 2.2,
            "grid.color": INK,
            "grid.alpha": 0.25,
            "axes.grid": True,
            "axes.axisbelow": True,
            "legend.frameon": False,
        }
    )


def label(ax, x, y, text, color, **kwargs):
    """Write a line's name beside it, in its colour: quicker to read than a legend."""
    kwargs = {"va": "center", "fontweight": "bold", **kwargs}
    return ax.annotate(
        text, (x, y), xytext=(6, 0), textcoords="offset points", color=color, **kwargs
    )
