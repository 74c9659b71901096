"""A group as a page to click through: its screen, below it every region with its stores, below these their targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dealerplan.domain.group import FACTS, Store
from dealerplan.view.document import Block, Cell, Document, Said, Table
from dealerplan.view.group import PARTS, Part, group_document
from dealerplan.view.group.page import GroupPage, value_name
from dealerplan.view.group.stores import Wanted, store_table, target_table_of
from dealerplan.words import say


class Detail(NamedTuple):
    """What opens on a click: found by its anchor, with further details below."""

    title: Said
    anchor: str
    blocks: Sequence[Block]
    below: Sequence[Detail] = ()


class Site(NamedTuple):
    """A page: what stands on it, and what opens."""

    document: Document
    details: Sequence[Detail]


def group_site(page: GroupPage, parts: Sequence[Part] = PARTS) -> Site:
    """The screen with links from regions to their stores and from these to their targets."""
    regions: dict[str, list[Store]] = {}
    for store in page.card.group.stores:
        regions.setdefault(page.fact(store, page.by[0]), []).append(store)
    blocks = [_linked(block, list(regions)) for block in group_document(page, parts).blocks]
    if page.card.as_of is None:
        return Site(Document(blocks), ())
    return Site(Document(blocks), [_region(page, value, at, own) for at, (value, own) in enumerate(regions.items())])


def _linked(block: Block, regions: Sequence[str]) -> Block:
    """A table of regions with a link from each to its stores."""
    if not isinstance(block, Table) or block.columns[0].id != "region":
        return block
    places = {value_name(value): at for at, value in enumerate(regions)}
    rows = [[_link(row[0], places), *row[1:]] for row in block.rows]
    return block._replace(rows=rows)


def _link(cell: Cell, places: dict[Said, int]) -> Cell:
    at = places.get(cell.text)
    return cell if at is None else cell._replace(link=f"region {at}")


def _region(page: GroupPage, value: str, at: int, stores: Sequence[Store]) -> Detail:
    number = say("{number} store", "{number} stores", number=len(stores))
    title = say("{region}: {stores}", region=value_name(value), stores=number)
    table = store_table(page, Wanted(stores, signed=True, link=_anchor))
    return Detail(title, f"region {at}", [table], [_store(page, store) for store in stores])


def _store(page: GroupPage, store: Store) -> Detail:
    told = [value for fact in FACTS if (value := page.fact(store, fact))]
    title = say("{store} ({facts})", store=store.label, facts=[store.id, *told])
    return Detail(title, _anchor(store), [target_table_of(page, store)])


def _anchor(store: Store) -> str:
    return f"store {store.id}"
