"""The search finds what readers look for: claims by label, Greek letters, other spellings.

All of it goes through Sphinx's own search:

- a domain ``claim`` names each claim, so the search lists it and leads to its box;
- ``beta2``, ``β2``, ``β₂`` and ``beta_2`` become one word in the index, and so do ``warm-up`` and
  ``warmup``, ``optimizer`` and ``optimiser``;
- the excerpts below the results come from ``searchtext.js``, written here, not from the pages:
  each formula stands once, code is left out, and it works without a server too, where a page may
  not read another one.

``search.js`` is the part that runs in the browser.
"""

import json
import re
from itertools import chain
from pathlib import Path

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.errors import ExtensionError

GREEK = dict(
    alpha="α", beta="β", gamma="γ", delta="δ", epsilon="ε", eps="ε", varepsilon="ε", eta="η",
    theta="θ", kappa="κ", lambda_="λ", mu="μ", nu="ν", xi="ξ", pi="π", rho="ρ", sigma="σ", tau="τ",
    phi="φ", varphi="φ", omega="ω",
)  # fmt: skip
GREEK["lambda"] = GREEK.pop("lambda_")
CAPITALS = {name.title(): letter.upper() for name, letter in GREEK.items()}
CODE = {"lr": "η", "weight_decay": "λ"}  # the names that code gives to letters
SUBSCRIPTS = str.maketrans("0123456789+-t", "₀₁₂₃₄₅₆₇₈₉₊₋ₜ")
SUPERSCRIPTS = str.maketrans("0123456789+-nt", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿᵗ")
SIGNS = {
    **{name: f" {name} " for name in ("lim", "max", "min", "log", "ln", "exp", "cos", "sin", "arg")}, **GREEK, **CAPITALS, "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠",
    "cdot": "·", "times": "×", "to": "→", "infty": "∞", "sum": "∑", "prod": "∏", "pm": "±",
    "approx": "≈", "in": "∈", "mapsto": "↦", "partial": "∂", "nabla": "∇", "sqrt": "√", "ldots": "…",
    "dots": "…", "cdots": "…", "quad": " ", "left": "", "right": "", "odot": "⊙", "ll": "≪", "gg": "≫",
    "implies": "⇒", "forall": "∀", "exists": "∃", "top": "⊤", "langle": "⟨", "rangle": "⟩", "lVert": "‖",
    "rVert": "‖", "equiv": "≡", "propto": "∝", "sim": "∼", "colon": ":", "mid": "|", "neg": "¬",
}  # fmt: skip
ACCENTS = {"(?:wide)?hat": "\u0302", "bar": "\u0304", "(?:wide)?tilde": "\u0303"}
WORD = re.compile(r"\w+(?:[-\u2010\u2011]\w+)+")


class Claims(Domain):
    """Each claim by its label, for the search and for other books (``objects.inv``)."""

    name, label = "claim", "Claims"
    object_types = {"claim": ObjType("claim")}

    def get_objects(self):
        for entry in getattr(self.env.app, "ledger", ()):
            label = entry.record.label
            yield label, label, "claim", f"chapters/{entry.chapter}", f"claim-{label}", 0

    def merge_domaindata(self, docnames, otherdata):
        """Nothing is kept here."""


# --- The words of the index


def spellings(word):
    """All ways to write a Greek letter with its number; empty for another word."""
    names = "|".join([*GREEK, *set(GREEK.values())])
    found = re.fullmatch(rf"({names})_?([0-9₀-₉]*)", CODE.get(word, word))
    if not found:
        return []
    letter = GREEK.get(found[1], found[1])
    number = "".join(str("₀₁₂₃₄₅₆₇₈₉".find(c)) if c in "₀₁₂₃₄₅₆₇₈₉" else c for c in found[2])
    bases = [letter, *(name for name, sign in GREEK.items() if sign == letter)]
    if not number:
        return bases + [name for name, sign in CODE.items() if sign == letter]
    low = number.translate(SUBSCRIPTS)
    return [way for base in bases for way in (base + number, f"{base}_{number}", base + low)]


def groups(terms, texts):
    """Lists of words of which each is to find what the others find."""
    yield from (ways for term in terms if (ways := spellings(term)))
    # British spelling; of whole words, since the index holds stems
    said = {word for text in texts for word in re.findall(r"\w*i[sz]\w+", text.lower())}
    yield from ([word, word.replace("iz", "is")] for word in sorted(said) if "iz" in word)


def enriched(terms, texts, docnames, stem):
    """The index's words with those that mean the same. ``texts`` is by document name."""
    files = {
        word: {where} if isinstance(where, int) else set(where) for word, where in terms.items()
    }
    for ways in list(groups(terms, texts.values())):
        stems = {*ways, *map(stem, ways)}
        together = set(chain.from_iterable(files.get(way, ()) for way in stems))
        if together:
            files.update(dict.fromkeys(stems, together))
    for number, name in enumerate(docnames):
        for word in WORD.findall(texts.get(name, "").lower()):
            files.setdefault(stem(re.sub(r"\W", "", word)), set()).add(number)
    return {word: sorted(where) if len(where) != 1 else min(where) for word, where in files.items()}


# --- The excerpts


def formula(tex):
    """A formula as one writes it in a letter."""
    tex = re.sub(r"\\class\{[\w-]+\}", "", tex)
    tex = re.sub(r"\\(?:begin|end)\{\w+\*?\}|\\\\|\\[,;!: ]|~|&", " ", tex)
    tex = re.sub(r"\\(?:left|right)\b\s*", "", tex)
    tex = re.sub(r"\\(?:mathrm|operatorname|text|mathbf|mathbb)\s*\{([^{}]*)\}", r"\1", tex)
    for sign, digits in (("_", SUBSCRIPTS), ("^", SUPERSCRIPTS)):
        tex = re.sub(
            rf"\{sign}(?:\{{([\d+\-nt]+)\}}|([\dnt]))",
            lambda m, digits=digits: (m[1] or m[2]).translate(digits),
            tex,
        )
    for accent, mark in ACCENTS.items():
        tex = re.sub(rf"\\{accent}\s*(?:\{{(\\?\w+)\}}|(\\[A-Za-z]+|\w))", rf"\1\2{mark}", tex)
    fraction = re.compile(r"\\[dt]?frac\s*(?:\{([^{}]*)\}|(\w))\s*(?:\{([^{}]*)\}|(\w))")
    root = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
    before = None
    while tex != before:  # from the inside out
        before = tex
        tex = root.sub(lambda m: "√" + together(m[1]), tex)
        tex = fraction.sub(lambda m: f"{together(m[1] or m[2])}/{together(m[3] or m[4])}", tex)
        tex = re.sub(r"([_^])\{([^{}]*)\}", lambda m: m[1] + together(m[2]), tex)
    tex = re.sub(r"\\([A-Za-z]+)", lambda m: SIGNS.get(m[1], " "), tex)
    return " ".join(re.sub(r"[{}\\]", "", tex).split())


def together(part):
    """In brackets, if it is more than one sign."""
    return (
        part
        if re.fullmatch(r"\s*(?:\\?\w+)[\u0302-\u0304₀-₉ₜ⁰-⁹ⁿᵗ²³¹]*\s*", part)
        else f"({part.strip()})"
    )


def words(node):
    """The text of a paragraph, a title or a formula."""
    if isinstance(node, nodes.math | nodes.math_block):
        return formula(node.astext())
    if isinstance(node, nodes.Text):
        return node.astext()
    return "".join(map(words, node.children))


def text(doctree):
    """All that a page says in words and formulas, one paragraph a line."""
    kinds = nodes.paragraph | nodes.title | nodes.caption | nodes.math_block
    told = (" ".join(words(node).split()) for node in doctree.findall() if isinstance(node, kinds))
    return "\n".join(filter(None, told))


def collect(app, doctree, docname):
    if app.builder.format == "html":
        app.search_texts[docname] = text(doctree)


def start(app):
    app.search_texts = {}


def finish(app, exception):
    index = Path(app.outdir, "searchindex.js")
    if exception or app.builder.format != "html" or not index.is_file():
        return
    call, _, data = index.read_text(encoding="utf-8").partition("(")
    if call != "Search.setIndex" or not data.endswith(")"):
        raise ExtensionError("findable: Sphinx no longer writes its search index so")
    data = json.loads(data[:-1])
    stem = app.builder.indexer.lang.stem
    data["terms"] = enriched(data["terms"], app.search_texts, data["docnames"], stem)
    index.write_text(
        f"{call}({json.dumps(data, ensure_ascii=False, separators=(',', ':'), sort_keys=True)})",
        encoding="utf-8",
    )
    claims = {entry.record.label: plain(entry.record) for entry in getattr(app, "ledger", ())}
    pages = {name: told for name, told in app.search_texts.items() if name in data["docnames"]}
    ways = {term: ways for term in data["terms"] if (ways := spellings(term))}
    told = json.dumps({"pages": pages, "claims": claims, "spellings": ways}, ensure_ascii=False)
    Path(app.outdir, "searchtext.js").write_text(f"searchTexts({told});\n", encoding="utf-8")


def plain(record):
    """What a claim says, in words."""
    told = " ".join(filter(None, [record.text, record.statement and f"${record.statement}$"]))
    told = re.sub(r"\$([^$]*)\$", lambda m: formula(m[1]), told)
    return re.sub(r"\[([^\]]*)\]\([^)]*\)|[`*]", r"\1", told)


def setup(app):
    app.add_domain(Claims)
    app.connect("builder-inited", start)
    app.connect("doctree-resolved", collect)
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
