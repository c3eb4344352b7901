import os
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import InputError
from kg.querying import cache

TURTLE = "<http://x/a> <http://x/p> 1 ."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder for graphs, with a cache of its own."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    (tmp_path / "graphs").mkdir()
    return tmp_path / "graphs"


def test_an_unchanged_file_is_loaded_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second opening reads the kept store and not the file."""
    graph = folder / "graph.ttl"
    graph.write_text(TURTLE)
    first = cache.store_folder([graph])
    monkeypatch.setattr(cache, "load", lambda *_: pytest.fail("loaded again"))
    assert cache.store_folder([graph]) == first
    assert len(cache.open_store([graph])) == 1


def test_a_changed_file_is_loaded_again(folder: Path) -> None:
    """A file of another size or time of change means another store."""
    graph = folder / "graph.ttl"
    graph.write_text(TURTLE)
    cache.open_store([graph])
    graph.write_text(TURTLE + "<http://x/b> <http://x/p> 2 .")
    assert len(cache.open_store([graph])) == 2
    os.utime(graph, ns=(1, 1))
    assert cache.store_folder([graph]) != cache.store_folder([graph, graph])


def test_a_kept_store_can_not_be_written(folder: Path) -> None:
    """A store is opened for reading only."""
    graph = folder / "graph.ttl"
    graph.write_text(TURTLE)
    with pytest.raises(RuntimeError, match="read-write"):
        cache.open_store([graph]).add(ox.Quad(ox.NamedNode("http://x/a"), ox.NamedNode("http://x/p"), ox.Literal("1")))


def test_evidence_beside_a_graph_is_loaded_with_it(graph_file: Path) -> None:
    """graph.nt brings evidence.nt along, into a graph of its own."""
    assert [file.name for file in cache.graph_files(graph_file)] == ["graph.nt", "evidence.nt"]
    assert cache.graph_files(graph_file.parent) == cache.graph_files(graph_file)


def test_a_malformed_file_leaves_nothing_behind(folder: Path) -> None:
    """A file that can't be read is an error with its name, and no half-made store stays."""
    graph = folder / "graph.ttl"
    graph.write_text("<http://x/a> oops")
    with pytest.raises(InputError, match=r"graph\.ttl: not a graph in TURTLE"):
        cache.open_store([graph])
    assert list((cache.cache_folder() / "stores").iterdir()) == []


@pytest.mark.parametrize("name", ["none.ttl", "graph.xlsx"])
def test_a_file_that_is_no_graph_is_named(folder: Path, name: str) -> None:
    """A missing file or an unknown suffix is an error that says what would do."""
    (folder / "graph.xlsx").write_text("")
    with pytest.raises(InputError, match=r"kg build|\.ttl"):
        cache.graph_files(folder / name)


def test_only_the_newest_stores_are_kept(folder: Path) -> None:
    """The cache doesn't grow with every build."""
    graph = folder / "graph.ttl"
    for number in range(12):
        graph.write_text(f"<http://x/a> <http://x/p> {number} .")
        os.utime(graph, ns=(number, number))
        cache.open_store([graph])
    kept = [path for path in (cache.cache_folder() / "stores").iterdir() if path.is_dir()]
    assert len(kept) <= 9


def test_a_cache_that_can_not_be_written_is_done_without(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no store can be kept, the graph is answered all the same."""
    graph = folder / "graph.ttl"
    graph.write_text(TURTLE)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert len(cache.open_store([graph])) == 1


def test_a_store_that_is_held_is_never_forgotten(folder: Path) -> None:
    """A server's store stays, however many others come."""
    graph = folder / "graph.ttl"
    graph.write_text(TURTLE)
    kept = cache.store_folder([graph])
    with cache.hold(kept) or pytest.skip("no locks here"):
        for number in range(12):
            os.utime(graph, ns=(number, number))
            cache.open_store([graph])
        assert cache.is_store(kept)
