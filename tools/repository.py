"""``make repository URL=https://github.com/ACCOUNT/NAME``: tell the book where it lives.

The address stands in ``_config.yml`` (``repository: url``). This copies it to where a copy is
needed: the first cell of every chapter, which Colab runs without this repository beside it, and a
few other files. Without URL it copies the address that ``_config.yml`` has.
"""

import json
import re
import sys
from pathlib import Path

# Not a name that anybody could register: GitHub allows no two hyphens in a row.
PLACEHOLDER = "https://github.com/REPLACE--WITH--YOUR--ACCOUNT/optimizers-derived-and-verified"
ALLOWED = re.compile(
    r"https://github\.com/(?!-)(?!.*--.*/)[A-Za-z0-9-]{1,39}(?<!-)/[A-Za-z0-9._-]{1,100}"
)
CONFIG = re.compile(r"(?m)^(repository:\n(?:  .*\n)*?  url: )(\S+)$")
# Files that name the address besides _config.yml and the chapters, and where in them it stands.
OTHERS = {
    "CITATION.cff": re.compile(r"(?m)^(repository-code: )(\S+)$"),
    ".github/ISSUE_TEMPLATE/config.yml": re.compile(
        r"(url: )(https://github\.com/[^/\s]+/[^/\s]+)"
    ),
}

HEAD = """\
try:
    import claims, lab, optimizers
except ModuleNotFoundError:"""
INSTALL = (
    HEAD
    + """  # in Colab: install the book's package, and nothing else
    %pip install -q "git+{url}"
"""
)
NO_ADDRESS = (
    HEAD
    + """  # as in Colab
    raise SystemExit(
        "This copy of the book does not know its own address yet. In your fork, run "
        "`make repository URL=https://github.com/ACCOUNT/NAME`, commit and push."
    )
"""
)


def address(root):
    """The address that ``_config.yml`` has."""
    found = CONFIG.search((Path(root) / "_config.yml").read_text(encoding="utf-8"))
    if not found:
        raise SystemExit("_config.yml: no `repository:` with a `url:` under it")
    return found[2]


def first_cell(url):
    """The source of every chapter's first code cell."""
    return NO_ADDRESS if url == PLACEHOLDER else INSTALL.format(url=url)


def checked(url):
    """The address without a slash or ``.git`` at its end; SystemExit unless Colab can open it."""
    url = url.removesuffix("/").removesuffix(".git")
    if url != PLACEHOLDER and not ALLOWED.fullmatch(url):
        raise SystemExit(
            f"URL={url!r}: not the address of a repository on GitHub, from which Colab opens notebooks; "
            "it looks like https://github.com/ACCOUNT/NAME"
        )
    return url


def differing(root):
    """``{path: text as it should be}`` of the files that do not have ``_config.yml``'s address."""
    root = Path(root)
    url = checked(address(root))
    wanted = {}
    for path in sorted(root.glob("chapters/*.ipynb")):
        text = path.read_text(encoding="utf-8")
        notebook = json.loads(text)
        cell = next(c for c in notebook["cells"] if c["cell_type"] == "code")
        source = first_cell(url).rstrip("\n")
        if "".join(cell["source"]) != source:
            cell["source"] = source.splitlines(keepends=True)
            wanted[path] = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    for name, place in OTHERS.items():
        path = root / name
        if path.exists():
            text = path.read_text(encoding="utf-8")
            new = place.sub(lambda m: m[1] + url, text)
            if new != text:
                wanted[path] = new
    return wanted


def main(root, url=None):
    root = Path(root)
    if url:
        path = root / "_config.yml"
        url = checked(url)
        address(root)  # or the lines below would change nothing, silently
        text = path.read_text(encoding="utf-8")
        path.write_text(CONFIG.sub(lambda m: m[1] + url, text), encoding="utf-8")
    changed = differing(root)
    for path, text in changed.items():
        path.write_text(text, encoding="utf-8")
    print(f"{address(root)}: {len(changed)} other files changed")


if __name__ == "__main__":
    main(*sys.argv[1:])
