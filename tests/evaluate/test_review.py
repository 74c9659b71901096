"""A scorecard looked back on: spans, since when, promise and result."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from dealerplan.calendar import open_days
from dealerplan.domain.month import Each, Month, Period
from dealerplan.domain.plan import Plan
from dealerplan.evaluate import evaluate
from dealerplan.evaluate.review import OFF_TRACK, Review, review
from tests.evaluate.make import DAY, Given, cases
from tests.evaluate.tell import actuals_of, plan_of, scorecard, told


def looked_back(plan: Plan, each: Each | None = None, as_of: str | None = None, **values: str) -> Review:
    actuals = {
        (measure, plan.period.first.plus(index)): Fraction(value)
        for measure, row in values.items()
        for index, value in enumerate(row.split())
        if value != "-"
    }
    return review(scorecard(plan, as_of, **values), actuals, {}, open_days(plan.calendar), each)


@pytest.mark.parametrize("period", ["2026", "2026-H2", "2026-Q1", "2026-03"])
def test_a_look_back_is_of_the_month_unless_a_span_is_asked_for(period: str) -> None:
    """The meeting is monthly: also where a quarter, half or year has just ended."""
    plan = plan_of("formula: a, goal: 120", period)
    for month in plan.period:
        found = looked_back(plan, as_of=str(month), a=" ".join("8" for _ in Period(plan.period.first, month)))
        assert (found.each, found.span, found.months) == ("month", Period(month, month), (month,))


@pytest.mark.parametrize(
    ("each", "as_of", "span", "months"),
    [
        ("month", "2026-05", "2026-05", 1),
        ("quarter", "2026-05", "2026-Q2", 2),
        ("half", "2026-05", "2026-H1", 5),
        ("year", "2026-05", "2026", 5),
        (None, "2026-06", "2026-06", 1),
    ],
)
def test_the_span_lies_round_the_month_and_its_months_end_with_it(
    each: Each | None, as_of: str, span: str, months: int
) -> None:
    found = looked_back(plan_of("formula: a, goal: 12"), each, as_of, a="1 1 1 1 1 1")
    assert (found.span.label, len(found.months), str(found.months[-1])) == (span, months, as_of)


def test_a_span_ends_with_the_period() -> None:
    found = looked_back(plan_of("formula: a, goal: 12", period="2026-H2"), "year", a="1")
    assert found.span.label == "2026-H2"


def test_nothing_recorded_has_no_past() -> None:
    found = looked_back(plan_of("formula: a, goal: 12"))
    assert (found.before, found.months, found.since, found.results, found.statuses) == (None, (), {}, {}, {})


def test_the_first_month_has_no_month_before() -> None:
    assert looked_back(plan_of("formula: a, goal: 12"), a="1").before is None
    before = looked_back(plan_of("formula: a, goal: 12"), a="1 1").before
    assert before is not None
    assert before.as_of == Month(2026, 1)


@pytest.mark.parametrize(
    ("actuals", "status", "off_track"),
    [
        ("0", "2026-01", "2026-01"),
        ("10 8", "2026-02", "2026-02"),
        ("9 9 2", "2026-03", "2026-01"),  # at risk, at risk, behind
        ("0 20 0", "2026-03", "2026-03"),  # on track in between
        ("0 0 0", "2026-01", "2026-01"),
    ],
)
def test_since_when(actuals: str, status: str, off_track: str) -> None:
    found = looked_back(plan_of("formula: a, goal: 120"), a=actuals).since["t"]
    assert (str(found.status), str(found.off_track)) == (status, off_track)


def test_what_is_on_track_has_no_since() -> None:
    assert looked_back(plan_of("formula: a, goal: 12"), a="1 1").since == {}


@pytest.mark.parametrize(
    ("actuals", "turns"),
    [
        ("10", ""),
        ("1 1 1", "2026-01 behind"),
        ("10 8 1", "2026-02 at_risk, 2026-03 behind"),
        ("1 10 18", "2026-01 behind, 2026-03 at_risk"),  # 29 of 30
        ("1 19 9 9 1", "2026-03 at_risk, 2026-05 behind"),  # what was before is over
        ("9 9 1 18 10", "2026-01 at_risk, 2026-03 behind, 2026-04 at_risk"),
    ],
)
def test_what_the_status_has_been_since_it_is_off_track(actuals: str, turns: str) -> None:
    found = looked_back(plan_of("formula: a, goal: 120"), a=actuals)
    assert ", ".join(f"{one.month} {one.status}" for one in found.turns.get("t", ())) == turns


@pytest.mark.parametrize(
    ("target", "before", "values", "yoy"),
    [
        ("formula: a, goal: 120", {"a": "9 9 9 5 10 -"}, {"a": "9 9 9 12 9 9"}, "2 21 15 2/5"),
        ("formula: a, goal: 120", {"a": "9 9 9 - - -"}, {"a": "9 9 9 12 9 9"}, "-"),
        ("formula: a, goal: 10, each: month", {"a": "9 9 9 5 10 5"}, {"a": "9 9 9 - 9 9"}, "2 18 15 1/5"),
        ("formula: a / b, goal: 1", {"a": "1 1 1 1 1 2", "b": "1 1 1 2 3 3"},
         {"a": "9 9 9 3 3 3", "b": "9 9 9 2 2 2"}, "3 3/2 1/2 2"),
        ("formula: stock, goal: 24", {"stock": "1 1 1 1 -1 -1"}, {"stock": "9 9 9 3 3 3"}, "3 3 -1 -"),
        ("formula: a, goal: tbd", {"a": "9 9 9 5 5 5"}, {"a": "9 9 9 5 5 5"}, "3 15 15 0"),
    ],
)  # fmt: skip
def test_the_second_quarter_against_last_years(
    target: str, before: dict[str, str], values: dict[str, str], yoy: str
) -> None:
    rows = {id: f"{row} - - - - - - | {values[id]}" for id, row in before.items()}
    plan = plan_of(target)
    actuals = actuals_of(plan, rows)
    found = review(scorecard(plan, "2026-06", **rows), actuals, {}, open_days(plan.calendar), "quarter").results["t"]
    assert told(found.yoy, "months actual base change") == yoy if found.yoy else yoy == "-"


@pytest.mark.parametrize(
    ("target", "values", "expected"),
    [
        ("formula: a, goal: 120", {"a": "9 9 9 12 9 9"}, "30 30 0 - -"),
        ("formula: a / b, goal: under 50%", {"a": "9 9 9 1 2 3", "b": "9 9 9 4 4 4"}, "1/2 1/2 0 - -"),
        ("formula: stock, goal: 24, start: 12", {"stock": "1 2 3 4 5 15"}, "15 18 -3 - -"),
        ("formula: a, goal: 5, each: month", {"a": "9 9 9 4 5 6"}, "15 15 0 2 3"),
        ("formula: a, goal: 10, each: quarter", {"a": "9 9 9 4 5 6"}, "15 10 5 1 1"),
        ("formula: a / b, goal: 1 .. 2", {"a": "9 9 9 8 8 8", "b": "3 3 3 2 2 2"}, "4 - 2 - -"),
        ("formula: a, goal: tbd", {"a": "9 9 9 1 1 1"}, "3 - - - -"),
        ("formula: a, goal: 120", {"a": "9 9 9 12 - 9"}, "21 20 1 - -"),  # like with like
        ("formula: stock, goal: 24", {"stock": "1 2 3"}, "- - - - -"),
    ],
)
def test_the_second_quarter_promised_and_brought(target: str, values: dict[str, str], expected: str) -> None:
    found = looked_back(plan_of(target), "quarter", "2026-06", **values)
    assert told(found.results["t"], "actual expected gap hits spans") == expected


def test_statuses_of_a_spans_months() -> None:
    found = looked_back(plan_of("formula: a, goal: 120"), "quarter", a="10 8 2")
    assert [found.statuses[month]["t"] for month in found.months] == ["on_track", "at_risk", "behind"]


@given(cases(each=False))
def test_a_span_of_everything_has_the_figures_of_the_scorecard(case: Given) -> None:
    if case.as_of is None or len(case.plan.period) > 12 or len(case.plan.period) < 6:
        return
    figures = case.first().figures
    each: Each = "year" if len(case.plan.period) == 12 else "half"
    result = review(case.card(), case.actuals, {}, open_days(case.plan.calendar), each).results["t"]
    assert (result.actual, result.gap) == (figures.actual, figures.gap)
    assert result.yoy == case.first().yoy_to_date
    if figures.actual is not None:
        assert result.expected == figures.expected


@given(cases())
def test_every_status_is_the_one_that_an_evaluation_then_gives(case: Given) -> None:
    calendar = open_days(case.plan.calendar)
    found = review(case.card(), case.actuals, {}, calendar, "year")
    then = {
        month: evaluate(case.plan, case.actuals, {}, calendar, DAY, month).targets[0].verdict.status
        for month in case.plan.period
        if case.as_of is not None and month <= case.as_of
    }
    assert {month: statuses["t"] for month, statuses in found.statuses.items()} == then
    if "t" not in found.since:
        assert not then or then[max(then)] not in OFF_TRACK
        assert found.turns == {}
        return
    statuses = {month: next(one.status for one in reversed(found.turns["t"]) if one.month <= month)
                for month in then if month >= found.turns["t"][0].month}  # fmt: skip
    assert statuses == {month: then[month] for month in then if month >= found.since["t"].off_track}
    since, last = found.since["t"], max(then)
    assert all(then[month] in OFF_TRACK for month in then if month >= since.off_track)
    assert all(then[month] == then[last] for month in then if month >= since.status)
    for run, ends in ((since.off_track, then.get(since.off_track.plus(-1)) not in OFF_TRACK),
                      (since.status, then.get(since.status.plus(-1)) != then[last])):  # fmt: skip
        assert run == case.plan.period.first or ends


def test_the_spans_that_did_not_hold() -> None:
    found = looked_back(plan_of("formula: a, goal: 6, each: quarter"), a="1 2 3 1 1 1 2 2 2")
    (card,) = found.card.targets
    assert [(str(span.months[-1]), span.actual) for span in card.misses] == [("2026-06", Fraction(3))]
    assert found.running == {}


def test_a_rate_off_track_over_the_months_up_to_each_one() -> None:
    found = looked_back(plan_of("formula: a / b, goal: 90%"), a="1 1 - 1", b="2 4 1 2")
    assert found.running == {"t": [Fraction(1, 2), Fraction(1, 3), None, Fraction(3, 8)]}
    assert looked_back(plan_of("formula: a / b, goal: 10%"), a="1", b="2").running == {}
