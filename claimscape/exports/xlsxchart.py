"""Charts of Excel's own beside the numbers of exhibits that are plain bars: they can be edited, and say what they show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claimscape import theme
from claimscape.exports.cells import plain_cell, xml_text
from claimscape.exports.exhibit import Made
from claimscape.exports.sheets import Workbook

LONGEST_ALT, LONGEST_TITLE = 2_000, 250
SPACE_BESIDE = 1  # an empty column on either side of the chart's own small table


@dataclass(frozen=True)
class Bars:
    """A bar a value of `category`; its parts are the values of `part`, or the columns named in `styles`."""

    category: str
    value: str
    part: str
    styles: Mapping[str, theme.Style]
    subtype: str


_ONE = {"sentences": theme.Style("sentences", theme.SOURCES[0], "", "")}
_AUDIT = {
    "vague": theme.SUPPORT["vague"],
    "references": theme.Style("references", theme.SUPPORT["cited"].color, "", ""),
    "tied": theme.Style("claims with a reference", theme.SUPPORT["named"].color, "", ""),
}
PLAIN = {
    "landscape": Bars("topic", "", "", _ONE, ""),
    "claim_certainty": Bars("claim", "sentences", "certainty", theme.CERTAINTY, "stacked"),
    "claim_support": Bars("source", "sentences", "support", theme.SUPPORT, "percent_stacked"),
    "balance": Bars("source", "", "", {"benefit": theme.BENEFIT, "risk": theme.RISK}, ""),
    "evidence_audit": Bars("source", "", "", _AUDIT, ""),
}

Cells = list[list[Any]]


def small_table(made: Made) -> Cells:
    """The bars as a table, heads first: a row a category, a column a part; [] where the exhibit is none of plain bars."""
    bars, frame = PLAIN.get(made.exhibit.name), made.frame
    if bars is None or frame.empty:
        return []
    head = [bars.category, *(style.label for style in bars.styles.values())]
    found: dict[str, dict[str, Any]] = {}
    for row in frame.to_dict("records"):
        of = found.setdefault(str(row[bars.category]), {})
        of |= {str(row[bars.part]): row[bars.value]} if bars.part else {name: row[name] for name in bars.styles}
    rows = [[name, *(plain_cell(of.get(part, 0)) for part in bars.styles)] for name, of in found.items()]
    return [head, *rows[: theme.ROWS]]


def add(book: Workbook, sheet: Any, made: Made, table: Cells, first: int) -> None:
    """The chart right of its small table, which stands in the sheet from column `first` on."""
    bars = PLAIN[made.exhibit.name]
    chart = book.book.add_chart({"type": "bar", **({"subtype": bars.subtype} if bars.subtype else {})})
    name, last = sheet.get_name(), len(table) - 1
    for at, style in enumerate(bars.styles.values(), first + 1):
        series = {"name": [name, 0, at], "categories": [name, 1, first, last, first], "values": [name, 1, at, last, at]}
        chart.add_series({**series, "fill": {"color": style.color}, "border": {"color": theme.OUTLINE}, "gap": 60})
    title = xml_text(made.title)
    font = {"name": "Arial", "size": 13}
    chart.set_title({"name": title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE]}…", "name_font": font})
    chart.set_y_axis({"reverse": True, "num_font": {"name": "Arial", "size": 10}})
    chart.set_x_axis({"num_font": {"name": "Arial", "size": 10}, "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "bottom"} if len(bars.styles) > 1 else {"none": True})
    chart.set_size({"width": 960, "height": max(360, 120 + 24 * last * (1 if bars.subtype else len(bars.styles)))})
    alt = xml_text(made.meta.get("alt", ""))[:LONGEST_ALT]
    where = first + len(table[0]) + SPACE_BESIDE
    sheet.insert_chart(1, where, chart, {"description": alt, "object_position": 3})
