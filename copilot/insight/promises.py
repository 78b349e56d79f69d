"""Finds the promises a campaign makes: what the team wrote down, and what the lines of its materials claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import cast

from copilot.domain.diagnosis import PROMISE_KINDS, Promise, PromiseKind
from copilot.domain.film import Dossier
from copilot.domain.ids import make_id
from copilot.domain.imported import Asset, AssetLine
from copilot.insight.promise_lexicon import Wording, wordings_for

LINES_A_PROMISE = 1
"""Lines of one asset that stand for the same promise: the first is the one viewers met first."""
_SELLING_FORMS = ("trailer", "poster")
_NO_CLAIM = re.compile(
    r"虚构|样例|fictional|版权|copyright|^\d+月\d+日\s*\S{0,12}(海报|预告|灯箱|物料)|^[（(].*[）)]$"
    r"|^(final|teaser|character) poster",
    re.IGNORECASE,
)
"""Lines that describe a material instead of being part of it."""
_CARD = re.compile(
    r"^\s*[【\[(（]?(?:字幕|标题|旁白|画外音|title|caption|card|narrator|v\.?o\.?)[】\])）:：]\s*", re.IGNORECASE
)


def promises_of(dossier: Dossier, assets: Sequence[Asset]) -> list[Promise]:
    """List a campaign's promises: the dossier's first, then each asset's in the order of its lines.

    An asset makes a promise where a line uses its claim words; several lines for one promise count once. Interviews and
    pieces from behind the scenes describe rather than promise and are left out.
    """
    wordings = wordings_for(dossier)
    found = [_stated(dossier, number, wordings) for number in range(len(dossier.promises))]
    for asset in sorted(assets, key=lambda a: (a.day is None, a.day, a.id)):
        if asset.form in _SELLING_FORMS or asset.form == "other":
            found += _of_asset(asset, wordings)
    return found


def subtype_of(promise: Promise, dossier: Dossier) -> str:
    """Name the lexicon entry viewers' words on a promise are read with; the kind alone when none fits."""
    return _best(promise.text, wordings_for(dossier), promise.kind) or promise.kind


def _stated(dossier: Dossier, number: int, wordings: dict[str, Wording]) -> Promise:
    stated = dossier.promises[number]
    kind = stated.kind if stated.kind in PROMISE_KINDS else None
    key = _best(stated.text, wordings, kind) or kind or "story"
    return Promise(
        id=make_id("promise", dossier.id, "dossier", stated.text),
        text=stated.text,
        kind=cast("PromiseKind", key.partition(".")[0]),
        asset=dossier.id,
        asset_title=dossier.title,
        line=number + 1,
    )


def _of_asset(asset: Asset, wordings: dict[str, Wording]) -> Iterable[Promise]:
    made: dict[str, int] = {}
    for line in asset.lines:
        if _NO_CLAIM.search(line.text.strip()):
            continue
        key = _best(line.text, wordings, None)
        if key is None or made.get(key, 0) >= LINES_A_PROMISE or not _claims(asset, line):
            continue
        made[key] = made.get(key, 0) + 1
        yield Promise(
            id=make_id("promise", asset.id, line.number, line.text),
            text=_CARD.sub("", line.text).strip(),
            kind=cast("PromiseKind", key.partition(".")[0]),
            asset=asset.id,
            asset_title=asset.title,
            line=line.number,
            start=line.start,
        )


def _claims(asset: Asset, line: AssetLine) -> bool:
    """Say whether a line can carry a claim: posters always, trailers by a title card or a full phrase."""
    return asset.form != "trailer" or bool(_CARD.match(line.text)) or len(line.text.strip()) >= 6


def _best(text: str, wordings: dict[str, Wording], kind: str | None) -> str | None:
    """Choose the promise whose claim words cover most of a text; earlier entries win ties."""
    best, most = None, 0
    for key, wording in wordings.items():
        if (kind is None or wording.kind == kind) and wording.claims is not None:
            covered = sum(len(match.group()) for match in wording.claims.finditer(text))
            if covered > most:
                best, most = key, covered
    return best
