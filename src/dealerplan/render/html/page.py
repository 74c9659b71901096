"""One HTML file that holds everything it shows: no script, no request, no font of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import escape
from itertools import count
from pathlib import Path

from dealerplan.render.formats import Options
from dealerplan.render.html.svg import svg
from dealerplan.render.typeset import text
from dealerplan.view.document import (
    Bar,
    Block,
    Cell,
    Chart,
    Charts,
    Column,
    Document,
    Facts,
    Heading,
    Items,
    Line,
    Masthead,
    Pictured,
    Said,
    Table,
    laid_out,
)
from dealerplan.words import Lang, say_as

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
LANGUAGE = say_as("this language, as HTML names it", "en")


def write(document: Document, lang: Lang, _: Options) -> bytes:
    """A page in UTF-8 that reads on a phone and prints on A4."""
    page = Page(lang)
    lines = [
        *page_head(document.title, lang),
        *(line for part in document.parts() for line in page.part(part)),
        "</main></body></html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def page_head(title: Sequence[Said], lang: Lang, script: str = "") -> list[str]:
    """What stands above the first part; a `script` runs where the policy names its sum."""
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    policy = f"{POLICY}; script-src {script}" if script else POLICY
    return [
        "<!DOCTYPE html>",
        f'<html lang="{text(LANGUAGE, lang)}">',
        '<head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(text(title, lang)) or 'dealerplan'}</title>",
        f"<style>\n{style}</style></head>",
        "<body><main>",
    ]


class Page:
    """Writes parts in one language, and numbers what others refer to."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.ids = count(1)
        self.heading = ""

    def part(self, blocks: Sequence[Block]) -> Iterator[str]:
        """One part of the document; a chart stands beside its table where there is room.

        What stands below a heading of level 3 is kept together on paper.
        """
        is_open = False
        yield "<section>"
        for block in laid_out(blocks):
            if isinstance(block, Heading):
                yield "</div>" * is_open
                is_open = block.level == 3
                yield '<div class="chapter">' * is_open
            yield from self._block(block)
        yield "</div>" * is_open
        yield "</section>"

    def blocks(self, blocks: Sequence[Block]) -> Iterator[str]:
        """Blocks that are no part of their own."""
        for block in laid_out(blocks):
            yield from self._block(block)

    def _block(self, block: Block | Pictured | Charts) -> Iterator[str]:
        match block:
            case Masthead():
                anchor = f' id="{escape(anchor_id(block.anchor))}"' if block.anchor else ""
                yield f'<header class="masthead"{anchor}>{self._heading(block.title, 1)}'
                fields = " ".join(f"<span>{self._words(field)}</span>" for field in block.fields)
                yield f'<p class="fields">{fields}</p></header>' if fields else "</header>"
            case Heading():
                yield self._heading(block.text, block.level)
            case Line():
                yield f"<p{_toned(block)}>{self._words(block.text)}</p>"
            case Items():
                yield "<ul>"
                yield from (f"<li{_toned(line)}>{self._words(line.text)}</li>" for line in block.lines)
                yield "</ul>"
            case Facts():
                yield '<dl class="facts">'
                for label, lines in block.rows:
                    yield f"<dt>{self._words(label)}</dt>"
                    yield from (f"<dd{_toned(line)}>{self._words(line.text)}</dd>" for line in lines)
                yield "</dl>"
            case Table():
                yield from self._table(block)
            case Pictured():
                yield from ('<div class="pictured">', *self._table(block.table), self._figure(block.chart), "</div>")
            case Charts():
                yield from ('<div class="charts">', *map(self._figure, block.charts), "</div>")

    def _heading(self, said: Said, level: int) -> str:
        """A heading, by which what stands below it is named."""
        self.heading = f"h{next(self.ids)}"
        return f'<h{level} id="{self.heading}">{self._words(said)}</h{level}>'

    def _figure(self, chart: Chart) -> str:
        picture = svg(chart, self.lang, f"c{next(self.ids)}")
        return f"<figure><figcaption>{self._words(chart.title)}</figcaption>{picture}</figure>"

    def _table(self, table: Table) -> Iterator[str]:
        """A table scrolls in its own box; one of named rows whose columns may be spared becomes cards on a phone.

        The roles say again what it is, since browsers forget it where cards are laid out.
        """
        named = f' aria-labelledby="{self.heading}"' if self.heading else ""
        named_rows = table.columns[0].content == "words"
        kind = ' class="cards"' if named_rows and any(column.rank for column in table.columns) else ""
        yield f'<div class="scroll" role="region" tabindex="0"{named}><table role="table"{kind}{named}>'
        heads = (
            f'<th scope="col" role="columnheader" class="{column.content}">{self._words(column.title)}</th>'
            for column in table.columns
        )
        yield f'<thead role="rowgroup"><tr role="row">{"".join(heads)}</tr></thead><tbody role="rowgroup">'
        for row in table.rows:
            pairs = enumerate(zip(row, table.columns, strict=True))
            cells = [self._cell(cell, column, first=not index) for index, (cell, column) in pairs]
            yield f'<tr role="row">{"".join(cells)}</tr>'
        yield "</tbody></table></div>"

    def _cell(self, cell: Cell, column: Column, first: bool) -> str:
        kind = f"{column.content} {cell.tone}" + (f" level{min(cell.level, 4)}" if cell.level else "")
        if cell.text == "-":
            kind += " none"
        words = self._words(cell.text) if cell.bar is None else self._bar(cell.bar)
        if cell.link:
            words = f'<a href="#{escape(anchor_id(cell.link))}">{words}</a>'
        if first:
            return f'<th scope="row" role="rowheader" class="{kind}">{words}</th>'
        head = escape(text(column.title, self.lang))
        return f'<td role="cell" class="{kind}" data-head="{head}">{words}</td>'

    def _bar(self, bar: Bar) -> str:
        """What is done, and a mark where the plan stands."""
        done, planned = (float(max(Fraction(0), min(part, Fraction(1)))) * 100 for part in (bar.done, bar.planned))
        words = escape(text(bar, self.lang))
        return (
            f'<svg class="bar" role="img" viewBox="0 0 100 12" preserveAspectRatio="none" aria-label="{words}">'
            f"<title>{words}</title>"
            f'<rect class="room" width="100" height="12"/><rect class="done" y="2" width="{done:.1f}" height="8"/>'
            f'<rect class="plan" x="{max(planned - 1, 0):.1f}" width="1.6" height="12"/></svg>'
        )

    def _words(self, said: object) -> str:
        """Escaped words in which no figure is broken."""
        return _FIGURE.sub(r'<span class="n">\g<0></span>', escape(text(said, self.lang)))


def _toned(line: Line) -> str:
    return "" if line.tone == "plain" else f' class="{line.tone}"'


_FIGURE = re.compile(r"(?<![\w&#;])(?:(?:&[lg]t;|[≥≤]) )?[+-]?\d[\d,.:-]{0,22}(?:%|万|亿)?(?![\w;])", re.ASCII)


def anchor_id(name: str) -> str:
    """The id of a part of the page: ids hold no spaces, and are apart from the page's own."""
    return "part-" + "-".join(name.split())
