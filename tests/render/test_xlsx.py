"""Workbooks: numbers that can be reckoned with, sheets with valid names, and nothing that runs."""

from __future__ import annotations

import gc
import io
import re
import sys
import tempfile
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.chart.bar_chart import BarChart
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from dealerplan.domain.shown import Amount, Hits, Percent, Points, Scale, Scaled
from dealerplan.domain.unit import read_unit
from dealerplan.errors import UsageError
from dealerplan.render import charts, typeset
from dealerplan.render.cells import MOST_DIGITS, Number, exactly, number, written
from dealerplan.render.formats import Options, writer
from dealerplan.render.package import LONG_AGO
from dealerplan.render.theme import FILLS, HEAD, INKS
from dealerplan.render.xlsx import workbook
from dealerplan.view.document import (
    Bar,
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Facts,
    Heading,
    Items,
    Line,
    Masthead,
    Role,
    Said,
    Series,
    Shape,
    Table,
    Tone,
)
from dealerplan.view.terms import MILESTONE, STATUS
from dealerplan.words import Lang, say, text
from tests.render.corpus import SAID, corpus
from tests.render.readers import displayed

values = st.fractions(min_value=-(10**9), max_value=10**9) | st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4
).map(Fraction)
thresholds = st.lists(values, max_size=2).map(tuple)
figures = (  # a cell's figure is the nearest one, only a sentence's has a side
    st.builds(
        Amount,
        values,
        st.sampled_from([None, read_unit("元"), read_unit("万元")]),
        thresholds,
        st.booleans(),
        st.booleans(),
        st.none(),
    )
    | st.builds(Percent, values, thresholds, st.integers(0, 3), st.booleans(), st.booleans(), st.none())
    | st.builds(Points, values, st.integers(0, 3), st.booleans(), st.booleans(), st.none())
)


WAN = Scale(read_unit("元"), large=True, places=(2, 1))
WIDE = Table([Column(id, say("Value")) for id in "abc"], [])
PICTURE = Chart("t", ["1", "2"], [Series("x", [Amount(Fraction(1)), Amount(Fraction(2))], "actual")])


def opened(document: Document) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(writer("xlsx")(document, "zh", Options())))


def first(document: Document) -> Worksheet:
    return opened(document).worksheets[0]


def one_cell(cell: Cell) -> Worksheet:
    return first(Document([Table([Column("value", say("Value"))], [[cell]])]))


@pytest.mark.parametrize(
    ("said", "value", "format"),
    [
        (Amount(Fraction(1450000), read_unit("元")), 1450000, "#,##0"),
        (Amount(Fraction("1234.5")), 1234.5, "#,##0.0"),
        (Amount(Fraction(1000000, 7)), 142857.1428571429, "#,##0"),
        (Percent(Fraction("0.2416666")), 0.2416666, "#,##0.0%"),
        (Percent(Fraction("0.019999"), (Fraction("0.02"),)), 0.019999, "#,##0.0000%"),
        (Percent(Fraction("0.449"), signed=True), 0.449, "+#,##0.0%;-#,##0.0%;#,##0.0%"),
        (Points(Fraction(-1, 120)), -0.8333333333333333, "+#,##0.0;-#,##0.0;#,##0.0"),
        (
            Points(Fraction("0.002"), 2, named=True),
            0.2,
            '+#,##0.00" 个百分点";-#,##0.00" 个百分点";#,##0.00" 个百分点"',
        ),
        (Amount(Fraction(999999999999999)), 999999999999999, "#,##0"),
        (Amount(Fraction(10**15)), "1,000,000,000,000,000", "General"),
    ],
)
def test_a_figure_is_a_number_with_its_format(said: Amount | Percent | Points, value: float | str, format: str) -> None:
    cell = one_cell(Cell(said))["A2"]
    assert (cell.value, cell.number_format) == (value, format)


