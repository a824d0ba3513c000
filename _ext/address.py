"""What pages say only when the book has an address: canonical links, social cards, a site map.

The address is ``html: baseurl`` in _config.yml. Without one it is the GitHub Pages address that
belongs to ``repository: url``. While that still is the placeholder, the pages name no address.
"""

import re
from pathlib import Path

import numpy
from matplotlib.image import imsave


def pages_address(repository):
    """``https://account.github.io/name/`` of a repository on GitHub; None for a placeholder."""
    found = re.fullmatch(r"https://github\.com/((?!.*--)[^/]+)/([^/]+)", repository.rstrip("/"))
    if not found:
        return None
    account, name = found[1].lower(), found[2]
    home = f"https://{account}.github.io/"
    return home if name.lower() == f"{account}.github.io" else f"{home}{name}/"


def blank(folder):
    """An empty picture in ``folder``, in place of Sphinx's own sign that each card would carry."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    picture = Path(folder).absolute() / "blank.png"
    imsave(picture, numpy.zeros((1, 1, 4)))
    return str(picture)


def setup(app):
    address = app.config.html_baseurl or pages_address(
        app.config.html_theme_options["repository_url"]
    )
    if address:
        address = address.rstrip("/") + "/"
        app.config.html_baseurl = app.config.ogp_site_url = address
        app.config.ogp_social_cards = {"line_color": "#1260cf", "image_mini": blank(app.doctreedir)}
        app.config.sitemap_url_scheme = "{link}"
        app.setup_extension("sphinx_sitemap")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
