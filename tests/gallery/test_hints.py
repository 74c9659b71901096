"""Every hint is followed: what it says to write is written in its place, and what is read then is what was meant."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

from dealerplan.domain.plan import Plan
from dealerplan.planfile.load import load
from dealerplan.planfile.problem import PlanError

HERE = Path(__file__).parent


class Hint(NamedTuple):
    """A problem of a gallery's plan, and what its hint says."""

    folder: str
    line: int
    column: int
    message: str
    text: str


def hints() -> list[Hint]:
    found = []
    for file in sorted(HERE.glob("*/expected.en")):
        place = None
        for line in file.read_text(encoding="utf-8").splitlines():
            if problem := re.match(r"plan\.yaml:(\d+):(\d+): (.*)", line):
                place = (int(problem[1]), int(problem[2]), problem[3])
            elif line.startswith("  hint: ") and place is not None:
                found.append(Hint(file.parent.name, *place, line.removeprefix("  hint: ")))
    return found


def written(folder: str) -> str:
    return (HERE / folder / "plan.yaml").read_text(encoding="utf-8")


def place_of(hint: Hint, text: str) -> int:
    return sum(len(line) for line in text.splitlines(keepends=True)[: hint.line - 1]) + hint.column - 1


def read(text: str) -> Plan | list[PlanError]:
    return load(text.encode(), "plan.yaml")


HINTS = hints()
MEANT = re.compile(r"did you mean (.*)\?")
QUOTED = re.compile(r"write '(.*)', with the quotes")


def named(pattern: re.Pattern[str]) -> list[object]:
    found = [one for one in HINTS if pattern.fullmatch(one.text) and "…" not in one.text]
    return [pytest.param(one, id=f"{one.folder}-{one.line}-{one.column}") for one in found]


def is_gone(hint: Hint, text: str) -> bool:
    found = read(text)
    return isinstance(found, Plan) or (hint.line, hint.message) not in [
        (one.mark.line, str(one.message)) for one in found
    ]


@pytest.mark.parametrize("hint", named(MEANT))
def test_the_word_meant_is_the_right_one(hint: Hint) -> None:
    text, meant = written(hint.folder), MEANT.fullmatch(hint.text)
    assert meant is not None
    named = [word for word in re.findall(r"[\w.-]+", hint.message) if word in text[place_of(hint, text) :]]
    followed = [
        text[: place_of(hint, text)] + text[place_of(hint, text) :].replace(word, meant[1], 1) for word in named
    ]
    assert any(is_gone(hint, one) for one in followed)


@pytest.mark.parametrize("hint", named(QUOTED))
def test_with_the_quotes_it_is_read_as_it_stands(hint: Hint) -> None:
    text, quoted = written(hint.folder), QUOTED.fullmatch(hint.text)
    assert quoted is not None
    at = place_of(hint, text)
    assert text[at:].startswith(quoted[1])
    assert is_gone(hint, f"{text[:at]}'{quoted[1]}'{text[at + len(quoted[1]) :]}")


class Offer(NamedTuple):
    """What is written in place of what, and what the plan's numbers then are."""

    folder: str
    edits: tuple[tuple[str, str], ...]
    numbers: str


