"""The unit that stands around a figure: behind its measure, in its row, over its column, in the titles."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from dealerplan.domain.plan import Measure
from dealerplan.domain.unit import Unit
from dealerplan.errors import Invalid
from dealerplan.intake.given import Problem
from dealerplan.intake.headings import Said
from dealerplan.intake.ledger import Ledger
from dealerplan.intake.lexicon import Named
from dealerplan.intake.titles import Surroundings
from dealerplan.intake.units import (
    WRITE_SO,
    base_of,
    fits,
    is_money,
    is_of_money,
    is_scaled,
    listed,
    scale_to,
    unit_among,
    unit_in,
    unit_over,
)
from dealerplan.intake.value import Scaled
from dealerplan.sheets.cell import Sheet
from dealerplan.sheets.facets import is_unit
from dealerplan.sheets.place import place_in
from dealerplan.words import say

_Key = tuple[str, Unit | None, str | None, str, str | None]


class Scales:
    """The scales of a table's values, each found once. The nearest unit counts. `measures` are those of the table."""

    def __init__(self, ledger: Ledger, sheet: Sheet, around: Surroundings, measures: Collection[Measure]) -> None:
        self._ledger, self._sheet, self._measures = ledger, sheet, measures
        self._found: dict[_Key, Scaled | None] = {}
        self._has_money = any(map(is_money, measures))
        self._titled = [
            (row, column, unit) for row, column, written in around.units.found for unit in listed(written, measures)
        ]

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the units of titles: two of one thing at different scales, one of nothing here."""
        seen: dict[object, str] = {}
        for row, column, written in self._titled:
            unit = unit_in(written)
            base = "money" if is_of_money(written) else unit
            base = unit.base if unit.kind == "things" and unit.per is None else base
            if base_of(other := seen.setdefault(base, written)) != base_of(written):
                message = say("{unit} and {other} are both named as the unit", unit=other, other=written)
                yield row, column, Invalid(message, say("keep one of them"))
                return
        for place in dict.fromkeys((row, column) for row, column, _ in self._titled):
            units = [unit for *at, unit in self._titled if tuple(at) == place]
            if not any(fits(unit, self._measures) or self._is_of_none(unit) for unit in units):
                yield *place, _of_nothing(units[0])

    def _is_of_none(self, unit: str) -> bool:
        """Whether a unit of money, or of the plans' things, says nothing of a table without any."""
        found = unit_in(unit)
        if found.counts_things and found.base in self._ledger.lexicon.things:
            return not any(one.unit is None or one.unit.is_of_things for one in self._measures)
        return is_of_money(unit) and not self._has_money

    def of(self, named: Named, of_row: str, said: Said) -> Scaled | None:
        """The unit that stands around a value, None for the measure's own; raises Invalid."""
        key = (named.measure.id, named.measure.unit, named.unit, of_row, said.unit)
        if key not in self._found:
            self._found[key] = unless_own(self._find(named, of_row, said.unit))
        return self._found[key]

    def of_total(self, measure: Measure) -> Scaled | None:
        """The unit that titles give a figure that the plan computes."""
        return unless_own(self._of_titles(measure))

    def _find(self, named: Named, of_row: str, of_column: str | None) -> Scaled | None:
        measure, near = named.measure, named.unit or of_row
        if named.unit is not None and of_row and base_of(named.unit) != base_of(of_row):
            message = say("{unit} and {other} are both named as the unit", unit=named.unit, other=of_row)
            raise Invalid(message, say("keep one of them"))
        if not near and of_column is not None and self._holds_over(of_column, measure):
            units = "、".join(listed(of_column, self._measures))
            near = unit_among(units, measure) or ("" if fits(units, self._measures) else units)
        if not near:
            return self._of_titles(measure)
        if is_scaled(near):
            self._ledger.source(say("unit of {name}: {unit}", name=measure.name, unit=near))
            self._ledger.units.add(base_of(near))
        return scaled_to(near, measure)

    def _of_titles(self, measure: Measure) -> Scaled | None:
        """The unit of a title: money's for money, that of things for things."""
        for row, column, written in self._titled:
            if holds_for(written, measure, self._has_money):
                cell = place_in(self._sheet, row, column).cell
                self._ledger.source(say("unit: {unit} from {cell}", unit=written, cell=cell))
                self._ledger.units.add(base_of(written))
                return scaled_to(written, measure)
        return None

    def _holds_over(self, written: str, measure: Measure) -> bool:
        """Whether a heading's unit may be that of a measure: a scale alone is no vehicles' where money stands too."""
        return (
            not unit_in(written).is_bare_scale or holds_for(written, measure, self._has_money) or measure.unit is None
        )


def _of_nothing(unit: str) -> Invalid:
    return Invalid(say("no figure below can be in {unit}", unit=unit), WRITE_SO)


def holds_for(written: str, measure: Measure, has_money: bool) -> bool:
    """Whether a title's unit is that of a measure; a scale alone is money's, where there is none everything's."""
    if measure.unit is None or measure.unit.per is not None:
        return False
    unit = unit_in(written)
    if unit.is_bare_scale and measure.unit.kind == "things":
        return not has_money
    if is_of_money(written):
        return is_money(measure)
    return unit.kind == measure.unit.kind == "things" and unit.base == measure.unit.base


def unless_own(scaled: Scaled | None) -> Scaled | None:
    """A scale, but for that of the measure's own unit."""
    return None if scaled is None or scaled.times == 1 else scaled


def scaled_to(unit: str, measure: Measure) -> Scaled:
    """What a written unit is of the measure's own; raises Invalid where they can't be related."""
    scale = scale_to(unit, measure)
    if scale is not None:
        return Scaled(unit_over(unit, measure), scale)
    if measure.unit is None:
        message = say("{name} has no unit, so that {other} may mean anything", name=measure.name, other=unit)
        raise Invalid(message, say("give the measure its unit in the plan"))
    if not is_unit(unit):
        hint = say("write its unit, {unit}; what is counted apart is a measure of its own", unit=measure.unit)
        raise Invalid(say("{text} beside {name} is no known unit", text=unit, name=measure.name), hint)
    message = say("{name} is in {unit}, not in {other}", name=measure.name, unit=measure.unit, other=unit)
    raise Invalid(message, say("write it in {unit}", unit=measure.unit))
