"""The SPARQL 1.1 Protocol (query operation) at ``/sparql``: https://www.w3.org/TR/sparql11-protocol/."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.responses import RedirectResponse, Response

from kg.querying.formats import TABLES, TRIPLES
from kg.querying.server import negotiate
from kg.querying.server.void import description

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from kg.querying.formats import Form
    from kg.querying.server.state import State

CORS = {"Access-Control-Allow-Origin": "*"}
_PREFLIGHT = {
    **CORS,
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}


class ProblemError(Exception):
    """A request that can't be answered: the status, and what to say."""

    def __init__(self, status: int, message: str) -> None:
        """Take the status and the message."""
        self.status, self.message = status, message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query operation as the protocol gives it."""

    query: str
    default: tuple[str, ...]
    named: tuple[str, ...]
    form: str | None = None
    """A format asked for by a parameter, ``format`` or ``output``, as some clients do."""
    seconds: float | None = None


async def sparql(request: Request) -> Response:
    """Answer a query operation; without any parameter, describe the service."""
    state: State = request.app.state.kg
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=_PREFLIGHT)
    if request.method in {"GET", "HEAD"} and not request.url.query:
        return await _describe(request)
    try:
        asked = await _asked(request, state.settings.body, state.settings.slow)
        call = _call(asked, request.headers.get("accept", ""))
    except ProblemError as problem:
        return state.refuse(request, problem.status, problem.message, CORS)
    call["base"] = str(request.url.replace(query=None))  # RFC 3986, 5.1.3: the address at which it is asked
    return await state.answer(request, call, seconds=asked.seconds, headers={**CORS, "Vary": "Accept"})


async def _describe(request: Request) -> Response:
    """Return the service description and VoID, or send a browser to the editor."""
    accept = request.headers.get("accept", "")
    state: State = request.app.state.kg
    if negotiate.wants_html(accept, TRIPLES) and "text/html" in accept:
        return RedirectResponse("/query", 303, {"Vary": "Accept"})
    form = negotiate.choose(accept, TRIPLES)
    if form is None:
        return state.refuse(request, 406, f"the description comes as {_names(TRIPLES)}", CORS)
    body = description(str(request.base_url), await state.home(), form)
    return Response(body, headers={**CORS, "Content-Type": form.content_type, "Vary": "Accept"})


async def _asked(request: Request, most: int, slow: float) -> Asked:
    """Return the operation that a request asks for, by any of the protocol's three ways (section 2.1)."""
    pairs = _pairs(request.url.query)
    if request.method in {"GET", "HEAD"}:
        return _operation(pairs)
    media, charset = _content_type(request.headers.get("content-type", ""))
    if charset not in {"", "utf-8", "utf8"}:
        raise ProblemError(415, f"the body must be UTF-8, not {charset}")
    if media == "application/x-www-form-urlencoded":
        return _operation(_pairs(await _body(request, most, slow)) + pairs)
    if media == "application/sparql-query":
        if any(name in {"query", "update"} for name, _ in pairs):
            raise ProblemError(400, "the query is the body; it can't stand in the address too")
        return _operation([("query", await _body(request, most, slow)), *pairs])
    known = "application/x-www-form-urlencoded or application/sparql-query"
    given = media or "a body without Content-Type"
    raise ProblemError(415, f"send a query as {known}, not as {given}; there are no updates")


def _content_type(value: str) -> tuple[str, str]:
    """Return a Content-Type's media type and charset, in lower case."""
    media, *parameters = (part.strip().lower() for part in value.split(";"))
    charset = next((part.partition("=")[2].strip("\"' ") for part in parameters if part.startswith("charset=")), "")
    return media, charset


async def _body(request: Request, most: int, slow: float) -> str:
    """Return the body as text; raise `ProblemError` for one that is too long, too slow or no UTF-8."""
    parts, size = [], 0
    try:
        async with asyncio.timeout(slow):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise ProblemError(413, f"a body may have {most:,} bytes")
                parts.append(part)
    except TimeoutError:
        raise ProblemError(408, f"the body did not come within {slow:g} s") from None
    try:
        return b"".join(parts).decode("utf-8")
    except UnicodeDecodeError:
        raise ProblemError(400, "the body is no UTF-8") from None


def _pairs(text: str) -> list[tuple[str, str]]:
    """Return the parameters of a query string or form; raise `ProblemError` for what is no UTF-8 or too much."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=200)
    except ValueError:
        raise ProblemError(400, "the parameters are not percent-encoded UTF-8, or too many") from None


def _operation(pairs: Sequence[tuple[str, str]]) -> Asked:
    """Return the operation of some parameters: exactly one query, and the dataset."""
    if any(name in {"update", "using-graph-uri", "using-named-graph-uri"} for name, _ in pairs):
        raise ProblemError(400, "this endpoint is for reading: it takes queries and no updates")
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) != 1:
        raise ProblemError(400, f"give one parameter 'query', not {len(queries)}")
    return Asked(
        query=queries[0],
        default=tuple(value for name, value in pairs if name == "default-graph-uri"),
        named=tuple(value for name, value in pairs if name == "named-graph-uri"),
        form=next((value for name, value in pairs if name in {"format", "output"} and value), None),
        seconds=_seconds([value for name, value in pairs if name == "timeout"]),
    )


def _seconds(values: Sequence[str]) -> float | None:
    """Return a limit of time that the client sets itself, in seconds."""
    try:
        wanted = float(values[0]) if values else None
    except ValueError:
        raise ProblemError(400, "the parameter 'timeout' is a number of seconds") from None
    if wanted is not None and not wanted > 0:
        raise ProblemError(400, "the parameter 'timeout' is a number of seconds over 0")
    return wanted


def _call(asked: Asked, accept: str) -> dict[str, object]:
    """Return what a worker is asked: the query, and a form for each kind of answer it may have."""
    table, triples = _form(asked, accept, TABLES), _form(asked, accept, TRIPLES)
    if table is None and triples is None:
        raise ProblemError(406, f"an answer comes as {_names(TABLES)}, or for triples as {_names(TRIPLES)}")
    return {
        "call": "query",
        "query": asked.query,
        "default": asked.default,
        "named": asked.named,
        "table": table and table.name,
        "triples": triples and triples.name,
    }


def _form(asked: Asked, accept: str, forms: Sequence[Form]) -> Form | None:
    """Return the form for one kind of answer: named by a parameter, else negotiated."""
    if asked.form is None:
        return negotiate.choose(accept, forms)
    names = {name: form for form in forms for name in (form.name, form.suffix, form.media_type, *form.aliases)}
    return names.get(asked.form)


def _names(forms: Sequence[Form]) -> str:
    """Return the media types of some forms."""
    return ", ".join(form.media_type for form in forms)
