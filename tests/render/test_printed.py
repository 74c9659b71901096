"""Reports on paper: few pages, each with its number, none that holds a heading alone or next to nothing."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from dealerplan.domain.month import Month
from dealerplan.render.formats import Options, writer
from dealerplan.view.report import report_document
from tests.conftest import Dealerplan
from tests.render.corpus import reported
from tests.render.programs import convert, printed_page, program

pytestmark = pytest.mark.slow
MOST = {"month": (2, 6), "year": (6, 12)}
"""Pages before the appendix, and in all."""
MOST_OF_A_SHEET = 6  # pages, whatever the span
LEAST = 5  # lines of a page
APPENDIX = {"zh": "附录", "en": "Appendix"}


def pages(file: Path) -> list[str]:
    """The words of each page of a PDF."""
    command = [program("pdftotext", "poppler-utils"), "-layout", str(file), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\f")[:-1]


@pytest.mark.parametrize("lang", APPENDIX)
@pytest.mark.parametrize("format", ["docx", "xlsx", "html"])
def test_a_report_is_short_and_every_page_has_its_number(
    format: str, lang: str, dealerplan: Dealerplan, tmp_path: Path
) -> None:
    folder = dealerplan("demo", "--lang", lang).out.split("  cd ")[1].splitlines()[0]
    files = {span: tmp_path / f"{span}.{format}" for span in MOST}
    for span, file in files.items():
        options = ("--span", span, "--as-of", "2026-09", "--lang", lang, "--workspace", folder)
        assert dealerplan("report", *options, "--format", format, "--out", str(file)).code == 0
    if format == "html":
        for file in files.values():
            printed_page(file)
    else:
        convert("pdf", tmp_path, list(files.values()))
    for span, file in files.items():
        found = pages(file.with_suffix(".pdf"))
        assert [_number(page) for page in found] == [f"{at}/{len(found)}" for at in range(1, len(found) + 1)]
        assert [page for page in found[:-1] if len(page.split("\n")) < LEAST] == []
        before, most = MOST[span]
        assert len(found) <= (MOST_OF_A_SHEET if format == "xlsx" else most)
        appendix = next(
            at for at, page in enumerate(found) if re.search(rf"^\s*{APPENDIX[lang]}\s*$", page, re.MULTILINE)
        )
        assert appendix <= before


def test_a_finished_year_keeps_to_the_pages_of_a_sheet(tmp_path: Path) -> None:
    file = tmp_path / "year.xlsx"
    document = report_document([reported("aftersales", "year", Month.parse("2026-12"))], roomy=True)
    file.write_bytes(writer("xlsx")(document, "zh", Options()))
    convert("pdf", tmp_path, [file])
    assert len(pages(file.with_suffix(".pdf"))) <= MOST_OF_A_SHEET


def _number(page: str) -> str:
    """What stands at the foot."""
    return page.rstrip().split("\n")[-1].replace(" ", "")
