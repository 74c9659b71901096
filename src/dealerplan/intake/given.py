"""What intake is given and gives: what the plans know, values, where they stand, and what is wrong where."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple, Protocol

from dealerplan.domain.month import Month
from dealerplan.domain.month_end import CALENDAR, MonthEnd
from dealerplan.domain.plan import Measure, Target
from dealerplan.errors import IGNORE_REST, DealerplanError, Invalid, Where
from dealerplan.sheets.place import Place
from dealerplan.words import Message, say


class Vocabulary(Protocol):
    """What words (ids, names and aliases) mean."""

    def get(self, word: str) -> Measure | None:
        """The measure that a word names, if it does."""
        ...

    def why_not(self, word: str) -> Invalid:
        """Why a word names none, with the one probably meant; takes its time."""
        ...

    def of_member(self, word: str) -> Message | None:
        """The hint for a word that is a member's name without its whole's; None for any other."""
        ...

    def names(self) -> Iterable[str]:
        """Every id, name and alias."""
        ...


class Known(NamedTuple):
    """What the chosen plans know: measures, stores, the months of their periods, the names that their imports leave
    out (`ignored`), their targets as `totals`, and the day on which their months end; the `others`, stores of plans
    that were not chosen, by id and name; by store and id the `own` measures of each store; and the chosen stores by
    their `names`."""

    measures: Vocabulary
    stores: Collection[str]
    planned: Iterable[Month] = ()
    others: Collection[str] = ()
    own: Mapping[str, Mapping[str, Measure]] = MappingProxyType({})
    ignored: Collection[str] = ()
    totals: Sequence[Target] = ()
    month_end: MonthEnd = CALENDAR
    names: Mapping[str, str] = MappingProxyType({})


class Options(NamedTuple):
    """How a file is read: `ignore_rest` leaves out what no plan names."""

    today: date
    ignore_rest: bool = False


class Given(NamedTuple):
    """One value of a file; `store` is None where the file names none and the plans are of several, `measure` is an id;
    `is_percent` says that it is a percentage of things."""

    store: str | None
    month: Month
    measure: str
    value: Fraction
    place: Place
    is_percent: bool = False


class IntakeError(DealerplanError):
    """Something wrong in a file of actuals; `place` is None where it is the file as a whole."""

    def __init__(
        self, file: str, place: Place | None, message: Message, hint: Message | None = None, flags: Sequence[str] = ()
    ) -> None:
        if place is None:
            super().__init__(say("{file}: {problem}", file=file, problem=message), hint, flags)
        else:
            super().__init__(say("{file}: {place}: {problem}", file=file, place=place, problem=message), hint, flags)
        self.place = place
        self.where = Where(file)


SHOWN = 50  # problems of one file


def more(file: str, flags: Sequence[Sequence[str]]) -> IntakeError:
    """Problems beyond those that are shown, by the flags of each: overridden only where each of them is."""
    together = [] if () in map(tuple, flags) else sorted({flag for some in flags for flag in some})
    message = say("and {number} more problem", "and {number} more problems", number=len(flags))
    return IntakeError(file, None, message, flags=together)


Problem = tuple[int, int, Invalid]
"""A cell's row and column by index from 0, and what is wrong with it."""


class UnknownName(IntakeError):
    """Rows or columns of `names` that no plan knows; `--ignore-rest` leaves them out."""

    def __init__(
        self, file: str, place: Place | None, message: Message, hint: Message | None, names: Sequence[str]
    ) -> None:
        super().__init__(file, place, message, hint, (IGNORE_REST,))
        self.names = names
