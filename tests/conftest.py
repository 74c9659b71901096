"""What every test may use: a workspace, and the command line run in this process."""

from __future__ import annotations

import io
import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import settings

from dealerplan.cli.run import run

# Machines are noisy; where every test must run, the same examples run each time.
settings.register_profile("ours", deadline=None, derandomize="DEALERPLAN_ALL_TESTS" in os.environ)
settings.load_profile("ours")

CONTRACT_PLAN = Path(__file__).parent / "contract.yaml"


def absent(reason: str) -> NoReturn:
    """Skip a test for what this machine lacks; where every test must run, fail."""
    if "DEALERPLAN_ALL_TESTS" in os.environ:
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass(frozen=True)
class Answer:
    """What one command line printed, and its exit code."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        assert self.code in (0, 1), self.err
        return json.loads(self.out)


Dealerplan = Callable[..., Answer]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test starts in an empty folder."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)


def no_links(*_: object) -> NoReturn:
    raise PermissionError(1, "Operation not permitted")


@pytest.fixture(params=["links", "no links"])
def drive(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A drive that knows hard links, and one that does not, such as FAT."""
    if request.param == "no links":
        monkeypatch.setattr(os, "link", no_links)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the contract's example plan, and the current folder in it."""
    folder = tmp_path / "workspace"
    (folder / "plans").mkdir(parents=True)
    (folder / "plans" / "aftersales.yaml").write_bytes(CONTRACT_PLAN.read_bytes())
    monkeypatch.chdir(folder)
    return folder


def call(*argv: str, today: str = "2026-04-08", stdin: str = "", **environ: str) -> Answer:
    """Run a command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    usual = {"DEALERPLAN_TODAY": today, "DEALERPLAN_USER": "li", "DEALERPLAN_DEBUG": "1", "LANG": "C"}
    environ = usual | environ
    code = run(argv, io.StringIO(stdin), out, err, environ)
    return Answer(code, out.getvalue(), err.getvalue())


@pytest.fixture
def dealerplan() -> Dealerplan:
    """Run a command line: `dealerplan("status", "--lang", "zh", today="2026-04-08", stdin="", **environment)`."""
    return call


@pytest.fixture
def first_quarter(workspace: Path, dealerplan: Dealerplan) -> Path:
    """The contract's worked example, recorded (section 7)."""
    months = {
        "2026-01": "intake=640 reworked=15 insurance_revenue=160000 workshop_revenue=310000",
        "2026-02": "intake=655 reworked=11 insurance_revenue=170000 workshop_revenue=300000",
        "2026-03": "intake=662 reworked=9 insurance_revenue=190000 workshop_revenue=320000",
    }
    for month, values in months.items():
        assert dealerplan("record", month, *values.split()).code == 0
    return workspace


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 256 KiB."""
    folder = tempfile.mkdtemp()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        Path(folder).rmdir()
        pytest.skip("only root may mount a small disk")
    try:
        yield Path(folder)
    finally:
        subprocess.run(["umount", folder], check=True)
        Path(folder).rmdir()
