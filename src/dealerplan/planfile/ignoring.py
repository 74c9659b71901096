"""Names that a plan is to ignore in files of actuals, written into its file; every other byte stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import yaml

_PLAIN = re.compile(r"\w(?:[\w /%().（）-]*[\w%).）])?")
Edit = tuple[int, str]  # where something is put in, and what


def line_of(names: Sequence[str]) -> str:
    """The line of a plan file that ignores names."""
    return f"imports: {{ignore: [{_listed(names)}]}}"


def with_ignored(raw: bytes, names: Sequence[str]) -> bytes | None:
    """A plan file that ignores some more names; None where nothing can be put into it as it is written."""
    text = raw.decode()
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    for at, words in reversed(_edits(text, root, names)):
        text = text[:at] + words + text[at:]
    return text.encode()


def _edits(text: str, root: yaml.Node | None, names: Sequence[str]) -> list[Edit]:
    end = "\r\n" if "\r\n" in text else "\n"
    imports = _below(root, "imports")
    ignore = _below(imports, "ignore")
    if imports is None:
        before = "" if text.endswith("\n") else end
        return [(len(text), f"{before}{line_of(names)}{end}")]
    if ignore is None:
        return [(imports.start_mark.index + 1, f"ignore: [{_listed(names)}]")]
    if not isinstance(ignore, yaml.SequenceNode):
        return [(ignore.start_mark.index, "["), (ignore.end_mark.index, f", {_listed(names)}]")]
    if not ignore.value:
        return [(ignore.start_mark.index + 1, _listed(names))]
    after = ignore.value[-1].end_mark.index
    if ignore.flow_style:
        return [(after, f", {_listed(names)}")]
    begin = end + " " * ignore.start_mark.column + "- "
    return [(_line_end(text, after), "".join(begin + _written(name) for name in names))]


def _below(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _line_end(text: str, at: int) -> int:
    found = re.compile(r"\r?\n|\Z").search(text, at)
    assert found is not None
    return found.start()


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(_written, names))


def _written(name: str) -> str:
    """A name as a list in brackets has it."""
    if not name.isprintable():
        return json.dumps(name)
    return name if _PLAIN.fullmatch(name) and name.casefold() != "null" else "'" + name.replace("'", "''") + "'"
