"""The words of texts are those of one expression over the whole of each, though each run of signs is taken apart once."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimscape import queries
from claimscape.queries import Scope
from claimscape.queries.worded import WORD, worded
from claimscape.store import Landscape
from tests import landscapes

SIGNS = ["a", "B", "é", "7", "-", "'", "’", "_", " ", "\u00a0", ",", "—", "“", "İ", "ß", "語", "Ⅷ", "\u0301", "\U0001f600"]
LINES = st.lists(st.text(st.sampled_from(SIGNS), min_size=1, max_size=12), min_size=1, max_size=6)
APART = """
SELECT unnest(regexp_extract_all(lower(replace(text, '’', '''')), $word::VARCHAR)) AS word FROM sentences
"""


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(lines=LINES)
def test_words_are_those_of_the_whole_texts(lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    found = landscapes.landscape_of(tmp_path_factory.mktemp("any"), {"a": [{"text": line} for line in lines]}, {})
    read = worded(found, (), ())
    assert Counter(read.words[at] for at in read.word) == Counter(found.ask(APART, {"word": WORD})["word"])
    assert (read.doc == 0).all() and len(read.doc) == len(lines)


def test_words_of_a_unit_are_counted_beside_those_of_the_rest(tmp_path: Path) -> None:
    lines = {"a": ["Calm calm, calm night."], "b": ["Calm it’s it’s it’s."], "c": ["Calm calm, calm night."]}
    documents = {name: [{"text": text} for text in texts] for name, texts in lines.items()}
    facts = {"a": {"kind": "blog"}, "b": {"kind": "leaflet"}, "c": {"kind": "blog"}}
    found: Landscape = landscapes.landscape_of(tmp_path, documents, facts)
    frame = queries.distinctive_words(found, Scope(by="kind"))
    columns = ["unit", "word", "count", "of", "rest", "rest_of"]
    assert list(frame[columns].itertuples(index=False, name=None)) == [("blog", "calm", 6, 8, 1, 4)]
