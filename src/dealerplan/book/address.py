"""What an address means: where a book is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from dealerplan.domain.pattern import pattern
from dealerplan.errors import BookError, UsageError, reason, remedy
from dealerplan.words import say

FILE_NAME = "dealerplan.db"


class Server(NamedTuple):
    """A book on a PostgreSQL server; prints without the address's secrets."""

    url: str

    def __str__(self) -> str:
        from urllib.parse import urlsplit  # takes long to import; most books are files

        parts = urlsplit(self.url)
        if "@" in parts.path + parts.query + parts.fragment:  # a password with a sign that was not written as %2F
            return "postgresql://…"
        user = f"{parts.username}@" if parts.username else ""
        return f"postgresql://{user}{parts.netloc.rpartition('@')[2]}{parts.path}"


Place = Path | Server


def place_of(address: str | None, workspace: Path) -> Place:
    """Where a book is: in the workspace, at a path, `sqlite:///…` or `postgresql://…`; raises UsageError."""
    if not address:
        return workspace / FILE_NAME
    scheme, separator, rest = address.partition("://")
    if not separator and not _SLIP.match(address):
        return Path(address)
    if scheme.lower() == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return Path(rest[1:])
    if scheme.lower() in ("postgresql", "postgres") and rest:
        if not _NETLOC.match(rest):
            raise bad_address("postgresql://…")
        return Server(address)
    hint = say("give a path, sqlite:///path/to/dealerplan.db or postgresql://host/database")
    word = re.split(r"\W", address, maxsplit=1)[0]  # what follows may hold a password
    shown = f"{word}://…" if separator else f"{word}…"
    raise UsageError(say("{address} is no address of a book", address=shown), hint)


_SLIP = pattern(
    r"""postgres\w*//|(?:postgres(?:ql)?|sqlite|mysql):  # an address without its colon or slashes
    |(?:host|hostaddr|dbname|user|password|service)\s*=|\w+\s*=.*\s|.*password\s*=  # settings of libpq
    |(?!\w:[/\\])[^/\\]*:.*@  # a password before a host, and no drive of Windows""",
    re.IGNORECASE | re.VERBOSE,
)
_HOST = r"(?:\[[^]@]*]|[^]/?#:,@[]*)(?::\d{0,5})?"
_NETLOC = pattern(rf"(?:[^@/?#]*@)?{_HOST}(?:,{_HOST})*(?:[/?#]|$)")


def bad_address(name: str) -> UsageError:
    """What is wrong with the address of a server; `name` is what can be shown of it."""
    hint = say("write it like postgresql://user@host:5432/database, and @ within a name or password as %40")
    return UsageError(say("the address of the book at {name} can't be read", name=name), hint)


def is_there(place: Place) -> bool:
    """Whether there is something to read; raises BookError where that can't be told, or its folder is not there."""
    try:
        if isinstance(place, Server) or place.exists():
            return True
        if place.absolute().parent.is_dir():
            return False
    except OSError as error:  # no right to look, or no name that a file could have
        raise BookError(
            say("{path} can't be opened: {error}", path=place, error=reason(error)), remedy(error)
        ) from None
    raise BookError(say("{path} can't be opened", path=place), say("does its folder exist, and may you write there?"))


def moment_of(place: Place) -> bytes | None:
    """What a file's book counts up with each change: the head of its file; None for one on a server, or whose changes
    another program keeps beside it (a write-ahead log)."""
    if isinstance(place, Server):
        return None
    try:
        with place.open("rb") as file:
            head = file.read(_COUNTED)
    except OSError:
        return b""
    return head if head[18:20] in (b"", b"\1\1") else None


_COUNTED = 28  # bytes: two of them tell how changes are kept, and the last four count SQLite's transactions
