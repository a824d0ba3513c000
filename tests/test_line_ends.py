"""Every checkout has the same bytes, whatever git was told about line ends.

With ``core.autocrlf`` git would write \\r\\n: scripts do not start, and chapters are not what was
stored. ``.gitattributes`` forbids it; this clones the project's own files in that way.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BINARY = b"\x89PNG\r\n\x1a\n\x00\r\n\n\r"


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    """A git repository with the project's files and a few that it does not have (yet)."""
    folder = tmp_path_factory.mktemp("origin") / "book"
    ignore = shutil.ignore_patterns(
        ".git", ".venv", "_build", "mutants", "node_modules", "__pycache__", ".*_cache"
    )
    shutil.copytree(ROOT, folder, ignore=ignore)
    for name in ("picture.png", "font.woff2", "paper.pdf"):
        (folder / name).write_bytes(BINARY)
    for name in ("new", "new.svg", "new.sh", "new.ipynb", "new.of-no-known-kind"):
        (folder / name).write_bytes(b"one\ntwo\n")
    for command in (["init", "-q"], ["add", "-A", "-f"], ["commit", "-q", "-m", "all"]):
        git(folder, *command)
    return folder


def git(folder, *arguments, config=()):
    """Run git there, without the settings of the user and of the machine."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    config = ["user.name=a", "user.email=a@b", *config]
    options = [part for setting in config for part in ("-c", setting)]
    subprocess.run(["git", *options, *arguments], cwd=folder, env=env, check=True)


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


@pytest.mark.parametrize(
    "config", [["core.autocrlf=true"], ["core.autocrlf=false", "core.eol=crlf"], []]
)
def test_a_clone_has_the_same_bytes(origin, tmp_path, config):
    git(tmp_path, "clone", "-q", str(origin), "clone", config=config)
    ours, clone = files(origin), files(tmp_path / "clone")
    assert set(clone) == set(ours)
    assert [name for name in ours if clone[name] != ours[name]] == []


def test_without_the_attributes_a_clone_differs(origin, tmp_path):
    """The test above can fail."""
    bare = shutil.copytree(origin, tmp_path / "bare")
    (bare / ".gitattributes").unlink()
    git(bare, "commit", "-q", "-a", "-m", "without")
    git(tmp_path, "clone", "-q", str(bare), "clone", config=["core.autocrlf=true"])
    assert (tmp_path / "clone/.ci/run").read_bytes().startswith(b"#!/usr/bin/env bash\r\n")


def test_no_file_has_other_line_ends():
    for name, data in files(ROOT / "chapters").items():
        assert b"\r" not in data, name
    for name in (".ci/run", "Makefile", ".gitattributes"):
        assert b"\r" not in (ROOT / name).read_bytes(), name
