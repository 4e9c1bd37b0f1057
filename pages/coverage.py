"""Who speaks of what."""

from claimscape import ui

with ui.page("Coverage", "Which source speaks of what, and what none speaks of."):
    ui.show("coverage", "silence", "co_occurrence", "saturation")
