"""Every line of docs/cron.md works as pasted, in the environment that cron gives it, and under cron itself."""

from __future__ import annotations

import email
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import Dealerplan
from tests.render.programs import program

DOCS = Path(__file__).parents[1] / "docs"
PAGES = (DOCS / "cron.md", DOCS / "zh" / "cron.md")


class Entry(NamedTuple):
    """A line of a crontab; its variables are those set above it."""

    command: str
    variables: dict[str, str]


def blocks(page: Path) -> list[str]:
    return re.findall(r"```cron\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def entries() -> list[Entry]:
    found = []
    for block in (block for page in PAGES for block in blocks(page)):
        variables: dict[str, str] = {}
        for line in filter(None, block.splitlines()):
            if match := re.fullmatch(r"([A-Z_]+)=(.*)", line):
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


def tool(folder: Path, name: str, script: str) -> None:
    """A program of this name that stands in for the real one."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def run(entry: Entry, folder: Path, workspace: Path) -> Ran:
    """Run a line as cron does: by sh, with nothing but what cron sets, from an empty home."""
    home, tools, mail = folder / "home", folder / "tools", folder / "mail"
    home.mkdir(exist_ok=True)
    tool(tools, "sendmail", f'test "$1" = -t && cat >{mail}')
    tool(tools, "date", "echo 2026-03")  # of the month before
    path = entry.variables["PATH"].replace("/opt/dealerplan/bin", f"{tools}:{Path(sys.executable).parent}")
    done = subprocess.run(
        ["env", "-i", f"HOME={home}", "LOGNAME=li", "SHELL=/bin/sh", "LANG=C",
         *(f"{name}={value}" for name, value in (entry.variables | {"PATH": path}).items()),
         "sh", "-c", entry.command.replace("/srv/plans", str(workspace))],
        cwd=home, stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout, done.stderr, mail.read_bytes() if mail.exists() else b"")


def test_lines_are_found() -> None:
    assert len(ENTRIES) == 12
    assert all("PATH" in entry.variables for entry in ENTRIES)


@pytest.mark.parametrize("entry", ENTRIES, ids=range(len(ENTRIES)))
def test_with_something_behind(entry: Entry, tmp_path: Path, first_quarter: Path) -> None:
    ran = run(entry, tmp_path, first_quarter)
    assert (ran.code, ran.err) == (int("--fail-on behind" in entry.command), b"")
    text = ran.out.decode("utf-8").replace(str(first_quarter), "/srv/plans")
    assert "\x1b" not in text
    assert "未显示" not in text  # no column is left out where no screen is too narrow
    if "--out" in entry.command:
        assert "aftersales-2026-2026-03-month.html" in {file.name for file in (first_quarter / "reports").iterdir()}
    elif "sendmail" in entry.command:
        message = email.message_from_bytes(ran.mail)
        page = message.get_payload(decode=True)
        assert isinstance(page, bytes)
        assert (message["To"], message["Subject"]) == ("manager@example.com", "Plan report 2026-03")
        assert message.get_filename() == "report-2026-03.html"
        assert "售后总营业额" in page.decode("utf-8")
    elif " due " in entry.command:
        assert "接车台次" in text
    elif "/dev/null" not in entry.command:
        assert "售后总营业额" in text
        assert "1,450,000" in text or "145万" in text


@pytest.mark.parametrize("entry", [one for one in ENTRIES if re.search("--quiet-unless| due ", one.command)])
def test_silent_when_all_is_well(entry: Entry, tmp_path: Path, first_quarter: Path, dealerplan: Dealerplan) -> None:
    entry = entry._replace(command=f"export DEALERPLAN_TODAY=2026-04-10; {entry.command}")
    plan = first_quarter / "plans" / "aftersales.yaml"
    plan.write_text(
        "plan: p\nstore: fengxing-gz\nperiod: 2026\nmeasures: {intake: {}}\n"
        "targets: {intake: {goal: 1200}}\n", encoding="utf-8",
    )  # fmt: skip
    assert dealerplan("report", "--quiet-unless", "at_risk").out == ""
    assert run(entry, tmp_path, first_quarter) == Ran(0, b"", b"", b"")


class Daemon:
    """A real cron, in mounts of its own: it reads one crontab, and its mails become files."""

    def __init__(self, folder: Path) -> None:
        cron = program("cron", "cron")
        if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
            pytest.skip("only root may start cron in mounts of its own")
        self.mails, sbin = folder / "mails", folder / "sbin"
        self.mails.mkdir()
        tool(sbin, "sendmail", f'f=$(mktemp {self.mails}/XXXXXX) && cat >"$f" && mv "$f" "$f.eml"')
        shutil.copy(cron, folder / "cron")
        script = f"""
            mount -t tmpfs none /run && mount -t tmpfs none /etc/cron.d && mount --bind /dev/null /etc/crontab &&
            mount -t tmpfs none /var/spool/cron && mkdir -m 1730 /var/spool/cron/crontabs &&
            install -m 600 {folder}/crontab /var/spool/cron/crontabs/root &&
            mount --bind {sbin} /usr/sbin && exec {folder}/cron -f"""
        self._command = ["unshare", "--mount", "--propagation", "private", "sh", "-c", script]

    def run(self, done: Callable[[], bool], seconds: int = 120) -> None:
        """Run until all is done, or for so long; cron looks at its table once a minute."""
        with subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE) as daemon:
            try:
                ends = time.monotonic() + seconds
                while not done() and time.monotonic() < ends:
                    if daemon.poll() is not None:
                        assert daemon.stderr is not None
                        pytest.fail(f"cron ended: {daemon.stderr.read()!r}")
                    time.sleep(0.1)
            finally:
                daemon.terminate()

    def delivered(self) -> list[email.message.Message]:
        """The mails that have come."""
        return [email.message_from_bytes(file.read_bytes()) for file in self.mails.glob("*.eml")]


@pytest.mark.slow
def test_a_real_daemon_mails_what_the_lines_print(tmp_path: Path, first_quarter: Path) -> None:
    daemon = Daemon(tmp_path)
    tools = tmp_path / "tools"
    tool(tools, "date", "echo 2026-03")
    (block,) = blocks(PAGES[0])
    crontab = block.replace("/opt/dealerplan/bin", f"{tools}:{Path(sys.executable).parent}")
    crontab = re.sub(r"^(?:[\d*]+ ){5}", "* * * * * ", crontab.replace("/srv/plans", str(first_quarter)), flags=re.M)
    (tmp_path / "crontab").write_text(crontab, encoding="utf-8")

    def is_filed() -> bool:
        return {file.suffix for file in first_quarter.glob("reports/*")} == {".html", ".json"}

    daemon.run(lambda: len(daemon.delivered()) == 4 and is_filed())
    mails = daemon.delivered()
    said = [str(mail["Subject"]) for mail in mails]
    pages = [mail for mail in mails if mail["Subject"] == "Plan report 2026-03"]
    lists = [mail for mail in mails if " due " in mail["Subject"]]
    printed = [mail.get_payload(decode=True) for mail in mails if mail not in [*pages, *lists]]
    assert (len(pages), len(lists), len(printed)) == (1, 1, 2), said  # the report, and Mondays'; the others are silent
    for text in printed:
        assert isinstance(text, bytes)
        assert "售后总营业额" in text.decode("utf-8")
        assert "1,450,000" in text.decode("utf-8")
    assert is_filed()


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1"])
def test_what_no_terminal_shows_is_utf8_whatever_the_locale_says(encoding: str, first_quarter: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dealerplan", "report", "--lang", "zh"],
        cwd=first_quarter, env={"PYTHONIOENCODING": encoding}, capture_output=True, timeout=30, check=True,
    )  # fmt: skip
    assert "售后服务部年度计划  2026年3月经营月报" in done.stdout.decode("utf-8")
