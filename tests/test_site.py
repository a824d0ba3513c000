"""The built site: complete, self-contained, and built only from chapters without faults."""

import copy
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup
from PIL import Image

from pages import CLAIM, claims, every_cell_was_executed

ROOT = Path(__file__).parent.parent
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))


# --- What was built


@pytest.fixture(scope="module")
def pages(site):
    """Every page of the site, parsed, by its path in the site."""
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(
            path.read_text(encoding="utf-8"), "html.parser"
        )
        for path in sorted(site.rglob("*.html"))
        if "_static" not in path.relative_to(site).parts
    }


@pytest.fixture(scope="module")
def chapters(pages):
    """(page, notebook) of every chapter that is a notebook, by name."""
    return {
        path.stem: (
            pages[f"chapters/{path.stem}.html"],
            json.loads(path.read_text(encoding="utf-8")),
        )
        for path in sorted(ROOT.glob("chapters/*.ipynb"))
    }


def test_no_page_asks_another_host(site, pages):
    asked = set()
    for name, page in pages.items():
        for tag in page(["script", "img", "iframe", "source", "video", "audio", "embed", "object"]):
            asked.add((name, tag.get("src") or tag.get("data") or ""))
        for tag in page("link"):
            if set(tag.get("rel", [])) & {
                "stylesheet",
                "preload",
                "icon",
                "preconnect",
                "dns-prefetch",
            }:
                asked.add((name, tag["href"]))
    for path in site.rglob("*.css"):
        css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"url\(\s*[\"']?([^)\"']+)|@import\s+[\"']([^\"']+)", css):
            asked.add((path.name, "".join(target)))
    assert len(asked) > 10
    assert {(name, url) for name, url in asked if re.match(r"(https?:)?//", url)} == set()


def test_links_and_anchors_resolve(site, pages):
    ids = {name: {tag["id"] for tag in page(id=True)} for name, page in pages.items()}
    broken, followed = [], 0
    for name, page in pages.items():
        for link in page("a", href=True):
            target = urlsplit(link["href"])
            if target.scheme or target.netloc or link["href"] == "#":
                continue
            followed += 1
            path = (site / name).parent / unquote(target.path) if target.path else site / name
            to = path.resolve().relative_to(site.resolve()).as_posix()
            if not path.is_file() or (target.fragment and unquote(target.fragment) not in ids[to]):
                broken.append(f"{name}: {link['href']}")
    assert followed > 10
    assert broken == []


def test_each_claim_has_its_box_and_its_permanent_link(chapters):
    for name, (page, notebook) in chapters.items():
        for record in claims(notebook):
            label = record["label"]
            box = page.find(id=f"claim-{label}")
            assert box is not None, f"{name}: no box for {label}"
            assert f"claim-{record['kind']}" in box["class"]
            assert record["kind"].capitalize() in box.find(class_="claim-kind").text
            assert box.find("a", class_="claim-link")["href"] == f"#claim-{label}"
            formulas = box.find_all("div", class_="math", recursive=False)
            wanted = int(bool(record["statement"]))
            if record["lines"]:  # each line, and each part of an induction, has its formula
                formulas = box.select(":scope > .claim-lines > .claim-line div.math")
                wanted = sum(1 + len(line["parts"]) for line in record["lines"])
            assert len(formulas) == wanted, f"{name}: {label}"
            if record["kind"] == "refuted":
                assert box.text.strip().startswith("False:")


def test_formulas_are_finished_mathml(pages):
    formulas = [math for page in pages.values() for math in page.select(".math")]
    assert formulas
    for math in formulas:
        drawn = math if math.name == "math" else math.select_one("math")
        assert drawn is not None and drawn.get_text(strip=True), math
        # The formula's source is nowhere, not even hidden: what is copied holds the formula once.
        assert not drawn.select("annotation, semantics") and "\\" not in drawn.get_text(), math
    assert not [name for name, page in pages.items() if "mathjax" in str(page("script")).lower()]


