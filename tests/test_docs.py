"""The docs say what the program does: the command reference is its help pages."""

from __future__ import annotations

from pathlib import Path

from dealerplan.cli.main import COMMANDS
from dealerplan.view.figures import FIGURES, Figure
from dealerplan.words import text
from tests.conftest import Dealerplan
from tests.golden import check_golden

DOCS = Path(__file__).parents[1] / "docs"


def test_the_command_reference_is_the_help_pages(dealerplan: Dealerplan) -> None:
    parts = ["# Commands\n\nMade from the help pages: `UPDATE_GOLDEN=1 make quick` renews it.\n"]
    for name in COMMANDS:
        pages = [dealerplan(name, "--help", "--lang", lang).out for lang in ("en", "zh")]
        parts.append(f"## {name}\n\n" + "\n".join(f"```text\n{page}```\n" for page in pages))
    check_golden(DOCS / "commands.md", "\n".join(parts))


def test_the_table_of_figures_is_the_registry() -> None:
    head = ["| figure | flow | rate | level | with `each` |", "|---|---|---|---|---|"]
    rows = [_row(f"`{one.id}` {text(one.title, 'zh')}", _meanings(one)) for one in FIGURES]
    before, _, rest = (DOCS / "figures.md").read_text(encoding="utf-8").partition(f"{head[0]}\n")
    after = rest.partition("\n\n")[2]
    check_golden(DOCS / "figures.md", "\n".join([before + head[0], head[1], *rows, "", after]))


def _meanings(figure: Figure) -> list[str]:
    flow, rate, level = (str(figure.means.get(kind, "")) for kind in ("flow", "rate", "level"))
    same = [flow, "same", "same"] if flow == rate == level and flow else [flow, rate, level]
    return [*same, "" if figure.each is None else str(figure.each)]


def _row(head: str, cells: list[str]) -> str:
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in (head, *cells))


def test_every_document_is_linked_from_the_readme() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    assert [file.name for file in DOCS.glob("*.md") if f"docs/{file.name}" not in readme] == []
