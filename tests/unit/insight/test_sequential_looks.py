"""Boundaries spend exactly the allowed chance over all looks, and sizes follow from them."""

from __future__ import annotations

import numpy as np
import pytest

from copilot.insight.sequential import boundaries, crossing, spend
from copilot.insight.two_rates import difference, enough_to_read, evenness, inflation, size_needed, smallest_seen

FIVE = tuple(number / 5 for number in range(1, 6))


def test_boundaries_equal_the_published_ones() -> None:
    """Jennison & Turnbull 2000, table 7.6 for five equal looks with O'Brien–Fleming type spending."""
    assert boundaries(FIVE, FIVE, 0.05) == pytest.approx((4.877, 3.357, 2.680, 2.290, 2.031), abs=0.002)


def test_one_look_is_the_ordinary_test() -> None:
    assert boundaries((1.0,), (1.0,), 0.05) == pytest.approx((1.960,), abs=0.001)


@pytest.mark.parametrize("information", [FIVE, (0.05, 0.1, 0.6, 0.61, 1.0)])
def test_looking_often_spends_no_more_than_alpha(information: tuple[float, ...]) -> None:
    assert crossing(boundaries(FIVE, information, 0.05), information, 0.0) == pytest.approx(0.05, abs=0.001)


def test_a_simulated_walk_crosses_as_often_as_computed() -> None:
    bounds = np.array(boundaries(FIVE, FIVE, 0.05))
    steps = np.random.default_rng(1).normal(0, np.sqrt(0.2), (200_000, 5))
    crossed = (np.abs(np.cumsum(steps, axis=1)) > bounds * np.sqrt(FIVE)).any(axis=1).mean()
    assert crossed == pytest.approx(0.05, abs=0.002)


def test_nothing_is_spent_before_the_start_and_all_at_the_end() -> None:
    assert (spend(0, 0.05), spend(1, 0.05), spend(2, 0.05)) == pytest.approx((0, 0.05, 0.05))


def test_sizes_follow_the_textbook_and_grow_a_little_with_looks() -> None:
    assert size_needed(0.10, 0.05, alpha=0.05, power=0.8, looks=1) == 683  # Fleiss, Levin & Paik 2003, unpooled
    assert 1.0 < inflation(14, 0.05, 0.8) < 1.06


def test_the_smallest_difference_seen_answers_the_size_needed() -> None:
    seen = smallest_seen(0.02, 20_000, alpha=0.05, power=0.8, looks=7)
    assert size_needed(0.02, seen, alpha=0.05, power=0.8, looks=7) == pytest.approx(20_000, rel=0.01)
    assert smallest_seen(0.02, 0, alpha=0.05, power=0.8, looks=7) == float("inf")


def test_differences_stay_finite_without_hits() -> None:
    gap, error = difference((0, 100), (0, 100))
    assert gap == 0
    assert 0 < error < 0.05


def test_rare_hits_are_not_read() -> None:
    assert not enough_to_read([(1, 1000), (2, 1000)])
    assert not enough_to_read([(1000, 1000), (999, 1000)])
    assert not enough_to_read([])
    assert enough_to_read([(10, 1000), (12, 1000)])


def test_an_uneven_split_is_unlikely() -> None:
    assert evenness([5000, 5050]) > 0.3
    assert evenness([5000, 5600]) < 1e-6
    assert evenness([0, 0]) == 1.0
