"""A figure while it is drawn: the verbs of go.Figure that charts use, on plain dicts.

go.Figure checks and copies at every verb, and once more all that a chart holds: most of the time that a chart took.
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

import pandas as pd
import plotly.graph_objects as go

Spec = dict[str, Any]


class Sheet:
    """Traces and layout as Plotly's JSON has them; a `Chart` makes a go.Figure of it."""

    def __init__(self) -> None:
        self._data: list[Spec] = []
        self._layout: Spec = {}

    def add_bar(self, **settings: Any) -> None:
        self._data.append({"type": "bar"} | _plain(settings))

    def add_scatter(self, **settings: Any) -> None:
        self._data.append({"type": "scatter"} | _plain(settings))

    def add_annotation(self, **settings: Any) -> None:
        self._layout.setdefault("annotations", []).append(settings)

    def add_shape(self, **settings: Any) -> None:
        self._layout.setdefault("shapes", []).append(settings)

    def add_layout_image(self, **settings: Any) -> None:
        self._layout.setdefault("images", []).append(settings)

    def update_layout(self, changes: Spec | None = None, **more: Any) -> None:
        """Nested settings are merged into those that are there, as go.Figure does."""
        _merge(self._layout, (changes or {}) | more)

    def update_xaxes(self, **settings: Any) -> None:
        self._update_axes("xaxis", settings)

    def update_yaxes(self, **settings: Any) -> None:
        self._update_axes("yaxis", settings)

    def update_traces(self, selector: Spec, **settings: Any) -> None:
        """Settings of every trace that has all that the selector has."""
        for trace in self._data:
            if all(trace.get(name) == value for name, value in selector.items()):
                _merge(trace, settings)

    def to_dict(self) -> Spec:
        """The whole as Plotly's JSON has it; not a copy."""
        return {"data": self._data, "layout": self._layout}

    def _update_axes(self, letter: str, settings: Spec) -> None:
        self._layout.setdefault(letter, {})
        for axis in [name for name in self._layout if name.startswith(letter)]:
            _merge(self._layout[axis], settings)


class Chart:
    """A drawing as everybody calls it, `chart(frame) -> go.Figure`; `sheet` is the same for who needs no figure."""

    def __init__(self, draw: Callable[[pd.DataFrame], Sheet]) -> None:
        self.sheet = draw
        update_wrapper(self, draw)

    def __call__(self, frame: pd.DataFrame) -> go.Figure:
        return go.Figure(self.sheet(frame).to_dict(), _validate=False)  # 16 ms otherwise; tests let Plotly check all settings


def _plain(value: Any) -> Any:
    """A value as Plotly would keep it: the places of a column are those of its frame's rows, and a tuple cannot be changed."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return value.to_numpy() if isinstance(value, pd.Series) else list(value) if isinstance(value, tuple) else value


def _merge(into: Spec, changes: Spec) -> None:
    for name, value in changes.items():
        if isinstance(value, dict):
            _merge(into.setdefault(name, {}), value)
        else:
            into[name] = _plain(value)
