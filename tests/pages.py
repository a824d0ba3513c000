"""The house rules for a chapter, each a function from a notebook to the list of its breaches.

nbval compares what a chapter prints; these find what nbval lets through (a cell without a count is
not compared at all) and what a reader of the site or of Colab would miss.
"""

import ast
import re
from collections import Counter

from IPython.core.inputtransformer2 import TransformerManager

CLAIM = "application/vnd.claims+json"
RULES = []  # every rule below that any notebook of the book keeps, for the tests
FORM = []  # the rules of a numbered chapter: the form that CONTRIBUTING.md describes


def rule(function):
    RULES.append(function)
    return function


def form(function):
    FORM.append(function)
    return function


def source(cell):
    return "".join(cell["source"])


def code_cells(notebook):
    """(number, cell) of every code cell that is not empty; all cells count, from 1."""
    for number, cell in enumerate(notebook["cells"], 1):
        if cell["cell_type"] == "code" and source(cell).strip():
            yield number, cell


def markdown_cells(notebook):
    for number, cell in enumerate(notebook["cells"], 1):
        if cell["cell_type"] == "markdown":
            yield number, cell


def outputs(notebook):
    for number, cell in code_cells(notebook):
        for output in cell["outputs"]:
            yield number, cell, output


def claims(notebook):
    """The records of the claims that a chapter makes, in order."""
    return [out["data"][CLAIM] for _, _, out in outputs(notebook) if CLAIM in out.get("data", {})]


def first_code(notebook):
    return next((source(cell) for _, cell in code_cells(notebook)), None)


def twice(notebooks):
    """Labels that stand for more than one claim. ``notebooks`` are all chapters of the book."""
    count = Counter(record["label"] for notebook in notebooks for record in claims(notebook))
    return sorted(label for label, times in count.items() if times > 1)


@rule
def every_cell_was_executed(notebook):
    return [
        f"cell {n}: no execution count" for n, c in code_cells(notebook) if not c["execution_count"]
    ]


@rule
def executed_from_top_to_bottom(notebook):
    counts = [cell["execution_count"] for _, cell in code_cells(notebook)]
    return [] if counts == list(range(1, len(counts) + 1)) else [f"execution counts are {counts}"]


@rule
def no_error_is_stored(notebook):
    return [
        f"cell {n}: {out['ename']} (a wanted error needs the tag raises-exception)"
        for n, cell, out in outputs(notebook)
        if out["output_type"] == "error"
        and "raises-exception" not in cell["metadata"].get("tags", [])
    ]


@rule
def no_claim_failed(notebook):
    """Not even on purpose: a chapter that shows a rejected claim catches the exception itself."""
    return [
        f"cell {n}: {out['ename']} is stored"
        for n, _, out in outputs(notebook)
        if out["output_type"] == "error" and out["ename"] in {"ClaimFailed", "ClaimError"}
    ]


@rule
def nothing_is_left_unchecked(notebook):
    marker = re.compile(r"nbval|pytest_validate|skip-execution", re.IGNORECASE)
    return [
        f"cell {n}: {found.group()} in a tag or comment"
        for n, cell in code_cells(notebook)
        for text in [source(cell), *cell["metadata"].get("tags", [])]
        if (found := marker.search(text))
    ]


@rule
def figures_have_alt_and_caption(notebook):
    problems = []
    for n, cell, out in outputs(notebook):
        if not any(mime.startswith("image/") for mime in out.get("data", {})):
            continue
        render = cell["metadata"].get("mystnb", {})
        if not render.get("image", {}).get("alt", "").strip():
            problems.append(f"cell {n}: the figure has no alt text (mystnb.image.alt)")
        if not render.get("figure", {}).get("caption", "").strip():
            problems.append(f"cell {n}: the figure has no caption (mystnb.figure.caption)")
    return problems


DRAWS = set(
    ["figure", "subplots", "subplot", "subplot_mosaic", "axes", "plot", "hist", "bar", "scatter"]
)


def _calls(nodes):
    """(object's name or None, function's name) of each call that runs when these nodes run."""
    todo = list(nodes)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Attribute(value=ast.Name(id=owner), attr=name):
                    yield owner, name
                case ast.Name(id=name):
                    yield None, name
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            todo += ast.iter_child_nodes(node)


def _draws(nodes, pyplot, drawing):
    """Whether a figure is made when these nodes run, by pyplot or by a function that makes one."""
    return any(
        (owner in pyplot and name in DRAWS) or (owner is None and name in drawing)
        for owner, name in _calls(nodes)
    )


