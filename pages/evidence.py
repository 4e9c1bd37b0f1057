"""What the sources offer as evidence."""

from claimscape import ui

with ui.page("Evidence", "Appeals to evidence against evidence given, and what each source tells about itself."):
    ui.show("evidence_audit", "checklist", "references")
