"""What every embedder must do; the embedders inherit these tests."""

from __future__ import annotations

import numpy as np
import pytest


class EmbedderContract:
    """Inherit and give a fixture `embedder`."""

    def test_unit_rows_of_the_stated_dimension_in_order(self, embedder):
        rows = embedder.passages(["雨夜的车站", "a train station at night"])
        assert rows.shape == (2, embedder.dimension)
        assert rows.dtype == np.float32
        assert np.linalg.norm(rows, axis=1) == pytest.approx([1.0, 1.0], abs=1e-4)
        assert rows[1] == pytest.approx(embedder.passages(["a train station at night"])[0], abs=1e-4)

    def test_no_texts_no_rows(self, embedder):
        assert embedder.passages([]).shape == (0, embedder.dimension)

    def test_a_query_is_one_vector(self, embedder):
        assert embedder.query("车站").shape == (embedder.dimension,)

    @pytest.mark.parametrize("text", ["", "\x00", "a\x00b", "\ud800", "😀" * 50, "长" * 5000])
    def test_hostile_texts_give_a_finite_vector(self, embedder, text):
        assert np.isfinite(embedder.passages([text])).all()

    def test_the_model_is_named(self, embedder):
        assert embedder.model
