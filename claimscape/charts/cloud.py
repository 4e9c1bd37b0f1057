"""A word cloud as one SVG picture: the same words give the same picture, in any script."""

import base64
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape

from claimscape import theme
from claimscape.charts.text import plain

SMALLEST, LARGEST = 12, 46  # pixels of a 960 x 540 slide
SEED = 7
COARSE = 2  # pixels that the layout takes for one: a third of the time


@dataclass(frozen=True)
class Placed:
    """A word on the picture: the left end of its base line and its length, in pixels, and the size of its letters."""

    word: str
    x: float
    y: float
    length: float
    size: float


def packed(words: Sequence[tuple[str, float]], width: float, height: float) -> list[Placed]:
    """The words laid out by the wordcloud package, ties broken by the word itself; words that find no room are left out."""
    return list(_packed(tuple(words), width, height))


@lru_cache(maxsize=128)  # a cloud costs 40 ms, and a source has the same words whatever other sources are shown
def _packed(words: tuple[tuple[str, float], ...], width: float, height: float) -> list[Placed]:
    import matplotlib
    from PIL import ImageFont
    from wordcloud import WordCloud

    ranked = sorted(((plain(word), weight) for word, weight in words), key=lambda item: (-item[1], item[0]))
    heavy = [(word, weight) for word, weight in ranked if word and weight > 0]
    meant = {_stand_in(word, number): (word, weight) for number, (word, weight) in enumerate(heavy)}
    if not meant:
        return []
    # There wherever the wordcloud package is, and as wide as the widest bold letters that a page may fall back to.
    face = f"{matplotlib.get_data_path()}/fonts/ttf/DejaVuSans-Bold.ttf"
    largest = min(LARGEST, max(int(min(height / 4, width / 9)), SMALLEST))
    cloud = WordCloud(
        font_path=face,
        width=max(int(width), 40) // COARSE,
        height=max(int(height - largest / 4), 40) // COARSE,
        margin=16 // COARSE,  # it draws a word up to a third of its size below where it measured it
        prefer_horizontal=1.0,
        min_font_size=SMALLEST // COARSE,
        max_font_size=largest // COARSE,
        random_state=SEED,
    ).generate_from_frequencies({key: weight for key, (_, weight) in meant.items()})
    placed: list[Placed] = []
    inked: list[tuple[float, ...]] = []
    for (key, _), size, (row, column), *_ in cloud.layout_:
        font = ImageFont.truetype(face, size * COARSE)
        x, y = float(column * COARSE), float(row * COARSE + font.getmetrics()[0])
        ink = tuple(side + shift for side, shift in zip(font.getbbox(key, anchor="ls"), (x, y, x, y), strict=True))
        if not any(_touch(ink, other) for other in inked):  # one in twenty-five, for the same reason
            inked.append(ink)
            placed.append(Placed(meant[key][0], x, y, font.getlength(key), float(size * COARSE)))
    return placed


def _touch(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two boxes (left, top, right, bottom) have more in common than an edge."""
    return all(min(one[2 + axis], other[2 + axis]) - max(one[axis], other[axis]) > 1 for axis in (0, 1))


def _stand_in(word: str, number: int) -> str:
    """What is measured for a word: itself, or wide capitals where its letters are as wide as high, for the font has none."""
    if not any(unicodedata.east_asian_width(sign) in "WF" for sign in word):
        return word
    return "".join("ABCDEFGH"[number // 8**place % 8] for place in range(max(len(word), 2))) + "M" * (len(word) // 4)


def svg(placed: Sequence[Placed], color: str, sheet: tuple[float, float], unsure: Collection[str] = ()) -> str:
    """The picture: letters only, no script, no link, no font of its own; each word stands in the middle of its measured length.

    It is not held to that length: the page's letters are narrower than the measured ones and would be drawn wide. What cannot
    be told from chance is `unsure`: grey, thin and slanted.
    """
    width, height = sheet
    pale = f' fill="{theme.OUTLINE}" font-weight="400" font-style="italic"'
    font = escape(theme.FONT, {'"': "&quot;"})
    look = f'font-family="{font}" font-weight="700" fill="{color}" text-anchor="middle"'
    texts = [
        f'<text x="{at.x + at.length / 2:.1f}" y="{at.y:.1f}" font-size="{at.size:.1f}"{pale if at.word in unsure else ""}>'
        f"{escape(at.word)}</text>"
        for at in placed
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">'
    return f"{head}<g {look}>{''.join(texts)}</g></svg>"


def data_address(picture: str) -> str:
    """The picture as a data: address, so that a figure carries it and loads nothing."""
    return "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode()
