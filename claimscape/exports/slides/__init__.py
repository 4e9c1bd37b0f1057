"""PowerPoint: `write` makes a deck with a slide an exhibit, its charts native and its tables real."""

from claimscape.exports.slides.deck import write

__all__ = ["write"]
