"""Where a gap comes from: what stores are short, less what others are over, and the five that are short the most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from dealerplan.domain.formula import Name
from dealerplan.domain.number import nearest, rounded_to_sum, summed
from dealerplan.domain.plan import Plan, Target
from dealerplan.domain.shown import Scale
from dealerplan.evaluate.regions import Region
from dealerplan.evaluate.rollup import GapParts, GroupTarget, StoreLine
from dealerplan.evaluate.tally import parts_of
from dealerplan.view.document import NONE, Block, Cell, Column, Heading, Line, Table
from dealerplan.view.group.amounts import amount, amount_cell, exact_scale, named, scale_for, step
from dealerplan.view.group.page import GroupPage, count_cell, stores_said, value_name
from dealerplan.view.standing import percent_cell
from dealerplan.view.store_value import unit_of_cases
from dealerplan.view.terms import first_few, joined, of_whole
from dealerplan.words import Message, say

WORST = 5
MANY = 10  # stores, from which money is told in 万, or in thousands
FEW = Fraction(1, 3)
"""From this share of what is short on, the worst five are said to make it; below it is spread."""


class Gap(NamedTuple):
    """A gap as it is printed, every part rounded so that all add up: it, what is short and over, of the worst stores,
    and of the rest."""

    of: GroupTarget
    scale: Scale
    whole: Fraction
    short: Fraction
    over: Fraction
    worst: Sequence[tuple[StoreLine, Fraction]]
    rest: Fraction
    others: int


def gap_of(page: GroupPage) -> Gap | None:
    """The gap of the target that the page is about; None where there is none to take apart."""
    of = page.about
    if of is None or of.gap_parts is None:
        return None
    parts = of.gap_parts
    lines = sorted((line for line in of.lines if line.is_short), key=lambda line: -(line.share_of_short or 0))
    worst = first_few(lines, WORST)
    own = [-abs(line.contribution or Fraction(0)) for line in worst]
    rest = parts.short - sum(own)
    scale = gap_scale(page, of)
    gaps, left, over = rounded(own, rest, parts.over, step(scale))
    short = sum(gaps, left)
    return Gap(of, scale, short + over, short, over, list(zip(worst, gaps, strict=True)), left,
               len(lines) - len(worst))  # fmt: skip


def rounded(
    own: Sequence[Fraction], rest: Fraction, over: Fraction, one: Fraction
) -> tuple[list[Fraction], Fraction, Fraction]:
    """Parts in steps of one that add up to the whole's nearest: stores to their nearest, as they are told elsewhere,
    where the rest can take what that leaves."""
    whole = sum(own, rest + over)
    gaps = [nearest(gap / one) * one for gap in own]
    left = nearest(whole / one) * one - sum(gaps)
    more = nearest(over / one) * one if rest else left
    if (left - more < 0) == (rest < 0) and (more > 0) == (over > 0):
        return gaps, left - more, more
    *gaps, less, more = rounded_to_sum([*own, rest, over], whole, one)
    return gaps, less, more


def gap_scale(page: GroupPage, of: GroupTarget) -> Scale:
    """The scale of all gaps of a target: of N / D in cases; of a few stores exact: one may be a region."""
    values = [line.contribution for line in of.lines]
    if page.is_ratio(of):
        return Scale(places=(1, 1)) if any(one is not None and one.denominator > 1 for one in values) else Scale()
    told = [*values, *(line.tally.actual for line in of.lines)]
    return exact_scale(of.target, told) if len(of.lines) < MANY else scale_for(of.target, told, huge=False)


def gap_blocks(page: GroupPage) -> Iterator[Block]:
    """Where the gap comes from."""
    gap = gap_of(page)
    if gap is None or page.about is None or page.about.gap_parts is None:
        return
    yield Heading(say("Where the gap comes from"), 2)
    yield Line(_equation(page, gap, page.about.gap_parts))
    if gap.worst:
        yield _table(page, gap)
        yield from _rest(page, gap)


def _equation(page: GroupPage, gap: Gap, parts: GapParts) -> Message:
    """The gap as what is short less what is over, with how many stores."""
    label, is_ratio = gap.of.target.label, page.is_ratio(gap.of)

    def told(value: Fraction) -> object:
        return cases(page, gap.of, abs(value), gap.scale) if is_ratio else named(abs(value), gap.scale)

    if not parts.stores_short:
        return say("{target}: no store is behind; {stores} ahead by {amount}", target=label,
                   stores=stores_said(parts.stores_over), amount=told(gap.over))  # fmt: skip
    fills = {
        "target": label,
        "gap": told(gap.whole),
        "short": stores_said(parts.stores_short), "lack": told(gap.short),
        "over": stores_said(parts.stores_over), "more": told(gap.over),
    }  # fmt: skip
    is_good = gap.whole > 0
    template = (_TOO_MANY if not is_good else _FEWER) if gap.of.is_ceiling else (_SHORT if not is_good else _AHEAD)
    if not gap.whole:
        template = _EVEN
    elif not parts.stores_over:
        template = _ALL_TOO_MANY if gap.of.is_ceiling else _ALL_SHORT
    said = template.filled(fills)
    return say("{said} ({number} exactly on it)", said=said, number=parts.level) if parts.level else said


_ALL_SHORT = say("{target} is {gap} short, at {short}")
_ALL_TOO_MANY = say("{target} is {gap} above what is allowed, at {short}")
_SHORT = say("{target} is {gap} short = {short} short {lack} - {over} over {more}")
_AHEAD = say("{target} is {gap} ahead = {over} over {more} - {short} short {lack}")
_TOO_MANY = say("{target} is {gap} above what is allowed = {short} above {lack} - {over} below {more}")
_FEWER = say("{target} is {gap} below what is allowed = {over} below {more} - {short} above {lack}")
_EVEN = say("{target} is even: {short} lacking {lack}, {over} with {more} to spare")


def cases(page: GroupPage, of: GroupTarget, value: Fraction, scale: Scale) -> object:
    """Cases of N with their unit: `63.8台`."""
    unit = unit_of_cases(of.target, page.card.plan)
    digits = amount(value, scale)
    return say("{amount}{unit}", amount=digits, unit="" if unit is None else unit.behind(""))


_OF_SUMS = (
    Column("number", say("#")),
    Column("store", say("Store"), "words"),
    Column("region", say("Region"), "fixed", rank=2),
    Column("brand", say("Brand"), "fixed", rank=5),
    Column("goal", say("Goal"), rank=4),
    Column("owed", say("Owed")),
    Column("actual", say("Actual")),
    Column("pace", say("Pace"), rank=1),
    Column("gap", say("Gap")),
    Column("cumulated", say("Cum. share")),
    Column("owner", say("Manager"), "fixed", rank=3),
)
_OF_RATES = (
    *_OF_SUMS[:4],
    Column("cases", say("Cases"), rank=3),
    Column("actual", say("Actual")),
    Column("goal", say("Goal")),
    *_OF_SUMS[8:],
)


def _table(page: GroupPage, gap: Gap) -> Table:
    shares = accumulate(line.share_of_short or Fraction(0) for line, _ in gap.worst)
    columns = _OF_RATES if page.is_ratio(gap.of) else _OF_SUMS
    rows = []
    for at, ((line, own), cumulated) in enumerate(zip(gap.worst, shares, strict=True), 1):
        cells = _of_rate(page, gap, line) if page.is_ratio(gap.of) else _of_sum(gap, line, own)
        signed = -own if gap.of.is_ceiling else own
        rows.append([
            count_cell(at), Cell(line.store.label), *page.fact_cells(line.store, ("region", "brand")), *cells,
            Cell(amount(signed, gap.scale, signed=True)), Cell(of_whole(cumulated)),
            *page.fact_cells(line.store, ("manager",)),
        ])  # fmt: skip
    table = Table(columns, rows)
    said = table.ids(lambda cell: cell != NONE)
    return table.only([column.id for column in columns if column.id in said])


def _of_sum(gap: Gap, line: StoreLine, own: Fraction) -> list[Cell]:
    """Goal, owed, actual and pace: what is owed and the gap make the actual, as they are printed."""
    tally, one = line.tally, step(gap.scale)
    shown = None if tally.owed is None else nearest(tally.owed / one) * one
    off = -own if gap.of.is_ceiling else own
    return [
        amount_cell(tally.goals[0] if tally.goals else None, gap.scale),
        amount_cell(shown, gap.scale),
        NONE if shown is None else Cell(amount(shown + off, gap.scale)),
        percent_cell(tally.pace if gap.of.target.kind == "flow" else None),
    ]


def _of_rate(page: GroupPage, gap: Gap, line: StoreLine) -> list[Cell]:
    """Cases, the rate they make, and its goal."""
    tally = line.tally
    goal = tally.goals[0] if tally.goals else None
    scale = scale_for(gap.of.target, (tally.actual, goal), (goal,))
    fraction = fraction_of(gap.of.target, line, page.card.plan)
    return [
        NONE if fraction is None else Cell(fraction),
        amount_cell(tally.actual, scale),
        amount_cell(goal, scale),
    ]


def fraction_of(target: Target, line: StoreLine, plan: Plan) -> str | None:
    """N and D of a store: `124/3,137`; only of whole numbers."""
    parts, whole = parts_of(target, plan), line.tally.whole
    if parts is None or whole is None or not isinstance(parts.above, Name) or not isinstance(parts.below, Name):
        return None
    both = [whole.inputs.get(one.id) for one in (parts.above, parts.below)]
    if any(one is None or one.denominator > 1 for one in both):
        return None
    return "/".join(f"{int(one):,}" for one in both if one is not None)


def _rest(page: GroupPage, gap: Gap) -> Iterator[Line]:
    """What the stores that are not listed are short, and whether few or many make it; the worst region."""
    told: list[Message] = []
    if gap.others:
        of_worst = summed(line.share_of_short or Fraction(0) for line, _ in gap.worst)
        left = 1 - Fraction(nearest(of_worst * 1000), 1000)
        lack = abs(gap.rest)
        fills = {
            "stores": say("{number} more store", "{number} more stores", number=gap.others),
            "lack": cases(page, gap.of, lack, gap.scale) if page.is_ratio(gap.of) else named(lack, gap.scale),
            "share": of_whole(left),
            "worst": len(gap.worst), "made": of_whole(of_worst),
        }  # fmt: skip
        told.append((_SPREAD if of_worst < FEW else _MADE).filled(fills))
    if (worst := worst_region(page, gap)) is not None:
        told.append(worst)
    if told:
        yield Line(joined(told))


_SPREAD = say("{stores} lack {lack} ({share}): it is spread, not a few stores")
_MADE = say("The worst {worst} stores make {made} of what is lacking, {stores} lack {lack} ({share})")


def worst_region(page: GroupPage, gap: Gap) -> Message | None:
    """Which region makes how much of the net gap; None where no region does, or the gap is none."""
    if page.is_ratio(gap.of) or not gap.of.rolled.gap or gap.whole >= 0:
        return None
    own = {page.fact(store, page.by[0]) for store in page.card.group.stores}  # a region's page has all regions
    regions = [one for one in page.regions(gap.of, page.by[0]) if one.rolled.gap and one.value in own - {""}]
    sign = -1 if gap.of.is_ceiling else 1
    worst = min(regions, key=lambda one: sign * (one.rolled.gap or 0), default=None)
    if worst is None or min(len(own), len(regions)) < 2 or sign * (worst.rolled.gap or 0) >= 0:
        return None
    part, name = (worst.rolled.gap or Fraction(0)) / gap.of.rolled.gap, value_name(worst.value)
    if part <= 1:
        return say("{region} makes {share} of the net gap", region=name, share=of_whole(part))
    return say("{region} alone lacks more than the net gap", region=name)


def region_gaps(page: GroupPage, of: GroupTarget, regions: Sequence[Region]) -> Sequence[Fraction | None]:
    """The gaps of regions, rounded so that they add up to the whole as it is printed."""
    known, scale, whole = [one.rolled.gap for one in regions], gap_scale(page, of), of.rolled.gap
    if whole is None:
        return known
    shown = iter(rounded_to_sum([one for one in known if one is not None], whole, step(scale)))
    return [None if one is None else next(shown) for one in known]
