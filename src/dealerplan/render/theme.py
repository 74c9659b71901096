"""The colours of office documents; html/page.css has the same. Signs and words say what colours say, too."""

from __future__ import annotations

from dealerplan.view.document import Role, Tone

FILLS: dict[Tone, str] = {"good": "E3F4E8", "warning": "FDF0D5", "bad": "FBE3E4"}
INKS: dict[Tone, str] = {"good": "14602F", "warning": "7A4A00", "bad": "A3151F", "quiet": "5A6472"}
HEAD, RULE, INK = "E4E8ED", "CCD3DB", "1C2430"
SERIES: dict[Role, str] = {
    "actual": "3A78B0", "owed": "7A2E00", "last_year": "C3CCD8", "landing": "5A6472", "goal": "1C2430",
}  # fmt: skip
