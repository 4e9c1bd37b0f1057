"""The rule language: what a query finds, and what it says when it cannot be read."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimscape.matching import Hit, Matcher
from claimscape.rules import RuleFault, parse


@dataclass(frozen=True)
class Unit:
    start: int
    end: int
    heading: str = ""
    kind: str = "sentence"


def quotes(query: str, text: str, **lists: str) -> list[str]:
    matcher = Matcher({"x": [parse(query, {name: parse(value) for name, value in lists.items()})]})
    return [text[hit.start : hit.end] for hit in matcher.hits(text, [Unit(0, len(text))])]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("release", "It released serotonin, releasing more.", ["released", "releasing"]),
        ("serotonin release", "Serotonin releases and release of serotonin", ["Serotonin releases"]),
        ('"side effect"', "side effects, a side effect", ["side effect"]),
        ("=effective", "effects are effective", ["effective"]),
        ("neurotox*", "Neurotoxicity is neurotoxic, neurology not", ["Neurotoxicity", "neurotoxic"]),
        ("long-term", "long term and long‐term and longer term", ["long term", "long‐term"]),
        ("fear NEAR/3 reduce", "reduces the fear", ["reduces the fear"]),
        ("fear NEAR/2 reduce", "fear was very much reduced", []),
        ("fear PRE/3 reduce", "reduces the fear", []),
        ("a AND c", "a b c", ["a b c"]),
        ("a NOT c", "a b c", []),
        ("(a OR b) c", "a b c", ["b c"]),
        ("$raise NEAR/2 mood", "it lifts mood", ["lifts mood"]),
        ("behaviour", "behavior", ["behavior"]),
        ("randomised", "randomized", ["randomized"]),
        ("be shown", "was shown", ["was shown"]),
        ("école", "une E\u0301COLE", ["E\u0301COLE"]),
        ("therapist", "the therapist’s chair", ["therapist’s"]),
        ("dis\u00adcuss", "discuss", ["discuss"]),
        ("^WHO", "WHO and who, the WHO’s", ["WHO", "WHO’s"]),
        ("^* University", "Yale University, a university", ["Yale University"]),
    ],
)
def test_a_query_finds(query: str, text: str, found: list[str]) -> None:
    assert quotes(query, text, **({"raise": "increase OR lift"} if "$" in query else {})) == found


def test_heading_and_previous_are_looked_up_elsewhere() -> None:
    text = "Aftercare follows. It helps."
    units = [Unit(0, 18, "Steps"), Unit(19, 28, "Steps")]
    queries = {"h": "HEADING(step) AND help", "p": "PREVIOUS(aftercare) AND help", "q": "PREVIOUS(help)"}
    matcher = Matcher({key: [parse(query)] for key, query in queries.items()})
    assert matcher.hits(text, units) == [Hit("h", 1, 22, 27), Hit("p", 1, 22, 27)]


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("", "missing at the end"),
        ("a AND", "missing at the end"),
        ("OR a", "'OR' has nothing before it"),
        ("(a", "closing bracket"),
        ("a)", "')' is not expected"),
        ("$nope", "$nope is no list"),
        ("a NEAR/0 b", "between NEAR/1 and NEAR/50"),
        ("a NEAR/50 b PRE/50 (c OR d NEAR/1 e)", "inside each other reach over 101 words; at most 100 in all"),
        ("a NEAR/x b", "NEAR/x needs a whole number of words, such as NEAR/5"),
        ("a PRE b", "PRE needs a whole number of words"),
        ("a near/4 b", "'near/4' would be read as plain words; write NEAR/4"),
        ("a PRE4 b", "'PRE4' would be read as plain words; write PRE/4"),
        ('"a', "quotation mark"),
        ("((((((((((((((((((((((a))))))))))))))))))))))", "brackets inside each other"),
        ("…", "no letter or digit"),
        (f"a NEAR/{'9' * 5000} b", "must lie between NEAR/1 and NEAR/50"),
    ],
)
def test_a_faulty_query_says_what_is_wrong(query: str, fault: str) -> None:
    with pytest.raises(RuleFault) as raised:
        parse(query)
    assert fault in str(raised.value)


@pytest.mark.parametrize("joint", [" AND ", " NOT ", " NEAR/1 ", " PRE/1 ", " ", ") AND ("])
def test_a_query_without_end_is_a_fault_and_its_longest_form_is_searched(joint: str) -> None:
    with pytest.raises(RuleFault, match="more than 100 words or operators in a row") as raised:
        parse(f"({joint.join(['tea'] * 5000)})")
    assert len(str(raised.value)) < 400
    Matcher({"x": [parse(f"({joint.join(['tea'] * 100)})")]}).hits("tea", [Unit(0, 3)])


@given(st.text(max_size=200))
def test_any_text_is_a_query_or_a_fault(text: str) -> None:
    try:
        parse(text)
    except RuleFault as fault:
        assert str(fault)


_WORDS = st.sampled_from("mdma raises Serotonin not ÉCOLE e\u0301cole 治療 العلاج , . \u00ad 5-HT2A it’s".split(" "))


@given(st.lists(_WORDS, max_size=30).map(" ".join), st.integers(0, 5))
def test_every_hit_lies_inside_its_unit_and_starts_and_ends_on_a_word(text: str, cut: int) -> None:
    start = min(cut, len(text))
    matcher = Matcher({"x": [parse("mdma NEAR/9 serotonin"), parse("école OR 治療"), parse("raise AND not")]})
    for hit in matcher.hits(text, [Unit(start, len(text))]):
        quote = text[hit.start : hit.end]
        assert start <= hit.start < hit.end <= len(text)
        assert quote.strip() == quote


@given(st.lists(_WORDS, max_size=12), st.sampled_from(["mdma NEAR/3 serotonin", "mdma PRE/2 raise", "mdma AND raise NOT not"]))
def test_hits_of_two_units_are_those_of_each_alone(words: list[str], query: str) -> None:
    one = " ".join(words)
    text = f"{one}\n{one}"
    matcher = Matcher({"x": [parse(query)]})
    alone = [(hit.start, hit.end) for hit in matcher.hits(one, [Unit(0, len(one))])]
    both = matcher.hits(text, [Unit(0, len(one)), Unit(len(one) + 1, len(text))])
    assert [(hit.start - hit.sentence * (len(one) + 1), hit.end - hit.sentence * (len(one) + 1)) for hit in both] == alone * 2
