"""The Makefile's promises: nothing is done twice, a failure is repeated, a path may hold spaces.

The real commands take minutes, so a stand-in for Python writes down what it is asked to do.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

STAND_IN = """#!/bin/sh
echo "$*" >> "$LOG"
case "$*" in
  *"$FAIL"*) exit 1 ;;
  *"-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
  *"-m nbconvert"*) mkdir -p _build/executed && echo new > _build/executed/one.ipynb ;;
esac
"""


class Checkout:
    """A copy of the book's sources under a path with spaces, with the stand-in as its Python."""

    def __init__(self, folder):
        self.folder, self.log = folder / "a book" / "with spaces", folder / "log"
        self.folder.mkdir(parents=True)
        for part in (
            "Makefile",
            "requirements.txt",
            "pyproject.toml",
            "_config.yml",
            "_toc.yml",
            "index.md",
        ):
            shutil.copy(ROOT / part, self.folder)
        for path in (
            "chapters/one.ipynb",
            "code/optimizers/rules.py",
            "code/claims/book/site.py",
            "tests/test_one.py",
        ):
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).touch()
        self.python = folder / "python"
        self.python.write_text(STAND_IN)
        self.python.chmod(0o755)
        for path in self.folder.rglob("*"):  # long since unchanged
            os.utime(path, (1, 1))

    def make(self, *arguments, fail="nothing"):
        """Run make: (exit code, what Python was asked to do, what the user saw)."""
        self.log.write_text("")
        env = {"PATH": os.environ["PATH"], "LOG": str(self.log), "FAIL": fail}
        done = subprocess.run(
            ["make", *arguments, f"PYTHON={self.python}"],
            cwd=self.folder,
            env=env,
            capture_output=True,
            text=True,
        )
        return done.returncode, self.log.read_text(), done.stdout + done.stderr


@pytest.fixture
def checkout(tmp_path):
    return Checkout(tmp_path)


WORK = {"book": "build . -W -n --keep-going", "test": "-m pytest", "execute": "-m nbconvert"}


@pytest.mark.parametrize("command", WORK)
def test_command_sets_up_and_works_once(checkout, command):
    code, asked, _ = checkout.make(command)
    assert code == 0
    assert asked.index("-m venv") < asked.index("-r requirements.txt") < asked.index("temml@")
    assert asked.index("temml@") < asked.index(WORK[command])
    code, asked, _ = checkout.make(command)
    assert code == 0
    assert [
        line for line in asked.splitlines() if "as_uri" not in line
    ] == []  # `book` prints its address


@pytest.mark.parametrize(
    ("command", "changed", "again"),
    [
        ("book", "chapters/one.ipynb", True),
        ("book", "code/claims/book/site.py", True),
        ("book", "tests/test_one.py", False),
        ("test", "chapters/one.ipynb", True),
        ("test", "code/optimizers/rules.py", True),
        ("test", "tests/test_one.py", True),
        ("execute", "code/optimizers/rules.py", True),
        ("execute", "_config.yml", False),
    ],
)
def test_command_works_again_where_its_sources_changed(checkout, command, changed, again):
    checkout.make(command)
    (checkout.folder / changed).touch()
    later = (checkout.folder / changed).stat().st_mtime + 1
    os.utime(checkout.folder / changed, (later, later))
    _, asked, _ = checkout.make(command)
    assert (WORK[command] in asked) == again
    assert "requirements.txt" not in asked


@pytest.mark.parametrize("command", WORK)
def test_what_failed_is_done_again(checkout, command):
    assert checkout.make(command, fail=WORK[command])[0] != 0
    code, asked, _ = checkout.make(command)
    assert code == 0
    assert WORK[command] in asked
    assert "-m venv" not in asked


def test_a_half_made_environment_is_made_again(checkout):
    assert checkout.make("setup", fail="temml@")[0] != 0
    code, asked, _ = checkout.make("setup")
    assert code == 0
    assert "-m venv --clear" in asked


