"""The application: which address is answered by what."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.errors import QueryTimeoutError
from kg.querying.server import linked, pages, protocol
from kg.querying.server.guarding import SecurityHeaders
from kg.querying.server.pool import BusyError, WorkerEndedError
from kg.querying.server.remembering import Remembering
from kg.querying.server.state import State, note

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from kg.querying.server.settings import Settings

log = logging.getLogger("kg.serve")
_STATIC = Path(__file__).parent / "static"


def create_app(settings: Settings) -> Starlette:
    """Return the application for a graph; it starts and ends its workers with its lifespan."""
    state = State(settings)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        try:
            await state.start()
            yield
        finally:
            await state.stop()

    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(Remembering, limit=settings.cached // 2), Middleware(SecurityHeaders)],
        lifespan=lifespan,
        exception_handlers={
            HTTPException: _refused,
            BusyError: _busy,
            WorkerEndedError: _busy,
            QueryTimeoutError: _busy,
            Exception: _broken,
        },
    )
    app.state.kg = state
    return app


def _routes() -> list[Route | Mount]:
    """Return every address that is answered."""
    return [
        Route("/", pages.home),
        *(Route(path, protocol.sparql, methods=["GET", "POST", "OPTIONS"]) for path in ("/sparql", "/sparql/")),
        Route("/query", pages.query),
        Route("/queries", pages.questions),
        Route("/queries/{name}", pages.question),
        Route("/search", pages.search),
        Route("/suggest", pages.suggest),
        Route("/vocabulary.json", pages.vocabulary),
        Route("/class/{kind}", pages.browse),
        *(Route(f"/{room}/{{path:path}}", linked.thing, name=room) for room in ("id", "arxiv", "doi")),
        Route("/robots.txt", _robots),
        Mount("/static", StaticFiles(directory=_STATIC)),
    ]


async def _robots(_request: Request) -> Response:
    """Ask crawlers to leave queries alone."""
    return PlainTextResponse(
        "User-agent: *\nDisallow: /sparql\nDisallow: /query\nDisallow: /queries\nDisallow: /search\n"
    )


async def _refused(request: Request, error: Exception) -> Response:
    """Say why there is no page: no such address, or another method."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    if status == 404 and "text/html" in request.headers.get("accept", ""):  # noqa: PLR2004
        return await pages.missing(request, "There is no page at this address.")
    note(request, status, str(error))
    detail = error.detail if isinstance(error, HTTPException) else "error"
    return PlainTextResponse(f"{detail}\n", status, headers)


async def _busy(request: Request, error: Exception) -> Response:
    """Say that something takes too long, or too many ask."""
    note(request, 503, str(error))
    return await pages.trouble(request, 503, str(error))


async def _broken(_request: Request, error: Exception) -> Response:
    """Say that something is wrong here, and nothing more; the log tells."""
    log.error("a fault of the server", exc_info=error)
    return PlainTextResponse("a fault of the server; its log tells more\n", 500)
