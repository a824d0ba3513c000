"""The tools that run the book with other versions: what they find, without a network.

``make colab-check`` and ``make versions`` are the real runs; they take minutes.
"""

import ast
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from packaging.version import Version

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import colab_check  # noqa: E402
import environments  # noqa: E402
import versions  # noqa: E402

# Modules whose package has another name, and what only the site's build imports (myst_nb brings it).
NAMES = {
    "sklearn": "scikit-learn",
    "IPython": "ipython",
    "matplotlib_inline": "matplotlib-inline",
    "flint": "python-flint",
}
SITE_ONLY = {"docutils"}


# --- Which versions


def imported():
    """Top-level modules that the package imports, other than its own and Python's."""
    found = set()
    for path in ROOT.glob("code/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module.partition(".")[0])
    return (
        found
        - sys.stdlib_module_names
        - {path.parent.name for path in ROOT.glob("code/*/__init__.py")}
    )


def test_the_package_names_what_it_imports_and_nothing_else():
    assert {NAMES.get(name, name) for name in imported() - SITE_ONLY} == set(
        environments.lowest(ROOT)
    )
    assert set(environments.lowest(ROOT)) == set(environments.LIBRARIES)


def test_colab_has_older_versions_than_the_pins_and_none_too_old():
    pins = dict(line.split("==") for line in environments.requirements("pinned", ROOT))
    lowest = environments.lowest(ROOT)
    assert set(lowest) - environments.BROUGHT < set(environments.COLAB)
    assert not environments.BROUGHT & set(environments.COLAB)
    for name, version in environments.COLAB.items():
        assert Version(version) <= Version(pins[name])
        assert Version(version) >= Version(lowest.get(name, "0"))
    known = set(lowest) - environments.BROUGHT
    assert {name for name in known if environments.COLAB[name] != pins[name]} == known


def test_sets_are_what_they_are_called():
    assert "torch" in environments.requirements("newest", ROOT)
    assert f"numpy=={environments.lowest(ROOT)['numpy']}" in environments.requirements(
        "lowest", ROOT
    )
    with pytest.raises(SystemExit, match="no set of versions named 'old'"):
        environments.requirements("old", ROOT)


def test_tests_of_the_package_are_found():
    found = versions.package_tests(ROOT)
    assert {
        f"tests/test_{name}.py" for name in ("rules", "torch_optim", "claims", "false_claims")
    } <= set(found)
    assert not {
        f"tests/test_{name}.py" for name in ("site", "pages", "ledger", "colab", "readme")
    } & set(found)


# --- The environment


@pytest.fixture
def pip(monkeypatch):
    """Records what pip is asked; ``pip.broken = True`` makes it fail."""

    class Pip(list):
        broken = False

        def __call__(self, python, *arguments):
            self.append(arguments)
            if self.broken:
                raise SystemExit("failed: pip")

    fake = Pip()
    monkeypatch.setattr(environments, "pip", fake)
    monkeypatch.setattr(environments, "output", run_without_venv)
    return fake


def run_without_venv(python, *arguments):
    if "venv" in arguments:
        (arguments[-1] / "bin").mkdir(parents=True)
        return ""
    return "3.11.7"


def test_an_environment_is_made_once(tmp_path, pip, monkeypatch):
    first = environments.environment(tmp_path, "colab")
    assert first.parent.is_dir() and len(pip) == 1
    assert environments.environment(tmp_path, "colab") == first and len(pip) == 1
    monkeypatch.setitem(environments.COLAB, "numpy", "2.0.1")
    environments.environment(tmp_path, "colab")
    assert len(pip) == 2 and "numpy==2.0.1" in pip[-1]


def test_a_half_made_environment_is_made_again(tmp_path, pip):
    pip.broken = True
    with pytest.raises(
        SystemExit, match="(?s)failed: pip.*was not made.*run the same command again"
    ):
        environments.environment(tmp_path, "colab")
    pip.broken = False
    environments.environment(tmp_path, "colab")
    assert len(pip) == 2


def test_torch_without_cuda_comes_from_its_index(tmp_path, pip):
    environments.environment(tmp_path, "colab", torch="cpu")
    assert pip[0] == (
        "install",
        "--index-url",
        environments.CPU_INDEX,
        f"torch=={environments.COLAB['torch']}",
    )


# --- What is served


@pytest.fixture
def book(tmp_path):
    """A small git repository with a chapter, an uncommitted change and an ignored file."""
    root = tmp_path / "a book"
    (root / "chapters").mkdir(parents=True)
    (root / "_config.yml").write_text(f"repository:\n  url: {colab_check.repository.PLACEHOLDER}\n")
    (root / ".gitignore").write_text("ignored\n")
    (root / "text").write_text("committed")
    nbformat.write(notebook("import nothing"), root / "chapters/intro.ipynb")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-C", root]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "all"], check=True)
    (root / "text").write_text("changed")
    (root / "ignored").touch()
    (root / "new").touch()
    return root


def notebook(*sources):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])