def drawing_cells(notebook):
    """(number, cell) of the cells that draw: they make a figure, or call a function that does."""
    pyplot, drawing = set(), set()  # names of the module, and of functions that make a figure
    for number, cell in code_cells(notebook):
        try:
            tree = ast.parse(TransformerManager().transform_cell(source(cell)))
        except SyntaxError:  # a cell that shows one
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                pyplot |= {a.asname for a in node.names if a.name == "matplotlib.pyplot"}
            if isinstance(node, ast.ImportFrom) and node.module == "matplotlib":
                pyplot |= {a.asname or a.name for a in node.names if a.name == "pyplot"}
            if isinstance(node, ast.ImportFrom) and node.module == "matplotlib.pyplot":
                drawing |= {a.asname or a.name for a in node.names if a.name in DRAWS}

        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        while new := {f.name for f in functions if _draws(f.body, pyplot, drawing)} - drawing:
            drawing |= new
        if _draws(tree.body, pyplot, drawing):
            yield number, cell


@rule
def figures_that_are_drawn_are_stored(notebook):
    """With a back end such as Agg a figure is drawn and thrown away, and no output says so."""
    return [
        f"cell {n}: it draws a figure, and the notebook does not hold it (was it run with another"
        " back end?)"
        for n, cell in drawing_cells(notebook)
        if not any(
            mime.startswith("image/") for out in cell["outputs"] for mime in out.get("data", {})
        )
    ]


@rule
def figures_stand_alone(notebook):
    """The page frames all rich outputs of a figure's cell, and gives each a figure's number."""
    return [
        f"cell {n}: its figure and its claim need a cell each"
        for n, cell, out in outputs(notebook)
        if "figure" in cell["metadata"].get("mystnb", {}) and CLAIM in out.get("data", {})
    ]


@rule
def plotting_code_is_folded(notebook):
    return [
        f"cell {n}: it draws a figure, and its code is not folded (tag hide-input)"
        for n, cell, out in outputs(notebook)
        if any(mime.startswith("image/") for mime in out.get("data", {}))
        and "hide-input" not in cell["metadata"].get("tags", [])
    ]


FENCE = re.compile(r"^(```+|~~~+|:::+)(.*?)^\1", re.MULTILINE | re.DOTALL)
DOLLARS = re.compile(r"\$\$(.+?)\$\$[ \t]*(?:\(([^)\n]+)\))?", re.DOTALL)
ENVIRONMENT = re.compile(r"^[ \t]*\\begin\{(\w+\*?)\}", re.MULTILINE)


def displays(text):
    """(formula, label or None) of each display equation in a Markdown text; code is no formula."""
    found = []

    def fence(match):
        body = match.group(2)
        if body.startswith("{math}"):
            label = re.search(r"^:label:\s*(\S+)", body, re.MULTILINE)
            found.append((body, label and label.group(1)))
            return ""
        return (
            body if body.startswith("{") else ""
        )  # other directives hold Markdown, the rest is code

    text = FENCE.sub(fence, text)
    text = re.sub(r"(`+)[^`].*?\1", "", text)
    found += [(m.group(1), m.group(2)) for m in DOLLARS.finditer(text)]
    found += [(m.group(1), None) for m in ENVIRONMENT.finditer(DOLLARS.sub("", text))]
    return found


@rule
def display_equations_belong_to_a_claim(notebook):
    owned = {record["label"] for record in claims(notebook)}
    return [
        f"cell {n}: the equation {' '.join(formula.split())[:60]!r} has "
        + (f"the label {label!r}, which no claim of this chapter owns" if label else "no label")
        for n, cell in markdown_cells(notebook)
        for formula, label in displays(source(cell))
        if label not in owned
    ]


INLINE = re.compile(r"(?<![\\$])\$(?!\$)([^$]+)\$(?!\$)")
RELATION = re.compile(r"[=<>]|\\(?:leq?|geq?|lt|gt|neq?|approx|sim|propto|equiv|ll|gg|to)\b")
_SYMBOL = r"(?:\\[a-zA-Z]+|[a-zA-Z])(?:_(?:\w|\{\w+\}|\\\w+))?"
_VALUE = rf"(?:[-+]?[\d.]+(?:\^\{{[-\d]+\}}|/\d+)?|10\^\{{-\d+\}}|\\infty|{_SYMBOL}|[\d., \\]*\\dots[, \w\\]*)"
# "for $t = 1$", "with $\beta_1 = 0.9$", "$n \to \infty$": one symbol set to one value states no result.
SETTING = re.compile(
    rf"\s*(?:{_VALUE}\s*(?:<|\\le)\s*)?{_SYMBOL}\s*(?:{RELATION.pattern})\s*{_VALUE}\s*"
)


def paragraphs(text):
    """The paragraphs, list items and table rows of a Markdown text, without code and displays."""
    text = FENCE.sub(lambda m: m.group(2) if re.match(r"\{(?!math)", m.group(2)) else "", text)
    text = DOLLARS.sub("", text)
    return re.split(r"\n\s*\n|\n(?=\s*(?:[-*|]|\d+\.) )", text)


