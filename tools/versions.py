"""``make newest`` and ``make versions``: every chapter and the package's tests with other versions.

Runs the working tree in environments that have the newest versions of what the book uses, or the
lowest that ``pyproject.toml`` allows. Outputs are compared only where the versions are the pinned
ones, with another Python, say. Elsewhere it counts that no cell fails: a false claim raises.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from pathlib import Path

from environments import add_options, environment, freeze, output, say

NBVAL = ["--nbval-current-env", "--nbval-cell-timeout=300"]


def package_tests(root):
    """The test files of the package: they import it, and read no file of the repository."""
    texts = {
        path: path.read_text(encoding="utf-8") for path in sorted(root.glob("tests/test_*.py"))
    }
    return [
        path.relative_to(root).as_posix()
        for path, text in texts.items()
        if re.search(r"(?m)^(from|import) (claims|optimizers)\b", text)
        and "import Path" not in text
    ]


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="+", help="of lowest, newest, colab, pinned")
    add_options(parser, torch="own")
    parser.add_argument("--only", nargs="+", help="these chapters and test files instead of all")
    options = parser.parse_args(arguments)
    root = Path(__file__).resolve().parent.parent
    what = options.only or ["chapters", *package_tests(root)]
    results = []
    for versions in options.sets:
        python = environment(root, versions, python=options.python, torch=options.torch)
        about = f"{versions}, Python {output(python, '-V').split()[1]}"
        say(f"{about}: {' '.join(sorted(freeze(python), key=str.lower))}")
        nbval = "--nbval" if versions == "pinned" else "--nbval-lax"
        start = time.monotonic()
        env = {**os.environ, "PYTHONPATH": str(root / "code")}
        run = [
            python,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-n",
            "2",
            "--dist",
            "loadscope",
        ]
        code = subprocess.run([*run, *NBVAL, nbval, *what], cwd=root, env=env).returncode
        results.append((about, code, time.monotonic() - start))
    for about, code, seconds in results:
        say(f"{about}: {'FAILED' if code else 'passed'} in {seconds:.0f} s")
    return any(code for _, code, _ in results)


if __name__ == "__main__":
    sys.exit(main())
