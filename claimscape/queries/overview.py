"""The whole at a glance: the figures, the landscape of topics, and the findings in sentences."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from claimscape.arrays import Ints
from claimscape.queries import manners, roster, tallied
from claimscape.queries.claims import cited_by, claim_recurrence
from claimscape.queries.counted import count, listed, mostly, of, verb, who
from claimscape.queries.coverage import coverage
from claimscape.queries.evidence import evidence_audit
from claimscape.queries.grids import ordered
from claimscape.queries.pick import Pick
from claimscape.queries.risks import balance, risk_register
from claimscape.queries.scope import CLAIMLESS, Scope, gathered, with_facts
from claimscape.queries.tension import in_words, standing
from claimscape.queries.without import leaning, without_whom
from claimscape.store import Landscape
from claimscape.tallies import CITED, CLAIM, PROSE

Finding = tuple[str, str, str]  # page, finding in words, pick


def figures(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """How much there is of everything.

    Columns figure, value, note (what it is counted of), pick.
    """
    counts = _counts(landscape, scope)
    rows = [
        ("Documents", counts["documents"], f"of {counts['everyone']}", Pick()),
        ("Sentences", counts["sentences"], "with list items and questions", Pick()),
        ("Topics", counts["topics"], f"of {counts['all_topics']} in the codebook", Pick()),
        ("Claims", counts["canonical"], f"of {counts['all_claims']}, in {counts['claims']} sentences", Pick(side="claim")),
        ("Risks", counts["risks"], f"of {counts['all_risks']} in the codebook", Pick(side="risk")),
        ("References", counts["given"], "listed by the documents", Pick(citation="reference")),
    ]
    frame = pd.DataFrame(rows, columns=["figure", "value", "note", "pick"]).assign(pick=[str(row[3]) for row in rows])
    return with_facts(frame.astype({"value": int}), landscape, scope)


def _counts(landscape: Landscape, scope: Scope) -> dict[str, int]:
    seen, known = tallied.seen(landscape, scope), roster.codes(landscape)
    counts = {"documents": int(seen.units["size"].sum()), "everyone": len(roster.everyone(landscape).known)}
    for kind, name in (("topic", "topics"), ("claim", "canonical"), ("risk", "risks")):
        place = list(known["row"][known["kind"] == kind])
        found = seen.sums(tallied.rows(landscape, scope, kind), place).sum(axis=1)
        counts |= {name: int((found > 0).sum()), f"all_{kind}s": len(place)}
    text, given = tallied.body(landscape, scope), tallied.special(landscape, scope, CITED["reference"])
    counts["sentences"] = int(seen.sums(text, [PROSE], text.sentences).sum())
    counts["given"] = int(seen.sums(given, [CITED["reference"]], given.sentences).sum())
    return counts | {"claims": _claiming(landscape, scope, manners.EVERY)}


def _claiming(landscape: Landscape, scope: Scope, bits: int) -> int:
    """Sentences that make a claim in one of these manners."""
    said = tallied.special(landscape, scope, CLAIM).said(bits & manners.bits(scope))
    return int(tallied.seen(landscape, scope).sums(said, [CLAIM], said.sentences).sum())


def landscape(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Topics by their sentences and the sources they stand in; topics with none are left out.

    Columns topic_id, topic, about, sentences, sources, n, pick.
    """
    listed, seen = tallied.listed(landscape, scope, "topic"), tallied.seen(landscape, scope.ungrouped())
    found, place = tallied.rows(landscape, scope, "topic"), list(listed["row"])
    room = seen.sums(found, place, found.sentences)
    sentences = room.sum(axis=1)
    frame = listed.assign(about=listed["about"].fillna(""), sentences=sentences, n=len(seen.units))
    frame["sources"] = seen.sums(found.each(), place).sum(axis=1)
    order = ordered(listed, -sentences)
    order = order[sentences[order] > 0]
    frame = frame.iloc[order].reset_index(drop=True).rename(columns={"code_id": "topic_id", "label": "topic"})
    frame = frame[["topic_id", "topic", "about", "sentences", "sources", "n"]]
    frame["pick"] = [str(Pick(topic=topic)) for topic in frame["topic_id"]]
    frame.attrs |= CLAIMLESS | {"undone": "another takes up most room"}
    frame.attrs["leans_on"] = _largest_without(room[order], list(seen.units["source"]))
    return with_facts(frame, landscape, scope)


