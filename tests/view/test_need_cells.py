"""What is needed in the cells of tables, and in the rows of `show`."""

from __future__ import annotations

import pytest

from dealerplan.view.need_rows import need_rows
from dealerplan.view.needs import needed, season_cell
from dealerplan.words import text
from tests.evaluate.tell import card_of, plan_of, scorecard


@pytest.mark.parametrize(
    ("target", "values", "cell", "season"),
    [
        ("formula: a, goal: 120", {"a": "8 12 10"}, "10/month", "-"),
        ("formula: a, goal: 130", {"a": "8 12 10"}, "12/month", "-"),
        ("formula: a, goal: 140", {"a": "8 12 10"}, "! 13/month", "-"),
        ("formula: a, goal: 4", {"a": "1 0 0"}, "3 台 in 9 months", "-"),
        ("formula: a, goal: 4", {"a": "0 0 0"}, "! 4 台 in 9 months", "-"),
        ("formula: a, goal: under 12", {"a": "1 1 1"}, "at most 8 台 in 9 months", "-"),
        ("formula: a, goal: at most 120", {"a": "8 12 10"}, "at most 10/month", "-"),
        ("formula: a, goal: at most 30", {"a": "8 12 10"}, "nothing more", "-"),
        ("formula: a, goal: at most 20", {"a": "8 12 10"}, "-", "-"),
        ("formula: a, goal: 20", {"a": "8 12 10"}, "-", "-"),
        ("formula: points, goal: over 200%", {"points": "1"}, "> 9.1%/month", "-"),
        ("formula: points, goal: under 200%", {"points": "1"}, "under 9.09%/month", "-"),
        ("formula: money, goal: '>= -1200000'", {"money": "-380000"}, "may lose 820,000", "-"),
        ("formula: a - b, goal: 60", {"a": "60", "b": "0"}, "nothing to spare", "-"),
        ("formula: a - b, goal: at most 60", {"a": "90", "b": "0"}, "down by 30 台", "-"),
        ("formula: money, goal: 10.001 .. 10.002", {"money": "5"}, "not possible any more", "-"),
        ("formula: a, goal: 120, phasing: {12: 120}", {"a": "12"}, "10/month", "0"),
        ("formula: a, goal: 120, phasing: {2: 60}", {"a": "8"}, "! 11/month", "! 59"),
        ("formula: a, goal: at most 120, phasing: {2: 60}", {"a": "8"}, "at most 10/month", "at most 58"),
        ("formula: a / b, goal: at least 200%", {"a": "3 3", "b": "2 2"}, "! rest at 210%", "-"),
        ("formula: a / b, goal: under 50%", {"a": "4 4", "b": "10 10"}, "51 left", "-"),
        ("formula: a / b, goal: under 5%", {"a": "4 4", "b": "10 10"}, "3 over", "-"),
        ("formula: stock, goal: 20", {"stock": "9"}, "11 to go", "-"),
        ("formula: stock, goal: over 4.8", {"stock": "4.65"}, "> 0.15 to go", "-"),
        ("formula: stock, goal: at most 5", {"stock": "9"}, "down by 4", "-"),
        ("formula: stock, goal: at most 5", {"stock": "3"}, "-", "-"),
        ("formula: a, goal: 5, each: month", {"a": "4 6"}, "2026-03: 5", "-"),
        ("formula: a, goal: 15, each: quarter", {"a": "4 6"}, "2026-03: 5", "-"),
        ("formula: a, goal: 15, each: quarter", {"a": "9 6"}, "2026-01..2026-03: >= 15, so far 15 台", "-"),
        ("formula: a, goal: at most 5, each: month", {"a": "4 6"}, "2026-03: <= 5", "-"),
        ("formula: a / b, goal: '>= 90%', each: month", {"a": "4", "b": "5"}, "2026-02: >= 90%", "-"),
        ("formula: stock, goal: 20, each: month", {"stock": "9"}, "2026-02: >= 20", "-"),
        ("formula: a, goal: 5, each: month", {"a": " ".join(["5"] * 12)}, "-", "-"),
    ],
)  # fmt: skip
def test_cells(target: str, values: dict[str, str], cell: str, season: str) -> None:
    card = card_of(target, **values)
    assert [text(one.text, "en") for one in (needed(card), season_cell(card))] == [cell, season]


