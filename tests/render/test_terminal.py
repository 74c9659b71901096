"""Tables at several widths: figures whole, Chinese names aligned, nothing wider than the screen unless it must be."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from dealerplan.render.text.terminal import printed
from dealerplan.view.document import Document, Facts, Line, Masthead
from tests.conftest import Dealerplan
from tests.golden import check_golden

GOLDEN = Path(__file__).parent / "golden"
WIDTHS = (80, 100, 140, None)


@pytest.fixture
def sample_year(dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo's workspace."""
    folder = dealerplan("demo", "--lang", "zh").out.split("  cd ")[1].splitlines()[0]
    monkeypatch.chdir(folder)


def status(dealerplan: Dealerplan, lang: str, width: int | None) -> str:
    columns = {"COLUMNS": str(width)} if width else {}
    return dealerplan("status", "--as-of", "2026-09", "--lang", lang, **columns).out


@pytest.mark.usefixtures("sample_year")
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_progress_table(lang: str, width: int | None, dealerplan: Dealerplan) -> None:
    check_golden(GOLDEN / f"status-{width or 'natural'}.{lang}", status(dealerplan, lang, width))


@pytest.mark.usefixtures("sample_year")
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 100, 140])
def test_lines_fit_the_screen(lang: str, width: int, dealerplan: Dealerplan) -> None:
    assert max(cell_len(line) for line in status(dealerplan, lang, width).splitlines()) <= width


@pytest.mark.usefixtures("sample_year")
@pytest.mark.parametrize("width", [20, 40, 60, 80, 100, 140, 300])
def test_no_figure_is_ever_cut(width: int, dealerplan: Dealerplan) -> None:
    """Every figure of a narrow table stands whole in the widest one."""
    whole = set(re.findall(r"[\d,.]+%?", status(dealerplan, "en", None)))
    assert set(re.findall(r"[\d,.]+%?", status(dealerplan, "en", width))) <= whole
    assert "…" not in status(dealerplan, "en", width)


@pytest.mark.usefixtures("sample_year")
def test_columns_stand_under_their_heads(dealerplan: Dealerplan) -> None:
    """The status begins in the same cell of every row, whatever script the names are in."""
    lines = status(dealerplan, "zh", None).split("\n\n")[1].splitlines()
    starts = set()
    for line in (lines[0], *lines[2:-1]):  # the last explains a mark
        found = re.search(r"(状态|\+\+ 达标|\+ 正常|! 预警|!! 落后|\. 待定)", line)
        assert found, line
        starts.add(cell_len(line[: found.start()]))
    assert len(starts) == 1


def test_colour_only_on_a_terminal(first_quarter: Path, dealerplan: Dealerplan) -> None:
    assert first_quarter.exists()
    assert "\x1b" not in dealerplan("status").out


def test_what_a_stream_can_show_decides_about_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    document = Document([Line("a", "bad")])
    assert printed(document, "en", 80, None) == printed(document, "en", 80, io.StringIO()) == "a\n"
    assert "\x1b[" in printed(document, "en", 80, Terminal())


FIELDS = ["风行广州店", "责任人 售后经理", "编制____"]


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (80, ["2026年9月经营月报" + " " * 24 + "风行广州店   责任人 售后经理   编制____"]),
        (200, ["2026年9月经营月报" + " " * 24 + "风行广州店   责任人 售后经理   编制____"]),
        (60, ["2026年9月经营月报    风行广州店   责任人 售后经理   编制____"]),
        (40, ["2026年9月经营月报", "风行广州店   责任人 售后经理   编制____"]),
        (30, ["2026年9月经营月报", "风行广州店   责任人 售后经理", "编制____"]),
    ],
)
def test_the_fields_of_a_masthead_stand_beside_its_title_or_below(width: int, lines: list[str]) -> None:
    assert printed(Document([Masthead("2026年9月经营月报", FIELDS)]), "zh", width, None).splitlines() == lines


def test_lines_of_facts_hang_beside_their_labels() -> None:
    facts = Facts([("差额", [Line("车间 -10.17 = 接车少 33台 -1.61"), Line("保险 -2.20")]), ("Well", [Line("CSI")])])
    assert printed(Document([facts]), "zh", 30, None).splitlines() == [
        "差额  车间 -10.17 = 接车少 33",
        "      台 -1.61",
        "      保险 -2.20",
        "Well  CSI",
    ]
    whole = Facts([("", [Line("a " * 30, whole=True)])])
    assert len(printed(Document([whole]), "zh", 30, None).splitlines()) == 1
