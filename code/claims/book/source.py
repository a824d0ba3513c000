"""Read the source of claims: what code a claim runs, and which numbers were typed in place.

Only the text is read, by :mod:`ast`; nothing is run. Formatting, comments and docstrings do not
count, and the result is the same on every version of Python.
"""

import ast
import functools
import hashlib
import linecache
import re
import sys
from pathlib import Path

PACKAGES = ("optimizers", "lab")  # whose functions a claim runs
VERBS = ("define", "prove", "derive", "check", "refute")

# Calls that make a number of what is typed: they measure nothing.
_CONSTRUCTORS = frozenset(
    (
        *("Rational", "Fraction", "Integer", "Float", "S", "sympify", "nsimplify", "Decimal"),
        *("int", "float", "complex", "abs", "round", "sqrt", "exp", "log", "cos", "sin", "pow"),
        *("max", "min", "float16", "float32", "float64", "int32", "int64"),
        *("tensor", "array", "asarray"),
    )
)
_FILLING = frozenset(["append", "extend", "insert", "add", "update", "setdefault"])
_CONSTANTS = frozenset(["pi", "E", "oo", "inf", "nan", "e", "I"])


def typed_in_place(verb, keyword, position):
    """Whether the caller's call of ``verb`` has a typed number as this argument.

    Looks at the source of the code that called the verb: one frame above our caller. A number is
    typed when it is made of literals alone, or is a name that only ever stands for one. Where
    there is no source, or the argument can not be found in it, the answer is no.
    """
    frame = sys._getframe(2)
    tree = parsed(frame)
    call = _call_at(tree, frame) if tree is not None else None
    if call is None:
        return False
    if any(isinstance(arg, ast.Starred) for arg in call.args[: position + 1]):
        return False
    named = [word.value for word in call.keywords if word.arg == keyword]
    arguments = named or call.args[position : position + 1]
    return bool(arguments) and _is_typed(arguments[0], _assigned(tree), ())


def parsed(frame):
    """The syntax tree of the cell or file in which a frame's code stands; None without a source."""
    lines = linecache.getlines(frame.f_code.co_filename, frame.f_globals)
    try:
        return ast.parse("".join(lines))
    except (SyntaxError, ValueError):
        return None


