"""Makes ways for viewers to take part from what this film's viewers argue about, are moved by and ask."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from copilot.domain.diagnosis import Diagnosis, Theme
from copilot.domain.evidence import Evidence
from copilot.domain.ids import make_id
from copilot.domain.plan import Interaction
from copilot.domain.value import Bilingual
from copilot.insight.case import Case
from copilot.planning.binding import Binding, choose_audience, choose_character
from copilot.planning.channels import choose_channel
from copilot.planning.figure_reader import FigureReader
from copilot.planning.filling import film_slots
from copilot.planning.interaction_templates import InteractionTemplate, load_templates, template_slots
from copilot.planning.material import Material, dossier_evidence, gather_material
from copilot.planning.measuring import Gauge
from copilot.planning.phrases import fill
from copilot.planning.queries import Subject
from copilot.planning.risks import screen
from copilot.planning.stages import date_stages
from copilot.planning.words import bare, join_title

_MOST_LABELS = 4


def make_interactions(case: Case, diagnosis: Diagnosis, figures: FigureReader, *, count: int = 6) -> list[Interaction]:
    """Make interactions, those that may run first, as many different types as possible before any type comes again.

    Args:
        case: The film's data.
        diagnosis: Its themes, audiences and ledger.
        figures: Reads the baselines of their measures.
        count: How many at most; fewer come back when the film offers no more.
    """
    material = gather_material(case, diagnosis)
    maker = _Maker(case, material, Gauge(case, figures))
    made: list[Interaction] = []
    rounds = 1 + max(0, len(material.themes) - 1)
    templates = load_templates()
    for _ in range(rounds):
        made += [item for item in map(maker.make, templates) if item is not None]
        runnable = [item for item in made if not item.do_not]
        if len(runnable) >= count:
            break
    unique = list({item.title: item for item in made}.values())
    return sorted(unique, key=lambda item: bool(item.do_not))[:count]


class _Maker:
    """Fills templates for one film, letting themes and characters take turns."""

    def __init__(self, case: Case, material: Material, gauge: Gauge) -> None:
        self._case, self._material, self._gauge = case, material, gauge
        self._used: Counter[str] = Counter()
        self._opens = date_stages(case.as_of, material.day)[0]

    def make(self, template: InteractionTemplate) -> Interaction | None:
        """Fill one template; None when the film lacks a theme, character or channel for it."""
        theme = self._choose_theme(template)
        channel = choose_channel(template.channels, self._material.dossier.market)
        if theme is None or channel is None:
            return None
        quotes = self._quotes(theme)
        binding = self._bind(theme, quotes)
        slots = film_slots(self._material, binding, channel, self._opens)
        if any(not slots[slot] for slot in template_slots(template, self._material.language, quoted=bool(quotes))):
            return None
        self._used.update([f"theme {theme.key}", binding.character])
        return self._fill(template, theme, quotes, slots, channel)

    def _choose_theme(self, template: InteractionTemplate) -> Theme | None:
        """Take the least used theme of the kinds the template suits, best kind first; any theme when it has none."""
        themes = self._material.themes
        suited = [theme for kind in template.themes for theme in themes if theme.kind == kind]
        pool = suited or themes
        quoted = [theme for theme in pool if self._material.quote_of(theme.evidence, theme)]
        return min(quoted or pool, key=lambda theme: self._used[f"theme {theme.key}"], default=None)

    def _quotes(self, theme: Theme) -> list[Evidence]:
        """Return up to two viewers' quotes on the theme, of different reviews, that say more than its label."""
        found: dict[str, Evidence] = {}
        for quote in self._material.quotes_of(theme.evidence, theme):
            if bare(quote.text) != bare(theme.label):
                found.setdefault(quote.source, quote)
        return list(found.values())[:2]

    def _bind(self, theme: Theme, quotes: list[Evidence]) -> Binding:
        return Binding(
            theme=theme,
            entry=None,
            audience=choose_audience(self._material, self._used),
            cold_audience="",
            character=choose_character(self._material, theme, self._used),
            cause=None,
            quote=quotes[0] if quotes else None,
        )

    def _fill(
        self,
        template: InteractionTemplate,
        theme: Theme,
        quotes: list[Evidence],
        slots: dict[str, object],
        channel: str,
    ) -> Interaction:
        dossier, language = self._material.dossier, self._material.language

        def put(text: Bilingual) -> str:
            return join_title(fill(text.in_(language), slots, template.id), dossier.title)

        options = [*self._viewers_options(template, quotes), *map(put, template.options)]
        prompt = put(template.prompt if quotes else template.plain)
        screened = screen(template.type, template.risks, " ".join([theme.label, theme.key, prompt, *options]), dossier)
        rule = self._gauge.choose_rule(template.metric, Subject(dossier.id, theme, None, channel))
        due = self._opens.from_ + timedelta(days=rule.check_after_days)
        measured = self._gauge.measure(rule, Subject(dossier.id, theme, None, channel), put(rule.name), due)
        stated = [e for e in theme.evidence if e.kind != "quote" and self._material.is_open(e.text)]
        evidence = [*quotes, *stated, *([measured.evidence] if measured.evidence else [])]
        return Interaction(
            id=make_id("interaction", dossier.id, template.id, theme.key, self._case.as_of),
            film=dossier.id,
            type=template.type,
            title=put(template.title),
            prompt=prompt,
            options=options,
            steps=list(map(put, template.steps)),
            channel=channel,
            entry=put(template.entry),
            incentive=put(template.incentive),
            disclosure=put(template.disclosure),
            measure=measured.metric,
            effort=put(template.effort),
            risks=screened.care,
            do_not=screened.do_not,
            evidence=evidence or [dossier_evidence(dossier)],
        )

    def _viewers_options(self, template: InteractionTemplate, quotes: list[Evidence]) -> list[str]:
        """Take options from viewers: what moves them, or two of them side by side; characters while none has spoken."""
        if template.options_from == "labels":
            labels = [bare(t.label) for t in self._material.themes if t.kind in ("moves", "shares")]
            return (labels if len(labels) > 1 else [*labels, *self._material.characters])[:_MOST_LABELS]
        marks = ("“", "”")
        return (
            [quote.text.join(marks) for quote in quotes] if template.options_from == "sides" and len(quotes) > 1 else []
        )
