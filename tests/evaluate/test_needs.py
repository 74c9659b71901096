"""What is needed and what may still be used, by kind, sign and unit; each amount put back is in test_needs_laws."""

from __future__ import annotations

import pytest

from dealerplan.evaluate import TargetCard
from tests.evaluate.tell import card_of, plan_of, scorecard
from tests.planfile.reading import HEAD, read

FULL = " ".join(["9"] * 12)


def told(card: TargetCard) -> str:
    """Every need in a line: `need 89 rest no` or `allowance 5 month of a`."""
    return "; ".join(_one(card, at) for at in range(len(card.needs)))


def _one(card: TargetCard, at: int) -> str:
    need = card.needs[at]
    amount = str(need.amount)
    if need.amount.denominator in (2, 4, 5, 10, 20, 25, 50, 100):
        amount = f"{float(need.amount):g}"
    parts = [need.kind, amount, need.per or need.change or "", "N" if need.of else ""]
    parts += [str(need.first) if need.seasonal else "", need.possible if need.possible != "yes" else ""]
    parts += ["!" if need.more_than_any_month else "", "strict" if need.strict else ""]
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize(
    ("target", "values", "needs"),
    [
        # sums of things: whole ones, a floor's up, a ceiling's down, strict signs included
        ("formula: a, goal: 120", {"a": "8 12 10"}, "need 10 month; need 90 rest"),
        ("formula: a, goal: 121", {"a": "8 12 10"}, "need 11 month; need 91 rest"),
        ("formula: a, goal: 130", {"a": "8 10 10"}, "need 12 month !; need 102 rest !"),
        ("formula: a, goal: over 120", {"a": "8 12 10"}, "need 11 month; need 91 rest"),
        ("formula: a, goal: 4", {"a": "1 0 0"}, "need 3 rest"),
        ("formula: a, goal: 4", {"a": "0 0 0"}, "need 4 rest !"),
        ("formula: a, goal: under 12", {"a": "1 1 1"}, "allowance 8 rest"),
        ("formula: a, goal: at most 12", {"a": "1 1 1"}, "allowance 1 month; allowance 9 rest"),
        ("formula: a, goal: at most 3", {"a": "1 1 1"}, "allowance 0 rest"),
        ("formula: a, goal: at most 2", {"a": "1 1 1"}, "allowance -1 rest no"),
        ("formula: a, goal: 3", {"a": "1 1 1"}, ""),
        ("formula: a, goal: 120", {"a": FULL}, ""),
        ("formula: a, goal: tbd", {"a": "8 12"}, ""),
        ("formula: a, goal: 120", {}, ""),
        # of money: cents
        ("formula: money, goal: 100", {"money": "8 12 10"}, "need 7.78 month; need 70 rest; need 0.26 day"),
        ("formula: money, goal: under 100", {"money": "8 12 10"},
         "allowance 7.77 month; allowance 69.99 rest; allowance 0.25 day"),
        # of shares: any amount
        ("formula: points, goal: over 200%", {"points": "0.9 0"},
         "need 0.11 month strict; need 1.1 rest strict; need 11/3060 day strict"),
        # that can fall: less than 0 is what may be lost, or what has to come down
        ("formula: a - b, goal: 60", {"a": "70", "b": "0"}, "need -10 rest"),
        ("formula: a - b, goal: 60", {"a": "90", "b": "0"}, "need -2 month; need -30 rest"),
        ("formula: a - b, goal: at most 60", {"a": "90", "b": "0"}, "allowance -3 month; allowance -30 rest"),
        ("formula: money, goal: '>= -120'", {"money": "-38"},
         "need -7.45 month !; need -82 rest !; need -0.24 day !"),
        ("formula: money, goal: '>= -120'", {"money": "5"}, "need -11.36 month; need -125 rest; need -0.37 day"),
        # ranges: either end, and no share that breaks the other one
        ("formula: a, goal: 120 .. 130", {"a": "8 12 10"},
         "need 10 month; need 90 rest; allowance 11 month; allowance 100 rest"),
        ("formula: a, goal: 118 .. 119", {"a": "8 10 9"}, "need 91 rest !; allowance 92 rest"),
        ("formula: a, goal: 120 .. 130", {"a": "40 42"},
         "allowance 4 month; allowance 48 rest; need 4 month; need 38 rest"),
        ("formula: a, goal: 120 .. 130", {"a": "60 65"}, "allowance 5 rest"),
        ("formula: money, goal: 10.001 .. 10.002", {"money": "5"}, "allowance 5 rest no; need 5.01 rest no"),
        # a season: the next month's share of the rest
        ("formula: a, goal: 120, phasing: {12: 120}", {"a": "8"},
         "need 11 month !; need 0 month 2026-02; need 112 rest !"),
        ("formula: a, goal: 120, phasing: {2: 60}", {"a": "8"},
         "need 11 month !; need 59 month 2026-02 !; need 112 rest !"),
        ("formula: a, goal: at most 120, phasing: {2: 60}", {"a": "8"},
         "allowance 10 month; allowance 58 month 2026-02; allowance 112 rest"),
        ("formula: a, goal: 120, phasing: {12: 120}", {"a": "8 0 0 0 0 0 0 0 0 0 0"}, "need 112 month !; need 4 day !"),
        ("formula: money, goal: over last year", {"money": f"{'10 ' * 11} 20 | 8"},
         "need 11.1 month !; need 10.17 month 2026-02 !; need 122.01 rest !; need 0.37 day !"),
        ("formula: money, goal: over last year", {"money": f"10 -5 {'10 ' * 10} | 8"},
         "need 8.82 month !; need 97.01 rest !; need 0.3 day !"),
        # rates: whole N at the mean D so far; under a ceiling how much N
        ("formula: a / b, goal: 50%", {"a": "4 4 4", "b": "10 10 10"}, "need 8/15 rest !"),
        ("formula: a / b, goal: 50%", {"a": "4 4 4", "b": "10 10 11"}, "need 50/93 rest !"),
        ("formula: a / b, goal: over 50%", {"a": "4 4 4", "b": "10 10 10"}, "need 49/90 rest !"),
        ("formula: a / b, goal: 50%", {"a": "40 40 40", "b": "10 10 10"}, ""),
        ("formula: (a - b) / a, goal: 5%", {"a": "40", "b": "0"}, "need -2/55 rest"),
        ("formula: a / b, goal: under 50%", {"a": "4 4", "b": "10 10"},
         "allowance 5 month N; allowance 51 rest N; allowance 0.51 rest"),
        ("formula: a * 100 / b, goal: at most 3", {"a": "2 2 2", "b": "100 100 100"},
         "allowance 3 month N; allowance 30 rest N; allowance 10/3 rest"),
        ("formula: a / b, goal: at most 5%", {"a": "4 4", "b": "10 10"},
         "allowance -2 rest N not_at_volume; allowance -0.02 rest not_at_volume"),
        ("formula: a / b, goal: at most 0", {"a": "4 4", "b": "10 10"},
         "allowance -8 rest N no; allowance -0.08 rest no"),
        ("formula: a / b, goal: 40% .. 60%", {"a": "4 4", "b": "10 10"},
         "need 0.4 rest; allowance 6 month N; allowance 64 rest N; allowance 0.64 rest"),
        ("formula: a / b, goal: 40% .. 60%", {"a": "9 9", "b": "10 10"},
         "allowance 5 month N; allowance 54 rest N; allowance 0.54 rest; need 0.3 rest"),
        ("formula: a / b, goal: 1", {"a": "4", "b": "0"}, ""),
        ("formula: a / b, goal: 1", {"a": "4", "b": "-5"}, ""),
        ("formula: a / stock, goal: 1", {"a": "4", "stock": "3"}, ""),
        ("formula: size, goal: 1", {"size": "0"}, ""),
        # levels: how far to their last month; of scores without a unit no step
        ("formula: stock, goal: 20, start: 8", {"stock": "9 10"}, "need 10 rise"),
        ("formula: stock, goal: at most 5", {"stock": "9 10"}, "need 5 fall"),
        ("formula: stock, goal: under 5", {"stock": "9 10"}, "need 6 fall"),
        ("formula: stock, goal: under 5", {"stock": "9 3"}, "allowance 1 rise"),
        ("formula: stock, goal: 5", {"stock": "9 10"}, ""),
        ("formula: stock, goal: over 4.8", {"stock": "4.65"}, "need 0.15 rise strict"),
        ("formula: stock, goal: 20 .. 30", {"stock": "9 33"}, "need 3 fall"),
        ("formula: stock, goal: 20 .. 30", {"stock": "9 25"}, ""),
        ("formula: stock, goal: over 50%", {"stock": "0.4"}, "need 0.1 rise strict"),
        # goals for each: the next span, which can't mend a miss
        ("formula: a, goal: 5, each: month", {"a": "5 6"}, "need 5 month"),
        ("formula: a, goal: 5, each: month", {"a": "4 6"}, "need 5 month no"),
        ("formula: a, goal: 15, each: quarter", {"a": "4 6 5 3"}, "need 6 month; need 12 rest"),
        ("formula: a, goal: 3, each: quarter", {"a": "4 6 5 3"}, ""),
        ("formula: a, goal: at most 6, each: month", {"a": "5 6"}, "allowance 6 month"),
        ("formula: a / b, goal: 50%, each: month", {"a": "5", "b": "9"}, "need 5/9 rest"),
        ("formula: stock, goal: 50, each: month", {"stock": "55 45"}, "need 5 rise no"),
        ("formula: a, goal: 5, each: month", {"a": FULL}, ""),
    ],
)  # fmt: skip
def test_needs(target: str, values: dict[str, str], needs: str) -> None:
    assert told(card_of(target, **values)) == needs


