"""Which sources speak for themselves, and which are exact copies of another."""

import pandas as pd

from claimscape.queries.scope import Scope, ask, with_facts
from claimscape.statistics import distinct
from claimscape.store import Landscape


def witnesses(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """The sources that the filters leave, and whether each is a witness of its own: the first of all with the same bytes.

    Columns doc_id, source, position, own (false for a copy), copy_of (the label of the first of its content, "" where own).
    """
    frame = ask(landscape, scope, _CONTENTS)
    frame["own"] = distinct(list(frame["content"]))
    first = frame[frame["own"] & (frame["content"] != "")].set_index("content")["source"]
    frame["copy_of"] = frame["content"].map(first).where(~frame["own"], "")
    return with_facts(frame.drop(columns="content"), landscape, scope)


_CONTENTS = """
SELECT doc_id, source, position, coalesce(sha256, '') AS content FROM source JOIN documents USING (doc_id) ORDER BY position
"""
