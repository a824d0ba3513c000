"""``make colab-check``: run chapters as Google Colab runs them, with versions that are not ours.

Colab has no repository beside the notebook, and its own torch, NumPy, SymPy, matplotlib and
scikit-learn. So each chapter runs here in a live kernel of another environment, in an empty folder,
and its first cell installs our package: from the address that ``make repository`` sets, which git
is told to find in a clone on this disk. Then

- every cell has run without an error,
- the folder is still empty (a chapter that looked for a file beside it would have failed),
- ``pip check`` is content, and ``pip freeze`` differs by our package, and what Colab lacks of what it
  needs, and nothing else.

Outputs that differ from the stored ones are counted, for information: they are compared with the
pinned versions, by ``make test``.
"""

import argparse
import contextlib
import json
import os
import re
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError

import repository
from environments import (
    BROUGHT,
    LIBRARIES,
    OURS,
    add_options,
    environment,
    freeze,
    output,
    pip,
    say,
)

ADDRESS = "https://github.com/example/book"
FEW = ["intro", "09_optimizer_state"]  # the first, and one that saves and loads


def serve(root, folder, committed=False):
    """Clone the book into ``folder`` and give it an address, as a fork would; return the clone.

    What is not committed yet comes along, unless ``committed``; what git ignores does not.
    """
    clone = Path(folder) / "served"
    git = [
        "git",
        "-c",
        "user.name=check",
        "-c",
        "user.email=check@localhost",
        "-c",
        "commit.gpgsign=false",
    ]
    output(*git, "clone", "-q", root, clone)
    if not committed:
        output(*git, f"--git-dir={clone}/.git", f"--work-tree={root}", "add", "-A")
        output(*git, "-C", clone, "commit", "-q", "--allow-empty", "--no-verify", "-m", "work tree")
        output(*git, "-C", clone, "reset", "-q", "--hard")
    with contextlib.redirect_stdout(None):
        repository.main(clone, ADDRESS)
    output(*git, "-C", clone, "commit", "-q", "-a", "--no-verify", "-m", "address")
    return clone


def run(python, path, clone):
    """Run one chapter in a new kernel of ``python``.

    Returns the notebook with its outputs, what went wrong, and the new lines of ``pip freeze``.
    """
    env = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("PYTHON", "GIT_", "VIRTUAL_ENV", "MPL"))
    }
    env |= {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{clone.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": ADDRESS,
        "PYTHONNOUSERSITE": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # an old ipykernel's warning about Python 3.11
    }
    before = freeze(python)
    if any(line.startswith(OURS) for line in before):
        pip(python, "uninstall", "-y", OURS)
        before = freeze(python)
    wrong = []
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    with tempfile.TemporaryDirectory() as empty, tempfile.TemporaryDirectory() as jupyter:
        argv = [
            str(python),
            "-m",
            "ipykernel_launcher",
            "--log-level=ERROR",
            "-f",
            "{connection_file}",
        ]
        spec = Path(jupyter) / "kernels/colab-check/kernel.json"
        spec.parent.mkdir(parents=True)
        spec.write_text(json.dumps({"argv": argv, "display_name": "Colab", "language": "python"}))
        os.environ["JUPYTER_PATH"] = jupyter
        place = {"metadata": {"path": empty}}
        client = NotebookClient(notebook, kernel_name="colab-check", timeout=300, resources=place)
        try:
            client.execute(env=env)
        except (CellControlSignal, DeadKernelError) as error:
            wrong.append(plain(error))
        wrong += [f"wrote {name} beside the notebook" for name in sorted(os.listdir(empty))]
    after = freeze(python)
    if gone := sorted(before - after):
        wrong.append(f"changed what was installed: {', '.join(gone)}")
    new = sorted(after - before)
    names = {re.split(" @ |==", line)[0] for line in new}
    if OURS not in names or names - {OURS} - BROUGHT:
        wrong.append(
            f"the first cell installed {', '.join(new) or 'nothing'}; it must install {OURS}, and "
            f"what it needs and Colab lacks ({', '.join(sorted(BROUGHT))}), alone"
        )
    try:
        pip(python, "check")
    except SystemExit as unclean:
        wrong.append(f"pip check: {unclean}")
    return notebook, wrong, new


def plain(error):
    """The last lines of a cell's error, without colours."""
    lines = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip().splitlines()
    return "\n    ".join(lines[-12:])


def differing(stored, new):
    """Numbers of the cells whose text differs from the stored one. Pictures are left out."""

    def text(cell):
        for out in cell.get("outputs", []):
            if out.output_type == "stream":
                yield out.name, out.text
            elif out.output_type == "error":
                yield out.ename, out.evalue
            else:
                pictures = ("image/", "text/html")
                yield {
                    kind: data for kind, data in out.data.items() if not kind.startswith(pictures)
                }

    pairs = list(zip(stored.cells, new.cells, strict=True))
    first = next(i for i, (cell, _) in enumerate(pairs) if cell.cell_type == "code")  # installs
    return [i for i, (a, b) in enumerate(pairs) if i != first and list(text(a)) != list(text(b))]


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "chapters", nargs="*", help=f"names of chapters; {' and '.join(FEW)} if left out"
    )
    parser.add_argument("--all", action="store_true", help="every chapter")
    parser.add_argument("--sets", default="colab newest", help="of colab, lowest, newest, pinned")
    add_options(parser, torch="shared")
    parser.add_argument("--committed", action="store_true", help="leave out what is not committed")
    options = parser.parse_args(arguments)
    root = Path(__file__).resolve().parent.parent
    known = {path.stem: path for path in sorted(root.glob("chapters/*.ipynb"))}
    names = list(known) if options.all else options.chapters or FEW
    if unknown := [name for name in names if name not in known]:
        raise SystemExit(f"no such chapter: {', '.join(unknown)}")

    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        clone = serve(root, folder, options.committed)
        for versions in options.sets.split():
            python = environment(root, versions, python=options.python, torch=options.torch)
            known_as = tuple(f"{library}==" for library in LIBRARIES)
            has = sorted(line for line in freeze(python) if line.lower().startswith(known_as))
            say(f"{versions}: {output(python, '-V')}, {', '.join(has)}")
            for name in names:
                start = time.monotonic()
                stored = nbformat.read(clone / f"chapters/{name}.ipynb", as_version=4)
                notebook, wrong, new = run(python, clone / f"chapters/{name}.ipynb", clone)
                seconds = time.monotonic() - start
                cells = [] if wrong else differing(stored, notebook)
                note = f"; printed otherwise: cells {', '.join(map(str, cells))}" if cells else ""
                say(f"  {name}: {'FAILED' if wrong else 'passed'} in {seconds:.0f} s{note}")
                for reason in wrong:
                    say(f"    {reason}")
                failed += bool(wrong)
                passed += not wrong
            if not failed:
                installed = sorted(re.split(" @ |==", line)[0] for line in new)
                say(f"  the first cell installed, and nothing else: {', '.join(installed)}")
    say(f"{passed} passed, {failed} failed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
