"""JSON with exact decimals: the standard encoder would make floats of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

from dealerplan.words import printable


def render_json(value: object, indent: str = "\n") -> str:
    """Write dicts, lists, text, numbers, booleans and None; Decimals digit for digit."""
    inner = indent + "  "
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, Mapping):
        parts = [f"{_text(str(key))}: {render_json(part, inner)}" for key, part in value.items()]
        return f"{{{inner}{f',{inner}'.join(parts)}{indent}}}" if parts else "{}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        parts = [render_json(part, inner) for part in value]
        return f"[{inner}{f',{inner}'.join(parts)}{indent}]" if parts else "[]"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def escaped(text: str) -> str:
    """The same JSON in ASCII, which every encoding has."""
    return "".join(char if char.isascii() else _escape(char) for char in text)


def _text(value: str) -> str:
    """In quotes, and escaped what a terminal would obey, or UTF-8 has no bytes for."""
    quoted = json.dumps(value, ensure_ascii=False)
    return quoted if quoted.isprintable() else "".join(c if printable(c) == c else _escape(c) for c in quoted)


def _escape(char: str) -> str:
    return json.dumps(char)[1:-1]


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
