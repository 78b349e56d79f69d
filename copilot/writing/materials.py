"""Writes what partners need rather than what is posted: poster lines, cinema kit, partner briefs, co-creation kit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from copilot.domain.diagnosis import Diagnosis
from copilot.domain.draft import Draft
from copilot.domain.evidence import passage
from copilot.domain.ids import make_id
from copilot.errors import InputError
from copilot.insight.case import Case
from copilot.writing.bank import Bank, Figures, gather
from copilot.writing.blocks import as_sentence, merge
from copilot.writing.compose import claims_of
from copilot.writing.page import ai_label
from copilot.writing.phrases import formats, phrasebook
from copilot.writing.telling import Sentence, Teller, Turn
from copilot.writing.wish import can_take

CHANNEL = "material"
_QUOTES = 5
_SPACES = {"/": "\n", "//": "\n\n"}


def material_kinds() -> list[str]:
    """List the kinds of material that can be made."""
    return list(formats().materials)


def make_material(
    kind: str, case: Case, diagnosis: Diagnosis, figures: Figures | None = None, *, day: int | None = None
) -> Draft:
    """Write one material as a draft of channel "material", one field a part.

    Args:
        kind: One of `material_kinds()`.
        case: The film's data.
        diagnosis: Its themes and promise ledger.
        figures: Gives counts that copy may name.
        day: Day of release it goes out on; None takes the day of the case.

    Raises:
        InputError: There is no such kind.
    """
    recipes = formats().materials
    if kind not in recipes:
        raise InputError("writing material", f"{kind!r} is none of {', '.join(recipes)}", "Use one of these kinds.")
    bank = gather(case, diagnosis, figures, day=day)
    angles = [angle for angle in phrasebook(bank.language).angles if can_take(angle, bank)]
    place = list(recipes).index(kind)
    teller = Teller(bank, phrasebook(bank.language), Turn(place, place, angles[place % len(angles)]))
    label = ai_label(teller, kind)
    parts = {name: _write(teller, tokens) for name, tokens in recipes[kind].tokens.items()}
    fields = {name: part.text for name, part in parts.items() if part.text} | {"note": label.text}
    return Draft(
        id=make_id("draft", bank.dossier.id, CHANNEL, kind, bank.day, *fields.values()),
        film=bank.dossier.id,
        channel=CHANNEL,
        format=kind,
        language=bank.language,
        angle=teller.turn.angle,
        fields=fields,
        hashtags=list(bank.dossier.hashtags),
        claims=claims_of(list(parts.values())),
        ai_label=label.text,
    )


def _write(teller: Teller, tokens: tuple[str, ...]) -> Sentence:
    """Write one part: its tokens' sentences in order, without repeating a long filling."""
    parts: list[Sentence] = []
    joint, text = "", ""
    for token in tokens:
        if token in _SPACES:
            joint = _SPACES[token]
            continue
        found = _sentences(teller, token.rstrip("!"))
        shown = frozenset().union(*(part.shown for part in parts)) if parts else frozenset()
        fresh = [sentence for sentence in found if not sentence.shown & shown] or found
        chosen = fresh if token.rstrip("!").endswith("*") or token.rstrip("!") in _LISTS else fresh[:1]
        if chosen:
            block = merge(chosen, "\n")
            text += (joint if text else "") + block.text
            parts.append(block)
    return replace(merge(parts, "\n"), text=text) if parts else as_sentence("")


def _sentences(teller: Teller, token: str) -> list[Sentence]:
    if token in _LISTS:
        return _LISTS[token](teller)
    name = token.rstrip("*")
    found = teller.move(*name.split("."))
    return [_bullet(sentence) for sentence in found] if token.endswith("*") else found


def _bullet(sentence: Sentence) -> Sentence:
    return replace(sentence, text=f"· {sentence.text}")


def _viewers(teller: Teller) -> list[Sentence]:
    """List viewers' words, each clause once."""
    found: dict[frozenset[str], Sentence] = {}
    for _ in range(_QUOTES):
        for sentence in teller.quotes():
            found.setdefault(sentence.shown, sentence)
    return [_bullet(sentence) for sentence in list(found.values())[:_QUOTES]]


def _questions(teller: Teller) -> list[Sentence]:
    return [_bullet(sentence) for sentence in teller.move("questions")[:_QUOTES]]


def _angles(teller: Teller) -> list[Sentence]:
    """List one way into the film an angle."""
    open_angles = [angle for angle in teller.book.angles if can_take(angle, teller.bank)]
    found = [teller.angle("title", angle)[:1] for angle in open_angles]
    return [_bullet(sentence) for titles in found for sentence in titles]


def _tone(teller: Teller) -> list[Sentence]:
    """Hand the dossier's tone on, as it is written there."""
    bank, book = teller.bank, teller.book
    said: list[Sentence] = []
    for name, rules in (("do", bank.dossier.tone.do), ("dont", bank.dossier.tone.dont)):
        template = str(book.moves["kit"][name])
        said += [
            Sentence(f"· {template.replace('{rule}', rule)}", (passage(bank.dossier.id, rule),), template)
            for rule in rules
            if not bank.secrets.tells(rule)
        ]
    return said


def _clips(teller: Teller) -> list[Sentence]:
    """List the campaign's own material that fans may use: what is stated to be cleared."""
    kit = teller.book.moves["kit"]
    found = [
        Sentence(f"· {str(kit['clip']).replace('{asset}', one.title)}", (passage(one.id, one.title),), "clip")
        for one in teller.bank.assets
        if one.title and one.rights == "cleared"
    ]
    return found or [as_sentence(f"· {kit['no_clip']}")]


def _fillers(pool: str) -> Callable[[Teller], list[Sentence]]:
    def listed(teller: Teller) -> list[Sentence]:
        bank: Bank = teller.bank
        fillers = bank.crowds if pool == "crowds" else bank.plots
        return [Sentence(f"· {f.text}", f.evidence, pool, frozenset({f.text})) for f in fillers]

    return listed


def _tags(teller: Teller) -> list[Sentence]:
    tags = [*teller.bank.dossier.hashtags, teller.bank.dossier.title]
    return [as_sentence(" ".join(f"#{tag}" for tag in dict.fromkeys(tags)))]


_LISTS: dict[str, Callable[[Teller], list[Sentence]]] = {
    "viewers": _viewers,
    "kit_questions": _questions,
    "kit_tags": _tags,
    "angles": _angles,
    "tone": _tone,
    "clips": _clips,
    "crowds": _fillers("crowds"),
    "plots": _fillers("plots"),
}
