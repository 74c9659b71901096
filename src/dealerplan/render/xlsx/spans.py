"""Tables of words share the columns of a sheet's figures, which stay as narrow as figures are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dealerplan.view.document import Table


class Span(NamedTuple):
    """Columns of a sheet that hold one of a table: the first, counted from 1, and how many."""

    at: int
    across: int = 1


def is_wordy(table: Table) -> bool:
    """Whether a table is of words, which nobody sorts or sums."""
    contents = [column.content for column in table.columns]
    return "figures" not in contents and contents.count("words") > 1


def spans(wanted: Sequence[int], widths: Sequence[int]) -> Iterator[Span]:
    """As many of a sheet's columns for each of a table as give it the width that it wants; at least one for each."""
    at = 1
    for after, width in zip(reversed(range(len(wanted))), wanted, strict=True):
        across = 1
        while sum(widths[at - 1 : at - 1 + across]) < width and at + across + after <= len(widths):
            across += 1
        yield Span(at, across)
        at += across
