"""What the pages count of the tallies is what is counted of the tables themselves."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimscape import database, parts, queries, store, tallies
from claimscape.errors import StoreError
from claimscape.queries import Pick, Scope, held, roster, sources
from claimscape.queries.answered import answered
from claimscape.queries.scope import ask
from claimscape.store import Landscape
from claimscape.tables import CERTAINTIES, SUPPORTS
from tests import landscapes

CLAIMS = st.tuples(
    st.sampled_from(["raises", "helps", None]),
    st.sampled_from(["mechanism", "efficacy", "effect"]),
    st.sampled_from(CERTAINTIES),
    st.sampled_from(SUPPORTS),
)
LINE = st.fixed_dictionaries(
    {
        "text": st.sampled_from(["One line.", "Another line.", "A third."]),
        "kind": st.sampled_from(["sentence", "sentence", "question", "heading"]),
        "topics": st.lists(st.sampled_from(["mechanism", "safety", "legal"]), max_size=3),
        "claims": st.lists(CLAIMS, max_size=3),
        "risks": st.lists(st.tuples(st.sampled_from(["nausea", "abuse"]), st.booleans()), max_size=2),
    }
)
SOURCES = st.lists(st.lists(LINE, min_size=1, max_size=4), min_size=1, max_size=4)
SCOPES = st.builds(
    Scope,
    topics=st.lists(st.sampled_from(["mechanism", "safety"]), max_size=2, unique=True).map(tuple),
    certainty=st.lists(st.sampled_from(CERTAINTIES), max_size=2, unique=True).map(tuple),
    support=st.lists(st.sampled_from(SUPPORTS), max_size=3, unique=True).map(tuple),
    sources=st.lists(st.sampled_from(["d0", "d1"]), max_size=1).map(tuple),
)
Key = tuple[str, str]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(documents=SOURCES, scope=SCOPES)
def test_any_marks_under_any_filters_are_counted_as_in_the_tables(
    documents: list[list[dict[str, Any]]], scope: Scope, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = {f"d{number}": lines for number, lines in enumerate(documents)}
    landscape = landscapes.landscape_of(tmp_path_factory.mktemp("any"), made, {})
    claims = queries.claim_recurrence(landscape, scope)
    risks = queries.risk_register(landscape, scope)
    topics = queries.coverage(landscape, scope)
    found = {("claim", row.claim_id): {} for row in claims.itertuples()}
    for kind, frame in (("claim", claims), ("risk", risks), ("topic", topics)):
        for row in frame.itertuples():
            if row.sentences:
                found.setdefault((kind, getattr(row, f"{kind}_id")), {})[row.unit] = row.sentences
    assert {key: of for key, of in found.items() if of} == counted(made, scope)
    firm = queries.claim_certainty(landscape, scope).groupby("certainty")["sentences"].sum()
    assert {level: int(n) for level, n in firm.items() if n} == statements(made, scope)


def counted(documents: dict[str, list[dict[str, Any]]], scope: Scope) -> dict[Key, dict[str, int]]:
    """Sentences of every code in every source, counted one by one."""
    found: dict[Key, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for doc, line in left(documents, scope):
        codes = {("topic", topic) for topic in line["topics"] if not scope.topics or topic in scope.topics}
        codes |= {("claim", claim[0]) for claim in said(line, scope) if claim[0]}
        for key in codes | {("risk", risk) for risk, _ in line["risks"]}:
            found[key][doc] += 1
    return {key: dict(of) for key, of in found.items()}


def statements(documents: dict[str, list[dict[str, Any]]], scope: Scope) -> dict[str, int]:
    totals: dict[str, int] = defaultdict(int)
    for _, line in left(documents, scope):
        for _, level in {(claim[0], claim[2]) for claim in said(line, scope) if claim[0]}:
            totals[level] += 1
    return dict(totals)


def left(documents: dict[str, list[dict[str, Any]]], scope: Scope) -> list[tuple[str, dict[str, Any]]]:
    return [
        (doc, line)
        for doc, lines in documents.items()
        for line in lines
        if (not scope.sources or doc in scope.sources) and line["kind"] != "heading"
        if not scope.topics or set(scope.topics) & set(line["topics"])
    ]


def said(line: dict[str, Any], scope: Scope) -> list[tuple[Any, ...]]:
    return [
        claim
        for claim in line["claims"]
        if (not scope.certainty or claim[2] in scope.certainty) and (not scope.support or claim[3] in scope.support)
    ]


def test_marks_are_told_once_under_each_topic_and_read_by_stretches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tallies.HOW["marks"], "row_group_size", 2)
    both = {"text": "One.", "topics": ["mechanism", "safety"], "risks": [("nausea", False)]}
    found = landscapes.landscape_of(tmp_path, {"a": [both, both], "b": [{"text": "Two.", "topics": ["legal"]}]}, {})
    risk, nausea = tallies.RISK, 7
    rows = [(topic, 0, code) for topic in (0, 1) for code in 2 * (risk, 0, 1, nausea)] + [(2, 1, 2)]
    (at,) = found.files("marks")
    assert list(zip(*(found.file(at)[name].to_pylist() for name in ("topic", "doc", "code")), strict=True)) == rows
    assert set(found.stretches(at, [2])["topic"].to_pylist()) == {2}
    assert len(found.stretches(at, [0])) == 8
    counted = zip(*(column.tolist() for column in tallies.within(found.stretches(at, [0, 1]), [0, 1])), strict=True)
    assert list(counted) == [(0, risk, 0, 2), (0, tallies.PROSE, 0, 2), (0, 0, 0, 2), (0, 1, 0, 2), (0, nausea, 0, 2)]


def test_tallies_of_documents_that_were_not_built_in_the_order_of_their_names_are_ordered() -> None:
    made = [([5, 1, 3], [0, 1, 1], [2, 0, 4]), ([2, 4], [0, 1], [1, 0]), ([0, 0], [1, 1], [3, 7])]
    pieces = [[np.array(of, kind) for of, kind in zip((*each, each[0]), held.TYPES, strict=True)] for each in made]
    found = held._joined(pieces)
    rows = list(zip(found.code.tolist(), found.doc.tolist(), found.manner.tolist(), strict=True))
    assert rows == [(0, 2, 1), (0, 5, 2), (1, 0, 3), (1, 0, 7), (1, 1, 0), (1, 3, 4), (1, 4, 0)]


def test_marks_of_another_layout_are_told_with_the_cure(tmp_path: Path) -> None:
    found = landscapes.small(tmp_path)
    (at,) = found.files("marks")
    parts.write(found.file(at).drop_columns(["topic"]), at)
    with pytest.raises(StoreError, match=r"marks\.parquet has other columns than claimscape reads now; build it again with: "):
        queries.coverage(found, Scope(topics=("safety",)))


TALLIED = (
    "claim_recurrence claim_certainty claim_support evidence_audit risk_register balance figures landscape coverage silence "
    "co_occurrence members"
).split()


@pytest.mark.parametrize("name", TALLIED)
def test_what_is_tallied_reads_no_sentence(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    landscape = landscapes.small(tmp_path)
    asked: list[str] = []
    ask = Landscape.ask

    def heard(self: Landscape, sql: str, parameters: Any = None) -> pd.DataFrame:
        asked.append(sql.partition("code AS (")[2])
        return ask(self, sql, parameters)

    monkeypatch.setattr(Landscape, "ask", heard)
    for scope in (Scope(), Scope(topics=("safety",), certainty=("hedged",), by="kind")):
        getattr(queries, name)(landscape, scope)
    text = ("prose", "body", "claim ", "topic ", "found", "sentences")
    assert not [sql for sql in asked if any(f" {part}" in sql for part in text)]


PICKS = [
    Pick(),
    Pick(topic="mechanism"),
    Pick(topic="mechanism", unit="kind:blog"),
    Pick(topic="safety", also="legal"),
    Pick(claim="helps", certainty="hedged"),
    Pick(side="claim", source="b"),
    Pick(side="benefit"),
    Pick(side="risk"),
    Pick(risk="nausea", contained="yes"),
    Pick(support="none"),
    Pick(citation="reference"),
    Pick(word="serotonin"),
    Pick(source="a", sentence="0"),
]


SOME = [Scope(), Scope(topics=("safety",)), Scope(certainty=("asserted",), sources=("a", "b"))]


@pytest.mark.parametrize("pick", PICKS, ids=str)
@pytest.mark.parametrize("scope", SOME, ids=str)
def test_sentences_found_by_their_documents_are_those_of_all(
    landscape: Landscape, pick: Pick, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [(0, 200), (1, 1), (2, 2), (9, 5)]
    whole = [queries.sentences_behind(landscape, scope, pick, *page) for page in pages]
    by = queries.sources_behind(landscape, scope, pick)
    monkeypatch.setattr(sources, "READ_WHOLE", 0)
    for page, frame in zip(pages, whole, strict=True):
        found = queries.sentences_behind(landscape, scope, pick, *page)
        pd.testing.assert_frame_equal(found, frame, check_dtype=False)
        assert found.attrs == frame.attrs or page[0] >= found.attrs["total"]
    pd.testing.assert_frame_equal(queries.sources_behind(landscape, scope, pick), by, check_dtype=False)


def test_many_sources_are_taken_together_by_what_is_known_of_them(tmp_path: Path) -> None:
    documents = {f"s{number:03}": landscapes.SMALL["a" if number % 2 else "b"] for number in range(201)}
    facts = {name: {"kind": "blog" if number % 3 else "leaflet"} for number, name in enumerate(documents)}
    landscape = landscapes.landscape_of(tmp_path, documents, facts)
    frame = answered(landscape, "claim_recurrence", Scope())
    assert sorted(set(frame["unit"])) == ["blog", "leaflet"]
    assert int(frame["n"].iloc[0]) == 201
    few = Scope(sources=("s000", "s001"))
    assert answered(landscape, "claim_recurrence", few)["unit"].nunique() == 2
    assert answered(landscape, "claim_recurrence", Scope(by="year")).attrs["by"] == "year"


def test_a_question_that_reads_text_looks_at_some_of_many_sources_and_says_so(tmp_path: Path) -> None:
    landscape = landscapes.many(tmp_path, 600)
    frame = answered(landscape, "checklist", Scope())
    assert frame["doc_id"].nunique() == 500
    assert frame.attrs["footer"].startswith("500 of 600 sources looked at")


def test_an_excerpt_reads_a_table_when_a_question_names_it(landscape: Landscape) -> None:
    files = {name: landscape.files(name) for name in ("documents", "sentences", "topics")}
    few = database.excerpt(landscape.folder, files, ["b"])
    made = []
    for sql in ("SELECT 1 FROM sentences", "FROM sentences SEMI JOIN topics USING (doc_id)"):
        assert few.naming(sql).execute(sql).fetchall()
        made.append(sorted(few.made))
    assert made == [["sentences"], ["sentences", "topics"]]


def test_an_excerpt_that_nobody_holds_leaves_no_room_behind(landscape: Landscape) -> None:
    files = {name: landscape.files(name) for name in ("documents", "sentences")}
    one, other = (database.excerpt(landscape.folder, files, [name]) for name in "ab")
    asked, rooms = "SELECT DISTINCT doc_id FROM sentences", "SELECT database_name FROM duckdb_databases()"
    assert [few.naming(asked).execute(asked).fetchall() for few in (one, other)] == [[("a",)], [("b",)]]
    gone, database_of = other.room, one.database
    del other
    left = {name for (name,) in database_of.cursor().execute(rooms).fetchall()}
    assert (one.room in left, gone in left) == (True, False)


def test_topics_are_read_where_some_are_chosen(landscape: Landscape) -> None:
    few = landscape.excerpt(["b", "nobody"])
    told = []
    for topics in ((), ("safety",)):
        ask(few, Scope(topics=topics), "SELECT count(*) AS n FROM body")
        told.append("topics" in store._excerpted(few).made)
    assert told == [False, True]


def test_an_excerpt_holds_the_rows_of_its_documents_alone(landscape: Landscape) -> None:
    few = landscape.excerpt(["b"])
    assert list(few.ask("SELECT DISTINCT doc_id FROM sentences")["doc_id"]) == ["b"]
    assert len(roster.everyone(few).known) == 1
    assert list(queries.members(few, Scope())["source"]) == ["Beta"]
