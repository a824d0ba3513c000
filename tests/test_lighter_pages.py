"""What makes pages light and must not change how they look: one style sheet, code with fewer boxes."""

import sys
from pathlib import Path

import pytest
import tinycss2
from sphinx.errors import ExtensionError

sys.path.insert(0, str(Path(__file__).parent.parent / "_ext"))
import sheets  # noqa: E402
import tokens  # noqa: E402

# --- One style sheet


def page(*files):
    links = "".join(f'<link rel="stylesheet" href="{name}?v=1">\n' for name in files)
    lost = '<noscript><link rel="stylesheet" href="noscript.css"></noscript>'
    return f'<html data-content_root="./"><head>{links}{lost}</head><body></body></html>'


def test_the_sheets_of_a_page_are_found_in_order():
    found = sheets.sheets(page("_static/a.css", "../b.css"), Path("site/chapters"))
    assert found == [Path("site/chapters/_static/a.css"), Path("site/b.css")]


def test_sheets_of_several_pages_keep_every_pages_order():
    a, b, c, d = map(Path, "abcd")
    assert sheets.in_order([[a, c], [a, b, c], [d]]) in ([d, a, b, c], [a, b, c, d])
    merged = sheets.in_order([[a, c, d], [a, b, d]])
    assert [x for x in merged if x != b] == [a, c, d]
    assert [x for x in merged if x != c] == [a, b, d]


def test_sheets_that_pages_want_in_opposite_orders_stop_the_build():
    a, b, c = map(Path, "abc")
    with pytest.raises(ExtensionError, match="two places"):
        sheets.in_order([[a, b, c], [c, b, a]])


def test_what_a_sheet_imports_comes_with_it_and_its_addresses_are_moved(tmp_path):
    static = tmp_path / "_static"
    (static / "styles" / "fonts").mkdir(parents=True)
    (static / "styles" / "main.css").write_text('@import "sub.css"; p { background: url(dot.png) }')
    (static / "styles" / "sub.css").write_text(
        "@font-face { src: url('fonts/f.woff2') } q { background: url(data:image/png;base64,AA) }"
    )
    told = sheets.text(static / "styles" / "main.css", static)
    assert "url(styles/dot.png)" in told
    assert "url('styles/fonts/f.woff2')" in told
    assert "url(data:image/png;base64,AA)" in told
    assert "@import" not in told


CSS = """
.used { color: red } .gone { color: red } #top, .gone { color: blue }
.made-by-script:hover { top: 0 } .dropdown-menu-end { top: 0 }
p > .used::after { content: "." } :is(.gone, .used) { top: 0 } a { }
@media print { .gone { top: 0 } .used { top: 1px } } @media print { .gone { top: 0 } }
@font-face { font-family: X; src: url(x) } /*! licence */ /* a remark */
"""


def test_rules_that_no_page_can_use_are_left_out():
    said = {"made-by-script", "dropdown-menu"}
    rules = tinycss2.parse_stylesheet(CSS, skip_whitespace=True)
    told = sheets.cut(rules, {"used", "top"}, said)
    assert told.splitlines() == [
        ".used{color: red}",
        "#top{color: blue}",
        ".made-by-script:hover{top: 0}",
        ".dropdown-menu-end{top: 0}",  # a script may put the name together
        'p > .used::after{content: "."}',
        ":is(.gone, .used){top: 0}",  # what stands in brackets is not looked into
        "@media print{.used{top: 1px}}",
        "@font-face { font-family: X; src: url(x) }",
        "/*! licence */",
    ]


def test_a_sheet_that_can_not_be_read_stops_the_build():
    rules = tinycss2.parse_stylesheet("p { } }", skip_whitespace=True)
    with pytest.raises(ExtensionError, match="can not be read"):
        sheets.cut(rules, set(), set())


def test_words_come_from_pages_and_scripts():
    on_pages, said = sheets.vocabulary(
        ['<p class="one two" id="three"><script>x("four-five")</script>'], ["add('six')"]
    )
    assert on_pages >= {"one", "two", "three"} and "four-five" not in on_pages
    assert said >= {"four-five", "six"}


# --- Code with fewer boxes

PYGMENTS = """
.highlight { background: #fff; color: #111 }
html .highlight .n { color: #111 }   /* a name, in the colour of plain code */
html .highlight .p { color: #111 }
html .highlight .k { color: #700; font-weight: bold }
html .highlight .kn { color: #700; font-weight: bold }
html .highlight .s { color: #070 }
html[data-theme="dark"] .highlight { color: #eee }
html[data-theme="dark"] .highlight .s { color: #7f7 }
"""


def test_tokens_of_one_colour_have_one_name():
    stands = tokens.names(PYGMENTS.replace("html .highlight", ".highlight"))
    assert stands["k"] == stands["kn"] == "k"
    assert stands["s"] == "s"


def test_a_token_that_is_plain_in_the_light_only_keeps_its_box():
    css = PYGMENTS.replace("html .highlight", ".highlight")
    dark = 'html[data-theme="dark"] .highlight'
    stands = tokens.names(css + f"{dark} .n {{ color: #eee }}")
    assert stands["n"] is None  # plain in the light and in the dark
    assert tokens.names(css + f"{dark} .n {{ color: #f00 }}")["n"] == "n"


def test_what_touches_is_joined_and_nothing_is_lost():
    html = (
        '<div class="highlight"><pre><span class="kn">from</span> <span class="k">import</span>'
        '<span class="n">x</span><span class="s">"a"</span></pre></div><pre><span class="n">y</span></pre>'
    )
    told = tokens.fewer(html, {"kn": "k", "k": "k", "n": None, "s": "s"})
    assert told == (
        '<div class="highlight"><pre><span class="k">from import</span>x<span class="s">"a"</span>'
        '</pre></div><pre><span class="n">y</span></pre>'
    )
