"""What titles and footers say against taking a table's figures for actuals of a month."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from dealerplan.domain.month import Month
from dealerplan.intake.columns import Columns
from dealerplan.intake.sentences import OWN_FIGURES, WHOLE_MONTH, WHOLE_STORE, days_left_out, no_actuals
from dealerplan.intake.titles import MonthOf, Surroundings, Title
from dealerplan.sheets.facets import OTHERS, Kind, is_partial
from dealerplan.sheets.when import Day
from dealerplan.words import Message, say

Obstacle = tuple[Title, Message, Message]
"""A title, what is wrong with it, and what to do."""


def obstacles(around: Surroundings, columns: Columns) -> Iterator[Obstacle]:
    """The titles that say that other figures than a month's actuals stand below, unless the columns know better."""
    for title in around.all:
        if is_partial(title.facets):
            yield title, _incomplete(title), WHOLE_MONTH
        if title.of_others and not columns.name_stores:
            yield title, _of_others(title), WHOLE_STORE
        if title.mixes_years and not columns.names_months:
            yield title, _more_or_less(title.text), OWN_FIGURES
        if title.part is not None and not columns.has_parts:
            message = say("{text} is a part of the store", text=title.part)
            yield title, message, WHOLE_STORE
        if _is_of_another_year(title, around):
            yield title, no_actuals(title.text), OWN_FIGURES
            return
        if title.store is not None and not title.told.months:
            continue
        of_goals = title.facets.compares and title.facets.has("goal", "forecast")
        if of_goals and not (columns.say_month_and_actual or columns.has_kinds_in_rows):
            yield title, say("{text} says that goals stand beside actuals", text=title.text), _HEAD_ACTUALS
        elif (found := _of_kind(title, around, columns)) is not None:
            yield title, *found


def _is_of_another_year(title: Title, around: Surroundings) -> bool:
    """Whether a title is a sentence of another year than that of the month which others name."""
    dated = {when.year for when in around.told.months} - {None}
    return title.said and bool(title.told.years and dated) and title.told.years.isdisjoint(dated)


_DAILY = re.compile(r"日报|每日|逐日|当日|本日|今日|daily|today")  # reports that may have the month to date too
_HEAD_ACTUALS = say("head each column for what it holds: goal, actual")
_GOALS = say("goals stand in the plan file; record the table of actuals")


def _of_kind(title: Title, around: Surroundings, columns: Columns) -> tuple[Message, Message] | None:
    """What a title's kind of figures says against the table."""
    kind, text = title.kind, title.text
    if kind is None:
        return (_more_or_less(text), OWN_FIGURES) if _is_of_a_year(title, around, columns) else None
    if kind in ("goal", "forecast", "next", "unclear"):
        explained = columns.say_month_and_actual and columns.has_kind("goal", "forecast", "derived")
        return (
            None
            if explained or columns.has_kinds_in_rows
            else (say("{text} says that these are goals", text=text), _GOALS)
        )
    if kind == "days":
        is_read = columns.are_of_days or (columns.say_this_month and _DAILY.search(text.casefold()))
        return None if is_read else (_more_or_less(text), OWN_FIGURES)
    if columns.say_this_month or kind == "month_to_date":  # which values settle, by the day
        return None
    if kind == "to_date" and title is around.until:
        return None  # a level's; each value is looked at
    if _explained(kind, columns):
        return None
    if kind == "year" or (kind == "total" and not title.facets.has("total")):
        return None if columns.names_months else (_more_or_less(text), OWN_FIGURES)
    if kind in ("to_date", "total") and not columns.names_months:
        return _more_or_less(text), OWN_FIGURES
    return no_actuals(text), OWN_FIGURES


def _explained(kind: Kind, columns: Columns) -> bool:
    """Whether a title of other figures speaks of columns that are left out."""
    if not columns.names_months:
        return False
    return columns.has_kind(kind, "total") if kind in ("to_date", "month_to_date") else columns.has_kind(kind)


def _is_of_a_year(title: Title, around: Surroundings, columns: Columns) -> bool:
    """Whether a title names a year alone, over figures that name no month."""
    times = title.facets.times
    if not times.years or times.months or times.days or columns.names_months or columns.say_this_month:
        return False
    return around.dated is None


def _more_or_less(text: str) -> Message:
    return say("{text} says more or less than one month", text=text)


def spoken_obstacles(
    titles: Sequence[Title], given: Collection[Month], month: Month | None, month_of: MonthOf
) -> Iterator[Obstacle]:
    """The footers and notes that say that days are left out, or that the figures are no actuals of their months.

    `month` is the table's own, `given` are those of its values.
    """
    for title in titles:
        cut = [found for when in title.told.cut if (found := month_of(when)) in given and found is not None]
        if title.of_others:
            yield title, _of_others(title), WHOLE_STORE
        elif is_partial(title.facets) or _is_early(title, given, month_of):
            yield title, _incomplete(title), WHOLE_MONTH
        elif cut:
            yield title, days_left_out(title.text, cut[0]), WHOLE_MONTH
        elif not title.told.cut and (_speaks_against(title, month) or _contradicts(title, given, month, month_of)):
            yield title, no_actuals(title.text), OWN_FIGURES


def _of_others(title: Title) -> Message:
    return say("{text} says that the figures are of more or less than the store", text=title.text)


def _incomplete(title: Title) -> Message:
    return say("{text} says that the figures are not whole", text=title.text)


def _is_early(title: Title, given: Collection[Month], month_of: MonthOf) -> bool:
    """Whether the file was made before the last day of a month whose figures it has."""
    made = [day for day in title.facets.times.made if not day.is_last]
    day = day_of_report(title)
    made += [day] if day is not None else []
    latest = max(given, default=None)  # a day without a year before the last month is of the next year
    return any(
        month in given and (one.calendar.year is not None or month == latest)
        for one in made if (month := month_of(one.when)) is not None
    )  # fmt: skip


def day_of_report(title: Title) -> Day | None:
    """The day within a month that stands alone in a text, as that of the report."""
    days, is_of_days = title.facets.times.days, title.facets.times.parts
    is_alone = len(days) == 1 and title.facets.is_bare and not (title.told.months or is_of_days)
    return days[0] if is_alone and not days[0].is_edge else None


_OTHER: tuple[Kind, ...] = (*OTHERS, "mean", "unclear", "days")


def _speaks_against(title: Title, month: Month | None) -> bool:
    """Whether it says that the figures are others; sums of months only of figures that name no month themselves."""
    until_its_end = title.facets.times.until and not title.facets.has("to_date")
    is_longer = title.kind == "to_date" or title.facets.times.spans
    return title.kind in _OTHER or (is_longer and month is not None and not until_its_end)


def _contradicts(title: Title, given: Collection[Month], month: Month | None, month_of: MonthOf) -> bool:
    """Whether it names another year than the values', or another month or several over figures that name none."""
    years = {*title.facets.times.years}
    if years and given and not title.told.months and years.isdisjoint(one.year for one in given):
        return True
    if month is None:
        return False
    named = {month_of(when) for when in title.told.months}
    return title.facets.times.spans or bool(named - {month})
