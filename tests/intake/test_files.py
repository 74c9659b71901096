"""CSV in every encoding and with every delimiter, and files that are something else."""

from __future__ import annotations

import codecs
import itertools
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given as sampled
from hypothesis import settings
from hypothesis import strategies as st

from dealerplan.domain.month import Month
from dealerplan.errors import DealerplanError, UsageError
from dealerplan.intake import read
from dealerplan.intake.given import Known
from tests.intake.reading import OPTIONS, VOCABULARY, csv_bytes, problems, values, xlsx_bytes

ROWS = [["月份", "数据项", "数值"], ["2026-01", "接车台次", "1,640"], ["2026-01", "返修台次", "15"]]
EXPECTED = {(None, "2026-01", "intake"): 1640, (None, "2026-01", "reworked"): 15}
ENCODINGS = {
    "utf-8": b"",
    "utf-8-sig": b"",
    "gb18030": b"",
    "utf-16": b"",
    "utf-16-le": b"",
    "utf-16-be": b"",
    "utf-16-be with a mark": codecs.BOM_UTF16_BE,
}


@pytest.mark.parametrize(("encoding", "delimiter"), list(itertools.product(ENCODINGS, ",;\t")))
def test_every_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    rows = [[cell.replace("1,640", "1640") if delimiter == ";" else cell for cell in row] for row in ROWS]
    raw = ENCODINGS[encoding] + csv_bytes(rows, encoding.split()[0], delimiter)
    assert values(raw) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_ends_of_lines_and_of_files(encoding: str) -> None:
    lines = ["sep=;", "数据项;2026-01", "接车台次;5"]
    for end in ("\n", "\r\n"):
        assert values(end.join([*lines, "", "\x1a"]).encode(encoding)) == {(None, "2026-01", "intake"): 5}


SAVE = "open it in a spreadsheet program and save it as xlsx or CSV"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "the workbook is damaged"),
        (b"\x09\x08\x10\x00\x00\x06", "the workbook is damaged"),
        (b"%PDF-1.7", "this is a PDF"),
        (b"{\\rtf1", "this is a text document"),
        (b"<html><table>", "this is a web page or XML"),
        (b"\xef\xbb\xbf\r\n<?xml version='1.0'?>", "this is a web page or XML"),
        (b"PK\x03\x04 and no more", "the workbook is damaged"),
        (xlsx_bytes(("a", ROWS))[:-200], "the workbook is damaged"),
        (b"a,b\n\x00,1\n" + b"x" * 200, "line 2 holds \\x00, which no text has"),
        (b"a,b\n1,\x07\n", "line 2 holds \\x07, which no text has"),
        (b"a,\xff\xff", "this is neither UTF-8, GB18030 nor UTF-16 text"),
        (b'a,"b\n1,2\n', "the quotes are broken near line 2"),
        (b"a,b\n1," + b"9" * 140_000, "a cell near line 2 holds more than 100000 characters"),
        (b'a,b\n1,"2\n' + b"3,4\n" * 40_000, "holds more than 100000 characters"),
        (b"," * 2000 + b"a", "a row has more than 1000 columns"),
        (b"," * 2000, "no table of actuals is found"),
        (b"", "no table of actuals is found"),
        (b"hello", "no table of actuals is found"),
    ],
)
def test_what_is_no_file_of_actuals(raw: bytes, message: str) -> None:
    found = problems(raw)
    assert len(found) == 1
    assert message in found[0]
    assert found[0].endswith("]")


def test_a_file_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dealerplan.sheets.read.MOST_BYTES", 1000)
    assert "the file is larger than" in problems(b"x" * 1001)[0]


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="can't be read"):
        read.read_file(Path("nowhere"), "nowhere", Known(VOCABULARY, ()), None, OPTIONS)


@sampled(raw=st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_values_or_an_error_of_ours(raw: bytes) -> None:
    _try(raw)


SOUND = xlsx_bytes(("3月", [["2026年"], *ROWS]), ("b", [["x"]]))


@settings(max_examples=60)
@sampled(at=st.integers(0, len(SOUND) - 1), byte=st.integers(0, 255))
def test_any_damage_of_a_workbook_is_values_or_an_error_of_ours(at: int, byte: int) -> None:
    _try(SOUND[:at] + bytes([byte]) + SOUND[at + 1 :])


WORDS = st.sampled_from(
    ["", *"数据项 数值 月份 门店 接车台次 返修台次 2026-01 3月 2026年 目标 合计 小计 一季度 5 -3 x east".split()]
)


@sampled(rows=st.lists(st.lists(WORDS, max_size=5), max_size=8), month=st.sampled_from([None, Month(2026, 1)]))
def test_any_sheet_is_values_or_an_error_of_ours(rows: list[list[str]], month: Month | None) -> None:
    _try(csv_bytes(rows), month)


def _try(raw: bytes, month: Month | None = None) -> None:
    file = Path("any")
    file.write_bytes(raw)
    with suppress(DealerplanError):
        read.read_file(file, "any", Known(VOCABULARY, ("east",)), month, OPTIONS)
