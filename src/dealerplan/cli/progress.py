"""A line on how far something long has come, on a terminal only."""

from __future__ import annotations

from collections.abc import Collection, Generator
from time import monotonic
from typing import TextIO, TypeVar

from dealerplan.words import Lang, say, text

QUIET = 1.0  # seconds that pass before anything is said
T = TypeVar("T")


def watched(items: Collection[T], stream: TextIO, lang: Lang) -> Generator[T, None, None]:
    """The items; once they have taken a second, a terminal's stderr says how many are done."""
    start, shown = monotonic(), 0
    try:
        for done, item in enumerate(items, start=1):
            yield item
            if stream.isatty() and monotonic() - start > QUIET:
                line = text(say("{done} of {total}", done=done, total=len(items)), lang)
                stream.write(f"\r{line.ljust(shown)}")
                stream.flush()
                shown = len(line)
    finally:
        if shown:
            stream.write(f"\r{' ' * shown}\r")
            stream.flush()
