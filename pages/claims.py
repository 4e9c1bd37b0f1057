"""What is claimed, by how many, how firmly, and backed by what."""

from claimscape import ui

with ui.page("Claims", "Which claims recur, how firmly each is said, and what backs it."):
    ui.show("claim_recurrence", "claim_overlap", "claim_certainty", "claim_support", "tension")
