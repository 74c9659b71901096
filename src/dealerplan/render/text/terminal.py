"""Documents on a terminal, or as plain text where there is none; no figure is ever cut or folded.

Signs are plain ASCII: some terminals draw box and block characters two cells wide, and GBK consoles lack them.
Tables are laid out here and only printed by rich: its own tables cut figures to fit, and take half of a start-up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.cells import cell_len

from dealerplan.render.formats import Options
from dealerplan.render.text.fold import fold
from dealerplan.render.widths import narrowed
from dealerplan.view.document import (
    Bar,
    Block,
    Cell,
    Chart,
    Column,
    Content,
    Document,
    Facts,
    Heading,
    Items,
    Line,
    Masthead,
    Table,
    Tone,
    in_words,
)
from dealerplan.words import Lang, say, text

STYLES: dict[Tone, str] = {"good": "green", "warning": "yellow", "bad": "bold red", "quiet": "dim", "plain": ""}
BAR = 16  # cells of a bar
NAME = 14  # cells to which words may be folded
ROOMY = 24  # cells that words keep before a column that could be spared (rank 4 and more) is shown
TIGHT = 8  # cells to which words are folded where nothing more can be spared
GAP = "  "
UNBOUNDED = 10_000  # cells: as wide as any table gets
USUAL = 80  # cells: as wide as most screens
FIELDS = "   "  # between the fields of a masthead
HEIGHT = 25  # lines, which nothing here asks for, and LINES need not be read for


Drawn = tuple[str, str]
"""A cell's words, to be folded where it may be, and its style."""
Parts = list[Drawn]
"""A line, part by part."""


_GAP = (GAP, "")


def write(document: Document, lang: Lang, options: Options) -> bytes:
    """Plain text in UTF-8, in `options.width` columns or as wide as it is."""
    return plain(document, lang, options.width).encode()


def plain(document: Document, lang: Lang, width: int | None = None) -> str:
    """Plain text without colour."""
    return printed(document, lang, width, None)


def printed(document: Document, lang: Lang, width: int | None, stream: TextIO | None) -> str:
    """The text as it is to be written on a stream, with the colours that it can show; none without a stream.

    Tables leave out and fold columns to fit a `width`, None lets them be as wide as they are.
    """
    lines = _lines(document, lang, width)
    if stream is not None:
        return _coloured(lines, width, stream)
    return "".join([f"{''.join([words for words, _ in line])}\n" for line in lines])


def _coloured(lines: Iterator[Parts], width: int | None, stream: TextIO) -> str:
    """Lines as rich writes them on a stream."""
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, width=width or UNBOUNDED, height=HEIGHT, highlight=False, markup=False, emoji=False)
    with console.capture() as captured:  # else rich ends the process where the reader has gone
        for line in lines:
            console.print(Text.assemble(*line), soft_wrap=True)
    return captured.get()


def _lines(document: Document, lang: Lang, width: int | None) -> Iterator[Parts]:
    """The lines of a document, with an empty one where a part ends."""
    before: Block | None = None
    shown: set[str] = set()  # the columns of the last table
    for block in (block for block in in_words(document.blocks) if not isinstance(block, Chart)):
        if isinstance(block, Line) and block.columns and shown.isdisjoint(block.columns):
            continue
        if before is not None and not _follows(block, before):
            yield []
        match block:
            case Masthead():
                yield from _masthead(block, lang, width)
            case Heading():
                yield from _sentence((text(block.text, lang), "bold"), width)
            case Line():
                yield from _sentence(_said(block, lang), None if block.whole else width)
            case Items():
                for line in block.lines:
                    yield from _sentence(_said(line, lang), width, "- ")
            case Facts():
                yield from _facts(block, lang, width)
            case Table():
                rows = [[_drawn(cell, lang) for cell in row] for row in block.rows]
                full = _full(block, rows, lang)
                kept = _kept(block.columns, full, width)
                shown = {block.columns[index].id for index in kept}
                widths = _widths([block.columns[index] for index in kept], [full[index] for index in kept], width)
                yield from _table(block, rows, kept, widths, lang)
                spared = [column.title for index, column in enumerate(block.columns) if index not in kept]
                if block.notes and spared:
                    note = say("(not shown on this narrow screen: {columns})", columns=spared)
                    yield from _sentence((text(note, lang), STYLES["quiet"]), width)
        before = block


def _follows(block: Block, before: Block) -> bool:
    """Whether a block stands right below another: a sentence below one or a title, and what explains a table."""
    return isinstance(block, Line) and (
        isinstance(before, Line | Heading | Masthead) or (isinstance(before, Table) and bool(block.columns))
    )


def _said(line: Line, lang: Lang) -> Drawn:
    return text(line.text, lang), STYLES[line.tone]


def _sentence(of: Drawn, width: int | None, mark: str = "") -> Iterator[Parts]:
    """A sentence, folded to a width; a mark stands before its first line."""
    words, style = of
    for number, part in enumerate(fold(words, width - len(mark)) if width else [words]):
        yield [((" " * len(mark) if number else mark) + part, style)]