def _call_at(tree, frame):
    """The call that a frame is in the middle of: the smallest node at its exact position."""
    positions = list(frame.f_code.co_positions())
    where = positions[frame.f_lasti // 2] if frame.f_lasti // 2 < len(positions) else None
    if where is None or None in where:
        return None
    line, end_line, column, end_column = where
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (
            (node.lineno, node.end_lineno, node.col_offset, node.end_col_offset)
            == (line, end_line, column, end_column)
        ):
            return node
    return None


def _assigned(tree):
    """What each name is assigned: name to nodes, with None where it gets something else."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and all(isinstance(t, ast.Name) for t in node.targets):
            for target in node.targets:
                found.setdefault(target.id, []).append(node.value)
                target.seen = True
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            if not getattr(node, "seen", False):
                found.setdefault(node.id, []).append(None)
        elif isinstance(node, ast.arg):
            found.setdefault(node.arg, []).append(None)
        elif name := _changed(node):
            found.setdefault(name, []).append(None)
    return found


def _changed(node):
    """The name of a container that this node puts something into."""
    if isinstance(node, ast.Subscript | ast.Attribute):
        stored = not isinstance(node.ctx, ast.Load)
    else:
        stored = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        stored = stored and node.func.attr in _FILLING
        node = node.func if stored else node
    while stored and isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return node.id if stored and isinstance(node, ast.Name) else None


def _is_typed(node, assigned, inside):
    """Whether an expression is made of literals only."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.UnaryOp):
        return _is_typed(node.operand, assigned, inside)
    if isinstance(node, ast.BinOp):
        return all(_is_typed(side, assigned, inside) for side in (node.left, node.right))
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        arguments = [*node.args, *(word.value for word in node.keywords)]
        if isinstance(node.func, ast.Attribute):  # np.float64(0.3), but not ends.max()
            owner = node.func.value
            if not isinstance(owner, ast.Name) or owner.id in assigned:
                return _is_typed(owner, assigned, inside) and name in _CONSTRUCTORS
        return name in _CONSTRUCTORS and all(_is_typed(a, assigned, inside) for a in arguments)
    if isinstance(node, ast.Attribute):
        return node.attr in _CONSTANTS
    if isinstance(node, ast.Name):
        if node.id in inside:
            return False
        values = assigned.get(node.id)
        if values is None:
            return node.id in _CONSTANTS
        within = (*inside, node.id)
        return all(v is not None and _is_typed(v, assigned, within) for v in values)
    if isinstance(node, ast.Tuple | ast.List):
        return all(_is_typed(part, assigned, inside) for part in node.elts)
    return isinstance(node, ast.Subscript) and _is_typed(node.value, assigned, inside)


# --- what a claim runs ----------------------------------------------------------------------------


class Notebook:
    """The code of one notebook, in order; ``package`` is the folder that holds the packages."""

    def __init__(self, cells, package):
        self.package = Path(package)
        self.statements = []  # (cell number, node)
        for number, source in enumerate(cells):
            self.statements += [(number, node) for node in _parse(source).body]
        self.scope = _Scope([node for _, node in self.statements])

    def digest(self, cell, label):
        """A hash of all the code that the claim ``label`` of a cell runs, through all it uses."""
        pieces = set()
        for place in self._places(cell, label):
            self._collect(self.scope, place, len(self.scope.body), pieces, set())
        return hashlib.sha256("\n".join(sorted(pieces)).encode()).hexdigest()

    def _places(self, cell, label):
        """The statements of a cell that make this claim: indices."""
        inside = [k for k, (number, _) in enumerate(self.statements) if number == cell]
        named, computed = [], []
        for k in inside:
            for call in ast.walk(self.statements[k][1]):
                if isinstance(call, ast.Call) and _called(call) in VERBS and call.args:
                    first = call.args[0]
                    if not isinstance(first, ast.Constant):
                        computed.append(k)
                    elif first.value == label:
                        named.append(k)
        return sorted(set(named or computed or inside))

    def _collect(self, scope, index, at, pieces, seen):
        """Add the code of a statement, and of all it uses when its functions run at ``at``."""
        node = scope.body[index]
        late = _is_definition(node)
        position = at if late else index
        if (id(scope), index, position) in seen:
            return
        seen.add((id(scope), index, position))
        if isinstance(node, ast.Import | ast.ImportFrom):
            return  # what it brings in is followed by name
        pieces.add(f"{scope.name}: {_code(node)}")
        for name, attributes in _free(node).items():
            self._follow(scope, name, attributes, position, pieces, seen)

    def _follow(self, scope, name, attributes, position, pieces, seen):
        for index in scope.providers(name, position):
            node = scope.body[index]
            if isinstance(node, ast.Import | ast.ImportFrom):
                self._import(scope, node, name, attributes, pieces, seen)
            else:
                self._collect(scope, index, position, pieces, seen)

    def _import(self, scope, node, name, attributes, pieces, seen):
        """Follow an imported name into our packages; of others, only note what it is."""
        for alias in node.names:
            bound = alias.asname or alias.name.split(".")[0]
            if bound != name and alias.name != "*":
                continue
            if isinstance(node, ast.Import):
                module = alias.name if alias.asname else bound
                wanted = None
            else:
                module, wanted = _absolute(scope, node), name if alias.name == "*" else alias.name
            if module.split(".")[0] not in PACKAGES:
                if alias.name != "*":
                    pieces.add(f"import {module} {wanted or ''} as {name}")
                continue
            self._from_module(module, wanted, attributes, pieces, seen)

    def _from_module(self, module, wanted, attributes, pieces, seen):
        inner = f"{module}.{wanted}" if wanted else module
        if _path(self.package, inner):  # the name is a module itself
            names = attributes if attributes and "" not in attributes else None
            for each in names or _module(self.package, inner).names():
                self._from_module(inner, each, set(), pieces, seen) if each else None
            return
        scope = _module(self.package, module)
        if scope is not None and wanted:
            self._follow(scope, wanted, set(), len(scope.body), pieces, seen)


class _Scope:
    """Statements in order, and which of them give a name its value."""

    def __init__(self, body, name="cell"):
        self.body, self.name = body, name
        self.binds, self.touches = {}, {}
        defined = {node.name for node in body if isinstance(node, ast.FunctionDef)}
        for index, node in enumerate(body):
            for bound in _bound(node):
                self.binds.setdefault(bound, []).append(index)
            for touched in _touched(node, defined):
                self.touches.setdefault(touched, []).append(index)

    def names(self):
        """The names that the scope gives a value, without those it imports."""
        kinds = ast.Import | ast.ImportFrom
        return [n for n, at in self.binds.items() if not isinstance(self.body[at[-1]], kinds)]

    def providers(self, name, position):
        """The statements before ``position`` that made the value that ``name`` has there."""
        found = []
        for index in reversed([k for k in self.binds.get(name, ()) if k < position]):
            found.append(index)
            if not isinstance(self.body[index], ast.AugAssign | ast.If | ast.For | ast.While):
                break  # others may leave the older value, or a part of it
        else:
            stars = [k for k in self.binds.get("*", ()) if k < position] if not found else []
            found += stars
        start = found[-1] if found else position
        return found + [k for k in self.touches.get(name, ()) if start < k < position]


def _parse(source):
    """A cell's code; lines for IPython or the shell count as nothing."""
    plain = re.sub(r"^([ \t]*)[%!].*$", r"\1pass", source, flags=re.MULTILINE)
    try:
        return ast.parse(plain)
    except SyntaxError:  # not Python: its text is all that can be said of it
        return ast.Module([ast.Expr(ast.Constant(source))], [])


@functools.lru_cache
def _module(package, name):
    path = _path(package, name)
    if path is None:
        return None
    scope = _Scope(ast.parse(path.read_text(encoding="utf-8")).body, name)
    scope.folder = name if path.name == "__init__.py" else name.rpartition(".")[0]
    return scope


@functools.lru_cache
def _path(package, name):
    base = package.joinpath(*name.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.exists():
            return path
    return None


def _absolute(scope, node):
    if not node.level:
        return node.module
    parts = scope.folder.split(".")
    parts = parts[: len(parts) - node.level + 1]
    return ".".join([*parts, *([node.module] if node.module else [])])


def _called(call):
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _is_definition(node):
    """Whether the statement only defines: its body runs later, with the names of that time."""
    late = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return isinstance(node, late) or (
        isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda)
    )


def _bound(node):
    """The names that a statement gives a value, at the level where it stands."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name.split(".")[0] for alias in node.names}
    found, stack = set(), [node]
    while stack:
        child = stack.pop()
        if child is not node and isinstance(child, ast.stmt) and not isinstance(node, ast.expr):
            found |= _bound(child)
            continue
        if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
            found.add(child.id)
        if isinstance(child, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp):
            continue
        if isinstance(child, ast.GeneratorExp):
            continue
        stack += ast.iter_child_nodes(child)
    return found


def _touched(node, defined):
    """The names whose values a statement may change without giving them a new one."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return set()
    found = set()
    for child in ast.walk(node):
        if isinstance(child, ast.Subscript | ast.Attribute) and isinstance(
            child.ctx, ast.Store | ast.Del
        ):
            found.add(_root(child))
        elif isinstance(child, ast.Expr) and isinstance(child.value, ast.Call):
            call = child.value
            if _called(call) in VERBS:
                continue
            if isinstance(call.func, ast.Attribute):
                found.add(_root(call.func))
            elif getattr(call.func, "id", None) in defined:
                found |= {n.id for a in call.args for n in ast.walk(a) if isinstance(n, ast.Name)}
    return found - {None}


def _root(node):
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


_SCOPES = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp,
    ast.GeneratorExp,
)  # fmt: skip


