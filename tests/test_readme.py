"""What the README says is true of this repository."""

import re
import subprocess
from pathlib import Path

import pytest

from lab.picture import stored_figure

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_picture_is_the_introductions_figure():
    picture = (ROOT / "_static/hero.svg").read_text(encoding="utf-8")
    assert picture == stored_figure(ROOT / "chapters/intro.ipynb"), "run `make execute`"


@pytest.mark.parametrize("target", sorted(set(re.findall(r"^make (\w+)", README, re.M))))
def test_every_command_is_a_make_target(target):
    listed = subprocess.run(["make", "-pRrq"], cwd=ROOT, capture_output=True, text=True).stdout
    assert re.search(rf"^{target}:", listed, re.M)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\((?!http)([^)#]+)\)", README))))
def test_every_link_leads_to_a_file(path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize("folder", re.findall(r"`([\w_/]+/)`", README.split("## Layout")[1]))
def test_every_folder_of_the_layout_exists(folder):
    assert (ROOT / folder).is_dir()


def test_no_import_name_code():
    assert not (ROOT / "code/__init__.py").exists()