def test_what_is_left_of_a_budget_has_its_unit_where_there_is_room() -> None:
    card = card_of("formula: a / b, goal: under 50%", a="4 4", b="10 10")
    assert text(needed(card, roomy=True).text, "zh") == "尚余 51 台"


def test_another_volume_could_do_it() -> None:
    plan = plan_of("formula: a / b, goal: 99%")
    measures = {**plan.measures, "a": plan.measures["a"]._replace(within="b")}
    card = scorecard(plan._replace(measures=measures), a="85", b="100").targets[0]
    assert str(needed(card).text) == "not at the volume so far"
    assert str(next(need_rows(card, card.needs[0]))[2].text).endswith("; not at the volume so far")


@pytest.mark.parametrize(
    ("target", "values", "rows"),
    [
        ("formula: a, goal: 140, phasing: {4: 30}", {"a": "8 12 10"},
         ["Needed a month: 13 台", "Needed in 2026-04: 30 台", "Still needed: 110 台"]),
        ("formula: money, goal: at most 600", {"money": "100"},
         ["At most a month: 45.45", "May still be used: 500", "At most a day: 1.49"]),
        ("formula: money, goal: '>= -600'", {"money": "-100"},
         ["May lose a month: 45.45", "May still lose: 500", "May lose a day: 1.49"]),
        ("formula: a - b, goal: at most 60", {"a": "90", "b": "0"},
         ["Has to come down each month by: 3 台", "Has to come down by: 30 台"]),
        ("formula: a / b, goal: under 50%", {"a": "4 4", "b": "10 10"},
         ["Budget a month: 5 台", "Budget: 59 台", "Budget left: 51 台", "At most for the rest: 51%"]),
        ("formula: a / b, goal: under 5%", {"a": "4 4", "b": "10 10"},
         ["Budget: 5 台", "Over budget: 3 台", "At most for the rest: 3%"]),
        ("formula: a / b, goal: 200%", {"a": "3", "b": "2"}, ["Needed for the rest: 204.55%"]),
        ("formula: stock, goal: over 4.8", {"stock": "4.65"}, ["Has to rise by: > 0.15"]),
        ("formula: stock, goal: at most 5", {"stock": "9"}, ["Has to come down by: 4"]),
        ("formula: stock, goal: at most 5", {"stock": "3"}, ["May rise by: 2"]),
        ("formula: points, goal: at most 200%", {"points": "1"},
         ["At most a month: 9.09%", "May still be used: 100%", "At most a day: 0.29%"]),
        ("formula: points, goal: under 200%", {"points": "1"},
         ["At most a month: < 9.09%", "May still be used: < 100%", "At most a day: < 0.29%"]),
        ("formula: a, goal: 5, each: month", {"a": "4 6"}, ["Needed in 2026-03: 5 台"]),
    ],
)  # fmt: skip
def test_rows(target: str, values: dict[str, str], rows: list[str]) -> None:
    card = card_of(target, **values)
    found = [row for need in card.needs for row in need_rows(card, need)]
    assert [f"{text(name.text, 'en')}: {text(amount.text, 'en')}" for name, amount, _ in found] == rows


def test_meanings_tell_what_no_month_has_had_and_what_is_lost() -> None:
    card = card_of("formula: a, goal: 140", a="8 12 10")
    meanings = [str(next(need_rows(card, need))[2].text) for need in card.needs]
    assert meanings == [
        "in each month not recorded yet; the best month so far, 2026-02, had 12 台",
        "by the months not recorded yet, together",
    ]
    missed = card_of("formula: a, goal: 5, each: month", a="4 6")
    meaning = str(next(need_rows(missed, missed.needs[0]))[2].text)
    assert meaning == "what holds the goal of 2026-03, the next span; an earlier one has missed"
    lost = card_of("formula: a, goal: at most 5", a="6")
    assert str(next(need_rows(lost, lost.needs[0]))[2].text).endswith("; not possible any more")
