"""What the sources share and the codebook does not know yet."""

from claimscape import ui

with ui.page("Beyond the codebook", "Claims, phrases and harms that no rule names yet, each with an entry to paste."):
    ui.show("uncoded_claims")
    ui.entries("uncoded_claims")
    ui.show("unknown_risks")
    ui.entries("unknown_risks")
    ui.show("recurring_phrases")
    ui.entries("recurring_phrases")
