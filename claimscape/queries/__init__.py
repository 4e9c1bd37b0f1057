"""Every question a page asks, one function a question: `name(landscape, scope)` answers with a tidy frame."""

from claimscape.queries.claims import claim_certainty, claim_recurrence, claim_support, tension
from claimscape.queries.coverage import co_occurrence, coverage, placement, silence
from claimscape.queries.discovery import recurring_phrases, uncoded_claims, unknown_risks
from claimscape.queries.emphasis import emphasis
from claimscape.queries.evidence import checklist, evidence_audit, references
from claimscape.queries.overview import figures, findings, landscape
from claimscape.queries.pick import Pick
from claimscape.queries.risks import balance, risk_register
from claimscape.queries.scope import Scope
from claimscape.queries.search import concordance
from claimscape.queries.sources import Document, document, sentences_behind, sources_behind
from claimscape.queries.words import distinctive_words, wordcloud

__all__ = [
    "Document",
    "Pick",
    "Scope",
    "balance",
    "checklist",
    "claim_certainty",
    "claim_recurrence",
    "claim_support",
    "co_occurrence",
    "concordance",
    "coverage",
    "distinctive_words",
    "document",
    "emphasis",
    "evidence_audit",
    "figures",
    "findings",
    "landscape",
    "placement",
    "recurring_phrases",
    "references",
    "risk_register",
    "sentences_behind",
    "silence",
    "sources_behind",
    "tension",
    "uncoded_claims",
    "unknown_risks",
    "wordcloud",
]
