"""Trains the second reader of signals on phrases of ours against real comments.

Run: python -m evals.training.train_signals [--data ../shared/data] [--phrases FILE…] [--out FILE]
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from copilot.domain.signals import SIGNAL_KINDS
from copilot.insight import windows
from copilot.insight.codes import fold, lay_out
from copilot.insight.labelling import Labeller
from copilot.insight.lexicon import Lexicon, read_lexicon
from copilot.insight.ngrams import BITS, english_texts, grams
from copilot.insight.promise_side import Floats, Sides, clue_table, read_clues
from copilot.insight.reading import lexicon_paths
from copilot.insight.window_model import BROKEN, KEPT, WindowModel, read_anchors
from copilot.insight.windows import read_windows
from copilot.shipped import folder
from evals.measuring.bench import bench_folder
from evals.training.signal_material import (
    OWN,
    SIGNAL_OF,
    Taught,
    clauses_of,
    read_labelled,
    read_phrases,
    real_texts,
    sample_reviews,
    varied,
    windows_of,
)

VERSION = "signals-3"
INDEPENDENT = tuple(OWN[0].with_name(f"cause_phrases_{name}.yaml") for name in ("v3_dev", "v4"))
LABELLED = tuple(OWN[0].with_name(f"labelled_{name}.jsonl") for name in ("v1_dev", "v2"))
ALARMS = {
    "mismatch": 0.010,
    "positioning": 0.007,
    "interaction": 0.005,
    "price": 0.007,
    "screens": 0.005,
    "asks_for_more": 0.003,
    "share": 0.004,
    "warn": 0.003,
    "expectation": 0.002,
}
"""Share of comments on films not trained on that may show each signal by this reader, kept promises with broken ones.

Of a grid of shares: twice as many hear a tenth more of unseen phrases and mistake a third more of other kinds.
"""


ENGLISH = 0.5
"""The same for English sentences, which are shorter, as a share of it."""
STRENGTH, LEAST = 40.0, 2
"""Inverse of the L2 penalty; texts an n-gram must occur in."""
PROMISE = ("mismatch", "kept")
"""Kinds told in the same words, the broken first."""
CLUE, SIDE_STRENGTH = 0.3, 10.0
"""Scale of the clues beside n-grams in telling kept from broken; inverse of its L2 penalty."""
SHOWN, OURS = 6.0, 6.0
"""What a phrase that shows the signal counts, and one of ours that does not, against a window of a real comment."""
VARIANTS, ROUNDS, HARD = 4, 2, 700
COMMON = ("wants_to_share", "warns_others", "asks_for_more")
"""Signals that real comments do show in other words than the rules': what looks like them is no near miss."""
LEAST_STEPS = 1
WIDE_OPEN = np.float32(8.0)
"""Taken off every limit while the quantiles are read, so that anchors are asked of every window that could matter."""


def table(texts: Sequence[str]) -> tuple[sparse.csr_matrix, NDArray[np.bool_]]:
    """Count the n-grams of texts, (n, 2^BITS), and mark the English ones."""
    codes = lay_out(texts)
    english = english_texts(codes)
    found = grams(codes, english)
    ones = np.ones(len(found.bucket), np.float32)
    shape = (len(texts), 1 << BITS)
    return sparse.coo_matrix((ones, (codes.text_of[found.start], found.bucket)), shape=shape).tocsr(), english


def fit(taught: Sequence[Taught], negatives: Sequence[str], read: NDArray[np.uint32]) -> WindowModel:
    """Fit one logistic model a signal; limits are left at the bias, see `limited`.

    Args:
        taught: Texts with the kinds they show.
        negatives: Passages of real comments.
        read: (negatives,) bits of the signals that rules read in them; those teach nothing of that signal.
    """
    texts, kinds = [text for text, _ in taught] + list(negatives), [shown for _, shown in taught]
    counts, _ = table(texts)
    seen = np.asarray((counts > 0).sum(axis=0)).ravel()
    known = np.flatnonzero(seen >= LEAST)
    idf = (np.log((1 + len(texts)) / (1 + seen[known])) + 1).astype(np.float32)
    values = counts[:, known]
    sizes = np.sqrt(np.asarray(values @ (idf * idf)).ravel() + windows.SILENCE)
    rows = (sparse.diags(1 / np.maximum(sizes, 1e-6)) @ values @ sparse.diags(idf)).tocsr()
    found = np.stack([_column(rows, kinds, kind, read) for kind in SIGNAL_OF], axis=1)
    weight, limit = found[:-1].astype(np.float32), np.tile(-found[-1].astype(np.float32), (2, 1))
    signals, place = tuple(SIGNAL_OF.values()), folder("knowledge") / "lexicons"
    anchors = read_anchors(place / "signal_anchors.yaml", signals)
    sides, spread = _sides(rows, taught, read_clues(place / "promise_sides.yaml")), np.zeros_like(limit)
    return WindowModel(signals, known.astype(np.int32), idf, weight, limit, spread, anchors, sides, VERSION)


