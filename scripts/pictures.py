"""Make the pictures of README: a status on a terminal, and a report's first page, both of the demo.

    python scripts/pictures.py     # needs chromium; writes docs/pictures/

A test holds them equal to what the demo says: the SVG by its bytes, the PNG by the hash of the page it was taken of.
"""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import tempfile
import zlib
from datetime import UTC, datetime
from hashlib import sha256
from html import unescape
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from dealerplan.app.asked import Asked
from dealerplan.app.demo import demo
from dealerplan.app.report import reports, subjects
from dealerplan.app.session import Session
from dealerplan.app.status import scorecards
from dealerplan.app.workspace import read_workspace
from dealerplan.domain.month import Month
from dealerplan.planfile.goal_rules import goals_out_of_reach
from dealerplan.render.formats import Options, writer
from dealerplan.render.text.terminal import printed
from dealerplan.view.first_page import Page
from dealerplan.view.report import report_document
from dealerplan.view.status_screen import status_screen

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
NOW = datetime(2026, 10, 8, 9, tzinfo=UTC)
LINES, COLUMNS = 24, 80
SIZE = "1080,1100"
MADE_OF = b"made of"  # the key of a PNG's text that holds the hash of its page
LANGS = ("en", "zh")
CELL = 12.2  # of a picture, for a cell of the terminal


def session_in(folder: Path, lang: str) -> Session:
    """The demo, filled."""
    return demo(folder, Session(folder, None, lambda: NOW, "demo", lambda _: None), lang)


def status_svg(lang: str) -> str:
    """`dealerplan status` on a terminal of 80 columns."""
    with tempfile.TemporaryDirectory() as made:
        session = session_in(Path(made), lang)
        workspace = read_workspace(Path(made))
        (card,) = scorecards(session, workspace, workspace.heads)
        document = status_screen(Page(card, list(goals_out_of_reach(card.plan, card.as_of))), LINES)
    screen = io.StringIO()
    screen.isatty = lambda: True  # type: ignore[method-assign]  # so that rich colours it
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    console.print(Text.from_ansi(printed(document, lang, COLUMNS, screen)), soft_wrap=True)
    return _as_wide(console.export_svg(title="dealerplan status", unique_id="dealerplan"))


_TEXT = re.compile(r'(?P<head><text [^>]*x="[\d.]+" y="[\d.]+" textLength=")[\d.]+(?P<mid>"[^>]*>)(?P<words>[^<]*)')


def _as_wide(svg: str) -> str:
    """The same with each text as wide as its cells: rich counts a Chinese character as one."""

    def widened(match: re.Match[str]) -> str:
        cells = cell_len(unescape(match["words"]))
        return f"{match['head']}{cells * CELL:g}{match['mid']}{match['words']}"

    return _TEXT.sub(widened, svg)


def report_html(lang: str) -> bytes:
    """The report of the demo's last month as a page."""
    with tempfile.TemporaryDirectory() as made:
        session = session_in(Path(made), lang)
        workspace = read_workspace(Path(made))
        asked = Asked(as_of=Month(2026, 9))
        told = list(reports(session, workspace.read, subjects(session, workspace.read, workspace.heads, asked), asked))
    return _same(writer("html")(report_document(told, roomy=True), lang, Options()))


def _same(page: bytes) -> bytes:
    """The page without what rests on the time of making it and on the version."""
    return re.sub(rb"--known-at \S+|dealerplan \d[\w.]*|[0-9a-f]{20}", b"", page)


def hash_of(page: bytes) -> str:
    """What a picture says it was made of."""
    return sha256(page).hexdigest()


def made_of(png: bytes) -> str | None:
    """The hash that a picture holds."""
    found = re.search(rb"tEXt" + MADE_OF + rb"\x00([0-9a-f]{64})", png)
    return found and found[1].decode()


def _with_hash(png: bytes, hash: str) -> bytes:
    """A picture that says what it was made of."""
    chunk = b"tEXt" + MADE_OF + b"\x00" + hash.encode()
    text = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return png[:33] + text + png[33:]  # behind the signature and the header


def picture(page: bytes) -> bytes:
    """The top of a page as a PNG."""
    with tempfile.TemporaryDirectory() as made:
        source, target = Path(made) / "page.html", Path(made) / "page.png"
        source.write_bytes(page)
        command = [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--window-size={SIZE}",
        ]
        subprocess.run([*command, f"--screenshot={target}", source.as_uri()], check=True, capture_output=True)
        return _with_hash(target.read_bytes(), hash_of(page))


def main() -> None:
    """Write all pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for lang in LANGS:
        (PICTURES / f"status.{lang}.svg").write_text(status_svg(lang), encoding="utf-8")
        (PICTURES / f"report.{lang}.png").write_bytes(picture(report_html(lang)))


if __name__ == "__main__":
    sys.exit(main())
