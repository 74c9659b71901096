"""The comments of a plan file that stand above its keys in lines of their own, to be carried into another file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from dealerplan.planfile.source import LOADER, Path, Source
from dealerplan.planfile.writing import Noted

Remarks = Mapping[Path, Sequence[str]]


def remarks(source: Source) -> Remarks:
    """The lines of comment right above each section and what is in it; not what is said at the top of the file."""
    texts = set(_lines_of_texts(source.text))
    found: dict[Path, Sequence[str]] = {}
    for path, mark in list(source.keys.items())[1:]:
        before = source.line(mark.line)[: mark.column - 1]
        above = [*_above(source, mark.line, texts)][::-1]
        if len(path) <= 2 and not before.strip() and above:
            found[path] = above
    return found


def with_remarks(data: Mapping[str, Any], found: Remarks) -> Mapping[str, Any]:
    """Data to write, with the comments above what it still has."""
    return {key: _noted(_below(key, value, found), found.get((key,))) for key, value in data.items()}


def _below(key: str, value: Any, found: Remarks) -> Any:
    if not isinstance(value, dict):
        return value
    return {id: _noted(part, found.get((key, id))) for id, part in value.items()}


def _noted(value: Any, above: Sequence[str] | None) -> Any:
    if above is None:
        return value
    return value._replace(above=above) if isinstance(value, Noted) else Noted(value, above=above)


def _above(source: Source, line: int, texts: set[int]) -> Iterator[str]:
    """The comments above a line, from below."""
    while (line := line - 1) > 0 and line not in texts and source.line(line).lstrip().startswith("#"):
        yield source.line(line).strip().lstrip("#").strip()


def _lines_of_texts(text: str) -> Iterator[int]:
    """The lines within texts of several lines, where # begins no comment."""
    for token in yaml.scan(text, Loader=LOADER):
        if isinstance(token, yaml.ScalarToken):
            yield from range(token.start_mark.line + 2, token.end_mark.line + 1)
