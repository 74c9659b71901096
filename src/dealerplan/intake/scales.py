"""The unit that stands around a figure: behind its measure, in its row, over its column, in the titles."""

from __future__ import annotations

from dealerplan.domain.plan import Measure
from dealerplan.domain.unit import Unit
from dealerplan.errors import Invalid
from dealerplan.intake.headings import Said
from dealerplan.intake.keys import Keys
from dealerplan.intake.ledger import Ledger
from dealerplan.intake.lexicon import Named
from dealerplan.intake.table import Table
from dealerplan.intake.titles import Surroundings
from dealerplan.intake.units import base_of, is_of_money, scale_to, unit_among, unit_in, unit_over
from dealerplan.intake.value import Scaled
from dealerplan.words import say

_Key = tuple[str, Unit | None, str | None, str, str | None]


class Scales:
    """The scales of a table's values, each found once. The nearest unit counts."""

    def __init__(self, table: Table, around: Surroundings, keys: Keys) -> None:
        self._around, self._keys = around, keys
        self._found: dict[_Key, Scaled | None] = {}
        self._has_money = any(one.named and _is_money(one.named.measure) for one in table.values)

    def contradiction(self) -> tuple[int, int, str] | None:
        """The last of two units of titles that are of one thing and of different scales."""
        seen: dict[object, str] = {}
        for row, column, written in self._around.units.found:
            unit = unit_in(written)
            base = "money" if is_of_money(written) else unit.base
            if base_of(seen.setdefault(base, written)) != base_of(written):
                return row, column, written
        return None

    def of(self, named: Named, of_row: str, said: Said, ledger: Ledger) -> Scaled | None:
        """The unit that stands around a value, None for the measure's own; raises Invalid."""
        key = (named.measure.id, named.measure.unit, named.unit, of_row, said.unit)
        if key not in self._found:
            scaled = self._find(named, of_row, said.unit)
            self._found[key] = None if scaled is None or scaled.times == 1 else scaled
            if scaled is not None and scaled.times != 1:
                ledger.source(say("unit of {name}: {unit}", name=named.measure.name, unit=scaled.unit or "-"))
        return self._found[key]

    def of_total(self, measure: Measure) -> Scaled | None:
        """The unit that titles give a figure that the plan computes."""
        scaled = self._of_titles(measure)
        return None if scaled is None or scaled.times == 1 else scaled

    def _find(self, named: Named, of_row: str, of_column: str | None) -> Scaled | None:
        measure = named.measure
        if named.unit is not None:
            return scaled_to(named.unit, measure)
        if of_row:
            return scaled_to(of_row, measure)
        if of_column is not None and (unit := unit_among(of_column, measure)) is not None:
            return scaled_to(unit, measure)
        return self._of_titles(measure)

    def _of_titles(self, measure: Measure) -> Scaled | None:
        """The unit of a title: money's for money, that of scaled things for things; a scale alone for all there is."""
        for _, _, written in self._around.units.found:
            unit = unit_in(written)
            if is_of_money(written) and _is_money(measure):
                return scaled_to(written, measure)
            if (
                measure.unit is not None
                and unit.kind == measure.unit.kind == "things"
                and unit.base == measure.unit.base
            ):
                return scaled_to(written, measure)
        return None


def _is_money(measure: Measure) -> bool:
    return measure.unit is not None and measure.unit.is_money


def scaled_to(unit: str, measure: Measure) -> Scaled:
    """What a written unit is of the measure's own; raises Invalid where they can't be related."""
    scale = scale_to(unit, measure)
    if scale is None and measure.unit is None:
        message = say("{name} has no unit, so that {other} may mean anything", name=measure.name, other=unit)
        raise Invalid(message, say("give the measure its unit in the plan"))
    if scale is None:
        message = say("{name} is in {unit}, not in {other}", name=measure.name, unit=measure.unit, other=unit)
        raise Invalid(message, say("write it in {unit}", unit=measure.unit))
    return Scaled(unit_over(unit, measure), scale)
