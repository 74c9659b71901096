"""Tables of web pages."""

from __future__ import annotations

import base64
import codecs
import quopri
from collections.abc import Sequence

import pytest

from dealerplan.errors import Invalid
from dealerplan.sheets.cell import Merge, Sheet
from dealerplan.sheets.read import read_sheets
from tests.sheets.making import PAGE, TITLE

ROWS = [
    [TITLE],
    ["项目", "实际", "完成率", "日期"],
    ["接车台次", "640", "95.3%", "2026-03-31"],
    ["产值", "47.5万元", "", "2026年\n3月"],
]
HTML = (
    f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body>{PAGE}</body></html>'
)


def mail(page: bytes, encoding: str) -> bytes:
    lines = [
        "MIME-Version: 1.0", "Content-Type: multipart/related;", " boundary=x", "", "--x", "Content-Location: a.htm",
        f"Content-Transfer-Encoding: {encoding}", "Content-Type: text/html; charset=utf-8", "", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode() + page + b"\r\n--x--\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        PAGE.encode(),
        codecs.BOM_UTF8 + b"\r\n" + PAGE.encode(),
        PAGE.encode("utf-16"),
        PAGE.encode("utf-16-le"),
        PAGE.encode("gb18030"),
        HTML.encode("gbk"),
        b'<?xml version="1.0"?><!DOCTYPE html>' + PAGE.encode(),
        mail(quopri.encodestring(PAGE.encode()), "quoted-printable"),
        mail(base64.encodebytes(PAGE.encode()), "base64"),
    ],
)
def test_a_page_in_every_dress(raw: bytes) -> None:
    assert read_sheets(raw) == [Sheet(None, ROWS)]


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("<table><tr><td>a<td>b</table>", [["a", "b"]]),
        ("<table><tr><td>a</td></tr></table>b<br>c<table><tr><td>d", [["a"], ["b"], ["c"], ["d"]]),
        ("<table><caption>t</caption><tr><td>a</table>", [["t"], ["a"]]),
        ("<table><tr><td><table><tr><td>5</table></td><td>6</table>", [["5", "6"]]),
        (
            "<table><tr><td>t<td>x<table><tr><td>a<td>b</table></td><td>y</table>",
            [["t", "x"], ["a", "b"], ["", "", "y"]],
        ),
        ("<table><tr><td>640<sup>1</sup></td><td><s>5</s>6</table>", [["640 1", "5 6"]]),
        ("<table><tr><td><script>if (a < b) '</td>'</script>5<!-- 6 --></table>", [["5"]]),
        (
            '<table><tr><td title="a > b">5</td><td><input value="6"><input type="hidden" value="7"></table>',
            [["5", "6"]],
        ),
        ('<table><tr style="display:none"><td>5</td></tr></table>', [["5"]]),
        ('<table><tr><td><b style="DISPLAY : none">1<b>2</b>3</b>5</table>', [["5"]]),
        ("<table><tr><td>1 &lt; 2 < 3&nbsp;</table>", [["1 < 2 < 3"]]),
        ("<!--[if gte mso 9]><xml><x:Name>a</x:Name></xml><![endif]--><table><tr><td>5</table>", [["5"]]),
        ("Warning: x<table><tr><td>5</table>", [["Warning: x"], ["5"]]),
    ],
)
def test_pages(page: str, rows: Sequence[Sequence[str]]) -> None:
    assert read_sheets(page.encode())[0].rows == rows


def test_cells_over_rows_and_columns() -> None:
    page = """<table><tr><td rowspan=2>m</td><td colspan=2>1月</td><td colspan=99999 rowspan=99999></td></tr>
    <tr><td>a</td><td>b</td></tr><tr><td colspan=2>c</td><td>5</td></tr></table>"""
    merges = [Merge(0, 0, 1, 0), Merge(0, 1, 0, 2), Merge(2, 0, 2, 1)]
    assert read_sheets(page.encode()) == [Sheet(None, [["m", "1月"], ["", "a", "b"], ["c", "", "5"]], None, merges)]


def test_the_name_of_the_sheet() -> None:
    page = "<html><!--[if mso]><x:Name>3月</x:Name><![endif]--><table><tr><td>5</table>"
    assert read_sheets(page.encode())[0].name == "3月"


def test_an_archive_names_its_sheets() -> None:
    frame = "<x:Name>3月</x:Name> <x:WorksheetSource HRef=3D'x/s1.htm'/><table><td>tab</table>"
    parts = [("x/b.htm", frame), ("x/s1.htm", "<table><td>5</table>")]
    each = "".join(
        f"\n--x\nContent-Location: {at}\nContent-Transfer-Encoding: quoted-printable\nContent-Type: text/html\n\n{page}"
        for at, page in parts
    )
    raw = f"From: <Saved>\nContent-Type: multipart/related; boundary=x\n{each}\n--x--\n".encode()
    assert read_sheets(raw) == [Sheet("3月", [["5"]])]


def test_a_broken_tag_of_a_table_is_refused() -> None:
    with pytest.raises(Invalid, match="the web page is broken near line 2"):
        read_sheets(b'<table><tr><td>5</td>\n<td title="x>6</td></tr></table>')
