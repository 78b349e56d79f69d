"""Writes a plan as PPTX: a title, the finding, one slide a stage's actions, sources and the AI label."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from copilot.adapters.exports.ai_mark import AiMark
from copilot.adapters.exports.office import add_custom_property
from copilot.adapters.exports.plan_outline import channel_text, plan_language
from copilot.adapters.exports.safe import Notes, plain, write_whole
from copilot.adapters.exports.wording import day_text, number, words
from copilot.domain.draft import Verdict
from copilot.domain.evidence import Evidence
from copilot.domain.plan import Action, RepairPlan
from copilot.domain.report import Names
from copilot.domain.value import Language

if TYPE_CHECKING:
    from pptx.dml.color import RGBColor
    from pptx.presentation import Presentation as Deck

_INK, _TIDE, _SOFT = "1C2326", "0E6B75", "5D6A6F"


def write_pptx(plan: RepairPlan, verdict: Verdict | None, path: Path, mark: AiMark, notes: Notes, names: Names) -> Path:
    """Write the plan as slides in one step."""
    from pptx import Presentation
    from pptx.util import Cm

    language = plan_language(plan)
    w = words(language)
    deck = Presentation()
    deck.slide_width, deck.slide_height = Cm(33.87), Cm(19.05)
    said = "" if verdict is None else f"{w['verdict']}：{w['passed'] if verdict.passed else w['blocked']}"
    _slide(
        deck,
        f"{w['plan']} · {plan.iteration}" + (f" · {names.film}" if names.film else ""),
        [plan.summary, said, w["ai_label"]],
        notes,
    )
    for stage in plan.stages:
        name = w["stages_names"].get(stage.name, stage.name)
        title = f"{name}  {stage.from_.isoformat()} – {stage.to.isoformat()}"
        _slide(deck, title, [stage.goal, *(f"· {action.what}" for action in stage.actions)], notes)
        for action in stage.actions:
            _slide(deck, title, _lines(action, language, names), notes)
    quotes = [e for action in plan.actions() for e in action.evidence if e.kind == "quote"]
    shown = {e.id: _cited(e, names, language) for e in quotes}
    _slide(deck, w["evidence"], list(shown.values())[:8] or [w["none"]], notes)
    deck.core_properties.comments = mark.json()
    deck.core_properties.keywords = "AIGC"

    def save(place: Path) -> None:
        deck.save(str(place))
        add_custom_property(place, mark)

    return write_whole(path, save)


def _cited(e: Evidence, names: Names, language: Language) -> str:
    left, right = "「」" if language == "zh" else "“”"
    return f"{left}{e.text}{right} — {names.sources.get(e.source, e.source)}"


def _lines(action: Action, language: Language, names: Names) -> list[str]:
    w, metric = words(language), action.metric
    return [
        action.what,
        f"{w['channel']}：{channel_text(action.channel, names)}    {w['owner']}：{action.owner}",
        f"{w['deliverable']}：{action.deliverable}",
        f"{metric.name}：{number(metric.baseline, metric.unit)} → {number(metric.target, metric.unit)}"
        f"（{day_text(metric.check_on, language)}）",
        f"{w['stop_rule']}：{action.stop_rule}",
        f"{w['risk']}：{action.risk}",
    ]


def _slide(deck: Deck, title: str, lines: list[str], notes: Notes) -> None:
    from pptx.util import Cm, Pt

    slide = deck.slides.add_slide(deck.slide_layouts[6])
    box = slide.shapes.add_textbox(Cm(2), Cm(1.2), Cm(29.8), Cm(2.2)).text_frame
    box.word_wrap = True
    box.text = plain(title, notes)
    box.paragraphs[0].font.size, box.paragraphs[0].font.bold = Pt(28), True
    box.paragraphs[0].font.color.rgb = _colour(_TIDE)
    body = slide.shapes.add_textbox(Cm(2), Cm(3.8), Cm(29.8), Cm(14)).text_frame
    body.word_wrap = True
    bar = slide.shapes.add_shape(1, 0, 0, Cm(0.5), Cm(19.05))
    bar.fill.solid()
    bar.fill.fore_color.rgb = _colour(_TIDE)
    bar.line.fill.background()
    size = 20 if sum(map(len, lines)) < 260 else 16 if sum(map(len, lines)) < 520 else 13
    for place, line in enumerate(lines):
        paragraph = body.paragraphs[0] if place == 0 else body.add_paragraph()
        paragraph.text = plain(line, notes)
        paragraph.font.size, paragraph.space_after = Pt(size + 2 if place == 0 else size), Pt(8)
        paragraph.font.color.rgb = _colour(_INK if place == 0 else _SOFT)


def _colour(code: str) -> RGBColor:
    from pptx.dml.color import RGBColor

    colour: Callable[..., RGBColor] = RGBColor
    return colour(*bytes.fromhex(code))
