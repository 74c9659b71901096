"""The formats of a report: one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dealerplan.errors import UsageError
from dealerplan.words import meant, say

if TYPE_CHECKING:
    from dealerplan.cli.screen import Screen
    from dealerplan.view.report import Report

WIDTH = 80  # columns of a text that no terminal shows


class Format(NamedTuple):
    """How a report is written: the ending of its files, whether it is text, whether it has room for every target."""

    ending: str
    is_text: bool = True
    is_roomy: bool = False


FORMATS: Mapping[str, Format] = {
    "text": Format("txt"),
    "markdown": Format("md"),
    "html": Format("html", is_roomy=True),
    "xlsx": Format("xlsx", is_text=False, is_roomy=True),
    "docx": Format("docx", is_text=False, is_roomy=True),
    "json": Format("json"),
}
_ENDINGS = {**{f".{one.ending}": name for name, one in FORMATS.items()}, ".markdown": "markdown", ".htm": "html"}

Writer = Callable[["Sequence[Report]"], bytes]


def format_of(pattern: str) -> str:
    """The format that a file's ending means; text where it has none or is to be filled in. Raises UsageError."""
    ending = Path(pattern).suffix.lower()
    if ending in ("", ".{format}"):
        return "text"
    if ending not in _ENDINGS:
        hint = meant(ending, list(_ENDINGS), say("say it with --format: {formats}", formats=list(FORMATS)))
        raise UsageError(say("{ending} tells no format", ending=ending), hint)
    return _ENDINGS[ending]


def writer(screen: Screen, name: str, template: Path | None) -> Writer:
    """What makes a file of reports in a format."""
    if name == "json":
        return _json
    if name == "text":
        return lambda reports: text(screen, reports).encode("utf-8")
    return _other(screen, name, template)


def text(screen: Screen, reports: Sequence[Report]) -> str:
    """Reports as plain text, within COLUMNS or 80."""
    from dealerplan.view.report import report_document

    return screen.laid_out(report_document(reports), screen.columns or WIDTH, StringIO())


def _json(reports: Sequence[Report]) -> bytes:
    from dealerplan.render.json import render_json
    from dealerplan.view.report import payload

    return f"{render_json(payload.report(reports))}\n".encode()
