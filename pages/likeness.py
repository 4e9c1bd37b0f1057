"""Which sources say the same, and which share their words."""

from claimscape import ui

with ui.page("Likeness", "Which sources say the same, and which passages they share word for word."):
    ui.show("likeness", "shared_phrases")