@pytest.mark.parametrize(
    ("said", "value", "format"),
    [
        (Scaled(Fraction(4376300), WAN), 437.63, "#,##0.00"),
        (Scaled(Fraction(-123700), WAN, signed=True), -12.37, "+#,##0.00;-#,##0.00;#,##0.00"),
        (Scaled(Fraction(541234), WAN, side="up", behind="/月!"), 54.13, '#,##0.00"/月!"'),
        (Scaled(Fraction(931, 1000), Scale(percent=True, places=(2, 2)), before="≥"), 0.931, '"≥"#,##0.00%'),
        (Scaled(Fraction(7), Scale()), 7, "#,##0"),
        (Scaled(Fraction(10**15), Scale()), "1,000,000,000,000,000", "General"),
    ],
)
def test_a_figure_in_its_rows_scale_is_a_number(said: Scaled, value: float | str, format: str) -> None:
    cell = one_cell(Cell(said))["A2"]
    assert (cell.value, cell.number_format) == (value, format)
    if isinstance(value, float):
        assert displayed(value, format) == text(said, "zh")


@pytest.mark.parametrize(
    ("said", "value", "format"),
    [
        (Hits(7, 9), 7, '#,##0"/9"'),
        (say("{value} ({month})", value=Scaled(Fraction(535900), WAN), month="9月"), 53.59, '#,##0.00"（9月）"'),
        (say("{value}/month", value=say("{sign}{value}", sign=">=", value=Amount(Fraction(650)))), 650, '"每月≥"#,##0'),
        (say("≤{amount}", amount=Amount(Fraction(42), read_unit("台"), named=True)), 42, '"≤"#,##0"台"'),
        (
            say("{value} in {number} mo", value=Scaled(Fraction(1), Scale(), signed=True), number=3),
            1,
            '+#,##0"（3 个月内）";-#,##0"（3 个月内）";#,##0"（3 个月内）"',
        ),
        (say("{low}–{high}", low=Scaled(Fraction(1), Scale()), high=Scaled(Fraction(2), Scale())), "1～2", "General"),
        (say("≤{amount}", amount=Amount(Fraction(500000), read_unit("元"))), "≤50万", "General"),
    ],
)
def test_the_one_figure_among_words_is_a_number(said: Said, value: float | str, format: str) -> None:
    """Two are none, and money in 万 would stand beside what is not."""
    cell = one_cell(Cell(said))["A2"]
    assert (cell.value, cell.number_format) == (value, format)
    assert displayed(value, format) == typeset.text(said, "zh")


@given(said=figures, lang=st.sampled_from(["zh", "en"]))
def test_numbers_show_what_the_text_says(said: Amount | Percent | Points, lang: Lang) -> None:
    """And keep all the digits that a spreadsheet can; what it cannot is text."""
    found, shown = number(said, lang), written(said, lang)
    if found is None:
        assert len(re.sub("[^0-9]", "", shown).lstrip("0")) > MOST_DIGITS
        return
    value = said.value * 100 if isinstance(said, Points) else said.value
    assert abs(Fraction(found.value) - value) <= abs(value) / 10**15
    assert displayed(float(found.value), found.format) == shown or not _is_settled(value, found.format)


def _is_settled(value: Fraction, format: str) -> bool:
    """Whether a double is near enough to a value to be rounded alike; ties of endless decimals may not be."""
    places = len(format.partition(";")[0].partition('"')[0].rstrip("%").partition(".")[2]) + 2 * format.endswith("%")
    rest = abs(value) * 10**places % 1
    return bool(abs(rest - Fraction(1, 2)) > Fraction(1, 1000))


def test_halves_are_rounded_as_in_text() -> None:
    for said in (Percent(Fraction("0.00125"), places=2), Percent(Fraction("0.2425")), Points(Fraction("0.0225"))):
        found = number(said)
        assert found is not None
        assert displayed(float(exactly(Fraction(found.value))), found.format) == text(said, "en")


@pytest.mark.parametrize("name", sorted(corpus()))
def test_nothing_is_a_formula_or_a_link(name: str) -> None:
    content = writer("xlsx")(corpus()[name], "en", Options())
    book = openpyxl.load_workbook(io.BytesIO(content))
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"n", "s"}
    with ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
    assert not any(re.search(b"<f[ >]|hyperlink", sheet) for sheet in sheets)


