"""Checks that words given as a viewer's are a viewer's, character for character."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.domain.draft import Score
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import Finding, score, unjudged
from copilot.evaluation.item import Item

_QUOTED = re.compile(
    r"“([^”\n]{2,300})”|「([^」\n]{2,300})」|『([^』\n]{2,300})』|(?<![\w])\"([^\"\n]{2,300})\"(?!\w)|‘([^’\n]{4,300})’(?!\w)"
)
_SAID_BY_VIEWER = re.compile(
    r"观众|网友|影迷|豆瓣|猫眼|淘票票|短评|评论|留言|热评|影评|评价|写道|说道|有人说|他说|她说|直言|坦言|感叹|看完|弹幕|豆友|粉丝|路人|一位|一个[^，。]{0,6}(?:说|写)|"
    r"(?:viewer|audience|fan|reviewer|critic|moviegoer|filmgoer|user|someone|one (?:of you|"
    r"person)|comment|review|Letterboxd|Douban|Rotten)",
    re.IGNORECASE,
)
_CREDIT_AFTER = re.compile(r"^\s*[—–-]{1,2}\s*\S")
_LABEL_BEFORE = re.compile(
    r"(?:标注|标记|标为|标上|打上|名为|命名为|叫作|label(?:l?ed)?|tagged|marked|titled)(?: as)?\s*$"
)
_LABEL_AFTER = re.compile(r"^\s*(?:标签|折叠|栏目|话题|字样|标记|tag\b|label\b|thread\b|column\b)", re.IGNORECASE)
"""What stands beside words that are a label or a heading rather than anybody's words."""
_REACH = 20
_ELLIPSIS = re.compile(r"\s*(?:…+|\.{3}|⋯+|\[…\]|\[\.\.\.\])\s*")


def check_quote(item: Item, context: EvaluationContext) -> Score:
    """Look every attributed quotation up in the stored texts, and every quote evidence in its source."""
    found = [*_changed_sources(item, context)]
    unknown = False
    for name in item.fields:
        for start, end in attributed_quotes(item.fields[name]):
            words = item.fields[name][start:end]
            verdict = _is_real(words, item, context)
            unknown |= verdict is None
            if verdict is False:
                found.append(Finding("quote_not_verbatim", [item.span(name, start, end)], {"found": words}))
    if not found and unknown:
        return unjudged("quote", item, context, "needs_reviews")
    return score("quote", item, context, found)


def attributed_quotes(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans, without the marks, of quotations that stand beside words naming who said them."""
    for match in _QUOTED.finditer(text):
        group = next(i for i in range(1, 6) if match[i])
        before = re.split(r"[。！？!?\n]", text[max(0, match.start() - _REACH) : match.start()])[-1]
        after = re.split(r"[。！？!?\n]", text[match.end() : match.end() + _REACH])[0]
        if _LABEL_BEFORE.search(before) or _LABEL_AFTER.search(after):
            continue
        if _SAID_BY_VIEWER.search(before + " " + after) or _CREDIT_AFTER.match(text[match.end() :]):
            yield match.span(group)


def _is_real(words: str, item: Item, context: EvaluationContext) -> bool | None:
    parts = [part.strip("，。！？,.!? ") for part in _ELLIPSIS.split(words)]
    verdicts = [_stands(part, item, context) for part in parts if len(part) >= 2]
    return None if None in verdicts else all(verdicts)


def _stands(words: str, item: Item, context: EvaluationContext) -> bool | None:
    if any(words in one.text for one in item.evidence if one.kind == "quote") or words in context.dossier_text:
        return True
    return context.is_quotable(words)


def _changed_sources(item: Item, context: EvaluationContext) -> Iterator[Finding]:
    for one in item.evidence:
        source = context.source_text(one.source) if one.kind == "quote" else None
        if source is not None and source[one.start : one.end] != one.text:
            yield Finding("quote_source_changed", (), {"found": one.text, "source": one.source})
