"""What is claimed, by how many, how firmly, and backed by what."""

from claimscape import ui

with ui.page("Claims", "Which claims recur, how firmly each is said, and what backs it."):
    ui.show("claim_recurrence")
    ui.show("claim_overlap")
    ui.show("claim_certainty")
    ui.show("claim_support")
    ui.show("tension")
