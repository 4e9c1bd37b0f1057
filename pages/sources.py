"""Each document as it stands, its topics, claims, risks and citations marked."""

from claimscape import ui

with ui.page("Sources", "Each document with its topics, claims, risks and citations marked."):
    ui.reader()
