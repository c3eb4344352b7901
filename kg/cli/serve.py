"""``kg serve``: a graph over HTTP, to ask and to browse."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import common


@click.command()
@common.graph_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on.")
@click.option("--title", metavar="TEXT", help="What the site is called.")
@click.option("--timeout", default=10.0, show_default=True, type=click.FloatRange(min=0, min_open=True),
              metavar="SECONDS", help="What one query may take.")  # fmt: skip
@click.option(
    "--workers", default=4, show_default=True, type=click.IntRange(1, 64), help="Processes that answer queries."
)
@click.option("--queries", "folders", multiple=True, type=click.Path(path_type=Path), metavar="FOLDER",
              help="A folder of named queries (*.rq) of your own; may be repeated.")  # fmt: skip
@common.common
def command(  # noqa: PLR0913, PLR0917 - one for each option
    graph: str, host: str, port: int, title: str | None, timeout: float, workers: int, folders: tuple[Path, ...]
) -> None:
    """Serve a graph: a SPARQL endpoint at /sparql, a page for each thing, named queries, an editor.

    Reads only. Listens on this machine alone unless told otherwise. Needs: pip install 'paperkg[serve]'
    """
    from kg.querying.server.run import serve
    from kg.querying.server.settings import TITLE, Settings

    settings = Settings(Path(graph), host, port, title or TITLE, timeout, workers, queries=folders)
    common.say(f"http://{host}:{port}  (Ctrl+C ends)")
    serve(settings)
