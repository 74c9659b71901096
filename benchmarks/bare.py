"""The bare fetch-and-sum of a book: `python bare.py BOOK`.

One SELECT of every sealed text, each decoded by `json.loads`; values added up by store and measure, exactly, as whole
hundredths. Nothing is folded by month, nothing proven, no plan read.
"""

import json
import sqlite3
import sys
from collections import defaultdict
from contextlib import closing


def hundredths(value: str) -> int:
    """An amount of at most two decimals."""
    whole, _, part = value.partition(".")
    return int(f"{whole}{part:0<2}")


def main() -> None:
    """Fetch and sum."""
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    with closing(sqlite3.connect(sys.argv[1])) as book:
        for store, sealed in book.execute("SELECT store, sealed FROM entry"):
            what = json.loads(sealed)["what"]
            if "value" in what:
                sums[store, what["measure"]] += hundredths(what["value"])
    print(len(sums), sum(sums.values()))


if __name__ == "__main__":
    main()
