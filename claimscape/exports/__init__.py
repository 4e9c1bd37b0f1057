"""Charts, tables and codebooks to take away: one file a format, listed in `EXPORTS`."""
