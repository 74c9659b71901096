"""What a target of a group is told of: which plan and group, as of when, by which structure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dealerplan.domain.group import Structure
from dealerplan.domain.plan import Target
from dealerplan.evaluate.group_card import GroupCard
from dealerplan.view.document import Block, Heading, Line
from dealerplan.view.when import month_name
from dealerplan.words import Message, say

STRUCTURES: Mapping[Structure, Message] = {
    "then": say("stores where they were in each month"),
    "now": say("stores where they are today"),
}


def target_head(card: GroupCard, target: Target) -> Iterator[Block]:
    """The head over one target of a group."""
    yield Heading(say("{name} ({id})", name=target.name, id=target.id))
    fills = {"plan": card.plan.name, "group": card.group.terms.id}
    if card.as_of is None:
        yield Line(say("{plan}, {group}: nothing is recorded", **fills))
        return
    month = month_name(card.as_of, with_year=True)
    yield Line(
        say("{plan}, {group}, as of {month}, {structure}", month=month, structure=STRUCTURES[card.structure], **fills)
    )
