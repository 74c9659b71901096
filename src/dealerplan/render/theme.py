"""The colours of office documents; html/page.css has the same. Signs and words say what colours say, too."""

from __future__ import annotations

from typing import Literal

from dealerplan.view.document import Tone

FILLS: dict[Tone, str] = {"good": "E3F4E8", "warning": "FDF0D5", "bad": "FBE3E4"}
INKS: dict[Tone, str] = {"good": "14602F", "warning": "7A4A00", "bad": "A3151F", "quiet": "5A6472"}
HEAD, RULE, INK = "E4E8ED", "CCD3DB", "1C2430"
SERIES: dict[Literal["actual", "owed"], str] = {"actual": "1B5E9E", "owed": "A8480F"}
