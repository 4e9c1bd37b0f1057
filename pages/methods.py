"""How every number of the dashboard is made, and what to cite."""

from claimscape import ui

with ui.page("Methods", "How every number here is made, from which sources, and what it cannot tell."):
    ui.methods()
