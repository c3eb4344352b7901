"""Clusters of names."""

import numpy as np

from kg.extraction.clustering import cluster
from kg.extraction.groups import Group


def _groups(**surfaces: tuple[str, float]) -> dict[str, Group]:
    """Make a group for each key, with one surface form and the probability that it is an entity."""
    none = np.zeros((1, 1), dtype=np.float32)
    return {
        key: Group(key, number, [(0, 1)], {surface: top}, none, [top], None)
        for number, (key, (surface, top)) in enumerate(surfaces.items())
    }


_PLAIN = _groups(a=("a", 0.9), b=("b", 0.9), c=("c", 0.9), d=("d", 0.9))


def test_sure_pairs_join() -> None:
    """Names that are surely one thing form one cluster; the others stand alone."""
    assert cluster(_PLAIN, [("a", "b"), ("b", "c")], np.array([0.9, 0.1])) == [("a", "b"), ("c",), ("d",)]


def test_a_denied_pair_keeps_clusters_apart() -> None:
    """Two clusters don't join over one likely pair when another pair across them is denied."""
    pairs = [("a", "b"), ("b", "c"), ("a", "c")]
    assert cluster(_PLAIN, pairs, np.array([0.95, 0.6, 0.01])) == [("a", "b"), ("c",), ("d",)]


def test_order_of_pairs_does_not_matter() -> None:
    """The clusters are the same whatever the order of the pairs."""
    pairs, chances = [("a", "b"), ("c", "d"), ("b", "c")], np.array([0.9, 0.8, 0.7])
    backwards = dict(reversed(_PLAIN.items()))
    assert cluster(_PLAIN, pairs, chances) == cluster(backwards, pairs[::-1], chances[::-1])


def test_a_list_is_not_one_of_its_parts() -> None:
    """What lists two candidates never joins them, however sure the pairs are."""
    groups = _groups(
        precision=("precision", 0.5), recall=("recall", 0.5), precisionandrecall=("precision and recall", 0.4)
    )
    pairs = [("precision", "precisionandrecall"), ("recall", "precisionandrecall")]
    assert len(cluster(groups, pairs, np.array([0.9, 0.9]))) == 3


def test_a_faint_name_is_no_bridge() -> None:
    """A candidate that is hardly believed in doesn't bring together two that are."""
    groups = _groups(a=("a", 0.9), b=("b", 0.9), x=("x", 0.06))
    pairs, chances = [("a", "x"), ("b", "x")], np.array([0.8, 0.8])
    assert cluster(groups, pairs, chances) == [("a", "x"), ("b",)]
