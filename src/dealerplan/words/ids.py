"""Ids of sentences, by which programs know an error (docs/check.md): the English words, without what fills them.

An id is a promise. Where a sentence gets new words, or two would get one id, its old id is kept here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dealerplan.words import Message

KEPT: Mapping[str, str] = {  # template: id
    "{problem}": "command-line",
    "{name} is missing": "argument-missing",
    "{words} can't stand here": "argument-unexpected",
    "{option} can't be {value}": "option-value-unknown",
    "there is no {text}": "there-is-no-span",
    "{rest} can't stand here": "cant-stand-in-a-formula",
}


def id_of(message: Message) -> str:
    """The id of a sentence: `there is no key {key}` has `there-is-no-key`; of a mere frame, that of what it frames."""
    kept = KEPT.get(message.template)
    plain = re.sub(r"\{.*?\}", " ", message.template.lower().replace("'", ""))
    words = kept or "-".join(re.findall(r"[a-z0-9_]+", plain))
    if words:
        return words
    framed = next((fill for fill in message.fills.values() if isinstance(fill, Message)), None)
    return id_of(framed) if framed else "error"
