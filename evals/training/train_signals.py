"""Trains the second reader of signals on phrases of ours against real comments.

Run: python -m evals.training.train_signals [--data ../shared/data] [--phrases FILE…] [--out FILE]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from copilot.insight import windows
from copilot.insight.codes import lay_out
from copilot.insight.labelling import Labeller
from copilot.insight.lexicon import Lexicon, read_lexicon
from copilot.insight.ngrams import BITS, english_texts, grams
from copilot.insight.reading import lexicon_paths
from copilot.insight.windows import Floats, WindowModel, read_anchors, read_windows
from copilot.shipped import folder
from evals.measuring.bench import bench_folder
from evals.training.signal_material import (
    OWN,
    SIGNAL_OF,
    clauses_of,
    read_phrases,
    real_texts,
    sample_reviews,
    varied,
    windows_of,
)

VERSION = "signals-2"
DEV = OWN.with_name("cause_phrases_v3_dev.yaml")
ALARMS = {
    "mismatch": 0.010,
    "kept": 0.009,
    "positioning": 0.007,
    "interaction": 0.005,
    "price": 0.007,
    "screens": 0.005,
}
"""Share of comments on films not trained on that may show each signal by this reader."""


ENGLISH = 0.5
"""The same for English sentences, which are shorter, as a share of it."""
STRENGTH, LEAST = 40.0, 2
"""Inverse of the L2 penalty; texts an n-gram must occur in."""
PROMISE = ("mismatch", "kept")
SIDE, SIDE_STRENGTH = 0.5, 10.0
"""What telling kept from broken counts against hearing that a promise is spoken of; inverse of its L2 penalty."""
SHOWN, OURS = 6.0, 2.0
"""What a phrase that shows the signal counts, and one of ours that does not, against a window of a real comment."""
VARIANTS, ROUNDS, HARD = 4, 2, 700
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


def fit(phrases: Sequence[tuple[str, str]], negatives: Sequence[str]) -> WindowModel:
    """Fit one logistic model a signal; limits are left at the bias, see `limited`."""
    texts, kinds = (
        [text for text, _ in phrases] + list(negatives),
        [kind for _, kind in phrases] + [""] * len(negatives),
    )
    counts, _ = table(texts)
    seen = np.asarray((counts > 0).sum(axis=0)).ravel()
    known = np.flatnonzero(seen >= LEAST)
    idf = (np.log((1 + len(texts)) / (1 + seen[known])) + 1).astype(np.float32)
    values = counts[:, known]
    sizes = np.sqrt(np.asarray(values @ (idf * idf)).ravel() + windows.SILENCE)
    rows = sparse.diags(1 / np.maximum(sizes, 1e-6)) @ values @ sparse.diags(idf)
    found = np.stack([_column(rows.tocsr(), np.array(kinds), kind) for kind in SIGNAL_OF], axis=1)
    weight, limit = found[:-1].astype(np.float32), np.tile(-found[-1].astype(np.float32), (2, 1))
    signals = tuple(SIGNAL_OF.values())
    anchors = read_anchors(folder("knowledge") / "lexicons" / "signal_anchors.yaml", signals)
    return WindowModel(signals, known.astype(np.int32), idf, weight, limit, np.zeros_like(limit), anchors, VERSION)


def _column(rows: sparse.csr_matrix, kinds: NDArray[np.str_], kind: str) -> NDArray[np.float64]:
    """Return the weights of one signal, its bias last.

    Kept and broken promises are told in the same words: what is promised at all is learnt from both together, and
    which of the two from one against the other.
    """
    own = PROMISE if kind in PROMISE else (kind,)
    target = np.isin(kinds, own)
    share = np.where(target, SHOWN, np.where(kinds == "", 1.0, OURS))
    found = _weigh(rows, target, share)
    if kind not in PROMISE:
        return found
    spoken = np.flatnonzero(target)
    mine = kinds[spoken] == kind
    even = np.where(mine, len(mine) / mine.sum(), len(mine) / (~mine).sum()) / 2
    return found + SIDE * _weigh(rows[spoken], mine, even, strength=SIDE_STRENGTH)


def _weigh(
    rows: sparse.csr_matrix, target: NDArray[np.bool_], share: NDArray[np.float64], *, strength: float = STRENGTH
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
    """List the windows of real texts that look most like each signal and that no rule reads as it."""
    score, words = best_windows(model, texts, lexicon)
    found = []
    for column, signal in enumerate(model.signals):
        top = [words[int(row)][column] for row in np.argsort(-score[:, column])[:HARD]]
        read = labeller.read_many(top)
        found += [w for w, r in zip(top, read, strict=True) if signal not in {m.signal for m in r.signals}]
    return found


def limited(model: WindowModel, chinese: Sequence[str], english: Sequence[str], lexicon: Lexicon) -> WindowModel:
    """Raise the limits so that comments of films not trained on show each signal as rarely as `ALARMS` says."""
    open_to_all = replace(model, limit=model.limit - WIDE_OPEN)
    raised, spread = [], []
    for texts, share in ((chinese, 1.0), (english, ENGLISH)):
        scores = np.maximum(best_windows(open_to_all, texts, lexicon)[0], 0.0)
        raised.append([np.quantile(scores[:, i], 1 - alarm * share) for i, alarm in enumerate(ALARMS.values())])
        spread.append((np.quantile(scores, 0.999, axis=0) - np.quantile(scores, 0.99, axis=0)) / np.log(10))
    limit = open_to_all.limit + np.array(raised)
    return replace(model, limit=limit.astype(np.float32), spread=np.array(spread).astype(np.float32))


def write(model: WindowModel, path: Path) -> None:
    """Store a model, its weights in steps of a 127th of the largest; buckets that add next to nothing are left out."""
    step = float(np.abs(model.weight).max()) / 127
    weight = np.round(model.weight / step).astype(np.int8)
    kept = np.abs(weight).max(axis=1) >= LEAST_STEPS
    np.savez_compressed(
        path,
        signals=np.array(model.signals),
        bucket=model.bucket[kept],
        idf=model.idf[kept].astype(np.float16),
        weight=weight[kept],
        step=step,
        limit=model.limit,
        spread=model.spread,
        version=model.version,
    )


def train(phrases: Sequence[tuple[str, str]], data: Path) -> WindowModel:
    """Fit on phrases against one half of the films, look for what is mistaken there, and limit on the other half."""
    lexicon, labeller = read_lexicon(lexicon_paths(folder("knowledge") / "lexicons")), Labeller.load(second=False)
    swaps = yaml.safe_load(OWN.read_text("utf-8"))["swaps"]
    taught = [*phrases, *varied(phrases, swaps, VARIANTS)]
    (chinese, english), (other, foreign) = real_texts(data, 0), real_texts(data, 1)
    negatives = [*windows_of(chinese, 32_000), *windows_of(english, 8_000)]
    sample = sample_reviews(labeller)
    taught += [(text, "near_misses") for text in sample]
    model = fit(taught, negatives)
    for _ in range(ROUNDS):
        negatives += mined(model, [*chinese[:16_000], *english[:8_000]], labeller, lexicon)
        model = fit(taught, negatives)
    return limited(model, other[:12_000], foreign[:6_000], lexicon)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and store the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=None)
    parser.add_argument("--phrases", type=Path, nargs="*", default=[DEV], help="further files of phrases by kind")
    parser.add_argument("--out", type=Path, default=folder("knowledge") / "lexicons" / "signals.npz")
    options = parser.parse_args(arguments)
    model = train(read_phrases([OWN, *options.phrases]), options.data or bench_folder())
    write(model, options.out)
    sys.stdout.write(f"{len(model.bucket)} n-grams, {options.out.stat().st_size / 1024:.0f} kB: {options.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
