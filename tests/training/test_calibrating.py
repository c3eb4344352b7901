"""Thresholds and calibration."""

import pytest

from kg.training.calibrating import best_threshold, calibration_curve


def test_threshold_maximises_f1() -> None:
    """The threshold accepts as long as F1 grows."""
    assert best_threshold([0.9, 0.8, 0.3, 0.2], [True, True, False, False], 2) == pytest.approx(0.8)


def test_nothing_right_accepts_nothing() -> None:
    """Where nothing is ever right, nothing is accepted."""
    assert best_threshold([0.9, 0.8], [False, False], 3) == pytest.approx(0.99)


def test_curve_never_falls() -> None:
    """A higher raw probability never gives a lower calibrated one."""
    raw, share = calibration_curve([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [False, True, False, False, True, True])
    assert list(raw) == sorted(raw)
    assert list(share) == sorted(share)


def test_curve_gives_the_share_that_was_right() -> None:
    """Among decisions of one probability, the calibrated value is the share that was right."""
    _, share = calibration_curve([0.7] * 4, [True, False, True, True])
    assert share == (pytest.approx(0.75),)
