"""What every format of data writes of an exhibit: its numbers, and the sentences behind each of its marks."""

from collections.abc import Iterator

import pandas as pd

from claimscape.exports.cells import is_pick, readable
from claimscape.exports.exhibit import Exhibit, Made, identity
from claimscape.exports.naming import named
from claimscape.exports.order import Order
from claimscape.exports.whole import file_name
from claimscape.queries import Pick, behind_in_parts
from claimscape.store import Landscape

AT_ONCE = 20_000  # rows of a table that are in memory together


def numbers(made: Made) -> pd.DataFrame:
    """The numbers with labels and ids; last the picks, by which the sentences behind a row are found in their table."""
    shown = readable(made.frame)
    return shown.join(made.frame[[name for name in made.frame.columns if is_pick(name)]])


def marks(made: Made) -> list[str]:
    """The pick of every mark of the exhibit, once each, those of `pick` first."""
    columns = sorted((name for name in made.frame.columns if is_pick(name)), key=lambda name: name != "pick")
    return list(dict.fromkeys(str(pick) for name in columns for pick in made.frame[name] if pick))


def sentences(landscape: Landscape, made: Made, picks: list[str] | None = None) -> Iterator[pd.DataFrame]:
    """The sentences behind the marks, all or those given, mark after mark: pick, mark (in words), then those of `behind`."""
    words: dict[str, str] = {}
    for frame in behind_in_parts(landscape, made.exhibit.scope, marks(made) if picks is None else picks):
        for pick in frame["pick"].drop_duplicates():
            if pick not in words:
                words[pick] = named(landscape, Pick.parse(pick), made.exhibit.scope)
        frame.insert(1, "mark", pd.Series([words[pick] for pick in frame["pick"]], dtype=frame["pick"].dtype))
        yield frame


def order_name(order: Order, ending: str) -> str:
    """The name of a file for the whole order: that of its one exhibit, else one that its own letters tell from other orders."""
    if len(order.exhibits) == 1 and not order.tables:
        exhibit = order.exhibits[0]
        only = Made(exhibit, identity(order.landscape, exhibit), pd.DataFrame(), None)
        return file_name(only, ending)
    asked = tuple(exhibit.untitled().address() for exhibit in order.exhibits) + order.tables
    return f"claimscape-{identity(order.landscape, Exhibit('order', more=asked))}.{ending}"


def table_name(order: Order, table: str, ending: str) -> str:
    """The name of the file of a whole table, which its build is told by."""
    return f"{table}-{order.landscape.build_id[:8]}.{ending}"
