"""What readers of each format see, in their order: headings, sentences, and the cells of tables that say anything."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser

import docx
import openpyxl
from docx.document import Document as File
from docx.table import Table as DocxTable
from docx.table import _Cell as DocxCell
from markdown_it import MarkdownIt
from markdown_it.token import Token

from dealerplan import words
from dealerplan.render import typeset
from dealerplan.render.cells import number, written
from dealerplan.view.document import (
    Bar,
    Block,
    Chart,
    Document,
    Facts,
    Heading,
    Items,
    Line,
    Masthead,
    Said,
    Table,
    in_words,
)
from dealerplan.words import Lang


def on_page(document: Document, lang: Lang) -> list[str]:
    """What a page says, charts aside: bars in words."""
    return _said(document, True, lambda one: typeset.text(one, lang))


def in_text(document: Document, lang: Lang) -> list[str]:
    """The same on a terminal, which draws bars, and has signs of its own."""
    return _said(document, True, lambda one: "" if isinstance(one, Bar) else words.text(one, lang))


def in_markdown(document: Document, lang: Lang) -> list[str]:
    """The same in markdown, which has no bars, and the signs of terminals."""
    return _said(document.without_bars, False, lambda one: words.text(one, lang))


def as_cells(document: Document, lang: Lang) -> list[str]:
    """The same in a workbook: amounts written out."""
    return _said(document.without_bars, False, lambda one: in_cell(one, lang))


def in_paragraphs(document: Document, lang: Lang) -> list[str]:
    """The same in the paragraphs and cells of a Word document."""
    return _said(document.without_bars, False, lambda one: typeset.text(one, lang))


def in_word(document: Document, lang: Lang) -> list[str]:
    """The same in a whole Word document: the titles of several parts stand on top."""
    titles = [typeset.text(title, lang) for title in document.title]
    return told(titles if len(titles) > 1 else []) + in_paragraphs(document, lang)


def in_cell(one: object, lang: Lang) -> str:
    """What a cell of a workbook shows."""
    return written(one, lang) if number(one, lang) else typeset.text(one, lang)


def _said(document: Document, has_bars: bool, text: Callable[[Said | Bar], str]) -> list[str]:
    return told([one for block in in_words(document.blocks) for one in _of_block(block, text, has_bars)])


def _of_block(block: Block, text: Callable[[Said | Bar], str], has_bars: bool) -> Iterator[str]:
    match block:
        case Masthead():
            yield text(block.title)
            yield " ".join(map(text, block.fields))
        case Heading() | Line():
            yield text(block.text)
        case Items():
            yield from (text(line.text) for line in block.lines)
        case Facts():
            for label, lines in block.rows:
                yield from (text(label), *(text(line.text) for line in lines))
        case Table():
            yield from (text(column.title) for column in block.columns)
            cells = (cell for row in block.rows for cell in row)
            yield from (text(cell.bar if has_bars and cell.bar else cell.text) for cell in cells)
        case Chart():
            pass


def told(found: list[str]) -> list[str]:
    """Without what is empty, and without spaces that readers fold."""
    folded = [" ".join(one.split()) for one in found]
    return [one for one in folded if one]


def markdown(content: bytes) -> list[str]:
    """The text of what a markdown reader makes of it; marks of any kind in it are mistakes."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    found = []
    for token in reader.parse(content.decode()):
        assert token.type not in ("html_block", "fence", "code_block", "hr", "blockquote_open"), token
        if token.type == "inline":
            children = list(token.children or [])
            if any(child.type == "strong_open" for child in children):  # a label, which nothing stands before
                bold = [child.type for child in children].index("strong_close")
                assert not children[0].content, token
                found.append(_words(children[2:bold] if children[0].type == "text" else children[1:bold]))
                children = children[bold + 1 :]
            found.append(_words(children))
    return told(found)


def _words(tokens: Sequence[Token]) -> str:
    assert {token.type for token in tokens} <= {"text", "text_special"}, tokens
    return "".join(token.content for token in tokens)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.found: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.inside.append(tag)
        if tag in ("h1", "h2", "h3", "p", "li", "dt", "dd", "th", "td"):
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.found and not {"figure", "style", "head"} & set(self.inside):
            self.found[-1] += data.replace("\n", "")


def page(content: bytes) -> tuple[list[str], set[str], set[str]]:
    """The text of a page, charts aside, the names of its elements, and those of their attributes."""
    reader = _Page()
    reader.feed(content.decode())
    return told(reader.found), reader.tags, reader.attributes


def workbook(content: bytes) -> list[str]:
    """What the cells of the visible sheets show."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    rows = [row for sheet in sheets for row in sheet.iter_rows()]
    return told([displayed(cell.value, cell.number_format).removeprefix("• ") for row in rows for cell in row])


def displayed(value: object, format: str) -> str:
    """A cell as a spreadsheet shows it."""
    if value is None or isinstance(value, str):
        return (value or "").replace("_x005F_", "_")  # how `_x0041_` is kept from being read as a character
    assert isinstance(value, int | float), value
    found = re.fullmatch(r'(\+?)(?:"([^"]*)")?([^"]*?)(%?)(?:"([^"]*)")?', format.partition(";")[0])
    assert found, format
    front, before, first, per_cent, behind = (part or "" for part in found.groups())
    exact = Decimal(repr(value)) * (100 if per_cent else 1)
    rounded = exact.quantize(Decimal(1).scaleb(-len(first.partition(".")[2])), ROUND_HALF_UP)
    shown = f"{abs(rounded):,f}" if "," in first else f"{abs(rounded):f}"
    minus = "-" if rounded < 0 else ""
    if front or ";" not in format:  # else the sign stands with the digits
        return (front if exact > 0 else minus) + before + shown + per_cent + behind
    return before + ("+" if first.startswith("+") and exact > 0 else minus) + shown + per_cent + behind


def word(content: bytes) -> list[str]:
    """The paragraphs and cells of a Word document."""
    return told(list(paragraphs(docx.Document(io.BytesIO(content)))))


def paragraphs(holder: File | DocxCell) -> Iterator[str]:
    """The words of each, those in tables too, in their order."""
    for block in holder.iter_inner_content():
        if isinstance(block, DocxTable):
            for cell in (cell for row in block.rows for cell in row.cells):
                yield from paragraphs(cell)
        else:
            yield block.text
