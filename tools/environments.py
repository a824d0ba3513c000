"""Virtual environments with other versions than our pins, kept in ``_build/environments``.

A set of versions is a list of requirements. ``environment`` makes it, or finds it made: its stamp,
written last, says from what it was made.
"""

import datetime
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

CPU_INDEX = "https://download.pytorch.org/whl/cpu"
OURS = "optimizers-derived-and-verified"
LIBRARIES = [
    "torch",
    "numpy",
    "sympy",
    "python-flint",
    "matplotlib",
    "scikit-learn",
    "ipython",
    "matplotlib-inline",
]
# What Google Colab had in 2026, older than our pins.
COLAB = {
    "torch": "2.9.0",
    "numpy": "2.0.2",
    "sympy": "1.13.3",
    "matplotlib": "3.10.0",
    "scikit-learn": "1.6.1",
    "ipython": "7.34.0",
    "matplotlib-inline": "0.1.7",
    "ipykernel": "6.17.1",
}
BROUGHT = {"python-flint"}  # what Colab lacks and our package brings along
ADVICE = (
    "the reason stands above. No network, or a full disk? Mend it and run the same command again."
)
TOOLS = ["pytest", "pytest-xdist", "nbval", "hypothesis"]
OLD_SETUPTOOLS = "setuptools<81"  # an old IPython imports pkg_resources


def add_options(parser, torch):
    """Give a command line what ``environment`` takes; ``torch`` is the default of ``--torch``."""
    parser.add_argument("--torch", default=torch, choices=["shared", "own", "cpu"])
    parser.add_argument("--python", help="the Python for the environments; this one if left out")


def lowest(root):
    """``{name: lowest version}`` that ``pyproject.toml`` allows."""
    project = tomllib.loads((Path(root) / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return dict(line.split(">=") for line in project["dependencies"])


def requirements(name, root):
    """The set ``name`` as a list for pip: "colab", "lowest", "newest", or "pinned"."""
    if name == "colab":
        return [*(f"{library}=={version}" for library, version in COLAB.items()), OLD_SETUPTOOLS]
    if name == "lowest":
        versions = {**lowest(root), "ipykernel": COLAB["ipykernel"]}
        return [*(f"{library}=={version}" for library, version in versions.items()), OLD_SETUPTOOLS]
    if name == "newest":
        return [*LIBRARIES, "ipykernel", "setuptools"]
    if name == "pinned":
        pins = (Path(root) / "requirements.txt").read_text(encoding="utf-8")
        return re.findall(rf"(?m)^(?:{'|'.join(LIBRARIES)}|ipykernel|setuptools)==\S+", pins)
    raise SystemExit(f"no set of versions named {name!r}: colab, lowest, newest or pinned")


def environment(root, name, *, python=None, torch="own"):
    """Path of the Python of an environment that has the set ``name``, and what runs tests.

    ``torch``: "own", the set's version; "cpu", the same from the index of builds without CUDA;
    "shared", in every set the files of the torch in the environment that runs this, which takes no
    download and no disk.
    """
    python = python or sys.executable
    version = output(python, "-c", "import sys; print(*sys.version_info[:3], sep='.')")
    wanted = requirements(name, root)
    if torch == "shared":
        if version != ".".join(map(str, sys.version_info[:3])):
            raise SystemExit(f"Python {version} can not share the torch of .venv; give TORCH=own")
        wanted = [line for line in wanted if not re.match("torch(==|$)", line)]
        wanted.append(f"torch=={importlib.metadata.version('torch')}")
    wanted += TOOLS
    week = datetime.date.today().strftime("%G-W%V") if name == "newest" else "any week"
    stamp = "\n".join([version, f"torch {torch}", week, *wanted])
    folder = (Path(root) / "_build/environments" / f"{name}-{version}").resolve()
    made = folder / ".complete"
    ours = folder / "bin/python"
    if made.exists() and made.read_text() == f"{folder}\n{stamp}":
        return ours
    say(f"{name}: making _build/environments/{folder.name} ({', '.join(wanted)})")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        output(python, "-m", "venv", folder)
        if torch == "shared":
            share_torch(folder)
        if torch == "cpu":
            line = next(line for line in wanted if re.match("torch(==|$)", line))
            pip(ours, "install", "--index-url", CPU_INDEX, line)
        pip(ours, "install", *wanted)
    except (SystemExit, OSError) as reason:
        raise SystemExit(f"{reason}\n{folder.name} was not made: {ADVICE}") from None
    made.write_text(f"{folder}\n{stamp}")
    return ours


def share_torch(folder):
    """Give the new environment the torch of this one, as hard links where that is possible."""
    [target] = folder.glob("lib/python*/site-packages")
    names = [
        d.metadata["Name"]
        for d in importlib.metadata.distributions()
        if re.match(r"torch$|triton$|nvidia-|cuda-", d.metadata["Name"])
    ]
    for name in names:
        distribution = importlib.metadata.distribution(name)
        for file in distribution.files:
            source, copy = Path(distribution.locate_file(file)), target / file
            if ".." in file.parts or "__pycache__" in file.parts or not source.exists():
                continue
            copy.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(source, copy)
            except OSError:  # another disk
                shutil.copy2(source, copy)


def freeze(python):
    """What is installed: a set of lines as ``pip freeze`` prints them."""
    return set(pip(python, "freeze", "--all").splitlines())


def pip(python, *arguments):
    """Run pip in that environment; SystemExit with its last words where it fails."""
    return output(python, "-m", "pip", "--disable-pip-version-check", *arguments)


def output(*command):
    # This book's own package must not be found beside what is installed there.
    env = {
        k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    }
    done = subprocess.run([str(part) for part in command], env=env, capture_output=True, text=True)
    if done.returncode:
        words = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        raise SystemExit("\n".join([f"failed: {' '.join(map(str, command))}", *words[-8:]]))
    return done.stdout.strip()


def say(line):
    print(line, flush=True)
