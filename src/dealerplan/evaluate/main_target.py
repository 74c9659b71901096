"""The one target that a plan is about: what its first page begins with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache

from dealerplan.domain.plan import Target
from dealerplan.evaluate.scorecard import Scorecard, TargetCard


def main_target(card: Scorecard) -> TargetCard | None:
    """The target marked as main; else of those whose goal is decided the whole with the most parts, the first of money,
    or the first. None where nothing is decided."""
    decided = {one.target.id for one in card.targets if not one.goal.undecided}
    found = main_of([one.target for one in card.targets], decided)
    return next((one for one in card.targets if found is not None and one.target.id == found.id), None)


def main_of(targets: Sequence[Target], decided: Collection[str]) -> Target | None:
    """The same of targets, of which some ids are decided."""
    marked = next((one for one in targets if one.main), None)
    known = [one for one in targets if one.id in decided]
    if marked is not None or not known:
        return marked
    parts = _counted(targets)
    whole = max(known, key=lambda one: parts(one.id))
    if parts(whole.id):
        return whole
    money = (one for one in known if one.unit is not None and one.unit.is_money)
    return next(money, known[0])


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
