"""A word cloud as one SVG picture: the same words give the same picture, in any script, with no randomness at all."""

import base64
import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from claimscape import theme
from claimscape.charts.dress import cells, plain

SMALLEST = 12.0  # pixels of a 960 x 540 slide
LETTER = 0.58  # mean width of a letter of bold Arial, in its size; checked on the seeds' words


@dataclass(frozen=True)
class Placed:
    """A word on the picture: its centre, in pixels from the top left corner, and the size of its letters."""

    word: str
    x: float
    y: float
    size: float

    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom edge, with a little air."""
        wide, high = max(cells(self.word), 1) * LETTER * self.size / 2 + 4, self.size * 0.56 + 1
        return self.x - wide, self.y - high, self.x + wide, self.y + high


def packed(words: Sequence[tuple[str, float]], width: float, height: float) -> list[Placed]:
    """The words from the heaviest on, each at the free place nearest to the centre; those that find none are left out.

    Letters grow with the square root of the weight, so that area tells it; ties are broken by the word itself.
    """
    ranked = sorted(((plain(word), weight) for word, weight in words), key=lambda item: (-item[1], item[0]))
    most, least = (ranked[0][1], ranked[-1][1]) if ranked else (1.0, 1.0)
    longest = max((cells(word) for word, _ in ranked[:8]), default=1)
    largest = max(min(height / 5, 46.0, (width - 10) / (longest * LETTER)), SMALLEST)
    placed: list[Placed] = []
    for word, weight in ranked:
        part = math.sqrt((weight - least) / (most - least)) if most > least else 0.5
        spot = _free(word, SMALLEST + part * (largest - SMALLEST), (width, height), placed)
        if spot:
            placed.append(spot)
    return placed


def svg(placed: Sequence[Placed], color: str, width: float, height: float) -> str:
    """The picture; it holds letters only, no script, no link, no font of its own."""
    font = escape(theme.FONT, {'"': "&quot;"})
    look = f'font-family="{font}" font-weight="700" fill="{color}" text-anchor="middle" dominant-baseline="central"'
    texts = [f'<text x="{at.x:.1f}" y="{at.y:.1f}" font-size="{at.size:.1f}">{escape(at.word)}</text>' for at in placed]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">'
    return f"{head}<g {look}>{''.join(texts)}</g></svg>"


def data_address(picture: str) -> str:
    """The picture as a data: address, so that a figure carries it and loads nothing."""
    return "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode()


def _free(word: str, size: float, sheet: tuple[float, float], placed: Sequence[Placed]) -> Placed | None:
    """The first place without overlap on a spiral from the centre, flat as the sheet is."""
    width, height = sheet
    boxes = [other.box() for other in placed]
    for step in range(700):
        angle, reach = step * 0.35, step / 700
        x = width / 2 + reach * width / 2 * math.cos(angle)
        y = height / 2 + reach * height / 2 * math.sin(angle)
        spot = Placed(word, x, y, size)
        left, top, right, bottom = spot.box()
        inside = left >= 0 and top >= 0 and right <= width and bottom <= height
        if inside and not any(left < r and right > l_ and top < b and bottom > t for l_, t, r, b in boxes):
            return spot
    return None
