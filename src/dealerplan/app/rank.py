"""The stores of a group in the order of a target's ranks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dealerplan.app.group import Asked, GroupPlan, group_card
from dealerplan.app.group_target import find_group_target
from dealerplan.app.session import Session
from dealerplan.app.workspace import Workspace
from dealerplan.domain.outline import Head
from dealerplan.errors import UsageError
from dealerplan.evaluate.group_card import GroupCard
from dealerplan.evaluate.group_ranking import Among, GroupRanking, group_ranking
from dealerplan.evaluate.rollup import GroupTarget
from dealerplan.evaluate.standing import By, basis_of, has_choice
from dealerplan.words import say


class Wanted(NamedTuple):
    """By what stores are ranked, None for what suits the target, and among whom."""

    by: By | None = None
    among: Among = "all"


def ranking(
    session: Session, workspace: Workspace, heads: Sequence[Head], word: str, asked: Asked, wanted: Wanted
) -> GroupRanking:
    """The ranks of the target that a word names in the groups that heads are of; raises UsageError."""
    of, target = find_group_target(workspace, heads, word, asked.as_of or session.today)
    if wanted.among == "peers" and not (of.plan.group and of.plan.group.peers):
        message = say("{plan} does not say which stores are peers", plan=of.plan.id)
        raise UsageError(message, say("add to the plan: {line}", line="peers: [brand, class]"))
    card = group_card(session, workspace, of, asked)
    _check_by(card.target(target.id), card, wanted.by)
    before = _month_before(session, workspace, of, card, asked)
    return group_ranking(card, before, target.id, wanted.by, wanted.among)


def _month_before(
    session: Session, workspace: Workspace, of: GroupPlan, card: GroupCard, asked: Asked
) -> GroupCard | None:
    """The group a month before, by the same structure; None before the period."""
    if card.as_of is None or card.as_of == of.plan.period.first:
        return None
    return group_card(session, workspace, of, asked._replace(as_of=card.as_of.plus(-1)))


def _check_by(of: GroupTarget, card: GroupCard, by: By | None) -> None:
    """Raises UsageError where a target can't be ranked so."""
    if by is None or has_choice(of, card.plan) or basis_of(of, card.plan) == by:
        return
    message = say("{target} can't be ranked by {by}", target=of.target.label, by=by)
    raise UsageError(message, say("leave out --by"))
