"""A document's text as units with exact offsets: sentences, headings, list lead-ins, questions, references, page furniture.

Many texts are looked at together. What their letters tell (`letters`) is told of all lines (`lines`, `running`) and of all
signs that may end a sentence (`signs`) at once; what they leave open is asked for line by line and sign by sign. Lines become
blocks (`joints`, `blocks`), blocks get a kind (`shapes`, `kinds`, `furniture`, `entries`), prose is cut at its sentence ends
(`ends`, `cuts`), and what is found are the units (`units`).
"""

from claimscape.sentences.units import Sentence, Split, split, split_all, words

__all__ = ["Sentence", "Split", "split", "split_all", "words"]
