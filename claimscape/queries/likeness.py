"""Which sources say the same, which share their wording, and the passages they share word for word."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from claimscape import likeness as alike
from claimscape.queries import manners, roster, tallied, wording
from claimscape.queries.pick import Pick
from claimscape.queries.scope import Scope, with_facts
from claimscape.queries.wording import Passage, Runs
from claimscape.statistics import Numbers
from claimscape.store import Landscape
from claimscape.words import normal, tokens

MOST_SOURCES = 24  # that stand in the matrix
MOST_PASSAGES = 200
MOST_PLACES = 40  # sources whose sentences one row opens
PAIR = "a_id a b_id b a_place b_place codes claims wording shared of pick codes_pick".split()
PASSAGE = "passage label words k n doc_id source position times pick passage_pick".split()


Span = tuple[int, int]  # first and last sentence


def likeness(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Pairs of sources: how alike they are in what they say and in their wording; a row a pair, a before b in the order shown.

    Columns a_id, a, b_id, b, a_place, b_place (neighbours say most alike), codes (cosine of the sentences on each topic, claim
    and risk, 0 to 1), claims (that both say), wording (share of the runs of six words of the shorter source that the other has
    too: containment, Broder 1997, doi:10.1109/SEQUEN.1997.666900), shared, of (runs), pick (the shared wording), codes_pick.
    At most 24 sources, those that share most wording first; attrs: brackets of the dendrogram, compared (sources).
    """
    sources = _sources(landscape, scope)
    docs, names, positions = (sources[name].tolist() for name in ("doc_id", "source", "position"))
    runs, codes = wording.runs(landscape, scope), _codes(landscape, scope, len(docs))
    shared, shorter = _wording(runs, positions)
    share = np.divide(shared, shorter, out=np.zeros_like(shared), where=shorter > 0)
    kept = _kept(share, codes)
    tree = alike.tree(codes[np.ix_(kept, kept)])
    claims, rows = _claims(landscape, scope), []
    spans = _spans(runs, {positions[place]: docs[place] for place in kept})
    for (a_place, a), (b_place, b) in combinations(enumerate(kept[place] for place in tree.order), 2):
        one, other = docs[a], docs[b]
        both = len(claims[one] & claims[other])
        picks = Pick(places=_alike(spans, one, other)), Pick(shared=(one, other) if both else ())
        measured = codes[a, b], both, share[a, b], int(shared[a, b]), int(shorter[a, b])
        rows.append((one, names[a], other, names[b], a_place, b_place, *measured, *map(str, picks)))
    frame = pd.DataFrame(rows, columns=PAIR)
    frame.attrs = {"brackets": tree.brackets, "compared": len(docs)}
    return with_facts(frame, landscape, scope)


