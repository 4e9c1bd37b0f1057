"""DOIs and web addresses in running text, freed of what does not belong to them."""

import re

# Crossref's pattern for modern DOIs (https://www.crossref.org/blog/dois-and-matching-regular-expressions/), with any Unicode
# letters in the suffix; what it takes too much is cut by clean_doi.
DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>“”{}|\\^]{1,300}")
URL = re.compile(r"\b(?:https?://|www\.)[^\s\"<>“”{}|\\^`]{1,2000}", re.IGNORECASE)
_TRAILING = ".,:;-_–—'’‘*?!…·、。，"
_PAIRS = {")": "(", "]": "[", ">": "<", "}": "{", "）": "（"}


def clean_doi(found: str) -> str:
    """The bare DOI without trailing marks and without brackets that it does not open."""
    return _cut(found)


def clean_url(found: str) -> str:
    """The address without trailing marks; "/" stays."""
    return _cut(found)


def _cut(found: str) -> str:
    while found:
        last = found[-1]
        if last in _TRAILING or (last in _PAIRS and found.count(last) > found.count(_PAIRS[last])):
            found = found[:-1]
        else:
            break
    return found
