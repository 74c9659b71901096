"""How wide the columns of a table are where they have to share what there is."""

from __future__ import annotations

from collections.abc import Sequence


def narrowed(full: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """All that each column wants; the widest give way first, down to their least, until they fit."""
    widths = list(full)
    while sum(widths) > room:
        loose = [index for index, width in enumerate(widths) if width > least[index]]
        if not loose:
            break
        widths[max(loose, key=lambda index: widths[index])] -= 1
    return widths
