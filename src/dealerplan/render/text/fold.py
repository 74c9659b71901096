"""Folding a sentence where a reader expects it: at spaces and between Chinese characters, never in a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len

from dealerplan.domain.pattern import pattern

_OPENING = "（《“‘【「("
_CLOSING = "，。、；：！？）》”’】」…％,.;:!?)%"
_TOKEN = pattern(r"\s+|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+[万亿％]?|.", re.DOTALL)


def fold(words: str, width: int) -> list[str]:
    """The lines of a text in so many cells; what is longer than a line and holds no place to fold is cut."""
    lines, line = [], ""
    for space, atom in _atoms(words):
        joined = line + (space if line else "") + atom
        if cell_len(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = _cut(atom, width)
        lines += full
    return [*lines, line]


def _atoms(words: str) -> Iterator[tuple[str, str]]:
    """What stays together, with the space before it."""
    space, atom = "", ""
    gap = ""
    for token in _TOKEN.findall(words):
        if token.isspace():
            gap = " "
            continue
        if atom and not gap and (token[0] in _CLOSING or atom[-1] in _OPENING):
            atom += token
            continue
        if atom:
            yield space, atom
        space, atom, gap = gap, token, ""
    if atom:
        yield space, atom


def _cut(atom: str, width: int) -> list[str]:
    lines = [""]
    for char in atom:
        if lines[-1] and cell_len(lines[-1] + char) > width:
            lines.append("")
        lines[-1] += char
    return lines
