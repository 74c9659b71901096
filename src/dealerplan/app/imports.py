"""Actuals from a file, with the place of each, for `record` and `correct` to write."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from dealerplan.app.record import Batch, Places
from dealerplan.app.values import computed, dictionary
from dealerplan.app.workspace import stores
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan
from dealerplan.errors import DealerplanError, Refused, UsageError
from dealerplan.intake.given import IntakeError, Place
from dealerplan.intake.read import read_file
from dealerplan.words import meant, say


class Imported(NamedTuple):
    """A file's values, and where each of them stands."""

    name: str
    values: Batch
    places: Places


def read_actuals(plans: Sequence[Plan], file: Path, month: Month | None) -> Imported:
    """Read a file of actuals of the plans' stores, or only its one month; raises Refused with all that is wrong."""
    given = read_file(file, file.name, dictionary(plans), stores(plans), month, computed(plans))
    measures = {plan.store: set[str]() for plan in plans}
    for plan in plans:
        measures[plan.store].update(plan.measures)
    values: dict[tuple[str, Month], dict[str, Fraction | None]] = {}
    places: dict[tuple[str, Month, str], Place] = {}
    problems: list[DealerplanError] = []
    for one in given:
        store = one.store or _only_store(plans, file)
        if one.measure not in measures[store]:
            message = say("no plan of the store {store} has the measure {name}", store=store, name=one.measure)
            problems.append(IntakeError(file.name, one.place, message, meant(one.measure, sorted(measures[store]))))
        values.setdefault((store, one.month), {})[one.measure] = one.value
        places[store, one.month, one.measure] = one.place
    if problems:
        raise Refused(problems)
    return Imported(file.name, values, places)


def _only_store(plans: Sequence[Plan], file: Path) -> str:
    known = stores(plans)
    if len(known) > 1:
        message = say("{file} names no store, and the plans are of several: {stores}", file=file.name, stores=known)
        raise UsageError(message, say("choose one with --store"))
    return known[0]
