"""Regular expressions that are compiled when they are first used: most commands read no plan file, and need few."""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    """A pattern to be; it becomes one at its first use."""

    def __init__(self, text: str, flags: int) -> None:
        self._args = text, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._args), name)
        setattr(self, name, found)
        return found


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """The regular expression of a text, at first use compiled; a mistake in it shows only then."""
    return cast("re.Pattern[str]", _Lazy(text, flags))


ID = pattern(r"\w[\w-]*")
"""An id: letters of any script, digits, - and _."""
