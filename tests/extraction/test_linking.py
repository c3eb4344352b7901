"""Clusters of names."""

import numpy as np

from kg.extraction.linking import cluster


def test_sure_pairs_join() -> None:
    """Names that are surely one thing form one cluster; the others stand alone."""
    assert cluster(["a", "b", "c"], [("a", "b"), ("b", "c")], np.array([0.9, 0.1])) == [("a", "b"), ("c",)]


def test_a_denied_pair_keeps_clusters_apart() -> None:
    """Two clusters don't join over one likely pair when another pair across them is denied."""
    pairs = [("a", "b"), ("b", "c"), ("a", "c")]
    assert cluster(["a", "b", "c"], pairs, np.array([0.95, 0.6, 0.01])) == [("a", "b"), ("c",)]


def test_order_of_pairs_does_not_matter() -> None:
    """The clusters are the same whatever the order of the pairs."""
    pairs, chances = [("a", "b"), ("c", "d"), ("b", "c")], np.array([0.9, 0.8, 0.7])
    assert cluster("abcd", pairs, chances) == cluster("dcba", pairs[::-1], chances[::-1])
