"""Words of commands that hints give, as a shell takes them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from typing import Protocol

_ONE_WORD = re.compile(r"\w[\w.-]*")
_PLAIN = re.compile(r"[\w@%+=:,./-]+")


def quoted(word: str) -> str:
    """A word, quoted where a shell would take it for more than one or for something else; Chinese is neither."""
    return word if _PLAIN.fullmatch(word) else shlex.quote(word)


class Named(Protocol):
    """What has an id and a name."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


def called(one: Named, are_clear: Callable[[str], bool] = lambda _: True) -> str:
    """What a command is told: the name, where it is one word, also before `=`, and clear; else the id."""
    return one.name if _ONE_WORD.fullmatch(one.name) and are_clear(one.name) else one.id
