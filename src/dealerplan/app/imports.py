"""Actuals from a file, with the place of each, for `record` and `correct` to write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from fractions import Fraction
from functools import partial
from io import BytesIO
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, NamedTuple

from dealerplan.app.doubts import of_percentage
from dealerplan.app.record import Batch, Doubts, Places
from dealerplan.app.running import ends_of
from dealerplan.app.values import Dictionary, measures_by_id, named
from dealerplan.domain.month import Month
from dealerplan.domain.month_end import MonthEnd
from dealerplan.domain.plan import Measure, Plan, stores
from dealerplan.errors import DealerplanError, Refused, UsageError
from dealerplan.intake.account import Account, Found, NotWhole
from dealerplan.intake.given import IntakeError, Known, Options
from dealerplan.intake.read import read_file, read_stream
from dealerplan.sheets.place import Place
from dealerplan.sheets.read import MOST_BYTES
from dealerplan.words import meant, say


class Imported(NamedTuple):
    """A file's values, where each of them stands, what became of all its numbers, and what is wrong or doubtful."""

    name: str
    values: Batch
    places: Places
    account: Account = Account()
    problems: Sequence[DealerplanError] = ()
    doubts: Doubts = MappingProxyType({})


def read_actuals(
    plans: Sequence[Plan],
    file: str | Path,
    month: Month | None,
    options: Options,
    others: Collection[str] = (),
    stdin: BinaryIO | None = None,
) -> Imported:
    """Read a file of actuals of the plans' stores, or only its one month; raises Refused where nothing can be read.

    `others` are the ids and names of stores of plans that were not chosen; with `stdin`, that is read and not the file.
    """
    problems = list[DealerplanError]()
    name = "stdin" if stdin is not None else Path(file).name or str(file) or "''"
    content = None if stdin is None else stdin.read(MOST_BYTES + 1)

    def read(month_end: MonthEnd) -> Found:
        known = _known(plans, others)._replace(month_end=month_end)
        if content is None:
            return read_file(Path(file), name, known, month, options)
        return read_stream(BytesIO(content), name, known, month, options)

    try:
        found = _alike([partial(read, month_end) for month_end in ends_of(plans)], name)
    except NotWhole as error:
        found = error.found
        problems += error.problems
    measures = _measures(plans)
    values: dict[tuple[str, Month], dict[str, Fraction | None]] = {}
    places: dict[tuple[str, Month, str], Place] = {}
    doubts: dict[tuple[str, Month, str], DealerplanError] = {}
    for one in found.given:
        store = one.store or _only_store(plans, name, problems)
        if one.measure not in measures[store]:
            message = say("no plan of the store {store} has the measure {name}", store=store, name=one.measure)
            problems.append(IntakeError(name, one.place, message, meant(one.measure, sorted(measures[store]))))
            continue
        values.setdefault((store, one.month), {})[one.measure] = one.value
        places[store, one.month, one.measure] = one.place
        if one.is_percent:
            measure = measures[store][one.measure]
            doubts[store, one.month, one.measure] = of_percentage(measure.unit, one.value, named(measure))
    if problems and not values:
        raise Refused(problems)
    return Imported(name, values, places, found.account, problems, doubts)


def _alike(readings: Sequence[Callable[[], Found]], name: str) -> Found:
    """What a file holds by each of several ways of ending months; raises Refused where they differ."""
    found: list[Found] = []
    refused: list[Refused] = []
    for read in readings:
        try:
            found.append(read())
        except Refused as error:
            refused.append(error)
    if not found:
        raise refused[0]
    if refused or any(one.given != found[0].given for one in found):
        message = say("the plans end their months on different days, and days in this file may be of either")
        raise Refused([IntakeError(name, None, message, say("write months in it, or choose a store with --store"))])
    return found[0]


def _known(plans: Sequence[Plan], others: Collection[str]) -> Known:
    """What plans know; a name that one of them ignores and another one has is known."""
    words, periods = Dictionary(plans), [plan.period for plan in plans]
    return Known(
        words,
        stores(plans),
        chain.from_iterable(periods),
        others,
        _measures(plans),
        [name for plan in plans for name in plan.ignored if name not in words],
        [target for plan in plans for target in plan.targets],
        names=_names(plans),
    )


def _names(plans: Sequence[Plan]) -> dict[str, str]:
    """The stores by their names; of a name that several have it is not told which is meant."""
    named = {(plan.store_name, plan.store) for plan in plans if plan.store_name is not None}
    times = Counter(name for name, _ in named)
    return {name: store for name, store in named if times[name] == 1}


def _measures(plans: Sequence[Plan]) -> dict[str, dict[str, Measure]]:
    """The measures of each store."""
    return {store: measures_by_id([plan for plan in plans if plan.store == store]) for store in stores(plans)}


def _only_store(plans: Sequence[Plan], file: str, problems: Sequence[DealerplanError]) -> str:
    """The store of a file that names none; raises Refused, with the `problems` there are, for several."""
    known = stores(plans)
    if len(known) > 1:
        message = say("{file} names no store, and the plans are of several: {stores}", file=file, stores=known)
        raise Refused([*problems, UsageError(message, say("choose one with --store"))])
    return known[0]
