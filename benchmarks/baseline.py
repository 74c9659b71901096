"""The bare command: one option, the same libraries imported, one table row."""

import sqlite3
from typing import Annotated

import pydantic
import typer
import yaml
from rich.console import Console
from rich.table import Table


def baseline(name: Annotated[str, typer.Option()] = "plan") -> None:
    """Print one row."""
    table = Table("name", "sqlite", "pydantic", "yaml")
    table.add_row(name, sqlite3.sqlite_version, pydantic.VERSION, yaml.__version__)
    Console().print(table)


if __name__ == "__main__":
    typer.run(baseline)
