"""What a build keeps for the next one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kg.build import build_to, change, made
from kg.build.kept import FILE
from kg.config import Config
from kg.interchange import loading

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import FirstWord

FILES = ("graph.ttl", "evidence.ttl", "extractions.jsonl")
TITLES = {f"2401.{at:05}": f"{name}: a thing of its kind" for at, name in enumerate(("Atlas", "Borealis", "Ceres"), 1)}
pytestmark = pytest.mark.usefixtures("first_word")


@pytest.fixture(autouse=True)
def _always_update(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change, "MOST", 9.0)


def records(path: Path, titles: dict[str, str]) -> Path:
    """Records of these titles by id."""
    lines = (json.dumps({"id": identity, "title": title}) for identity, title in titles.items())
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def built(folder: Path, source: Path, *, fresh: bool = False, config: Config | None = None) -> list[bytes]:
    """The files of a build, and its report but for timings."""
    build_to(folder, [source], config or Config(formats=()), fresh=fresh)
    report = json.loads((folder / "report.json").read_text("utf-8"))
    del report["timings"]
    return [*((folder / name).read_bytes() for name in FILES), json.dumps(report).encode()]


def test_what_has_not_changed_is_not_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second build sets what changed into the files of the first, and reports what a build from nothing reports."""
    source = records(tmp_path / "p.jsonl", TITLES)
    built(tmp_path / "out", source)
    records(source, {**TITLES, "2401.00002": "Delta: another thing"})
    with monkeypatch.context() as patch:
        patch.setattr(made.Made, "written", lambda *_: pytest.fail("written anew"))
        grown = built(tmp_path / "out", source)
    assert grown == built(tmp_path / "fresh", source, fresh=True)


def test_where_much_has_changed_all_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Setting in each of many changes would take longer."""
    source = records(tmp_path / "p.jsonl", TITLES)
    built(tmp_path / "out", source)
    monkeypatch.setattr(change, "MOST", 0.5)
    monkeypatch.setattr(made, "update", lambda *_: pytest.fail("set in"))
    records(source, {identity: f"New{title}" for identity, title in TITLES.items()})
    assert built(tmp_path / "out", source) == built(tmp_path / "fresh", source, fresh=True)


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _flip(data: bytes) -> bytes:
    """Change one byte near the end, the length kept."""
    return data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]


@pytest.mark.parametrize("harm", [_cut, _flip, lambda _: b"", lambda data: data + b"\n"])
@pytest.mark.parametrize("name", [FILE, "graph.ttl", "evidence.ttl"])
def test_what_was_harmed_is_noticed_and_made_anew(tmp_path: Path, name: str, harm: Callable[[bytes], bytes]) -> None:
    """Cut off, altered, emptied or lengthened: neither what is kept nor a file is trusted unseen."""
    source = records(tmp_path / "p.jsonl", TITLES)
    built(tmp_path / "out", source)
    path = tmp_path / "out" / name
    path.write_bytes(harm(path.read_bytes()))
    records(source, {**TITLES, "2401.00002": "Delta: another thing"})
    assert built(tmp_path / "out", source) == built(tmp_path / "fresh", source, fresh=True)


@pytest.mark.parametrize("name", [FILE, "graph.ttl", "evidence.ttl", "extractions.jsonl", "report.json"])
def test_what_is_gone_is_made_anew(tmp_path: Path, name: str) -> None:
    """No file of the last build is needed."""
    source = records(tmp_path / "p.jsonl", TITLES)
    built(tmp_path / "out", source)
    (tmp_path / "out" / name).unlink()
    assert built(tmp_path / "out", source) == built(tmp_path / "fresh", source, fresh=True)


def test_files_of_another_build_are_not_mixed(tmp_path: Path) -> None:
    """What is kept of one build isn't taken for another's."""
    source = records(tmp_path / "p.jsonl", TITLES)
    built(tmp_path / "out", source)
    old = (tmp_path / "out" / FILE).read_bytes()
    records(source, {**TITLES, "2401.00002": "Delta: another thing"})
    built(tmp_path / "out", source)
    (tmp_path / "out" / FILE).write_bytes(old)
    assert built(tmp_path / "out", source) == built(tmp_path / "fresh", source, fresh=True)


def test_another_pipeline_uses_nothing_of_it(tmp_path: Path, first_word: FirstWord) -> None:
    """The version is in every claim's run."""
    source = records(tmp_path / "p.jsonl", TITLES)
    built(tmp_path / "out", source)
    first_word.version = "first-word-2"
    assert built(tmp_path / "out", source) == built(tmp_path / "fresh", source, fresh=True)