def _masthead(masthead: Masthead, lang: Lang, width: int | None) -> Iterator[Parts]:
    """The title with its fields on the same line, at the right where it is short; below it where they have no room."""
    title = (text(masthead.title, lang), "bold")
    fields = [text(field, lang) for field in masthead.fields]
    beside = FIELDS.join(fields)
    taken = cell_len(title[0]) + cell_len(beside)
    if fields and (width is None or taken + len(FIELDS) <= width):
        space = max(USUAL if width is None else min(USUAL, width), taken + len(FIELDS)) - taken
        yield [title, (" " * space + beside, "")]
        return
    yield from _sentence(title, width)
    line: list[str] = []
    for field in fields:
        if line and cell_len(FIELDS.join([*line, field])) > (width or UNBOUNDED):
            yield [(FIELDS.join(line), "")]
            line = []
        line.append(field)
    rest = FIELDS.join(line)
    if rest:
        folds = width is not None and cell_len(rest) > width
        yield from ([(part, "")] for part in (fold(rest, width or UNBOUNDED) if folds else [rest]))


def _facts(facts: Facts, lang: Lang, width: int | None) -> Iterator[Parts]:
    """Labels and, to their right, their lines; both are folded within their columns."""
    widest = max((cell_len(text(label, lang)) for label, _ in facts.rows), default=0)
    left = widest if width is None else min(widest, width // 3)
    for label, lines in facts.rows:
        shown = (text(label, lang), "bold")
        for line in lines or [Line("")]:
            said = _said(line, lang)
            right = cell_len(said[0]) if width is None or line.whole else width - left - len(GAP)
            yield from _row_lines([shown, said], ("words", "words"), [left, max(right, 1)])
            shown = ("", "")


def _full(table: Table, rows: Sequence[Sequence[Drawn]], lang: Lang) -> list[int]:
    """The cells that each column wants."""
    heads = [cell_len(text(column.title, lang)) for column in table.columns]
    return [max([head, *[cell_len(row[index][0]) for row in rows]]) for index, head in enumerate(heads)]


def _table(
    table: Table,
    rows: Sequence[Sequence[Drawn]],
    kept: Sequence[int],
    widths: Sequence[int],
    lang: Lang,
) -> Iterator[Parts]:
    """The table's lines: heads, a rule, and each row in as many lines as its words take."""
    columns = [table.columns[index] for index in kept]
    contents = [column.content for column in columns]
    heads = [(text(column.title, lang), "bold") for column in columns]
    yield from _row_lines(heads, contents, widths)
    yield [("-" * _total(widths), "")]
    for row in rows:
        yield from _row_lines([row[index] for index in kept], contents, widths)


def _drawn(cell: Cell, lang: Lang) -> Drawn:
    words = _bar(cell.bar) if cell.bar else "  " * cell.level + text(cell.text, lang)
    return words, STYLES[cell.tone]


def _kept(columns: Sequence[Column], full: Sequence[int], width: int | None) -> list[int]:
    """The columns that fit: those of the highest rank go first, those of rank 0 stay."""
    kept = list(range(len(columns)))
    while width is not None and _total(_leasts(columns, full, kept)) > width:
        last = max(kept, key=lambda index: columns[index].rank)
        if not columns[last].rank:
            break
        kept.remove(last)
    return kept


def _leasts(columns: Sequence[Column], full: Sequence[int], kept: Sequence[int]) -> list[int]:
    words = ROOMY if any(columns[index].rank > 3 for index in kept) else NAME
    return [_least(columns[index], full[index], words) for index in kept]


def _least(column: Column, full: int, words: int = NAME) -> int:
    return min(full, words) if column.content == "words" else full


def _widths(columns: Sequence[Column], full: Sequence[int], width: int | None) -> list[int]:
    """Each column's cells: all that it wants, or words folded, the widest first, until the table fits."""
    if width is None:
        return list(full)
    room = width - len(GAP) * (len(full) - 1)
    for words in (NAME, TIGHT):
        leasts = [_least(column, cells, words) for column, cells in zip(columns, full, strict=True)]
        if sum(leasts) <= room:
            break
    return narrowed(full, leasts, room)


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _row_lines(cells: Sequence[Drawn], contents: Sequence[Content], widths: Sequence[int]) -> Iterator[Parts]:
    placed = [_placed(*one) for one in zip(cells, contents, widths, strict=True)]
    for number in range(max(map(len, placed))):
        line: Parts = []
        for lines, (_, style), width in zip(placed, cells, widths, strict=True):
            line += [(lines[number] if number < len(lines) else " " * width, style), _GAP]
        yield _stripped(line)


def _placed(cell: Drawn, content: Content, width: int) -> list[str]:
    """The lines of a cell in its column."""
    words, _ = cell
    room = width - cell_len(words)
    if room < 0:
        return [line + " " * (width - cell_len(line)) for line in _folded(words, width)]
    return [" " * room + words if content == "figures" else words + " " * room]


def _stripped(line: Parts) -> Parts:
    """A line without the spaces at its end."""
    while line and not line[-1][0].rstrip():
        line.pop()
    return [*line[:-1], (line[-1][0].rstrip(), line[-1][1])] if line else line


def _folded(words: str, width: int) -> list[str]:
    indent = " " * (len(words) - len(words.lstrip(" ")))
    return [indent + line for line in fold(words.strip(), width - len(indent))]


def _bar(bar: Bar) -> str:
    """`[====|==    ]`: done so far, and the mark of where the plan stands; `>` where it runs over."""
    (above, below), (owed, each) = bar.done.as_integer_ratio(), bar.planned.as_integer_ratio()
    done = min(max(above * BAR // below, 0), BAR)
    planned = min(max(-(-owed * BAR // each), 0), BAR)
    cells = "=" * done + " " * (BAR - done)
    return f"[{cells[:planned]}|{cells[planned:]}{'>' if above > below else ']'}"
