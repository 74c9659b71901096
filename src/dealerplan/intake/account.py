"""What became of every number of a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dealerplan.errors import DealerplanError, Refused
from dealerplan.intake.given import Given
from dealerplan.sheets.place import Place, letters
from dealerplan.words import Message, say


class LeftOut(NamedTuple):
    """Numbers that are left out for one reason, in the file's order."""

    reason: Message
    places: list[Place]


class Account(NamedTuple):
    """Every number of a file is one that was taken, or one left out; `sources` say where month, store and unit come
    from, `warnings` what differs, such as a total that is not the sum of its parts."""

    taken: int = 0
    left_out: Sequence[LeftOut] = ()
    sources: Sequence[Message] = ()
    warnings: Sequence[Message] = ()

    @property
    def left(self) -> int:
        """How many numbers were left out."""
        return sum(len(one.places) for one in self.left_out)

    @property
    def all(self) -> int:
        """How many numbers the file holds."""
        return self.taken + self.left


class Found(NamedTuple):
    """What a file gives: its values with their places, and the account of all its numbers."""

    given: Sequence[Given] = ()
    account: Account = Account()


class NotWhole(Refused):
    """What is wrong with a file, and what it holds all the same (`found`)."""

    def __init__(self, problems: Sequence[DealerplanError], found: Found) -> None:
        super().__init__(problems)
        self.found = found


def ranges(places: Sequence[Place]) -> list[str]:
    """Places as spreadsheets write them, runs down a column and then across as one: `B2:C9`, `March!D4`."""
    runs: list[tuple[Place, Place]] = []
    for place in sorted(places, key=lambda place: (place.sheet or "", place.column, place.row)):
        if runs and place == runs[-1][1]._replace(row=runs[-1][1].row + 1):
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    runs.sort(key=lambda run: (run[0].sheet or "", run[0].row, run[1].row, run[0].column))
    return [_written(first, last) for first, last in _across(runs)]


def _across(runs: Sequence[tuple[Place, Place]]) -> list[tuple[Place, Place]]:
    """Runs of columns side by side, from the same row to the same row, as one."""
    found: list[tuple[Place, Place]] = []
    for first, last in runs:
        if found and (first, last) == tuple(
            one._replace(column=found[-1][1].column + 1, row=one.row) for one in (found[-1][0], found[-1][1])
        ):
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _written(first: Place, last: Place) -> str:
    return first.cell if first == last else f"{first.cell}:{letters(last.column)}{last.row}"


def in_short(account: Account) -> Message:
    """The account in one line."""
    return say(
        "{number} number in the file: {taken} taken, {left} left out",
        "{number} numbers in the file: {taken} taken, {left} left out",
        number=account.all, taken=account.taken, left=account.left,
    )  # fmt: skip
