"""Pages of the docs, laid out for a terminal."""

from __future__ import annotations

import re
from typing import ClassVar, TextIO

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Markdown, MarkdownElement, TableElement
from rich.table import Table
from rich.theme import Theme

from dealerplan.render.text.terminal import HEIGHT

_THEME = Theme({"markdown.code": "bold"})
_CODE = re.compile(r"^```\w+\n(.*?)^```\n", re.DOTALL | re.MULTILINE)


def print_markdown(words: str, file: TextIO, width: int | None, in_colour: bool) -> None:
    """Print a page in a width; blocks of code as they are, to be copied."""
    console = Console(file=file, width=width, height=HEIGHT, no_color=not in_colour, theme=_THEME)
    for index, part in enumerate(_CODE.split(words)):
        if index % 2:
            file.write(f"\n{part}\n")
        else:
            console.print(_Page(part, hyperlinks=False))


class _Table(TableElement):
    """A table whose words are folded, never cut."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for part in super().__rich_console__(console, options):
            if isinstance(part, Table):
                for column in part.columns:
                    column.overflow = "fold"
            yield part


class _Page(Markdown):
    elements: ClassVar[dict[str, type[MarkdownElement]]] = {**Markdown.elements, "table_open": _Table}
