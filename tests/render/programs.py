"""Programs that people open our files with; where one is absent a test skips, unless DEALERPLAN_ALL_TESTS is set."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.conftest import absent


def program(name: str, package: str) -> str:
    """The path of a program of a Debian package."""
    found = shutil.which(name)
    if found is None:
        absent(f"needs {name}: apt-get install {package}")
    return found


def convert(kind: str, folder: Path, files: list[Path]) -> None:
    """Let LibreOffice open files and save them as another kind, in one start."""
    office = program("soffice", "libreoffice-calc libreoffice-writer")
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), *map(str, files)]
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr


def printed_page(file: Path) -> None:
    """Let a browser print a page as a PDF beside it."""
    browser = program("chromium", "chromium")
    options = "--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --no-pdf-header-footer"
    profile = f"--user-data-dir={file.with_suffix('.profile')}"
    command = [browser, *options.split(), profile, f"--print-to-pdf={file.with_suffix('.pdf')}", file.as_uri()]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
