"""Next year's file of any plan: it loads, has every id, adds up where this year's did, and has no new finding.

Without growth it says the same; with it, parts and splits that added up still do.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealerplan.domain.number import canonical
from dealerplan.domain.plan import Plan, Target
from dealerplan.planfile.growth import at_end
from dealerplan.planfile.load import load
from dealerplan.planfile.next_year import Standing, ThisYear, next_year
from dealerplan.planfile.parts import families
from dealerplan.planfile.rules import findings
from dealerplan.planfile.source import Source, read
from dealerplan.planfile.writing import write
from dealerplan.words import say
from tests.planfile.test_roundtrip import files

GROWTH = st.sampled_from([Fraction(1), Fraction(108, 100), Fraction(9, 10), Fraction(10001, 10000), Fraction(3)])
VALUES = st.integers(-5, 1000).map(lambda value: Fraction(value, 10))


def loaded(raw: bytes) -> Plan:
    found = load(raw, "x.yaml")
    assert isinstance(found, Plan), (raw.decode(), [(str(error), error.mark) for error in found])
    return found


def results(plan: Plan, draw: st.DrawFn) -> ThisYear:
    """Any results of a plan's targets."""

    def standing(target: Target) -> Standing:
        months = draw(st.sampled_from([0, len(plan.months_of(target))]))
        values = draw(st.lists(VALUES, min_size=months, max_size=months))
        return Standing(say("actual {name}", name=target.name), draw(st.none() | VALUES), values)

    return ThisYear({one.id: standing(one) for one in plan.targets if draw(st.booleans())})


def adding(plan: Plan) -> set[tuple[str, frozenset[str]]]:
    """The families of decided goals that add up: the whole, and its parts."""
    found = set()
    for whole, parts in families(plan):
        plain = not any(one.each or one.goal.value is None or one.goal.is_range for one in (whole, *parts))
        if plain and sum(one.goal.value or 0 for one in parts) == whole.goal.value:
            found.add((whole.id, frozenset(part.id for part in parts)))
    return found


@st.composite
def years(draw: st.DrawFn) -> tuple[Plan, str, Fraction]:
    """A plan, next year's text, and the growth."""
    _, raw = draw(files())
    plan, source, growth = loaded(raw), Source(), draw(GROWTH)
    read(source, raw)
    made = next_year(source.data, plan, results(plan, draw), growth)
    return plan, write(made.data, "en", ["made"]), growth


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(years())
def test_next_year(year: tuple[Plan, str, Fraction]) -> None:
    plan, text, growth = year
    new = loaded(text.encode())
    assert sorted(new.measures) == sorted(plan.measures)
    assert [one.id for one in new.targets] == [one.id for one in plan.targets]
    assert [one.id for one in new.milestones] == [one.id for one in plan.milestones]
    assert len(new.period) == len(plan.period)
    assert new.period.first > plan.period.last
    old = at_end(plan)
    for was, now in zip(old.targets, new.targets, strict=True):
        assert (now.formula, now.kind, now.owner, now.unit, now.each, now.part_of, now.revisions) == (
            was.formula, was.kind, was.owner, was.unit, was.each, was.part_of, ()
        )  # fmt: skip
        assert (now.goal.op, now.goal.last_year) == (was.goal.op, was.goal.last_year)
        if was.kind == "rate" or growth == 1:
            assert (now.goal.value, now.goal.high) == (was.goal.value, was.goal.high)
    assert adding(old) <= adding(new), text
    if growth == 1:
        known = {(one.code, one.target) for one in findings(old)}
        found = {(one.code, one.target) for one in findings(new)}
        assert {one for one in found - known if one[0] != "calendar-provisional"} == set()


def tree(draw: st.DrawFn, depth: int) -> dict[str, object]:
    """Goals of members, of theirs, and so on; each a number of hundredths, or a mapping of members."""
    shorts = draw(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6, unique=True))
    amounts = st.integers(0, 10**6)
    return {short: tree(draw, depth - 1) if depth and draw(st.booleans()) else draw(amounts) for short in shorts}


def total(goals: object) -> int:
    return sum(map(total, goals.values())) if isinstance(goals, dict) else int(str(goals))


def members(goals: dict[str, object]) -> dict[str, object]:
    return {short: members(below) if isinstance(below, dict) else [] for short, below in goals.items()}


def split(goals: dict[str, object], scale: Fraction) -> dict[str, object]:
    return {
        short: {"goal": written(total(below), scale)}
        | ({"split": split(below, scale)} if isinstance(below, dict) else {})
        for short, below in goals.items()
    }


def written(amount: int, scale: Fraction) -> str:
    return canonical(Fraction(amount) / scale)


@st.composite
def wholes(draw: st.DrawFn) -> dict[str, object]:
    """A plan of one whole with parts in another scale, each part split down to people, all adding up."""
    parts = {name: tree(draw, 2) for name in ("p", "q", "r")[: draw(st.integers(1, 3))]}
    sign = draw(st.sampled_from([">=", "<="]))
    measures = {name: {"unit": "元", "members": members(goals)} for name, goals in parts.items()}
    targets: dict[str, object] = {
        "whole": {
            "formula": " + ".join(parts),
            "unit": "元",
            "goal": f"{sign} {written(sum(map(total, parts.values())), Fraction(100))}",
            "phasing": draw(st.sampled_from(["even", {"1-2": "10%", "5": "5%"}])),
        }
    }
    for name, goals in parts.items():
        goal = f"{draw(st.sampled_from([sign, '>=', '>']))} {written(total(goals), Fraction(100))}"
        targets[name] = {"goal": goal, "part_of": "whole", "split": split(goals, Fraction(100))}
    return {"plan": "p", "store": "s", "period": "2026", "measures": measures, "targets": targets}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wholes(), st.integers(-990, 3000).map(lambda percent: 1 + Fraction(percent, 1000)))
def test_what_added_up_adds_up(data: dict[str, object], growth: Fraction) -> None:
    plan = loaded(write(data, "en").encode())
    new = loaded(write(next_year(data, plan, ThisYear(), growth).data, "en").encode())
    assert len(adding(plan)) == sum(1 for one in plan.targets if plan.split_of(one)) + 1
    assert adding(new) == adding(plan)
    grown = growth if plan.targets[0].goal.op == ">=" else Fraction(1)
    for was, now in zip(plan.targets, new.targets, strict=True):
        assert was.goal.value is not None
        assert now.goal.value is not None
        off = now.goal.value - was.goal.value * grown
        assert abs(off) < Fraction(1, 100) * (2 + was.id.count("."))  # a step of its own, and one of each whole above
        assert (now.goal.value * 100).denominator == 1
        assert now.goal.value * 100 == ceil(was.goal.value * grown * 100) or now.id != "whole"
