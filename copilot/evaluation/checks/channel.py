"""Checks a piece against its channel's limits and rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.domain.channel import ConfidenceMark, FieldLimit, RulePack
from copilot.domain.draft import Score, Severity
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import Finding, score, unjudged
from copilot.evaluation.item import Item
from copilot.evaluation.measure import measure, measure_field

_SEVERITY: dict[ConfidenceMark, Severity] = {"A": "block", "B+": "block", "B": "block", "C": "warn", "D": "hint"}
_LINK = re.compile(r"https?://[^\s，。）)]+", re.IGNORECASE)
_LONE_TOPIC = re.compile(r"(?<![#\w])#(?P<tag>[^#\s，。！？]{1,38})(?=[\s，。！？]|$)(?!#)")
_PAIRED_TOPIC = re.compile(r"#[^#\n]{1,40}#")


def check_limits(item: Item, context: EvaluationContext) -> Score:
    """Measure every field; block on sure limits, warn on reported ones, hint on hearsay and soft lengths."""
    pack = context.packs.get(item.channel)
    if pack is None:
        return unjudged("channel_limit", item, context, "needs_channel")
    found: list[Finding] = []
    for name in item.fields:
        if pack.field_named(name):
            found += _lengths(item, pack, name)
    return score("channel_limit", item, context, found)


def check_rules(item: Item, context: EvaluationContext) -> Score:
    """Check topics, symbols, links, required fields, the shot table, and that the channel may be written for."""
    pack = context.packs.get(item.channel)
    if pack is None:
        return unjudged("channel_rule", item, context, "needs_channel")
    found = [*_read_only(item, pack), *_tags(item, pack), *_missing(item, pack), *_script(item)]
    for name, text in item.fields.items():
        found += _symbols(item, pack, name)
        links = list(_LINK.finditer(text))
        if pack.links_max is not None and len({m[0] for m in links}) > pack.links_max:
            spans = [item.span(name, *m.span()) for m in links]
            found.append(Finding("links_over", spans, {"current": len(links), "max": pack.links_max}))
    return score("channel_rule", item, context, found)


def full_text(item: Item, pack: RulePack, name: str) -> str:
    """Return a field as it will be posted: with the topics that count towards it and are not written in it yet.

    Topics stand in the first post of a thread.
    """
    text = item.fields[name]
    missing = [tag for tag in item.hashtags if pack.hashtags.syntax.format(tag=tag).strip() not in text]
    if pack.hashtags.counted_in != pack.field_named(name) or "#" in name or not missing:
        return text
    return f"{text} {' '.join(pack.hashtags.syntax.format(tag=tag).strip() for tag in missing)}"


def _lengths(item: Item, pack: RulePack, name: str) -> Iterator[Finding]:
    measured = measure_field(pack, name, full_text(item, pack, name))
    limit = pack.fields[measured.field.partition("#")[0]]
    spans = [item.span(name, 0, len(item.fields[name]))]
    values = {"field": measured.field, "current": f"{measured.current:g}", "unit": measured.unit}
    if not measured.ok:
        severity = _SEVERITY[limit.confidence]
        if measured.max is not None and measured.current > measured.max:
            more = {"max": f"{measured.max:g}", "over": f"{measured.current - measured.max:g}"}
            yield Finding("limit_over", spans, values | more, severity)
        else:
            yield Finding("limit_under", spans, values | {"min": f"{limit.min:g}"}, severity)
    elif measured.soft is not None and measured.current > measured.soft:
        yield Finding("limit_soft", spans, values | {"max": f"{measured.soft:g}"}, "hint")


def _read_only(item: Item, pack: RulePack) -> Iterator[Finding]:
    if not pack.writable and pack.read_only_why:
        yield Finding("read_only", (), {"why": pack.read_only_why.in_(item.language)})


def _tags(item: Item, pack: RulePack) -> Iterator[Finding]:
    rule = pack.hashtags
    severity = _SEVERITY[rule.confidence]
    tags = item.hashtags or tuple(_written_tags(item, pack))
    if rule.max is not None and len(tags) > rule.max:
        yield Finding("tags_over", (), {"current": len(tags), "max": rule.max}, severity)
    if len(tags) < rule.min:
        yield Finding(
            "tags_under", (), {"current": len(tags), "min": rule.min}, "block" if item.kind == "draft" else "hint"
        )
    for tag in tags:
        if rule.each_max is not None and measure("codepoints", tag) > rule.each_max:
            yield Finding("tag_long", (), {"found": tag, "max": rule.each_max}, severity)
        if any(symbol in tag for symbol in [*rule.forbid, "#"]):
            yield Finding("tag_forbidden", (), {"found": tag}, severity)


def _written_tags(item: Item, pack: RulePack) -> Iterator[str]:
    pattern = re.escape(pack.hashtags.syntax.strip()).replace(r"\{tag\}", r"([^#\s]{1,40})")
    if "#" in pack.hashtags.syntax:
        for text in item.fields.values():
            yield from (match[1] for match in re.finditer(pattern, text))


def _missing(item: Item, pack: RulePack) -> Iterator[Finding]:
    given = {pack.field_named(name) for name, text in item.fields.items() if text.strip()}
    severity: Severity = "block" if item.kind == "draft" else "hint"
    for name, limit in pack.fields.items():
        if limit.required and name not in given and item.kind != "interaction":
            yield Finding("field_missing", (), {"field": name}, severity)


def _symbols(item: Item, pack: RulePack, name: str) -> Iterator[Finding]:
    text = item.fields[name]
    own = pack.field_named(name)
    limit: FieldLimit | None = pack.fields[own] if own else None
    for symbol in limit.forbid if limit else ():
        if symbol in text:
            spans = [item.span(name, m.start(), m.end()) for m in re.finditer(re.escape(symbol), text)]
            yield Finding("symbol_forbidden", spans, {"field": own, "found": symbol}, _SEVERITY[limit.confidence])  # type: ignore[union-attr]
    if pack.hashtags.syntax.endswith("#"):
        bare = _PAIRED_TOPIC.sub(lambda m: " " * len(m[0]), text)
        for match in _LONE_TOPIC.finditer(bare):
            values = {"found": match[0], "fixed": f"#{match['tag']}#"}
            yield Finding("tag_syntax", [item.span(name, *match.span())], values, "warn")


def _script(item: Item) -> Iterator[Finding]:
    times = [(shot.get("tc_in"), shot.get("tc_out")) for shot in item.script]
    for number in range(1, len(times)):
        if times[number][0] != times[number - 1][1]:
            yield Finding("script_gap", (), {"shot": number + 1})
