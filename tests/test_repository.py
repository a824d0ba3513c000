"""The book's address: it stands in _config.yml, and every copy of it agrees."""

import json
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import repository  # noqa: E402

OURS = "https://github.com/someone/their-book"


@pytest.fixture
def book(tmp_path):
    """A copy of the files that hold the address."""
    (tmp_path / "chapters").mkdir()
    for name in (
        "_config.yml",
        "chapters/intro.ipynb",
        "chapters/03_ema.ipynb",
        *repository.OTHERS,
    ):
        if (ROOT / name).exists():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def contents(book):
    return {path: path.read_bytes() for path in book.rglob("*") if path.is_file()}


def first_code(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "".join(next(cell for cell in cells if cell["cell_type"] == "code")["source"])


def test_every_copy_agrees_with_the_configuration():
    assert [str(path) for path in repository.differing(ROOT)] == [], "run `make repository`"
    for name, place in repository.OTHERS.items():
        assert place.search((ROOT / name).read_text(encoding="utf-8"))


def test_a_chapter_with_another_address_is_found(book):
    path = book / "chapters" / "intro.ipynb"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("import claims, lab, optimizers", "import claims"), encoding="utf-8"
    )
    assert list(repository.differing(book)) == [path]


def test_one_command_sets_it_everywhere(book, capsys):
    repository.main(book, OURS + ".git")
    assert repository.address(book) == OURS
    assert repository.differing(book) == {}
    for path in book.glob("chapters/*.ipynb"):
        assert f'%pip install -q "git+{OURS}"' in first_code(path)
        assert "REPLACE" not in path.read_text(encoding="utf-8")
    for name in repository.OTHERS:
        assert OURS in (book / name).read_text(encoding="utf-8")
    before = contents(book)
    repository.main(book)
    assert "0 other files changed" in capsys.readouterr().out
    assert before == contents(book)


def test_the_way_back_restores_every_byte(book):
    repository.main(book, repository.PLACEHOLDER)
    before = contents(book)
    repository.main(book, OURS)
    assert before != contents(book)
    repository.main(book, repository.PLACEHOLDER)
    assert before == contents(book)


def test_without_an_address_the_first_cell_says_what_to_do(monkeypatch):
    cell = repository.first_cell(repository.PLACEHOLDER)
    monkeypatch.setitem(sys.modules, "claims", None)  # what a missing package looks like
    with pytest.raises(SystemExit, match=r"make repository URL=https://github\.com/"):
        exec(cell)


def test_nobody_can_register_the_placeholder():
    assert not repository.ALLOWED.fullmatch(repository.PLACEHOLDER)
    assert "--" in repository.PLACEHOLDER


@pytest.mark.parametrize(
    "url",
    ["someone/their-book", "https://gitlab.com/a/b", "https://github.com/a", "https://github.com/-a/b",
     "https://github.com/a--b/c", "https://github.com/a/b/c", "https://github.com/a b/c", 'https://github.com/a/b"'],
)  # fmt: skip
def test_a_bad_address_is_refused_and_nothing_changes(book, url):
    before = contents(book)
    with pytest.raises(SystemExit, match="not the address of a repository on GitHub"):
        repository.main(book, url)
    assert before == contents(book)
