"""What a page sends to the browser: few bytes, no script, and nothing twice."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import WebSocket, expect

from tests.e2e.conftest import Visitor

Window = Callable[..., Visitor]
PAGES = "/ /claims /emphasis /sources /export"  # each kind of part is on one of them, and what takes most
MOST = 200_000  # bytes of all messages of a page, as docs/performance.md has it
SCRIPT, STYLE = b"export default function (", b".cs-figure"  # what every script of ours and the style sheet hold


class Wire:
    """The messages and the scripts of ours that a visitor has been sent since they were last forgotten."""

    def __init__(self, visitor: Visitor) -> None:
        self.messages: list[bytes] = []
        self.scripts: list[str] = []
        visitor.page.on("websocket", self._opened)
        visitor.page.on("request", lambda request: "/static/claimscape-" in request.url and self.scripts.append(request.url))

    def forget(self) -> None:
        """Begin again."""
        self.messages.clear()
        self.scripts.clear()

    def _opened(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._heard)

    def _heard(self, message: Any) -> None:
        self.messages.append(message.encode("utf-8") if isinstance(message, str) else message)


@pytest.mark.parametrize("path", PAGES.split())
def test_a_page_is_few_bytes_and_each_script_is_fetched_once(visit: Window, path: str) -> None:
    visitor = visit()
    wire = Wire(visitor)
    visitor.open(path)
    assert 10_000 < sum(map(len, wire.messages)) <= MOST
    assert not [message for message in wire.messages if SCRIPT in message]
    assert wire.scripts and len(wire.scripts) == len(set(wire.scripts))


def test_on_another_page_neither_style_nor_script_is_sent_again(visit: Window) -> None:
    visitor = visit()
    wire = Wire(visitor)
    visitor.open("/coverage")
    assert len([message for message in wire.messages if STYLE in message]) == 1
    first = set(wire.scripts)
    wire.forget()
    visitor.after(visitor.page.get_by_test_id("stTopNavLink").filter(has_text="Claims").click)
    assert sum(map(len, wire.messages)) <= MOST
    assert not [message for message in wire.messages if STYLE in message or SCRIPT in message]
    assert first and not first & set(wire.scripts)


def test_a_part_whose_script_cannot_be_loaded_says_so(visit: Window) -> None:
    visitor = visit()
    broken = {"body": "throw new Error('cut short');", "content_type": "text/javascript"}
    visitor.page.route("**/static/claimscape-findings-*", lambda route: route.fulfill(**broken))
    visitor.page.goto(visitor.address)
    expect(visitor.page.get_by_text("This part of the page could not be fetched. Load the page again.")).to_have_count(1)
