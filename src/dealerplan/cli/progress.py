"""A line on how far something long has come, on a terminal only."""

from __future__ import annotations

from time import monotonic
from typing import TextIO

from dealerplan.words import Lang, say, text

QUIET = 1.0  # seconds that pass before anything is said


class Progress:
    """Counts steps, and says so on a terminal's stderr once they have taken a second."""

    def __init__(self, stream: TextIO, lang: Lang, total: int) -> None:
        self._stream, self._lang, self._total = stream, lang, total
        self._done, self._start, self._shown = 0, monotonic(), 0

    def tick(self) -> None:
        """One step more is done."""
        self._done += 1
        if self._stream.isatty() and monotonic() - self._start > QUIET:
            self._show(text(say("{done} of {total}", done=self._done, total=self._total), self._lang))

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            self._show("")
            self._stream.write("\r")
            self._stream.flush()

    def _show(self, line: str) -> None:
        self._stream.write(f"\r{line.ljust(self._shown)}")
        self._stream.flush()
        self._shown = len(line)
