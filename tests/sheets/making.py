"""Files of one sample in every format, and what every reader has to make of them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction

from openpyxl import Workbook

from dealerplan.sheets.cell import Content, Merge, Number

TITLE = "2026年3月售后月报"
ROWS: list[list[Content]] = [
    [TITLE],
    ["项目", "实际", "完成率", "日期"],
    ["接车台次", Number(Fraction(640)), Number(Fraction("0.953"), percent=True), date(2026, 3, 31)],
    ["产值", Number(Fraction("47.5"), unit="万元"), "", "2026-03"],
]
NUMBERS = [1, 3, 4, 5]
MERGES = [Merge(0, 0, 0, 3)]


def xlsx() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "3月"
    rows: tuple[list[str], ...] = ([TITLE], [], ["项目", "实际", "完成率", "日期"])
    for row in rows:
        sheet.append(row)
    sheet.append(["接车台次", 640, 0.953, date(2026, 3, 31)])
    sheet.append(["产值", 47.5, None, date(2026, 3, 31)])
    sheet.merge_cells("A1:D1")
    for cell, code in {"C4": "0.0%", "D4": "yyyy-mm-dd", "B5": '0.0"万元"', "D5": 'yyyy"年"m"月"'}.items():
        sheet[cell].number_format = code
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def strict() -> bytes:
    def edit(text: str) -> str:
        for usual, named in STRICT.items():
            text = text.replace(usual, named)
        return text

    return edited(xlsx(), edit)


def prefixed() -> bytes:
    """As programs write it that name the namespace on every element."""

    def edit(text: str) -> str:
        if "<worksheet" not in text:
            return text
        for name in "worksheet sheetData row c v mergeCells mergeCell".split():
            text = text.replace(f"<{name} ", f"<x:{name} ").replace(f"<{name}>", f"<x:{name}>")
            text = text.replace(f"</{name}>", f"</x:{name}>")
        return text.replace("xmlns=", "xmlns:x=")

    return edited(xlsx(), edit)


def edited(raw: bytes, edit: Callable[[str], str]) -> bytes:
    """An archive whose parts were changed."""
    with zipfile.ZipFile(io.BytesIO(raw)) as old:
        return archive({name: edit(old.read(name).decode()) for name in old.namelist()})


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(**parts: tuple[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>' for id, (kind, target) in parts.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def bare_xlsx(sheet: str, strings: str = "", styles: str = "", book: str = "") -> bytes:
    """A workbook of hardly more than these elements."""
    return archive(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": relations(a=("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns:r="r">{book}<sheets><sheet name="s" r:id="a"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                a=("worksheet", "worksheets/sheet1.xml"), b=("sharedStrings", "strings.xml"), c=("styles", "styles.xml")
            ),
            "xl/strings.xml": f"<sst>{strings}</sst>",
            "xl/styles.xml": f"<styleSheet>{styles}</styleSheet>",
            "xl/worksheets/sheet1.xml": f"<worksheet>{sheet}</worksheet>",
        }
    )


def xlsb() -> bytes:
    """The sample in binary records, by hand: no program at hand writes them."""
    strings = [TITLE, "项目", "实际", "完成率", "日期", "接车台次", "产值"]
    cells = [
        (0, [_shared(0, 0)]),
        (2, [_shared(column, column + 1) for column in range(4)]),
        (3, [_shared(0, 5), _small(1, 640), _real(2, 1, 0.953), _real(3, 2, 46112)]),
        (4, [_shared(0, 6), _real(1, 3, 47.5), _real(3, 4, 46112)]),
    ]
    rows = b"".join(_record(0, struct.pack("<I", row) + bytes(13)) + b"".join(each) for row, each in cells)
    formats = {164: "0.0%", 165: "yyyy-mm-dd", 166: '0.0"万元"', 167: 'yyyy"年"m"月"'}
    return archive(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": relations(a=("officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": _record(131) + _record(143) + _record(156, bytes(8) + _text("r1") + _text("3月"))
            + _record(144) + _record(132),
            "xl/_rels/workbook.bin.rels": relations(
                r1=("worksheet", "worksheets/sheet1.bin"),
                s=("sharedStrings", "strings.bin"), t=("styles", "styles.bin")
            ),
            "xl/strings.bin": _record(159, struct.pack("<II", 7, 7))
            + b"".join(_record(19, b"\0" + _text(text)) for text in strings) + _record(160),
            "xl/styles.bin": _record(615, struct.pack("<I", len(formats)))
            + b"".join(_record(44, struct.pack("<H", number) + _text(code)) for number, code in formats.items())
            + _record(616) + _styles((0, *formats)),
            "xl/worksheets/sheet1.bin": _record(129) + _record(148, struct.pack("<4I", 0, 4, 0, 3))
            + _record(145) + rows + _record(146)
            + _record(177, struct.pack("<I", 1)) + _record(176, struct.pack("<4I", 0, 0, 0, 3)) + _record(178),
        }
    )  # fmt: skip


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, sizes = len(data), b""
    while size > 127:
        sizes, size = sizes + bytes([size & 0x7F | 0x80]), size >> 7
    return head + sizes + bytes([size]) + data


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _styles(formats: Iterable[int]) -> bytes:
    each = [_record(47, struct.pack("<HH", 0, number) + bytes(12)) for number in formats]
    return _record(617, struct.pack("<I", len(each))) + b"".join(each) + _record(618)


def _shared(column: int, text: int) -> bytes:
    return _record(7, struct.pack("<III", column, 0, text))


def _small(column: int, value: int) -> bytes:
    return _record(2, struct.pack("<IIi", column, 0, value << 2 | 2))


def _real(column: int, style: int, value: float) -> bytes:
    return _record(5, struct.pack("<IId", column, style, value))


XML_2003 = f"""<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style>
<Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style>
<Style ss:ID="w"><NumberFormat ss:Format="0.0&quot;万元&quot;"/></Style>
<Style ss:ID="m"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/></Style></Styles>
<Worksheet ss:Name="3月"><Table>
<Row><Cell ss:MergeAcross="3"><Data ss:Type="String">{TITLE}</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="String">项目</Data></Cell><Cell><Data ss:Type="String">实际</Data></Cell>
<Cell><Data ss:Type="String">完成率</Data></Cell><Cell><Data ss:Type="String">日期</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">接车台次</Data><Comment><ss:Data>x</ss:Data></Comment></Cell>
<Cell><Data ss:Type="Number">640</Data></Cell>
<Cell ss:StyleID="p"><Data ss:Type="Number">0.953</Data></Cell>
<Cell ss:StyleID="d"><Data ss:Type="DateTime">2026-03-31T00:00:00.000</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">产值</Data></Cell><Cell ss:StyleID="w"><Data ss:Type="Number">47.5</Data></Cell>
<Cell ss:Index="4" ss:StyleID="m"><Data ss:Type="DateTime">2026-03-31T00:00:00.000</Data></Cell></Row>
</Table></Worksheet></Workbook>
"""

PAGE = f"""<div class="report"><style>td {{ color: red }}</style><h1>{TITLE}</h1>
<table border=1><thead><tr><th>项目<th>实际</th><th>完成率</th><th>日期</th></tr></thead>
<tr><td>接车<wbr>台次&nbsp;</td><td>640</td><td>95.3%<td><span style="display: none">20260331</span>2026-03-31</td></tr>
<tr><td>产值</td><td>47.5万元</td><td></td><td>2026年<br>3月</td></table></div>"""
