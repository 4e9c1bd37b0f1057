"""Tables made without pandas are those that Arrow itself would make."""

import subprocess
import sys
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimscape.tables import SCHEMAS, Cut, Named, of_columns, table

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = {
    "string": TEXT,
    "int32": st.integers(-(2**31), 2**31 - 1),
    "double": st.floats(allow_nan=False),
    "bool": st.booleans(),
    "list<element: string>": st.lists(TEXT, max_size=3),
    "list<item: string>": st.lists(TEXT, max_size=3),
    "list<item: int32>": st.lists(st.integers(-(2**31), 2**31 - 1), max_size=3),
}


@given(st.data(), st.sampled_from(sorted(SCHEMAS)), st.integers(0, 20))
def test_any_rows_of_any_table(data: st.DataObject, name: str, count: int) -> None:
    schema = SCHEMAS[name]
    kinds = {field.name: st.none() | VALUES[str(field.type)] for field in schema}
    rows: list[dict[str, Any]] = [data.draw(st.fixed_dictionaries({}, optional=kinds)) for _ in range(count)]
    made = table(name, rows)
    made.validate(full=True)
    assert made.equals(pa.Table.from_pylist(rows, schema))


@given(TEXT, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))), st.data())
def test_stretches_may_stand_in_any_order_and_overlap(text: str, spans: list[tuple[int, int]], data: st.DataObject) -> None:
    cut = [sorted((low % (len(text) + 1), high % (len(text) + 1))) for low, high in spans]
    begin, end = np.array([[len(text[:at].encode()) for at in span] for span in cut], np.int64).reshape(-1, 2).T
    names = np.array(data.draw(st.lists(st.integers(-1, 1), min_size=len(cut), max_size=len(cut))), np.int64)
    made = of_columns("problems", {"path": Cut(text.encode(), begin, end), "stage": Named(["é", None], names)}, len(cut))
    made.validate(full=True)
    assert made["path"].to_pylist() == [text[low:high] for low, high in cut]
    assert made["stage"].to_pylist() == [("é", None, None)[number] for number in names.tolist()]


def test_an_unknown_column_is_an_error() -> None:
    with pytest.raises(KeyError, match="problems has no column x"):
        table("problems", [{"x": 1}])


def test_making_tables_does_not_import_pandas() -> None:
    made = "table('citations', [{'authors': ['a'], 'year': 1}])"
    code = f"import sys; from claimscape.tables import table; {made}; print('pandas' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "False"
