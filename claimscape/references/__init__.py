"""A bibliographic entry taken apart: authors, year, title, venue, volume, issue, pages, DOI, URL.

Styles told apart by what they write, not by name: APA, Harvard, Vancouver, MLA, Chicago, ACS, and physics without titles.
"""

from claimscape.references.entry import Reference, parse
from claimscape.references.links import DOI, URL, clean_doi, clean_url

__all__ = ["DOI", "URL", "Reference", "clean_doi", "clean_url", "parse"]
