"""Running the server: uvicorn on one address, ended gracefully."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.querying.server.settings import Settings

_GRACE = 5
"""Seconds that requests under way may take once the server is told to end."""


def serve(settings: Settings) -> None:
    """Serve a graph until an interrupt or SIGTERM; raise `UsageError` where the extra ``serve`` is missing."""
    try:
        import uvicorn

        from kg.querying.server.app import create_app
        from kg.querying.server.guarding import protocol
    except ModuleNotFoundError as error:
        message = f"kg serve needs {error.name}; install it with: pip install 'paperkg[serve]'"
        raise UsageError(message) from error
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        http=protocol(settings.slow),
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=_GRACE,
        limit_concurrency=1000,
    )
    uvicorn.Server(config).run()
