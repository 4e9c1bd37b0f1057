"""Appeals to evidence beside evidence given, who cites what, and what a source tells about itself."""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import numpy as np
import pandas as pd

from claimscape.queries import manners, roster, tallied
from claimscape.queries.pick import Pick, picks
from claimscape.queries.scope import Scope, ask, of_units, with_facts
from claimscape.queries.without import leaning
from claimscape.store import Landscape
from claimscape.tallies import CITED, CLAIM

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_RELATIVE = r"^\s*\d+\s+(second|minute|hour|day|week|month|year)s?\s+ago"

# A name or a date at the beginning of a text, on a line that says whose or of when it is, is the document's own.
_HEAD = 12  # units
_MONTH = (
    r"(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)\.?"
)
_YEAR, _DATED = r"(19|20)\d\d", r"\b(published|posted|updated|reviewed|modified|date)\b.{0,20}\b"
_DAY = rf"(\d{{1,2}}(st|nd|rd|th)?\s+{_MONTH},?\s+{_YEAR}|{_MONTH}\s+\d{{1,2}}(st|nd|rd|th)?,?\s+{_YEAR}|{_YEAR}-\d\d-\d\d)"
_OWN = {
    "byline": r"^\W*(((?i:written|words|text|(medically )?reviewed) )?[Bb]y|BY|(?i:authors?):?)\s+(Dr\.? |Prof\.? )?\p{Lu}",
    "dateline": rf"(?i)^\W*{_DAY}\W*$|{_DATED}({_DAY}|{_MONTH}\s+{_YEAR})|^\W*by\s.{{1,80}}\b{_DAY}",
}

# Items after the JAMA benchmarks (Silberg 1997, doi:10.1001/jama.1997.03540390074039) and DISCERN (Charnock 1999,
# doi:10.1136/jech.53.2.105). The words are English: for other languages an item found by words alone cannot be told.
ITEMS = {
    "author": "Author named",
    "date": "Date given",
    "references": "References given",
    "disclosure": "Interests or funding disclosed",
    "balance": "Benefit and risk both stated",
    "uncertainty": "Uncertainty stated",
    "alternatives": "Alternatives named",
}
_WORDS = {
    "disclosure": r"(?i)\b(conflicts? of interest|competing interests?|disclosures?|funded by|funding|sponsor(ed|s|ship)?|"
    r"financial (interest|relationship|tie)s?|paid (by|promotion|partnership)|advertis(ement|ing)|affiliate)\b",
    "uncertainty": r"(?i)\b((more|further|additional) (research|stud(y|ies)|evidence|trials?)|(not|un)(\s?known|clear|certain)|"
    r"(limited|weak|mixed|conflicting|insufficient|little|scant|scarce|thin) evidence|evidence (is|was|remains) (still )?"
    r"(limited|weak|mixed|conflicting|insufficient|scant|scarce|thin)|still (being|under)|not yet|unknowns|remains? to be seen|"
    r"uncertainty|inconclusive)\b",
    "alternatives": r"(?i)\b(alternatives?|other (treatment|therap|option|medication|way|means|choice|solution)\w*|"
    r"(conventional|traditional|standard|existing) "
    r"(treatment|therap|psychotherap|antidepressant|medication|talk therap|method|approach)\w*|antidepressants?|SSRIs?)\b",
}


