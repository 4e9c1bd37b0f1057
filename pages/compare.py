"""Two groups of sources side by side."""

from claimscape import ui

with ui.page("Compare", "Two groups of sources side by side: what the one says more often, and in how many of its sources."):
    ui.sides()
    ui.show("comparison", "comparison_reach")
