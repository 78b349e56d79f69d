from __future__ import annotations

import pytest
from passage_index import DIMENSION, PassageIndexContract

from copilot.adapters.chroma_index import ChromaIndex
from copilot.adapters.exact_index import ExactIndex
from copilot.adapters.guarded_index import GuardedIndex


class TestExactIndex(PassageIndexContract):
    @pytest.fixture
    def index(self):
        return ExactIndex(DIMENSION)

    def test_grows_past_its_first_room(self, index):
        import numpy as np

        rows = np.eye(DIMENSION, dtype=np.float32)[[at % DIMENSION for at in range(1000)]]
        index.upsert([f"p{at}" for at in range(1000)], ["a"] * 1000, rows)
        assert index.count() == 1000
        assert index.nearest(rows[3], "a", 1) == [("p11", 1.0)] or index.nearest(rows[3], "a", 1)[0][1] == 1.0


class TestChromaIndex(PassageIndexContract):
    @pytest.fixture
    def index(self, tmp_path):
        opened = ChromaIndex(tmp_path / "chroma", "toy model", DIMENSION)
        yield opened
        opened.close()

    def test_vectors_survive_a_restart(self, tmp_path, rows):
        first = ChromaIndex(tmp_path / "again", "toy", DIMENSION)
        first.upsert(["a1", "a2"], ["a", None], rows[:2])
        first.close()
        second = ChromaIndex(tmp_path / "again", "toy", DIMENSION)
        assert second.count() == 2
        assert [name for name, _ in second.nearest(rows[1], "a", 1)] == ["a2"]
        second.close()

    def test_another_embedder_sees_none_of_it(self, tmp_path, rows):
        first = ChromaIndex(tmp_path / "again", "toy", DIMENSION)
        first.upsert(["a1"], ["a"], rows[:1])
        first.close()
        second = ChromaIndex(tmp_path / "again", "other", DIMENSION)
        assert second.count() == 0
        second.close()


class TestGuardedIndex(PassageIndexContract):
    @pytest.fixture
    def index(self, tmp_path):
        guarded = GuardedIndex(
            lambda: ChromaIndex(tmp_path / "chroma", "toy", DIMENSION), ExactIndex(DIMENSION), lambda: iter(())
        )
        yield guarded
        guarded.close()
