"""Which harms are named, and whether benefit and risk are balanced."""

from claimscape import ui

with ui.page("Risks", "Which risks are named where and by whom not, and how benefit and risk are balanced."):
    ui.show("risk_register", "balance")
