"""A scorecard looked back on: the month before, since when targets are off track, and a span's promise and result."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from dealerplan.domain.actual import Actuals, Done
from dealerplan.domain.month import Each, Month, Period
from dealerplan.domain.plan import OpenDays, Target
from dealerplan.evaluate.figures import YearOnYear, counting, distance, figures_of, less, single, spans_of, year_on_year
from dealerplan.evaluate.scorecard import Scorecard, evaluate
from dealerplan.evaluate.series import Series
from dealerplan.evaluate.status import Status, verdict_of
from dealerplan.evaluate.target_context import Moment, TargetContext, context_of, moment

V = TypeVar("V")

OFF_TRACK: tuple[Status, ...] = ("missed", "behind", "at_risk")
"""What calls for somebody, the worst first."""


class Since(NamedTuple):
    """The first month of the unbroken runs up to now: of the same status, and of being off track at all."""

    status: Month
    off_track: Month


class Turn(NamedTuple):
    """A status, and the month since which it has been so."""

    month: Month
    status: Status


class SpanResult(NamedTuple):
    """What a target promised for a span's recorded months, and what they brought, in its unit; None without meaning.

    `expected` is what they owed, or the goal of a rate or level; `hits` of `spans` held, with `each`; `yoy` is over the
    months of them that are recorded in both years.
    """

    actual: Fraction | None
    expected: Fraction | None
    gap: Fraction | None
    hits: int | None
    spans: int | None
    yoy: YearOnYear | None = None


class Review(NamedTuple):
    """A scorecard with its past.

    `span` is what is reported, within the plan's period, and `months` are its months up to the as-of month; `before` is
    the month before, None in the period's first; `since` has the targets off track, `turns` what their statuses have
    been since then, and of these targets `running` has every rate over the months up to each one. Of a span longer than
    a month, `results` has every target and `statuses` every month.
    """

    card: Scorecard
    each: Each
    span: Period
    months: tuple[Month, ...]
    before: Scorecard | None = None
    since: Mapping[str, Since] = MappingProxyType({})
    turns: Mapping[str, tuple[Turn, ...]] = MappingProxyType({})
    running: Mapping[str, Sequence[Fraction | None]] = MappingProxyType({})
    results: Mapping[str, SpanResult] = MappingProxyType({})
    statuses: Mapping[Month, Mapping[str, Status]] = MappingProxyType({})

    def only(self, ids: Collection[str], card: Scorecard, before: Scorecard | None) -> Review:
        """The same for some targets, which are those of a scorecard and of the one before."""

        def own(found: Mapping[str, V]) -> dict[str, V]:
            return {id: one for id, one in found.items() if id in ids}

        return self._replace(
            card=card, before=before, since=own(self.since), turns=own(self.turns),
            running=own(self.running), results=own(self.results),
            statuses={month: own(statuses) for month, statuses in self.statuses.items()},
        )  # fmt: skip


def review(
    card: Scorecard, actuals: Actuals, done: Mapping[str, Done], open_days: OpenDays, each: Each | None = None,
    idle: Collection[Month] = frozenset(),
) -> Review:  # fmt: skip
    """Look back from a scorecard over a span, by default its month."""
    plan, as_of, each = card.plan, card.as_of, each or "month"
    if as_of is None:
        return Review(card, each, plan.period, ())
    span = next(one for one in plan.period.spans(each) if as_of in one)
    span = Period(span.first, min(span.last, plan.period.last))
    months = tuple(month for month in span if month <= as_of)
    before, previous = None, as_of.plus(-1)
    if previous in plan.period:
        before = evaluate(plan, actuals, done, open_days, plan.month_end.last_day(previous), previous, idle)
    at = moment(plan, actuals, open_days, as_of, idle, card.day)
    past = _Past(at, card, before)
    since = _since(past, card)
    turns = {id: tuple(_turns(past, card, id, one.off_track)) for id, one in since.items()}
    found = Review(card, each, span, months, before, since, turns, _running(at, card))
    if each == "month":
        return found
    return found._replace(
        results={target.id: _result(context_of(target, at), months) for target in plan.targets},
        statuses={month: past.statuses(month, plan.targets) for month in months},
    )


def _running(at: Moment, card: Scorecard) -> dict[str, list[Fraction | None]]:
    """Rates off track, each over the months recorded up to every month; None where that month is not recorded."""
    found: dict[str, list[Fraction | None]] = {}
    for one in card.targets:
        if one.target.kind != "rate" or one.target.each or one.verdict.status not in OFF_TRACK:
            continue
        series = Series(at.plan, one.target, at.columns, at.open_days, at.idle)
        months = [month.month for month in one.months]
        recorded = [series.recorded(months[:end]) for end in range(1, len(months) + 1)]
        found[one.target.id] = [
            series.over(until) if month in until else None for month, until in zip(months, recorded, strict=True)
        ]
    return found


def _result(context: TargetContext, months: Sequence[Month]) -> SpanResult:
    recorded = tuple(month for month in months if month in context.recorded)
    actual = context.series.over(recorded) if recorded else None
    expected = _expected(context, recorded, months[-1])
    gap = less(actual, expected) if expected is not None else distance(context.goal, actual)
    spans = spans_of(context)
    inside = None if spans is None else [span for span in counting(spans) if span.months[-1] in months]
    hits = None if inside is None else sum(span.held is True for span in inside)
    yoy = year_on_year(context, recorded)
    return SpanResult(actual, expected, gap, hits, None if inside is None else len(inside), yoy)


def _expected(context: TargetContext, recorded: Sequence[Month], end: Month) -> Fraction | None:
    """What recorded months promised together; of a level, the goal in force at the end of the span."""
    if not recorded or context.goal.value is None:
        return None
    if context.target.kind == "flow":
        return context.owed_over(recorded)
    if context.target.kind == "rate":
        return single(context.goal)
    goal = context.target.goal_in(end)
    follows = context.target.start is not None or goal.last_year  # the months that are recorded
    return context.expected_in(recorded[-1]) if follows else single(goal)


class _Past:
    """Statuses at earlier months, each computed once and only for the targets asked for."""

    def __init__(self, at: Moment, card: Scorecard, before: Scorecard | None) -> None:
        self._at = at
        self._known = {
            known.as_of: {one.target.id: one.verdict.status for one in known.targets}
            for known in (card, before)
            if known is not None
        }

    def statuses(self, month: Month, targets: Iterable[Target]) -> Mapping[str, Status]:
        """The statuses of targets at a month, by id."""
        known = self._known.setdefault(month, {})
        lacking = [target for target in targets if target.id not in known]
        if lacking:
            at = self._at.moved(month)
            known |= {target.id: _status(context_of(target, at)) for target in lacking}
        return known


def _status(context: TargetContext) -> Status:
    spans = spans_of(context)
    return verdict_of(context, figures_of(context, spans), spans).status


def _since(past: _Past, card: Scorecard) -> dict[str, Since]:
    """Since when each target off track is so, going back only as far as it takes."""
    assert card.as_of is not None
    since = {one.target.id: Since(card.as_of, card.as_of) for one in card.targets if one.verdict.status in OFF_TRACK}
    running = [target for target in card.plan.targets if target.id in since]
    month = card.as_of
    while running and month > card.plan.period.first:
        later, month = month, month.plus(-1)
        now, then = past.statuses(later, running), past.statuses(month, running)
        running = [target for target in running if then[target.id] in OFF_TRACK]
        for id in (target.id for target in running):
            unbroken = since[id].status == later and then[id] == now[id]
            since[id] = Since(month if unbroken else since[id].status, month)
    return since


def _turns(past: _Past, card: Scorecard, id: str, first: Month) -> Iterator[Turn]:
    """A target's statuses from a month on, each with the month in which it began; all of them are known by then."""
    assert card.as_of is not None
    last: Status | None = None
    for month in Period(first, card.as_of):
        status = past.statuses(month, ())[id]
        if status != last:
            yield Turn(month, status)
        last = status
