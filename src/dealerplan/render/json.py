"""JSON with exact decimals: the standard encoder would make floats of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal


def render_json(value: object, indent: str = "\n") -> str:
    """Write dicts, lists, text, numbers, booleans and None; Decimals digit for digit."""
    inner = indent + "  "
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, Mapping):
        parts = [
            f"{json.dumps(str(key), ensure_ascii=False)}: {render_json(part, inner)}" for key, part in value.items()
        ]
        return f"{{{inner}{f',{inner}'.join(parts)}{indent}}}" if parts else "{}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        parts = [render_json(part, inner) for part in value]
        return f"[{inner}{f',{inner}'.join(parts)}{indent}]" if parts else "[]"
    return json.dumps(value, ensure_ascii=False)


def escaped(text: str) -> str:
    """The same JSON in ASCII, which every encoding has."""
    return "".join(char if char.isascii() else json.dumps(char)[1:-1] for char in text)


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