@pytest.mark.parametrize("word", ["=1+1", "+1", "-1", "@A1", "＝1", "#N/A", "TRUE", "12", "_x0041_"])
def test_what_looks_like_more_than_words_stays_words(word: str) -> None:
    cell = one_cell(Cell(word))["A2"]
    assert (cell.data_type, displayed(cell.value, "General")) == ("s", word)
    assert cell.quotePrefix == word.startswith(("=", "+", "-", "@", "＝"))


def test_what_no_cell_or_row_can_hold_is_cut_and_shows_it() -> None:
    sheet = opened(Document([Heading("p"), Line("a" * 100_000)])).worksheets[0]
    assert sheet["A2"].value == "a" * 32_766 + "…"
    assert max(dimension.height for dimension in sheet.row_dimensions.values()) == 409


def test_tones_are_fills() -> None:
    box = one_cell(Cell("3", "bad"))["A2"]
    assert (box.value, box.fill.fgColor.rgb, box.font.b) == ("3", "00FBE3E4", True)


def coloured(sheet: Worksheet, box: str, words: str) -> str | None:
    """The colour that a cell has once these words stand in it."""
    for ranges in sheet.conditional_formatting:
        first = str(ranges.sqref).split(":")[0]
        for rule in sorted(ranges.rules, key=lambda rule: rule.priority) if box in ranges.sqref else ():
            assert rule.formula == [f'LEFT({first},{len(rule.text)})="{rule.text}"']
            if words.startswith(rule.text):
                return str(rule.dxf.fill.bgColor.rgb)[2:]
    fill = sheet[box].fill
    return str(fill.fgColor.rgb)[2:] if fill.patternType else None


STATUSES = [
    *(
        (say("{sign} {word}", sign=sign, word=word), tone)
        for sign, word, tone in (*STATUS.values(), *MILESTONE.values())
    ),
    *((sign, tone) for sign, _, tone in STATUS.values()),
]


@pytest.mark.parametrize(("status", "tone"), STATUSES, ids=str)
def test_colours_of_statuses_follow_the_words(status: Said, tone: Tone) -> None:
    """Also those that somebody writes over them."""
    column, behind = (
        Column("status", say("Status"), "fixed"),
        Cell(say("{sign} {word}", sign="!!", word=say("behind")), "bad"),
    )
    sheet = first(Document([Table([column], [[behind], [Cell(status, tone)]])]))
    assert sheet["A3"].font.color == (Font(color=INKS["quiet"]).color if tone == "quiet" else None)
    for box, words in (("A2", "!! 落后"), ("A3", text(status, "zh"))):
        assert sheet[box].value == words
        assert sheet[box].fill.patternType is None
    assert coloured(sheet, "A2", "!! 落后") == FILLS["bad"]
    assert coloured(sheet, "A2", text(status, "zh")) == coloured(sheet, "A3", text(status, "zh")) == FILLS.get(tone)


@pytest.mark.parametrize("name", sorted(corpus()))
def test_every_cell_has_the_colour_of_its_tone(name: str) -> None:
    """By a rule or without one."""
    sheets = [sheet for sheet in opened(corpus()[name]).worksheets if sheet.sheet_state == "visible"]
    found = [shade for sheet in sheets for row in sheet.iter_rows() for box in row
             if (shade := coloured(sheet, box.coordinate, str(box.value))) not in (None, HEAD)]  # fmt: skip
    cells = [cell for block in corpus()[name].blocks if isinstance(block, Table) for row in block.rows for cell in row]
    assert found == [FILLS[cell.tone] for cell in cells if cell.tone in FILLS]


