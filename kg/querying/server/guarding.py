"""What stands between the network and the pages: security headers, slow clients, unforeseen faults."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from starlette.datastructures import MutableHeaders
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("kg.serve")
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'{style}; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""`style` lets the editor make style sheets (by a nonce) and place its lines (by attributes), on its page alone."""
HEADERS = {
    "Content-Security-Policy": CSP.format(style=""),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""On every response, unless it has one of its own."""
_HEAD = 256 * 1024
"""Bytes that a request's head may have."""


class SecurityHeaders:
    """Adds the headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        """Take what answers."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the headers on the response."""

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, add)


def protocol(seconds: float) -> type[asyncio.Protocol]:  # noqa: C901 - a class of small methods
    """Return uvicorn's HTTP protocol with limits for a request's head: who is slower or longer is let go."""

    class Impatient(HttpToolsProtocol):
        """HTTP/1.1 that waits for a request's head no longer than it should, and reads no more of it."""

        _patience: asyncio.TimerHandle | None = None
        _in_head = False
        _head = 0

        def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - a transport
            super().connection_made(transport)
            self._wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._head += len(data)
            if self._in_head and self._head > _HEAD:
                self._let_go("sent a head of more than %d bytes", _HEAD)
            elif self._is_busy():
                self._stop_waiting()
            elif self._patience is None:
                self._wait()

        def on_message_begin(self) -> None:
            self._in_head, self._head = True, 0
            super().on_message_begin()

        def on_headers_complete(self) -> None:
            self._in_head = False
            super().on_headers_complete()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_waiting()
            super().connection_lost(exc)

        def _is_busy(self) -> bool:
            """Say whether a request has come whole and is not answered yet."""
            return self.cycle is not None and not self.cycle.response_complete

        def _wait(self) -> None:
            """Begin to wait for a head."""
            self._patience = asyncio.get_running_loop().call_later(seconds, self._lose_patience)

        def _stop_waiting(self) -> None:
            """Wait no longer."""
            if self._patience is not None:
                self._patience.cancel()
                self._patience = None

        def _lose_patience(self) -> None:
            """Close a connection on which no whole head came."""
            self._patience = None
            if not self._is_busy():
                self._let_go("sent no whole request within %g s", seconds)

        def _let_go(self, why: str, limit: float) -> None:
            """Close the connection, and say why."""
            if not self.transport.is_closing():
                log.warning(f"%s {why}, and was let go", (self.client or ("-",))[0], limit)  # noqa: G004 - our words
                self.transport.close()

    return Impatient