# A hint that offers numbers: every offer is followed. `numbers` are goals (with revisions, parts, results), in order.
OFFERS = (
    Offer("goal-scale-of-what", (("1200万", "1200万元"), ("470k", "470 k USD"), ("3.5万", "3.5万辆"), ("4万", "4万辆")),
          "1200 470 7/2 4"),
    Offer("goal-scale-of-what", (("1200万", "1200亿元"), ("470k", "470m USD"), ("3.5万", "3.5亿辆"),
                                 ("4万", "4亿辆")), "12000000 470000 35000 40000"),
    Offer("goal-share-of-what", (("at least 0.9", "0.9%"),), "9/1000"),
    Offer("goal-share-of-what", (("at least 0.9", "90%"),), "9/10"),
    Offer("start-scale-of-what", (("270万", "270万元"),), "200 270"),
    Offer("start-scale-of-what", (("270万", "270亿元"),), "200 2700000"),
    Offer("phasing-scale-of-what", (("150万", "150万元"),), "600" + " 1/12" * 12),
    Offer("value-number-unit", (("650台", "650"),), "650"),
    Offer("value-number-unit", (("{goal: 650台}", "{goal: 650台, unit: 台}"),), "650"),
    Offer("value-number-unit-after-scale", (("{goal: 600万元}", "{goal: 600万元, unit: 元}"),), "6000000"),
    Offer("goal-with-span", (
        ("goal: 每月650台", "goal: 650台, each: month"), ("goal: 650/month", "goal: 650, each: month"),
        ("goal: at least 650 a month", "goal: at least 650, each: month"),
        ("goal: 每季度不低于50万元", "goal: 不低于50万元, each: quarter"),
        ("goal: '>= 650 per month'", "goal: '>= 650', each: month"),
        ("formula: intake + sold, goal: 每天20台", "formula: (intake + sold) / open_days, goal: 20"),
        ("formula: intake, goal: 月均650", "formula: intake / months, goal: 650"),
        ("150/month", "150"), ("200/month", "200"), ("40 a month", "40"),
    ), "650 650 650 500000 650 20 650 3000 200 150 1200 40"),
    Offer("unit-adds-two-scales", (
        ("shop + parts,", "shop + parts * 10000,"), ("shop + export, goal: 600万", "shop, goal: 600万"),
    ), "6000000 6000000 6000000"),
    Offer("unit-divides-two-scales", (
        ("shop / parts,", "shop / (parts * 10000),"), ("parts / shop,", "parts / (shop / 10000),"),
        ("shop / export", "shop / shop"),
    ), "1/5 1/5 1/5 1/5"),
    Offer("goal-with-span-of-money", (
        ("goal: 1200万元/年", "goal: 1200万元"), ("goal: 季度300万元", "goal: 300万元, each: quarter"),
        ('goal: "$4,000 per month"', "goal: '$4,000', each: month"),
        ("goal: 每月50万元", "goal: 50万元, each: month, unit: 元"), ("goal: 100万/月", "goal: 100万元, each: month"),
        ("formula: fleet, goal: 每天3.5万辆", "formula: fleet / open_days, goal: 3.5"),
        ("50万元/月", "{goal: 50万元, unit: 元}"),
    ), "1200 300 4000 500000 100 7/2 500000"),
    Offer("goal-mean-of-money", (
        ("wan, goal: 月均100万元", "wan / months, goal: 100万元"),
        ("wan, goal: 日均3.3万元", "wan / open_days, goal: 3.3万元"),
        ("usd, goal: average $100k a month", "usd / months, goal: $100k"),
        ('usd, goal: "$3,300 a day"', "usd / open_days, goal: '$3,300'"),
    ), "100 33/10 100000 3300"),
    Offer("goal-growth-of-which-year", (
        ("up 5%", "+5% on last year"), ("下降5%", "-5% on last year"), ("+15%", "+15% on last year"),
        ("20% better than last year", "-20% on last year"), ("same as last year", "at least last year"),
        ("同比增长-5%", "at least -5% on last year"), ("同比下降-6%", "-6% on last year"),
        ("+2pp", "+2pp on last year"),
    ), " ".join(["None"] * 8)),
    Offer("goal-of-a-loss", (
        ("亏损不超过120万元", "at least -120万元"), ("loss of no more than $120k", "at least -$120k"),
        ('"loss under 1,200"', "over -1200"),
    ), "-120 -120000 -1200"),
    Offer("goal-of-a-loss", (
        ("亏损不超过120万元", "at most 120万元"), ("loss of no more than $120k", "at most $120k"),
        ('"loss under 1,200"', "under 1200"),
    ), "120 120000 1200"),
    Offer("goal-range-of-one-unit", (
        ("1000-1200万元", "1000 .. 1200万元"), ("90 to 95 percent", "90 percent .. 95 percent"),
        ("尽量多", "at least 600万元"),
    ), "1000 9/10 600"),
    Offer("unquoted-money-in-flow", (
        ("goal: less than $4,000 a month", "goal: 'less than $4,000', each: month"),
        ("$5,000", "'$5,000'"), ("6,000", "'6,000'"),
    ), "4000 5000 6000"),
    Offer("month-without-year", (
        ("3月", "2027-03"), ("until: April", "until: 2027-04"), ("June 2027", "2027-06"),
        ("June 15 2027", "2027-06-15"), ("6月16日", "2027-06-16"),
    ), "12 12"),
    Offer("members-list-with-more", (
        ("[ann, bob: {until: 2026-06}]", "{ann: {}, bob: {until: 2026-06}}"),
    ), "100"),
    Offer("value-goal-range-dash", (("90%-95%", "90% .. 95%"),), "9/10"),
    Offer("value-day-slashes", (("2026/4/30", "2026-04-30"),), ""),
    Offer("last-year-points-of-it", (("去年的3个百分点", "+3个百分点 on last year"),), "None"),
    Offer("unit-of-another-scale", ((", unit: 万元", ", unit: 元"),), "600"),
)  # fmt: skip


@pytest.mark.parametrize("offer", OFFERS, ids=[f"{at}-{offer.folder}" for at, offer in enumerate(OFFERS)])
def test_each_offer_is_read_as_what_it_says(offer: Offer) -> None:
    text = written(offer.folder)
    for old, new in offer.edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    plan = read(text)
    assert isinstance(plan, Plan), [str(one.message) for one in plan]
    assert [str(value) for value in numbers(plan)] == offer.numbers.split()


def numbers(plan: Plan) -> list[Fraction | None]:
    found: list[Fraction | None] = []
    for target in plan.targets:
        found += [goal.value for goal in target.goals]
        found += [target.start] if target.start is not None else []
        found += target.phasing if isinstance(target.phasing, tuple) else ()
    return found + [result.goal.value for milestone in plan.milestones for result in milestone.results]


def test_every_offer_is_one_that_a_hint_makes() -> None:
    for offer in OFFERS:
        said = " ".join(one.text for one in HINTS if one.folder == offer.folder)
        for _, new in offer.edits:
            assert any(word in said for word in (new, new.split(": ")[-1].rstrip("},"), new.rstrip(","))) or new in (
                "shop + parts * 10000,", "shop, goal: 600万", "shop / (parts * 10000),", "parts / (shop / 10000),",
                "shop / shop",
            ), new  # fmt: skip


# Hints with a number in them that offers none for this place: an example, or a rule.
EXAMPLES = re.compile(
    r"write (it )?like .*|write a number such as .*|write (year|month|the|an id|it)\b.*"
    r"|save it as .*"
    r"|write (even|0|1|2026|3-5|\{from|1-3|a percentage|\+15%).*|choose a month from .*|months are numbered .*"
    r"|quarters are .*|make it add up to 100%|name each month in full.*|list them under .*|give each part .*"
)


def test_every_hint_with_a_number_is_followed_or_an_example() -> None:
    followed = {offer.folder for offer in OFFERS}
    left = [
        one
        for one in HINTS
        if re.search(r"\d", one.text) and not QUOTED.fullmatch(one.text) and not EXAMPLES.fullmatch(one.text)
    ]
    assert [one for one in left if one.folder not in followed] == []
