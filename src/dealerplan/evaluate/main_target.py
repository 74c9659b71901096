"""The one target that a plan is about: what its first page begins with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from dealerplan.domain.plan import Target
from dealerplan.evaluate.scorecard import Scorecard, TargetCard


def main_target(card: Scorecard) -> TargetCard | None:
    """The target marked as main; else of those whose goal is decided the whole with the most parts, the first of money,
    or the first. None where nothing is decided."""
    marked = next((one for one in card.targets if one.target.main), None)
    decided = [one for one in card.targets if not one.goal.undecided]
    if marked is not None or not decided:
        return marked
    parts = _counted([one.target for one in card.targets])
    whole = max(decided, key=lambda one: parts(one.target.id))
    if parts(whole.target.id):
        return whole
    money = (one for one in decided if one.target.unit is not None and one.target.unit.is_money)
    return next(money, decided[0])


def _counted(targets: Sequence[Target]) -> Callable[[str], int]:
    """How many parts a target has by its id, their own parts counted too."""
    below: dict[str, list[str]] = {}
    for one in targets:
        if one.part_of is not None:
            below.setdefault(one.part_of, []).append(one.id)

    @cache
    def parts(id: str) -> int:
        return sum(1 + parts(part) for part in below.get(id, ()))

    return parts
