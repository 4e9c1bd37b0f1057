"""Every question a page asks, one function a question: `name(landscape, scope)` answers with a tidy frame."""

from claimscape.queries.behind import behind, behind_in_parts
from claimscape.queries.claims import claim_certainty, claim_recurrence, claim_support
from claimscape.queries.compare import comparison, comparison_reach
from claimscape.queries.concordance import concordance, every_place
from claimscape.queries.coverage import co_occurrence, coverage, placement, silence
from claimscape.queries.discovery import recurring_phrases, uncoded_claims, unknown_risks
from claimscape.queries.emphasis import emphasis
from claimscape.queries.evidence import checklist, evidence_audit, references
from claimscape.queries.frequency import search_frequency
from claimscape.queries.likeness import likeness, shared_phrases
from claimscape.queries.overlap import claim_overlap
from claimscape.queries.overview import figures, findings, landscape
from claimscape.queries.pick import Pick
from claimscape.queries.risks import balance, risk_register
from claimscape.queries.saturation import saturation
from claimscape.queries.scope import Scope, members
from claimscape.queries.sources import Document, document, sentences_behind, sources_behind
from claimscape.queries.spelling import nearest_queries, query_examples
from claimscape.queries.tension import tension
from claimscape.queries.witnesses import witnesses
from claimscape.queries.words import distinctive_words, wordcloud

__all__ = [
    "Document",
    "Pick",
    "Scope",
    "balance",
    "behind",
    "behind_in_parts",
    "checklist",
    "claim_certainty",
    "claim_overlap",
    "claim_recurrence",
    "claim_support",
    "co_occurrence",
    "comparison",
    "comparison_reach",
    "concordance",
    "coverage",
    "distinctive_words",
    "document",
    "emphasis",
    "every_place",
    "evidence_audit",
    "figures",
    "findings",
    "landscape",
    "likeness",
    "members",
    "nearest_queries",
    "placement",
    "query_examples",
    "recurring_phrases",
    "references",
    "risk_register",
    "saturation",
    "search_frequency",
    "sentences_behind",
    "shared_phrases",
    "silence",
    "sources_behind",
    "tension",
    "uncoded_claims",
    "unknown_risks",
    "witnesses",
    "wordcloud",
]
