"""What each source stresses more, or less, than the others do."""

from claimscape import ui

with ui.page("Emphasis", "What each source over- or under-stresses against the rest, and the words that set it apart."):
    ui.show("emphasis", "distinctive_words", "wordcloud", "placement")
