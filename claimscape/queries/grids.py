"""Frames of codes by units, made of arrays: a row a code and a unit, codes in an order, units by position."""

from typing import Any

import numpy as np
import pandas as pd

from claimscape.arrays import Ints


def ordered(codes: pd.DataFrame, *first: Any) -> Ints:
    """The rows of the codes by these numbers, then by place in the codebook and id."""
    keys = [codes["code_id"].to_numpy().astype(str), codes["position"].to_numpy(), *reversed(first)]
    return np.lexsort(keys) if len(codes) else np.zeros(0, np.int64)


def grid(codes: pd.DataFrame, units: pd.DataFrame, order: Ints, **cells: Any) -> pd.DataFrame:
    """The columns of the codes in that order, each with all units; `cells` are arrays codes x units, or one a code."""
    wide = len(units)
    by_code, by_unit = np.repeat(order, wide), np.tile(np.arange(wide), len(order))
    columns: dict[str, Any] = {name: codes[name].array.take(by_code) for name in codes.columns if name != "position"}
    columns |= {name: units[name].array.take(by_unit) for name in units.columns}
    for name, values in cells.items():
        found = np.asarray(values)[order]
        columns[name] = np.repeat(found, wide) if found.ndim == 1 else found.ravel()
    return pd.DataFrame(columns)