@pytest.mark.parametrize(("committed", "text"), [(False, "changed"), (True, "committed")])
def test_the_work_tree_is_served_with_an_address(book, tmp_path, committed, text):
    clone = colab_check.serve(book, tmp_path, committed)
    assert (clone / "text").read_text() == text
    assert (clone / "new").exists() == (not committed)
    assert not (clone / "ignored").exists()
    assert f"git+{colab_check.ADDRESS}" in (clone / "chapters/intro.ipynb").read_text()
    assert colab_check.output("git", "-C", clone, "status", "--porcelain") == ""
    status = colab_check.output("git", "-C", book, "status", "--porcelain")
    assert sorted(status.split("\n")) == ["?? new", "M text"]  # the book itself is as it was


# --- What is found


OURS = f"{colab_check.OURS} @ git+{colab_check.ADDRESS}@0123"


@pytest.fixture
def check(tmp_path, monkeypatch):
    """Run a notebook in a kernel of this Python; ``before`` and ``after`` are what pip says."""

    def run(*sources, before=("numpy==2.0",), after=("numpy==2.0", OURS), clean=True):
        said = iter([set(before), set(after)])

        def pip(python, *arguments):
            if not clean:
                raise SystemExit("numpy 2.0 has requirement nothing")

        monkeypatch.setattr(colab_check, "freeze", lambda python: next(said))
        monkeypatch.setattr(colab_check, "pip", pip)
        nbformat.write(notebook(*sources), tmp_path / "one.ipynb")
        return colab_check.run(sys.executable, tmp_path / "one.ipynb", tmp_path)[1]

    return run


def test_a_chapter_that_keeps_to_itself_passes(check):
    assert check("import os", "assert os.listdir() == []") == []


@pytest.mark.parametrize(
    ("sources", "pip", "reason"),
    [
        (["1 / 0"], {}, "ZeroDivisionError"),
        (["open('digits.csv')"], {}, "FileNotFoundError"),
        (["open('left.txt', 'w').close()"], {}, "wrote left.txt beside the notebook"),
        (["import os; os._exit(1)"], {}, "Kernel died"),
        (["1"], {"after": ("numpy==2.4", OURS)}, "changed what was installed: numpy==2.0"),
        (["1"], {"after": ("numpy==2.0", OURS, "six==1.16")}, "it must install"),
        (["1"], {"after": ("numpy==2.0",)}, "the first cell installed nothing"),
        (["1"], {"clean": False}, "pip check: numpy 2.0 has requirement"),
    ],
)
def test_what_must_not_be_is_found(check, sources, pip, reason):
    assert reason in "\n".join(check(*sources, **pip))


def test_differing_outputs_are_counted_without_pictures():
    def with_output(text, picture="a"):
        book = notebook("install", "show")
        data = {"text/plain": text, "image/png": picture}
        book.cells[0].outputs = [nbformat.v4.new_output("stream", text=picture)]
        book.cells[1].outputs = [nbformat.v4.new_output("display_data", data)]
        return book

    assert colab_check.differing(with_output("1.5"), with_output("1.5", "b")) == []
    assert colab_check.differing(with_output("1.5"), with_output("1.6")) == [1]


def test_an_unknown_chapter_is_refused():
    with pytest.raises(SystemExit, match="no such chapter: 99_none"):
        colab_check.main(["99_none"])


def test_each_set_of_versions_runs_each_chapter(monkeypatch, tmp_path, capsys):
    """What the first set installed is not taken for the names of the chapters in the second."""
    ran = []

    def run(python, path, clone):
        ran.append((python, path.stem))
        return nbformat.v4.new_notebook(), [], ["optimizers-derived-and-verified @ git+here"]

    monkeypatch.setattr(colab_check, "serve", lambda root, folder, committed: ROOT)
    monkeypatch.setattr(colab_check, "environment", lambda root, versions, **options: versions)
    monkeypatch.setattr(colab_check, "freeze", lambda python: [])
    monkeypatch.setattr(colab_check, "output", lambda *command: "Python")
    monkeypatch.setattr(colab_check, "differing", lambda stored, new: [])
    monkeypatch.setattr(colab_check, "run", run)
    assert not colab_check.main(["intro", "notation", "--sets", "colab newest"])
    chapters = ("intro", "notation")
    assert ran == [(versions, name) for versions in ("colab", "newest") for name in chapters]
    assert "nothing else: optimizers-derived-and-verified\n" in capsys.readouterr().out
