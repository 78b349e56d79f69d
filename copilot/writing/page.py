"""Writes the fields of one draft: the format's recipe realised, fitted into the channel's limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from copilot.domain.channel import FieldLimit, RulePack
from copilot.evaluation.measure import measure
from copilot.writing import blocks
from copilot.writing.bank import Bank
from copilot.writing.fitting import Unit, fit, join
from copilot.writing.phrases import Phrasebook, Recipe, formats, phrasebook
from copilot.writing.telling import Sentence, Teller
from copilot.writing.wish import can_take

_LAST_RUNNING_DAY = 45
"""A Chinese key runs about a month and is often extended; later copy no longer sends people to the cinema."""
_FACTS = ("plot", "person", "core", "plot", "place", "person", "credit")
_LINES = ("title", "short", "digest", "preheader")
_NOTHING: frozenset[str] = frozenset()
_SPACES = {"/": "\n", "//": "\n\n"}


@dataclass(frozen=True)
class Written:
    """One field with the sentences it is made of."""

    text: str
    sentences: tuple[Sentence, ...]


def ai_label(teller: Teller, form: str) -> Sentence:
    """Choose the wording of the visible AI note; short messages take the short one."""
    name = "label_short" if form in ("sms", "push") else "label"
    wordings = teller.book.patterns(name)
    return blocks.as_sentence(wordings[teller.turn.serial % len(wordings)].text)


@dataclass
class Page:
    """One draft's fields in the making."""

    teller: Teller
    pack: RulePack
    form: str
    label: Sentence
    tags: list[str]
    paid: bool

    def fields(self) -> dict[str, Written]:
        """Write every field of the pack that has a role in this format."""
        recipe = formats().recipes[self.form]
        roles = {name: formats().roles.get(name, "") for name in self.pack.fields}
        found: dict[str, Written] = {}
        for name, role in roles.items():
            if role == "tags":
                found[name] = Written(", ".join(self.tags), ())
            elif role in recipe.tokens and role not in _LINES:
                found[name] = self._body(recipe.tokens[role], self.pack.fields[name])
        found |= self._follow_ups(recipe, found)
        about = frozenset(word for part in found.values() for s in part.sentences for word in s.names)
        for name, role in roles.items():
            if role in _LINES:
                found |= self._line(name, role, about)
        return {name: found[name] for name in sorted(found, key=[*self.pack.fields, *found].index)}

    def _follow_ups(self, recipe: Recipe, found: dict[str, Written]) -> dict[str, Written]:
        """Write the further posts of a thread, each within the limit and none showing what an earlier one showed."""
        roles = [role for role in recipe.tokens if role.startswith("post")]
        name = next((own for own in found if formats().roles.get(own) == "body"), "")
        posts: dict[str, Written] = {}
        for number, role in enumerate(roles if name else [], 2):
            told = frozenset(
                mark for part in [found[name], *posts.values()] for s in part.sentences for mark in _marks(s)
            )
            opening = blocks.as_sentence(f"{number}/{len(roles) + 1} ")
            posts[f"{name}#{number}"] = self._body(recipe.tokens[role], self.pack.fields[name], opening, told)
        return posts

    def _line(self, name: str, role: str, about: frozenset[str]) -> dict[str, Written]:
        """Choose the first fitting line that promises nothing the text is not about.

        A field that is not required may stay empty.
        """
        limit = self.pack.fields[name]
        if role in ("title", "short"):
            lines = self.teller.move("push_title") if self.form == "push" else self.teller.angle(role)
        else:
            lines = self.teller.move(role)
        lines = [line for line in lines if line.names <= about] or lines
        spare = [blocks.as_sentence(text) for text in (self.teller.bank.fixed["film"].text, *self.tags)]
        allowed = [s for s in [*lines, *spare] if _within(limit, s.text)]
        short = [s for s in allowed if limit.soft is None or measure(limit.count, s.text) <= limit.soft]
        best = (short or allowed)[:1]
        if best or not limit.required:
            return {name: Written(best[0].text, tuple(best))} if best else {}
        units = [Unit(tuple(lines or spare), True, "")]
        chosen = fit(units, lambda text: _within(limit, text), lambda text: _within(limit, text))
        return {name: Written(chosen[0][1].text, (chosen[0][1],))}

    def _body(
        self,
        tokens: tuple[str, ...],
        limit: FieldLimit,
        opening: Sentence | None = None,
        told: frozenset[str] = _NOTHING,
    ) -> Written:
        room = limit.soft or limit.max
        units = [replace(unit, options=_untold(unit.options, told)) for unit in self._units(tokens)]
        if opening:
            units = [Unit((opening,), True, ""), replace(units[0], before=""), *units[1:]]
        chosen = fit(
            units,
            lambda text: _within(limit, text),
            lambda text: room is None or measure(limit.count, text) <= room,
        )
        text = join([unit for unit, _ in chosen], {place: s for place, (_, s) in enumerate(chosen)})
        return Written(text, tuple(sentence for _, sentence in chosen))

    def _units(self, tokens: tuple[str, ...]) -> list[Unit]:
        space = "" if self.teller.bank.language == "zh" else " "
        units, before, sections = [], "", 0
        if self.paid and self.pack.ad_disclosure:
            units.append(Unit(tuple(self.teller.move("ad_mark")), True, ""))
        for token in tokens:
            if token in _SPACES:
                before = _SPACES[token]
                continue
            name = token.rstrip("!")
            options = self._options(name, sections)
            sections += name == "section"
            units.append(Unit(tuple(options), token.endswith("!") and bool(options), before or space))
            before = ""
        return units

    def _options(self, name: str, sections: int) -> list[Sentence]:
        teller = self.teller
        special: dict[str, Callable[[], list[Sentence]]] = {
            "label": lambda: [self.label],
            "label_short": lambda: [self.label],
            "tags": lambda: blocks.tag_line(self.tags, self.pack),
            "optout": lambda: [blocks.as_sentence(self._sms_book().text("sms_optout"))],
            "quote": teller.quotes,
            "fact": self._facts,
            "bullets": lambda: blocks.bullets(teller),
            "chapters": lambda: blocks.chapters(teller),
            "questions": lambda: blocks.questions(teller),
            "section": lambda: blocks.section(teller, sections, self._angles()),
            "cta": lambda: teller.move("cta", phase(teller.bank.day)),
            "sms": self._messages,
            "push": lambda: grounded(teller.move("push")),
        }
        if name in special:
            return special[name]()
        return teller.angle(name.removeprefix("angle.")) if name.startswith("angle.") else teller.move(name)

    def _angles(self) -> list[str]:
        return [angle for angle in self.teller.book.angles if can_take(angle, self.teller.bank)]

    def _facts(self) -> list[Sentence]:
        """Offer the film's own facts, another kind first in each draft; viewers' words where there are none."""
        first = self.teller.turn.serial % len(_FACTS)
        kinds = dict.fromkeys([*_FACTS[first:], *_FACTS[:first]])
        return [s for kind in kinds for s in self.teller.move(kind)[:2]] or self.teller.quotes()

    def _sms_book(self) -> Phrasebook:
        """Signature and opt-out follow the carrier's country, whatever language the message is in."""
        chinese = any(limit.count == "sms_cn" for limit in self.pack.fields.values())
        return phrasebook("zh") if chinese else self.teller.book

    def _messages(self) -> list[Sentence]:
        """Sign the messages; one signed with the title need not say it again."""
        signed, title = signature(self.teller.bank, self._sms_book()), self.teller.bank.dossier.title
        patterns = self.teller.book.patterns("sms")
        short = [p for p in patterns if "film" not in p.slots] if title in signed else patterns
        found = grounded(self.teller.options(short, self.teller.turn.serial)) or grounded(self.teller.move("sms"))
        return [replace(s, text=f"{signed}{s.text}") for s in found]