def test_a_moved_environment_is_made_again(checkout):
    checkout.make("setup")
    checkout.folder = checkout.folder.rename(checkout.folder.with_name("moved"))
    assert "-m venv --clear" in checkout.make("setup")[1]


def test_new_requirements_are_installed_into_the_same_environment(checkout):
    checkout.make("setup")
    stamp = (checkout.folder / ".venv/.complete").stat().st_mtime
    os.utime(checkout.folder / "requirements.txt", (stamp + 1, stamp + 1))
    _, asked, _ = checkout.make("setup")
    assert "-r requirements.txt" in asked
    assert "-m venv" not in asked


def test_an_old_python_is_refused_with_a_reason(checkout):
    code, asked, seen = checkout.make("book", fail="version_info")
    assert code != 0
    assert "needs Python 3.11 or later" in seen
    assert "-m venv" not in asked


def test_help_names_the_commands(checkout):
    _, asked, seen = checkout.make()
    assert asked == ""
    for command in (*WORK, "clean"):
        assert f"make {command}" in seen


def test_every_pin_is_exact():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = [line.partition(" #")[0].strip() for line in lines if line and line[0] != "#"]
    assert len(pins) > 100
    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[\w.!+]+( ;.*)?", pin)] == []
    npm = re.findall(
        r"^NPM_PACKAGES\s*:= (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M
    )
    assert npm and all(re.fullmatch(r"[\w@/.-]+@\d+\.\d+\.\d+", part) for part in npm[0].split())


@pytest.mark.parametrize(
    ("command", "fail", "advice"),
    [
        ("setup", "-m venv", "could not make .venv"),
        ("setup", "-r requirements.txt", "Not set up: the reason stands above"),
        ("setup", "-e .", "Not set up: the reason stands above"),
        ("setup", "temml@", "Not set up: the reason stands above"),
        ("book", WORK["book"], "Not built: the first warning or error above"),
        ("newest", "version_info", "needs Python 3.11 or later"),
    ],
)
def test_what_fails_says_what_to_do(checkout, command, fail, advice):
    code, _, seen = checkout.make(command, fail=fail)
    assert code != 0
    assert advice in seen
    assert "The disk is full" not in seen


def test_a_full_disk_is_named(checkout, monkeypatch):
    stand_in = checkout.folder.parent.parent / "df"
    stand_in.write_text("#!/bin/sh\necho Filesystem; echo tmpfs 4096 4096 0 100% /some where\n")
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{stand_in.parent}:{os.environ['PATH']}")
    assert "The disk is full: /some where\n" in checkout.make("setup", fail="requirements.txt")[2]


def test_a_chapter_is_replaced_at_the_end_or_not_at_all(checkout):
    chapter = checkout.folder / "chapters/one.ipynb"
    chapter.write_text("old")
    assert checkout.make("execute", fail=WORK["execute"])[0] != 0
    assert chapter.read_text() == "old"
    assert checkout.make("execute")[0] == 0
    assert chapter.read_text() == "new\n"


def test_torch_without_cuda_is_asked_for_first(checkout):
    assert "--index-url" not in checkout.make("setup")[1]
    _, asked, _ = checkout.make("-B", "setup", "TORCH=cpu")
    pin = next(
        line
        for line in (ROOT / "requirements.txt").read_text().split()
        if line.startswith("torch==")
    )
    assert asked.index(f"whl/cpu {pin}\n") < asked.index("-r requirements.txt")


@pytest.mark.parametrize(
    ("arguments", "asked_for"),
    [
        (["colab-check"], "tools/colab_check.py"),
        (["colab-check", "ALL=1", "TORCH=cpu"], "tools/colab_check.py --all --torch cpu"),
        (["newest", "TORCH=cpu"], "tools/versions.py newest --torch cpu"),
        (["versions"], "tools/versions.py newest lowest"),
    ],
)
def test_other_versions(checkout, arguments, asked_for):
    code, asked, _ = checkout.make(*arguments)
    assert code == 0
    assert asked.splitlines()[-1] == asked_for