def _column(
    rows: sparse.csr_matrix, kinds: Sequence[frozenset[str]], kind: str, read: NDArray[np.uint32]
) -> NDArray[np.float64]:
    """Return the weights of one signal, its bias last.

    Kept and broken promises are told in the same words: that one is spoken of is learnt from both together, under the
    name of the broken ones; which of the two is left to `_sides`.
    """
    if SIGNAL_OF[kind] == KEPT:
        return np.zeros(rows.shape[1] + 1)
    own = frozenset(PROMISE if kind in PROMISE else (kind,))
    target = np.zeros(rows.shape[0], np.bool_)
    target[: len(kinds)] = [bool(shown & own) for shown in kinds]
    bits = sum(1 << SIGNAL_KINDS.index(SIGNAL_OF[name]) for name in own)
    unread = np.where(read & np.uint32(bits), 0.0, 1.0)
    share = np.concatenate([np.where(target[: len(kinds)], SHOWN, OURS), unread])
    return _weigh(rows[share > 0], target[share > 0], share[share > 0], strength=STRENGTH)


def _sides(rows: sparse.csr_matrix, taught: Sequence[Taught], clues: tuple[re.Pattern[str], ...]) -> Sides:
    """Learn to tell the two kinds of `PROMISE` apart, from texts that show one of them."""
    spoken = [n for n, (_, kinds) in enumerate(taught) if len(kinds & frozenset(PROMISE)) == 1]
    broken = np.array([PROMISE[0] in taught[n][1] for n in spoken])
    told = clue_table(clues, [fold(taught[n][0]) for n in spoken]) * CLUE
    even = np.where(broken, len(broken) / broken.sum(), len(broken) / (~broken).sum()) / 2
    both = sparse.hstack([rows[spoken], sparse.csr_matrix(told)]).tocsr()
    found = _weigh(both, broken, even, strength=SIDE_STRENGTH)
    known = rows.shape[1]
    weight = (found[known:-1] * CLUE).astype(np.float32)
    return Sides(clues, weight, float(found[-1]), found[:known].astype(np.float32))


def _weigh(
    rows: sparse.csr_matrix, target: NDArray[np.bool_], share: NDArray[np.float64], *, strength: float
) -> NDArray[np.float64]:
    model = LogisticRegression(C=strength, solver="liblinear").fit(rows, target, sample_weight=share)
    return np.append(model.coef_[0], model.intercept_[0])


def best_windows(model: WindowModel, texts: Sequence[str], lexicon: Lexicon) -> tuple[Floats, list[list[str]]]:
    """Return the score of each text's best window for each signal, (n, signals), and those windows' words."""
    parts: list[Floats] = []
    words: list[list[str]] = []
    for begin in range(0, len(texts), 2048):
        codes = lay_out(texts[begin : begin + 2048])
        english, clauses = english_texts(codes), clauses_of(codes, lexicon)
        best = read_windows(model, codes, english, clauses, grams(codes, english))
        ends = np.append(clauses.first[1:], len(codes.codes))
        base = codes.starts[:-1, None]
        spans = zip(texts[begin : begin + 2048], clauses.first[best.first] - base, ends[best.last] - base, strict=True)
        words += [[text[s:e] for s, e in zip(starts, stops, strict=True)] for text, starts, stops in spans]
        parts.append(best.score)
    return np.concatenate(parts), words


