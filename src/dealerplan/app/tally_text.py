"""What a store tells of its group as a line of text, exact, to go from one process to another and to be kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month
from dealerplan.evaluate.tally import Ahead, Inputs, OfBoth, Place, Reported, Spanned, Sums, TargetTally


class Told(NamedTuple):
    """What a store tells: its targets at an as-of month, how each month is reported, the days on which milestones were
    done, what last year had of targets that are gone, when the last entry of its log was written (empty: none), and
    whether what its closed months or values rest on was changed since."""

    targets: Mapping[str, TargetTally]
    reports: Mapping[Month, Reported]
    done: Mapping[str, date]
    gone: Mapping[str, Inputs] = {}  # never changed
    at: str = ""
    is_changed: bool = False


def written(told: Told) -> str:
    """A line of text, without its end."""
    targets = [_target(one) for one in told.targets.values()]
    reports = [[*month, *of] for month, of in told.reports.items()]
    done = {id: day.isoformat() for id, day in told.done.items()}
    gone = {id: _inputs(of) for id, of in told.gone.items()}
    return json.dumps(
        [targets, reports, done, gone, told.at, told.is_changed], ensure_ascii=False, separators=(",", ":")
    )


def read(line: str) -> Told:
    """What a line says; raises ValueError for what is none."""
    try:
        targets, reports, done, gone, at, is_changed = json.loads(line)
        found = [_read_target(one) for one in targets]
        return Told(
            {one.target: one for one in found},
            {Month(year, number): Reported(*of) for year, number, *of in reports},
            {id: date.fromisoformat(day) for id, day in done.items()},
            {id: _read_inputs(of) for id, of in gone.items()},
            at,
            is_changed,
        )
    except (TypeError, LookupError) as error:
        raise ValueError(str(error)) from None


Written = int | str


def _number(value: Fraction) -> Written:
    return value.numerator if value.denominator == 1 else str(value)


def _numbers(values: tuple[Fraction, ...]) -> list[Written]:
    return [_number(value) for value in values]


def _maybe(value: Fraction | None) -> Written | None:
    return None if value is None else _number(value)


def _inputs(of: Inputs) -> dict[str, Written]:
    return {name: _number(value) for name, value in of.items()}


def _sums(of: Sums) -> list[Any]:
    return [_inputs(of.inputs), _number(of.weight), _numbers(of.owed), of.months]


def _place(of: Place) -> list[Any]:
    return [
        of.fact, of.value, of.sums and _sums(of.sums), _numbers(of.goals), _maybe(of.actual), _number(of.owed_all),
        [[*month] for month in of.missing], _both(of.comparable), None if of.before is None else _inputs(of.before),
    ]  # fmt: skip


def _both(of: OfBoth | None) -> list[Any] | None:
    return of and [_inputs(of.now), _inputs(of.before)]


def _target(of: TargetTally) -> list[Any]:
    return [
        of.target, of.status, of.goal.text, of.goal.op, _numbers(of.goals), _maybe(of.first),
        of.whole and _sums(of.whole), [_place(one) for one in of.places], _maybe(of.actual), _maybe(of.expected),
        _maybe(of.gap), _number(of.owed_all), _number(of.owed_month), [[*month] for month in of.missing],
        of.can_fall, of.each and [*of.each], of.stale and [*of.stale[0], _number(of.stale[1])],
        _both(of.comparable),
        None if of.before is None else _inputs(of.before),
        of.ahead and [_maybe(of.ahead.low), _number(of.ahead.mid), _maybe(of.ahead.high), of.ahead.years,
                      of.ahead.parts and _numbers(of.ahead.parts)],
    ]  # fmt: skip


def _read_sums(of: list[Any]) -> Sums:
    inputs, weight, owed, months = of
    return Sums(_read_inputs(inputs), Fraction(weight), tuple(map(Fraction, owed)), months)


def _read_place(of: list[Any]) -> Place:
    fact, value, sums, goals, actual, owed_all, missing, comparable, before = of
    return Place(
        fact, value, sums and _read_sums(sums), tuple(map(Fraction, goals)), _read_maybe(actual), Fraction(owed_all),
        tuple([Month(*month) for month in missing]), comparable and OfBoth(*map(_read_inputs, comparable)),
        None if before is None else _read_inputs(before),
    )  # fmt: skip


def _read_inputs(of: dict[str, Written]) -> Inputs:
    return {name: Fraction(value) for name, value in of.items()}


def _read_maybe(value: Written | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _read_target(of: list[Any]) -> TargetTally:
    (
        id, status, text, op, goals, first, whole, places, actual, expected, gap, owed_all, owed_month, missing,
        can_fall, each, stale, comparable, before, ahead,
    ) = of  # fmt: skip
    ends = tuple(map(Fraction, goals))
    return TargetTally(
        target=id,
        status=status,
        goal=Goal(text, op, ends[0] if ends else None, ends[1] if len(ends) > 1 else None),
        goals=ends,
        first=_read_maybe(first),
        whole=whole and _read_sums(whole),
        places=tuple(map(_read_place, places)),
        actual=_read_maybe(actual),
        expected=_read_maybe(expected),
        gap=_read_maybe(gap),
        owed_all=Fraction(owed_all),
        owed_month=Fraction(owed_month),
        missing=tuple([Month(*month) for month in missing]),
        can_fall=can_fall,
        each=each and Spanned(*each),
        stale=stale and (Month(*stale[:2]), Fraction(stale[2])),
        comparable=comparable and OfBoth(*map(_read_inputs, comparable)),
        before=None if before is None else _read_inputs(before),
        ahead=ahead and _read_ahead(ahead),
    )


def _read_ahead(of: list[Any]) -> Ahead:
    low, mid, high, years, parts = of
    both = None if parts is None else (Fraction(parts[0]), Fraction(parts[1]))
    return Ahead(_read_maybe(low), Fraction(mid), _read_maybe(high), years, both)
