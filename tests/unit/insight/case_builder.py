"""Small cases to read: a film released on Friday 1 March 2024, its reviews and its takings."""

from datetime import date, timedelta

import numpy as np

from copilot.domain.film import Dossier
from copilot.domain.imported import Measure
from copilot.domain.signals import ASPECTS, SIGNAL_KINDS
from copilot.insight.case import Case
from copilot.insight.voices import ABOUTS, Voices

DAY = date(2024, 3, 1)


def a_dossier(**changes):
    return Dossier(**({"id": "f", "title": "缆车", "release_date": DAY, "market": "US", "synopsis": "父女"} | changes))


def voices(texts, *, pleased=0.5, watched=1, weight=1, days=None, likes=0, signals=None, kept=None, broken=None):
    n = len(texts)
    each = lambda value, kind: np.broadcast_to(np.array(value, dtype=kind), (n,)).copy()  # noqa: E731
    p = each(pleased, np.float32)
    return Voices(
        ids=[f"rv-{i}" for i in range(n)],
        texts=list(texts),
        platforms=[""] * n,
        authors=[f"a{i}" for i in range(n)],
        day=np.array(days if days is not None else [DAY] * n, dtype="datetime64[D]"),
        watched=each(watched, np.int8),
        stars=np.full(n, np.nan, np.float32),
        likes=each(likes, np.int32),
        english=np.zeros(n, bool),
        p_positive=p,
        polarity=p * 2 - 1,
        aspects=np.full((n, len(ASPECTS)), np.nan, np.float32),
        emotions=np.zeros(n, np.uint16),
        signals=np.array([_bits(s, SIGNAL_KINDS) for s in signals or [()] * n], np.uint32),
        kept=np.array([_bits(s, ABOUTS) for s in kept or [()] * n], np.uint16),
        broken=np.array([_bits(s, ABOUTS) for s in broken or [()] * n], np.uint16),
        weight=each(weight, np.float32),
        cluster=np.full(n, -1, np.int32),
    )


def _bits(names, known):
    return sum(1 << known.index(name) for name in names)


def measures(values, *, name="gross", first=DAY, unit="USD"):
    """One row a day from `first`; None leaves the day out."""
    return [
        Measure(film="f", file="b", row=i + 1, day=first + timedelta(days=i), name=name, value=value, unit=unit)
        for i, value in enumerate(values)
        if value is not None
    ]


def a_case(own_voices=None, own_measures=(), *, dossier=None, as_of=None, assets=(), posts=()):
    last = max([m.day for m in own_measures], default=DAY + timedelta(days=30))
    return Case(
        dossier or a_dossier(), own_voices or voices([]), list(own_measures), list(assets), list(posts), as_of or last
    )


def as_expected(days, *, release=DAY, market="US", level=15.0):
    """Takings that follow the market's curve exactly."""
    from copilot.insight.curve import load_curve

    curve = load_curve(market)
    return [float(np.exp(level + curve.strength(release, n))) for n in range(1, days + 1)]
