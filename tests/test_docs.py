"""The docs say what the program does: the command reference is its help pages."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from dealerplan.cli.markdown import print_markdown
from dealerplan.cli.pages import PAGES
from dealerplan.cli.run import COMMANDS
from dealerplan.view.figures import FIGURES, Figure
from dealerplan.words import Lang, text
from tests.conftest import Dealerplan
from tests.golden import check_golden

DOCS = Path(__file__).parents[1] / "docs"


def test_the_command_reference_is_the_help_pages(dealerplan: Dealerplan) -> None:
    parts = ["# Commands\n\nMade from the help pages: `UPDATE_GOLDEN=1 make quick` renews it.\n"]
    for name in COMMANDS:
        pages = [dealerplan(name, "--help", "--lang", lang).out for lang in ("en", "zh")]
        parts.append(f"## {name}\n\n" + "\n".join(f"```text\n{page}```\n" for page in pages))
    check_golden(DOCS / "commands.md", "\n".join(parts))


@pytest.mark.parametrize(
    ("place", "lang", "head"),
    [
        ("figures.md", "en", "| figure | flow | rate | level | with `each` |"),
        ("zh/figures.md", "zh", "| 名称 | 累计型 | 比率型 | 时点型 | 有 `each` 时 |"),
    ],
)
def test_the_table_of_figures_is_the_registry(place: str, lang: Lang, head: str) -> None:
    rows = [_row(f"`{one.id}` {text(one.title, 'zh')}", _meanings(one, lang)) for one in FIGURES]
    before, _, rest = (DOCS / place).read_text(encoding="utf-8").partition(f"{head}\n")
    after = rest.partition("\n\n")[2]
    check_golden(DOCS / place, "\n".join([before + head, "|---|---|---|---|---|", *rows, "", after]))


def _meanings(figure: Figure, lang: Lang) -> list[str]:
    flow, rate, level = (text(figure.means.get(kind, ""), lang) for kind in ("flow", "rate", "level"))
    same = "same" if lang == "en" else "同左"
    return [
        *([flow, same, same] if flow == rate == level and flow else [flow, rate, level]),
        text(figure.each or "", lang),
    ]


def _row(head: str, cells: list[str]) -> str:
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in (head, *cells))


def test_every_document_is_linked_from_the_readme() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    assert [file.name for file in DOCS.glob("*.md") if f"docs/{file.name}" not in readme] == []


class TestPages:
    """`dealerplan help PAGE`: both languages have the same pages, in the same form, with the same code."""

    def test_every_page_is_there_in_both(self) -> None:
        assert {file.stem for file in (DOCS / "zh").iterdir()} == set(PAGES)

    @pytest.mark.parametrize("name", PAGES)
    def test_headings_tables_and_lists_are_the_same(self, name: str) -> None:
        english, chinese = (_shape((DOCS / place / f"{name}.md").read_text("utf-8")) for place in ("", "zh"))
        assert chinese == english

    @pytest.mark.parametrize("name", PAGES)
    def test_code_is_the_same_but_for_words(self, name: str) -> None:
        english, chinese = (_code((DOCS / place / f"{name}.md").read_text("utf-8")) for place in ("", "zh"))
        assert chinese == english

    @pytest.mark.parametrize("name", PAGES)
    def test_commands_and_keys_within_sentences_are_the_same(self, name: str) -> None:
        english, chinese = (_named((DOCS / place / f"{name}.md").read_text("utf-8")) for place in ("", "zh"))
        assert chinese ^ english == set()

    @pytest.mark.parametrize("lang", ["en", "zh"])
    @pytest.mark.parametrize("name", PAGES)
    def test_help_prints_a_page(self, name: str, lang: str, dealerplan: Dealerplan) -> None:
        page = dealerplan("help", name, "--lang", lang).out
        file = DOCS / ("zh" if lang == "zh" else "") / f"{name}.md"
        title = file.read_text("utf-8").splitlines()[0]
        assert title in page.splitlines()
        assert not re.search(rf"\]\((?:{'|'.join(PAGES)})\.md", page)  # links are commands
        if name in COMMANDS:
            assert page.startswith(dealerplan(name, "--help", "--lang", lang).out)

    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_help_lists_commands_and_pages(self, lang: str, dealerplan: Dealerplan) -> None:
        page = dealerplan("help", "--lang", lang).out
        assert [name for name in (*COMMANDS, *PAGES) if f"\n  {name} " not in page] == []

    def test_help_on_what_is_not_there(self, dealerplan: Dealerplan) -> None:
        answer = dealerplan("help", "plan-fil")
        assert (answer.code, answer.out) == (2, "")
        assert "did you mean plan-file?" in answer.err

    @pytest.mark.parametrize("name", PAGES)
    def test_a_terminal_gets_all_of_it(self, name: str) -> None:
        out = io.StringIO()
        text = (DOCS / f"{name}.md").read_text("utf-8")
        print_markdown(text, out, 80, in_colour=False)
        assert [
            line for _, block in _blocks(text) for line in block.splitlines() if line.strip() not in out.getvalue()
        ] == []
        assert out.getvalue().count("…") == text.count("…")  # nothing is cut


_FENCE = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)


def _blocks(page: str) -> list[tuple[str, str]]:
    return [(match[1], match[2]) for match in _FENCE.finditer(page)]


def _shape(page: str) -> list[str]:
    """The headings by depth, and how each row of a table and each item of a list begins."""
    lines = _FENCE.sub("```", page).splitlines()
    begins = [re.match(r"#+ |\| (?:`[^`]*`)?|- |\d+\. |```", line) for line in lines]
    return [match[0] for match in begins if match]


def _code(page: str) -> list[str]:
    """Blocks of code without what is said in a language: comments, answers, quoted words."""
    return [_UNSAID[kind](block) for kind, block in _blocks(page)]


def _uncommented(block: str) -> str:
    lines = [re.sub(r"\s*#.*", "", line) for line in block.splitlines() if not line.startswith("DEALERPLAN_LANG=")]
    return "\n".join(re.sub(r'"[^"$.]*"', '"…"', line) for line in lines if line)


_UNSAID: Mapping[str, Callable[[str], str]] = {
    "sh": _uncommented,
    "cron": _uncommented,
    "console": lambda block: "\n".join(line for line in block.splitlines() if line.startswith("$")),
    "json": lambda block: re.sub(r'("message"|"hint"): "[^"]*"', r"\1", block),
    "yaml": str,
    "sql": str,
    "text": str,
}


def _named(page: str) -> set[str]:
    """What stands in backquotes and can be typed: commands, options, keys, files."""
    spans = {" ".join(span.split()) for span in re.findall(r"`([^`]+)`", _FENCE.sub("", page))}
    return {span for span in spans if span.isascii() and not re.search(r"\d [a-z]+ ", span)}  # an answer is none
