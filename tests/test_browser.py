"""The site as a reader's browser meets it: every page, wide, narrow, without JavaScript."""

from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.browser

TOC = yaml.safe_load((Path(__file__).parent.parent / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = [TOC["root"], *(entry["file"] for part in TOC["parts"] for entry in part["chapters"])]
PAGES = ["index", "search", "genindex", *CHAPTERS]


@pytest.fixture(scope="module", params=PAGES)
def visit(request, browser, url):
    """One visit to one page: what it asked for, what went wrong, how wide it is on a phone."""
    asked, complaints = [], []
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("response", lambda r: r.status >= 400 and complaints.append(f"{r.status} {r.url}"))
    tab.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda m: m.type == "error" and complaints.append(m.text))
    tab.goto(f"{url}/{request.param}.html", wait_until="networkidle")
    tab.set_viewport_size({"width": 390, "height": 844})
    phone = tab.evaluate("document.documentElement.scrollWidth")
    tab.close()
    return {"asked": asked, "complaints": complaints, "phone": phone}


def test_page_asks_no_other_host(visit, url):
    assert visit["asked"]
    assert [it for it in visit["asked"] if not it.startswith((url, "data:", "blob:"))] == []


def test_page_loads_without_a_complaint(visit):
    assert visit["complaints"] == []


def test_page_fits_a_phone(visit):
    assert visit["phone"] <= 390


@pytest.mark.parametrize("page", CHAPTERS)
def test_page_reads_without_javascript(browser, url, page):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{url}/{page}.html")
    assert tab.locator(".bd-article h1").is_visible()
    for formula in tab.locator(".bd-article .math").all():
        if formula.is_visible():  # the source of a folded cell is not
            assert formula.locator(".katex-html").first.bounding_box()["height"] > 5
    context.close()


def test_a_claim_has_an_address(browser, url):
    from playwright.sync_api import expect

    context = browser.new_context(reduced_motion="reduce")  # the theme scrolls smoothly otherwise
    tab = context.new_page()
    tab.goto(f"{url}/chapters/03_ema.html")
    tab.locator(".claim a.claim-link").last.click()
    address = tab.url
    tab.goto("about:blank")
    tab.goto(address)
    assert "#claim-" in address
    expect(tab.locator(".claim:target")).to_be_in_viewport()
    context.close()
