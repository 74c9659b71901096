"""A catalogue made anew: the sentences of the source, with what a language has for them.

They stand file by file, in the order of the source. A line `#.` tells what a sentence is for, `#:` the files that say
it (no lines: these would change with every edit), `#,` that braces are to be kept. What is said no more stays at the
end, behind `#~`, for whoever translates what took its place. Comments of translators, `# `, stay where they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dealerplan.words.po import Entry
from tests.words.templates import Place, Sentence, about, sentences

HEAD = Entry("", ("Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n != 1;\n",))


def renewed(entries: Iterable[Entry]) -> list[Entry]:
    """The entries of a catalogue as the source has them now."""
    known = {entry.key: entry for entry in sorted(entries, key=lambda entry: entry.is_ready)}
    head = known.pop(HEAD.key, HEAD)
    said = sorted(sentences().items(), key=_place)
    made = [_entry(sentence, places, known, forms(head)) for sentence, places in said]
    keys = {entry.key for entry in made}
    unused = [_unused(entry) for entry in known.values() if entry.key not in keys and any(entry.said)]
    return [head, *_headed(made), *unused]


def forms(head: Entry) -> int:
    """How many forms a language has, by number."""
    found = re.search(r"nplurals=(\d)", head.said[0])
    assert found is not None, "the head lacks Plural-Forms"
    return int(found[1])


def _place(found: tuple[Sentence, list[Place]]) -> tuple[str, int]:
    return found[1][0][:2]


def _entry(sentence: Sentence, places: Sequence[Place], known: dict[tuple[str, str], Entry], count: int) -> Entry:
    empty = Entry(sentence.template, ("",) * (count if sentence.plural else 1), sentence.plural, sentence.context)
    found = known.get(empty.key, empty)
    said = found.said if len(found.said) == len(empty.said) else empty.said
    return empty._replace(said=said, comments=[*_own(found), *_told(sentence, places)])


def _own(entry: Entry) -> Iterator[str]:
    return (line for line in entry.comments if line.startswith("# ") or "fuzzy" in line)


def _told(sentence: Sentence, places: Sequence[Place]) -> Iterator[str]:
    yield from dict.fromkeys(f"#. {place.kind}" for place in places if place.kind)
    yield "#: " + " ".join(dict.fromkeys(place.file for place in places))
    if "{" in sentence.template:
        yield "#, python-brace-format"


def _headed(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Above the first sentence of each file stands what the file is for."""
    before = ""
    for entry in entries:
        file = next(line for line in entry.comments if line.startswith("#:")).split()[1]
        own = [*_own(entry)]
        more = [line for line in entry.comments if line not in own]
        yield entry if file == before else entry._replace(comments=[*own, f"#. {file}: {about(file)}", *more])
        before = file


def _unused(entry: Entry) -> Entry:
    return entry._replace(comments=[*_own(entry)], obsolete=True)
