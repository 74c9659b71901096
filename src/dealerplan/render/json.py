"""JSON with exact decimals: the standard encoder would make floats of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

from dealerplan.words import printable


def render_json(value: object, indent: str = "\n") -> str:
    """Write dicts, lists, text, numbers, booleans and None; Decimals digit for digit."""
    parts: list[str] = []
    _render(value, indent, parts.append)
    return "".join(parts)


def _render(value: object, indent: str, write: Callable[[str], object]) -> None:
    if isinstance(value, str):
        write(_text(value))
    elif isinstance(value, Decimal):
        write(_number(value))
    elif isinstance(value, Mapping):
        _all(((f"{_text(str(key))}: ", part) for key, part in value.items()), "{}", indent, write)
    elif isinstance(value, list | tuple):
        _all((("", part) for part in value), "[]", indent, write)
    else:
        write(_PLAIN[value] if value is None or isinstance(value, bool) else json.dumps(value))


_PLAIN = {None: "null", True: "true", False: "false"}


def _all(
    parts: Iterable[tuple[str, object]], ends: str, indent: str, write: Callable[[str], object]
) -> None:  # fmt: skip
    """Parts, each on a line of its own behind its name."""
    inner, between = f"{indent}  ", ends[0]
    for name, part in parts:
        write(f"{between}{inner}{name}")
        _render(part, inner, write)
        between = ","
    write(f"{indent}{ends[1]}" if between == "," else ends)


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
