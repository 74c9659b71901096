"""How a report is written: which format, and what of it goes into one."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from dealerplan.cli.options import choice
from dealerplan.errors import FORCE, UsageError
from dealerplan.render import formats
from dealerplan.render.formats import FORMATS, Options
from dealerplan.words import Lang, meant, say

if TYPE_CHECKING:
    from dealerplan.app.archive import Archive
    from dealerplan.cli.screen import Screen
    from dealerplan.view.document import Document
    from dealerplan.view.report import Report

NAMES = (*FORMATS, "json")
ALL = tuple(name for name in NAMES if name != "brief")
"""What `all` stands for."""
PICTURED = ("html", "xlsx", "docx")
"""Formats with pictures have every target month by month; who reads a text has little time."""


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
    names = ALL if given == "all" else [_ENDINGS.get(name.strip(), name.strip()) for name in given.split(",")]
    chosen = [choice(name, NAMES, "--format") for name in names]
    named = _ENDINGS.get(_ending_of(pattern or ""))
    for name in chosen:
        if named not in (None, name) and not (is_text(name) and is_text(named)):
            raise UsageError(
                say("{file} would hold {format}, which no program opens by that name", file=pattern, format=name),
                say("end it in .{ending}, or leave out --format", ending=ending(name)),
            )
    return chosen


def _format_of(pattern: str) -> str:
    """Text for the screen, or where the ending is to be filled in."""
    found = _ending_of(pattern)
    if not pattern or found == "{format}":
        return "text"
    if not found:
        folder = say("is it a folder? end it in /; else say the format with --format, or end it in .txt, .html, .docx")
        raise UsageError(say("{file} has no ending that tells the format", file=pattern), folder)
    if found not in _ENDINGS:
        hint = meant(found, list(_ENDINGS), say("say it with --format: {formats}", formats=NAMES))
        raise UsageError(say("{ending} is the ending of no format", ending=f".{found}"), hint)
    return _ENDINGS[found]


def _ending_of(pattern: str) -> str:
    return Path(pattern).suffix.lower().removeprefix(".")


_ENDINGS = {ending(name): name for name in NAMES} | {name: name for name in NAMES} | {"htm": "html"}


Kind = Literal["plain", "pictured", "brief", "tasks"]


class Writers:
    """What makes files of reports in a language, in some formats; raises UsageError where a library is missing."""

    def __init__(
        self, names: Sequence[str], lang: Lang, width: int | None, template: bytes | None, tasks: bool = False
    ) -> None:  # fmt: skip
        self._lang, self._options, self._tasks = lang, Options(width, template), tasks
        self._writers = {name: None if name == "json" else formats.writer(name) for name in names}

    @property
    def options(self) -> Options:
        """What writers are told."""
        return self._options

    @property
    def names(self) -> list[str]:
        """The formats."""
        return list(self._writers)

    def check_room(self, number: int) -> None:
        """Raises UsageError where a file can't hold so many plans."""
        for name in FORMATS.keys() & self._writers:
            most = FORMATS[name].most
            if most is not None and number > most:
                message = say(
                    "one file of {format} holds at most {most} plans, and here are {number}",
                    number=number, format=name, most=most,
                )  # fmt: skip
                raise UsageError(message, say("write a file for each: --out reports/"))

    def contents(self, reports: Sequence[Report]) -> Iterator[bytes]:
        """The reports in each format, one after the other; a document is built once, however many write it."""
        collect()
        built: dict[Kind, Document] = {}
        for name, write in self._writers.items():
            if write is None:
                yield _json(reports, self._lang)
                continue
            kind = self._kind(name)
            if kind not in built:
                built[kind] = document_of(kind, reports)
            yield write(built[kind], self._lang, self._options)

    def document(self, name: str, reports: Sequence[Report]) -> Document:
        """What a format writes, before it is written."""
        return document_of(self._kind(name), reports)

    def _kind(self, name: str) -> Kind:
        if self._tasks:
            return "tasks"
        return "brief" if name == "brief" else "pictured" if name in PICTURED else "plain"


def document_of(kind: Kind, reports: Sequence[Report]) -> Document:
    """What is written: a report with pictures or without, its sentences alone, or the tasks that follow from it."""
    if kind == "tasks":
        from dealerplan.view.tasks import tasks_document

        return tasks_document([report.page for report in reports])
    if kind == "brief":
        from dealerplan.view.brief import brief_document

        return brief_document([report.page for report in reports])
    from dealerplan.view.report import report_document

    return report_document(reports, roomy=kind == "pictured")


def put_together(screen: Screen, archive: Archive, paths: Sequence[Path], force: bool) -> None:
    """Give files their places, all of them or none, and say of each whether it is new."""
    from dealerplan.cli.insist import given, insist

    written = insist(screen, given({FORCE: force}), lambda flags: archive.put(FORCE in flags)).answer
    for path in paths:
        screen.done(say("{file}: written", file=path) if written[path] else say("{file}: as it was", file=path))


def collect() -> None:
    """From now on look for cycles, which office documents are full of, where the command did without.

    What is there already is none of them, and is not looked at again and again.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _json(reports: Sequence[Report], lang: Lang) -> bytes:
    from dealerplan.render.json import render_json
    from dealerplan.view.report import payload

    return f"{render_json(payload.report(reports, lang))}\n".encode()
