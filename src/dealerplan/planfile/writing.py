"""Plan-file data to YAML text with comments: the opposite of source.py. Data in, text out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from dealerplan.words import Lang, Message, text

Data = Any  # str | None | Noted | Sequence[Data] | Mapping[str, Data]; as source.py reads it, but for what is noted

WIDTH = 130  # cells: what is wider stands on lines of its own


class Noted(NamedTuple):
    """A value with comments: one behind it, and lines above it."""

    value: Data
    beside: Message | None = None
    above: Sequence[Message | str] = ()


def write(data: Mapping[str, Data], lang: Lang, top: Sequence[Message | str] = ()) -> str:
    """A file that reads as the same data; `top` are the lines of comment that it begins with.

    A mapping stands in one line where it fits and no comment is within; what is at the top has lines of its own.
    """
    lines = [*_comments(top, lang, ""), *_Writer(lang).mapping(data, 0)]
    return "\n".join(lines) + "\n"


def in_line(data: Data) -> str:
    """Data without comments, as it stands in one line of a file, also within braces."""
    return _flow(data, within=True) or ""


class _Writer:
    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def mapping(self, data: Mapping[str, Data], indent: int) -> Iterator[str]:
        for key, value in data.items():
            noted = value if isinstance(value, Noted) else Noted(value)
            lines = self._entry(scalar(key), noted, indent)
            if not indent and len(lines) > 1:
                yield ""
            yield from _comments(noted.above, self.lang, " " * indent)
            yield from lines

    def _entry(self, key: str, noted: Noted, indent: int) -> list[str]:
        """The lines of a key and its value."""
        value, head = noted.value, f"{' ' * indent}{key}:"
        behind = f"  # {_line(noted.beside, self.lang)}" if noted.beside else ""
        if isinstance(value, str) and _is_literal(value):
            ending = "" if value.endswith("\n") else "-"
            return [f"{head} |{ending}{behind}", *(f"{' ' * indent}  {line}".rstrip() for line in value.splitlines())]
        flow = None if _is_section(value, indent) else _flow(value)
        if flow is not None and (not isinstance(value, dict | list) or not value or _cells(f"{head} {flow}") <= WIDTH):
            return [f"{head} {flow}{behind}".rstrip()]
        if isinstance(value, dict):
            return [f"{head}{behind}", *self.mapping(value, indent + 2)]
        return [f"{head}{behind}", *(f"{' ' * indent}  - {_flow(item)}" for item in value)]


def _is_section(value: Data, indent: int) -> bool:
    return not indent and isinstance(value, dict) and any(isinstance(below, dict | Noted) for below in value.values())


def _flow(value: Data, within: bool = False) -> str | None:
    """Data in one line; None where a comment is within it."""
    if isinstance(value, Noted):
        return None
    if value is None:
        return "~" if within else ""
    if isinstance(value, str):
        return scalar(value, within)
    parts = [_flow(below, True) for below in (value.values() if isinstance(value, dict) else value)]
    if None in parts:
        return None
    if isinstance(value, dict):
        both = zip((scalar(key, True) for key in value), parts, strict=True)
        return "{" + ", ".join(f"{key}: {part}" for key, part in both) + "}"
    return "[" + ", ".join(map(str, parts)) + "]"


_NO_PLAIN_START = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`=<.~ ]")
_NO_PLAIN = re.compile(r":(?=\s|$)|\s#|\s$")
_NO_PLAIN_IN_FLOW = re.compile(r"[,\[\]{}:?]")
_NO_QUOTES = re.compile(r"[^\S ]")


def scalar(value: str, within: bool = False) -> str:
    """A text as YAML: plain where it means itself, also `within` braces; else in quotes."""
    if not value.isprintable() or _NO_QUOTES.search(value):
        dumped: str = yaml.dump(value, default_style='"', allow_unicode=True, width=10**9)
        return dumped.rstrip("\n")
    special = not value or value == "null" or _NO_PLAIN_START.match(value) or _NO_PLAIN.search(value)
    if special or (within and _NO_PLAIN_IN_FLOW.search(value)):
        return "'" + value.replace("'", "''") + "'"
    return value


def _is_literal(value: str) -> bool:
    """Whether a text of several lines can stand as it is."""
    body = value.removesuffix("\n")
    lines = body.split("\n")
    plain = all(line.isprintable() and line == line.rstrip() for line in lines)
    return len(lines) > 1 and plain and bool(lines[0]) and not lines[0].startswith(" ") and bool(lines[-1])


def _comments(lines: Sequence[Message | str], lang: Lang, indent: str) -> list[str]:
    return [f"{indent}# {_line(line, lang)}" for line in lines]


def _line(message: Message | str, lang: Lang) -> str:
    """A comment in one line; what is a text already stays as it is."""
    return message if isinstance(message, str) else " ".join(text(message, lang).split())


def _cells(line: str) -> int:
    """Columns of a line on a screen."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)
