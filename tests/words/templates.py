"""Every sentence of the source, found by reading it: what `say`, help strings and docstrings of commands say."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import dealerplan

SOURCE = Path(dealerplan.__file__).parent
SAYING = {"say", "say_as", "Message"}  # functions of a template and its plural; `say_as` has a context before them
ASKING = {"Argument", "Option"}  # functions whose `help` is one
RAISED = {"Invalid", "UsageError", "BookError", "DealerplanError", "IntakeError"}
HEADING = {"Column", "Figure", "_figure", "_change", "_count"}  # functions whose second argument heads a column


class Place(NamedTuple):
    """Where something is said, and as what, if that is known."""

    file: str
    line: int
    kind: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Sentence(NamedTuple):
    """What is said: English words, the plural beside them if any, and the context that tells them apart."""

    template: str
    plural: str = ""
    context: str = ""


@cache
def sentences() -> dict[Sentence, list[Place]]:
    """Every sentence, with the places that say it, in their order."""
    found: dict[Sentence, list[Place]] = {}
    for file, tree in _trees():
        name = file.relative_to(SOURCE).as_posix()
        said = [*_said(tree), *_helps(tree), *_docstrings(file, tree)]
        for sentence, line, kind in sorted(said, key=lambda one: one[1]):
            found.setdefault(sentence, []).append(Place(name, line, kind))
    return found


def templates() -> dict[str, Place]:
    """The English words of every sentence, with the first place that says it."""
    return {sentence.template: places[0] for sentence, places in sentences().items()}


def about(file: str) -> str:
    """What a file of the source says of itself, in its first line."""
    tree = next(tree for path, tree in _trees() if path == SOURCE / file)
    return (ast.get_docstring(tree) or "").partition("\n")[0]


def computed() -> list[Place]:
    """Calls of `say`, and helps, whose words are not written out."""
    found = []
    for file, tree in _trees():
        name = file.relative_to(SOURCE).as_posix()
        for call in _calls(tree, {"say", "say_as"}):
            if not call.args or not all(map(_is_text, call.args)):
                found.append(Place(name, call.lineno))
        for value in _help_values(tree):
            if not _is_text(value):
                found.append(Place(name, value.lineno))
    return found


@cache
def _trees() -> list[tuple[Path, ast.Module]]:
    return [(file, ast.parse(file.read_text(encoding="utf-8"))) for file in sorted(SOURCE.rglob("*.py"))]


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


def _texts(nodes: list[ast.expr]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _said(tree: ast.AST) -> Iterator[tuple[Sentence, int, str]]:
    kinds = dict(_kinds(tree))
    for call in _calls(tree, SAYING):
        context, *words = _texts(call.args) if _called(call.func) == "say_as" else ["", *_texts(call.args)]
        if words:
            yield Sentence(words[0], "".join(words[1:]), context), call.lineno, kinds.get(call, "")


def _kinds(tree: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """What the arguments of some functions are for."""
    for call in _calls(tree, RAISED):
        yield from zip(_calls_in(call.args), ("an error", "a hint"), strict=False)
    for call in _calls(tree, HEADING):
        yield from ((argument, "the head of a column: few letters") for argument in call.args[1:2])


def _calls_in(arguments: list[ast.expr]) -> list[ast.expr]:
    return [argument for argument in arguments if isinstance(argument, ast.Call)]


def _help_values(tree: ast.AST) -> Iterator[ast.expr]:
    for call in _calls(tree, ASKING):
        yield from (keyword.value for keyword in call.keywords if keyword.arg == "help")


def _helps(tree: ast.AST) -> Iterator[tuple[Sentence, int, str]]:
    for value in _help_values(tree):
        for words in _texts([value]):
            yield Sentence(_folded(words)), value.lineno, "the help of an argument or option"


def _docstrings(file: Path, tree: ast.Module) -> Iterator[tuple[Sentence, int, str]]:
    """The summary and the details of each command, as its help page has them."""
    if file.parent.name != "cli":
        return
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "command":
            parts = inspect.cleandoc(ast.get_docstring(node) or "").partition("\n\n")
            for part in filter(None, (parts[0], parts[2])):
                yield Sentence(_folded(part)), node.lineno, f"what `dealerplan {file.stem}` does"


def _folded(words: str) -> str:
    return " ".join(words.split())


def titles() -> list[str]:
    """The templates that stand over columns of tables, those of figures included."""
    found = [call.args[1] for _, tree in _trees() for call in _calls(tree, HEADING) if len(call.args) > 1]
    return sorted({sentence.template for title in found for sentence, _, _ in _said(title)})