def mined(model: WindowModel, texts: Sequence[str], labeller: Labeller, lexicon: Lexicon) -> list[str]:
    """List the windows of real texts that look most like each rare signal and that no rule reads as it."""
    score, words = best_windows(model, texts, lexicon)
    found = []
    for column, signal in enumerate(model.signals):
        if signal in COMMON:
            continue
        top = [words[int(row)][column] for row in np.argsort(-score[:, column])[:HARD]]
        read = labeller.read_many(top)
        found += [w for w, r in zip(top, read, strict=True) if signal not in {m.signal for m in r.signals}]
    return found


def limited(model: WindowModel, chinese: Sequence[str], english: Sequence[str], lexicon: Lexicon) -> WindowModel:
    """Raise the limits so that comments of films not trained on show each signal as rarely as `ALARMS` says."""
    open_to_all = replace(model, limit=model.limit - WIDE_OPEN)
    alarms = np.array([ALARMS.get(kind, 0.0) for kind in SIGNAL_OF])
    raised, spread = [], []
    for texts, share in ((chinese, 1.0), (english, ENGLISH)):
        scores = np.maximum(best_windows(open_to_all, texts, lexicon)[0], 0.0)
        broken, kept = model.signals.index(BROKEN), model.signals.index(KEPT)
        scores[:, broken] = np.maximum(scores[:, broken], scores[:, kept])
        raised.append([np.quantile(scores[:, i], 1 - alarm * share) for i, alarm in enumerate(alarms)])
        spread.append((np.quantile(scores, 0.999, axis=0) - np.quantile(scores, 0.99, axis=0)) / np.log(10))
    limit = open_to_all.limit + np.array(raised)
    return replace(model, limit=limit.astype(np.float32), spread=np.array(spread).astype(np.float32))


def write(model: WindowModel, path: Path) -> None:
    """Store a model, its weights in steps of a 127th of the largest; buckets that add next to nothing are left out."""
    step, side_step = float(np.abs(model.weight).max()) / 127, float(np.abs(model.sides.gram).max()) / 127
    weight = np.round(model.weight / step).astype(np.int8)
    side = np.round(model.sides.gram / side_step).astype(np.int8)
    kept = np.maximum(np.abs(weight).max(axis=1), np.abs(side)) >= LEAST_STEPS
    np.savez_compressed(
        path,
        signals=np.array(model.signals),
        bucket=model.bucket[kept],
        idf=model.idf[kept].astype(np.float16),
        weight=weight[kept],
        step=step,
        side=side[kept],
        side_step=side_step,
        clues=model.sides.weight,
        lean=model.sides.bias,
        limit=model.limit,
        spread=model.spread,
        version=model.version,
    )


def train(taught: Sequence[Taught], labelled: Sequence[Taught], data: Path) -> WindowModel:
    """Fit on phrases against one half of the films, look for what is mistaken there, and limit on the other half."""
    lexicon, labeller = read_lexicon(lexicon_paths(folder("knowledge") / "lexicons")), Labeller.load(second=False)
    swaps = yaml.safe_load(OWN[0].read_text("utf-8"))["swaps"]
    lessons = [*taught, *varied(taught, swaps, VARIANTS), *labelled]
    (chinese, english), (other, foreign) = real_texts(data, 0), real_texts(data, 1)
    negatives = [*windows_of(chinese, 32_000), *windows_of(english, 8_000)]
    lessons += [(text, frozenset()) for text in sample_reviews(labeller)]
    model = fit(lessons, negatives, labeller.label(negatives).signals)
    for _ in range(ROUNDS):
        negatives += mined(model, [*chinese[:16_000], *english[:8_000]], labeller, lexicon)
        model = fit(lessons, negatives, labeller.label(negatives).signals)
    return limited(model, other[:12_000], foreign[:6_000], lexicon)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and store the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=None)
    parser.add_argument("--phrases", type=Path, nargs="*", default=list(INDEPENDENT), help="further phrases by kind")
    parser.add_argument("--labelled", type=Path, nargs="*", default=list(LABELLED), help="labelled sentences")
    parser.add_argument("--out", type=Path, default=folder("knowledge") / "lexicons" / "signals.npz")
    options = parser.parse_args(arguments)
    phrases = read_phrases([*OWN, *options.phrases])
    model = train(phrases, read_labelled(options.labelled), options.data or bench_folder())
    write(model, options.out)
    sys.stdout.write(f"{len(model.bucket)} n-grams, {options.out.stat().st_size / 1024:.0f} kB: {options.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
