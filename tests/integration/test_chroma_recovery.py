"""Whatever happens to the Chroma folder, search goes on with the same answers and the store comes back by itself."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time

import numpy as np
import pytest

from copilot.adapters.chroma_index import ChromaIndex
from copilot.adapters.exact_index import ExactIndex
from copilot.adapters.guarded_index import GuardedIndex
from copilot.errors import StoreError

DIMENSION = 48
COUNT = 2500
IDS = [f"p{at}" for at in range(COUNT)]
FILMS = ["a" if at % 5 else None for at in range(COUNT)]


def clustered_rows() -> np.ndarray:
    """Vectors in clusters, as texts give them; Chroma writes index files from 1,000 vectors on."""
    draw = np.random.default_rng(1)
    rows = draw.normal(size=(50, DIMENSION))[np.arange(COUNT) % 50] + 0.6 * draw.normal(size=(COUNT, DIMENSION))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


ROWS = clustered_rows()


def stored():
    """Stream what SQL would."""
    for start in range(0, COUNT, 500):
        yield IDS[start : start + 500], FILMS[start : start + 500], ROWS[start : start + 500]


@pytest.fixture(scope="module")
def intact(tmp_path_factory):
    folder = tmp_path_factory.mktemp("intact") / "chroma"
    chroma = ChromaIndex(folder, "toy", DIMENSION)
    for batch in stored():
        chroma.upsert(*batch)
    chroma.close()
    return folder


@pytest.fixture
def folder(intact, tmp_path):
    copy = tmp_path / "chroma"
    shutil.copytree(intact, copy)
    return copy


@pytest.fixture
def guarded(folder):
    index = GuardedIndex(lambda: ChromaIndex(folder, "toy", DIMENSION), ExactIndex(DIMENSION), stored)
    yield index
    index.close()


def exact_answers(queries):
    exact = ExactIndex(DIMENSION)
    for batch in stored():
        exact.upsert(*batch)
    return [[name for name, _ in exact.nearest(ROWS[at], "a", 10)] for at in queries]


def overlap(index, queries) -> float:
    """Share of the exact top ten that the index finds, mean over queries."""
    shares = []
    for at, wanted in zip(queries, exact_answers(queries), strict=True):
        found = {name for name, _ in index.nearest(ROWS[at], "a", 10)}
        shares.append(len(found & set(wanted)) / len(wanted))
    return float(np.mean(shares))


def files(folder, name):
    found = list(folder.rglob(name))
    assert found, f"no {name} in the store"
    return found


def truncate(folder, name):
    for path in files(folder, name):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def spoil(folder, name):
    draw = np.random.default_rng(2)
    for path in files(folder, name):
        content = np.frombuffer(path.read_bytes(), dtype=np.uint8).copy()
        content[draw.integers(0, len(content), len(content) // 20 + 1)] = 255
        path.write_bytes(content.tobytes())


DAMAGES = {
    "folder deleted": shutil.rmtree,
    "database deleted": lambda folder: [path.unlink() for path in files(folder, "chroma.sqlite3")],
    "database truncated": lambda folder: truncate(folder, "chroma.sqlite3"),
    "length.bin truncated": lambda folder: truncate(folder, "length.bin"),
    "length.bin noise": lambda folder: spoil(folder, "length.bin"),
    "data_level0.bin truncated": lambda folder: truncate(folder, "data_level0.bin"),
    "data_level0.bin noise": lambda folder: spoil(folder, "data_level0.bin"),
    "segments deleted": lambda folder: [shutil.rmtree(path.parent) for path in files(folder, "header.bin")],
}


def test_a_healthy_store_answers_itself(guarded):
    assert guarded.start() == "chroma"
    assert guarded.why == ""
    assert overlap(guarded, range(0, COUNT, 50)) >= 0.98


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_is_found_and_mended_while_search_goes_on(guarded, folder, damage):
    damage(folder)
    started = time.monotonic()
    guarded.start()
    assert time.monotonic() - started < 10
    assert guarded.state != "chroma", "the damage went unnoticed"
    assert guarded.why
    assert overlap(guarded, range(0, COUNT, 50)) >= 0.98
    assert guarded.wait(60) == "chroma"
    assert guarded.count() == COUNT
    assert overlap(guarded, range(0, COUNT, 50)) >= 0.98


def test_a_missing_row_is_noticed_at_start(guarded, folder):
    chroma = ChromaIndex(folder, "toy", DIMENSION)
    chroma._collection("a").delete(ids=["p1"])
    chroma.close()
    guarded.start()
    assert "2499" in guarded.why
    assert guarded.wait(60) == "chroma"


def test_what_is_added_during_a_rebuild_is_found(guarded, folder):
    shutil.rmtree(folder)
    guarded.start()
    twin = -ROWS[:1]
    guarded.upsert(["new"], ["a"], twin)
    assert guarded.nearest(twin[0], "a", 1)[0][0] == "new"


def test_after_a_crash_a_sound_store_is_kept(guarded, folder):
    for sealed in folder.rglob("seal.json"):
        sealed.unlink()
    assert guarded.start() == "chroma"


def test_after_a_crash_a_damaged_store_is_dropped(guarded, folder):
    for sealed in folder.rglob("seal.json"):
        sealed.unlink()
    truncate(folder, "length.bin")
    guarded.start()
    assert guarded.wait(60) == "chroma"
    assert guarded.count() == COUNT


def test_a_second_process_is_refused_and_searches_exactly(guarded, folder):
    program = (
        "import sys; from pathlib import Path; from copilot.adapters.chroma_index import ChromaIndex\n"
        f"index = ChromaIndex(Path(sys.argv[1]), 'toy', {DIMENSION}); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match="another process owns it"):
            ChromaIndex(folder, "toy", DIMENSION)
        assert guarded.start() == "exact"
        assert overlap(guarded, range(0, COUNT, 100)) == 1.0
        owner.stdin.close()
        owner.wait(20)
    assert guarded.check() == "chroma"
