"""A word in its contexts, in every source."""

from claimscape import ui

with ui.page("Search", "A word or phrase in its contexts, in every source."):
    ui.search()
