"""Which names of a package the claims of a chapter rest on, found in the chapter's code.

A claim rests on what its cell names, and on what the cells that made those names used. Cells are
read, not run: a name that a claim's cell mentions but does not use would count too.
"""

import ast

from IPython.core.inputtransformer2 import TransformerManager

from pages import CLAIM, code_cells, source


def claimed_names(notebook, package):
    """The names imported from ``package`` (``module.name``) on which a claim of the chapter rests."""
    imported, made, used = {}, {}, set()
    for _, cell in code_cells(notebook):
        tree = ast.parse(TransformerManager().transform_cell(source(cell)))  # magics become calls
        names = set()
        for statement in tree.body:
            imported |= _imports(statement, package)
            reads = _names(statement, ast.Load)
            rests = reads.union(*(made.get(name, ()) for name in reads))
            for name in _bound(statement):
                made[name] = made.get(name, set()) | rests
            names |= rests
        if any(CLAIM in output.get("data", {}) for output in cell["outputs"]):
            used |= names
    found = {full for name, full in imported.items() if name in used}
    for module, _, attribute in (name.partition(".") for name in used):
        if attribute and module in imported:
            found.add(f"{imported[module]}.{attribute}")
    return found


def _imports(statement, package):
    """``{name in the chapter: module.name}`` of what a statement imports from the package."""
    found = {}
    for node in ast.walk(statement):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == package:
            found |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    return found


def _names(node, context):
    """Names read or written in a statement, and ``a.b`` beside ``a``, for names in a module."""
    found = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, context)}
    for n in ast.walk(node):
        if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name):
            found.add(f"{n.value.id}.{n.attr}")
    return found


def _bound(statement):
    """The names that a statement gives a value: assigned, defined or imported."""
    named = (ast.FunctionDef, ast.ClassDef)
    return _names(statement, ast.Store) | {
        n.name for n in ast.walk(statement) if isinstance(n, named)
    }