def _largest_without(room: Ints, sources: list[str]) -> tuple[str, ...]:
    """Sources without which another topic takes up most room, of topics (the largest first) by sources."""
    speaking = np.flatnonzero(room.any(axis=0))
    sizes, names = room[:, speaking], [sources[at] for at in speaking]
    return leaning(names, lambda kept: bool(sizes[0, kept].sum() == sizes[:, kept].sum(axis=1).max()))


def findings(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Headline sentences made of the numbers, the weightiest first.

    Columns page (where it is shown), finding, pick.
    """
    scope = gathered(landscape, scope.ungrouped())
    many = bool(scope.by)  # then all their sentences would have to be read; Claims shows the tensions of some of them
    claims_only = scope.certainty or scope.support  # then claims are some of those that are made, and risks are all
    rows = [
        *_recurring(claim_recurrence(landscape, scope)),
        *_backing(evidence_audit(landscape, scope)),
        *([] if claims_only else _weighing(balance(landscape, scope))),
        *([] if scope.topics else _naming(risk_register(landscape, scope))),
        *([] if claims_only else _hedging(landscape, scope)),
        *_covering(coverage(landscape, scope)),
        *([] if many else _contradicting(landscape, scope)),
    ]
    return with_facts(pd.DataFrame(rows, columns=["page", "finding", "pick"]), landscape, scope)


def _recurring(frame: pd.DataFrame) -> Iterator[Finding]:
    claims = frame[frame["k"] > 0].drop_duplicates("claim_id")
    commonest: Iterator[Any] = iter(claims.head(2).itertuples())
    for row in commonest:
        backing = "" if frame.attrs.get("support") else f"; {cited_by(row.cited)}"
        said = f"{who(row.k, row.n, 'say')}: {row.claim}{backing}"
        if row.Index == claims.index[0] and without_whom(frame):
            said = f"The commonest claim, by {of(row.k, row.n)}: {row.claim}{backing}{_leaning(frame)}"
        yield "claims", said.removesuffix(".") + ".", str(row.claim_pick)


def _backing(frame: pd.DataFrame) -> Iterator[Finding]:
    vague, given, tied = (int(frame[name].sum()) for name in ("vague", "references", "tied"))
    if vague or given:
        listing = f"{who(int(frame['listing'].sum()), int(frame['size'].sum()), 'list')} any"
        words = f"{count(vague, 'vague appeal')} to evidence {verb(vague, 'stand')} beside {count(given, 'reference')}"
        if vague > given:
            words = f"More vague appeals to evidence than references: {vague:,} against {given:,}"
        ending = f"{count(tied, 'sentence')} with a claim {verb(tied, 'cite')} a study" if tied else "no claim is tied to one"
        yield "evidence", f"{words}; {listing}, and {ending}{_leaning(frame)}", str(Pick(citation="vague_attribution"))


def _weighing(frame: pd.DataFrame) -> Iterator[Finding]:
    good, harm = int(frame["benefit"].sum()), int(frame["risk"].sum())
    if good or harm:
        n = int(frame["size"].sum())
        said = f"{mostly(int(frame['more'].sum()), n, 'source', 'speak')} more of benefit than of risk"
        all_ = f"together all have {count(good, 'sentence')} of benefit, {harm} that {verb(harm, 'name')} a risk"
        yield "risks", f"{said}; {all_}{_leaning(frame)}", str(Pick(side="benefit"))


def _leaning(frame: pd.DataFrame) -> str:
    """The end of a finding: a full stop, and before it what is no longer so without one of the sources."""
    whom = without_whom(frame)
    return f" († {whom})." if whom else "."


def _naming(frame: pd.DataFrame) -> Iterator[Finding]:
    risks = frame.drop_duplicates("risk_id")
    none, one = risks[risks["k"] == 0], risks[(risks["k"] == 1) & (risks["n"] > 1)]
    if len(none):
        yield "risks", f"{_nowhere(list(none['risk']), 'risk', int(none['n'].iloc[0]))}.", ""
    if len(one):
        pick = str(one["risk_pick"].iloc[0]) if len(one) == 1 else ""
        by = f"{count(len(one), 'risk')} {verb(len(one), 'are')} named by one source only"
        yield "risks", f"{by}: {listed(list(one['risk']), 2)}.", pick


def _nowhere(names: Sequence[str], noun: str, sources: int) -> str:
    """ "2 topics of the codebook are in none of the 5 sources: “Law” and “History”"."""
    where = "not in this source" if sources == 1 else f"in none of the {sources:,} sources"
    return f"{count(len(names), noun)} of the codebook {verb(len(names), 'are')} {where}: {listed(names, 2)}"


def _hedging(landscape: Landscape, scope: Scope) -> Iterator[Finding]:
    """Counted in sentences, as its pick opens them: a sentence that makes two claims is one."""
    total, hedged = (_claiming(landscape, scope, bits) for bits in (manners.EVERY, manners.FIRM["hedged"]))
    if total:
        some = f"{of(hedged, total, 'sentence')} with a claim {verb(1 if total == 1 else hedged, 'hedge')} it (may, could)"
        words = f"{some}; {total - hedged:,} {'does' if total - hedged == 1 else 'do'} not"
        yield "claims", f"{words}.", str(Pick(certainty="hedged") if hedged else Pick(side="claim"))


def _covering(frame: pd.DataFrame) -> Iterator[Finding]:
    topics = frame.drop_duplicates("topic_id")
    n = int(topics["n"].iloc[0]) if len(topics) else 0
    none = topics[topics["topic_sources"] == 0]
    if n and len(none):
        yield "coverage", f"{_nowhere(list(none['topic']), 'topic', n)}.", ""
    rare = topics[topics["topic_sources"].between(1, max(n // 2, 1))]
    if n > 1 and len(rare):
        least = rare[rare["topic_sources"] == rare["topic_sources"].min()].iloc[::-1]
        where = f"in only {of(int(least['topic_sources'].iloc[0]), n)}{'' if len(least) == 1 else ' each'}"
        said = f"{count(len(least), 'topic')} {verb(len(least), 'are')} {where}: {listed(list(least['topic']), 2)}"
        yield "coverage", f"{said}.", str(least["topic_pick"].iloc[0])


def _contradicting(landscape: Landscape, scope: Scope) -> Iterator[Finding]:
    found = standing(landscape, scope)
    if found:
        n = int(tallied.seen(landscape, scope).units["size"].sum())
        (one, pick), (other, _) = (in_words(landscape, side) for side in found[0].sides)
        k, facing = map(len, found[0].sources)
        words = in_tension([each.kind for each in found])
        yield "claims", f"{words}: “{one}” ({of(k, n)}) against “{other}” ({facing}).", pick


def in_tension(kinds: Sequence[str]) -> str:
    """Tensions of these kinds in a few words: how many there are, and in how many a claim is denied outright."""
    denied = list(kinds).count("denied")
    if not denied:
        return f"{count(len(kinds), 'tension')} between sources, no outright contradiction"
    if denied == len(kinds):
        return f"{count(denied, 'claim')} that some sources make and others deny"
    return f"{count(len(kinds), 'tension')} between sources; in {denied} a claim is made and denied"
