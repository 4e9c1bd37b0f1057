"""A cell of a matrix drawn as a bar, for heat maps fire no selection event (streamlit#8760), and what stands for none."""

from collections.abc import Sequence
from dataclasses import dataclass

from claimscape import theme
from claimscape.charts.dress import numbers
from claimscape.charts.sheet import Sheet


@dataclass(frozen=True)
class Cell:
    """Where a cell stands (column, row), its fill ("" where there is nothing), the text in it, its pick and its hover."""

    column: int
    row: int
    fill: str
    text: str
    pick: str
    hover: str


def cells(figure: Sheet, drawn: Sequence[Cell], name: str) -> None:
    """Filled cells with their text, outlined so that pale ones show; those without a fill as text alone."""
    full, bare = [cell for cell in drawn if cell.fill], [cell for cell in drawn if not cell.fill]
    figure.add_bar(
        x=[cell.column for cell in full],
        base=[cell.row - 0.46 for cell in full],
        y=[0.92] * len(full),
        width=0.96,
        marker={
            "color": [cell.fill for cell in full],
            "line": {"color": theme.OUTLINE, "width": 0.5},
            "cornerradius": 2,
        },
        text=[cell.text for cell in full],
        **numbers([theme.text_on(cell.fill) for cell in full]),
        customdata=[[cell.pick] for cell in full],
        hovertext=[cell.hover for cell in full],
        name=name,
        showlegend=False,
    )
    figure.add_scatter(
        x=[cell.column for cell in bare],
        y=[cell.row for cell in bare],
        mode="text",
        text=[cell.text for cell in bare],
        textfont={"color": theme.LIGHT_PAGE.muted, "size": theme.SMALL},
        customdata=[[cell.pick] for cell in bare],
        hovertext=[cell.hover for cell in bare],
        hoverinfo="text",
        name=f"{name}: none",
        showlegend=False,
    )
    figure.update_layout(barmode="overlay", bargap=0)
