"""Small files that would fill the memory are read in little of it, or refused."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sheets.making import archive, bare_xlsx

MOST = 150  # MB, of which Python and the file take 50
READ = """
import re, sys
from dealerplan.errors import Invalid
from dealerplan.sheets.read import read_sheets
try:
    print(sum(len(sheet.rows) for sheet in read_sheets(open(sys.argv[1], "rb").read())))
except Invalid as error:
    print(error)
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""
ONE = '<sheetData><row r="1"><c r="A1"><v>5</v></c></row>{}</sheetData>'
MANY = 300_000


def ods(tables: str) -> bytes:
    return archive({"content.xml": f'<a xmlns:t="t" xmlns:o="o">{tables}</a>'})


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "cells without anything": (lambda: bare_xlsx(ONE.format('<row r="2">' + "<c/>" * MANY + "</row>")), "1"),
    "rows without anything": (lambda: bare_xlsx(ONE.format("<row/>" * MANY)), "1"),
    "a stray blank far out": (lambda: bare_xlsx(ONE.format('<row r="1048576"><c r="XFD1048576"/></row>')), "1"),
    "styles": (lambda: bare_xlsx(ONE, styles="<cellXfs>" + "<xf/>" * MANY + "</cellXfs>"), "100000 styles"),
    "texts": (lambda: bare_xlsx(ONE, "<si><t>a</t></si>" * 1_100_000), "1000000 different texts"),
    "merged cells": (lambda: bare_xlsx(ONE.format("") + '<mergeCell ref="A1:B2"/>' * MANY), "100000 merged cells"),
    "names": (lambda: bare_xlsx(ONE.format(""), book="<definedName>A1</definedName>" * MANY), "1"),
    "rules": (lambda: bare_xlsx(ONE.format("") + "<cfRule><formula>1</formula></cfRule>" * MANY), "1"),
    "a long word": (lambda: bare_xlsx(f'<sheetData x="{"a" * (64 << 20)}"/>'), "the workbook is damaged"),
    "a long text": (lambda: bare_xlsx(ONE.format(""), f"<si><t>{'a' * (50 << 20)}</t></si>"), "100000 characters"),
    "a part too long": (lambda: bare_xlsx(ONE.format(""), " " * (65 << 20)), "too large unpacked"),
    "elements in elements": (lambda: bare_xlsx("<a>" * MANY), "in more than 200 others"),
    "kinds of elements": (lambda: bare_xlsx("".join(f"<a{n}/>" for n in range(MANY))), "the workbook is damaged"),
    "repeated blanks": (
        lambda: ods('<t:table><t:table-row t:number-rows-repeated="1048576">'
                    '<t:table-cell t:number-columns-repeated="16384"/></t:table-row></t:table>'), "0",
    ),
    "repeated values": (
        lambda: ods('<t:table><t:table-row t:number-rows-repeated="1048576"><t:table-cell o:value-type="float" '
                    'o:value="1" t:number-columns-repeated="900"/></t:table-row></t:table>'), "2000000 cells",
    ),
    "tables in tables": (lambda: b"<table><tr><td>" * 100_000, "in more than 200 others"),
    "a page of blanks": (lambda: b"<table><tr><td>5" + b"<tr>" * MANY, "1"),
    "wide cells": (lambda: b"<table>" + b"<tr><td colspan=999999 rowspan=999999>5" * 10_000, "1000 columns"),
    "tags never closed": (lambda: b"<table><tr><td>5</table>" + b"<a " * MANY, "100000 characters"),
    "commas": (lambda: b"," * (20 << 20), "2000000 cells"),
}  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel for the memory used")
@pytest.mark.parametrize("kind", BOMBS)
def test_bombs(kind: str, tmp_path: Path) -> None:
    make, expected = BOMBS[kind]
    (tmp_path / "bomb").write_bytes(make())
    done = subprocess.run([sys.executable, "-c", READ, tmp_path / "bomb"], capture_output=True, text=True, check=True)
    said, used = done.stdout.splitlines()
    assert expected in said
    assert int(used) < MOST << 10
