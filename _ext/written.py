"""The pages that a build wrote, for extensions that work on finished HTML."""

from pathlib import Path


def pages(app, exception):
    """``{path: text}`` of the theme's pages. Empty if the build failed, or was not of HTML."""
    if exception or app.builder.format != "html":
        return {}
    texts = {p: p.read_text(encoding="utf-8") for p in sorted(Path(app.outdir).rglob("*.html"))}
    return {path: text for path, text in texts.items() if "data-content_root=" in text}
