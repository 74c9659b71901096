"""Files of reports: where they go, and that all of them are written, each whole, or none."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from dealerplan.app.files import folder_beside, keep, naming, put, take_back
from dealerplan.app.session import Session
from dealerplan.app.workspace import PLANS
from dealerplan.domain.month import Each
from dealerplan.errors import FORCE, Refused, UsageError
from dealerplan.view.report.facts import Report
from dealerplan.words import Message, meant, say

USUAL = "{plan}-{month}-{span}.{format}"
OF_OWNER = "{plan}-{month}-{span}-{owner}.{format}"
PLACEHOLDERS = ("plan", "store", "month", "span", "owner", "format")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
_KNOWN = say("there are {known}", known=[f"{{{known}}}" for known in PLACEHOLDERS])
_BOOKS = ("", "-journal", "-wal", "-shm")  # SQLite's own files beside a book
SPANS: tuple[Each, ...] = ("month", "quarter", "half", "year")


def pattern_of(out: str, owner: str | None = None) -> str:
    """The pattern that `--out` means: a folder, which is there or ends in a slash, has the usual names.

    Those of one owner's reports have the owner, so that several owners' stand side by side.
    """
    if not out.strip():
        raise UsageError(say("{option} needs a value", option="--out"))
    with naming(Path(out)):
        is_folder = out.endswith(("/", os.sep)) or Path(out).is_dir()
    pattern = str(Path(out) / (USUAL if owner is None else OF_OWNER)) if is_folder else out
    for name in _PLACEHOLDER.findall(pattern):
        if name not in PLACEHOLDERS:
            raise UsageError(say("--out has no {name}", name=f"{{{name}}}"), meant(name, PLACEHOLDERS, _KNOWN))
    if set("{}") & set(_PLACEHOLDER.sub("", pattern)):
        raise UsageError(say("a brace in --out has no partner"), _KNOWN)
    return pattern


def by_file(pattern: str, ending: str, found: Sequence[Report]) -> dict[Path, list[Report]]:
    """The reports of each file; several have one file where the pattern tells them not apart."""
    files: dict[Path, list[Report]] = {}
    for report in found:
        files.setdefault(_filled(pattern, ending, report), []).append(report)
    return files


def _filled(pattern: str, ending: str, report: Report) -> Path:
    card = report.card
    values = {
        "plan": card.plan.id,
        "store": card.plan.store,
        "month": str(card.as_of or card.plan.period.label),  # a report of nothing takes no month's name
        "span": report.review.each,
        "owner": report.owner or "all",
        "format": ending,
    }
    return Path(_PLACEHOLDER.sub(lambda match: safe(values[match[1]]), pattern))


def check_free(paths: Iterable[Path], session: Session) -> None:
    """Raises UsageError for a place that no report may take, not even by force: the book's, and among the plans."""
    book, plans = session.place, Path(os.path.realpath(session.workspace / PLANS))
    books = {f"{os.path.realpath(book)}{end}" for end in _BOOKS} if isinstance(book, Path) else set()
    for path in paths:
        real = os.path.realpath(path)
        if plans in Path(real).parents or real in books:
            raise UsageError(
                say("no report may stand in place of the book or among the plans: {file}", file=path),
                say("name a new file"),
            )


def safe(name: str) -> str:
    """A name from data that can't lead out of its folder, nor hide in it."""
    return re.sub(r"^\.", "_", _UNSAFE.sub("_", name))


def write_all(contents: Mapping[Path, bytes], force: bool) -> dict[Path, bool]:
    """Write files, each whole, all or none, making their folders; gives which are new.

    A file with equal content stays as it is, another one is refused unless `force`: raises Refused. What the disk
    refuses raises BookError.
    """
    there = {path: _is_equal(path, content) for path, content in contents.items()}
    other = [path for path, equal in there.items() if equal is False]
    if other and not force:
        hint = say("to make it again as it was: --known-at, as its last line says")
        raise Refused([_differs(path, hint) for path in other])
    new = [path for path, equal in there.items() if not equal]
    _write_new({path: contents[path] for path in new}, force)
    return {path: path in new for path in contents}


def _differs(file: Path, hint: Message) -> UsageError:
    return UsageError(say("{file} is there already, and is different", file=file), hint, (FORCE,))


def _is_equal(path: Path, content: bytes) -> bool | None:
    """Whether a file has this content; None where there is none. Raises UsageError for what is no ordinary file."""
    with naming(path):
        if path.exists() and not path.is_file():
            raise UsageError(say("{file} is there already, and no file", file=path), say("name a new file"))
        return path.read_bytes() == content if path.exists() else None


def _write_new(contents: Mapping[Path, bytes], force: bool) -> None:
    """Beside their places first, so that a full disk leaves nothing half-written; then each into its place.

    Where one can't be put there, or somebody stops it, all is put back.
    """
    with ExitStack() as folders, ExitStack() as undo:
        ready, owned = [], dict[Path, Path]()
        for number, (named, content) in enumerate(contents.items()):
            path = Path(os.path.realpath(named))  # a link stays one
            with naming(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                if path.parent not in owned:
                    owned[path.parent] = folders.enter_context(folder_beside(path))
                part, old = (owned[path.parent] / f"{number}.{kind}" for kind in ("new", "old"))
                _write(part, content)
                if path.exists():
                    keep(path, old)
            ready.append((part, path, old))
        for part, path, old in ready:
            undo.callback(take_back, part, path, old)
            with naming(path):
                put(part, path, force)
        undo.pop_all()


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
