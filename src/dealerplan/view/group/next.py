"""What to ask next."""

from __future__ import annotations

from collections.abc import Iterator

from dealerplan.view.document import Block, Facts, Line
from dealerplan.view.group.page import GroupPage
from dealerplan.words import say


def next_blocks(page: GroupPage) -> Iterator[Block]:
    """The commands that answer what this screen leaves open."""
    card = page.card
    if card.as_of is None:
        return
    commands = []
    if card.coverage is not None and card.coverage.reported < card.coverage.due:
        commands.append(f"dealerplan due {card.as_of} --by {_region(page)}")
    if card.later is not None:
        month, _ = card.later
        commands += [f"dealerplan due {month} --by {_region(page)}", f"dealerplan group --as-of {month}"]
    if page.about is not None:
        commands.append(f"dealerplan rank {page.about.target.id}")
    told = {fact for store in card.group.stores for fact, value in store.facts.items() if value}
    other = next((fact for fact in ("brand", "class", "region") if fact in told and fact not in page.by), None)
    if other is not None:
        commands.append(f"dealerplan group --by {other}")
    if commands:
        yield Facts([(say("Next"), [Line(command, "quiet", whole=True) for command in commands])])


def _region(page: GroupPage) -> str:
    """What `due` is grouped by."""
    return page.by[0] if page.by[0] in ("region", "manager") else "region"