@pytest.mark.parametrize(
    ("goal", "a", "b", "possible"),
    [
        ("90%", "85", "100", "yes"),
        ("99%", "85", "100", "not_at_volume"),
        ("100%", "100", "100", "yes"),
        ("100%", "99", "100", "no"),
        ("over 99%", "85", "100", "not_at_volume"),
        ("over 100%", "100", "100", "no"),
    ],
)
def test_a_part_can_not_be_more_than_its_whole(goal: str, a: str, b: str, possible: str) -> None:
    """With enough volume the rate comes near 100%; one that has missed never reaches it."""
    plan = plan_of(f"formula: a / b, goal: {goal}")
    measures = {**plan.measures, "a": plan.measures["a"]._replace(within="b")}
    card = scorecard(plan._replace(measures=measures), a=a, b=b).targets[0]
    assert [need.possible for need in card.needs] == [possible]
    chain = {**measures, "a": measures["a"]._replace(within="money"), "money": measures["money"]._replace(within="b")}
    card = scorecard(plan._replace(measures=chain), a=a, b=b).targets[0]
    assert [need.possible for need in card.needs] == [possible]
    added = scorecard(plan_of(f"formula: (a + money) / b, goal: {goal}"), a=a, b=b, money="0").targets[0]
    assert [need.possible for need in added.needs] == ["yes"]
    measures["a"] = measures["a"]._replace(above_whole="warn")
    card = scorecard(plan._replace(measures=measures), a=a, b=b).targets[0]
    assert [need.possible for need in card.needs] == ["yes"]


def test_a_need_says_for_which_months() -> None:
    card = card_of("formula: a, goal: 120", a="8 - 10", as_of="2026-03")
    need = card.needs[0]
    assert (str(need.first), str(need.last), need.months, str(need.unit)) == ("2026-02", "2026-12", 10, "台")
    coming = card_of("formula: a, goal: 15, each: quarter", a="4 6 5 3").needs[0]
    assert (str(coming.first), str(coming.last)) == ("2026-05", "2026-06")


def test_what_n_has_had_is_told_with_what_it_may_have() -> None:
    need = card_of("formula: a / b, goal: at most 10%", a="2 3", b="50 50").needs[1]
    assert [need.used, need.amount, need.total] == [5, 55, 60]


@pytest.mark.parametrize(("months", "needs"), [(7, "need 118 month !; need 590 rest !; need 20 day !"), (8, "")])
def test_a_store_needs_nothing_of_months_after_it_closed(months: int, needs: str) -> None:
    plan = read(HEAD + "closed: 2026-08-31\ntargets: {a: {goal: 1200, unit: 台}}")
    assert told(scorecard(plan, a="80 " + "88 " * 5 + "90 " * (months - 6)).targets[0]) == needs
