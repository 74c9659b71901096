"""The same values read equal from any layout and encoding, and from what export writes."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given as sampled
from hypothesis import settings
from hypothesis import strategies as st

from dealerplan.app.export import Exported, form_rows, labels, year_rows
from dealerplan.domain.month import Month
from dealerplan.domain.number import canonical
from dealerplan.domain.plan import Measure
from dealerplan.evaluate.totals import Recorded
from dealerplan.render.csv import grid_csv
from dealerplan.render.xlsx.grid import write_grid
from dealerplan.view.export import form_grid, year_grid
from dealerplan.words import Lang
from tests.intake.reading import STORES, VOCABULARY, Values, csv_bytes, plan, values, values_if_any, xlsx_bytes

LEAVES = ["intake", "reworked", "revenue", "rate", "sold.a", "sold.b"]
AMOUNTS = st.decimals(-(10**9), 10**9, places=2, allow_nan=False).map(Fraction)
MONTHS = st.integers(1, 12).map(lambda number: f"2026-{number:02d}")
KEYS = st.tuples(st.sampled_from(STORES), MONTHS, st.sampled_from(LEAVES))
BOOKS = st.dictionaries(KEYS, AMOUNTS, min_size=1, max_size=12)


def cell(book: Values, store: str | None, month: str, measure: str) -> str:
    value = book.get((store, month, measure))
    return "" if value is None else canonical(value)


def long(book: Values) -> list[list[str]]:
    rows = [[store or "", month, measure, cell(book, store, month, measure)] for store, month, measure in book]
    return [["门店", "月份", "数据项", "数值"], *rows]


def wide(book: Values) -> list[list[str]]:
    months = sorted({month for _, month, _ in book})
    keys = [(store, measure) for store in STORES for measure in LEAVES]
    rows = [[store, measure, *(cell(book, store, month, measure) for month in months)] for store, measure in keys]
    return [["标题"], [], ["store", "measure", *months], *rows]


def down(book: Values) -> list[list[str]]:
    keys = [(month, store) for month in sorted({month for _, month, _ in book}) for store in STORES]
    rows = [[month, store, *(cell(book, store, month, measure) for measure in LEAVES)] for month, store in keys]
    return [["月份", "门店", *LEAVES], *rows]


Layout = Callable[[Values], list[list[str]]]
LAYOUTS = st.sampled_from([long, wide, down])


@sampled(
    book=BOOKS,
    layout=LAYOUTS,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    delimiter=st.sampled_from(",;\t"),
)
def test_any_layout_and_encoding(book: Values, layout: Layout, encoding: str, delimiter: str) -> None:
    assert values(csv_bytes(layout(book), encoding, delimiter)) == book


@settings(max_examples=25)
@sampled(book=BOOKS, layout=LAYOUTS)
def test_any_layout_of_a_workbook(book: Values, layout: Layout) -> None:
    rows = [[float(text) if is_number(text) else text for text in row] for row in layout(book)]
    assert values(xlsx_bytes(("a", rows))) == book


def is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "").isdecimal()


PLAN = plan()
MEASURES: dict[str, Measure] = dict(PLAN.measures)
SCORED = [*LEAVES, "score"]
YEARS = st.dictionaries(
    st.tuples(st.sampled_from(SCORED), st.integers(-3, 12).map(lambda number: Month(2026, 1).plus(number))),
    AMOUNTS | st.integers(-(10**20), 10**20).map(Fraction),
    max_size=15,
)


@settings(max_examples=40)
@sampled(actuals=YEARS, several=st.booleans(), lang=st.sampled_from(["en", "zh"]), xlsx=st.booleans())
def test_an_exported_year_is_read_back(
    actuals: dict[tuple[str, Month], Fraction], several: bool, lang: Lang, xlsx: bool
) -> None:
    stores = [
        Exported(store, [PLAN], [PLAN], Recorded(MEASURES, actuals)) for store in (STORES if several else STORES[:1])
    ]
    grid = year_grid(year_rows(stores, 2026), 2026)
    expected = {
        (store, str(month), id): value
        for store in (STORES if several else STORES[:1])
        for (id, month), value in actuals.items()
        if month.year == 2026
    }
    with TemporaryDirectory() as folder:
        file = Path(folder) / "file"
        if xlsx:
            with file.open("wb") as out:
                write_grid(grid, out, lang)
        else:
            file.write_text(grid_csv(grid, lang), encoding="utf-8-sig")
        assert values_if_any(file.read_bytes()) == expected


@settings(max_examples=40)
@sampled(actuals=YEARS, lang=st.sampled_from(["en", "zh"]), xlsx=st.booleans())
def test_a_form_is_read_back(actuals: dict[tuple[str, Month], Fraction], lang: Lang, xlsx: bool) -> None:
    month = Month(2026, 3)
    grid = form_grid("east", month, form_rows(Exported("east", [PLAN], [PLAN], Recorded(MEASURES, actuals)), month))
    expected = {("east", "2026-03", id): value for (id, when), value in actuals.items() if when == month}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "file"
        if xlsx:
            with file.open("wb") as out:
                write_grid(grid, out, lang)
        else:
            file.write_text(grid_csv(grid, lang), encoding="utf-8")
        assert values_if_any(file.read_bytes()) == expected


def test_labels_name_their_own_measure() -> None:
    label = labels([PLAN])
    assert all(VOCABULARY.find(label(measure)).id == id for id, measure in MEASURES.items())
