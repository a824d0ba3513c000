"""Every example of the page for authors is a claim that passes."""

import re
from pathlib import Path

import pytest

import claims
from claims import registry
from claims.book import record
from claims.proving.tactics import Tactic

PAGE = Path(__file__).parent.parent / "chapters" / "authors.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)


@pytest.fixture(scope="module")
def made():
    """The claims that the page's code makes."""
    before, record._registry = record._registry, {}
    space = {}
    for block in BLOCKS:
        exec(block, space)
    found, record._registry = registry(), before
    return found


def test_each_block_makes_its_claims(made):
    asked = re.findall(r'prove\(\s*"([a-z0-9-]+)"', "\n".join(BLOCKS))
    assert len(asked) >= 18 and list(made) == asked
    assert {one.kind for one in made.values()} == {"proved"}


def test_each_public_tactic_is_shown(made):
    code = "\n".join(BLOCKS)
    for name in claims.__all__:
        tactic = getattr(claims, name)
        if isinstance(tactic, Tactic) or (isinstance(tactic, type) and issubclass(tactic, Tactic)):
            text = PAGE.read_text(encoding="utf-8")
            assert f"by={name}" in code or f"`{name}" in text, name
