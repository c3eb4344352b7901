"""Graph files as an Oxigraph store on disk, kept for as long as the files are unchanged.

A store lies in the cache folder under a name made of its files' paths, sizes and times of change, so that
a changed file means another store. Nothing is written beside the graph.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.errors import InputError
from kg.graph.identifiers import EVIDENCE_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyoxigraph as ox

_VERSION = "2"
"""Of how a store is laid out; a change makes every kept store anew."""
_KEPT = 8
_MARK = b"TextPositionSelector"
_HEAD = 65536
_TRIPLES = {".ttl": "TURTLE", ".nt": "N_TRIPLES", ".rdf": "RDF_XML", ".owl": "RDF_XML", ".jsonld": "JSON_LD"}
_QUADS = {".nq": "N_QUADS", ".trig": "TRIG"}


def cache_folder() -> Path:
    """Return the folder for kept stores: ``KG_CACHE``, else ``kg`` in the user's cache folder."""
    if os.environ.get("KG_CACHE"):
        return Path(os.environ["KG_CACHE"])
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")  # noqa: PTH111, PTH118
    return Path(home) / "kg"


def names_file(store: Path) -> Path:
    """Return where the index of names of a kept store lies."""
    return store.with_name(store.name + ".names3")


def graph_files(graph: Path) -> list[Path]:
    """Return the files of a graph: a folder's graph.ttl and evidence.ttl, or a file and the evidence beside it.

    Raises `InputError` where there is none.
    """
    if graph.is_dir():
        graph = next((file for file in _of_folder(graph) if file.exists()), graph / "graph.ttl")
    if not graph.is_file():
        message = f"{graph}: no such graph file; make one with kg build, or name one with -g"
        raise InputError(message)
    if graph.suffix not in _TRIPLES | _QUADS:
        message = f"{graph}: a graph ends in one of {', '.join(sorted(_TRIPLES | _QUADS))}"
        raise InputError(message)
    evidence = graph.with_name(f"evidence{graph.suffix}")
    beside = [evidence] if graph.stem == "graph" and evidence.is_file() else []
    return [graph, *beside]


def _of_folder(folder: Path) -> Iterator[Path]:
    """Yield the graph files that a folder may hold, the likeliest first."""
    yield from (folder / f"graph{suffix}" for suffix in (".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf"))


def store_folder(files: Sequence[Path]) -> Path:
    """Return the folder of a store with these files loaded: the kept one, or one made now.

    Where the cache folder can't be written, a folder for this process alone is made.
    """
    key = _key(files)
    folder = cache_folder() / "stores"
    kept = folder / key
    if is_store(kept):
        with contextlib.suppress(OSError):
            os.utime(kept)
        return kept
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _make(files, folder, kept)
    except PermissionError:
        own = Path(tempfile.mkdtemp(prefix="kg-"))
        atexit.register(shutil.rmtree, own, ignore_errors=True)
        return _make(files, own, own / key)


def is_store(folder: Path) -> bool:
    """Say whether a folder holds a whole store: it gets its name only when it is one."""
    return (folder / "CURRENT").is_file()


def open_store(files: Sequence[Path]) -> ox.Store:
    """Return a store, for reading only, of these files: facts in the default graph, evidence in a named one."""
    import pyoxigraph as ox

    return ox.Store.read_only(str(store_folder(files)))


def _key(files: Sequence[Path]) -> str:
    """Return a name for what is in some files, without reading them."""
    import pyoxigraph as ox

    parts = [_VERSION, ox.__version__]
    for file in files:
        stat = file.stat()
        parts += [str(file.resolve()), str(stat.st_size), str(stat.st_mtime_ns)]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _make(files: Sequence[Path], folder: Path, target: Path) -> Path:
    """Load the files into a new store, and put it in its place at once and whole."""
    import pyoxigraph as ox

    _forget_oldest(folder)
    made = Path(tempfile.mkdtemp(prefix=f"{target.name}.", dir=folder))
    try:
        store = ox.Store(str(made))
        for file in files:
            load(store, file)
        store.optimize()  # a query of a store in one piece takes a third of the time
        store.flush()
        del store
        made.rename(target)
    except OSError:
        if not is_store(target):  # else another process was first, and its store is as good
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return target


def load(store: ox.Store, file: Path) -> None:
    """Load one file: evidence, told by its selectors, into its own graph, all else into the default graph.

    Raises `InputError` with the parser's words for what can't be read.
    """
    import pyoxigraph as ox

    name = {**_TRIPLES, **_QUADS}[file.suffix]
    graph = ox.NamedNode(EVIDENCE_GRAPH) if is_evidence(file) else ox.DefaultGraph()
    try:
        with file.open("rb") as stream:
            _bulk_load(store, stream, getattr(ox.RdfFormat, name), None if file.suffix in _QUADS else graph)
    except (SyntaxError, ValueError) as error:
        message = f"{file}: not a graph in {name.replace('_', '-')}: {error}"
        raise InputError(message) from error


def _bulk_load(
    store: ox.Store, stream: IO[bytes], form: ox.RdfFormat, graph: ox.NamedNode | ox.DefaultGraph | None
) -> None:
    """Load a stream into a graph, or quads into their own graphs."""
    if graph is None:
        store.bulk_load(input=stream, format=form)
    else:
        store.bulk_load(input=stream, format=form, to_graph=graph)


def is_evidence(file: Path) -> bool:
    """Say whether a file of triples holds evidence: its name says so, and its head doesn't speak against it."""
    with file.open("rb") as stream:
        return file.stem == "evidence" or (file.suffix in _TRIPLES and _MARK in stream.read(_HEAD))


def hold(store: Path) -> IO[bytes] | None:
    """Keep a store from being forgotten for as long as what is returned is open (None where nothing can be held)."""
    try:
        import fcntl

        held = store.with_name(store.name + ".held").open("ab")
        fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return None
    return held


def _is_held(store: Path) -> bool:
    """Say whether a process holds a store."""
    try:
        import fcntl

        with store.with_name(store.name + ".held").open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except (ImportError, OSError):
        return True
    return False


def _forget_oldest(folder: Path) -> None:
    """Remove all but the newest kept stores and those that are held."""
    with contextlib.suppress(OSError):
        stores = sorted(filter(Path.is_dir, folder.iterdir()), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in stores[_KEPT:]:
            if not _is_held(old):
                shutil.rmtree(old, ignore_errors=True)
                for beside in folder.glob(f"{old.name}.*"):
                    beside.unlink(missing_ok=True)
