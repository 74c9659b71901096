"""What is needed in the cells of tables, and in the rows of `show`."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerplan.domain.shown import Scaled
from dealerplan.evaluate import TargetCard
from dealerplan.view.document import Cell
from dealerplan.view.need_cell import need_cell, season_cell
from dealerplan.view.need_rows import need_rows
from dealerplan.view.scale import is_large, scale_of
from dealerplan.words import Lang, text
from tests.evaluate.tell import card_of, plan_of, scorecard


def cells(card: TargetCard) -> tuple[Cell, Cell]:
    """What a table has of a target: what the rest needs, and what the next month needs by the season."""
    scale = scale_of(card, is_large([card]))
    return need_cell(card, scale), season_cell(card, scale)


@pytest.mark.parametrize(
    ("target", "values", "cell", "season"),
    [
        ("formula: a, goal: 120", {"a": "8 12 10"}, "10/month", "-"),
        ("formula: a, goal: 130", {"a": "8 12 10"}, "12/month", "-"),
        ("formula: a, goal: 140", {"a": "8 12 10"}, "13/month!", "-"),
        ("formula: a, goal: 4", {"a": "1 0 0"}, "3 in 9 mo", "-"),
        ("formula: a, goal: 4", {"a": "0 0 0"}, "4 in 9 mo!", "-"),
        ("formula: a, goal: under 12", {"a": "1 1 1"}, "≤8 in 9 mo", "-"),
        ("formula: a, goal: at most 120", {"a": "8 12 10"}, "≤10/month", "-"),
        ("formula: a, goal: at most 30", {"a": "8 12 10"}, "nothing more", "-"),
        ("formula: a, goal: at most 20", {"a": "8 12 10"}, "-", "-"),
        ("formula: a, goal: 20", {"a": "8 12 10"}, "-", "-"),
        ("formula: points, goal: over 200%", {"points": "1"}, ">10%/month", "-"),
        ("formula: points, goal: under 200%", {"points": "1"}, "<9%/month", "-"),
        ("formula: money, goal: 1200000", {"money": "80000"}, "101.9/month!", "-"),
        ("formula: money, goal: 1200000, phasing: {2: 60000}", {"money": "80000"}, "101.9/month!", "61.3"),
        ("formula: money, goal: at most 1200000", {"money": "80000"}, "≤101.8/month", "-"),
        ("formula: money, goal: '>= -1200000'", {"money": "-380000"}, "may lose 820.0", "-"),
        ("formula: a - b, goal: 60", {"a": "60", "b": "0"}, "nothing to spare", "-"),
        ("formula: a - b, goal: 60", {"a": "90", "b": "0"}, "to spare 30", "-"),
        ("formula: a - b, goal: at most 60", {"a": "90", "b": "0"}, "down by 30", "-"),
        ("formula: money, goal: 10.001 .. 10.002", {"money": "5"}, "out of reach", "-"),
        ("formula: a, goal: 120, phasing: {12: 120}", {"a": "12"}, "10/month", "0"),
        ("formula: a, goal: 120, phasing: {2: 60}", {"a": "8"}, "11/month", "59"),
        ("formula: a, goal: at most 120, phasing: {2: 60}", {"a": "8"}, "≤10/month", "≤58"),
        ("formula: a / b, goal: at least 200%", {"a": "3 3", "b": "2 2"}, "≥210%!", "-"),
        ("formula: a / b, goal: under 50%", {"a": "4 4", "b": "10 10"}, "≤51台", "-"),
        ("formula: a / b, goal: under 5%", {"a": "4 4", "b": "10 10"}, "3台 over", "-"),
        ("formula: stock, goal: 20", {"stock": "9"}, "up by 11", "-"),
        ("formula: stock, goal: over 4.8", {"stock": "4.65"}, "up by >0.15", "-"),
        ("formula: stock, goal: at most 5", {"stock": "9"}, "down by 4", "-"),
        ("formula: stock, goal: at most 5", {"stock": "3"}, "-", "-"),
        ("formula: a, goal: 5, each: month", {"a": "4 6"}, "≥5/month", "-"),
        ("formula: a, goal: 15, each: quarter", {"a": "4 6"}, "Mar ≥5", "-"),
        ("formula: a, goal: 15, each: quarter", {"a": "4"}, "Feb to Mar ≥11!", "-"),
        ("formula: a, goal: 15, each: quarter", {"a": "4 6 5"}, "≥15/quarter", "-"),
        ("formula: a, goal: 15, each: quarter", {"a": "9 6"}, "≥15/quarter", "-"),
        ("formula: a, goal: at most 5, each: month", {"a": "4 6"}, "≤5/month", "-"),
        ("formula: a / b, goal: '>= 90%', each: month", {"a": "4", "b": "5"}, "≥90%/month", "-"),
        ("formula: stock, goal: 20, each: month", {"stock": "9"}, "≥20/month", "-"),
        ("formula: a, goal: 5, each: month", {"a": " ".join(["5"] * 12)}, "-", "-"),
    ],
)  # fmt: skip
def test_cells(target: str, values: dict[str, str], cell: str, season: str) -> None:
    card = card_of(target, **values)
    assert [text(one.text, "en") for one in cells(card)] == [cell, season]


def test_cells_in_chinese() -> None:
    found = [
        ("formula: money, goal: 1200000", {"money": "80000"}, "10.19/月!"),
        ("formula: a, goal: 4", {"a": "1 0 0"}, "3（9 个月内）"),
        ("formula: a, goal: 5, each: month", {"a": "4 6"}, "每月≥5"),
        ("formula: a, goal: 15, each: quarter", {"a": "4"}, "2—3月≥11!"),
        ("formula: a / b, goal: under 50%", {"a": "4 4", "b": "10 10"}, "≤51台"),
        ("formula: stock, goal: over 4.8", {"stock": "4.65"}, "还差 >0.15"),
    ]
    assert [text(cells(card_of(target, **values))[0].text, "zh") for target, values, _ in found] == [
        cell for *_, cell in found
    ]


def printed(cell: Cell, lang: Lang) -> tuple[str, Fraction, int]:
    """What a cell says: its words before the figure, the figure as it is printed, and in how many months."""
    said = text(cell.text, lang)
    found = re.search(r"(\D*?)(-?[\d,]+(?:\.\d+)?)(万|%)?", said)
    assert found is not None, said
    parts = {"万": Fraction(10**4), "%": Fraction(1, 100), None: Fraction(1)}
    value = Fraction(found[2].replace(",", "")) * parts[found[3]]
    if isinstance(cell.text, Scaled) and not cell.text.scale.percent:
        value *= cell.text.scale.one(lang)
    months = re.search(r"(\d+) (?:mo|个月)", said)
    return found[1], value, int(months[1]) if months else 0


BIT = Fraction(1, 10**9)  # beyond a limit that does not do itself


def beyond(words: str, value: Fraction) -> Fraction:
    """The least that does, or the most that may be."""
    return value + BIT if ">" in words else value - BIT if "<" in words else value


MONEY = st.integers(0, 40_000_000).map(lambda cents: Fraction(cents, 100))
SMALL = {"a": st.integers(0, 40).map(Fraction), "money": st.integers(0, 4000).map(lambda cents: Fraction(cents, 100))}
OPS = st.sampled_from([">=", ">", "<=", "<"])
IN_EITHER = st.sampled_from(["zh", "en"])


def _holds(card: TargetCard, had: list[Fraction], lang: Lang) -> None:
    """Whoever keeps to the cell over the months to come holds the goal."""
    cell, _ = cells(card)
    said, left = text(cell.text, lang), 12 - len(had)
    if not re.search(r"\d", said):
        return
    words, value, months = printed(cell, lang)
    each = beyond(words, value)
    assert months in (0, left), said
    assert card.goal.held_by(sum(had) + (each if months else each * left)), (said, had)


@given(st.data(), st.sampled_from(["a", "money"]), OPS, st.integers(20, 300), IN_EITHER)
def test_who_keeps_to_the_cell_holds_the_goal(
    data: st.DataObject, measure: str, op: str, goal: int, lang: Lang
) -> None:
    had = data.draw(st.lists(SMALL[measure], min_size=1, max_size=11))
    plan = plan_of(f"formula: {measure}, goal: '{op} {goal}'")
    _holds(scorecard(plan, **{measure: " ".join(map(str, had))}).targets[0], had, lang)


@given(st.lists(MONEY, min_size=1, max_size=11), OPS, st.integers(10_000_000, 500_000_000), IN_EITHER)
def test_so_it_is_in_ten_thousands_and_thousands(had: list[Fraction], op: str, cents: int, lang: Lang) -> None:
    plan = plan_of(f"formula: money, goal: '{op} {cents / 100:.2f}'")
    card = scorecard(plan, money=" ".join(map(str, had))).targets[0]
    assert scale_of(card, is_large([card])).large
    _holds(card, had, lang)


@given(
    st.lists(st.tuples(SMALL["a"], st.integers(1, 40).map(Fraction)), min_size=1, max_size=11), OPS,
    st.integers(1, 150), IN_EITHER,
)  # fmt: skip
def test_so_it_is_with_a_rate(months: list[tuple[Fraction, Fraction]], op: str, goal: int, lang: Lang) -> None:
    """As long as the months to come have the mean volume so far."""
    parts, wholes = ([one[at] for one in months] for at in (0, 1))
    used, recorded = sum(parts, Fraction(0)), sum(wholes, Fraction(0))
    volume = recorded * 12 / len(months)
    plan = plan_of(f"formula: a / b, goal: '{op} {goal}%'")
    card = scorecard(plan, a=" ".join(map(str, parts)), b=" ".join(map(str, wholes))).targets[0]
    cell, _ = cells(card)
    said = text(cell.text, lang)
    if not re.search(r"\d", said):
        return
    words, value, _ = printed(cell, lang)
    if "%" in said:
        assert card.goal.held_by((used + beyond(words, value) * (volume - recorded)) / volume), said
    else:
        assert card.goal.held_by((used + (-value if cell.tone == "bad" else value)) / volume), said


@given(st.integers(0, 4000), st.integers(1, 40), OPS, IN_EITHER)
def test_so_it_is_with_a_level(cents: int, goal: int, op: str, lang: Lang) -> None:
    plan = plan_of(f"formula: stock, goal: '{op} {goal}'")
    card = scorecard(plan, stock=str(Fraction(cents, 100))).targets[0]
    cell, _ = cells(card)
    if not re.search(r"\d", text(cell.text, lang)):
        return
    words, value, _ = printed(cell, lang)
    by = beyond(words, value)
    assert card.goal.held_by(Fraction(cents, 100) + (-by if op.startswith("<") else by)), text(cell.text, lang)


@given(
    st.lists(SMALL["a"], min_size=1, max_size=11), st.integers(1, 100), st.sampled_from(["month", "quarter", "half"])
)
def test_so_it_is_with_the_next_span_of_a_goal_for_each(had: list[Fraction], goal: int, each: str) -> None:
    card = card_of(f"formula: a, goal: {goal}, each: {each}", a=" ".join(map(str, had)))
    cell, _ = cells(card)
    if not re.search(r"\d", text(cell.text, "en")):
        return
    assert card.coming is not None
    _, value, _ = printed(cell, "en")
    so_far = Fraction(0) if "/" in text(cell.text, "en") else card.coming.so_far or Fraction(0)
    assert card.coming.goal.held_by(so_far + value), text(cell.text, "en")


def test_another_volume_could_do_it() -> None:
    plan = plan_of("formula: a / b, goal: 99%")
    measures = {**plan.measures, "a": plan.measures["a"]._replace(within="b")}
    card = scorecard(plan._replace(measures=measures), a="85", b="100").targets[0]
    assert text(cells(card)[0].text, "en") == "not at this volume"
    assert str(next(need_rows(card, card.needs[0]))[2].text).endswith("; not at the volume so far")


@pytest.mark.parametrize(
    ("target", "values", "rows"),
    [
        ("formula: a, goal: 140, phasing: {4: 30}", {"a": "8 12 10"},
         ["Needed a month: 13台", "Needed in April: 30台", "Still needed: 110台"]),
        ("formula: money, goal: at most 600", {"money": "100"},
         ["At most a month: 45.45元", "May still be used: 500元", "At most a day: 1.49元"]),
        ("formula: money, goal: '>= -600'", {"money": "-100"},
         ["May lose a month: 45.45元", "May still lose: 500元", "May lose a day: 1.49元"]),
        ("formula: a - b, goal: at most 60", {"a": "90", "b": "0"},
         ["Has to come down each month by: 3台", "Has to come down by: 30台"]),
        ("formula: a / b, goal: under 50%", {"a": "4 4", "b": "10 10"},
         ["Budget a month: 5台", "Budget: 59台", "Budget left: 51台", "At most for the rest: 51%"]),
        ("formula: a / b, goal: under 5%", {"a": "4 4", "b": "10 10"},
         ["Budget: 5台", "Over budget: 3台", "At most for the rest: 3%"]),
        ("formula: a / b, goal: 200%", {"a": "3", "b": "2"}, ["Needed for the rest: 204.55%"]),
        ("formula: stock, goal: over 4.8", {"stock": "4.65"}, ["Has to rise by: > 0.15"]),
        ("formula: stock, goal: at most 5", {"stock": "9"}, ["Has to come down by: 4"]),
        ("formula: stock, goal: at most 5", {"stock": "3"}, ["May rise by: 2"]),
        ("formula: points, goal: at most 200%", {"points": "1"},
         ["At most a month: 9.09%", "May still be used: 100%", "At most a day: 0.29%"]),
        ("formula: points, goal: under 200%", {"points": "1"},
         ["At most a month: < 9.09%", "May still be used: < 100%", "At most a day: < 0.29%"]),
        ("formula: a, goal: 5, each: month", {"a": "4 6"}, ["Needed in March: 5台"]),
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
        "in each month not recorded yet; the best month so far, February, had 12台",
        "by the months not recorded yet, together",
    ]
    missed = card_of("formula: a, goal: 5, each: month", a="4 6")
    meaning = str(next(need_rows(missed, missed.needs[0]))[2].text)
    assert meaning == "what holds the goal of March, the next span; an earlier one has missed"
    lost = card_of("formula: a, goal: at most 5", a="6")
    assert str(next(need_rows(lost, lost.needs[0]))[2].text).endswith("; not possible any more")
