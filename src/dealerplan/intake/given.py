"""What intake gives: values, where they stand, and what is wrong where."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple, Protocol

from dealerplan.domain.month import Month
from dealerplan.domain.plan import Measure
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


class Known(NamedTuple):
    """What the chosen plans know: measures, stores, figures that nobody records, the months of their periods; the
    `others`, stores of plans that were not chosen; and by store and id the `own` measures of each store."""

    measures: Vocabulary
    stores: Collection[str]
    computed: Collection[str] = ()
    planned: Iterable[Month] = ()
    others: Collection[str] = ()
    own: Mapping[str, Mapping[str, Measure]] = MappingProxyType({})


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