@given(titles=st.lists(st.text(max_size=50) | st.sampled_from(["History", "chart data", "a" * 40, "''"]), max_size=6))
def test_sheets_have_valid_names_each_once(titles: list[str]) -> None:
    from dealerplan.render.xlsx.report import Names

    names = Names({"history", "chart data"})
    taken = [names.take(title) for title in titles]
    assert len({name.casefold() for name in taken} | {"history", "chart data"}) == len(taken) + 2
    for name in taken:
        assert 0 < len(name.encode("utf-16-le")) <= 62
        assert not re.search(r"[\[\]:*?/\\]|^'|'$", name)


def test_a_sheet_for_each_part() -> None:
    assert opened(corpus()["several"]).sheetnames == ["销售顾问上半年个人计划", "展厅团队年度计划", "图表数据"]
    assert opened(corpus()["empty"]).sheetnames == ["dealerplan"]


def test_heads_stay_on_screen_and_on_paper() -> None:
    rows = [[Cell(f"no {index}"), Cell(Amount(Fraction(index)))] for index in range(60)]
    columns = [Column("target", say("Target"), "words"), Column("value", say("Value"))]
    sheet = first(Document([Heading("A"), Line("b"), Table(columns, rows)]))
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B5", "$4:$4")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape", 1, 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "freezes"), [([], "B6"), ([Line("b"), Line("c")], "B9"), ([Line("long " * 400)], "B1")]
)
def test_a_sheet_of_several_tables_keeps_its_first_head_on_screen(lines: list[Line], freezes: str) -> None:
    table = Table([Column("target", say("Target"), "words")], [[Cell("a")]] * 60)
    sheet = first(Document([Heading("A"), *lines, Heading("B", 2), Line("d"), table, table]))
    assert (sheet.freeze_panes, sheet.print_title_rows) == (freezes, None)


def test_a_head_too_far_down_to_stay_gives_way_to_the_title() -> None:
    table = Table([Column("target", say("Target"), "words")], [[Cell("a")]])
    assert first(Document([Heading("A"), Items([Line("b")] * 12), table])).freeze_panes == "B2"
    assert first(Document([Heading("A"), Line("b")])).freeze_panes is None


def test_a_masthead_stays_in_sight() -> None:
    sheet = first(Document([Masthead("月报", ["a", "b"]), Line("c"), *[months(2)] * 2]))
    assert [sheet.cell(row, 1).value for row in range(1, 4)] == ["月报", "a\u3000b", "c"]
    assert sheet.freeze_panes == "B6"


def test_facts_have_two_columns() -> None:
    facts = Facts([("差额构成", [Line("a"), Line("长" * 90)]), ("c", [])])
    sheet = first(Document([facts]))
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["差额构成", "a"], [None, "长" * 90], ["c", None],
    ]  # fmt: skip
    assert sheet.row_dimensions[2].height > sheet.row_dimensions[1].height
    beside = first(Document([months(2), facts]))
    assert [str(one) for one in beside.merged_cells.ranges] == []
    assert sorted(map(str, first(Document([WIDE, facts])).merged_cells.ranges)) == ["B3:C3", "B4:C4", "B5:C5"]


def test_columns_are_measured_in_the_font_that_they_are_written_in() -> None:
    book = opened(Document([Heading("A")]))
    assert book._named_styles["Normal"].font.name == "Arial"  # type: ignore[attr-defined]  # nowhere else


def months(rows: int) -> Table:
    return Table(
        [Column("month", say("Month"), "fixed"), Column("actual", say("Actual"))], [[Cell("2026-01"), Cell("1")]] * rows
    )


def test_a_chart_stands_beside_its_table() -> None:
    sheet = first(Document([Heading("A"), months(9), PICTURE, Heading("B", 3), months(9)]))
    (chart,) = sheet._charts  # type: ignore[attr-defined]  # openpyxl shows them nowhere else
    assert (chart.anchor._from.row + 1, chart.anchor._from.col + 1) == (2, 3)
    assert [row for row in range(1, 20) if sheet.cell(row, 1).value == "B"] == [13]


