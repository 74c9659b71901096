"""Actuals from a file, with the place of each, for `record` and `correct` to write."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

from dealerplan.app.record import Batch, Places
from dealerplan.app.values import Dictionary, computed, measures_by_id
from dealerplan.app.workspace import stores
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan
from dealerplan.errors import DealerplanError, Refused, UsageError
from dealerplan.intake.given import IntakeError, Known
from dealerplan.intake.read import read_file, read_stream
from dealerplan.sheets.place import Place
from dealerplan.words import meant, say


class Imported(NamedTuple):
    """A file's values, and where each of them stands."""

    name: str
    values: Batch
    places: Places


def read_actuals(
    plans: Sequence[Plan],
    file: str | Path,
    month: Month | None,
    others: Collection[str] = (),
    stdin: BinaryIO | None = None,
) -> Imported:
    """Read a file of actuals of the plans' stores, or only its one month; raises Refused with all that is wrong.

    `others` are stores of plans that were not chosen; with `stdin`, that is read and not the file.
    """
    periods = [plan.period for plan in plans]
    own = {store: measures_by_id([plan for plan in plans if plan.store == store]) for store in stores(plans)}
    known = Known(Dictionary(plans), stores(plans), computed(plans), chain.from_iterable(periods), others, own)
    if stdin is not None:
        name, given = "stdin", read_stream(stdin, "stdin", known, month)
    else:
        name = Path(file).name or str(file) or "''"
        given = read_file(Path(file), name, known, month)
    measures = {plan.store: set[str]() for plan in plans}
    for plan in plans:
        measures[plan.store].update(plan.measures)
    values: dict[tuple[str, Month], dict[str, Fraction | None]] = {}
    places: dict[tuple[str, Month, str], Place] = {}
    problems: list[DealerplanError] = []
    for one in given:
        store = one.store or _only_store(plans, name)
        if one.measure not in measures[store]:
            message = say("no plan of the store {store} has the measure {name}", store=store, name=one.measure)
            problems.append(IntakeError(name, one.place, message, meant(one.measure, sorted(measures[store]))))
        values.setdefault((store, one.month), {})[one.measure] = one.value
        places[store, one.month, one.measure] = one.place
    if problems:
        raise Refused(problems)
    return Imported(name, values, places)


def _only_store(plans: Sequence[Plan], file: str) -> str:
    known = stores(plans)
    if len(known) > 1:
        message = say("{file} names no store, and the plans are of several: {stores}", file=file, stores=known)
        raise UsageError(message, say("choose one with --store"))
    return known[0]