def shared_phrases(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Passages of six words or more in two sources or more, the longest first; a row is a passage and a source.

    Columns passage (a number), label (as first written), words (how many), k (sources that have it), n, doc_id, source,
    position, times, pick (this source's sentences), passage_pick (those of the first 40 sources). None stands inside a longer
    one that is in as many sources. At most 200 of attrs["passages"].
    """
    sources = _sources(landscape, scope)
    known: dict[int, dict[Any, Any]] = {row["position"]: row for row in sources.to_dict("records")}
    runs = wording.runs(landscape, scope)
    found = wording.passages(runs)
    shown = [
        {known[position]["doc_id"]: spans for position, spans in _places(each, runs).items()} for each in found[:MOST_PASSAGES]
    ]
    by_doc = {row["doc_id"]: row for row in known.values()}
    written = _written(landscape, found, [next((doc, spans[0]) for doc, spans in places.items()) for places in shown])
    rows: list[dict[Any, Any]] = []
    for number, (each, places) in enumerate(zip(found, shown, strict=False)):
        spread = {"passage": number, "label": written[number], "words": len(each.words), "k": len(places), "n": len(sources)}
        whole = Pick(places=tuple(_named(doc, span) for doc in list(places)[:MOST_PLACES] for span in _merged(places[doc])))
        for doc, spans in places.items():
            pick = Pick(source=doc, places=tuple(_named(doc, span) for span in _merged(spans)))
            picks = {"times": len(spans), "pick": str(pick), "passage_pick": str(whole)}
            rows.append(spread | by_doc[doc] | picks)
    frame = pd.DataFrame(rows, columns=PASSAGE)
    frame.attrs = {"passages": len(found), "compared": len(sources)}
    return with_facts(frame, landscape, scope)


def _sources(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """The first sources that the filters leave: doc_id, source, position."""
    left = np.flatnonzero(tallied.seen(landscape, scope).unit >= 0)[: wording.MOST_SOURCES]
    known = roster.everyone(landscape).known[["doc_id", "source"]].iloc[left]
    return known.assign(position=left).reset_index(drop=True)


def _codes(landscape: Landscape, scope: Scope, sources: int) -> Numbers:
    """Cosine of every pair of sources by their sentences on each code; a claim that is denied is another code."""
    seen, known = tallied.seen(landscape, scope.ungrouped()), roster.codes(landscape)
    names, parts = [], []
    for kind, said, ending in _PROFILES:
        of = known[known["kind"] == kind]
        found = tallied.rows(landscape, scope, kind).said(said)
        parts.append(seen.sums(found, list(of["row"]), found.sentences)[:, :sources])
        names += [f"{kind}:{name}{ending}" for name in of["code_id"]]
    counts = np.concatenate(parts).T.astype(float)
    first = np.where(counts.any(axis=0), (counts > 0).argmax(axis=0) if sources else 0, sources)
    counts = counts[:, np.lexsort((np.array(names, str), first))]  # an order of their own: sums are the same to the last bit
    length = np.linalg.norm(counts, axis=1, keepdims=True)
    unit = np.divide(counts, length, out=np.zeros_like(counts), where=length > 0)
    return np.asarray(np.clip(unit @ unit.T, 0.0, 1.0))


_PROFILES = (
    ("topic", manners.EVERY, ""),
    ("claim", manners.MADE, ""),
    ("claim", manners.FIRM["negated"], " denied"),
    ("risk", manners.EVERY, ""),
)


def _claims(landscape: Landscape, scope: Scope) -> Mapping[str, set[int]]:
    """The claims that each source says."""
    claims: dict[str, set[int]] = defaultdict(set)
    said = tallied.seen(landscape, scope).left(tallied.rows(landscape, scope, "claim")).said(manners.MADE)
    names = roster.everyone(landscape).known["doc_id"].tolist()
    for doc, claim in zip(said.doc.tolist(), said.code.tolist(), strict=True):
        claims[names[doc]].add(claim)
    return claims


def _wording(runs: Runs, positions: Sequence[int]) -> tuple[Numbers, Numbers]:
    """Runs that each pair of sources has in common, and those that the shorter of the two has in all."""
    once = runs.places[["position", "run"]].drop_duplicates()
    sizes = np.array([runs.sizes.get(position, 0) for position in positions], float)
    shared = alike.together(np.searchsorted(positions, once["position"]), once["run"].to_numpy(), len(positions))
    return shared, np.minimum(sizes[:, None], sizes[None, :])


def _kept(share: Numbers, codes: Numbers) -> list[int]:
    """The sources of the pairs that share most wording, then of those that say most alike, in their own order."""
    if len(share) <= MOST_SOURCES:
        return list(range(len(share)))
    one, other = np.triu_indices(len(share), 1)
    kept: dict[int, None] = {}
    for pair in np.lexsort((-codes[one, other], -share[one, other])):
        new = {int(place): None for place in (one[pair], other[pair])}
        if len(kept | new) > MOST_SOURCES:
            break
        kept |= new
    return sorted(kept)


def _spans(runs: Runs, docs: Mapping[int, str]) -> Mapping[str, dict[int, list[Span]]]:
    """The sentences of each run by source and run, for these sources."""
    found: dict[str, dict[int, list[Span]]] = {doc: defaultdict(list) for doc in docs.values()}
    places = runs.places[runs.places["position"].isin(list(docs))]
    for position, run, *span in zip(*(places[name].tolist() for name in ("position", "run", "first", "last")), strict=True):
        found[docs[position]][run].append((span[0], span[1]))
    return found


def _alike(spans: Mapping[str, dict[int, list[Span]]], *docs: str) -> tuple[str, ...]:
    """The sentences of both sources that hold a run of the other, as places of a pick."""
    both = set(spans[docs[0]]) & set(spans[docs[1]])
    return tuple(_named(doc, span) for doc in docs for span in _merged(each for run in both for each in spans[doc][run]))


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Runs of sentences that touch as one."""
    first, last = -1, -2
    for begin, end in sorted(spans):
        if begin > last + 1:
            if first >= 0:
                yield first, last
            first = begin
        last = max(last, end)
    if first >= 0:
        yield first, last


def _named(doc: str, span: Span) -> str:
    return f"{span[0]}-{span[1]} {doc}"


def _places(passage: Passage, runs: Runs) -> dict[int, list[Span]]:
    """The sentences of a passage by the position of the source."""
    position, first, last = (runs.places[name].to_numpy() for name in ("position", "first", "last"))
    found: dict[int, list[Span]] = defaultdict(list)
    for start, end in passage.spans:
        found[int(position[start])].append((int(first[start]), int(last[end])))
    return found


def _written(landscape: Landscape, passages: Sequence[Passage], at: Sequence[tuple[str, Span]]) -> list[str]:
    """Each passage as the source writes it that is given with its sentences."""
    values = {"docs": [doc for doc, _ in at], "firsts": [first for _, (first, _) in at], "lasts": [last for _, (_, last) in at]}
    return [_cut(text, each.words) for text, each in zip(landscape.ask(_TEXTS, values)["text"], passages, strict=False)]


def _cut(text: str, words: tuple[str, ...]) -> str:
    """The part of a text that these normal forms were read from."""
    read = [(normal(word), start, end) for word, start, end in tokens(text) if normal(word)]
    forms = tuple(form for form, _, _ in read)
    first = next(at for at in range(len(forms)) if forms[at : at + len(words)] == words)
    return text[read[first][1] : read[first + len(words) - 1][2]]


_TEXTS = """
SELECT substr(documents.text, one.start + 1, other."end" - one.start) AS text
FROM (SELECT unnest($docs::VARCHAR[]) AS doc_id, unnest($firsts::INT[]) AS first_id, unnest($lasts::INT[]) AS last_id,
    unnest(generate_series(1, len($docs::VARCHAR[]))) AS number)
JOIN documents USING (doc_id) JOIN sentences one ON one.doc_id = documents.doc_id AND one.sentence_id = first_id
JOIN sentences other ON other.doc_id = documents.doc_id AND other.sentence_id = last_id ORDER BY number
"""
