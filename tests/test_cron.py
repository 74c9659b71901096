"""Every line of docs/cron.md works as pasted, in the environment that cron gives it."""

from __future__ import annotations

import email
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.cells import cell_len

from tests.conftest import Dealerplan

DOC = Path(__file__).parents[1] / "docs" / "cron.md"


class Entry(NamedTuple):
    """A line of a crontab; its variables are those set above it."""

    command: str
    variables: dict[str, str]


def entries() -> list[Entry]:
    found = []
    for block in re.findall(r"```cron\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL):
        variables: dict[str, str] = {}
        for line in filter(None, block.splitlines()):
            if match := re.fullmatch(r"([A-Z]+)=(.*)", line):
                variables[match[1]] = match[2]
            elif not line.startswith("#"):
                assert "%" not in line.replace(r"\%", "")
                minute, hour, day, month, weekday, command = line.split(maxsplit=5)
                assert all(re.fullmatch(r"\*|\d+", field) for field in (minute, hour, day, month, weekday))
                found.append(Entry(command, dict(variables)))
    return found


ENTRIES = entries()


class Ran(NamedTuple):
    """What a line did, and the mail that it sent."""

    code: int
    out: bytes
    err: bytes
    mail: bytes


def run(entry: Entry, folder: Path, workspace: Path) -> Ran:
    """Run a line as cron does: by sh, with nothing but what cron sets, from an empty home."""
    home, tools, mail = folder / "home", folder / "tools", folder / "mail"
    for made in (home, tools):
        made.mkdir(exist_ok=True)
    (tools / "sendmail").write_text(f'#!/bin/sh\ntest "$1" = -t && cat >{mail}\n', encoding="utf-8")
    (tools / "sendmail").chmod(0o755)
    (tools / "date").write_text("#!/bin/sh\necho 2026-03\n", encoding="utf-8")  # of the month before
    (tools / "date").chmod(0o755)
    path = entry.variables["PATH"].replace("/opt/dealerplan/bin", f"{tools}:{Path(sys.executable).parent}")
    done = subprocess.run(
        ["env", "-i", f"HOME={home}", "LOGNAME=li", "SHELL=/bin/sh", "LANG=C", f"PATH={path}",
         "sh", "-c", entry.command.replace("/srv/plans", str(workspace))],
        cwd=home, stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout, done.stderr, mail.read_bytes() if mail.exists() else b"")


def test_lines_are_found() -> None:
    assert len(ENTRIES) == 8
    assert all("PATH" in entry.variables for entry in ENTRIES)


@pytest.mark.parametrize("entry", ENTRIES, ids=range(len(ENTRIES)))
def test_with_something_behind(entry: Entry, tmp_path: Path, first_quarter: Path) -> None:
    ran = run(entry, tmp_path, first_quarter)
    assert (ran.code, ran.err) == (int("--fail-on" in entry.command), b"")
    text = ran.out.decode("utf-8").replace(str(first_quarter), "/srv/plans")
    assert "\x1b" not in text
    assert [line for line in text.splitlines() if cell_len(line) > 80] == []
    if "--out" in entry.command:
        folder = first_quarter / ("reports-zh" if "--lang zh" in entry.command else "reports")
        assert "aftersales-2026-2026-03-quarter.html" in {file.name for file in folder.iterdir()}
    elif "sendmail" in entry.command:
        message = email.message_from_bytes(ran.mail)
        page = message.get_payload(decode=True)
        assert isinstance(page, bytes)
        assert (message["To"], message["Subject"]) == ("manager@example.com", "Plan report 2026-03")
        assert message.get_filename() == "report-2026-03.html"
        assert "售后总营业额" in page.decode("utf-8")
    elif "/dev/null" not in entry.command:
        assert "售后总营业额" in text
        assert "1,450,000" in text or "145万" in text


@pytest.mark.parametrize("entry", [one for one in ENTRIES if "--quiet-unless" in one.command])
def test_silent_when_all_is_well(entry: Entry, tmp_path: Path, first_quarter: Path, dealerplan: Dealerplan) -> None:
    plan = first_quarter / "plans" / "aftersales.yaml"
    plan.write_text(
        "plan: p\nstore: fengxing-gz\nperiod: 2026\nmeasures: {intake: {}}\n"
        "targets: {intake: {goal: 1200}}\n", encoding="utf-8",
    )  # fmt: skip
    assert dealerplan("report", "--quiet-unless", "at_risk").out == ""
    assert run(entry, tmp_path, first_quarter) == Ran(0, b"", b"", b"")


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1"])
def test_what_no_terminal_shows_is_utf8_whatever_the_locale_says(encoding: str, first_quarter: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dealerplan", "report", "--lang", "zh"],
        cwd=first_quarter, env={"PYTHONIOENCODING": encoding}, capture_output=True, timeout=30, check=True,
    )  # fmt: skip
    assert "总体情况" in done.stdout.decode("utf-8")
