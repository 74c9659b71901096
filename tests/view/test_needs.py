"""What a target takes from here, and how it ended, in a clause."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerplan.view.report.needs import what_it_takes
from tests.evaluate.tell import plan_of, scorecard

FULL = " ".join(["9"] * 12)


@pytest.mark.parametrize(
    ("target", "values", "clause"),
    [
        ("formula: a, goal: 120", {"a": "8 12 10"}, "needs 10台 a month, its best so far is 12台 (February)"),
        ("formula: money, goal: 120", {"money": "9.5"},
         "needs 10.05元 a month, its best so far is 9.5元 (January)"),
        ("formula: a, goal: 4", {"a": "1 0 0"}, "still needs 3台 in 9 months"),
        ("formula: a, goal: 121", {"a": "8 12 10"}, "needs 11台 a month, its best so far is 12台 (February)"),
        ("formula: a / 2, goal: 120", {"a": "9 12 10"}, "needs 12台 a month, its best so far is 6台 (February)"),
        ("formula: a, goal: at most 125", {"a": "8 12 10"}, "may use 95台 more, at most 10台 a month"),
        ("formula: a, goal: at most 12", {"a": "4 0 3"}, "may use 5台 more in 9 months"),
        ("formula: a, goal: at most 120", {"a": "8 12 10"}, "may use 90台 more, at most 10台 a month"),
        ("formula: a, goal: 20", {"a": "8 12"}, None),
        ("formula: a, goal: at most 20", {"a": "8 14"}, None),
        ("formula: a, goal: tbd", {"a": "8 12"}, None),
        ("formula: a, goal: 5, each: month", {"a": "4 6"},
         "can't be met each month any more, next March: ≥5台"),
        ("formula: a, goal: 5, each: month", {"a": "5 6"}, None),
        ("formula: a, goal: 15, each: quarter", {"a": "4 6 1 3"},
         "can't be met each quarter any more, next April to June: ≥15台, so far 3台"),
        ("formula: a / b, goal: at least 2", {"a": "3 3", "b": "2 2"},
         "needs 2.1 over the rest, more than the goal; its best month so far is 1.5 (January)"),
        ("formula: a / b, goal: at least 1", {"a": FULL[:-2], "b": "1 " * 11}, None),  # whatever the rest brings
        ("formula: open_days / a, goal: at least 1", {"a": "40 40"}, None),
        ("formula: a / b, goal: under 50%", {"a": "4 4", "b": "10 10"},
         "may have 59台 in the whole period at the volume so far, has had 8台, at most 5台 a month now"),
        ("formula: a / b, goal: at most 50%", {"a": "4 4", "b": "10 10"},
         "may have 60台 in the whole period at the volume so far, has had 8台, at most 5台 a month now"),
        ("formula: a / b, goal: at most 12.6%", {"a": "4 4", "b": "10 10"},
         "may have 15台 in the whole period at the volume so far, has had 8台, 7台 left"),
        ("formula: money / a, goal: under 5", {"money": "4.5 4", "a": "1 1"},
         "may have 59.99元 in the whole period at the volume so far, has had 8.5元, at most 5.14元 a month now"),
        ("formula: a / b, goal: under 5%", {"a": "4 4", "b": "10 10"},
         "may have 5台 in the whole period at the volume so far, has had 8台, 3台 too many"),
        ("formula: money / a, goal: under 5", {"money": "60.5 60", "a": "1 1"},
         "may have 59.99元 in the whole period at the volume so far, has had 120.5元, 60.51元 too many"),
        ("formula: stock, goal: 20, start: 8", {"stock": "9 10"}, "has to rise by 10"),
        ("formula: stock, goal: at most 5", {"stock": "9 10"}, "has to come down by 5"),
        ("formula: stock, goal: 20 .. 30", {"stock": "9 33"}, "has to come down by 3"),
        ("formula: stock, goal: 5", {"stock": "9 10"}, None),
        ("formula: stock, goal: 5", {}, None),
        ("formula: a, goal: 120", {"a": FULL}, "needs nothing"),
        # the limit itself is not good enough
        ("formula: a, goal: under 100", {"a": "80 10"}, "may use 9台 more in 10 months"),
        ("formula: a, goal: under 100", {"a": "80 9"}, "may use 10台 more, at most 1台 a month"),
        ("formula: a, goal: under 100", {"a": "90 9"}, "may use nothing more"),
        ("formula: a, goal: at most 100", {"a": "90 10"}, "may use nothing more"),
        ("formula: a, goal: under 100", {"a": "90 10"}, None),
        ("formula: a, goal: over 100", {"a": "80 10"}, "needs 2台 a month, its best so far is 80台 (January)"),
        ("formula: a, goal: over 100", {"a": "90 10"}, "still needs 1台 in 10 months"),
        ("formula: money, goal: over 100", {"money": "80 19.5"},
         "needs 0.06元 a month, its best so far is 80元 (January)"),
        ("formula: money, goal: over 100", {"money": "50 10"},
         "needs 4.01元 a month, its best so far is 50元 (January)"),
        ("formula: money, goal: under 100", {"money": "50 10"}, "may use 39.99元 more, at most 3.99元 a month"),
        ("formula: money, goal: under 100", {"money": "80 19.5"}, "may use 0.49元 more, at most 0.04元 a month"),
        ("formula: money / a, goal: under 5", {"money": "59 1", "a": "1 1"},
         "may have 59.99元 in the whole period at the volume so far, has had 60元, 0.01元 too many"),
        ("formula: a / b, goal: over 2", {"a": "3 3", "b": "2 2"},
         "needs 2.15 over the rest, more than the goal; its best month so far is 1.5 (January)"),
        ("formula: stock, goal: over 10", {"stock": "9 10"}, "has to rise by 1"),
        ("formula: stock, goal: under 10", {"stock": "9 10"}, "has to come down by 1"),
        ("formula: stock, goal: under 10", {"stock": "9 10.5"}, "has to come down by more than 0.5"),
        ("formula: stock, goal: over 50%", {"stock": "0.5 0.4"}, "has to rise by more than 10.00 points"),
        # a sum that can fall may lose, or has to come down
        ("formula: money, goal: '>= -1200000'", {"money": "-380000"},
         "may lose 820,000元 at most, 74,545元 a month"),
        ("formula: money, goal: '>= -1200000'", {"money": "-1300000"},
         "needs 9,091元 a month, its best so far is -1,300,000元 (January)"),
        ("formula: a - b, goal: 60", {"a": "70", "b": "0"}, "has 10台 to spare in 11 months"),
        ("formula: a - b, goal: 60", {"a": "70", "b": "10"}, "has nothing to spare any more"),
        ("formula: a - b, goal: at most 60", {"a": "80", "b": "10"}, "has to come down by 10台"),
        # a range is told by the end that it is judged by
        ("formula: a, goal: 120 .. 130", {"a": "8 12 10"}, "needs 10台 a month, its best so far is 12台 (February)"),
        ("formula: a, goal: 118 .. 119", {"a": "8 10 9"}, "still needs 91台 in 9 months"),
        ("formula: a, goal: 120 .. 130", {"a": "40 42"}, "may have 48台 more at most, 4台 a month"),
        ("formula: a, goal: 120 .. 130", {"a": "60 62"}, "may have 8台 more at most in 10 months"),
        ("formula: a, goal: 120 .. 130", {"a": "60 70"}, "may have nothing more"),
        ("formula: money, goal: 10.001 .. 10.002", {"money": "5"},
         "can't be met any more, whatever the months to come bring"),
        # a season: the next month's share of the rest
        ("formula: a, goal: 120, phasing: {12: 120}", {"a": "8"},
         "needs 11台 a month, its best so far is 8台 (January), by the plan's season nothing in February"),
        ("formula: a, goal: 120, phasing: {2: 60}", {"a": "8"},
         "needs 11台 a month, its best so far is 8台 (January), by the plan's season 59台 in February"),
        ("formula: a, goal: at most 120, phasing: {2: 60}", {"a": "8"},
         "may use 112台 more, at most 10台 a month, by the plan's season 58台 in February"),
        # a factor is undone
        ("formula: a * 100 / b, goal: at most 3", {"a": "2 2 2", "b": "100 100 100"},
         "may have 36台 in the whole period at the volume so far, has had 6台, at most 3台 a month now"),
        ("formula: a * 100 / b, goal: at most 3", {"a": "13 13 13", "b": "100 100 100"},
         "may have 36台 in the whole period at the volume so far, has had 39台, 3台 too many"),
        ("formula: a / b, goal: at most 0%", {"a": "2", "b": "100"},
         "has had 2台, and can't be met any more, whatever the volume"),
        # what is needed is rounded up, what may be used down
        ("formula: money, goal: at least 600", {"money": "48 47.56"},
         "needs 50.45元 a month, its best so far is 48元 (January)"),
        ("formula: money, goal: at most 600", {"money": "52.2 51.94"},
         "may use 495.86元 more, at most 49.58元 a month"),
        ("formula: a / b, goal: at most 2%", {"a": "7.8 7.5 7.5", "b": "333 334 331"},
         "may have 79.8台 in the whole period at the volume so far, has had 22.8台, at most 6台 a month now"),
        ("formula: money, goal: 0.01, phasing: {1-2: 0.01}", {"money": "0.004 0.003"},
         "still needs 0.01元 in 10 months"),
    ],
)  # fmt: skip
def test_what_it_takes(target: str, values: dict[str, str], clause: str | None) -> None:
    plan = plan_of(f"name: t, {target}")
    found = what_it_takes(scorecard(plan, **values).targets[0])
    assert (None if found is None else str(found)) == (None if clause == "needs nothing" else clause)


@pytest.mark.parametrize(
    ("within", "clause"),
    [
        ("", "needs 101.1% over the rest, more than the goal; its best month so far is 90% (January)"),
        ("within: b", "would need 101.1% over the rest at the volume so far, more than all"),
    ],
)
def test_a_part_can_not_be_more_than_its_whole(within: str, clause: str) -> None:
    plan = plan_of("name: t, formula: a / b, goal: at least 99.1667%")
    measures = dict(plan.measures)
    measures["a"] = measures["a"]._replace(within=within.removeprefix("within: ") or None)
    plan = plan._replace(measures=measures)
    card = scorecard(plan, a="90 90", b="100 100").targets[0]
    assert str(what_it_takes(card)) == clause


AMOUNTS = {"a": st.integers(0, 40).map(Fraction), "money": st.integers(0, 4000).map(lambda cents: Fraction(cents, 100))}
NEXT = {"<": -1, ">": 1}


@given(st.data(), st.sampled_from(["a", "money"]), st.sampled_from([">=", ">", "<=", "<"]), st.integers(20, 300))
def test_who_keeps_to_the_sentence_holds_the_goal(data: st.DataObject, measure: str, op: str, goal: int) -> None:
    own = data.draw(st.lists(AMOUNTS[measure], min_size=1, max_size=11))
    months = 12 - len(own)
    plan = plan_of(f"name: t, formula: {measure}, goal: '{op} {goal}'")
    card = scorecard(plan, **{measure: " ".join(map(str, own))}).targets[0]
    said = str(what_it_takes(card) or "")
    if not said:
        return
    numbers = [Fraction(number) for number in re.findall(r"(?:than|use|needs|most) (?:CNY )?([\d.]+)", said)]
    more = numbers[0] if numbers else Fraction(0)  # "nothing more"
    if "needs" in said and "a month" in said:
        more *= months
    if "than" in said:
        more += NEXT[op] * Fraction(1 if measure == "a" else "0.01")
    assert card.goal.held_by(sum(own, more)), said
    if len(numbers) > 1:
        assert numbers[1] * months <= numbers[0], said


@given(
    st.lists(st.tuples(AMOUNTS["a"], st.integers(1, 40).map(Fraction)), min_size=1, max_size=11),
    st.sampled_from([">=", ">", "<=", "<"]),
    st.integers(1, 150),
)
def test_who_keeps_to_a_rates_sentence_holds_the_goal(
    months: list[tuple[Fraction, Fraction]], op: str, goal: int
) -> None:
    """As long as the months to come have the mean volume so far."""
    parts, wholes = ([one[at] for one in months] for at in (0, 1))
    left, used, recorded = 12 - len(months), sum(parts, Fraction(0)), sum(wholes, Fraction(0))
    volume = recorded * 12 / len(months)
    plan = plan_of(f"name: t, formula: a / b, goal: '{op} {goal}%'")
    card = scorecard(plan, a=" ".join(map(str, parts)), b=" ".join(map(str, wholes))).targets[0]
    said = str(what_it_takes(card) or "")
    if "may have" in said:
        budget, had, *more = [Fraction(number) for number in re.findall(r"([\d.]+)台", said)]
        assert had == used
        assert card.goal.held_by(budget / volume), said
        if "a month" in said:
            assert used + more[0] * left <= budget, said
        elif "too many" in said:
            assert used - more[0] == budget, said
        else:
            assert used + more[0] == budget, said
    elif said:
        needed = Fraction(re.findall(r"(?:needs|need|than) ([\d.,]+)%", said)[0].replace(",", "")) / 100
        total = used + needed * (volume - recorded)
        assert card.goal.held_by((total + int("than" in said)) / volume), said


@given(st.integers(0, 4000), st.integers(1, 40), st.sampled_from([">=", ">", "<=", "<"]))
def test_who_keeps_to_a_levels_sentence_holds_the_goal(cents: int, goal: int, op: str) -> None:
    plan = plan_of(f"name: t, formula: stock, goal: '{op} {goal}'")
    card = scorecard(plan, stock=str(Fraction(cents, 100))).targets[0]
    said = str(what_it_takes(card) or "")
    if said:
        by: Fraction = Fraction(re.findall(r"[\d.]+", said)[0])
        by += Fraction("0.01" if "than" in said else 0)
        assert card.goal.held_by(Fraction(cents, 100) + (by if "rise" in said else -by)), said
