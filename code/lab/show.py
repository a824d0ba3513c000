"""Show the book's code on its pages, taken from the file that runs."""

import ast
import inspect
import textwrap

from IPython.display import Markdown, display


def source(*functions):
    """Display the source of functions or classes without their docstrings.

    The page can not differ from the code: this output is made from it, and the tests compare it.
    """
    parts = [_without_docstrings(inspect.getsource(f)) for f in functions]
    display(Markdown("```python\n" + "\n\n\n".join(parts) + "\n```"))


def _without_docstrings(text):
    text = textwrap.dedent(text)
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        first = node.body[0]
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            lines[first.lineno - 1 : first.end_lineno] = [None] * (
                first.end_lineno - first.lineno + 1
            )
    return "\n".join(line for line in lines if line is not None).rstrip()
