"""Keeps options apart that would read alike: Streamlit tells them from each other by what they show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping


def apart(labels: Mapping[str, str]) -> dict[str, str]:
    """Number the second and later of labels that are the same; key → label, same order."""
    seen: Counter[str] = Counter()
    told = {}
    for key, label in labels.items():
        seen[label] += 1
        told[key] = label if seen[label] == 1 else f"{label} ({seen[label]})"
    return told
