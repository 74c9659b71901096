"""Regions, brands, classes or managers by targets: how much is reported, how each stands, who is behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from dealerplan.domain.group import Fact
from dealerplan.domain.shown import Percent
from dealerplan.evaluate.regions import Region
from dealerplan.evaluate.rollup import GroupTarget
from dealerplan.view.document import NONE, Block, Cell, Chart, Column, Heading, Said, Series, Table, Tone
from dealerplan.view.group.amounts import amount, scale_for
from dealerplan.view.group.gap_list import gap_scale, region_gaps
from dealerplan.view.group.page import GroupPage, behind, count_cell, value_name
from dealerplan.view.group.target_table import row_scale
from dealerplan.view.store_value import FACT_TITLES
from dealerplan.view.terms import STATUS, of_whole
from dealerplan.words import Message, say, say_as

TITLES: Mapping[Fact, Message] = {
    "region": say("Regions: pace or actual, and how many stores are behind"),
    "brand": say("Brands: pace or actual, and how many stores are behind"),
    "class": say("Classes: pace or actual, and how many stores are behind"),
    "manager": say("Managers: pace or actual, and how many stores are behind"),
}
FIRST = 1  # the rank of the most important column that may go
LAST = 8
FEWEST_DRAWN, MOST_DRAWN = 2, 12  # regions in a picture


def region_blocks(page: GroupPage) -> Iterator[Block]:
    """A table for each fact that stores are grouped by; none where no store has it."""
    for fact in page.by:
        table = region_table(page, fact)
        if table is not None:
            yield Heading(TITLES[fact], 2)
            yield table
            if (chart := _chart(page, fact)) is not None:
                yield chart


def _chart(page: GroupPage, fact: Fact) -> Chart | None:
    """The pace of regions in the target that the page is about, beside what is owed."""
    about = page.about
    if about is None or about.target.kind != "flow":
        return None
    known = [one for one in page.regions(about, fact) if one.rolled.pace is not None]
    if len(known) < FEWEST_DRAWN or len(known) > MOST_DRAWN:
        return None
    paces = [None if one.rolled.pace is None else of_whole(one.rolled.pace) for one in known]
    return Chart(
        say("{target}: pace", target=about.target.label),
        [one.value or "-" for one in known],
        [Series(say("Pace"), paces, "actual"), Series(say("Owed"), [Percent(Fraction(1))] * len(known), "goal")],
        "bars",
    )


def region_table(page: GroupPage, fact: Fact) -> Table | None:
    """Regions by targets; None where no store says its own."""
    if not page.targets or page.card.as_of is None:
        return None
    by_target = {of.target.id: page.regions(of, fact) for of in page.targets}
    first = next(iter(by_target.values()))
    if not any(one.value for one in first):
        return None
    about = page.about if page.about is not None and not page.is_ratio(page.about) else None
    gaps = _gaps(page, about, fact)
    columns = [
        Column("region", FACT_TITLES[fact], "words"),
        Column("due", say_as("of stores", "Due")),
        Column("reported", say("Reported")),
        *(Column(of.target.id, say("{target}", target=of.target.label), rank=rank)
          for of, rank in zip(page.targets, _ranks(page), strict=True)),
        *([Column("gap", say("Gap: {target}", target=about.target.label), rank=0)] if about is not None else []),
    ]  # fmt: skip
    found = {id: {one.value: one for one in regions} for id, regions in by_target.items()}
    rows = []
    for region in first:
        cells = [region_cell(of, found[of.target.id].get(region.value)) for of in page.targets]
        gap = [gaps.get(region.value, NONE)] if about is not None else []
        name: Said = value_name(region.value)
        if region.due or any(cell != NONE for cell in cells):
            rows.append([Cell(name), count_cell(region.due), count_cell(region.reported), *cells, *gap])
    return Table(columns, rows)


def _ranks(page: GroupPage) -> list[int]:
    """Which target's column goes first where there is no room: that with the fewest stores behind; never the main."""
    about = page.about.target.id if page.about is not None else page.targets[0].target.id
    order = sorted(page.targets, key=lambda of: (of.target.id != about, -behind(of)))
    places = {of.target.id: at for at, of in enumerate(order)}
    return [min(places[of.target.id], LAST) for of in page.targets]


def region_cell(of: GroupTarget, region: Region | None) -> Cell:
    """A target in a region: its pace or actual, the sign of its status, and how many stores are behind.

    A goal for each span has that number alone.
    """
    if region is not None and of.target.each and region.due:
        return Cell(say("{number} behind", number=region.behind), "bad" if region.behind else "plain")
    said = None if region is None or of.target.each else region_figure(of, region)
    if region is None or said is None:
        return NONE
    sign, _, tone = _UNTOLD if region.status is None else STATUS[region.status]
    number = say("({number})", number=region.behind) if region.behind else ""
    parts = [part for part in (said, sign, number) if part]
    text: Said = parts[0]
    for part in parts[1:]:
        text = say("{one} {other}", one=text, other=part)
    return Cell(text, tone)


_UNTOLD: tuple[str, Message, Tone] = ("", say("by store"), "plain")


def region_figure(of: GroupTarget, region: Region) -> Said | None:
    """The pace of a flow, the value of anything else."""
    rolled = region.rolled
    if of.target.kind == "flow":
        return None if rolled.pace is None else of_whole(rolled.pace)
    if rolled.actual is None:
        return None
    scale = scale_for(of.target, [rolled.actual], [rolled.expected])
    return amount(rolled.actual, scale._replace(places=_at_least(scale.places, row_scale(of).places)))


def _at_least(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return max(one[0], other[0]), max(one[1], other[1])


def _gaps(page: GroupPage, about: GroupTarget | None, fact: Fact) -> dict[str, Cell]:
    if about is None:
        return {}
    regions: Sequence[Region] = page.regions(about, fact)
    scale = gap_scale(page, about)
    return {
        one.value: NONE if gap is None else Cell(amount(gap, scale, signed=True))
        for one, gap in zip(regions, region_gaps(page, about, regions), strict=True)
    }
