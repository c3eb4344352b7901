"""Whole responses kept for those who ask the same: the graph never changes while it is served.

A page or an answer that was given before costs no more than looking it up, and one that the client still has
(``If-None-Match``) no more than saying so (RFC 9110, sections 8.8.3 and 13.1.2).
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_Key = tuple[bytes, ...]
_OVERHEAD = 1024
"""Bytes that a kept response takes besides its body and its key, about."""
_VARYING = (b"host", b"accept", b"origin")
"""The headers of a request on which a response may depend."""
_OK, _UNCHANGED = 200, 304
_OF_THE_BODY = {b"content-length", b"content-type"}
"""The headers of a response that don't stand on a 304."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A response."""

    start: Message
    body: bytes
    tag: bytes


class Remembering:
    """Keeps responses to GET that are whole, a success, and not marked ``no-store``; others pass through."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        """Take what answers, and how many bytes are kept."""
        self._app, self._limit, self._size = app, limit, 0
        self._kept: OrderedDict[_Key, Kept] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or have it answered."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        key = (scope["raw_path"], scope["query_string"], *(headers.get(name, b"") for name in _VARYING))
        kept = self._kept.get(key)
        if kept is None:
            await self._app(scope, receive, _Watch(self, key, headers.get(b"if-none-match", b""), send))
        else:
            self._kept.move_to_end(key)
            await _tell(kept, headers.get(b"if-none-match", b""), send)

    def keep(self, key: _Key, kept: Kept) -> None:
        """Keep a response that is not large; forget those not asked for in a long time."""
        size = _size_of(key, kept)
        if size > self._limit // 16 or key in self._kept:
            return
        self._kept[key] = kept
        self._size += size
        while self._size > self._limit:
            self._size -= _size_of(*self._kept.popitem(last=False))


class _Watch:
    """Stands for the way to the client while a response is made: gives it a tag, and has it kept, where it may be."""

    def __init__(self, memory: Remembering, key: _Key, known: bytes, send: Send) -> None:
        """Take what keeps, under which key, the client's tags, and the way to the client."""
        self._memory, self._key, self._known, self._send = memory, key, known, send
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        """Hold the head until the body is there."""
        if message["type"] == "http.response.start" and _may_be_kept(message):
            self._start = message
            return
        start, self._start = self._start, None
        if start is None:
            await self._send(message)
        elif message["type"] != "http.response.body" or message.get("more_body"):
            await self._send(start)
            await self._send(message)
        else:
            kept = _tagged(start, message.get("body", b""))
            self._memory.keep(self._key, kept)
            await _tell(kept, self._known, self._send)


def _may_be_kept(start: Message) -> bool:
    """Say whether a response may be kept: a success without a tag of its own, and for more than one client."""
    headers = MutableHeaders(raw=start["headers"])
    return start["status"] == _OK and "etag" not in headers and "no-store" not in headers.get("cache-control", "")


def _tagged(start: Message, body: bytes) -> Kept:
    """Return a response with its tag, to be asked for again each time: another graph may be served next time."""
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = MutableHeaders(raw=list(start["headers"]))
    headers["ETag"] = tag
    headers.setdefault("Cache-Control", "no-cache")
    return Kept({**start, "headers": headers.raw}, body, tag.encode())


async def _tell(kept: Kept, known: bytes, send: Send) -> None:
    """Send a response, or that the client has it."""
    if known and _has(known, kept.tag):
        headers = [item for item in kept.start["headers"] if item[0].lower() not in _OF_THE_BODY]
        await send({"type": "http.response.start", "status": _UNCHANGED, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({**kept.start, "headers": list(kept.start["headers"])})
    await send({"type": "http.response.body", "body": kept.body})


def _has(known: bytes, tag: bytes) -> bool:
    """Say whether a tag is among those of ``If-None-Match``, compared weakly as it must be."""
    tags = (item.strip().removeprefix(b"W/") for item in known.split(b","))
    return any(item in (tag, b"*") for item in tags)


def _size_of(key: _Key, kept: Kept) -> int:
    """Return about how many bytes a kept response takes."""
    return len(kept.body) + sum(map(len, key)) + _OVERHEAD