def test_figures_show_their_alt_text_and_caption(chapters):
    for name, (page, notebook) in chapters.items():
        wanted = [
            " ".join(cell["metadata"]["mystnb"]["image"]["alt"].split())
            for cell in notebook["cells"]
            for output in cell.get("outputs", [])
            if any(mime.startswith("image/") for mime in output.get("data", {}))
        ]
        figures = page.select("figure:has(figcaption)")
        assert [" ".join(f.img["alt"].split()) for f in figures if f.img] == wanted, name


def test_pages_say_what_they_are(pages, chapters):
    said = {}
    for name in [f"chapters/{name}.html" for name in chapters]:
        meta = {
            tag.get("name") or tag.get("property"): tag["content"]
            for tag in pages[name]("meta", content=True)
        }
        said[name] = meta["description"]
        assert 40 <= len(meta["description"]) <= 200, name
        assert not re.search(r"[\\$\ufffc]", meta["description"]), name
        assert meta["og:description"] == meta["description"]
    assert len(set(said.values())) == len(said)
    front = pages["index.html"].find("meta", attrs={"name": "description"})["content"]
    assert front.startswith("You use AdamW every day")


def test_images_keep_their_place_and_all_but_the_first_wait(chapters):
    waiting = 0
    for name, (page, _) in chapters.items():
        for n, image in enumerate(page.select(".bd-article figure img")):
            assert int(image["width"]) > 100 and int(image["height"]) > 100, name
            assert (image.get("loading") == "lazy") == (n > 0), name
            waiting += n > 0
    assert waiting or all(len(page.select("figure img")) < 2 for page, _ in chapters.values())


def test_no_page_carries_what_it_does_not_use(site, pages):
    assert not list(site.rglob("*fontawesome*"))
    for name, page in pages.items():
        loaded = str(page.head)
        assert "fontawesome" not in loaded
        assert ("stix-two-math" in loaded) == bool(page.select("math")), name
        assert ("copybutton" in loaded) == bool(page.select("div.highlight")), name


def test_colab_button_opens_this_chapter(chapters):
    place = CONFIG["repository"]["url"].removeprefix("https://github.com/")
    colab = (
        f"https://colab.research.google.com/github/{place}/blob/{CONFIG['repository']['branch']}"
    )
    for name, (page, _) in chapters.items():
        assert page.find("a", href=f"{colab}/chapters/{name}.ipynb"), name


# --- What must not be built. The excerpt is a real chapter, cut after its first claim.


def excerpt():
    """Title and code of a chapter up to the first claim, as a notebook without cross references."""
    notebook = json.loads((ROOT / "chapters" / "03_ema.ipynb").read_text(encoding="utf-8"))
    title, *rest = notebook["cells"]
    code = [cell for cell in rest if cell["cell_type"] == "code"]
    last = next(
        i for i, cell in enumerate(code) if any(CLAIM in o.get("data", {}) for o in cell["outputs"])
    )
    title["source"] = "# An excerpt\n\nWith a formula, $x^2$."
    notebook["cells"] = [title, *code[: last + 1]]
    return notebook


def record_of(notebook):
    return next(output for output in notebook["cells"][-1]["outputs"] if CLAIM in output["data"])[
        "data"
    ]


