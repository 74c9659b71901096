"""Files of reports: where they go, and that all of them are written, each whole, or none."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import copy2
from tempfile import TemporaryDirectory

from dealerplan.app.session import Session
from dealerplan.app.workspace import PLANS
from dealerplan.domain.month import Each
from dealerplan.errors import BookError, DealerplanError, Refused, UsageError, reason
from dealerplan.view.report.facts import Report
from dealerplan.words import meant, say

USUAL = "{plan}-{month}-{span}.{format}"
PLACEHOLDERS = ("plan", "store", "month", "span", "format")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
_KNOWN = say("there are {known}", known=[f"{{{known}}}" for known in PLACEHOLDERS])
SPANS: tuple[Each, ...] = ("month", "quarter", "half", "year")


def pattern_of(out: str) -> str:
    """The pattern that `--out` means: a folder, which is there or ends in a slash, has the usual names."""
    if not out.strip():
        raise UsageError(say("{option} needs a value", option="--out"))
    pattern = str(Path(out) / USUAL) if out.endswith(("/", os.sep)) or Path(out).is_dir() else out
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
        "format": ending,
    }
    return Path(_PLACEHOLDER.sub(lambda match: safe(values[match[1]]), pattern))


def check_free(paths: Iterable[Path], session: Session) -> None:
    """Raises UsageError for a place that no report may take, not even by force: the book's, and among the plans."""
    book, plans = session.place, (session.workspace / PLANS).resolve()
    for path in paths:
        real = path.resolve()
        if plans in real.parents or (isinstance(book, Path) and real == book.resolve()):
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
        hint = say("write over it with --force; to make it again as it was: --known-at, as its last line says")
        raise Refused([UsageError(say("{file} is there already, and is different", file=path), hint) for path in other])
    new = [path for path, equal in there.items() if not equal]
    _write_new({path: contents[path] for path in new}, force)
    return {path: path in new for path in contents}


def _is_equal(path: Path, content: bytes) -> bool | None:
    """Whether a file has this content; None where there is none. Raises UsageError for what is no ordinary file."""
    with _naming(path):
        if path.exists() and not path.is_file():
            raise UsageError(say("{file} is there already, and no file", file=path), say("name a new file"))
        return path.read_bytes() == content if path.exists() else None


def _write_new(contents: Mapping[Path, bytes], force: bool) -> None:
    """Beside their places first, so that a full disk leaves nothing half-written; then each into its place.

    Whatever ends that in the midst, also Ctrl-C, puts back what was there.
    """
    with ExitStack() as folders, ExitStack() as undo:
        finished = []
        for named, content in contents.items():
            path = Path(os.path.realpath(named))  # a link stays one
            with _naming(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                own = TemporaryDirectory(prefix=f".{path.name[:40]}.", suffix=".partial", dir=path.parent)
                finished.append((path, _write(Path(folders.enter_context(own), "new"), content)))
        for path, new in finished:
            with _naming(path):
                _put(new, path, force, undo)
        undo.pop_all()


def _write(file: Path, content: bytes) -> Path:
    with file.open("xb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    return file


def _put(new: Path, path: Path, force: bool, undo: ExitStack) -> None:
    """Into its place at once; without `force` never over a file that came up meanwhile."""
    old = _kept(path, new.with_name("old")) if force else None
    undo.callback(_take_back, path, new.stat().st_ino, old)
    if not force:
        try:
            os.link(new, path)
            return
        except FileExistsError:
            raise
        except OSError:  # a disk without links
            pass
    new.replace(path)


def _kept(path: Path, beside: Path) -> Path | None:
    """The file in a place, kept beside it; a copy where links fail. None where there is none."""
    try:
        os.link(path, beside)
    except FileNotFoundError:
        return None
    except OSError:
        copy2(path, beside)
    return beside


def _take_back(path: Path, inode: int, old: Path | None) -> None:
    """Undo what `_put` did, if it came to that."""
    with _naming(path):
        if not path.exists() or path.stat().st_ino != inode:
            return
        if old is None:
            path.unlink()
        else:
            old.replace(path)


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """What the disk refuses raises BookError with the file's name."""
    try:
        yield
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError) -> DealerplanError:
    return BookError(say("{file} can't be written: {error}", file=path, error=reason(error)))
