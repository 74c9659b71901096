"""JSON with exact decimals: the standard encoder would make floats of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from dealerplan.words import printable

Write = Callable[[str], object]


def render_json(value: object, indent: str = "\n") -> str:
    """Write dicts, lists, text, numbers, booleans and None; Decimals digit for digit."""
    parts: list[str] = []
    _render(value, indent, parts.append)
    return "".join(parts)


def _render(value: object, indent: str, write: Write) -> None:
    if (said := _ALONE.get(type(value))) is not None:
        write(said(value))
    elif isinstance(value, Mapping):
        _object(value, f"{indent}  ", write)
        write(f"{indent}}}" if value else "{}")
    elif isinstance(value, list | tuple):
        _array(value, f"{indent}  ", write)
        write(f"{indent}]" if value else "[]")
    else:
        write(json.dumps(value))


def _object(value: Mapping[object, object], indent: str, write: Write) -> None:
    before = f"{{{indent}"
    for name, part in value.items():
        if (said := _ALONE.get(type(part))) is not None:
            write(f"{before}{_text(str(name))}: {said(part)}")
        else:
            write(f"{before}{_text(str(name))}: ")
            _render(part, indent, write)
        before = f",{indent}"


def _array(value: Sequence[object], indent: str, write: Write) -> None:
    before = f"[{indent}"
    for part in value:
        write(before)
        _render(part, indent, write)
        before = f",{indent}"


def escaped(text: str) -> str:
    """The same JSON in ASCII, which every encoding has."""
    return "".join(char if char.isascii() else _escape(char) for char in text)


@lru_cache(maxsize=10_000)
def _text(value: str) -> str:
    """In quotes, and escaped what a terminal would obey, or UTF-8 has no bytes for."""
    quoted = json.dumps(value, ensure_ascii=False)
    return quoted if quoted.isprintable() else "".join(c if printable(c) == c else _escape(c) for c in quoted)


def _escape(char: str) -> str:
    return json.dumps(char)[1:-1]


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_ALONE: Mapping[type, Callable[[Any], str]] = {
    str: _text,
    Decimal: _number,
    int: str,
    bool: lambda value: "true" if value else "false",
    type(None): lambda _: "null",
}
"""How values without parts are written."""