def test_a_heading_is_not_torn_from_its_table_and_chart() -> None:
    """Pages are begun before headings only, a few targets on each."""
    why = Line("why"), Items([Line("a note")])
    blocks = [block for index in range(9) for block in (Heading(f"T{index}", 3), *why, months(9), PICTURE)]
    sheet = first(Document(blocks))
    begins = [sheet.cell(one.id + 1, 1).value for one in sheet.row_breaks.brk]
    assert begins == ["T2", "T4", "T6", "T8"]


def test_a_bar_is_what_is_planned_since_what_is_done_stands_beside_it() -> None:
    column = Column("progress", say("Progress | plan"), "fixed", bare=say("Planned progress"))
    cell = Cell(Percent(Fraction(1, 2)), bar=Bar(Fraction(1, 4), Fraction(1, 2)))
    sheet = first(Document([Table([column], [[cell]])]))
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["计划进度"], [0.5]]


@pytest.mark.parametrize(
    ("points", "lang", "values", "format"),
    [
        ("900000 1793600", "zh", [90, 179.36], '#,##0.00"万"'),
        ("900000 1800000", "zh", [90, 180], '#,##0"万"'),
        ("90000000 120000000", "zh", [0.9, 1.2], '#,##0.0"亿"'),
        ("900000 1793600", "en", [900000, 1793600], "#,##0"),
        ("5000 9000", "zh", [5000, 9000], "#,##0"),
    ],
)
def test_charts_count_money_as_the_text_does(points: str, lang: Lang, values: list[float], format: str) -> None:
    series = Series("a", [Amount(Fraction(point), read_unit("元")) for point in points.split()], "actual")
    found = [row[1] for row in charts.rows(Chart("t", ["1", "2"], [series]), lang) if isinstance(row[1], Number)]
    assert [float(one.value) for one in found] == values
    assert {one.format for one in found} == {format}


def test_columns_are_as_wide_as_what_they_hold() -> None:
    sheet = first(Document([Table([Column("value", say("Value"))], [[Cell("售后总营业额")], [Cell("a" * 99)]])]))
    assert sheet.column_dimensions["A"].width == 46
    assert sheet.row_dimensions[3].height > sheet.row_dimensions[2].height
    assert (
        first(Document([Table([Column("value", say("Value"))], [[Cell("售后总营业额")]])])).column_dimensions["A"].width
        >= 14
    )


def test_a_table_of_words_takes_several_columns_and_widens_none() -> None:
    figures = Table([Column(f"v{at}", say("Value")) for at in range(9)], [[Cell(Amount(Fraction(1)))] * 9])
    words = Table([Column("target", say("Target"), "words"), Column("reason", say("Reason"), "words")],
                  [[Cell("a"), Cell("长" * 20)]])  # fmt: skip
    sheet, alone = first(Document([figures, words])), first(Document([figures]))
    assert [sheet.column_dimensions[at].width for at in "ABCI"] == [alone.column_dimensions[at].width for at in "ABCI"]
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["B4:G4", "B5:G5"]
    assert [sheet[box].value for box in ("A4", "B4", "B5")] == ["指标", "原因", "长" * 20]


def test_charts_beside_each_other_do_not_cover_each_other() -> None:
    wide = Table([Column(f"v{at}", say("Value")) for at in range(4)], [[Cell("x" * 40)] * 4])
    sheet = first(Document([wide, *[PICTURE] * 3]))
    corners = [one.anchor for one in sheet._charts]  # type: ignore[attr-defined]  # openpyxl shows them nowhere else
    before = [0.0, *accumulate(sheet.column_dimensions[at].width * 5.25 * 12700 for at in "ABCD")]
    lefts = [before[one._from.col] + one._from.colOff for one in corners]
    assert all(one + corners[0].ext.width < other for one, other in pairwise(lefts))


