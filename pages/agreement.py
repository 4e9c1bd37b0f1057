"""How far the machine's coding can be trusted: measured figures, sheets to code by hand, where people and machine differ."""

from claimscape import ui

with ui.page("Agreement", "How far the machine codes as people do; code a sheet by hand and compare it here."):
    ui.measured()
    ui.sheet()
    ui.agreement()
