"""Markdown as GitHub reads it; whatever it would take for a sign of its own is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dealerplan.render.formats import Options
from dealerplan.render.typeset import FIELDS
from dealerplan.view.document import Cell, Chart, Document, Facts, Heading, Items, Line, Masthead, Said, Table, in_words
from dealerplan.words import Lang, text

INDENT = "&emsp;"


def write(document: Document, lang: Lang, _: Options) -> bytes:
    """Markdown in UTF-8; charts are left out, since tables have their figures."""
    blocks = [_block(block, lang) for block in in_words(document.without_bars.blocks) if not isinstance(block, Chart)]
    return ("\n\n".join(blocks) + "\n").encode()


def _block(block: Masthead | Heading | Line | Items | Facts | Table, lang: Lang) -> str:
    match block:
        case Masthead():
            title = f"# {_escaped(text(block.title, lang))}"
            fields = FIELDS.join(text(field, lang) for field in block.fields)
            return f"{title}\n\n{_opened(Line(fields), lang)}" if fields else title
        case Heading():
            return f"{'#' * block.level} {_escaped(text(block.text, lang))}"
        case Line():
            return _opened(block, lang)
        case Items():
            return "\n".join(f"- {_opened(line, lang)}" for line in block.lines)
        case Facts():
            return "\n".join(line for label, lines in block.rows for line in _fact(label, lines, lang))
        case Table():
            return "\n".join(f"| {' | '.join(cells)} |" for cells in _rows(block, lang))


def _fact(label: Said, lines: Sequence[Line], lang: Lang) -> Iterator[str]:
    """Its label with its only line, or with a list of them."""
    words = _escaped(text(label, lang).strip())
    bold = f"- **{words}**" if words else "-"
    if len(lines) == 1:
        yield f"{bold} {_opened(lines[0], lang)}"
        return
    yield bold
    yield from (f"  - {_opened(line, lang)}" for line in lines)


def _rows(table: Table, lang: Lang) -> Iterator[Sequence[str]]:
    yield [_escaped(text(column.title, lang)) for column in table.columns]
    yield ["---:" if column.content == "figures" else ":---" for column in table.columns]
    for row in table.rows:
        yield [_cell(cell, lang) for cell in row]


def _cell(cell: Cell, lang: Lang) -> str:
    return INDENT * cell.level + _escaped(text(cell.text, lang))


def _opened(line: Line, lang: Lang) -> str:
    """A sentence where a line begins: there, dashes and numbers may begin lists, and equals signs make headings."""
    return _OPENING.sub(r"\1\\\2", _escaped(text(line.text, lang).lstrip()))


def _escaped(words: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", words)


_SIGNS = re.compile(r"[\\`*_\[\]<>|~&#$]|:(?=//|(?!\d\d:)[\w+-]+:)|\.(?<=www\.)", re.IGNORECASE)
_OPENING = re.compile(r"^(\d+(?=[.)])|(?=[-+=]))(.)")