def test_charts_read_from_cells() -> None:
    points = [Amount(Fraction(1)), None, Amount(Fraction(5, 2))]
    owed = [Amount(Fraction(2))] * 3
    series = [Series("实际", points, "actual"), Series("应达", owed, "owed")]
    book = opened(Document([Heading("A"), Chart("累计", ["1", "2", "3"], series, "months")]))
    data = book["图表数据"]
    assert data.sheet_state == "hidden"
    left = next(cell.column for row in data.iter_rows() for cell in row if cell.value == "实际") - 1
    assert [[data.cell(row, left + at).value for at in range(3)] for row in range(1, 5)] == [
        [None, "实际", "应达：2"], ["1", 1, 2], ["2", None, 2], ["3", 2.5, 2],
    ]  # fmt: skip
    (chart,) = book.worksheets[0]._charts  # type: ignore[attr-defined]  # openpyxl shows them nowhere else
    assert isinstance(chart, BarChart)
    assert chart.display_blanks == "gap"


def references(content: bytes) -> list[tuple[str, str]]:
    """What the charts of a workbook refer to, and what they keep of it."""
    with ZipFile(io.BytesIO(content)) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")]
    return [
        (found[1].partition("!")[2].replace("$", ""), " ".join(re.findall(r"<(?:c:)?v>([^<]*)<", found[2])))
        for xml in charts
        for found in re.finditer(r"<(?:c:)?f>([^<]*)</(?:c:)?f>(.*?)</(?:c:)?(?:str|num)Cache>", xml)
    ]


def test_many_charts_stand_below_each_other() -> None:
    """Side by side they would pass the last column after a hundred plans with forty targets."""
    series = [Series(f"s{at}", [Amount(Fraction(at)), Amount(Fraction(at + 1))], "actual") for at in (1, 5)]
    blocks: list[Block] = []
    for part in range(3):
        blocks += [Heading(f"p{part}"), *(Chart(f"c{part}.{at}", ["1", "2"], series) for at in range(40))]
    content = writer("xlsx")(Document(blocks), "en", Options())
    data = openpyxl.load_workbook(io.BytesIO(content))["chart data"]
    assert (data.max_column, data.max_row) == (3, 3 * 40 * 3)
    found = references(content)
    assert len(found) == 3 * 40 * 2 * 3
    assert len({reference for reference, _ in found}) == 3 * 40 * 5, "the labels are those of both series"
    for reference, kept in found:
        cells = data[reference] if ":" in reference else ((data[reference],),)
        assert " ".join(str(row[0].value) for row in cells) == kept


class TestLimits:
    """What Excel takes: a workbook that would pass it is refused before it is made, and nothing is left of it."""

    @staticmethod
    def made(rows: int, row: str) -> None:
        plain = workbook.Look(Font(bold=True))
        with workbook.Book() as book:
            for sheet in (book.sheet("a"), book.sheet("b")):
                for _ in range(rows):
                    sheet.append([workbook.words_box(char, plain) for char in row])

    @pytest.mark.parametrize(("name", "rows", "row"), [("ROWS", 3, "a"), ("COLUMNS", 1, "abc"), ("STYLES", 1, "a-")])
    def test_one_more_is_refused(self, name: str, rows: int, row: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbook, name, len(row) * rows - 1)
        with pytest.raises(UsageError, match="more than a workbook holds"):
            self.made(rows, row)

    def test_what_is_given_up_leaves_no_file_and_no_complaint(self, monkeypatch: pytest.MonkeyPatch) -> None:
        complaints: list[object] = []
        monkeypatch.setattr(sys, "unraisablehook", complaints.append)
        monkeypatch.setattr(workbook, "ROWS", 3)
        with TemporaryDirectory() as folder:
            monkeypatch.setattr(tempfile, "tempdir", folder)
            with pytest.raises(UsageError):
                self.made(4, "a")
            gc.collect()
            assert [*Path(folder).iterdir()] == []
        assert complaints == []


def test_charts_keep_what_they_show() -> None:
    """For programs that draw before they reckon; what is not known is left out, not zero."""
    points = [Amount(Fraction(1)), None, Amount(Fraction(5, 2))]
    content = writer("xlsx")(Document([Chart("t", ["1", "2", "3"], [Series("x", points, "actual")])]), "en", Options())
    with ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/charts/chart1.xml").decode()
    assert re.findall(r"<(?:c:)?v>([^<]*)</", xml) == ["x", "1", "2", "3", "1", "2.5"]
    assert re.findall(r'<(?:c:)?pt idx="(\d)"', xml.partition("numCache")[2]) == ["0", "2"]


