"""Documents on a terminal, or as plain text where there is none: rich tables in which no figure is ever cut.

Signs are plain ASCII: some terminals draw box and block characters two cells wide, and GBK consoles lack them.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import Box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from dealerplan.view.document import Bar, Cell, Column, Document, Heading, Line, Table, Tone
from dealerplan.words import Lang, text

STYLES: dict[Tone, str] = {
    "good": "green",
    "warning": "yellow",
    "bad": "bold red",
    "quiet": "dim",
    "plain": "",
}
BAR = 16  # cells of a bar
NAME = 14  # cells to which words may be folded; figures never are
GAP = 2
PLAIN = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)


def render_terminal(document: Document, console: Console, lang: Lang, width: int | None) -> None:
    """Print a document; tables leave out and fold columns to fit a `width`, None lets them be as wide as they are."""
    for index, block in enumerate(document.blocks):
        match block:
            case Heading():
                if index:
                    console.print()
                _print_text(console, Text(text(block.text, lang), "bold"), width)
            case Line():
                _print_text(console, Text(text(block.text, lang), STYLES[block.tone]), width)
            case Table():
                console.print()
                console.print(_drawn(block, lang, width), crop=False)
                console.print()


def _print_text(console: Console, line: Text, width: int | None) -> None:
    console.print(line, soft_wrap=width is None, overflow="fold")


def _drawn(table: Table, lang: Lang, width: int | None) -> RichTable:
    heads = [Text(text(column.title, lang), "bold") for column in table.columns]
    rows = [[_text(cell, lang) for cell in row] for row in table.rows]
    widths = [max(line.cell_len for line in column) for column in zip(heads, *rows, strict=True)]
    least = [_least(column, full) for column, full in zip(table.columns, widths, strict=True)]
    kept = _kept(table.columns, least, width)
    drawn = RichTable(box=PLAIN, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0))
    for index in kept:
        figures = table.columns[index].figures
        drawn.add_column(
            heads[index],
            justify="right" if figures else "left",
            no_wrap=figures,
            min_width=least[index],
            overflow="fold",
        )
    for row in rows:
        drawn.add_row(*(row[index] for index in kept))
    natural = _total([widths[index] for index in kept])
    drawn.width = natural if width is None else max(min(natural, width), _total([least[index] for index in kept]))
    return drawn


def _least(column: Column, full: int) -> int:
    return full if column.figures else min(full, NAME)


def _kept(columns: Sequence[Column], least: Sequence[int], width: int | None) -> list[int]:
    """The columns that fit: those of the highest rank go first, those of rank 0 stay."""
    kept = list(range(len(columns)))
    while width is not None and _total([least[index] for index in kept]) > width:
        last = max(kept, key=lambda index: columns[index].rank)
        if not columns[last].rank:
            break
        kept.remove(last)
    return kept


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _text(cell: Cell, lang: Lang) -> Text:
    words = _bar(cell.bar) if cell.bar else "  " * cell.level + text(cell.text, lang)
    return Text(words, STYLES[cell.tone])


def _bar(bar: Bar) -> str:
    """`[====|==    ]`: done so far, and the mark of where the plan stands; `>` where it runs over."""
    done = min(max(int(bar.done * BAR), 0), BAR)
    planned = min(max(-int(-bar.planned * BAR // 1), 0), BAR)
    cells = "=" * done + " " * (BAR - done)
    return f"[{cells[:planned]}|{cells[planned:]}{'>' if bar.done > 1 else ']'}"
