"""Gathers what the second reader of signals learns from: phrases, their variants, and passages of real comments."""

from __future__ import annotations

import csv
import json
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
from evals.measuring.signals import signals_labelled

SIGNAL_OF: dict[str, SignalKind] = {
    "mismatch": "promise_broken",
    "kept": "promise_kept",
    "positioning": "not_for_me",
    "interaction": "nowhere_to_take_part",
    "price": "price_complaint",
    "screens": "screens_cut",
    "asks_for_more": "asks_for_more",
    "share": "wants_to_share",
    "warn": "warns_others",
    "expectation": "expectation",
}
"""Kind of phrase → the signal it shows; phrases of other kinds show none."""
Taught = tuple[str, frozenset[str]]
"""A text and the kinds it shows, of `SIGNAL_OF`; none for a near miss."""
OWN = tuple(Path(__file__).parents[1] / "datasets" / f"cause_phrases_train_v{n}.yaml" for n in (1, 2))
SCREENING = re.compile(r"排片|场次|天一场|五场|影院|下架|下映|院线|\bshowing|cinema|theat|screens\b", re.IGNORECASE)
"""What tells a screening that is missing from a conversation that is."""
CAMPAIGN = ("预告", "海报", "宣传", "官", "超话", "讨论", "映后", "退票", "排片", "trailer", "poster")


def read_phrases(paths: Sequence[Path]) -> list[Taught]:
    """Read files of phrases by kind."""
    found = []
    for path in paths:
        for kind, texts in yaml.safe_load(path.read_text("utf-8"))["phrases"].items():
            found += [(text, frozenset({kind} & SIGNAL_OF.keys())) for text in texts]
    return found


def read_labelled(paths: Sequence[Path]) -> list[Taught]:
    """Read sentences labelled by hand; who finds no screening has nowhere to take part in those files."""
    kind_of: dict[str, str] = {signal: kind for kind, signal in SIGNAL_OF.items()}
    found = []
    for path in paths:
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            kinds = {kind_of[name] for name in signals_labelled(row)}
            if "interaction" in kinds and SCREENING.search(row["text"]):
                kinds = kinds - {"interaction"} | {"screens"}
            found.append((row["text"], frozenset(kinds)))
    return found


def varied(taught: Sequence[Taught], swaps: dict[str, list[str]], times: int) -> list[Taught]:
    """Write each text anew up to `times`, every word of a group of `swaps` replaced by another of its group."""
    chance = Random(11)
    group_of = {word.lower(): words for words in swaps.values() for word in words}
    longest = sorted(group_of, key=len, reverse=True)
    pattern = re.compile(
        "|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in longest), re.IGNORECASE
    )
    found: list[Taught] = []
    for text, kinds in taught:
        anew = {pattern.sub(lambda m: chance.choice(group_of[m.group().lower()]), text) for _ in range(times)}
        found += [(other, kinds) for other in sorted(anew - {text})]
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
