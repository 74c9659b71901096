"""Archives to the workbooks in them: xlsx, xlsm, xlsb, ods."""

from __future__ import annotations

from collections.abc import Sequence

from dealerplan.errors import Invalid
from dealerplan.sheets.cell import Sheet
from dealerplan.sheets.gather import Gatherer
from dealerplan.sheets.package import Package
from dealerplan.sheets.refused import refusing_damage
from dealerplan.words import say

_SAVE_AS = say("save it as xlsx or CSV")


def read_sheets(raw: bytes) -> Sequence[Sheet]:
    """The sheets of a workbook's bytes; raises Invalid."""
    gatherer = Gatherer()
    with refusing_damage():
        _read(Package(raw), gatherer)
    return gatherer.sheets()


def _read(package: Package, gatherer: Gatherer) -> None:
    if "[Content_Types].xml" in package:
        _read_office(package, gatherer)
    elif "content.xml" in package:
        from dealerplan.sheets import ods

        ods.read(package, gatherer)
    else:
        raise Invalid(say("this archive is no workbook"), _SAVE_AS)


def _read_office(package: Package, gatherer: Gatherer) -> None:
    main = next(
        (each.target for each in package.relations("").values() if each.kind == "officeDocument"), "xl/workbook.xml"
    )
    if main.startswith("word/"):
        raise Invalid(say("this is a text document"), _SAVE_AS)
    if main not in package:
        main = "xl/workbook.bin" if "xl/workbook.bin" in package else "xl/workbook.xml"
    if main.endswith(".bin"):
        from dealerplan.sheets import xlsb

        xlsb.read(package, main, gatherer)
    else:
        from dealerplan.sheets import xlsx

        xlsx.read(package, main, gatherer)
