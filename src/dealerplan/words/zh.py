"""The Chinese of every template."""

CATALOGUE: dict[str, str] = {}
