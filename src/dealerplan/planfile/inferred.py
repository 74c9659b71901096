"""What follows from a plan's words without being written: kinds, directions, members and their months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dealerplan.domain import formula as formulas
from dealerplan.domain.formula import Formula
from dealerplan.domain.month import Period
from dealerplan.domain.plan import Kind, Measure, leaves
from dealerplan.planfile.earlier import in_full

if TYPE_CHECKING:
    from dealerplan.planfile.members import Member


def member_of(measure: Measure, short: str, said: Member, months: Period | None) -> Measure:
    """The measure of one member, in the months in which it is there."""
    words = [f"{word}.{short}" for word in (measure.name, *measure.aliases)]
    if said.name is not None:
        words.insert(0, f"{measure.name}.{said.name}")
    id, *was = in_full((measure.id, *measure.was), (short, *said.was))
    there = months if measure.months is None or months is None else measure.months.meets(months)
    return measure._replace(
        id=id,
        name=words[0],
        aliases=tuple(words[1:]),
        within=None,
        members=(),
        months=there or measure.months,
        was=tuple(was),
    )


def hull(plan: Period, measures: Mapping[str, Measure], used: Iterable[str]) -> Period | None:
    """The months of the plan from the first to the last in which all the measures are there; None for no month."""
    found: Period | None = plan
    for id in used:
        there = [measures[leaf].months for leaf in leaves(measures, id)]
        known = [months for months in there if months is not None]
        if found is not None and len(known) == len(there):
            found = found.meets(Period(min(one.first for one in known), max(one.last for one in known)))
    return found


def first_of_loops(above: Mapping[str, str | None]) -> list[str]:
    """The first of each ring of things that lie within each other."""
    order = {id: number for number, id in enumerate(above)}
    done: set[str] = set()
    found = []
    for start in above:
        chain: dict[str, None] = {}
        here: str | None = start
        while here in order and here not in done:
            done.add(here)
            chain[here] = None
            here = above[here]
        if here in chain:
            ring = list(chain)[list(chain).index(here) :]
            found.append(min(ring, key=order.__getitem__))
    return found


def kind_of(formula: Formula, measures: Mapping[str, Measure]) -> Kind:
    """A flow is a weighted sum of sums, a level one last value, a rate everything else."""
    weights = formulas.weights(formula)
    if weights and all(measures[id].over_time == "sum" for id in weights):
        return "flow"
    if isinstance(formula, formulas.Name) and measures[formula.id].over_time == "last":
        return "level"
    return "rate"
