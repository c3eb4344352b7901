"""How nodes stand."""

from __future__ import annotations

import numpy as np

from kg.exporting.html.communities import Arcs, arcs_of, communities
from kg.exporting.html.layout import layout


def cliques(many: int, size: int) -> Arcs:
    """So many cliques in a ring, each tied to the next by one edge."""
    source, target = [], []
    for clique in range(many):
        base = clique * size
        for one in range(size):
            for other in range(one):
                source.append(base + one)
                target.append(base + other)
        source.append(base)
        target.append((base + size) % (many * size))
    return arcs_of(many * size, np.array(source), np.array(target), np.ones(len(source)))


def test_each_clique_is_a_community() -> None:
    """Nodes tied to one another more than to others share a label, and only they."""
    labels = communities(cliques(6, 8))[-1]
    assert [len(set(labels[at : at + 8].tolist())) for at in range(0, 48, 8)] == [1] * 6
    assert len(set(labels.tolist())) == 6


def test_communities_stand_apart() -> None:
    """Members of a clique stand far nearer to one another than to the rest."""
    arcs = cliques(6, 8)
    place, _ = layout(arcs, np.full(arcs.size, 10.0))
    gaps = np.sqrt(((place[:, None] - place[None]) ** 2).sum(axis=2))
    same = np.arange(48)[:, None] // 8 == np.arange(48)[None] // 8
    assert gaps[same].mean() * 2.5 < gaps[~same].mean()


def test_nodes_do_not_lie_on_one_another() -> None:
    """Two nodes' discs never overlap by more than a sliver."""
    arcs = cliques(6, 8)
    place, _ = layout(arcs, np.full(arcs.size, 10.0))
    gaps = np.sqrt(((place[:, None] - place[None]) ** 2).sum(axis=2)) + np.eye(arcs.size) * 99
    assert gaps.min() > 18


def test_layout_is_the_same_each_time() -> None:
    """Equal graphs stand alike to the last digit."""
    arcs = cliques(4, 5)
    radius = np.full(arcs.size, 10.0)
    assert layout(arcs, radius)[0].tolist() == layout(arcs, radius)[0].tolist()


def test_large_graphs_stand_by_the_same_rules() -> None:
    """Past the size at which repulsion is read off a grid, communities still stand apart."""
    arcs = cliques(120, 8)
    place, labels = layout(arcs, np.full(arcs.size, 10.0))
    middles = np.array([place[labels == label].mean(axis=0) for label in range(int(labels.max()) + 1)])
    gaps = ((place[:, None] - middles[None]) ** 2).sum(axis=2)
    assert (gaps.argmin(axis=1) == labels).mean() > 0.95


def test_an_empty_graph_and_one_without_edges_can_be_laid_out() -> None:
    """No node, or nodes without a tie, are no error."""
    nothing = np.zeros(0, dtype=np.int64)
    assert layout(arcs_of(0, nothing, nothing, np.zeros(0)), np.zeros(0))[0].shape == (0, 2)
    place, _ = layout(arcs_of(3, nothing, nothing, np.zeros(0)), np.full(3, 10.0))
    assert np.isfinite(place).all()
    assert len({tuple(each) for each in np.round(place).tolist()}) == 3