@pytest.mark.parametrize("config", [Config(formats=(), base="https://example.org/"), Config(formats=("ntriples",))])
def test_other_settings_give_what_they_would_from_nothing(tmp_path: Path, config: Config) -> None:
    """Another base, or a further format, after a build without."""
    source = records(tmp_path / "p.jsonl", TITLES)
    built(tmp_path / "out", source)
    again = built(tmp_path / "out", source, config=config)
    assert again == built(tmp_path / "fresh", source, fresh=True, config=config)


def test_new_decisions_reach_papers_that_did_not_change(tmp_path: Path) -> None:
    """What people decide moves things from entity to entity, in the files too."""
    source = records(tmp_path / "p.jsonl", TITLES)
    built(tmp_path / "out", source)
    decisions = tmp_path / "resolution.toml"
    decisions.write_text('[[type]]\nname = "Atlas"\ntype = "Software"\n', encoding="utf-8")
    config = Config(formats=(), decisions=str(decisions))
    again = built(tmp_path / "out", source, config=config)
    assert again == built(tmp_path / "fresh", source, fresh=True, config=config)
    assert b"software:atlas" in again[0]


def test_papers_that_moved_to_another_file_are_of_that_file(tmp_path: Path) -> None:
    """The file that papers stand in is a thing of the graph; the old one goes with its last paper."""
    first, second = records(tmp_path / "a.jsonl", TITLES), tmp_path / "b.jsonl"
    built(tmp_path / "out", first)
    first.rename(second)
    again = built(tmp_path / "out", second)
    assert again == built(tmp_path / "fresh", second, fresh=True)
    assert b"a.jsonl" not in again[0]


def test_a_corrected_line_stays_and_is_set_in(tmp_path: Path) -> None:
    """A line that a person reviewed is read again, though its paper is as it was."""
    source = records(tmp_path / "p.jsonl", TITLES)
    built(tmp_path / "out", source)
    path = tmp_path / "out" / "extractions.jsonl"
    lines = path.read_text("utf-8").splitlines()
    line = json.loads(lines[1]) | {"reviewed": True}
    line["entities"][0]["names"] = ["Corona"]
    path.write_text("\n".join([lines[0], json.dumps(line), lines[2]]) + "\n", encoding="utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "extractions.jsonl").write_bytes(path.read_bytes())
    again = built(tmp_path / "out", source)
    assert b"Corona" in again[0]
    assert again == built(tmp_path / "other", source)


def test_a_file_of_an_earlier_build_is_named(tmp_path: Path) -> None:
    """A format that is asked for no more leaves a file that may hold what is gone: the report says so, and keeps it."""
    source = records(tmp_path / "p.jsonl", TITLES)
    first = build_to(tmp_path / "out", [source], Config(formats=("ntriples", "csv")))
    second = build_to(tmp_path / "out", [source], Config(formats=("ntriples",)), remove=["2401.00002"])
    assert (first.stale, second.stale) == ([], ["csv"])
    assert (tmp_path / "out" / "csv").is_dir()


def test_extractions_that_a_build_has_written_are_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last build's papers less one are built from the lines as they stand."""
    source, last = records(tmp_path / "p.jsonl", TITLES), list(TITLES)[-1]
    built(tmp_path / "out", source)
    with monkeypatch.context() as patch:
        patch.setattr(loading, "from_json", lambda *_: pytest.fail("read"))
        build_to(tmp_path / "out", [tmp_path / "out" / "extractions.jsonl"], Config(formats=()), remove=[last])
    records(source, {identity: title for identity, title in TITLES.items() if identity != last})
    fresh = built(tmp_path / "fresh", source, fresh=True)
    assert [(tmp_path / "out" / name).read_bytes() for name in FILES] == fresh[:3]


def test_a_line_amid_known_ones_keeps_its_place_and_number(tmp_path: Path) -> None:
    """A corrected line is read, a broken one is named by its number, and the order stays."""
    source = records(tmp_path / "p.jsonl", TITLES)
    built(tmp_path / "out", source)
    lines = (tmp_path / "out" / "extractions.jsonl").read_text("utf-8").splitlines()
    corrected = tmp_path / "mine.jsonl"
    lines[1] = json.dumps(json.loads(lines[1]) | {"reviewed": True})
    corrected.write_text("\n".join([*lines[:2], "{broken", lines[2]]) + "\n", encoding="utf-8")
    report = build_to(tmp_path / "out", [corrected], Config(formats=()))
    again = [json.loads(line) for line in (tmp_path / "out" / "extractions.jsonl").read_text("utf-8").splitlines()]
    assert [each["doc"] for each in again] == list(TITLES)
    assert again[1]["reviewed"]
    assert [skipped.line for skipped in report.skipped] == [3]
