"""The whole at a glance: findings in words, numbers, and the topics by size."""

from claimscape import ui

with ui.page("What these sources say", "The findings in words; each opens the sentences it counts."):
    ui.sources()
    ui.show("figures", "findings", "landscape")
