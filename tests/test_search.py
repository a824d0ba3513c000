"""The search of the site: claims by label, Greek letters, other spellings, excerpts for people."""

import json
import re
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def findable():
    sys.path.insert(0, str(ROOT / "_ext"))
    import findable

    yield findable
    sys.path.remove(str(ROOT / "_ext"))


# --- What is written when the site is built


@pytest.mark.parametrize("word", ["beta2", "β2", "β₂", "beta_2"])
def test_a_greek_letter_has_all_its_spellings(findable, word):
    assert {"beta2", "β2", "β₂", "beta_2"} <= set(findable.spellings(word))


@pytest.mark.parametrize(
    ("word", "way"), [("lr", "η"), ("eta", "lr"), ("eps", "ε"), ("ε", "epsilon"), ("λ", "lambda")]
)
def test_a_letter_is_found_by_its_names(findable, word, way):
    assert way in findable.spellings(word)


@pytest.mark.parametrize("word", ["beta2am", "warm", "better", "2", "betas"])
def test_other_words_are_left_alone(findable, word):
    assert findable.spellings(word) == []


def test_words_that_mean_the_same_find_the_same(findable):
    terms = {"beta_2": 0, "β₂": [1], "optim": [0, 2], "warm": 1, "other": 2}
    texts = {"a": "An optimizer.", "b": "The warm-up.", "c": "Optimizers."}
    found = findable.enriched(terms, texts, ["a", "b", "c"], lambda w: w.removesuffix("izer"))
    assert found["beta2"] == found["β2"] == found["beta_2"] == [0, 1]
    assert found["optimiser"] == found["optim"] == [0, 2]
    assert found["warmup"] == 1
    assert found["other"] == 2


@pytest.mark.parametrize(
    ("tex", "told"),
    [
        (r"\beta_2", "β₂"),
        (r"\beta_{2}^{t}", "β₂ᵗ"),
        (r"\frac{\eta}{\sqrt{\hat v} + \varepsilon}", "η/(√v\u0302 + ε)"),
        (r"\frac{a}{1 - \frac{b}{c}}", "a/(1 - b/c)"),
        (r"x \neq 0", "x ≠ 0"),
        (r"\operatorname{sign}{\left(g \right)}", "sign(g )"),
    ],
)
def test_a_formula_is_told_as_in_a_letter(findable, tex, told):
    assert findable.formula(tex) == told


def test_texts_hold_no_code_and_no_tex(site):
    texts = (site / "searchtext.js").read_text("utf-8")
    data = json.loads(texts[texts.index("(") + 1 : texts.rindex(")")])
    assert set(data["pages"]) >= {"index", "chapters/03_ema", "chapters/ledger"}
    assert "import sympy" not in texts and "from optimizers import" not in texts
    left = re.findall(r"\\\\[A-Za-z]+", json.dumps(data["claims"], ensure_ascii=False))
    assert left == []


# --- What a reader's browser finds


@pytest.fixture
def search(browser, url, site):
    """Results for words: a list of (title, address, excerpt). ``disk=True``: without a server."""
    context = browser.new_context()
    tab = context.new_page()

    def results(words, disk=False):
        tab.goto(
            f"{(site / 'search.html').as_uri() if disk else f'{url}/search.html'}?q={quote(words)}"
        )
        tab.locator("#search-results p.search-summary").filter(
            has_text=re.compile("found|match")
        ).wait_for()
        tab.wait_for_timeout(300)
        return tab.evaluate("""() => [...document.querySelectorAll("ul.search > li")].map((li) => [
          li.querySelector("a").textContent, li.querySelector("a").getAttribute("href"),
          li.querySelector(".search-excerpt")?.textContent ?? ""])""")

    results.tab = tab
    yield results
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("words", ["adam-first-step", "adam first step", "#adam-first-step"])
def test_a_label_leads_to_its_claim(search, words):
    title, address, excerpt = search(words)[0]
    assert (title, address) == ("adam-first-step", "chapters/08_adam.html#claim-adam-first-step")
    assert "sign" in excerpt
    search.tab.get_by_role("link", name="adam-first-step", exact=True).first.click()
    search.tab.locator("#claim-adam-first-step:target").wait_for()


@pytest.mark.browser
def test_claims_do_not_stand_before_the_chapter_they_belong_to(search):
    titles = [title for title, *_ in search("momentum")]
    chapter = next(n for n, title in enumerate(titles) if title.endswith("momentum"))
    assert chapter < next(n for n, title in enumerate(titles) if title.startswith("momentum-"))


@pytest.mark.browser
def test_each_spelling_of_a_letter_finds_the_same_pages(search):
    pages = [
        {address for _, address, _ in search(words) if "#" not in address}
        for words in ("β2", "β₂", "beta_2", "beta2")
    ]
    assert pages[0] and pages == pages[:1] * 4


@pytest.mark.browser
@pytest.mark.parametrize(
    "ways",
    [
        ("warmup", "warm-up", "warm up"),
        ("optimizer", "optimiser"),
        ("regularization", "regularisation"),
        ("minibatch", "mini-batch"),
    ],
)
def test_other_spellings_find_something_too(search, ways):
    for way in ways:
        found = search(way)
        pages = [entry for entry in found if "#" not in entry[1]]
        assert pages, way
        assert any(excerpt for _, _, excerpt in pages), way


@pytest.mark.browser
@pytest.mark.parametrize("disk", [False, True])
def test_an_excerpt_is_a_sentence_with_each_formula_once(search, disk):
    told = [
        excerpt for _, address, excerpt in search("condition number", disk) if "#" not in address
    ]
    assert len(told) >= 2 and any("κ" in excerpt for excerpt in told)
    for excerpt in told:
        assert len(excerpt) < 300
        assert not re.search(r"import |\\[a-z]+|κκ|\bdef ", excerpt), excerpt
    assert search.tab.locator(".search-excerpt mark").count() > 0


@pytest.mark.browser
def test_the_results_stand_without_excerpts_if_these_do_not_come(search):
    search.tab.route("**/searchtext.js", lambda route: route.abort())
    assert len(search("momentum")) > 5
