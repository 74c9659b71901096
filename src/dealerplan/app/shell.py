"""Words of commands that hints give, as a shell takes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Protocol

from dealerplan.book.address import Server
from dealerplan.domain.pattern import pattern

_ONE_WORD = pattern(r"\w[\w.-]*")
_PLAIN = pattern(r"[\w@%+=:,./-]+")


def quoted(word: str) -> str:
    """A word, quoted where a shell would take it for more than one or for something else; Chinese is neither."""
    if _PLAIN.fullmatch(word):
        return word
    import shlex

    return shlex.quote(word)


def line_with(program: str, argv: Sequence[str], flags: Sequence[str]) -> str:
    """A command line as it was given to a program, with more flags, to paste into a shell; without the password of a
    server."""
    end = list(argv).index("--") if "--" in argv else len(argv)
    return " ".join([program, *(quoted(_shown(word)) for word in [*argv[:end], *flags, *argv[end:]])])


_SERVER = pattern(r"postgres(?:ql)?://", re.IGNORECASE)


def _shown(word: str) -> str:
    """A word that is or ends in the address of a server: without its secrets, if it has any."""
    found = _SERVER.search(word)
    if found is None:
        return word
    from urllib.parse import urlsplit

    before, address = word[: found.start()], word[found.start() :]
    try:
        names = urlsplit(address).netloc.rpartition("@")[0]
        has_secrets = ":" in names or "password" in address or address.count("@") > 1
        return before + str(Server(address)) if has_secrets else word
    except ValueError:  # no address at all, but may be one mistyped
        return f"{before}postgresql://…"


class Named(Protocol):
    """What has an id and a name."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


def called(one: Named, are_clear: Callable[[str], bool] = lambda _: True) -> str:
    """What a command is told: the name, where it is one word, also before `=`, and clear; else the id."""
    return one.name if _ONE_WORD.fullmatch(one.name) and are_clear(one.name) else one.id