@rule
def inline_results_name_their_claim(notebook):
    """A formula in a sentence that relates two things is a result: its paragraph says which claim
    has it, by a link or by the number of its equation."""
    return [
        f"cell {n}: {formula!r} states a result, and its paragraph links to no claim"
        for n, cell in markdown_cells(notebook)
        for paragraph in paragraphs(source(cell))
        if not re.search(r"\]\(#|\{eq\}", paragraph)
        for formula in INLINE.findall(re.sub(r"(`+)[^`].*?\1", "", paragraph))
        if RELATION.search(formula) and not SETTING.fullmatch(formula)
    ]


@rule
def no_file_beside_the_notebook(notebook):
    image = re.compile(
        r"!\[[^\]]*\]\((?!https?:|data:)|<img[^>]+src=[\"'](?!https?:|data:)|\{(image|figure)\}"
    )
    return [
        f"cell {n}: {found.group()!r} needs a file that Colab does not have"
        for n, cell in markdown_cells(notebook)
        if (found := image.search(source(cell)))
    ]


@rule
def no_glue(notebook):
    glue = re.compile(r"\{glue[:}]|\bmyst_nb\b|\bglue\(")
    return [
        f"cell {n}: glue"
        for n, cell in enumerate(notebook["cells"], 1)
        if glue.search(source(cell))
    ]


@rule
def outputs_name_no_machine(notebook):
    place = re.compile(
        r"0x[0-9a-fA-F]{6,}|/(?:home|root|tmp|work|Users|content)/|[A-Z]:\\\\|site-packages"
    )
    problems = []
    for n, _, out in outputs(notebook):
        shown = {k: v for k, v in out.get("data", {}).items() if not k.startswith("image/")}
        text = str([out.get("text"), out.get("traceback"), out.get("evalue"), shown])
        if found := place.search(text):
            problems.append(f"cell {n}: the output holds {found.group()!r}")
    return problems


def section(notebook, title):
    """The cells below a heading of the second level, up to the next one."""
    found, inside = [], False
    for cell in notebook["cells"]:
        headings = re.findall(r"^## (.*)$", source(cell), re.MULTILINE)
        if cell["cell_type"] == "markdown" and headings:
            inside = headings[-1].strip() == title
        if inside:
            found.append(cell)
    return found


@form
def says_what_it_needs(notebook):
    """The page completes this paragraph by the chapters that it builds on, and by minutes."""
    opening = source(notebook["cells"][0])
    return [] if "\n**You need:** " in opening else ["cell 1: no paragraph '**You need:** …'"]


@form
def a_cell_claims_or_experiments(notebook):
    """The code of a claim is folded under its box: what else the cell prints would lose its code."""
    return [
        f"cell {n}: it makes a claim and prints something else; give each a cell of its own"
        for n, cell in code_cells(notebook)
        if any(CLAIM in out.get("data", {}) for out in cell["outputs"])
        and "rule" not in cell["metadata"].get("tags", [])
        and not all(CLAIM in out.get("data", {}) for out in cell["outputs"])
    ]


@form
def ends_with_what_the_reader_knows(notebook):
    titles = re.findall(
        r"^## (.*)$", "\n".join(source(c) for _, c in markdown_cells(notebook)), re.MULTILINE
    )
    wanted = ["What you know now", "Exercises"]
    return (
        []
        if [t.strip() for t in titles if t.strip() in wanted] == wanted
        else [f"no sections {wanted}, in this order"]
    )


@form
def exercises_have_hints_and_solutions(notebook):
    """Each exercise is a cell; its hint and its solution are folded, and two solutions are code that runs."""
    cells = section(notebook, "Exercises")
    exercises = [c for c in cells if re.search(r"^\*\*Exercise \d+", source(c), re.MULTILINE)]
    problems = [
        f"{source(cell).strip().splitlines()[0][:60]!r} has no folded {what}"
        for cell in exercises
        for what in ("Hint", "Solution")
        if f"<details><summary>{what}</summary>" not in source(cell)
    ]
    run = [
        c for c in cells if c["cell_type"] == "code" and "solution" in c["metadata"].get("tags", [])
    ]
    problems += (
        [] if len(exercises) >= 4 else [f"{len(exercises)} exercises, at least 4 are wanted"]
    )
    return problems + (
        [] if len(run) >= 2 else [f"{len(run)} solutions in code, at least 2 are wanted"]
    )


@form
def few_words_a_sentence(notebook):
    """Long sentences lose a reader who reads English as a second language."""
    problems = []
    for n, cell in markdown_cells(notebook):
        for paragraph in paragraphs(source(cell)):
            plain = re.sub(
                r"\$[^$]*\$|`[^`]*`|\]\([^)]*\)|\{[^}]*\}`[^`]*`|<[^>]*>", " x ", paragraph
            )
            for sentence in re.split(r"(?<=[.!?:])\s+", plain):
                if len(sentence.split()) > 40:
                    problems.append(
                        f"cell {n}: a sentence of {len(sentence.split())} words: {sentence[:60]!r}"
                    )
    return problems
