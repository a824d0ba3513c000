"""Write the README's picture: the first figure of a chapter, as it is stored there."""

import json
import sys
from pathlib import Path


def stored_figure(notebook):
    """The first SVG among the outputs of ``notebook`` (a path), as text."""
    for cell in json.loads(Path(notebook).read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            if "image/svg+xml" in output.get("data", {}):
                return "".join(output["data"]["image/svg+xml"])
    raise ValueError(f"{notebook} holds no SVG figure")


if __name__ == "__main__":
    source, target = sys.argv[1:]
    Path(target).write_text(stored_figure(source), encoding="utf-8")
