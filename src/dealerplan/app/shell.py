"""Words of commands that hints give, as a shell takes them."""

from __future__ import annotations

import re
import shlex

_PLAIN = re.compile(r"[\w@%+=:,./-]+")


def quoted(word: str) -> str:
    """A word, quoted where a shell would take it for more than one or for something else; Chinese is neither."""
    return word if _PLAIN.fullmatch(word) else shlex.quote(word)
