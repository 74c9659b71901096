"""A version of a plan in the names of a later one."""

from __future__ import annotations

import pytest

from dealerplan.domain.formula import Name
from dealerplan.domain.plan import Plan
from dealerplan.domain.renaming import in_names_of
from tests.planfile.reading import HEAD, read


def strip(plan: Plan) -> Plan:
    """A plan without what renaming itself adds, and without places."""
    return plan._replace(
        was=(),
        measures={id: one._replace(was=(), line=0) for id, one in plan.measures.items()},
        targets=tuple(one._replace(was=(), line=0) for one in plan.targets),
        milestones=tuple(
            one._replace(was=(), line=0, results=tuple(result._replace(was=()) for result in one.results))
            for one in plan.milestones
        ),
    )


OLD = (
    HEAD
    + """
measures:
  ros: {members: [east, west], aliases: [工单]}
  cars: {within: ros}
targets:
  ros: {goal: 100, split: {east: 60, west: 40}, revisions: [{from: 2026-03, goal: 90}]}
  load: {formula: ros / cars, goal: 2}
  more: {formula: ros.east + cars, goal: 3, part_of: ros}
milestones:
  course: {due: 2026-06-30, results: {people: 5, passed: {goal: 4, within: people}}}
"""
)


@pytest.mark.parametrize(
    ("words", "was"),
    [
        ({"ros": "orders"}, {"ros": ("ros",)}),
        ({"east": "ost"}, {"ros.east": ("ros.east",)}),
        ({"ros": "orders", "east": "ost"}, {"ros": ("ros",), "ros.east": ("ros.east",)}),
        ({"ros": "orders", "east": "ost"}, {"ros": ("ros",), "ros.east": ("orders.east",)}),
        ({"cars": "autos"}, {"cars": ("autos2", "cars")}),
        ({"east": "west", "west": "east"}, {"ros.east": ("ros.east",), "ros.west": ("ros.west",)}),
        ({"load": "last"}, {"load": ("load",)}),
        ({"course": "school"}, {"course": ("course",)}),
        ({"people": "heads"}, {"people": ("people",)}),
    ],
)
def test_a_renamed_id_alone_makes_no_difference(words: dict[str, str], was: dict[str, tuple[str, ...]]) -> None:
    """`was` is said of what has the id after renaming, by its old id."""
    text = OLD
    for old in words:
        text = text.replace(old, f"<{old}>")
    for old, new in words.items():
        text = text.replace(f"<{old}>", new)
    now = read(text)
    old_id = {_renamed(old, words): earlier for old, earlier in was.items()}
    now = now._replace(
        measures={id: one._replace(was=old_id.get(id, ())) for id, one in now.measures.items()},
        targets=tuple(one._replace(was=old_id.get(one.id, ())) for one in now.targets),
        milestones=tuple(
            one._replace(
                was=old_id.get(one.id, ()),
                results=tuple(result._replace(was=old_id.get(result.id, ())) for result in one.results),
            )
            for one in now.milestones
        ),
    )
    assert strip(in_names_of(read(OLD), now)) == strip(now)


def _renamed(id: str, words: dict[str, str]) -> str:
    return ".".join(words.get(part, part) for part in id.split("."))


def test_the_plan_itself_is_renamed() -> None:
    old = read(HEAD)
    now = old._replace(id="sales", name="sales", was=("sales-2026",))
    assert strip(in_names_of(old, now)) == strip(now)


def test_numbers_of_a_formula_stay() -> None:
    old = read(HEAD + "measures: {a: {}}\ntargets: {t: {formula: 1 - a * 2, goal: 1}}")
    now = read(HEAD + "measures: {b: {was: a}}\ntargets: {t: {formula: 1 - b * 2, goal: 1}}")
    assert in_names_of(old, now).targets[0].formula == now.targets[0].formula


def test_an_id_stays_where_the_new_one_is_another_thing() -> None:
    old = read(HEAD + "targets: {a: {goal: 1}, b: {goal: 2}}")
    now = read(HEAD + "targets: {b: {goal: 2}}")
    was = now._replace(
        targets=(now.targets[0]._replace(was=("a",)),), measures={"b": now.measures["b"]._replace(was=("a",))}
    )
    assert in_names_of(old, was) == old


def test_a_lone_target_takes_its_measure_along() -> None:
    old, now = (read(HEAD + f"targets: {{{id}: {{goal: 1, unit: 台}}}}") for id in ("a", "b"))
    now = now._replace(targets=(now.targets[0]._replace(was=("a",)),))
    assert strip(in_names_of(old, now)) == strip(now)


def test_without_earlier_ids_nothing_changes() -> None:
    assert in_names_of(read(OLD), read(HEAD)) == read(OLD)


def test_a_part_that_is_called_otherwise_than_its_member_keeps_its_name() -> None:
    old, now = read(OLD), read(OLD.replace("east", "ost"))
    odd = [one._replace(formula=Name("cars")) if one.id == "ros.east" else one for one in old.targets]
    measures = {**now.measures, "ros.ost": now.measures["ros.ost"]._replace(was=("ros.east",))}
    found = in_names_of(old._replace(targets=tuple(odd)), now._replace(measures=measures))
    assert [one.id for one in found.targets] == ["ros", "ros.east", "ros.west", "load", "more"]


def split(id: str, member: str) -> Plan:
    return read(f"""{HEAD}
measures: {{{id}: {{name: Orders, members: [{member}, west]}}}}
targets: {{sales: {{name: Sales, formula: {id}, goal: 100, split: {{{member}: 60, west: 40}}}}}}
""")


def test_a_part_that_is_called_after_its_target_and_its_member_goes_with_the_member() -> None:
    old, now = split("ros", "east"), split("orders", "ost")
    measures = {
        **now.measures,
        "orders": now.measures["orders"]._replace(was=("ros",)),
        "orders.ost": now.measures["orders.ost"]._replace(was=("ros.east",)),
    }
    found = in_names_of(old, now._replace(measures=measures))
    assert [one.name for one in found.targets] == ["Sales", "Sales.ost", "Sales.west"]
