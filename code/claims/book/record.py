"""What a claim leaves behind: a record, shown on the page and read by the ledger."""

import re
from dataclasses import asdict, dataclass, field

from claims.book.render import aligned_tex
from claims.proving.errors import ClaimError

MIME = "application/vnd.claims+json"
TITLES = {
    "defined": "Definition",
    "proved": "Proved",
    "checked": "Checked",
    "refuted": "False",
}
_LABEL = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Record:
    """One claim, as it was checked. Text fields are Markdown with ``$...$`` for formulas."""

    label: str
    kind: str
    statement: str | None = None  # LaTeX without delimiters
    text: str = ""
    verdict: str = ""
    assumptions: str = ""
    details: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    tactic: str = ""
    mutants: int = 0
    got: str = ""  # of a check: what was measured, as it is shown
    want: str = ""
    unlike: dict[str, str] = field(default_factory=dict)  # description of an alternative: its value
    lines: tuple[dict, ...] = ()  # of a derivation: reason, relation, statement, verdict
    symbols: tuple[tuple[str, str], ...] = ()  # of a definition: LaTeX and what it means
    plain: str = field(default="", repr=False)

    def as_dict(self):
        told = {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}
        if not self.symbols:  # most claims have none
            del told["symbols"]
        return told


_registry: dict[str, Record] = {}


def registry():
    """The claims made so far in this process, by label."""
    return dict(_registry)


def check_label(label, uses=()):
    """Raise :class:`ClaimError` unless ``label`` is well formed and all of ``uses`` may be used."""
    if not isinstance(label, str) or not _LABEL.fullmatch(label):
        raise ClaimError(
            f"label={label!r}: use lower-case words joined by hyphens, like 'ema-closed-form'"
        )
    if isinstance(uses, str):
        raise ClaimError(f"uses={uses!r}: a list of labels is needed, such as [{uses!r}]")
    for other in uses:
        if not isinstance(other, str) or not _LABEL.fullmatch(other):
            raise ClaimError(f"uses={other!r}: not the label of a claim")
        if other == label:
            raise ClaimError(f"uses={other!r}: a claim can not rest on itself")
        if other in _registry and _registry[other].kind == "refuted":
            raise ClaimError(f"uses={other!r}: that statement was refuted")


def publish(record):
    """Register a record and show it. A label may be claimed again only for the same statement."""
    known = _registry.get(record.label)
    if known is not None and known != record:
        raise ClaimError(
            f"duplicate label {record.label!r}: it already stands for another statement; choose "
            "another label (or restart the kernel, if you are editing that claim)"
        )
    _registry[record.label] = record
    show(record)


def measured(record):
    """What a check measured beside what it states, in one line of Markdown."""
    if record.got == record.want:
        return f"Measured: {record.got}, as stated."
    if record.got.startswith(record.want + ","):
        return f"Measured: {record.got}."
    return f"Measured: {record.got}. Stated: {record.want}."


def _formulas(record):
    """The statement as display formulas; of a derivation, what the code computes and all lines."""
    if record.lines:
        told = record.lines[0]["verdict"]
        return [*([told] if told else []), f"$$\n{aligned_tex(record.lines)}\n$$"]
    return [f"$$\n{record.statement}\n$$"] if record.statement else []


def markdown(record):
    """The record as Markdown: the statement, then the verdict in words."""
    parts = [f"**{TITLES[record.kind]}** · `{record.label}`"]
    if record.text:
        parts.append(record.text)
    parts += _formulas(record)
    if record.symbols:
        parts.append(" · ".join(f"${symbol}$ {words}" for symbol, words in record.symbols))
    parts += [*record.details, *([measured(record)] if record.got else [])]
    last = [record.verdict] if record.verdict else []
    if record.assumptions:
        last.append(f"for {record.assumptions}")
    if last:
        parts.append("*" + "* · *".join(last) + "*")
    return "\n\n".join(parts)


def latex(record):
    """The record as LaTeX text, for front ends and printers that prefer it."""
    parts = [record.text] if record.text else []
    parts += _formulas(record)
    parts += [*record.details, *([measured(record)] if record.got else [])]
    parts += [f"({TITLES[record.kind]}: {record.label}. {record.verdict})"]
    return "\n\n".join(parts).replace("`", "")


def plain(record):
    """The record as one or two lines of plain text."""
    head = f"[{TITLES[record.kind]}] {record.label}: {record.plain or record.text}"
    return "\n".join([head, *([f"    {record.verdict}"] if record.verdict else [])])


def show(record):
    """Put the record on the page, in every form that a front end may choose from."""
    bundle = {
        MIME: record.as_dict(),
        "text/markdown": markdown(record),
        "text/latex": latex(record),
        "text/plain": plain(record),
    }
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        return
    if get_ipython() is not None:
        display(bundle, raw=True)
