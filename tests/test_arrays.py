"""What is done to all letters at once tells what looking at them one by one tells."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from claimscape.arrays import FEW, beyond, codes_of, ordered, standing
from claimscape.matching import Stream, Vocabulary, words

LETTERS = st.text("abcdefgh1é’'_\u0301бв日本𝐀", min_size=1, max_size=30)


@given(st.lists(st.sampled_from([b"n.d.", b"n", b".", b"in press", b" ", b"?", b"://"])).map(b"".join))
def test_a_word_stands_where_the_letters_go_on_with_it(letters: bytes) -> None:
    for word in (b"n.d.", b"in press", b"://", b"n"):
        assert standing(letters, word).tolist() == [at for at in range(len(letters)) if letters.startswith(word, at)]


@given(st.text())
def test_letters_beyond_latin_are_found_among_question_marks(text: str) -> None:
    found = beyond(text.encode("latin-1", "replace"), codes_of(text))
    assert found.tolist() == [at for at, letter in enumerate(text) if ord(letter) > 0xFF]


@given(st.lists(LETTERS), st.integers(1, 300))
def test_words_have_the_same_number_where_they_are_the_same(several: list[str], longest: int) -> None:
    stream = Stream.of([" ".join(several), *several, "x" * longest, "x" * longest, "x" * (longest + 1)])
    vocabulary = Vocabulary()
    read = words(stream, vocabulary)
    written = [stream.text[start:end] for start, end in zip(read.start.tolist(), read.end.tolist(), strict=True)]
    assert [vocabulary.written[number] for number in read.number.tolist()] == written
    assert len(set(vocabulary.written)) == len(vocabulary.written)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_places_of_a_text_are_places_of_its_bytes(several: list[str]) -> None:
    stream = Stream.of(several)
    begin, end = stream.encoded_at(stream.first[:-1]).tolist(), stream.encoded_at(stream.first[1:] - 1).tolist()
    assert [stream.encoded[low:high].decode() for low, high in zip(begin, end, strict=True)] == several


@given(st.integers(1, 40).flatmap(lambda bits: st.lists(st.integers(0, 2**bits))), st.integers(1, 3))
def test_numbers_in_order_are_as_sorted_and_equal_ones_as_they_come(keys: list[int], times: int) -> None:
    for few in (keys * times, [key % FEW for key in keys] * 100 * times):
        assert ordered(np.array(few, np.int64)).tolist() == sorted(range(len(few)), key=few.__getitem__)
