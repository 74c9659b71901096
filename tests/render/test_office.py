"""Workbooks and Word documents, opened by LibreOffice, keep every word and figure."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest

from dealerplan.app.templates import templates
from dealerplan.domain.shown import Amount, Percent
from dealerplan.render.formats import Options, writer
from dealerplan.view.document import Chart
from dealerplan.words import Lang, text
from tests.render import readers
from tests.render.corpus import corpus
from tests.render.programs import convert, program

pytestmark = pytest.mark.slow
ALIKE = {*templates()} - {"aftersales", "general-manager", "regional-sales"}  # their statuses; all reports are opened
NAMES: list[tuple[str, Lang]] = [(name, "zh") for name in sorted(corpus().keys() - ALIKE)]
NAMES += [("aftersales", "en"), ("figures", "en"), ("charted", "en")]
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"  # as shown, a file for each sheet


def written(format: str, folder: Path) -> dict[tuple[str, Lang], Path]:
    files = {(name, lang): folder / f"{name}_{lang}.{format}" for name, lang in NAMES}
    for (name, lang), file in files.items():
        file.write_bytes(writer(format)(corpus()[name], lang, Options()))
    return files


def test_workbooks(tmp_path: Path) -> None:
    files = written("xlsx", tmp_path)
    convert(CSV, tmp_path, list(files.values()))
    for (name, lang), file in files.items():
        found: set[str] = set()
        for sheet in tmp_path.glob(f"{file.stem}-*.csv"):
            with sheet.open(encoding="utf-8", newline="") as lines:
                found |= {" ".join(cell.removeprefix("• ").split()) for row in csv.reader(lines) for cell in row}
        assert [words for words in readers.as_cells(corpus()[name], lang) if words not in found] == [], file


def test_word_documents(tmp_path: Path) -> None:
    files = written("docx", tmp_path)
    convert("txt:Text (encoded):UTF8", tmp_path, list(files.values()))
    for (name, lang), file in files.items():
        out = " ".join(file.with_suffix(".txt").read_text(encoding="utf-8-sig").split())
        out = out.replace("\u2011", "-")  # what LibreOffice makes of a minus at which no line may end
        assert [words for words in readers.in_paragraphs(corpus()[name], lang) if words not in out] == [], file


def test_charts_are_drawn(tmp_path: Path) -> None:
    document = corpus()["charted"]
    files = [tmp_path / "book.xlsx", tmp_path / "word.docx"]
    for file in files:
        file.write_bytes(writer(file.suffix[1:])(document, "zh", Options()))
    convert("pdf", tmp_path, files)
    series = [one for block in document.blocks if isinstance(block, Chart) and block.tells for one in block.series]
    last = [points[-1] for one in series if (points := [point for point in one.points if point is not None])]
    for file in files:
        printed = _printed(file.with_suffix(".pdf"))
        assert [shown for point in last if (shown := _label(point)) not in printed] == [], file


def _label(point: Amount | Percent) -> str:
    """Money as the text has it; large counts stand in charts without decimals."""
    if isinstance(point, Amount) and (point.unit is None or not point.unit.is_money) and point.value >= 1000:
        return readers.displayed(float(point.value), "#,##0")
    return text(point, "zh")


def _printed(file: Path) -> str:
    command = [program("pdftotext", "poppler-utils"), "-layout", str(file), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode().replace(" 万", "万")
