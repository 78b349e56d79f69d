"""Reads the benchmark's labelled reviews as columns, with the film each belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

DOUBAN, DATED, TOP, MAOYAN, POSTS, CRITICS = (
    "douban_2022",
    "ironman_2008",
    "douban_top100",
    "maoyan",
    "weibo",
    "critics",
)
SOURCES = (DOUBAN, DATED, TOP, MAOYAN, POSTS, CRITICS)


@dataclass(frozen=True, eq=False)
class Rated:
    """Reviews written after watching, with stars; 1 and 5 stand for the two sides where a source knows only sides."""

    texts: NDArray[np.object_]
    stars: NDArray[np.float64]
    """1 to 5."""
    source: NDArray[np.str_]
    film: NDArray[np.str_]
    """Films never share a name across sources."""

    def take(self, rows: NDArray[np.bool_]) -> Rated:
        """Keep some rows."""
        return Rated(self.texts[rows], self.stars[rows], self.source[rows], self.film[rows])

    @property
    def positive(self) -> NDArray[np.bool_]:
        """Four stars and more."""
        return np.asarray(self.stars >= 4)

    @property
    def decided(self) -> NDArray[np.bool_]:
        """Two stars and fewer, or four and more: what polarity is measured on."""
        return np.asarray((self.stars <= 2) | (self.stars >= 4))


def read_rated(folder: Path) -> Rated:
    """Read every labelled review of the benchmark that was written after watching."""
    douban = pd.read_csv(folder / "reviews_zh_douban_2022" / "comments.csv")
    douban = douban[(douban["seen"] == 1) & douban["star"].notna()]
    dated = pd.read_csv(folder / "reviews_zh_douban_dmsc" / "ironman_2008.csv")
    top = pd.read_csv(folder / "reviews_zh_douban_dmsc" / "top100_x_27films.csv")
    top = top[top["film"] != "钢铁侠1"]
    maoyan = pd.read_csv(folder / "reviews_zh_maoyan_2017" / "comments.csv")
    posts = pd.concat([pd.read_csv(folder / "posts_zh_weibo2018" / f"{half}.csv") for half in ("train", "test")])
    critics = pd.read_csv(folder / "reviews_en_critics" / "reviews.csv.gz")
    parts = [
        _columns(DOUBAN, douban["comment"], douban["star"], douban["film_id"]),
        _columns(DATED, dated["comment"], dated["star"], dated["film"]),
        _columns(TOP, top["comment"], top["star"], top["film"]),
        _columns(MAOYAN, maoyan["comment"], maoyan["score"], maoyan["movie_id"]),
        _columns(POSTS, posts["text"], posts["label"] * 4 + 1, posts["label"] * 0),
        _columns(CRITICS, critics["review"], np.where(critics["fresh"] == "fresh", 5, 1), critics["id"]),
    ]
    frame = pd.concat(parts, ignore_index=True)
    return Rated(
        frame["text"].to_numpy(object),
        frame["stars"].to_numpy(np.float64).clip(1, 5),
        frame["source"].to_numpy(str),
        frame["film"].to_numpy(str),
    )


def _columns(source: str, text: pd.Series, stars: object, film: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "text": text.fillna("").astype(str).to_numpy(),
            "stars": np.asarray(stars, dtype=np.float64),
            "source": source,
            "film": (source + ":" + film.astype(str)).to_numpy(),
        }
    )
