"""Documents of any format as text: one file a format, listed in READERS by the suffix of the file's name.

A reader takes a file's bytes and returns a Reading; where the bytes are not of its format it raises SourceError. What it says
is always "what is the matter; what to do".
"""

from collections.abc import Callable

from claimscape.readers import plain
from claimscape.readers.reading import Reading

READERS: dict[str, Callable[[bytes], Reading]] = {
    ".txt": plain.read,
    ".text": plain.read,
    ".md": plain.read,
    ".markdown": plain.read,
}

__all__ = ["READERS", "Reading"]
