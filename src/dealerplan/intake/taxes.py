"""With or without tax: what a file says of it, against what a measure's basis says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from dealerplan.domain.plan import Measure
from dealerplan.intake.columns import Column
from dealerplan.intake.keys import Keys
from dealerplan.intake.ledger import Ledger
from dealerplan.intake.lexicon import shown
from dealerplan.intake.titles import Surroundings
from dealerplan.sheets.cell import Row, Sheet, cell_at, plain
from dealerplan.sheets.parts import read_parts
from dealerplan.sheets.place import Place, place_in
from dealerplan.words import say

_WORDS = {"with_tax": say("with tax"), "without_tax": say("without tax")}


_RATE = re.compile(r"(?:\d+(?:\.\d+)?\s*(?:%|个点)\s*的?|增值)+\s*(?=税|vat|tax)")
"""What stands before the word tax and says no more of it: 含13%税, 不含增值税, incl. 13% VAT."""


@lru_cache(maxsize=4096)
def _said(text: str) -> str | None:
    """What a text says of tax."""
    parts = read_parts(_RATE.sub("", plain(text).casefold())).parts
    return next((part for part in parts if part in _WORDS), None)


class Taxes:
    """Compares what stands around values of money with the plan."""

    def __init__(self, ledger: Ledger, sheet: Sheet, around: Surroundings, keys: Keys) -> None:
        self._ledger, self._sheet, self._around, self._keys = ledger, sheet, around, keys
        self._silent: dict[str, Measure] = {}  # measures of which nothing near says it

    def fit(self, at: int, row: Row, column: Column, measure: Measure) -> bool:
        """Whether what is nearest to a value says of tax what the measure's basis says."""
        if measure.unit is None or measure.unit.kind != "money":
            return True
        said, place = self._nearest(at, row, column)
        if said is None:
            self._silent[measure.id] = measure
            return True
        return self._agree(said, place, measure)

    def read_footers(self, rows: Iterable[tuple[int, Row]]) -> None:
        """Compare what stands below the table with the measures of which nothing near says it."""
        for at, row in rows:
            for column, cell in enumerate(row):
                if isinstance(cell, str) and (said := _said(cell)) is not None:
                    for measure in self._silent.values():
                        self._agree(said, place_in(self._sheet, at, column), measure)

    def _agree(self, said: str, place: Place, measure: Measure) -> bool:
        """Whether a word is that of a measure's basis; where that is silent, it is told."""
        own = _said(measure.basis or "")
        if own is None:
            self._ledger.warn(
                say(
                    "{name} is {tax} in the file ({cell}); the plan does not say which it counts (basis)",
                    name=measure.name, tax=_WORDS[said], cell=place.cell,
                )
            )  # fmt: skip
            return True
        if own == said:
            return True
        message = say("this is {tax}, and {name} is {own}", tax=_WORDS[said], name=measure.name, own=_WORDS[own])
        self._ledger.complain(place, message, say("record the figures that are {own}", own=_WORDS[own]))
        return False

    def _nearest(self, at: int, row: Row, column: Column) -> tuple[str | None, Place]:
        """What is nearest to a value says of tax, and where: its row, its headings, the titles."""
        for name in self._keys.names:
            if (said := _said(shown(cell_at(row, name)))) is not None:
                return said, place_in(self._sheet, at, name)
        for mark in reversed(column.said.marks):
            if (said := _said(mark.text)) is not None:
                return said, place_in(self._sheet, column.said.row, column.at)
        for title in reversed(self._around.all):
            if (said := _said(title.text)) is not None:
                return said, place_in(self._sheet, title.row, title.column)
        return None, place_in(self._sheet, at, column.at)
