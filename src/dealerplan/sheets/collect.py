"""Text of XML in pieces."""

from __future__ import annotations

from dealerplan.sheets.limits import check_text


class Collector:
    """The text between two moments, bounded."""

    def __init__(self) -> None:
        self.on = False
        self._pieces: list[str] = []
        self._length = 0

    def clear(self) -> None:
        """Forget what was collected."""
        if self._pieces:
            self._pieces, self._length = [], 0

    def add(self, text: str) -> None:
        """Take a piece of text, where it is wanted."""
        if self.on:
            self._pieces.append(text)
            self._length += len(text)
            check_text(self._length)

    def taken(self) -> str:
        """All of it, which is then forgotten."""
        pieces = self._pieces
        if not pieces:
            return ""
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        self._pieces, self._length = [], 0
        return text
