"""Every question a page asks, one function a question: `name(landscape, scope)` answers with a tidy frame."""

from claimscape.queries.coverage import co_occurrence, coverage, placement, silence
from claimscape.queries.pick import Pick
from claimscape.queries.scope import Scope

__all__ = ["Pick", "Scope", "co_occurrence", "coverage", "placement", "silence"]
