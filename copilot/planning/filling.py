"""Fills a card for one film: texts, evidence, metric, and dates."""

from __future__ import annotations

from datetime import timedelta

from copilot.domain.diagnosis import Promise
from copilot.domain.evidence import Evidence, passage
from copilot.domain.ids import make_id
from copilot.domain.plan import Action
from copilot.domain.playbook import ActionCard
from copilot.domain.value import Bilingual
from copilot.planning.binding import Binding
from copilot.planning.channels import channel_name, choose_channel
from copilot.planning.material import Material, dossier_evidence
from copilot.planning.measuring import Gauge
from copilot.planning.phrases import fill, say, say_date
from copilot.planning.queries import Subject
from copilot.planning.stages import StageDates
from copilot.planning.words import bare, inside_sentence, join_title, put_title

_MOST_EVIDENCE = 6


def fill_card(card: ActionCard, binding: Binding, material: Material, stage: StageDates, gauge: Gauge) -> Action:
    """Make an action of a card.

    Args:
        card: The card.
        binding: What it speaks of.
        material: What the film offers.
        stage: When it runs.
        gauge: Reads its metric.

    Returns:
        The action, with at least one piece of evidence of this film.
    """
    channel = choose_channel(card.channels, material.dossier.market) or card.channels[0]
    slots = film_slots(material, binding, channel, stage)
    check_on = stage.from_ + timedelta(days=card.metric.check_after_days)
    language = material.language
    subject = Subject(material.dossier.id, binding.theme, binding.entry, channel)
    rule = gauge.choose_rule(card.metric, subject)
    name = fill(rule.name.in_(language), slots, card.id)
    measured = gauge.measure(rule, subject, name, check_on)
    slots |= {"metric": inside_sentence(name, material.dossier.title, language)}
    slots |= {"floor": measured.floor, "target": measured.target, "check": say_date(check_on, language)}

    def put(text: Bilingual) -> str:
        return join_title(fill(text.in_(language), slots, card.id), material.dossier.title)

    cause = binding.cause.cause if binding.cause else None
    return Action(
        id=make_id("action", material.dossier.id, card.id, stage.from_, put(card.what)),
        card=card.id,
        what=put_title(card.title.in_(language), put(card.what), language),
        steps=[put(step) for step in card.steps],
        cause=cause,
        channel=channel,
        owner=card.owner.in_(language),
        deliverable=put(card.outputs),
        evidence=_evidence(binding, material, measured.evidence),
        metric=measured.metric,
        stop_rule=put(card.stop_rule),
        risk=put(card.risk),
        lines=card.lines,
        dimensions=card.dimensions,
    )


def film_slots(material: Material, binding: Binding, channel: str, stage: StageDates) -> dict[str, object]:
    """Say everything about the film that a card's texts may ask for, each as a bare phrase."""
    dossier, language = material.dossier, material.language
    promise = binding.entry.promise if binding.entry else None
    tag = dossier.hashtags[0] if dossier.hashtags else dossier.title.replace(" ", "")
    return {
        "film": bare(dossier.title) or dossier.title,
        "theme": bare(binding.theme.label) if binding.theme else "",
        "quote": binding.quote.text if binding.quote else "",
        "promise": bare(promise.text) if promise else "",
        "asset": name_asset(promise, material) if promise else "",
        "audience": binding.audience,
        "cold_audience": bare(binding.cold_audience),
        "character": binding.character,
        "core_emotion": material.core_emotion,
        "channel": channel_name(channel, language),
        "hashtag": f"#{tag}#" if channel == "weibo" else f"#{tag}",
        "genre": dossier.genres[0] if dossier.genres else "",
        "would_change": bare(binding.cause.would_change) if binding.cause else "",
        "from": say_date(stage.from_, language),
        "to": say_date(stage.to, language),
    }


def name_asset(promise: Promise, material: Material) -> str:
    """Name where a promise is made: the asset's title with its time or line, or the dossier itself."""
    language = material.language
    title = bare(promise.asset_title)
    if promise.asset == material.dossier.id or not title:
        return say("asset_dossier", language)
    if promise.start is not None:
        minutes, seconds = divmod(int(promise.start), 60)
        return say("asset_time", language, title=title, time=f"{minutes:02d}:{seconds:02d}")
    return say("asset", language, title=title)


def _evidence(binding: Binding, material: Material, baseline: Evidence | None) -> list[Evidence]:
    """Collect what the action rests on: the words quoted, the promise, the theme, the cause, the baseline."""
    found: dict[str, Evidence] = {}
    promise = binding.entry.promise if binding.entry else None
    sources = [
        [binding.quote] if binding.quote else [],
        [baseline] if baseline else [],
        [passage(promise.asset, material.words_of(promise))] if promise else [],
        [e for e in binding.entry.evidence if e.kind == "quote"][:1] if binding.entry else [],
        [e for e in binding.theme.evidence if material.is_open(e.text)][:2] if binding.theme else [],
        binding.cause.evidence[:2] if binding.cause else [],
    ]
    for item in (item for source in sources for item in source):
        found.setdefault(item.id, item)
    return list(found.values())[:_MOST_EVIDENCE] or [dossier_evidence(material.dossier)]