def _untold(options: tuple[Sentence, ...], told: frozenset[str]) -> tuple[Sentence, ...]:
    return tuple(option for option in options if not _marks(option) & told) or options[:1]


def _marks(sentence: Sentence) -> frozenset[str]:
    return sentence.shown | {sentence.text}


def grounded(sentences: list[Sentence]) -> list[Sentence]:
    """Keep the sentences that rest on something; all of them when none does."""
    return [sentence for sentence in sentences if sentence.evidence] or sentences


def signature(bank: Bank, book: Phrasebook) -> str:
    """Return the sender's signature: the dossier's own, else a title of 2 to 8 characters, else a neutral one."""
    title = bank.dossier.title
    name = str(bank.dossier.facts.get("sms_signature", title if 2 <= len(title) <= 8 else book.text("sms_sender")))
    return book.text("sms_signature").replace("{name}", name)


def phase(day: int) -> str:
    """Name the phase of a day of release: before, running, later."""
    return "before" if day < 1 else "running" if day <= _LAST_RUNNING_DAY else "later"


def _within(limit: FieldLimit, text: str) -> bool:
    size = measure(limit.count, text)
    long_enough = limit.min is None or size >= limit.min
    return long_enough and (limit.max is None or size <= limit.max) and not any(mark in text for mark in limit.forbid)
