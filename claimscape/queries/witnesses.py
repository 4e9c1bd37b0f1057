"""Which sources speak for themselves, and which are exact copies of another."""

import pandas as pd

from claimscape.queries.scope import Scope, ask, with_facts
from claimscape.store import Landscape


def witnesses(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """The sources that the filters leave, and whether each is a witness of its own: the first of all with the same bytes.

    Columns doc_id, source, position, own (false for a copy), copy_of (the label of the first of its content, "" where own).
    """
    return with_facts(ask(landscape, scope, _CONTENTS), landscape, scope)


_CONTENTS = """
SELECT doc_id, source, position, own,
    CASE WHEN own THEN '' ELSE first(source) OVER (PARTITION BY content ORDER BY doc_id) END AS copy_of
FROM source ORDER BY position
"""
