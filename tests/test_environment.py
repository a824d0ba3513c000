"""What a reader has set in the environment or at home does not decide what the book says.

Every verb of the Makefile runs with settings of its own, and says in one line what it ignores. A
stand-in for Python writes down the environment that it is started with; at the end a chapter is
really run, by make, in a hostile home.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import matplotlib
import nbformat
import pytest

from test_commands import Checkout

ROOT = Path(__file__).parent.parent

STAND_IN = """#!/bin/sh
env -0 >> "$LOG"; printf 'END=\\0' >> "$LOG"
case "$*" in
  *"-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
  *"-m nbconvert"*) mkdir -p _build/executed && echo new > _build/executed/one.ipynb ;;
esac
"""
SAID = "The book has settings of its own, and ignores yours: "

IGNORED = {
    "MPLBACKEND": "Agg",
    "MATPLOTLIBRC": "/somewhere/matplotlibrc",
    "IPYTHONDIR": "/somewhere",
    "IPYTHON_SUPPRESS_CONFIG_ERRORS": "0",
    "JUPYTER_CONFIG_DIR": "/somewhere",
    "JUPYTER_CONFIG_PATH": "/somewhere",
    "JUPYTER_DATA_DIR": "/somewhere",
    "JUPYTER_PATH": "/somewhere",
    "JUPYTER_PLATFORM_DIRS": "1",
    "PIP_USER": "1",
    "PIP_TARGET": "/somewhere",
    "PIP_PREFIX": "/somewhere",
    "PIP_ROOT": "/somewhere",
    "PIP_REQUIRE_VIRTUALENV": "1",
    "PIP_DRY_RUN": "1",
    "PIP_NO_DEPS": "1",
    "PIP_REQUIRE_HASHES": "1",
    "PIP_CONSTRAINT": "/somewhere.txt",
    "PIP_AN_OPTION_OF_NEXT_YEAR": "1",
    "PYTHONHOME": "/somewhere",
    "PYTHONPATH": "/somewhere",
    "PYTHONSTARTUP": "/somewhere.py",
    "PYTHONWARNINGS": "error",
    "PYTHONOPTIMIZE": "2",
    "PYTHONSAFEPATH": "1",
    "PYTHONIOENCODING": "ascii",
    "PYTHONUTF8": "0",
    "PYTHONHASHSEED": "1",
    "PYTHONINTMAXSTRDIGITS": "640",
    "PYTHON_COLORS": "1",
    "PYTEST_ADDOPTS": "-k nothing",
    "PYTEST_PLUGINS": "no_such_plugin",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "FORCE_COLOR": "1",
    "COLUMNS": "40",
    "LC_ALL": "de_DE.UTF-8",
    "LC_NUMERIC": "de_DE.UTF-8",
    "LANG": "tr_TR.ISO-8859-9",
    "LANGUAGE": "de",
    "TZ": "Asia/Kathmandu",
    "ATEN_CPU_CAPABILITY": "default",
    "MKL_CBWR": "COMPATIBLE",
    "ONEDNN_MAX_CPU_ISA": "SSE41",
    "NPY_DISABLE_CPU_FEATURES": "AVX2",
    "TORCHDYNAMO_DISABLE": "1",
    "TORCH_LOGS": "all",
    "PYTORCH_JIT": "0",
    "GIT_DIR": "/somewhere/.git",
    "GIT_INDEX_FILE": "/somewhere/index",
    "CDPATH": "/somewhere",
}
# What tells how to reach the network, where caches lie, how many threads to use, and what a
# machine needs to multiply at all.
KEPT = {
    "PIP_INDEX_URL": "https://example.org/simple",
    "PIP_FIND_LINKS": "/wheels",
    "PIP_CERT": "/ca.crt",
    "PIP_PROXY": "http://proxy:1",
    "PIP_CACHE_DIR": "/cache",
    "PIP_DEFAULT_TIMEOUT": "60",
    "HTTPS_PROXY": "http://proxy:1",
    "SSL_CERT_FILE": "/ca.crt",
    "MPLCONFIGDIR": "/cache/matplotlib",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUNBUFFERED": "1",
    "TORCHINDUCTOR_CACHE_DIR": "/cache/torch",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_CORETYPE": "Haswell",
    "OPENBLAS_L2_SIZE": "512",
    "CXX": "clang++",
    "CI": "1",
}
VERBS = ["setup", "book", "test", "planted", "mutants", "execute", "claims", "links", "bench"]
VERBS += ["colab-check", "newest", "digits"]


class Hostile(Checkout):
    """The checkout of test_commands.py, with a stand-in that writes down its environment."""

    def __init__(self, folder):
        super().__init__(folder)
        self.python.write_text(STAND_IN)
        self.home = folder / "home"
        self.home.mkdir()

    def make(self, *arguments, **environment):
        """The environments that Python was started with, and the lines that the user saw."""
        self.log.write_text("")
        env = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LOG": str(self.log)}
        done = subprocess.run(
            ["make", "-B", *arguments, f"PYTHON={self.python}"],
            cwd=self.folder,
            env=env | environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        started = [
            dict(line.split("=", 1) for line in part.split("\0") if line)
            for part in self.log.read_text().split("END=\0")[:-1]
        ]
        return started, done.stdout.splitlines()


@pytest.fixture
def checkout(tmp_path):
    return Hostile(tmp_path)


def said(lines):
    """The names in the one line that says what is ignored; none where there is no such line."""
    found = [line.removeprefix(SAID) for line in lines if line.startswith(SAID)]
    assert len(found) <= 1
    return found[0].split() if found else []


def without_own(environment):
    """An environment without what the shell itself sets."""
    return {k: v for k, v in environment.items() if k not in {"_", "PWD", "OLDPWD", "SHLVL"}}


def test_what_is_ignored_is_ignored_and_said(checkout):
    checkout.make("setup")
    plain, lines = checkout.make("execute")
    assert said(lines) == []
    hostile, lines = checkout.make("execute", **IGNORED)
    assert len(hostile) == len(plain) > 3
    assert list(map(without_own, hostile)) == list(map(without_own, plain))
    assert said(lines) == sorted(IGNORED)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_starts_clean(checkout, verb):
    started, _ = checkout.make(verb, **IGNORED)
    assert started
    for environment in started:
        assert environment["LC_ALL"] == "C" and environment["TZ"] == "UTC"
        assert environment["MATPLOTLIBRC"] == "/dev/null" and environment["PIP_USER"] == "0"
        assert not {"MPLBACKEND", "PIP_TARGET", "PYTHONPATH", "ATEN_CPU_CAPABILITY"} & {
            *environment
        }


def test_what_is_kept_is_kept_and_not_spoken_of(checkout):
    started, lines = checkout.make("execute", **KEPT)
    for environment in started:
        assert {name: environment.get(name) for name in KEPT} == KEPT
    assert said(lines) == []


@pytest.mark.parametrize(
    "usual",
    [
        {"LANG": "en_US.UTF-8", "LC_ALL": "C.UTF-8", "LC_TIME": "en_GB.utf8"},
        {"LANG": "C", "TZ": "Etc/UTC"},
        {"LANG": "", "TZ": "", "MPLBACKEND": ""},
    ],
)
def test_what_changes_nothing_takes_no_line(checkout, usual):
    assert said(checkout.make("execute", **usual)[1]) == []


def test_a_make_below_another_does_not_say_it_again(checkout):
    started, lines = checkout.make("execute", MAKELEVEL="1", MPLBACKEND="Agg")
    assert said(lines) == [] and "MPLBACKEND" not in started[-1]


def test_a_value_is_never_run_or_expanded(checkout, tmp_path):
    made = tmp_path / "made"
    _, lines = checkout.make("execute", PIP_USER=f"$(shell touch {made})", TZ="`id` $x")
    assert said(lines) == ["PIP_USER", "TZ"]
    assert not made.exists()


def test_files_at_home_are_named(checkout):
    for name in (".ipython/profile_default/startup/a.py", ".config/matplotlib/matplotlibrc"):
        path = checkout.home / name
        path.parent.mkdir(parents=True)
        path.touch()
    _, lines = checkout.make("execute")
    assert {Path(name).name for name in said(lines)} == {"a.py", "matplotlibrc"}


def test_packages_that_went_elsewhere_are_missed(tmp_path):
    """A pip.conf with target is overruled; one with prefix, root or dry-run is found out."""
    code, asked, seen = Checkout(tmp_path).make("setup", fail="show -q optimizers")
    assert code != 0 and "pip installed, but not into .venv" in seen
    installs = [line for line in asked.splitlines() if " install " in line and " pip " in line]
    assert len(installs) == 2 and all(" install --target= " in line for line in installs)


# --- A chapter, run by make


CELLS = [
    "import locale, os, sys, time, warnings\nimport matplotlib.pyplot as plt\nfrom lab import style",
    "style.use()",
    "fig, ax = plt.subplots()\nax.plot([1, 2, 4])\nax.set_title('squares $x^2$')\nplt.show()",
    "fig, ax = plt.subplots()\nax.plot([1, 2, 4]);",
    "1\n2",
    "with warnings.catch_warnings(record=True) as seen:\n    warnings.warn('new', FutureWarning)\n"
    "print(len(seen), time.tzname, 'ünï')",
    "print(locale.getpreferredencoding(), locale.setlocale(locale.LC_ALL, ''), open(os.devnull).encoding)",
    "print('started' in globals(), sys.flags.optimize, sys.flags.hash_randomization)",
]
AT_HOME = {
    ".ipython/profile_default/ipython_config.py": "c = get_config()\n"
    "c.InteractiveShell.ast_node_interactivity = 'all'\n"
    "c.InlineBackend.figure_formats = {'png'}\n",
    ".ipython/profile_default/startup/00.py": "started = 1\nprint('started')\n",
    ".config/matplotlib/matplotlibrc": "text.usetex: True\nlines.linewidth: 9\nbackend: Agg\n",
    ".jupyter/jupyter_nbconvert_config.py": "raise SystemExit('read')\n",
    "startup.py": "started = 2\n",
    "sitecustomize.py": "raise SystemExit('imported')\n",
}


# Matplotlib reads this one before all others, and no variable can forbid it.
IN_THE_WORKING_FOLDER = AT_HOME[".config/matplotlib/matplotlibrc"] + "svg.fonttype: none\n"


def executed(folder, home, **environment):
    """Run a chapter by make in a folder that holds the Makefile and little else; the new cells."""
    for name in ("chapters", ".venv/bin"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    python = folder / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    (folder / ".venv/.complete").write_text(f"{folder.resolve()}\n")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in CELLS])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    nbformat.write(notebook, folder / "chapters/one.ipynb")
    env = {"PATH": os.environ["PATH"], "HOME": str(home)}
    env["XDG_CACHE_HOME"] = str(Path(matplotlib.get_cachedir()).parent)  # the list of fonts
    env |= {k: v for k, v in os.environ.items() if k.startswith("OPENBLAS_")}
    done = subprocess.run(
        ["make", "_build/executed/one"],
        cwd=folder,
        env=env | environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads((folder / "chapters/one.ipynb").read_text(encoding="utf-8"))["cells"]


def test_a_chapter_comes_out_the_same_in_a_hostile_home(tmp_path):
    home, friendly = tmp_path / "hostile", tmp_path / "friendly"
    friendly.mkdir()
    for name, text in AT_HOME.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text)
    hostile = {
        "MPLBACKEND": "Agg",
        "PYTHONSTARTUP": str(home / "startup.py"),
        "PYTHONPATH": str(home),
        "PYTHONWARNINGS": "error",
        "PYTHONOPTIMIZE": "1",
        "PYTHONHASHSEED": "0",
        "LC_ALL": "POSIX",
        "LANG": "de_DE.ISO-8859-1",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
        "TZ": "Asia/Kathmandu",
        "JUPYTER_CONFIG_DIR": str(home / ".jupyter"),
        "ATEN_CPU_CAPABILITY": "default",
    }
    (tmp_path / "one/chapters").mkdir(parents=True)
    (tmp_path / "one/chapters/matplotlibrc").write_text(IN_THE_WORKING_FOLDER)
    cells = executed(tmp_path / "one", home, **hostile)
    assert cells == executed(tmp_path / "two", friendly)
    drawn = [[*output.get("data", {})] for cell in cells[2:4] for output in cell["outputs"]]
    assert sum("image/svg+xml" in kinds for kinds in drawn) == 2
    assert "1 ('UTC', 'UTC') ünï" in str(cells[5]["outputs"])
