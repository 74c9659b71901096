"""What one owner answers for: a plan's own owner, else its department, answers for what names nobody."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from dealerplan.domain.number import narrow
from dealerplan.domain.outline import Head
from dealerplan.domain.plan import Plan
from dealerplan.errors import UsageError
from dealerplan.evaluate import Scorecard
from dealerplan.words import meant, say


def check_owner(name: str, known: Iterable[str | None]) -> None:
    """Raises UsageError for a name that owns nothing of what is shown."""
    names = list(dict.fromkeys(filter(None, known)))
    if name in names:
        return
    alike = [one for one in names if narrow(one).casefold().split() == narrow(name).casefold().split()]
    hint = meant(alike[0] if alike else name, names) or say("no plan shown names an owner")
    raise UsageError(say("{name} answers for nothing here", name=name), hint)


def plans_of(name: str, heads: Sequence[Head], read: Callable[[Head], Plan]) -> tuple[Head, ...]:
    """The plans in which somebody answers for a target or milestone; raises UsageError where there is none."""
    owned = [_owners(read(head)) for head in heads]
    check_owner(name, (owner for owners in owned for owner in owners))
    return tuple(head for head, owners in zip(heads, owned, strict=True) if name in owners)


def _owners(plan: Plan) -> list[str | None]:
    """Who answers for a plan's targets and milestones, in its order."""
    targets = [plan.owner_of(one) for one in plan.targets]
    return [*targets, *(plan.owner_of(one) for one in plan.milestones)]


def owned_by(name: str, plan: Plan) -> Collection[str]:
    """The ids of the targets that somebody answers for."""
    return {one.id for one in plan.targets if plan.owner_of(one) == name}


def part_of(name: str, card: Scorecard) -> Scorecard:
    """Of a scorecard what somebody answers for; its figures stay those of the whole plan."""
    plan = card.plan
    for one in card.targets:  # by what others of the plan have, before those go
        _ = one.drivers, one.part_gaps
    return card._replace(
        targets=tuple(one for one in card.targets if plan.owner_of(one.target) == name),
        milestones=tuple(one for one in card.milestones if plan.owner_of(one.milestone) == name),
    )