def test_dots_show_what_is_known_between_gaps() -> None:
    points = [Amount(Fraction(1)), None, Amount(Fraction(5, 2))]
    series = [Series("x", points, "actual"), Series("y", [Amount(Fraction(2))] * 3, "owed")]
    xml = charts.chart_xml(Chart("t", ["1", "2", "3"], series), "en", charts.Size()).decode()
    assert re.findall(r'<(?:c:)?symbol val="([^"]+)"', xml) == ["circle", "none"]


def test_months_are_bars_before_last_years_with_a_mark_for_what_is_owed() -> None:
    points = [Amount(Fraction(1)), Amount(Fraction(2))]
    roles: tuple[Role, ...] = ("actual", "owed", "goal", "last_year", "landing")
    series = [*(Series(role, points, role) for role in roles), Series("none", [None, None], "actual")]
    xml = charts.chart_xml(Chart("t", ["1", "2"], series, "months"), "en", charts.Size()).decode()
    bars, lines = xml.partition("lineChart")[0], xml.partition("lineChart")[2]
    assert re.findall(r"<(?:c:)?v>([a-z_]+)", bars) == ["last_year", "actual", "landing"]
    assert re.findall(r"<(?:c:)?v>([a-z_]+)", lines) == ["owed", "goal"]
    assert re.findall(r'<(?:c:)?symbol val="([^"]+)"', lines) == ["dash", "none"]
    assert re.findall(r'<(?:a:)?prstDash val="(\w+D\w+)"', lines) == ["lgDash"]


def axis(points: Sequence[Amount | Percent], shape: Shape) -> list[str]:
    xml = charts.chart_xml(Chart("t", ["1", "2"], [Series("a", points, "actual")], shape), "zh", charts.Size()).decode()
    names = ("numFmt formatCode", "max val", "min val", "majorUnit val")
    return [xml.rpartition(f'<c:{name}="')[2].partition('"')[0] for name in names]


@pytest.mark.parametrize(
    ("values", "shape", "expected"),
    [
        ("117000 119800", "lines", ["#,##0.0&quot;万&quot;", "12", "11.7", "0.1"]),
        ("600000 400000", "months", ["#,##0&quot;万&quot;", "60", "0", "20"]),
        ("500000 600000", "months", ["#,##0&quot;万&quot;", "80", "0", "20"]),
    ],
)
def test_numbers_at_an_axis_are_apart_and_below_the_title(values: str, shape: Shape, expected: list[str]) -> None:
    """The last bar's label would touch the title where the bar is as high as the axis."""
    assert axis([Amount(Fraction(one), read_unit("元")) for one in values.split()], shape) == expected


def test_a_flat_share_stands_above_nothing() -> None:
    assert axis([Percent(Fraction(1))] * 2, "lines")[:3] == ["0%", "1", "0"]


def test_a_lone_chart_is_large() -> None:
    sheet = first(Document([Heading("A"), PICTURE, Heading("B", 2)]))
    (chart,) = sheet._charts  # type: ignore[attr-defined]  # openpyxl shows them nowhere else
    assert (chart.anchor.ext.width, chart.anchor.ext.height) == pytest.approx((15 * 360000, 6.0 * 360000), rel=1e-3)
    assert sheet.cell(18, 1).value == "B"


def test_no_time_is_in_the_file() -> None:
    content = writer("xlsx")(corpus()["charted"], "en", Options())
    with ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {LONG_AGO}
        assert archive.read("docProps/core.xml").decode().count("1980-01-01T00:00:00Z") == 2


def test_every_kind_of_figure_is_in_the_corpus() -> None:
    assert {type(said).__name__ for said in SAID} == {"Amount", "Percent", "Points", "Bar"}
