"""What was worked out once is kept by its key, up to a number."""

import threading
import time

import pytest

from claimscape.ui.kept import Kept


def test_a_result_is_worked_out_once_for_each_key() -> None:
    kept: Kept[str] = Kept(2)
    assert [kept.of(key, lambda key=key: f"made {key}") for key in ("a", "b")] == ["made a", "made b"]
    assert kept.of("a", lambda: "made again") == "made a"


def test_the_one_not_asked_for_longest_is_left_out() -> None:
    kept: Kept[int] = Kept(2)
    for number, key in enumerate(("a", "b", "a", "c")):
        kept.of(key, lambda number=number: number)
    assert [kept.of("a", lambda: 9), kept.of("b", lambda: 9)] == [0, 9]


def test_a_mistake_is_not_kept() -> None:
    kept: Kept[float] = Kept(2)
    with pytest.raises(ZeroDivisionError):
        kept.of("a", lambda: 1 / 0)
    assert kept.of("a", lambda: 2.0) == 2.0


def test_nothing_is_none_and_kept_too() -> None:
    kept: Kept[str | None] = Kept(2)
    kept.of("a", lambda: None)
    assert kept.of("a", lambda: "made again") is None


def test_two_who_ask_at_once_wait_for_one_result() -> None:
    kept: Kept[int] = Kept(2)
    made: list[int] = []
    together = threading.Barrier(4)

    def make() -> int:
        time.sleep(0.05)  # long enough for the others to ask
        made.append(1)
        return len(made)

    def ask() -> None:
        together.wait()
        kept.of("a", make)

    asking = [threading.Thread(target=ask) for _ in range(4)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert made == [1]
