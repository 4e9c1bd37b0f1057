"""RIS: the works that the sources list, as EndNote, Zotero and Mendeley read them."""

from pathlib import Path

from claimscape.exports.order import Order, Tell
from claimscape.exports.whole import whole
from claimscape.exports.works import Work, works


def write(order: Order, folder: Path, tell: Tell) -> list[Path]:
    """One file, UTF-8, lines that end as the format says; N1 has the entry as it was listed and who lists it."""
    tell("references as RIS")
    path = folder / f"references-{order.landscape.build_id[:8]}.ris"
    with whole(path) as beside, beside.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
        for work in works(order):
            out.write(entry(work))
    return [path]


def entry(work: Work) -> str:
    """The work as one record; every value is one line, so that none can begin a field or end the record."""
    pages = dict(zip(("SP", "EP"), work.pages, strict=False))
    fields = [
        ("TY", "JOUR" if work.article else "GEN"),
        *(("AU", name) for name in work.authors),
        ("PY", work.year),
        ("TI", work.title),
        ("JO" if work.article else "PB", work.venue),
        ("VL", work.volume),
        ("IS", work.issue),
        *pages.items(),
        ("DO", work.doi),
        ("UR", work.url),
        ("N1", f"As listed: {work.quote}"),
        ("N1", f"Listed by {work.listed}" if work.listed else ""),
        ("ID", work.key),
    ]
    lines = "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value)
    return f"{lines}ER  - \r\n\r\n"
