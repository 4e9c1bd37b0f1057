"""Every drawing, one function a chart: `name(frame) -> Figure`, named as the query whose frame it draws."""

from pathlib import Path

from claimscape.charts.claims import claim_certainty, claim_recurrence, claim_support
from claimscape.charts.compare import comparison, comparison_reach
from claimscape.charts.coverage import co_occurrence, coverage, placement
from claimscape.charts.discovery import recurring_phrases, uncoded_claims, unknown_risks
from claimscape.charts.emphasis import emphasis
from claimscape.charts.evidence import checklist, evidence_audit
from claimscape.charts.likeness import likeness, shared_phrases
from claimscape.charts.overlap import claim_overlap
from claimscape.charts.overview import landscape
from claimscape.charts.risks import balance, risk_register
from claimscape.charts.saturation import saturation
from claimscape.charts.search import search_frequency
from claimscape.charts.silence import silence
from claimscape.charts.words import distinctive_words, wordcloud

ON_SCREEN = Path(__file__).with_name("onscreen.js")  # lays a sheet out for a screen of any width

__all__ = [
    "balance",
    "checklist",
    "claim_certainty",
    "claim_overlap",
    "claim_recurrence",
    "claim_support",
    "co_occurrence",
    "comparison",
    "comparison_reach",
    "coverage",
    "distinctive_words",
    "emphasis",
    "evidence_audit",
    "landscape",
    "likeness",
    "placement",
    "recurring_phrases",
    "risk_register",
    "saturation",
    "search_frequency",
    "shared_phrases",
    "silence",
    "uncoded_claims",
    "unknown_risks",
    "wordcloud",
]
