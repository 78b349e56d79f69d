"""Counts in how many reviews of films at large each word stands, and writes knowledge/lexicons/background_words.tsv.

Run: python -m evals.training.count_words [--data ../shared/data]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from copilot.insight.themes.terms import cut_words
from copilot.shipped import folder

KEPT_WORDS = 9000
"""The most common words of each language; rarer ones count as seen in half a review."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Count document frequencies over several hundred films and keep the common words."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    options = parser.parse_args(arguments)
    total = 0
    counts: Counter[str] = Counter()
    for text in _texts(options.data):
        total += 1
        counts.update({word for word in cut_words(text) if len(word) >= 2})
    han = [(w, n) for w, n in counts.most_common() if not w.isascii()][:KEPT_WORDS]
    latin = [(w, n) for w, n in counts.most_common() if w.isascii()][: KEPT_WORDS // 2]
    lines = [f"#reviews\t{total}", *(f"{word}\t{count}" for word, count in (*han, *latin) if count >= 3)]
    path = folder("knowledge") / "lexicons" / "background_words.tsv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return 0


def _texts(data: Path) -> Iterable[str]:
    for name in ("reviews_zh_douban_2022/comments.csv", "reviews_zh_maoyan_2017/comments.csv"):
        yield from (row["comment"] for row in csv.DictReader(io.StringIO((data / name).read_text("utf-8-sig"))))
    liked = (data / "reviews_zh_douban_dmsc/top100_x_27films.csv").read_text("utf-8-sig")
    yield from (row["comment"] for row in csv.DictReader(io.StringIO(liked)))
    with gzip.open(data / "reviews_en_critics/reviews.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        yield from (row["review"] for row in csv.DictReader(lines))


if __name__ == "__main__":
    sys.exit(main())
