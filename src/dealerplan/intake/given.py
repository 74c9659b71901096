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
from dealerplan.errors import DealerplanError, Invalid, Where
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
    that were not chosen; and by store and id the `own` measures of each store."""

    measures: Vocabulary
    stores: Collection[str]
    planned: Iterable[Month] = ()
    others: Collection[str] = ()
    own: Mapping[str, Mapping[str, Measure]] = MappingProxyType({})
    ignored: Collection[str] = ()
    totals: Sequence[Target] = ()
    month_end: MonthEnd = CALENDAR


class Options(NamedTuple):
    """How a file is read: `ignore_rest` leaves out what no plan names, `sure` takes what is unlikely."""

    today: date
    ignore_rest: bool = False
    sure: bool = False


class Given(NamedTuple):
    """One value of a file; `store` is None where the file names none, `measure` is an id."""

    store: str | None
    month: Month
    measure: str
    value: Fraction
    place: Place


class IntakeError(DealerplanError):
    """Something wrong in a file of actuals; `place` is None where it is the file as a whole."""

    def __init__(self, file: str, place: Place | None, message: Message, hint: Message | None = None) -> None:
        if place is None:
            super().__init__(say("{file}: {problem}", file=file, problem=message), hint)
        else:
            super().__init__(say("{file}: {place}: {problem}", file=file, place=place, problem=message), hint)
        self.place = place
        self.where = Where(file)


Problem = tuple[int, int, Invalid]
"""A cell's row and column by index from 0, and what is wrong with it."""


class UnknownName(IntakeError):
    """Rows or columns of `names` that no plan knows; `--ignore-rest` leaves them out."""

    def __init__(
        self, file: str, place: Place | None, message: Message, hint: Message | None, names: Sequence[str]
    ) -> None:
        super().__init__(file, place, message, hint)
        self.names = names


class Unsure(IntakeError):
    """A value that is probably a slip, such as a fraction of a thing; `--sure` records it as it is."""
