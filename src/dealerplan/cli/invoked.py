"""How this command was started, so that lines to paste name a command that is there."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from dealerplan.app.shell import quoted

NAME = "dealerplan"


def program(environ: Mapping[str, str]) -> str:
    """The words that start dealerplan again in a shell, from any folder.

    Its name where that is on PATH; else the script that runs, or the interpreter that runs it with -m.
    """
    if shutil.which(NAME, path=environ.get("PATH", "")):
        return NAME
    script = Path(sys.argv[0])
    if script.name == "__main__.py" and script.parent.name == NAME:
        return f"{quoted(sys.executable)} -m {NAME}"
    return quoted(str(script.resolve())) if script.stem == NAME else NAME
