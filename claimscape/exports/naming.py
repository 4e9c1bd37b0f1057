"""What a mark stands for, in the words of the codebook and the labels of the sources."""

from claimscape.queries import Pick, Scope
from claimscape.queries.compare import named_side
from claimscape.store import Landscape
from claimscape.theme import CERTAINTY, SUPPORT

_CITATIONS = {
    "reference": "References",
    "doi": "DOIs",
    "url": "Web addresses",
    "in_text": "Citations in the text",
    "authority": "Bodies and persons named",
    "vague_attribution": "Vague appeals to evidence",
}
NO_SIDES = Scope()
_SIDES = {"benefit": "Claims of benefit", "risk": "Any risk", "claim": "Any claim"}


def named(landscape: Landscape, pick: Pick, sides: Scope = NO_SIDES) -> str:
    """The pick in words, what is said before who says it: "MDMA raises serotonin · denied · Overview blog"."""
    source = _source(landscape, pick) or (named_side(landscape, getattr(sides, pick.part)) if pick.part else "")
    said = [_shared(landscape, pick), *_coded(landscape, pick), *_manner(pick)]
    said += ["one sentence" if pick.sentence else "", "the same words" if pick.places else "", source]
    words = " · ".join(word for word in said if word)
    return words[:1].upper() + words[1:] if words and words != source else f"All sentences{' · ' if source else ''}{source}"


def _shared(landscape: Landscape, pick: Pick) -> str:
    """Whose claims they are: "claims that only Alpha and Beta share"."""
    if not pick.shared:
        return "claims that one source alone says" if pick.only else ""
    names = [_source(landscape, Pick(source=doc_id)) for doc_id in pick.shared]
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    if len(names) > 5:
        who = f"{', '.join(names[:4])} and {len(names) - 4} more"
    only = "only " if pick.only else ""
    return f"claims that {only}{who} {'says' if len(names) == 1 else 'share'}"


def _coded(landscape: Landscape, pick: Pick) -> list[str]:
    codes = landscape.table("codes")
    asked = (("topic", pick.topic), ("topic", pick.also), ("claim", pick.claim), ("risk", pick.risk))
    labels = {(kind, code): label for kind, code, label in zip(codes["kind"], codes["code_id"], codes["label"], strict=True)}
    return [str(labels.get(each, each[1])) for each in asked]


def _manner(pick: Pick) -> list[str]:
    """What is no code: the kind of claim, how firmly and on what it is said, a kind of citation, a word."""
    certainty, support = CERTAINTY.get(pick.certainty), SUPPORT.get(pick.support)
    return [
        _SIDES.get(pick.side, ""),
        f"claims: {pick.claim_type}" if pick.claim_type else "",
        certainty.label if certainty else "",
        support.label if support else "",
        ("contained" if pick.contained == "yes" else "not contained") if pick.contained else "",
        _CITATIONS.get(pick.citation, pick.citation),
        f"“{pick.word.split()[0]}”{' and its other forms' if ' ' in pick.word.strip() else ''}" if pick.word.strip() else "",
    ]


def _source(landscape: Landscape, pick: Pick) -> str:
    if pick.unit:
        by, _, value = pick.unit.partition(":")
        return f"{by}: {value or 'not known'}"
    frame = landscape.table("documents", "doc_id", "label")
    label = next(iter(frame["label"][frame["doc_id"] == pick.source]), None)
    return label if isinstance(label, str) and label else pick.source
