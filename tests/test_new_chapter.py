"""``make chapter``: the new chapter runs, prints the same again, keeps every house rule, and is locked."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from pages import FORM, RULES, claims

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import new_chapter  # noqa: E402

NAME = "42_my_topic"


@pytest.fixture
def book(tmp_path):
    """A copy of what a new chapter needs and changes."""
    for name in ("_toc.yml", "_config.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("chapters", "code"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns(".*", "__pycache__")
        )
    (tmp_path / "tests").mkdir()
    return tmp_path


def python(book, *arguments):
    env = {**os.environ, "PYTHONPATH": str(book / "code")}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=book, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_the_new_chapter_passes_what_every_chapter_must(book):
    python(book, "-m", "claims.book.lock", ".")
    before = (book / "tests/claims.lock").read_text(encoding="utf-8")

    new_chapter.main(book, NAME)
    path = f"chapters/{NAME}.ipynb"
    python(book, "-m", "nbconvert", "--to", "notebook", "--execute", "--inplace", path)
    notebook = json.loads((book / path).read_text(encoding="utf-8"))
    assert [breach for rule in [*RULES, *FORM] for breach in rule(notebook)] == []
    assert {record["kind"] for record in claims(notebook)} == {
        "defined",
        "proved",
        "checked",
        "refuted",
    }

    python(book, "-m", "claims.book.lock", ".")
    after = (book / "tests/claims.lock").read_text(encoding="utf-8")
    assert set(before.splitlines()) < set(after.splitlines())
    assert after.count("my-topic-") == len(claims(notebook))

    strict = [
        "--nbval",
        "--nbval-current-env",
        "--nbval-cell-timeout=120",
        "-p",
        "no:cacheprovider",
    ]
    assert " passed" in python(book, "-m", "pytest", "-q", *strict, path)


def test_the_new_chapter_stands_after_the_last_numbered_one(book):
    def files():
        toc = yaml.safe_load((book / "_toc.yml").read_text(encoding="utf-8"))
        return [chapter["file"] for part in toc["parts"] for chapter in part["chapters"]]

    before = files()
    last = max(i for i, name in enumerate(before) if name.split("/")[-1][:2].isdigit())
    new_chapter.main(book, NAME)
    assert files() == [*before[: last + 1], f"chapters/{NAME}", *before[last + 1 :]]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "my_topic",
        "42",
        "42_",
        "4_topic",
        "42_My_Topic",
        "42_a b",
        "../42_a",
        "42_a.ipynb",
        "42-a",
        "42__a",
    ],
)
def test_a_bad_name_is_refused_and_nothing_changes(book, name):
    before = {path: path.read_bytes() for path in book.rglob("*") if path.is_file()}
    with pytest.raises(
        SystemExit, match="two digits and words in lower case, such as NAME=14_my_topic"
    ):
        new_chapter.main(book, name)
    assert before == {path: path.read_bytes() for path in book.rglob("*") if path.is_file()}


def test_a_number_that_is_taken_is_refused(book):
    with pytest.raises(SystemExit, match=r"03_ema\.ipynb has that number already"):
        new_chapter.main(book, "03_other")
