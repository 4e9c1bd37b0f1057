"""Ready entries of a codebook: what texts share, written in the rule language, to be pasted into codebook.yaml."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

import numpy as np

from claimscape.arrays import Ints
from claimscape.queries.reading import Reading
from claimscape.queries.words import FUNCTION_WORDS
from claimscape.words import normal, normal_forms, raw_words, stem

DULL = frozenset(stem(normal(word)) for word in FUNCTION_WORDS)
LONGEST_LABEL = 60  # characters
MOST_WORDS = 4  # words of one query; more of them match the sentences at hand and no other
_MARKER = re.compile(r"^(?:[•◦▪‣·*–—-]|\(?\w{1,3}[.)])\s+(?:\d+[.)]\s+)?")
SECTIONS = {"topic": "topics", "claim": "claims", "risk": "risks"}


@lru_cache(maxsize=4096)  # the sentences of a group are asked for again for its words and for its rules
def content(text: str, dull: frozenset[str] = DULL) -> Mapping[str, str]:
    """The words that say something, by stem and in the order of the text, as written but for capitals."""
    found: dict[str, str] = {}
    for key, written in filter(None, map(_said, raw_words(text))):
        if key not in dull:
            found.setdefault(key, written)
    return found


def keys(read: Reading) -> tuple[list[str], Ints]:
    """The stems of `content`, and of each word the number of its stem, -1 where it says nothing."""
    said = [found[0] if (found := _said(word)) and found[0] not in DULL else "" for word in read.written]
    number = {key: place for place, key in enumerate(dict.fromkeys(filter(None, said)))}
    return list(number), np.array([number.get(key, -1) for key in said], np.int64)[read.word]


@lru_cache(maxsize=65_536)
def _said(word: str) -> tuple[str, str] | None:
    """The stem of a word and the word without capitals; only of what the rule language reads back as this one word."""
    form, written = normal(word), word.lower()
    plain = len(form) > 1 and written.isprintable() and normal_forms(written) == [form] and any(map(str.isalpha, form))
    return (stem(form), written) if plain else None


def shared(texts: Sequence[str], dull: frozenset[str] = DULL) -> list[str]:
    """Words that at least half of the texts (and two of them) hold, the commonest first, each in its commonest form."""
    read = [content(text, dull) for text in texts]
    counts = Counter(key for words in read for key in words)
    kept = [key for key, times in counts.most_common() if times >= max(2, len(texts) / 2)]
    return [_form(read, key) for key in kept]


def queries(texts: Sequence[str], dull: frozenset[str] = DULL) -> list[str]:
    """Queries of which one at least fires in each text that has words: those that all share, else pairs that most share."""
    read = [words for words in (content(text, dull) or content(text, frozenset()) for text in texts) if words]
    found, left = [], read
    while left:
        every = [key for key in left[0] if all(key in words for words in left)]
        if len(left) == 1:
            keys = sorted(left[0], key=len, reverse=True)[: MOST_WORDS - 1]
        else:
            keys = every[:MOST_WORDS] if len(every) > 1 else _commonest(left) or every
        keys = keys or list(left[0])[: MOST_WORDS - 1]
        found.append(" AND ".join(_form(left, key) for key in keys))
        left = [words for words in left if not all(key in words for key in keys)]
    return found


def entry(kind: str, name: str, about: str, rules: Sequence[str], claim_type: str = "") -> str:
    """Lines to paste below `topics:`, `claims:` or `risks:`; any text of documents stands in quotation marks."""
    said = printable(about)
    lines = [f"  # below {SECTIONS[kind]}: in codebook.yaml", f"  {name}:", f"    label: {_quoted(_cut(said) or name)}"]
    lines += [f"    about: {_quoted(said)}"] if said != _cut(said) else []
    lines += [f"    type: {claim_type}"] if claim_type else []
    return "\n".join([*lines, "    any:", *(f"      - {rule}" for rule in rules), ""])


def named(kind: str, words: Iterable[str], taken: set[str]) -> str:
    """An id made of the words, none of those taken; it is taken from then on."""
    plain = [word for word in words if re.fullmatch(r"[a-z0-9]+", word)]
    start = "_".join(plain[:4])[:50].rstrip("_")
    base = start if re.match(r"[a-z]", start) else f"{kind}_{start}".rstrip("_")
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}_{number}"
    taken.add(name)
    return name


def printable(text: str) -> str:
    """One line of what YAML allows, without the mark of a list item, white space run together."""
    line = text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)
    line = " ".join(line.split())
    return _MARKER.sub("", line)


def _commonest(left: Sequence[Mapping[str, str]]) -> list[str]:
    """The pair of words that most of the texts hold, two of them at least; the first such pair of the first text."""
    pairs = Counter(pair for words in left for pair in combinations(sorted(list(words)[:30]), 2))
    pair, times = min(pairs.items(), key=lambda item: (-item[1], item[0])) if pairs else (("", ""), 0)
    return list(pair) if times > 1 else []


def _form(read: Sequence[Mapping[str, str]], key: str) -> str:
    return Counter(words[key] for words in read if key in words).most_common(1)[0][0]


def _cut(text: str) -> str:
    if len(text) <= LONGEST_LABEL:
        return text
    return text[: LONGEST_LABEL - 1].rpartition(" ")[0].rstrip(" ,;:(") + "…" if " " in text[:50] else text[:50] + "…"


def _quoted(text: str) -> str:
    """A double-quoted YAML scalar: JSON's escapes of printable text are among those of YAML."""
    return json.dumps(text, ensure_ascii=False)