@functools.cache
def _code(node):
    return dump(node)


@functools.cache
def _free(node):
    """The names that a statement uses from outside: name to the attributes that it uses of it.

    "" among the attributes stands for the name itself, as a whole.
    """
    found = {}

    def visit(child, hidden):
        if isinstance(child, _SCOPES):
            hidden = hidden | _locals(child)
        elif isinstance(child, ast.For):
            visit(child.iter, hidden)
            hidden = hidden | _stored(child.target)
            for part in (*child.body, *child.orelse):
                visit(part, hidden)
            return
        if isinstance(child, ast.Attribute) and isinstance(child.value, ast.Name):
            if isinstance(child.value.ctx, ast.Load) and child.value.id not in hidden:
                found.setdefault(child.value.id, set()).add(child.attr)
            return
        if isinstance(child, ast.Name):
            if isinstance(child.ctx, ast.Load) and child.id not in hidden:
                found.setdefault(child.id, set()).add("")
            return
        if isinstance(child, ast.AugAssign) and isinstance(child.target, ast.Name):
            found.setdefault(child.target.id, set()).add("")
        for part in ast.iter_child_nodes(child):
            visit(part, hidden)

    visit(node, frozenset())
    return dict(sorted(found.items()))


def _stored(node):
    names = (n for n in ast.walk(node) if isinstance(n, ast.Name))
    return frozenset(n.id for n in names if isinstance(n.ctx, ast.Store))


def _locals(node):
    """The names that a function or a comprehension keeps for itself."""
    if not hasattr(node, "args"):
        return frozenset().union(*(_stored(g.target) for g in node.generators))
    names = {arg.arg for arg in ast.walk(node.args) if isinstance(arg, ast.arg)}
    if isinstance(node, ast.Lambda):
        return frozenset(names)
    outer = {n for s in ast.walk(node) if isinstance(s, ast.Global | ast.Nonlocal) for n in s.names}
    for part in node.body:
        names |= _bound(part)
    return frozenset(names - outer)


def dump(node):
    """The tree of a statement as text: the same for the same code, on every version of Python."""
    if isinstance(node, list):
        return "[" + ",".join(map(dump, node)) + "]"
    if not isinstance(node, ast.AST):
        return f"{type(node).__name__}:{node!r}"
    parts = []
    for field, value in ast.iter_fields(node):
        if field in ("ctx", "kind", "type_comment") or value is None or value == []:
            continue
        if field == "body" and isinstance(value, list) and _has_docstring(node, value):
            value = value[1:]
        if isinstance(node, ast.JoinedStr):
            value = _joined_constants(value)
        parts.append(f"{field}={dump(value)}")
    return f"{type(node).__name__}({','.join(parts)})"


def _has_docstring(node, body):
    owners = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module
    first = body[0]
    return (
        isinstance(node, owners)
        and isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    )


def _joined_constants(parts):
    """The parts of an f-string, with texts that stand side by side made one."""
    joined = []
    for part in parts:
        text = isinstance(part, ast.Constant)
        if text and joined and isinstance(joined[-1], ast.Constant):
            joined[-1] = ast.Constant(joined[-1].value + part.value)
        elif not text or part.value:
            joined.append(part)
    return joined
