"""A query in its contexts, by source, and as an entry of the codebook."""

from claimscape import ui

with ui.page("Search", "Words, phrases and rules of the codebook in their contexts, in every source."):
    ui.search()
