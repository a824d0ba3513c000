"""Write the README's picture: the first figure of a chapter, as it is stored there."""

import base64
import json
import sys
from pathlib import Path


def stored_figure(notebook):
    """The first PNG among the outputs of ``notebook`` (a path), as bytes."""
    for cell in json.loads(Path(notebook).read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                return base64.b64decode(output["data"]["image/png"])
    raise ValueError(f"{notebook} holds no PNG figure")


if __name__ == "__main__":
    source, target = sys.argv[1:]
    Path(target).write_bytes(stored_figure(source))