def evidence_audit(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Each unit's vague appeals to evidence, references given, and claims that a sentence ties to one.

    Columns unit (a source, or a group of them), source (its name), position, size (its sources), vague, references, tied
    (sentences making a claim with support "cited"), named, claims (sentences making a claim), listing (sources that list a
    reference), and vague_pick, references_pick, tied_pick.
    """
    frame = _audited(landscape, scope)
    units = of_units(scope, frame["unit"])
    frame["vague_pick"] = picks(citation="vague_attribution", **units)
    frame["references_pick"] = picks(citation="reference", **units)
    frame["tied_pick"] = picks(support="cited", **units)
    over = (frame["vague"] - frame["references"]).to_numpy()
    told = over.sum() > 0 and not scope.by  # more appeals than references
    frame.attrs["leans_on"] = leaning(list(frame["source"]), lambda kept: over[kept].sum() > 0) if told else ()
    return with_facts(frame, landscape, scope)


def _audited(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Every unit with what it appeals to and what it gives, counted."""
    seen, said = tallied.seen(landscape, scope), tallied.special(landscape, scope, CLAIM).said(manners.bits(scope))
    vague, given = (tallied.special(landscape, scope, CITED[kind]) for kind in ("vague_attribution", "reference"))
    counted = {
        "vague": seen.sums(vague, [CITED["vague_attribution"]], vague.sentences),
        "references": seen.sums(given, [CITED["reference"]], given.sentences),
    }
    for name, support in (("tied", "cited"), ("named", "named")):
        backed = said.said(manners.BACKED[support])
        counted[name] = seen.sums(backed, [CLAIM], backed.sentences)
    counted["claims"] = seen.sums(said, [CLAIM], said.sentences)
    counted["listing"] = seen.sums(given.each(), [CITED["reference"]])
    frame = seen.units[["unit", "source", "position", "size"]].copy()
    return frame.assign(**{name: cells[0] for name, cells in counted.items()})


def references(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Works that the sources list, one row a work, known again by its DOI, or else by first author, year and title's letters.

    Columns authors, year, title, venue, doi, link (to doi.org only), sources (their labels), k, in_text (citations of it in
    the text of those sources), quote (the entry as it stands), doc_id, sentence_id, pick.
    """
    frame = ask(
        landscape,
        scope,
        r"""
        , entry AS (
            SELECT citation.*, source, position, lower(coalesce(nullif(doi, ''), concat_ws('|', authors[1], year,
                regexp_replace(coalesce(title, quote), '[^\p{L}\p{N}]', '', 'g')))) AS work
            FROM citation JOIN source USING (doc_id) WHERE kind = 'reference'),
        spoken AS (SELECT doc_id, lower(authors[1]) AS author, year FROM citation WHERE kind = 'in_text'),
        counted AS (
            SELECT work, count(spoken.doc_id) AS in_text
            FROM (SELECT DISTINCT work, doc_id, lower(authors[1]) AS author, year FROM entry) e
            LEFT JOIN spoken ON spoken.doc_id = e.doc_id AND spoken.author = e.author AND spoken.year = e.year GROUP BY ALL)
        SELECT best.authors, best.year, best.title, best.venue, best.doi, sources, k, in_text, best.quote, best.doc_id,
            best.sentence_id
        FROM (
            SELECT work, first(entry ORDER BY position, sentence_id) AS best, count(DISTINCT doc_id) AS k,
                string_agg(DISTINCT source, ', ' ORDER BY source) AS sources, any_value(in_text) AS in_text
            FROM entry JOIN counted USING (work) GROUP BY work)
        ORDER BY k DESC, best.year DESC NULLS LAST, best.title
        """,
    )
    frame["authors"] = [_names(names) for names in frame["authors"]]
    frame["year"] = frame["year"].astype("Int64")
    frame["link"] = [_link(doi) for doi in frame["doi"]]
    marks = zip(frame["doc_id"], frame["sentence_id"], strict=True)
    frame["pick"] = [str(Pick(source=source, sentence=str(sentence))) for source, sentence in marks]
    return with_facts(frame, landscape, scope)


def checklist(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """What each source tells about itself: a row a source and item, state "found", "not found" or "cannot tell".

    Items after JAMA and DISCERN; no total, for the items are not of one weight.
    Columns doc_id, source, position, item, label, state, sentence_id (Int64, the sentence that decided), quote, pick (""
    where no sentence decided).
    """
    left = tallied.seen(landscape, scope).unit >= 0
    frame = _checked(landscape)[np.repeat(left, len(ITEMS))].reset_index(drop=True)
    return with_facts(frame, landscape, scope)


@lru_cache(maxsize=4)  # a source tells the same about itself whatever others are shown
def _checked(landscape: Landscape) -> pd.DataFrame:
    """Every item of every source."""
    found = ask(landscape, Scope(), _CHECKS, relative=_RELATIVE, head=_HEAD, **_OWN, **_WORDS)
    items = pd.DataFrame({"item": list(ITEMS), "label": list(ITEMS.values())})
    sources = roster.everyone(landscape).known[["doc_id", "source"]].copy()
    sources["position"] = np.arange(len(sources))
    frame = sources.merge(items, how="cross").merge(found, on=["doc_id", "item"], how="left")
    frame["state"] = frame["state"].fillna("not found")
    frame["sentence_id"] = frame["sentence_id"].astype("Int64")
    frame["quote"] = frame["quote"].fillna("")
    marks = zip(frame["doc_id"], frame["sentence_id"], strict=True)
    frame["pick"] = ["" if pd.isna(at) else str(Pick(source=source, sentence=str(at))) for source, at in marks]
    return frame


_CHECKS = r"""
, anywhere AS (SELECT sentences.*, language FROM sentences SEMI JOIN source USING (doc_id) JOIN known USING (doc_id)),
english AS (SELECT * FROM anywhere WHERE coalesce(language, 'en') ILIKE 'en%'),
mark AS (
    SELECT doc_id, 'author' AS item, 'found' AS state, min(sentence_id) FILTER (contains(anywhere.text, author)) AS sentence_id
        FROM known LEFT JOIN anywhere USING (doc_id) WHERE author <> '' GROUP BY ALL
    UNION ALL SELECT doc_id, 'author', 'found', min(sentence_id)
        FROM english WHERE sentence_id < $head AND regexp_matches(text, $byline::VARCHAR) GROUP BY ALL
    UNION ALL SELECT doc_id, 'date',
        CASE WHEN regexp_matches(published, $relative::VARCHAR) THEN 'cannot tell' ELSE 'found' END, NULL
        FROM known WHERE published <> ''
    UNION ALL SELECT doc_id, 'date', 'found', min(sentence_id)
        FROM english WHERE sentence_id < $head AND regexp_matches(text, $dateline::VARCHAR) GROUP BY ALL
    UNION ALL SELECT doc_id, 'date', 'cannot tell', min(sentence_id)
        FROM anywhere JOIN known USING (doc_id)
        WHERE coalesce(published, '') = '' AND regexp_matches(anywhere.text, $relative::VARCHAR) GROUP BY ALL
    UNION ALL SELECT doc_id, 'references', 'found', min(sentence_id)
        FROM citation WHERE kind IN ('reference', 'doi') GROUP BY ALL
    UNION ALL SELECT doc_id, 'disclosure', 'found', min(sentence_id)
        FROM english WHERE regexp_matches(text, $disclosure::VARCHAR) GROUP BY ALL
    UNION ALL SELECT good.doc_id, 'balance', 'found', min(risks.sentence_id)
        FROM claims good JOIN risks USING (doc_id)
        WHERE good.claim_type IN ('effect', 'efficacy') AND good.certainty <> 'negated' GROUP BY ALL
    UNION ALL SELECT doc_id, 'uncertainty', 'found', min(sentence_id)
        FROM english WHERE kind <> 'furniture' AND regexp_matches(text, $uncertainty::VARCHAR) GROUP BY ALL
    UNION ALL SELECT doc_id, 'alternatives', 'found', min(sentence_id) FROM (
        SELECT doc_id, sentence_id FROM claims WHERE claim_type = 'comparison'
        UNION SELECT doc_id, sentence_id FROM english
        WHERE kind <> 'furniture' AND regexp_matches(text, $alternatives::VARCHAR))
        GROUP BY ALL
    UNION ALL SELECT doc_id, item, 'cannot tell', NULL
        FROM known CROSS JOIN (SELECT unnest(['author', 'date', 'disclosure', 'uncertainty', 'alternatives']) AS item)
        WHERE language NOT ILIKE 'en%')
, best AS (
    SELECT doc_id, item, max(state) AS state,  -- "found" comes after "cannot tell"
        CASE max(state) WHEN 'found' THEN min(sentence_id) FILTER (state = 'found') ELSE min(sentence_id) END AS sentence_id
    FROM mark SEMI JOIN source USING (doc_id) GROUP BY ALL)
SELECT doc_id, item, state, sentence_id, coalesce(text, '') AS quote FROM best LEFT JOIN sentences USING (doc_id, sentence_id)
"""


def _names(names: Any) -> str:
    return ", ".join(str(name) for name in names) if isinstance(names, list) or hasattr(names, "tolist") else ""


def _link(doi: object) -> str:
    """An address at doi.org, or nothing: text of documents never becomes a link elsewhere."""
    text = str(doi or "")
    return "https://doi.org/" + quote(text, safe="/().;:-_<>") if _DOI.fullmatch(text) else ""
