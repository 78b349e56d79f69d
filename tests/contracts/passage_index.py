"""What every passage index must do; the indexes inherit these tests."""

from __future__ import annotations

import numpy as np
import pytest

from copilot.ports import PassageIndex, Vectors

DIMENSION = 8


def unit_rows(count: int, *, seed: int = 0) -> Vectors:
    """Return random vectors of unit length, (count, 8)."""
    rows = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class PassageIndexContract:
    """Inherit and give a fixture `index`: an empty index of dimension 8."""

    @pytest.fixture
    def rows(self) -> Vectors:
        return unit_rows(6)

    @pytest.fixture
    def filled(self, index: PassageIndex, rows: Vectors) -> PassageIndex:
        index.upsert(["a1", "a2", "b1", "s1", "a3", "b2"], ["a", "a", "b", None, "a", "b"], rows)
        return index

    def test_best_first_with_cosine(self, filled, rows):
        found = filled.nearest(rows[0], "a", 3)
        assert found[0][0] == "a1"
        assert found[0][1] == pytest.approx(1.0, abs=1e-4)
        assert [near for _, near in found] == sorted((near for _, near in found), reverse=True)
        by_hand = dict(zip(["a1", "a2", "b1", "s1", "a3", "b2"], (rows @ rows[0]).tolist(), strict=True))
        assert all(near == pytest.approx(by_hand[name], abs=1e-4) for name, near in found)

    def test_a_film_sees_its_own_and_shared_passages_only(self, filled, rows):
        assert {name for name, _ in filled.nearest(rows[2], "a", 10)} == {"a1", "a2", "a3", "s1"}
        assert {name for name, _ in filled.nearest(rows[2], "b", 10)} == {"b1", "b2", "s1"}
        assert {name for name, _ in filled.nearest(rows[2], "unheard-of", 10)} == {"s1"}

    def test_top_limits_and_zero_gives_nothing(self, filled, rows):
        assert len(filled.nearest(rows[0], "a", 2)) == 2
        assert filled.nearest(rows[0], "a", 0) == []

    def test_upsert_replaces(self, filled, rows):
        filled.upsert(["a1"], ["a"], -rows[:1])
        assert filled.count() == 6
        assert dict(filled.nearest(rows[0], "a", 10))["a1"] == pytest.approx(-1.0, abs=1e-4)

    def test_empty_index_finds_nothing(self, index, rows):
        assert index.nearest(rows[0], "a", 5) == []
        assert index.count() == 0

    def test_clear_forgets_and_goes_on_working(self, filled, rows):
        filled.clear()
        assert filled.count() == 0
        filled.upsert(["x"], ["a"], rows[:1])
        assert [name for name, _ in filled.nearest(rows[0], "a", 5)] == ["x"]

    def test_probe_finds_what_is_held(self, filled, rows):
        assert filled.probe(["a1", "b1", "s1"], ["a", "b", None], rows[[0, 2, 3]]) == 1.0

    def test_probe_misses_what_is_not_held(self, filled, rows):
        strangers = unit_rows(2, seed=9)
        assert filled.probe(["a1", "n1", "n2"], ["a", "a", "a"], np.vstack([rows[:1], strangers])) == pytest.approx(
            1 / 3
        )
