"""Words as rules compare them: tokens with offsets, their normal form and their stem.

A normal form is NFKC, case-folded, without soft hyphens, possessive 's and marks of spelling that differ between British and
American English, so that `behaviour` finds `behavior`. A stem is Snowball's (Porter 2, https://snowballstem.org), with the
irregular verbs of English brought to their present form first, and a few words kept apart that it would mix up.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[\w\u0300-\u036f\u00ad\u200b-\u200d]+(?:['’ʼ][\w\u0300-\u036f\u00ad]+)*")
_INVISIBLE = str.maketrans({"\u00ad": None, "\u200b": None, "’": "'", "ʼ": "'"})
_SPELLINGS = [
    (re.compile(r"(?<=\w{4})is(e[srd]?|ing|ations?|able)$"), r"iz\1"),
    (re.compile(r"(?<=\w{4})ys(e[srd]?|ing)$"), r"yz\1"),
    (re.compile(r"(?<=\w{3})our(s|ed|ing|al|able|ite|ites|ally)?$"), r"or\1"),
    (re.compile(r"(?<=\w{3})tre(s?)$"), r"ter\1"),
    (re.compile(r"aem(?=i|a|o|at)"), "em"),
    (re.compile(r"rrhoea"), "rrhea"),
    (re.compile(r"^anaes"), "anes"),
    (re.compile(r"^paed"), "ped"),
    (re.compile(r"^oe(?=[sd])"), "e"),
    (re.compile(r"^programme"), "program"),
]
_SPELT = re.compile(r"is[eia]|ys[ei]|our|tre|aem|rrhoea|anaes|paed|^oe|^programme")  # without these, none of the above is there
_IRREGULAR = {
    form: base
    for base, forms in {
        "be": "am is are was were been",
        "bear": "bore borne",
        "become": "became",
        "begin": "began begun",
        "bind": "bound",
        "bring": "brought",
        "build": "built",
        "choose": "chose chosen",
        "come": "came",
        "deal": "dealt",
        "die": "dying",
        "do": "did does done doing",
        "draw": "drew drawn",
        "drive": "drove driven",
        "fall": "fell fallen",
        "feel": "felt",
        "find": "found",
        "forgive": "forgave forgiven",
        "get": "got gotten",
        "give": "gave given",
        "go": "goes went gone",
        "grow": "grew grown",
        "have": "has had",
        "hold": "held",
        "keep": "kept",
        "know": "knew known",
        "lead": "led",
        "leave": "left",
        "let": "lets letting",
        "lie": "lay lain lying",
        "lose": "lost",
        "make": "made",
        "mean": "meant",
        "meet": "met",
        "overcome": "overcame",
        "rise": "rose risen",
        "say": "said",
        "see": "saw seen",
        "seek": "sought",
        "show": "shown",
        "speak": "spoke spoken",
        "spend": "spent",
        "stand": "stood",
        "take": "took taken",
        "teach": "taught",
        "tell": "told",
        "think": "thought",
        "undergo": "underwent undergone",
        "understand": "understood",
        "withdraw": "withdrew withdrawn",
        "write": "wrote written",
    }.items()
    for form in forms.split()
}
# Forms whose Porter stem is that of another idea; each line has a stem of its own, its first word.
_APART = {
    form: line.split()[0]
    for line in """
        effective effectively effectiveness
        several
        severe severely severity severities
        medication medications
        medical medically
        openness
        openly
        under
        diverse diversely diversity
        diversion diversions
        designate designates designated designating designation designations
        responsible responsibly responsibility responsibilities
        attendant attendants
        author authors
        authority authorities
        authorize authorizes authorized authorizing authorization authorizations
        activity activities
        personal personally
        personality personalities
        personalized personalize personalizes
        provider providers
        facilitator facilitators
        candidate candidates
        positive positively
        experiment experiments experimental experimentally experimented experimenting
        regulator regulators
        regulatory
        regulation regulations
        organization organizations organizational
        generalized generalize generalizes generalizing
        importance important importantly
        lasting
        critic critics criticism criticisms
        psychologist psychologists
        complication complications
        university universities
        police policing policed
        subjective subjectively
        objective objectives
        relative relatively
        journaling
        supportive
    """.splitlines()
    if line.strip()
    for form in line.split()
}
_snowball = snowballstemmer.stemmer("english")


def tokens(text: str) -> list[tuple[str, int, int]]:
    """(word as written, start, end) of every word of the text, in order; offsets in code points."""
    return [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]


def places(text: str, letters: str) -> Iterator[int]:
    """Where these letters stand in the text, in order."""
    at = text.find(letters)
    while at >= 0:
        yield at
        at = text.find(letters, at + 1)


def raw_words(text: str) -> list[str]:
    """The words of a piece of a query as written; hyphens and spaces part words alike."""
    return _WORD.findall(text)


def normal_forms(text: str) -> list[str]:
    """The normal forms of those words, empty ones left out."""
    return [form for word in raw_words(text) if (form := normal(word))]


@lru_cache(maxsize=200_000)
def normal(word: str) -> str:
    """The form in which words are compared: NFKC, case-folded, one spelling, no possessive."""
    form = unicodedata.normalize("NFKC", word.translate(_INVISIBLE)).casefold().translate(_INVISIBLE)
    form = form.removesuffix("'s").removesuffix("'")
    if len(form) > 5 and form.isascii() and _SPELT.search(form):
        for pattern, american in _SPELLINGS:
            form = pattern.sub(american, form)
    return form


@lru_cache(maxsize=200_000)
def stem(form: str) -> str:
    """The stem that a normal form shares with its inflections."""
    if form in _APART:
        return f"{_APART[form]}·"  # a mark that no word holds keeps it apart from every stem
    base = _IRREGULAR.get(form, form)
    stemmed = str(_snowball.stemWord(base))
    return stemmed[:-1] if len(stemmed) > 5 and stemmed.endswith("ll") else stemmed
