"""BibTeX: the works that the sources list, for a reference manager or a paper."""

from pathlib import Path

from claimscape.exports.order import Order, Tell
from claimscape.exports.whole import whole
from claimscape.exports.works import Work, works

# A brace alone, even behind a backslash, would end the field: BibTeX counts braces and knows no escape.
_SPECIAL = str.maketrans(
    {sign: f"\\{sign}" for sign in "#$%&_"}
    | {"\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}"}
    | {"~": r"{\textasciitilde}", "^": r"{\textasciicircum}"}
)
_IN_LINKS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def write(order: Order, folder: Path, tell: Tell) -> list[Path]:
    """One file, UTF-8; `annote` has the entry as it was listed, `note` who lists it."""
    tell("references as BibTeX")
    path = folder / f"references-{order.landscape.build_id[:8]}.bib"
    with whole(path) as beside, beside.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as out:
        for work in works(order):
            out.write(entry(work))
    return [path]


def entry(work: Work) -> str:
    """The work as one entry: an article where it has a journal's numbers, else of no kind."""
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in work.authors),
        "year": _tex(work.year),
        "title": f"{{{_tex(work.title)}}}" if work.title else "",
        "journal" if work.article else "howpublished": _tex(work.venue),
        "volume": _tex(work.volume),
        "number": _tex(work.issue),
        "pages": "--".join(map(_tex, work.pages)),
        "doi": work.doi.translate(_IN_LINKS),
        "url": work.url.translate(_IN_LINKS),
        "note": f"Listed by {_tex(work.listed)}" if work.listed else "",
        "annote": _tex(work.quote),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{'article' if work.article else 'misc'}{{{work.key},\n{lines}}}\n\n"


def _tex(text: str) -> str:
    return text.translate(_SPECIAL)
