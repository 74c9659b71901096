"""Any damage of a file gives cells, or an error of ours."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealerplan.errors import DealerplanError
from dealerplan.sheets.read import read_sheets
from tests.sheets.making import PAGE
from tests.sheets.test_formats import MADE

KINDS = {**MADE, "page": PAGE.encode}


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40)
@given(at=st.floats(0, 1), damage=st.binary(max_size=4), length=st.integers(0, 40))
def test_damage(kind: str, at: float, damage: bytes, length: int) -> None:
    raw = KINDS[kind]()
    place = int(at * len(raw))
    with suppress(DealerplanError):
        read_sheets(raw[:place] + damage + raw[place + length :])


TAGS = [
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<td colspan=2 rowspan=3>",
    "<p>",
    "<!--",
    "-->",
    "5",
    "<b",
    '"',
    "<script>",
]


@settings(max_examples=200)
@given(page=st.lists(st.sampled_from(TAGS), max_size=20).map("".join))
def test_any_page(page: str) -> None:
    with suppress(DealerplanError):
        read_sheets(f"<table><tr><td>{page}".encode())
