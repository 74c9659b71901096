"""What the keys of a plan file are called in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from dealerplan.words import Message, say

KEYS: Mapping[str, Message] = {
    "goal": say("goal"),
    "formula": say("formula"),
    "phasing": say("phasing"),
    "due": say("date"),
    "unit": say("unit"),
    "decimals": say("decimals"),
    "over_time": say("over_time"),
    "within": say("within"),
    "members": say("members"),
    "each": say("each"),
    "start": say("start"),
    "tolerance": say("tolerance"),
    "min_volume": say("min_volume"),
    "from": say("first month"),
    "until": say("last month"),
    "results": say("results"),
    "calendar": say("calendar"),
    "month_ends": say("end of months"),
    "period": say("period"),
    "id": say("id"),
    "name": say("name"),
    "store": say("store"),
    "store_name": say("name of the store"),
    "facts": say("facts of the store"),
    "moves": say("moves of the store"),
    "department": say("department"),
    "owner": say("owner"),
    "currency": say("currency"),
    "notes": say("notes"),
    "reporting": say("reporting days"),
    "ignored": say("ignored names"),
    "basis": say("basis"),
    "above_whole": say("above_whole"),
    "aliases": say("aliases"),
    "months": say("months"),
    "kind": say("kind"),
    "as_percent": say("percentage"),
    "part_of": say("part_of"),
    "main": say("main target"),
    "stretch": say("stretch goal"),
    "support": say("support"),
    "was": say("earlier ids"),
}
