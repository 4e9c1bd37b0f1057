"""Counts in words, said in one way wherever they stand: "1 of 5 sources speaks", "Most sources, 3 of 5, speak"."""

from collections.abc import Sequence
from typing import Any


def count(number: Any, noun: str) -> str:
    """ "1 sentence", "1,204 sentences"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def of(k: Any, n: Any, noun: str = "source") -> str:
    """ "4 of 5 sources"."""
    return f"{k} of {n} {noun}{'' if n == 1 else 's'}"


def verb(number: Any, word: str) -> str:
    """The word for several or for none, "speak" or "are", as it is said of so many: "speaks" and "is" of one."""
    return {"are": "is", "have": "has", "deny": "denies"}.get(word, f"{word}s") if number == 1 else word


def who(k: Any, n: Any, word: str, noun: str = "source") -> str:
    """ "4 of 5 sources speak", "1 of 5 sources speaks", "0 of 1 source speaks"."""
    return f"{of(k, n, noun)} {verb(1 if n == 1 else k, word)}"


def mostly(k: Any, n: Any, noun: str, word: str) -> str:
    """ "Most sources, 3 of 5, speak", "Fewer than half of the sources, 1 of 3, speak", "None of the 3 sources speaks".

    The noun may be followed by more: "sentence with a claim".
    """
    first, _, rest = noun.partition(" ")
    several = f"{first}s {rest}".rstrip()
    if n == 1:
        return f"{k} of 1 {noun} {verb(1, word)}"
    if k == n:
        return f"{'Both' if n == 2 else f'All {n:,}'} {several} {word}"
    if not k:
        return f"{'Neither' if n == 2 else 'None'} of the {n:,} {several} {verb(1, word)}"
    part = f"Most {several}" if 2 * k > n else f"{'Half' if 2 * k == n else 'Fewer than half'} of the {several}"
    return f"{part}, {k:,} of {n:,}, {word}"


def listed(items: Sequence[str], most: int = 3) -> str:
    """ "“a”, “b” and “c”", cut to "“a”, “b”, “c” and 4 more"; quoted, for a label may hold commas."""
    shown, more = [f"“{item}”" for item in items[:most]], len(items) - most
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return series(shown, "and")


def series(items: Sequence[str], between: str) -> str:
    """ "a, b or c"."""
    return f" {between} ".join(([", ".join(items[:-1])] if len(items) > 1 else []) + list(items[-1:]))
