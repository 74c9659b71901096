"""The formats of documents: adding one is a file with a function `write`, and a line here."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import BinaryIO, NamedTuple, cast

from dealerplan.errors import UsageError
from dealerplan.view.document import Document
from dealerplan.view.grid import Grid
from dealerplan.words import Lang, say

MOST_TEMPLATE = 16 << 20  # bytes


class Options(NamedTuple):
    """What some writers can be told: columns of text (None: as many as it takes), and a template of docx."""

    width: int | None = None
    template: bytes | None = None


Writer = Callable[[Document, Lang, Options], bytes]
"""Writes a whole document; the same document gives the same bytes. Raises DealerplanError."""


class Format(NamedTuple):
    """A format: the module that writes it, how its files end, whether a terminal can show it, what it needs, and how
    many parts of a document one file may have."""

    module: str
    ending: str
    is_text: bool = True
    libraries: tuple[str, ...] = ()
    most: int | None = None


FORMATS: dict[str, Format] = {
    "text": Format("text.terminal", ".txt"),
    "brief": Format("text.brief", ".brief.txt"),
    "markdown": Format("text.markdown", ".md"),
    "html": Format("html.page", ".html"),
    "xlsx": Format("xlsx.report", ".xlsx", is_text=False, libraries=("openpyxl",), most=250),
    "docx": Format("docx.report", ".docx", is_text=False, libraries=("python-docx", "openpyxl")),
}


def writer(name: str) -> Writer:
    """The writer of a format of FORMATS, imported now; raises UsageError where the library it needs is missing."""
    return cast(Writer, _module(FORMATS[name].module, name).write)


def grid_writer() -> Callable[[Grid, BinaryIO, Lang], None]:
    """The writer of grids as workbooks, in the same way."""
    return cast(Callable[[Grid, BinaryIO, Lang], None], _module("xlsx.grid", "xlsx").write_grid)


def _module(module: str, name: str) -> ModuleType:
    libraries = FORMATS[name].libraries
    for library in libraries:
        try:
            import_module(library.removeprefix("python-"))  # as it is installed
        except ImportError:
            hint = say("install it: {command}", command=f"pip install {' '.join(libraries)}")
            raise UsageError(say("{format} needs the library {library}", format=name, library=library), hint) from None
    return import_module(f"dealerplan.render.{module}")
