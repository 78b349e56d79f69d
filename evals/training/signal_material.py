"""Gathers what the second reader of signals learns from: phrases, their variants, and passages of real comments."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import yaml

from copilot.domain.signals import SignalKind
from copilot.insight.clauses import Clauses, cut_clauses
from copilot.insight.codes import Codes, lay_out
from copilot.insight.labelling import Labeller
from copilot.insight.lexicon import Lexicon, read_lexicon
from copilot.insight.reading import lexicon_paths
from copilot.insight.windows import WIDEST
from copilot.shipped import folder
from evals.datasets.reviews import CRITICS, DATED, DOUBAN, MAOYAN, TOP, read_rated

SIGNAL_OF: dict[str, SignalKind] = {
    "mismatch": "promise_broken",
    "kept": "promise_kept",
    "positioning": "not_for_me",
    "interaction": "nowhere_to_take_part",
    "price": "price_complaint",
    "screens": "screens_cut",
}
"""Kind of phrase → the signal it shows; phrases of other kinds show none."""
OWN = Path(__file__).parents[1] / "datasets" / "cause_phrases_train_v1.yaml"
CAMPAIGN = ("预告", "海报", "宣传", "官", "超话", "讨论", "映后", "退票", "排片", "trailer", "poster")


def read_phrases(paths: Sequence[Path]) -> list[tuple[str, str]]:
    """Read (text, kind) from files of phrases by kind."""
    found = []
    for path in paths:
        for kind, texts in yaml.safe_load(path.read_text("utf-8"))["phrases"].items():
            found += [(text, kind) for text in texts]
    return found


def varied(phrases: Sequence[tuple[str, str]], swaps: dict[str, list[str]], times: int) -> list[tuple[str, str]]:
    """Write each phrase anew up to `times`, every word of a group of `swaps` replaced by another of its group."""
    chance = Random(11)
    group_of = {word.lower(): words for words in swaps.values() for word in words}
    longest = sorted(group_of, key=len, reverse=True)
    pattern = re.compile(
        "|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in longest), re.IGNORECASE
    )
    found: list[tuple[str, str]] = []
    for text, kind in phrases:
        anew = {pattern.sub(lambda m: chance.choice(group_of[m.group().lower()]), text) for _ in range(times)}
        found += [(other, kind) for other in sorted(anew - {text})]
    return found


def real_texts(data: Path, side: int) -> tuple[list[str], list[str]]:
    """Return (Chinese, English) reviews written after watching, of one half of the films (0 or 1)."""
    rated = read_rated(data)
    films = sorted(set(rated.film))
    half = {film: i % 2 for i, film in enumerate(np.random.default_rng(7).permutation(films))}
    mine = np.array([half[film] == side for film in rated.film]) | (rated.source == DATED) & (side == 0)
    chinese = mine & np.isin(rated.source, (DOUBAN, TOP, MAOYAN))
    return list(rated.texts[chinese]), list(rated.texts[mine & (rated.source == CRITICS)])


def sample_reviews(labeller: Labeller) -> list[str]:
    """List passages of the sample film's invented reviews that speak of the film, not of its campaign: near misses."""
    with (folder("knowledge") / "sample" / "reviews.csv").open(encoding="utf-8-sig", newline="") as lines:
        texts = [row["评论内容"] for row in csv.DictReader(lines)]
    wanted = set(SIGNAL_OF.values())
    plain = [
        text
        for text, read in zip(texts, labeller.read_many(texts), strict=True)
        if not wanted & {m.signal for m in read.signals} and not any(word in text for word in CAMPAIGN)
    ]
    return windows_of(plain, len(plain))


def windows_of(texts: Sequence[str], count: int) -> list[str]:
    """Draw runs of one to `WIDEST` clauses from texts."""
    chance, lexicon = np.random.default_rng(3), read_lexicon(lexicon_paths(folder("knowledge") / "lexicons"))
    chosen = [texts[int(i)] for i in chance.permutation(len(texts))[:count]]
    codes = lay_out(chosen)
    first = clauses_of(codes, lexicon).first
    ends = np.append(first[1:], len(codes.codes))
    found = []
    for number, text in enumerate(chosen):
        own = np.flatnonzero((first >= codes.starts[number]) & (first < codes.starts[number + 1]))
        start = int(chance.integers(len(own)))
        stop = min(start + int(chance.integers(1, WIDEST + 1)), len(own)) - 1
        found.append(text[first[own[start]] - codes.starts[number] : ends[own[stop]] - codes.starts[number]])
    return [text for text in found if text.strip(" \0，。！？,.!?")]


def clauses_of(codes: Codes, lexicon: Lexicon) -> Clauses:
    """Cut laid-out texts into clauses as labelling does."""
    matches = lexicon.find(codes)
    return cut_clauses(codes, matches.start[matches.concept == lexicon.concepts.index("cues.contrast")])
