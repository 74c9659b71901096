"""How a report is written: which format, and what of it goes into one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dealerplan.cli.options import choice
from dealerplan.errors import UsageError
from dealerplan.render.formats import FORMATS, Options
from dealerplan.words import Lang, meant, say

if TYPE_CHECKING:
    from dealerplan.view.report import Report

NAMES = (*FORMATS, "json")
WIDTH = 80  # columns of a text that no terminal shows
PICTURED = ("html", "xlsx", "docx")
"""Formats with pictures have every target month by month; who reads a text has little time."""

Write = Callable[["Sequence[Report]"], bytes]


def ending(name: str) -> str:
    """How files of a format end, without the dot."""
    return (FORMATS[name].ending if name in FORMATS else ".json").removeprefix(".")


def is_text(name: str) -> bool:
    """Whether a terminal can show a format."""
    return name not in FORMATS or FORMATS[name].is_text


def formats_of(given: str | None, pattern: str | None) -> list[str]:
    """The formats asked for, `html,docx` or `all`; else the one that a file's ending means. Raises UsageError."""
    if given is None:
        return [_format_of(pattern or "")]
    names = NAMES if given == "all" else given.split(",")
    return [choice(name.strip(), NAMES, "--format") for name in names]


def _format_of(pattern: str) -> str:
    """Text where a file has no ending or it is to be filled in."""
    found = Path(pattern).suffix.lower().removeprefix(".")
    if found in ("", "{format}"):
        return "text"
    endings = {ending(name): name for name in NAMES} | {name: name for name in NAMES} | {"htm": "html"}
    if found not in endings:
        hint = meant(found, list(endings), say("say it with --format: {formats}", formats=NAMES))
        raise UsageError(say("{ending} is the ending of no format", ending=f".{found}"), hint)
    return endings[found]


def writer(name: str, lang: Lang, width: int | None, template: bytes | None) -> Write:
    """What makes one file of reports; raises UsageError where a library is missing."""
    if name == "json":
        return _json
    from dealerplan.render import formats
    from dealerplan.view.report import report_document

    write, options = formats.writer(name), Options(width or WIDTH, template)
    return lambda reports: write(report_document(reports, roomy=name in PICTURED), lang, options)


def _json(reports: Sequence[Report]) -> bytes:
    from dealerplan.render.json import render_json
    from dealerplan.view.report import payload

    return f"{render_json(payload.report(reports))}\n".encode()
