"""What all parts of a plan file are read with: its places, what could not be read, and how troubles are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from dealerplan.domain.amount import OfUnit, read_amount
from dealerplan.domain.month import Month, Period
from dealerplan.domain.plan import Calendar
from dealerplan.domain.unit import Unit, read_unit
from dealerplan.errors import Invalid
from dealerplan.planfile.earlier import refuse_earlier
from dealerplan.planfile.source import Path, Source
from dealerplan.words import Message, say

if TYPE_CHECKING:
    from dealerplan.planfile.schema import PlanFile

T = TypeVar("T")


class Context:
    """One file while it is mapped.

    `unsure` has the paths of what could not be read: nothing is said of what rests on it. `currency` and `calendar` are
    the plan's, once they are read; `units_unsure` is of the target at hand.
    """

    def __init__(self, file: PlanFile, source: Source, unsure: frozenset[Path]) -> None:
        self.file = file
        self.source = source
        self.unsure = set(unsure)
        self.currency: Unit | None = None
        self.calendar = Calendar()
        self.units_unsure = False

    def trouble(
        self, path: Path, message: Message, hint: Message | None = None, key: bool = False, at: int = 0
    ) -> None:
        """Report what is wrong at a path of the file, at a key or `at` so many characters of a value."""
        self.source.report_at(path, message, hint, key, at)

    def line(self, path: Path) -> int:
        """The line that a key stands in."""
        return self.source.mark(path, key=True).line

    def unit(self, path: Path, written: str | None) -> Unit | None:
        """A unit, a scale alone being of the plan's currency; one that can't be read is reported."""
        return None if written is None else self.sure(path, lambda: read_unit(written, self.currency))

    def amount(self, path: Path, written: str | None, unit: Unit | None) -> Fraction | None:
        """An amount in a unit; one that can't be read is reported."""
        return None if written is None else self.sure(path, lambda: read_amount(written, unit))

    def sure(self, path: Path, read: Callable[[], T], better: Callable[[], Invalid | None] | None = None) -> T | None:
        """What is read, or None where that is reported, once; not what a unit is to blame for that isn't sure.

        `better` knows what is wrong with some texts in better words.
        """
        try:
            return read()
        except Invalid as error:
            if path not in self.unsure and not (self.units_unsure and isinstance(error, OfUnit)):
                found = (better and better()) or error
                self.trouble(path, found.message, found.hint, at=found.offset)
            self.unsure.add(path)
            return None

    def check_earlier(self, above: Path, was: Mapping[str, Sequence[str]]) -> None:
        """Report earlier ids that can't be meant, of the things below a path."""
        refuse_earlier(was, lambda id, at, found: self.trouble((*above, id, "was", at), found.message, found.hint))

    def outside(self, place: Path, month: Month, months: Period) -> None:
        """Report a month that is not among those that it should be."""
        message = say("{text} is outside the period {period}", text=month, period=months.label)
        hint = say("choose a month from {first} to {last}", first=months.first, last=months.last)
        self.trouble(place, message, hint)
