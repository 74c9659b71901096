"""The formats of documents: adding one is a file with a function `write`, and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import NamedTuple, cast

from dealerplan.errors import UsageError
from dealerplan.view.document import Document
from dealerplan.words import Lang, say

MOST_TEMPLATE = 16 << 20  # bytes


class Options(NamedTuple):
    """What some writers can be told: columns of text (None: as many as it takes), and a template of docx."""

    width: int | None = None
    template: bytes | None = None


Writer = Callable[[Document, Lang, Options], bytes]
"""Writes a whole document; the same document gives the same bytes. Raises DealerplanError."""


class Format(NamedTuple):
    """A format: the module that writes it, how its files end, whether a terminal can show it, and what it needs."""

    module: str
    ending: str
    is_text: bool = True
    libraries: tuple[str, ...] = ()


FORMATS: Mapping[str, Format] = {
    "text": Format("terminal", ".txt"),
    "markdown": Format("markdown", ".md"),
    "html": Format("html", ".html"),
    "xlsx": Format("xlsx", ".xlsx", is_text=False, libraries=("openpyxl",)),
    "docx": Format("docx", ".docx", is_text=False, libraries=("python-docx", "openpyxl")),
}


def writer(name: str) -> Writer:
    """The writer of a format of FORMATS, imported now; raises UsageError where the library it needs is missing."""
    format = FORMATS[name]
    for library in format.libraries:
        try:
            import_module(library.removeprefix("python-"))  # as it is installed
        except ImportError:
            hint = say("install it: {command}", command=f"pip install {' '.join(format.libraries)}")
            raise UsageError(say("{format} needs the library {library}", format=name, library=library), hint) from None
    return cast(Writer, import_module(f"dealerplan.render.{format.module}").write)
