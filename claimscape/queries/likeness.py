"""Which sources say the same, which share their wording, and the passages they share word for word."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations, islice

import numpy as np
import pandas as pd

from claimscape import likeness as alike
from claimscape.arrays import Flags, Ints, begun, ordered
from claimscape.queries import manners, roster, tallied, wording
from claimscape.queries.pick import Pick, of_places, placed, short
from claimscape.queries.scope import Scope, with_facts
from claimscape.queries.wording import Passage, Runs
from claimscape.statistics import Numbers
from claimscape.store import Landscape

MOST_SOURCES = 24  # that stand in the matrix
MOST_PAIRS = MOST_SOURCES * (MOST_SOURCES - 1) // 2  # of these; the next pair is of a source more
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
    where, doc_at = _where(runs, [positions[place] for place in kept]), dict(zip(positions, docs, strict=True))
    for (a_place, a), (b_place, b) in combinations(enumerate(kept[place] for place in tree.order), 2):
        one, other = docs[a], docs[b]
        both, spans = len(claims[one] & claims[other]), _alike(runs, where, positions[a], positions[b])
        picks = of_places(_named(doc_at, spans)), str(Pick(shared=(one, other) if both else ()))
        measured = codes[a, b], both, share[a, b], int(shared[a, b]), int(shorter[a, b])
        rows.append((one, names[a], other, names[b], a_place, b_place, *measured, *picks))
    frame = pd.DataFrame(rows, columns=PAIR)
    frame.attrs = {"brackets": tree.brackets, "compared": len(docs)}
    return with_facts(frame, landscape, scope)


def shared_phrases(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Passages of six words or more in two sources or more, the longest first; a row is a passage and a source.

    Columns passage (a number), label (as first written), words (how many), k (sources that have it), n, doc_id, source,
    position, times, pick (this source's sentences), passage_pick (those of the first 40 sources). None stands inside a longer
    one that is in as many sources. At most 200 of attrs["passages"].
    """
    sources, runs = _sources(landscape, scope), wording.runs(landscape, scope)
    doc_at, names = (dict(zip(sources["position"].tolist(), sources[name], strict=True)) for name in ("doc_id", "source"))
    own = {place: str(Pick(source=doc)) for place, doc in doc_at.items()}
    found, many = wording.passages(runs, MOST_PASSAGES)
    written = _written(landscape, found, runs, sources)
    rows = []
    for number, (label, each) in enumerate(zip(written, found, strict=True)):
        times = Counter(runs.position[each.first].tolist())
        picks = {place: placed(doc_at[place], spans) for place, spans in _stretches(runs, each.first, each.last).items()}
        whole = short("&".join(islice(picks.values(), MOST_PLACES)))
        spread = number, label, each.words, len(picks), len(sources)
        for place, pick in picks.items():
            rows.append((*spread, doc_at[place], names[place], place, times[place], short(f"{own[place]}&{pick}"), whole))
    frame = pd.DataFrame(rows, columns=PASSAGE)
    frame.attrs = {"passages": many, "compared": len(sources)}
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
    first, last = runs.pieces
    position, run = runs.position[first], runs.run[first]
    order = ordered(run)
    once = order[begun(run[order], position[order])]  # a piece goes as far wherever it stands
    sizes = np.array([runs.sizes.get(position, 0) for position in positions], float)
    place, number = np.searchsorted(positions, position[once]), np.cumsum(begun(run[once])) - 1
    shared = alike.together(place, number, len(positions), (last - first + 1)[once])
    return shared, np.minimum(sizes[:, None], sizes[None, :])


def _kept(share: Numbers, codes: Numbers) -> list[int]:
    """The sources of the pairs that share most wording, then of those that say most alike, in their own order."""
    if len(share) <= MOST_SOURCES:
        return list(range(len(share)))
    one, other = np.triu_indices(len(share), 1)
    least = -share[one, other]
    near = np.flatnonzero(least <= np.partition(least, MOST_PAIRS)[MOST_PAIRS])  # to order all of them takes 25 ms
    kept: dict[int, None] = {}
    for pair in near[np.lexsort((-codes[one[near], other[near]], least[near]))]:
        new = {int(place): None for place in (one[pair], other[pair])}
        if len(kept | new) > MOST_SOURCES:
            break
        kept |= new
    return sorted(kept)


def _where(runs: Runs, positions: Sequence[int]) -> dict[int, tuple[Ints, Flags]]:
    """By position of these sources their rows in the table of runs, and of each run whether it stands in them."""
    position, run, found = runs.position, runs.run, {}
    for place in positions:
        rows, has = np.arange(*np.searchsorted(position, [place, place + 1])), np.zeros(run.max(initial=-1) + 1, np.bool_)
        has[run[rows]] = True
        found[place] = rows, has
    return found


def _alike(runs: Runs, where: Mapping[int, tuple[Ints, Flags]], one: int, other: int) -> dict[int, list[Span]]:
    """The sentences of both sources that hold a run of the other."""
    run = runs.run
    at = np.concatenate([where[a][0][where[b][1][run[where[a][0]]]] for a, b in ((one, other), (other, one))])
    return _stretches(runs, at, at)


def _stretches(runs: Runs, begin: Ints, end: Ints) -> dict[int, list[Span]]:
    """The sentences from one row of the table of runs to another, by position of the source; those that touch as one.

    The rows of each source are in the order of the text.
    """
    position, (first, last) = runs.position[begin], runs.sentences(begin, end)
    new = begun(position)
    new[1:] |= first[1:] > last[:-1] + 1
    at = np.flatnonzero(new)
    columns = position[at], first[at], last[np.append(at, len(new))[1:] - 1]
    found: dict[int, list[Span]] = defaultdict(list)
    for place, begun_at, ended_at in zip(*(column.tolist() for column in columns), strict=True):
        found[place].append((begun_at, ended_at))
    return found


def _named(doc_at: Mapping[int, str], spans: Mapping[int, Sequence[Span]]) -> dict[str, Sequence[Span]]:
    """The same by id of the document."""
    return {doc_at[place]: of for place, of in spans.items()}


def _written(landscape: Landscape, passages: Sequence[Passage], runs: Runs, sources: pd.DataFrame) -> list[str]:
    """Each passage as the first of its sources writes it."""
    first, last = (np.array([getattr(each, end)[0] for each in passages], np.int64) for end in ("first", "last"))
    docs = sources["doc_id"].iloc[np.searchsorted(sources["position"], runs.position[first])]
    begins, ends = runs.spans(first, last)
    values = {"docs": docs.tolist(), "begins": begins.tolist(), "ends": ends.tolist()}
    return list(landscape.ask(_TEXTS, values)["text"])


_TEXTS = """
SELECT substr(text, begin + 1, close - begin) AS text
FROM (SELECT unnest($docs::VARCHAR[]) AS doc_id, unnest($begins::INT[]) AS begin, unnest($ends::INT[]) AS close,
    unnest(generate_series(1, len($docs::VARCHAR[]))) AS number)
JOIN documents USING (doc_id) ORDER BY number
"""
