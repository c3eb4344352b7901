from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from kg.cli.diff import command
from kg.graph import build_graph
from kg.querying.diff import compare

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.model import Extraction, Resolution


def test_a_graph_does_not_differ_from_itself(extractions: list[Extraction], resolution: Resolution) -> None:
    """Nothing is added, removed or changed."""
    one, other = (build_graph(papers, resolution) for papers in (extractions, extractions[::-1]))
    assert not compare(one, other)
    assert not compare(one, other).as_text()


def test_a_paper_that_left_is_removed_with_all_that_only_it_said(
    extractions: list[Extraction], resolution: Resolution
) -> None:
    """Its entities and facts go; those that others speak of stay, and a fact that lost a witness is changed."""
    found = compare(build_graph(extractions, resolution), build_graph(extractions[::2], resolution)).as_json()
    assert [item["id"] for item in found["papers"]["removed"]] == ["2403.00002"]
    assert {item["id"] for item in found["entities"]["removed"]} == {"model/reward3d", "method/dreamfl"}
    assert "2403.00002 proposes model/dreamreward" in {item["id"] for item in found["facts"]["removed"]}
    assert not any(section["added"] for section in found.values())


def test_a_fact_that_lost_a_witness_is_changed(extractions: list[Extraction], resolution: Resolution) -> None:
    """Support is compared where both graphs hold evidence."""
    found = compare(build_graph(extractions, resolution), build_graph(extractions[:2], resolution)).as_json()
    (fact,) = [item for item in found["facts"]["changed"] if item["id"] == "model/videoagent uses method/llm"]
    assert fact["changes"]["support"] == {"old": ["2"], "new": ["1"]}


def test_another_value_of_a_result_is_a_change(extractions: list[Extraction], resolution: Resolution) -> None:
    """A result of the same subject, benchmark, metric and setting with another value is no new result."""
    first = extractions[0]
    changed = replace(first, results=(replace(first.results[0], value=Decimal("55.5")),))
    found = compare(build_graph([first], resolution), build_graph([changed], resolution))
    assert not found.sections["results"].added
    (item,) = found.sections["results"].changed
    assert ("value", ("54.1",), ("55.5",)) in item.changes
    assert "54.1 -> 55.5" in found.as_text()


@pytest.mark.parametrize(("kept", "code", "sign"), [(3, 0, ""), (2, 1, "- papers: ")])
def test_the_command_exits_with_1_if_graphs_differ(
    graphs: Callable[[int], Path], kept: int, code: int, sign: str
) -> None:
    """0 is alike, 1 is different; the lines say what."""
    result = CliRunner().invoke(command, [str(graphs(3)), str(graphs(kept))])
    assert result.exit_code == code
    assert result.stdout.startswith(sign)


@pytest.fixture
def graphs(extractions: list[Extraction], resolution: Resolution, tmp_path: Path) -> Callable[[int], Path]:
    """Return what writes the graph of the first so many papers to a folder."""

    def write(kept: int) -> Path:
        (tmp_path / str(kept)).mkdir(exist_ok=True)
        build_graph(extractions[:kept], resolution).write(tmp_path / str(kept) / "graph.ttl")
        return tmp_path / str(kept)

    return write
