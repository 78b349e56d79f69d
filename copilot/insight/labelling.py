"""Label reviews: polarity, aspects, emotions and signals, many at a time or one with its spans."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from copilot import shipped
from copilot.domain.signals import SIGNAL_KINDS, SignalKind, Signals
from copilot.insight.lexicon import Lexicon, read_lexicon
from copilot.insight.mentions import (
    aspect_table,
    aspects_of,
    emotion_bits,
    emotions_of,
    hear_signals,
    heard_mentions,
)
from copilot.insight.reading import Reading, lexicon_paths, read_batch
from copilot.insight.sentiment import PolarityModel, read_model
from copilot.insight.signal_rules import Rule, apply_rules, read_rules, spans_of
from copilot.insight.voices import ABOUTS, Labels
from copilot.insight.window_model import WindowModel, read_window_model
from copilot.insight.windows import Windows, bounds, read_windows

BATCH = 2048
"""Texts laid out at a time: keeps the arrays of a pass within the processor's cache."""

THREADS = 2
"""Batches read at the same time; the array passes run outside the interpreter's lock for most of their time."""

_SIGNALS = TypeAdapter(list[Signals])


class Labeller:
    """Reads what a review says; deterministic, and the same for a text alone as among others."""

    def __init__(
        self, lexicon: Lexicon, rules: list[Rule], model: PolarityModel, second: WindowModel | None = None
    ) -> None:
        self._lexicon, self._rules, self._model, self._second = lexicon, rules, model, second

    @classmethod
    def load(cls, folder: Path | None = None, *, second: bool = True) -> Labeller:
        """Load lexicons, rules, the polarity model and the second reader of signals.

        Args:
            folder: Where they lie; None for the ones that ship.
            second: False for rules alone.

        Raises:
            KnowledgeError: A file is missing or malformed.
        """
        place = folder or shipped.folder("knowledge") / "lexicons"
        lexicon = read_lexicon(lexicon_paths(place))
        rules = read_rules(place / "signals.yaml", lexicon.concepts)
        windows = read_window_model(place / "signals.npz") if second else None
        return cls(lexicon, rules, read_model(place / "polarity.npz"), windows)

    @property
    def model(self) -> PolarityModel:
        """The polarity model, for the slower tier to build on."""
        return self._model

    @property
    def by_rules(self) -> Labeller:
        """The same reader without the second reader of signals."""
        return Labeller(self._lexicon, self._rules, self._model)

    @property
    def version(self) -> str:
        """Name of the models' parameters; labels of different versions should not be compared."""
        return self._model.version + (f" {self._second.version}" if self._second else "")

    def label(self, texts: Sequence[str]) -> Labels:
        """Label texts, one entry each, in order; empty texts get the calibrated probability of silence."""
        batches = [texts[i : i + BATCH] for i in range(0, len(texts), BATCH)] or [[]]
        with ThreadPoolExecutor(THREADS) as pool:
            parts = list(pool.map(self._label, batches))
        names = Labels.__dataclass_fields__
        return Labels(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})

    def read(self, text: str) -> Signals:
        """Read one text, with the spans that show what was read (character offsets into `text`)."""
        return self.read_many([text])[0]

    def read_many(self, texts: Sequence[str]) -> list[Signals]:
        """Read texts as `read` reads each, in order, a batch at a time."""
        return [signals for part in self.read_stream([texts]) for signals in part]

    def read_stream(self, parts: Iterable[Sequence[str]]) -> Iterator[list[Signals]]:
        """Read texts as they come, part by part in order; a few batches are held at a time."""
        batches = (part[i : i + BATCH] for part in parts for i in range(0, len(part), BATCH))
        with ThreadPoolExecutor(THREADS) as pool:
            ahead: deque[Future[list[Signals]]] = deque()
            for batch in batches:
                ahead.append(pool.submit(self._read, batch))
                if len(ahead) > THREADS:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()

    def _read(self, texts: Sequence[str]) -> list[Signals]:
        concepts = self._lexicon.concepts
        reading = read_batch(texts, self._lexicon, self._model)
        signals = self._signals(reading)
        named = aspects_of(reading, concepts)
        columns = {
            "polarity": reading.polarity.tolist(),
            "p_positive": reading.p_positive.tolist(),
            "aspects": [heard_mentions(own, shown) for own, shown in zip(named, signals, strict=True)],
            "emotions": emotions_of(reading, concepts),
            "signals": signals,
            "language": ["en" if english else "zh" for english in reading.english.tolist()],
        }
        rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
        return _SIGNALS.validate_python(rows)

    def _signals(self, reading: Reading) -> list[list[dict[str, object]]]:
        """List the signals of each text with their spans, as the fields of `SignalMention`, by place."""
        found: list[set[tuple[int, int, str, str]]] = [set() for _ in range(len(reading.codes))]
        for hits in apply_rules(self._rules, self._lexicon.concepts, reading.found):
            if not len(hits.places):
                continue
            start, end = spans_of(hits, self._lexicon.concepts, reading.found)
            first = reading.codes.starts[hits.texts]
            kind, about = hits.rule.signal, hits.rule.about
            for text, s, e in zip(hits.texts.tolist(), (start - first).tolist(), (end - first).tolist(), strict=True):
                found[text].add((s, e, kind, about))
        for text, s, e, kind in self._second_signals(reading):
            if not any(known == kind for _, _, known, _ in found[text]):
                found[text].add((s, e, kind, ""))
        return [
            [{"signal": kind, "about": about, "start": s, "end": e} for s, e, kind, about in sorted(own)]
            for own in found
        ]

    def _second_signals(self, reading: Reading) -> Iterator[tuple[int, int, int, SignalKind]]:
        """Yield (text, start, end, signal) of what the second reader finds."""
        if self._second is None:
            return
        best = self._windows(self._second, reading)
        rows, columns = np.nonzero(best.shown)
        start, end = bounds(reading.codes, reading.clauses, best, (rows, columns))
        for row, column, s, e in zip(rows.tolist(), columns.tolist(), start.tolist(), end.tolist(), strict=True):
            yield row, s, e, self._second.signals[column]

    def _windows(self, second: WindowModel, reading: Reading) -> Windows:
        return read_windows(second, reading.codes, reading.english, reading.clauses, reading.grams)

    def _label(self, texts: Sequence[str]) -> Labels:
        reading = read_batch(texts, self._lexicon, self._model)
        n = len(texts)
        signals, kept, broken = np.zeros(n, np.uint32), np.zeros(n, np.uint16), np.zeros(n, np.uint16)
        for hits in apply_rules(self._rules, self._lexicon.concepts, reading.found):
            signals[hits.texts] |= np.uint32(1 << SIGNAL_KINDS.index(hits.rule.signal))
            for mask, kind in ((kept, "promise_kept"), (broken, "promise_broken")):
                if hits.rule.about and hits.rule.signal == kind:
                    mask[hits.texts] |= np.uint16(1 << ABOUTS.index(hits.rule.about))
        if self._second is not None:
            shown = self._windows(self._second, reading).shown
            for column, kind in enumerate(self._second.signals):
                signals[shown[:, column]] |= np.uint32(1 << SIGNAL_KINDS.index(kind))
        aspects = aspect_table(reading, self._lexicon.concepts)
        hear_signals(aspects, signals)
        return Labels(
            english=reading.english,
            p_positive=reading.p_positive,
            polarity=reading.polarity,
            aspects=aspects,
            emotions=emotion_bits(reading, self._lexicon.concepts),
            signals=signals,
            kept=kept,
            broken=broken,
        )
