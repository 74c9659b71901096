"""Every template of the source, found by reading it: what `say`, help strings and docstrings of commands say."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import dealerplan

SOURCE = Path(dealerplan.__file__).parent
SAYING = {"say", "Message"}  # functions whose first argument is a template
ASKING = {"Argument", "Option"}  # functions whose `help` is one


class Place(NamedTuple):
    """Where something is said."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def templates() -> dict[str, Place]:
    """Every template, with the first place that says it."""
    found: dict[str, Place] = {}
    for file, tree in _trees():
        for template, line in (*_said(tree), *_helps(tree), *_docstrings(file, tree)):
            found.setdefault(template, Place(str(file.relative_to(SOURCE)), line))
    return found


def computed() -> list[Place]:
    """Calls of `say`, and helps, whose template is not written out."""
    found = []
    for file, tree in _trees():
        for call in _calls(tree, {"say"}):
            if not call.args or not _is_text(call.args[0]):
                found.append(Place(str(file.relative_to(SOURCE)), call.lineno))
        for value in _help_values(tree):
            if not _is_text(value):
                found.append(Place(str(file.relative_to(SOURCE)), value.lineno))
    return found


def _trees() -> Iterator[tuple[Path, ast.Module]]:
    for file in sorted(SOURCE.rglob("*.py")):
        yield file, ast.parse(file.read_text(encoding="utf-8"))


def _calls(tree: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node.func) in names:
            yield node


def _called(function: ast.expr) -> str:
    """`say` of `say(…)` and of `words.say(…)`; a method such as `screen.say` is no template's place."""
    match function:
        case ast.Name(id):
            return id
        case ast.Attribute(ast.Name("words" | "typer"), name):
            return name
        case _:
            return ""


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _said(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for call in _calls(tree, SAYING):
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
            yield call.args[0].value, call.lineno


def _help_values(tree: ast.AST) -> Iterator[ast.expr]:
    for call in _calls(tree, ASKING):
        yield from (keyword.value for keyword in call.keywords if keyword.arg == "help")


def _helps(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for value in _help_values(tree):
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield _folded(value.value), value.lineno


def _docstrings(file: Path, tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The summary and the details of each command, as its help page has them."""
    if file.parent.name != "cli":
        return
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "command":
            parts = inspect.cleandoc(ast.get_docstring(node) or "").partition("\n\n")
            yield from ((_folded(part), node.lineno) for part in (parts[0], parts[2]) if part)


def _folded(words: str) -> str:
    return " ".join(words.split())


def titles() -> list[str]:
    """The templates that stand over columns of tables, those of figures included."""
    made = {"Column", "Figure", "_figure", "_change", "_count"}
    found = [call.args[1] for _, tree in _trees() for call in _calls(tree, made) if len(call.args) > 1]
    return sorted({template for title in found for template, _ in _said(title)})
