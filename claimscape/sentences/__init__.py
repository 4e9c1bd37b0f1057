"""A document's text as units with exact offsets: sentences, headings, list lead-ins, questions, references, page furniture.

Lines become blocks (`lines`, `blocks`), blocks get a kind (`kinds`, `furniture`, `entries`), prose is cut at its sentence ends
(`ends`, `units`).
"""

from claimscape.sentences.units import Sentence, split, words

__all__ = ["Sentence", "split", "words"]
