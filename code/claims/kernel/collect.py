"""Run a chapter and take down what it proves.

    python -m claims.kernel.collect chapters/03_ema.ipynb _build/kernel/03_ema.pickle

The verbs hand every statement to ``examine``, with all that is assumed. Here they hand it to a
listener as well, so what is taken down is what was examined and what is printed. A claim is kept
when its verb has passed: when its record stands in the registry.
"""

import contextlib
import io
import json
import linecache
import os
import pickle
import re
import sys
from pathlib import Path

from claims import derivation, verbs
from claims.book.record import registry
from claims.kernel.posed import Posed, line
from claims.proving import matrices


class Listener:
    """Takes down the statements that ``examine`` lets pass, by label."""

    def __init__(self):
        self.lines = {}
        self.chains = set()

    @contextlib.contextmanager
    def listening(self):
        """Inside, the verbs are heard."""
        before = [(module, module.examine) for module in (verbs, derivation, matrices)]
        for module, examine in before:
            module.examine = self._heard(module, examine)
        try:
            yield self
        finally:
            for module, examine in before:
                module.examine = examine

    def _heard(self, module, examine):
        def heard(label, lhs, relation, rhs, *args, **options):
            outcome = examine(label, lhs, relation, rhs, *args, **options)
            by = options.get("by", args[0] if args else None)
            taken = line(label, lhs, relation, rhs, by, outcome.assumptions)
            self.lines.setdefault(label, []).append(taken)
            if module is derivation:
                self.chains.add(label)
            return outcome

        return heard

    def posed(self):
        """The claims that were heard and passed."""
        proved = [label for label, record in registry().items() if record.kind == "proved"]
        return [
            Posed(label, tuple(self.lines[label]), label in self.chains)
            for label in proved
            if label in self.lines
        ]


def cells(path):
    """The code of a chapter, cell by cell, without lines for IPython or the shell."""
    notebook = json.loads(Path(path).read_text(encoding="utf-8"))
    sources = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    return [re.sub(r"^([ \t]*)[%!].*$", r"\1pass", s, flags=re.MULTILINE) for s in sources]


def collect(path):
    """The proved claims of the chapter at ``path``, as a list of :class:`Posed`."""
    listener, space = Listener(), {"__name__": "__main__"}
    with listener.listening(), contextlib.redirect_stdout(io.StringIO()):
        for number, source in enumerate(cells(path)):
            name = f"{path}, cell {number}"  # a claim looks at the source around it
            linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
            exec(compile(source, name, "exec"), space)
    return listener.posed()


if __name__ == "__main__":
    chapter, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    os.chdir(chapter.parent)
    found = collect(chapter)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(pickle.dumps(found))
