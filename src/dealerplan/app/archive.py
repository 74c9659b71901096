"""Files of reports: where they go, and that all of them are written, each whole, or none."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import NamedTuple, Self

from dealerplan.app.files import folder_beside, keep, naming, put, take_back
from dealerplan.app.report import Subject
from dealerplan.app.session import Session
from dealerplan.app.workspace import PLANS
from dealerplan.errors import FORCE, Refused, UsageError
from dealerplan.words import Message, meant, say

USUAL = "{plan}-{month}-{span}.{format}"
OF_OWNER = "{plan}-{month}-{span}-{owner}.{format}"
PLACEHOLDERS = ("plan", "store", "month", "span", "owner", "format")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
_KNOWN = say("there are {known}", known=[f"{{{known}}}" for known in PLACEHOLDERS])
_BOOKS = ("", "-journal", "-wal", "-shm")  # SQLite's own files beside a book


def pattern_of(out: str, owner: str | None = None, tasks: bool = False, of_member: bool = False) -> str:
    """The pattern that `--out` means: a folder, which is there or ends in a slash, has the usual names.

    Those of one owner's reports have the owner, so that several owners' stand side by side, those of `tasks` say so,
    beside the reports, and those of a group's store have the store, beside the group's.
    """
    if not out.strip():
        raise UsageError(say("{option} needs a value", option="--out"))
    with naming(Path(out)):
        is_folder = out.endswith(("/", os.sep)) or Path(out).is_dir()
    usual = USUAL if owner is None else OF_OWNER
    usual = usual.replace("{span}", "tasks") if tasks else usual
    usual = usual.replace("{plan}", "{plan}-{store}") if of_member else usual
    pattern = str(Path(out) / usual) if is_folder else out
    for name in _PLACEHOLDER.findall(pattern):
        if name not in PLACEHOLDERS:
            raise UsageError(say("--out has no {name}", name=f"{{{name}}}"), meant(name, PLACEHOLDERS, _KNOWN))
    if set("{}") & set(_PLACEHOLDER.sub("", pattern)):
        raise UsageError(say("a brace in --out has no partner"), _KNOWN)
    return pattern


def by_file(pattern: str, ending: str, subjects: Sequence[Subject], owner: str | None) -> dict[Path, list[Subject]]:
    """What is reported in each file; several have one file where the pattern tells them not apart."""
    files: dict[Path, list[Subject]] = {}
    for one in subjects:
        files.setdefault(_filled(pattern, ending, one, owner), []).append(one)
    return files


def _filled(pattern: str, ending: str, one: Subject, owner: str | None) -> Path:
    values = {
        "plan": one.head.id,
        "store": one.head.store,
        "month": str(one.as_of or one.head.period.label),  # a report of nothing takes no month's name
        "span": one.each,
        "owner": owner or "all",
        "format": ending,
    }
    return Path(_PLACEHOLDER.sub(lambda match: safe(values[match[1]]), pattern))


def check_free(paths: Iterable[Path], session: Session) -> None:
    """Raises UsageError for a place that no report may take, not even by force: the book's, among the plans, and of
    what is no ordinary file."""
    book, plans = session.place, Path(os.path.realpath(session.workspace / PLANS))
    books = {f"{os.path.realpath(book)}{end}" for end in _BOOKS} if isinstance(book, Path) else set()
    for path in paths:
        real = os.path.realpath(path)
        if plans in Path(real).parents or real in books:
            raise UsageError(
                say("no report may stand in place of the book or among the plans: {file}", file=path),
                say("name a new file"),
            )
        with naming(path):
            _check_ordinary(path)


def safe(name: str) -> str:
    """A name from data that can't lead out of its folder, nor hide in it."""
    return re.sub(r"^\.", "_", _UNSAFE.sub("_", name))


class Archive:
    """Files that are made one after the other, each beside its place, and get there together, or none does."""

    def __init__(self) -> None:
        self._made = ExitStack()  # what goes away at the end
        self._folders: dict[Path, Path] = {}
        self._parts: dict[Path, Part] = {}
        self._equal: dict[Path, bool | None] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._made.close()

    def add(self, path: Path, content: bytes) -> None:
        """Make a file; one with equal content stays as it is. What the disk refuses raises BookError."""
        self._equal[path] = _is_equal(path, content)
        if self._equal[path]:
            return
        real = Path(os.path.realpath(path))  # a link stays one
        with naming(real):
            own = self._folder(real) / str(len(self._parts))
            own.mkdir()
            self._parts[path] = Part(own / "new", real, own / "old")
            _write(self._parts[path].new, content)

    def put(self, force: bool) -> dict[Path, bool]:
        """Give all their names; gives which are new. Raises Refused where another file is there, unless `force`.

        Where one can't be put there, or somebody stops it, all is put back.
        """
        other = [path for path, equal in self._equal.items() if equal is False]
        if other and not force:
            hint = say("to make it again as it was: --known-at, as its last line says")
            raise Refused([_differs(path, hint) for path in other])
        with ExitStack() as undo:
            for part in self._parts.values():
                with naming(part.path):
                    if part.path.exists():
                        keep(part.path, part.old)
                    undo.callback(take_back, part.new, part.path, part.old)
                    put(part.new, part.path, force)
            undo.pop_all()
        return {path: path in self._parts for path in self._equal}

    def _folder(self, path: Path) -> Path:
        """A folder for what is made beside a file, one for all that go to one place."""
        place = path.parent
        if place not in self._folders:
            self._make(place)
            self._folders[place] = Path(self._made.enter_context(folder_beside(path)))
        return self._folders[place]

    def _make(self, place: Path) -> None:
        """Make a folder and those above it, which go again if nothing comes into them."""
        if not place.exists():
            self._make(place.parent)
            place.mkdir(exist_ok=True)
            self._made.callback(_remove_empty, place)


class Part(NamedTuple):
    """A file that is made, its place, and what was there before."""

    new: Path
    path: Path
    old: Path


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _differs(file: Path, hint: Message) -> UsageError:
    return UsageError(say("{file} is there already, and is different", file=file), hint, (FORCE,))


def _is_equal(path: Path, content: bytes) -> bool | None:
    """Whether a file has this content; None where there is none."""
    with naming(path):
        _check_ordinary(path)
        return path.read_bytes() == content if path.exists() else None


def _check_ordinary(path: Path) -> None:
    if path.exists() and not path.is_file():
        raise UsageError(say("{file} is there already, and no file", file=path), say("name a new file"))


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
