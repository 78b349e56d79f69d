"""Composes copy for a channel from a film's evidence, without a model: plan units, realise them, fit the limits."""

from __future__ import annotations

from dataclasses import replace

from copilot.domain.channel import RulePack
from copilot.domain.diagnosis import Diagnosis
from copilot.domain.draft import Claim, Draft
from copilot.domain.ids import make_id
from copilot.insight.case import Case
from copilot.writing import blocks
from copilot.writing.bank import Bank, Figures, Filler
from copilot.writing.page import Page, ai_label
from copilot.writing.phrases import phrasebook
from copilot.writing.proof import Judge, bench_for
from copilot.writing.script import shot_table
from copilot.writing.telling import Sentence, Teller
from copilot.writing.wish import ANY, Wish, check_wish, turns

_ATTEMPTS = 8


def compose(  # noqa: PLR0913  (the contract's options)
    case: Case,
    diagnosis: Diagnosis,
    figures: Figures | None,
    pack: RulePack,
    *,
    angle: str | None = None,
    variants: int = 3,
    day: int | None = None,
) -> list[Draft]:
    """Write the variants of a channel's copy; the same input always gives the same drafts.

    Args:
        case: The film's data.
        diagnosis: Its themes, ledger and causes.
        figures: Gives counts that copy may name; None leaves them out.
        pack: The channel.
        angle: One of the phrasebook's angles; None lets each variant take another.
        variants: 1 to 9.
        day: Day of release the copy is for (release day is 1); None takes the day of the case.

    Raises:
        PolicyError: The channel is read only.
        InputError: The angle or the number is not possible, or the shortest copy exceeds a hard limit.
    """
    bench = bench_for(case, diagnosis, figures, day)
    return compose_from(bench.bank, pack, Wish(angle=angle, variants=variants), bench.judge_for(pack))


def compose_from(bank: Bank, pack: RulePack, wish: Wish = ANY, proof: Judge | None = None) -> list[Draft]:
    """Write the variants from material gathered once for all channels; see `compose`.

    A draft that `proof` blocks is composed again from other patterns and material, a few times; if all fail, the first
    is returned for people to mend.
    """
    book = phrasebook(bank.language)
    form = check_wish(wish, pack, book)
    if wish.audience:
        bank = replace(bank, crowds=(Filler(wish.audience),))
    found = []
    for variant, turn in enumerate(turns(wish, pack.id, bank, book), 1):
        tries = (
            _draft(Teller(bank, book, turn.later(attempt)), pack, form, wish, variant) for attempt in range(_ATTEMPTS)
        )
        first = next(tries)
        passed = proof is None or proof(first).passed
        found.append(first if passed or proof is None else next((d for d in tries if proof(d).passed), first))
    return found


def _draft(teller: Teller, pack: RulePack, form: str, wish: Wish, variant: int) -> Draft:
    bank = teller.bank
    label = ai_label(teller, form)
    tags = blocks.topics(bank, pack)
    page = Page(teller, pack, form, label, tags, wish.paid)
    written = page.fields()
    script = shot_table(teller) if form == "short_video_script" else []
    fields = {name: part.text for name, part in written.items()}
    return Draft(
        id=make_id("draft", bank.dossier.id, pack.id, form, variant, bank.day, *fields.values()),
        film=bank.dossier.id,
        channel=pack.id,
        format=form,
        language=bank.language,
        angle=teller.turn.angle,
        variant=variant,
        fields=fields,
        hashtags=tags,
        script=[shot.row for shot in script],
        claims=claims_of([s for part in written.values() for s in part.sentences] + [s.said for s in script]),
        ai_label=label.text,
    )


def claims_of(sentences: list[Sentence]) -> list[Claim]:
    """Turn the sentences that rest on something into claims, each once."""
    found = {s.text: Claim(text=s.text, evidence=list(s.evidence)) for s in sentences if s.evidence}
    return list(found.values())


__all__ = ["Wish", "compose", "compose_from"]