def build(folder, notebook, baseurl=""):
    """Build a book of this one chapter with the book's own settings: (exit code, messages)."""
    for part in ("_config.yml", "_ext", "_static", "index.md"):
        copy_part = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy_part(ROOT / part, folder / part)
    config = folder / "_config.yml"
    unset = config.read_text(encoding="utf-8")
    assert 'baseurl: ""' in unset
    config.write_text(unset.replace('baseurl: ""', f'baseurl: "{baseurl}"'), encoding="utf-8")
    (folder / "chapters").mkdir()
    shutil.copy(ROOT / "chapters" / "references.bib", folder / "chapters")
    (folder / "chapters" / "excerpt.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: chapters/excerpt\n", encoding="utf-8")
    command = [
        sys.executable,
        "-c",
        "from jupyter_book.cli.main import main; main()",
        "build",
        ".",
        "-W",
        "-n",
        "--keep-going",
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def with_bad_tex_in_prose(notebook):
    notebook["cells"][0]["source"] += "\n\nAnd a broken one, $\\frac{1}{2$."
    return r"excerpt.ipynb:\d+: WARNING: cell 1, line \d+: TeX parse error"


def with_bad_tex_in_a_claim(notebook):
    record_of(notebook)[CLAIM]["statement"] = r"x = \nosuchcommand"
    return rf"excerpt.ipynb:\d+: WARNING: cell {len(notebook['cells'])}, line \d+: TeX parse error"


def with_a_link_to_no_claim(notebook):
    notebook["cells"][0]["source"] += "\n\nSee [this](#no-such-claim)."
    return r"excerpt.ipynb:\d+: WARNING: .*no-such-claim"


@pytest.mark.parametrize(
    "damage", [with_bad_tex_in_prose, with_bad_tex_in_a_claim, with_a_link_to_no_claim]
)
def test_a_broken_chapter_fails_the_build_and_is_named(tmp_path, damage):
    notebook = excerpt()
    message = damage(notebook)
    code, output = build(tmp_path, notebook)
    assert code != 0
    assert re.search(message, re.sub(r"\x1b\[[0-9;]*m", "", output)), output[-2000:]


def test_the_unbroken_excerpt_builds(tmp_path):
    code, output = build(tmp_path, excerpt())
    assert code == 0, output[-2000:]


def test_a_published_address_gives_canonical_links_a_sitemap_and_a_card(tmp_path):
    code, output = build(tmp_path, excerpt(), baseurl="https://example.org/book")
    assert code == 0, output[-2000:]
    site = tmp_path / "_build" / "html"
    address = "https://example.org/book/chapters/excerpt.html"
    page = BeautifulSoup((site / "chapters/excerpt.html").read_text("utf-8"), "html.parser")
    assert page.find("link", rel="canonical")["href"] == address
    assert page.find("meta", property="og:url")["content"] == address
    card = page.find("meta", property="og:image")["content"]
    with Image.open(site / card.removeprefix("https://example.org/book/")) as picture:
        assert picture.size[0] >= 1000 and picture.size[1] >= 500
    assert f"<loc>{address}</loc>" in (site / "sitemap.xml").read_text("utf-8")


def test_an_icon_that_font_awesome_lacks_fails_the_build(tmp_path):
    notebook = excerpt()
    notebook["cells"][0]["source"] += '\n\n<i class="fas fa-no-such-icon"></i>'
    code, output = build(tmp_path, notebook)
    assert code != 0
    assert "fa-no-such-icon" in output


def test_nbval_fails_on_a_changed_number_and_the_page_rules_on_a_stripped_cell(tmp_path):
    good, changed, stripped = excerpt(), excerpt(), excerpt()
    data = record_of(changed)
    data["text/plain"] = re.sub(
        r"\d", lambda d: str((int(d[0]) + 1) % 10), "".join(data["text/plain"]), count=1
    )
    assert data["text/plain"] != "".join(record_of(good)["text/plain"])
    stripped["cells"][-1].update(execution_count=None, outputs=[])
    for name, notebook in {"good": good, "changed": changed, "stripped": stripped}.items():
        (tmp_path / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")

    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-rf",
            "-p",
            "no:cacheprovider",
            "--nbval",
            "--nbval-current-env",
            "--nbval-cell-timeout=120",
            *sorted(tmp_path.glob("*.ipynb")),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    failed = set(re.findall(r"^FAILED (\w+)\.ipynb", done.stdout, re.MULTILINE))
    assert failed == {"changed"}, done.stdout[-3000:]  # nbval lets the stripped one through …
    assert every_cell_was_executed(stripped)  # … the page rules do not
    assert not every_cell_was_executed(copy.deepcopy(good))
