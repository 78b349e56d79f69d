"""Weighs what the campaign may have done wrong: promised another film, met other people, left no way to join in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from copilot.domain.diagnosis import Audience, Cause, LedgerEntry
from copilot.domain.evidence import Evidence
from copilot.insight.causes.bench import ENOUGH_TO_RULE_OUT, FEWEST_VOICES, FLOOR, Bench
from copilot.insight.figures import read_aloud
from copilot.insight.invitations import invites
from copilot.insight.promise_lexicon import wordings_for
from copilot.insight.reports import TAKING_PART_ENTRY
from copilot.insight.viewers import wilson
from copilot.insight.wording import say, shared

CLEAR_GROUP = 10
"""Voices a group needs before its being colder or warmer says something about whom the campaign met."""
ENOUGH_POSTS = 5
OFTEN_INTERACTIVE = 0.3
"""Share of posts that ask for something back from which a campaign counts as inviting; below a tenth it does not."""
SURE_ENOUGH = 0.674
"""Normal quantile that three in four values stay below."""
_MEETING_KINDS = ("genre", "pace", "emotion", "star", "spectacle")
"""Promises by which a campaign chooses whom it meets."""


def weigh_mismatch(bench: Bench) -> Cause:
    """Weigh whether trailer and story are misaligned.

    Supported when a promise is broken, or surely more viewers say they were misled than in nine of ten ordinary films.
    Ruled out when hardly anyone says so and no promise is broken. Viewers who praise the same promise stand against it.
    """
    talk = bench.talk("promise_broken")
    misled = talk.stands_out and not _is_contested(bench, talk.mentions)
    broken = sorted((e for e in bench.ledger if e.state == "broken"), key=lambda e: -e.broken)
    kept = [e for e in bench.ledger if e.state in ("kept", "over_delivered")]
    quotes = bench.quotes("promise_broken", count=3)
    against = [item for entry in kept[:2] for item in entry.evidence[:1]]
    if bench.viewers < FEWEST_VOICES:
        return _too_few(bench, "mismatch", quotes)
    if (broken and _outweighs(bench, broken, kept, stands_out=misled)) or misled:
        evidence = [*_of_ledger(broken), *quotes, talk.figure]
        why = _mismatch_why(bench, broken, talk.share)
        confidence = max(talk.strength if misled else 0.0, _of_broken(broken))
        contrary = [item for entry in broken for item in (*entry.against[:1], *entry.against[-1:])] + against
        return bench.cause("mismatch", "supported", confidence, why, evidence=_once(evidence), against=_once(contrary))
    share = read_aloud(talk.share, "share", bench.language)
    if talk.is_rare and not broken:
        why = say(shared("mismatch.ruled_out", talk.share), bench.language, share=share)
        return bench.cause("mismatch", "ruled_out", talk.rarity, why, evidence=quotes, against=[talk.figure, *against])
    why = say(shared("mismatch.cannot_tell", talk.share), bench.language, share=share)
    spoken = _once([*_of_ledger(broken), *quotes, talk.figure])
    return bench.cause("mismatch", "cannot_tell", 0.3, why, evidence=spoken, against=against)


def weigh_positioning(bench: Bench) -> Cause:
    """Weigh whether the campaign met the wrong people.

    Supported when "not for me" surely stands out, or when one group of viewers is clearly colder than the rest while
    another is clearly warmer. Ruled out when hardly anyone says so, no group is clearly colder, and no promise that
    chose the viewers was broken: whoever came for what was not there need not say that it is not for them.
    """
    talk = bench.talk("not_for_me")
    cold = [a for a in bench.audiences if a.responds is False and a.viewers >= CLEAR_GROUP]
    warm = [a for a in bench.audiences if a.responds is True and a.viewers >= CLEAR_GROUP]
    quotes = bench.quotes("not_for_me", count=3)
    share = read_aloud(talk.share, "share", bench.language)
    if bench.viewers < FEWEST_VOICES:
        return _too_few(bench, "positioning", quotes)
    split = bool(cold and warm)
    if talk.stands_out or split:
        evidence = [*quotes, talk.figure, *(item for a in (*cold, *warm) for item in a.evidence[:1])]
        why = _positioning_why(bench, cold, warm, share=share, stands_out=talk.stands_out)
        confidence = max(talk.strength if talk.stands_out else 0.0, 0.65 if split else 0.0)
        return bench.cause("positioning", "supported", confidence, why, evidence=_once(evidence))
    lured = any(e.state == "broken" and e.promise.kind in _MEETING_KINDS for e in bench.ledger)
    if talk.is_rare and not cold and not lured:
        why = say(shared("positioning.ruled_out", talk.share), bench.language, share=share)
        return bench.cause("positioning", "ruled_out", talk.rarity, why, evidence=quotes, against=[talk.figure])
    why = say(shared("positioning.cannot_tell", talk.share), bench.language, share=share)
    return bench.cause("positioning", "cannot_tell", 0.3, why, evidence=quotes, against=[talk.figure])


def weigh_interaction(bench: Bench) -> Cause:
    """Weigh whether viewers had too few ways to take part.

    Supported when viewers surely ask for a place to take part, or when they ask for more than viewers usually do while
    hardly any of the campaign's posts asked for anything back. Ruled out when posts often did and nobody misses it.
    """
    missing = bench.talk("nowhere_to_take_part", watched=False, reports=f"{TAKING_PART_ENTRY}.broken")
    wanting = bench.talk("asks_for_more")
    own = [post for post in bench.case.posts if post.own]
    inviting = [post for post in own if invites(post)]
    quotes = _missing_quotes(bench) or bench.quotes("asks_for_more", count=2)
    counted = _posts_figures(bench)
    enough = len(own) >= ENOUGH_POSTS
    quiet = enough and len(inviting) <= 0.1 * len(own)
    said = {
        "share": read_aloud(missing.share, "share", bench.language),
        "wanting": read_aloud(wanting.share, "share", bench.language),
        "posts": len(own),
        "inviting": len(inviting),
    }
    if missing.stands_out or (quiet and wanting.stands_out):
        stated = "interaction.supported" if own else "interaction.supported_unposted"
        why = say(stated if missing.stands_out else "interaction.supported_posts", bench.language, **said)
        confidence = missing.strength if missing.stands_out else 0.6
        evidence = [*quotes, missing.figure if missing.stands_out else wanting.figure, *counted]
        return bench.cause("interaction", "supported", confidence, why, evidence=evidence)
    if (
        enough
        and len(inviting) >= OFTEN_INTERACTIVE * len(own)
        and missing.total >= ENOUGH_TO_RULE_OUT
        and missing.is_rare
    ):
        why = say("interaction.ruled_out", bench.language, **said)
        return bench.cause("interaction", "ruled_out", 0.65, why, evidence=quotes, against=[missing.figure, *counted])
    key = "interaction.no_posts" if not own else shared("interaction.cannot_tell", missing.share)
    why = say(key, bench.language, **said)
    return bench.cause("interaction", "cannot_tell", 0.3, why, evidence=quotes, against=[missing.figure, *counted])


def _is_contested(bench: Bench, misled: float) -> bool:
    """Say whether the misled may not outnumber those who say that the campaign kept its word, at odds of three to one.

    Kept and broken are told in the same words, and one reproach in three is heard as praise (docs/decisions/0014):
    asked for more, such mistakes alone would leave most causes open. That the talk is not ordinary is asked at 95 %.
    """
    _, kept = bench.figures.ask("count", "reviews", watched=1, signal="promise_kept", weight="cleaned")
    low, _ = wilson(misled, misled + (kept or 0.0), z=SURE_ENOUGH)
    return low <= 0.5


def _missing_quotes(bench: Bench) -> list[Evidence]:
    wording = wordings_for(bench.case.dossier)[TAKING_PART_ENTRY]
    found = np.flatnonzero(bench.figures.mask(reports=f"{TAKING_PART_ENTRY}.broken"))
    chosen = bench.quoter.choose(found, lambda text: wording.spans("broken", text), count=3)
    return chosen or bench.quotes("nowhere_to_take_part", watched=False)


def _too_few(bench: Bench, name: str, quotes: list[Evidence]) -> Cause:
    query, value = bench.figures.ask("count", "reviews", watched=1, weight="cleaned")
    why = say("talk.too_few", bench.language, viewers=round(value or 0.0), fewest=FEWEST_VOICES)
    figure = bench.figures.evidence(query, say("talk.viewers", bench.language, viewers=round(value or 0.0)))
    if name == "mismatch":
        return bench.cause("mismatch", "cannot_tell", 0.2, why, evidence=quotes, against=[figure])
    return bench.cause("positioning", "cannot_tell", 0.2, why, evidence=quotes, against=[figure])


def _outweighs(bench: Bench, broken: list[LedgerEntry], kept: list[LedgerEntry], *, stands_out: bool) -> bool:
    """Say whether broken promises weigh more than kept ones, and matter to enough of all viewers."""
    lost, held = sum(e.broken for e in broken), sum(e.kept for e in kept)
    if not stands_out and max(e.broken for e in broken) < FLOOR * bench.viewers:
        return False
    return (
        stands_out
        or lost > held
        or any(e.promise.kind in ("genre", "star", "relationship", "occasion") for e in broken)
    )


def _of_broken(broken: list[LedgerEntry]) -> float:
    return 0.6 + 0.05 * min(4, len(broken)) if broken else 0.0


def _of_ledger(broken: list[LedgerEntry]) -> list[Evidence]:
    return [item for entry in broken[:3] for item in (*entry.evidence[:1], *entry.evidence[-1:])]


def _once(evidence: Sequence[Evidence | None]) -> list[Evidence]:
    return list({item.id: item for item in evidence if item is not None}.values())


def _mismatch_why(bench: Bench, broken: list[LedgerEntry], share: float) -> str:
    spoken = read_aloud(share, "share", bench.language)
    if not broken:
        return say("mismatch.supported_talk", bench.language, share=spoken)
    entry = broken[0]
    return say(
        "mismatch.supported" if round(entry.kept) else "mismatch.supported_unopposed",
        bench.language,
        promise=entry.promise.text,
        asset=entry.promise.asset_title or entry.promise.asset,
        broken=round(entry.broken),
        kept=round(entry.kept),
        share=spoken,
    )


def _positioning_why(bench: Bench, cold: list[Audience], warm: list[Audience], *, share: str, stands_out: bool) -> str:
    if cold and warm:
        key = "positioning.supported_both" if stands_out else "positioning.supported_split"
        return say(key, bench.language, share=share, cold=cold[0].name, warm=warm[0].name)
    return say("positioning.supported", bench.language, share=share)


def _posts_figures(bench: Bench) -> list[Evidence]:
    """Count the campaign's own posts and those among them that invite viewers; nothing when there are none."""
    found = []
    for key, filters in (("interaction.posts", {}), ("interaction.posts_inviting", {"inviting": 1})):
        query, value = bench.figures.ask("count", "posts", own=1, **filters)
        found.append(bench.figures.evidence(query, say(key, bench.language, posts=round(value or 0))))
    return [item for item in found if item is not None] if found[0] and found[0].value else []
