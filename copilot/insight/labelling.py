"""Label reviews: polarity, aspects, emotions and signals, many at a time or one with its spans."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from copilot import shipped
from copilot.domain.signals import SIGNAL_KINDS, SignalMention, Signals
from copilot.insight.lexicon import Lexicon, read_lexicon
from copilot.insight.mentions import aspect_table, aspects_of, emotion_bits, emotions_of
from copilot.insight.reading import lexicon_paths, read_batch
from copilot.insight.sentiment import PolarityModel, read_model
from copilot.insight.signal_rules import Rule, apply_rules, read_rules, span_of
from copilot.insight.voices import ABOUTS, Labels

BATCH = 2048
"""Texts laid out at a time: keeps the arrays of a pass within the processor's cache."""

THREADS = 2
"""Batches read at the same time; the array passes run outside the interpreter's lock for most of their time."""


class Labeller:
    """Reads what a review says; deterministic, and the same for a text alone as among others."""

    def __init__(self, lexicon: Lexicon, rules: list[Rule], model: PolarityModel) -> None:
        self._lexicon, self._rules, self._model = lexicon, rules, model

    @classmethod
    def load(cls, folder: Path | None = None) -> Labeller:
        """Load lexicons, rules and the polarity model.

        Args:
            folder: Where they lie; None for the ones that ship.

        Raises:
            KnowledgeError: A file is missing or malformed.
        """
        place = folder or shipped.folder("knowledge") / "lexicons"
        lexicon = read_lexicon(lexicon_paths(place))
        return cls(lexicon, read_rules(place / "signals.yaml", lexicon.concepts), read_model(place / "polarity.npz"))

    @property
    def version(self) -> str:
        """Name of the model's parameters; labels of different versions should not be compared."""
        return self._model.version

    def label(self, texts: Sequence[str]) -> Labels:
        """Label texts, one entry each, in order; empty texts get the calibrated probability of silence."""
        batches = [texts[i : i + BATCH] for i in range(0, len(texts), BATCH)] or [[]]
        with ThreadPoolExecutor(THREADS) as pool:
            parts = list(pool.map(self._label, batches))
        names = Labels.__dataclass_fields__
        return Labels(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})

    def read(self, text: str) -> Signals:
        """Read one text, with the spans that show what was read (character offsets into `text`)."""
        reading = read_batch([text], self._lexicon, self._model)
        mentions = [
            SignalMention(signal=hits.rule.signal, about=hits.rule.about, start=span[0], end=span[1])
            for hits in apply_rules(self._rules, self._lexicon.concepts, reading.found)
            for place in hits.places
            for span in [span_of(hits.rule, int(place), self._lexicon.concepts, reading.found)]
        ]
        return Signals(
            polarity=float(reading.polarity[0]),
            p_positive=float(reading.p_positive[0]),
            aspects=aspects_of(reading, self._lexicon.concepts),
            emotions=emotions_of(reading, self._lexicon.concepts),
            signals=sorted(set(mentions), key=lambda m: (m.start, m.end, m.signal, m.about)),
            language="en" if reading.english[0] else "zh",
        )

    def _label(self, texts: Sequence[str]) -> Labels:
        reading = read_batch(texts, self._lexicon, self._model)
        n = len(texts)
        signals, kept, broken = np.zeros(n, np.uint32), np.zeros(n, np.uint16), np.zeros(n, np.uint16)
        for hits in apply_rules(self._rules, self._lexicon.concepts, reading.found):
            signals[hits.texts] |= np.uint32(1 << SIGNAL_KINDS.index(hits.rule.signal))
            for mask, kind in ((kept, "promise_kept"), (broken, "promise_broken")):
                if hits.rule.about and hits.rule.signal == kind:
                    mask[hits.texts] |= np.uint16(1 << ABOUTS.index(hits.rule.about))
        return Labels(
            english=reading.english,
            p_positive=reading.p_positive,
            polarity=reading.polarity,
            aspects=aspect_table(reading, self._lexicon.concepts),
            emotions=emotion_bits(reading, self._lexicon.concepts),
            signals=signals,
            kept=kept,
            broken=broken,
        )
