"""The slides of the deck, to order, edit and write out; and from a figure's id back to its sentences."""

from claimscape import ui

with ui.page("Export", "Put slides in order, give them titles and notes, take them away; or find the sentences behind one."):
    ui.slides()
    ui.writing()
    ui.tracing()
