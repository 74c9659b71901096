"""One sample in every format of workbooks gives the same cells, whatever the file is called."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dealerplan.errors import Invalid
from dealerplan.sheets.cell import Sheet
from dealerplan.sheets.read import read_sheets
from tests.conftest import absent
from tests.sheets import making

FILES = Path(__file__).with_name("files")
SAMPLE = Sheet("3月", making.ROWS, making.NUMBERS, making.MERGES)
MADE: dict[str, Callable[[], bytes]] = {
    "xlsx": making.xlsx,
    "strict": making.strict,
    "with prefixes": making.prefixed,
    "xlsb": making.xlsb,
    "xml of 2003": making.XML_2003.encode,
    "the same in GBK": lambda: making.XML_2003.replace('"1.0"', '"1.0" encoding="GBK"', 1).encode("gbk"),
    "xls": (FILES / "sample.xls").read_bytes,
    "ods": (FILES / "sample.ods").read_bytes,
}


@pytest.mark.parametrize("kind", MADE)
def test_every_format_gives_the_same_cells(kind: str) -> None:
    assert read_sheets(MADE[kind]()) == [SAMPLE]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xls", "ods", "fods", "xlsx"])
def test_what_an_office_program_writes_gives_the_same_cells(kind: str, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        absent("LibreOffice is not installed")
    (tmp_path / "in.xlsx").write_bytes(making.xlsx())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "out"), "in.xlsx"]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    assert read_sheets((tmp_path / "out" / f"in.{kind}").read_bytes()) == [SAMPLE]


def test_old_workbooks_need_a_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlrd", None)
    with pytest.raises(Invalid, match="reading xls needs xlrd"):
        read_sheets(MADE["xls"]())


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (MADE["xls"]().replace("Workbook".encode("utf-16-le"), "Wordbook".encode("utf-16-le")), "this is no workbook"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "the workbook is damaged"),
        (b"\x09\x08\x10\x00\x00\x06", "the workbook is damaged"),
        (MADE["xls"]()[:3000], "workbook"),
        (making.archive({"mimetype": "application/zip"}), "this archive is no workbook"),
        (
            making.archive(
                {"[Content_Types].xml": "", "_rels/.rels": making.relations(a=("officeDocument", "word/document.xml"))}
            ),
            "this is a text document",
        ),
        (
            making.archive({"content.xml": "<a/>", "META-INF/manifest.xml": "<m><encryption-data/></m>"}),
            "protected by a password",
        ),
        (making.archive({"[Content_Types].xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), "the workbook is damaged"),
        (making.bare_xlsx("<!DOCTYPE x [<!ENTITY a 'b'>]><sheetData/>"), "the workbook is damaged"),
        (making.XML_2003.replace("</Table>", "").encode(), "the workbook is damaged"),
        (b"<?xml version='1.0'?><a/>", "this is a web page or XML"),
        (b"%PDF-1.7", "this is a PDF"),
        (b"{\\rtf1", "this is a text document"),
    ],
)
def test_what_is_no_workbook_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        read_sheets(raw)
