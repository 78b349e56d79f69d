"""Checks statements about the film against its dossier: names, dates, figures, places, genre and honours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.domain.draft import Score
from copilot.evaluation.checks.names import misnamed
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.dates import release_dates
from copilot.evaluation.findings import Finding, score
from copilot.evaluation.item import Item
from copilot.evaluation.text import clauses, sentences

_RUNTIME_KEY = re.compile(r"runtime|duration|length|minutes|片长|时长|分钟", re.IGNORECASE)
_RUNTIME = re.compile(
    r"(?:片长|时长|全长|全片)[^，。！？\d\n]{0,6}(?P<a>\d{2,3})\s*(?:分钟|min)"
    r"|(?P<b>\d{2,3})\s*分钟的?(?:片长|电影|影片|故事|旅程|正片|沉浸|时光)"
    r"|(?:[Rr]un(?:ning)?[ -]?time|[Rr]uns(?: for)?)[^.!?\d\n]{0,12}(?P<c>\d{2,3})\s*min"
    r"|(?P<d>\d{2,3})[- ]minute (?:film|movie|runtime|running|story|journey)"
    r"|(?P<e>\d{2,3}) minutes long"
)
_HONOUR = re.compile(
    r"(?:荣获|斩获|摘得|获得|拿下|夺得|捧得|揽获|勇夺|入围|获|提名)(?:了)?[^，。！？；\n]{0,14}?"
    r"(?:奖项?|金\w{1,2}|影展|电影节|大奖|最佳[\u4e00-\u9fff]{2,5}|提名|奥斯卡)"
    r"|(?:奥斯卡|金马|金鸡|百花|金像|戛纳|威尼斯|柏林|金熊|金棕榈|金狮)[^，。！？；\n]{0,8}?(?:获奖|得主|提名|最佳[\u4e00-\u9fff]{2,4}|入围|影帝|影后)"
    r"|\b(?:[A-Z][\w]+[ -])?(?:[Oo]scar|BAFTA|Emmy|Golden Globe|Academy Award|Palme d['’]Or|"
    r"Sundance|Cannes|Venice|Berlinale)"
    r"[^.!?\n]{0,20}?(?:[- ]winning|[- ]winner|[- ]nominated|nominee|[Ss]election|prize|award)"
    r"|\b(?:[Ww]inner of|[Ww]on|[Ww]inning|[Nn]ominated for|[Tt]akes home|[Pp]icked up)\s[^.!?\n]{0,40}?"
    r"(?:[Aa]wards?|[Pp]rizes?|Oscars?|Palme d['’]Or|BAFTAs?|Golden \w+)"
)
_ORIGIN = re.compile(
    r"(?:根据|改编自|取材于?自?)[^，。！？；\n]{0,10}?(?:真实(?:事件|故事|人物|经历)|真人真事|同名小说|畅销小说|同名漫画)"
    r"|真实(?:事件|故事)改编|真人真事|based on (?:a|the) (?:true stor(?:y|ies)|true events|real events|"
    r"best-?selling novel|novel)"
    r"|inspired by (?:true|real) (?:events|stor(?:y|ies))|adapted from [^.!?\n]{0,20}(?:novel|comic|book)|a true story",
    re.IGNORECASE,
)
_ORIGIN_KNOWN = re.compile(
    r"真实(?:事件|故事|人物|经历|案件)|真人|改编|原型|取材|"
    r"true story|true events|real events|based on|adapted|inspired by",
    re.IGNORECASE,
)
_SET_IN = re.compile(
    r"(?:取景于?|拍摄于|拍摄地(?:是|在|为)?|实景拍摄于|(?:shot|filmed)(?: entirely)?(?: on location)? in|"
    r"shot on location in)\s?"
    r"(?P<place>[\u4e00-\u9fff]{2,8}|[A-Z]\w+(?: [A-Z]\w+)?)",
)
_PLACE_KEY = re.compile(r"locat|filmed|shot|shoot|取景|拍摄地|拍摄|外景|实景", re.IGNORECASE)
_DENIED = re.compile(r"没(?:有)?|未曾?|不是|并非|并未|无缘|不靠|不拿|\bnot\b|n't\b|\bnever\b|\bno\b", re.IGNORECASE)


def check_fact(item: Item, context: EvaluationContext) -> Score:
    """Find statements the dossier contradicts or, for honours and credits, does not know."""
    found = [*misnamed(item, context)]
    for name in item.fields:
        found += _dates(item, context, name)
        found += _runtime(item, context, name)
        found += _genre(item, context, name)
        found += _unknown(item, context, name)
        found += _places(item, context, name)
    return score("fact", item, context, found)


def _dates(item: Item, context: EvaluationContext, name: str) -> Iterator[Finding]:
    release = context.dossier.release_date
    known = (
        f"{release.month}月{release.day}日" if item.language == "zh" else f"{release:%B} {release.day}, {release.year}"
    )
    for stated in release_dates(item.fields[name]):
        if not stated.matches(release) and not stated.is_in(context.public_text):
            values = {"known": known, "found": stated.text}
            yield Finding("fact_date", [item.span(name, stated.start, stated.end)], values)


def _runtime(item: Item, context: EvaluationContext, name: str) -> Iterator[Finding]:
    facts = [(key, value) for key, value in context.dossier.facts.items() if _RUNTIME_KEY.search(key)]
    known = {number for _, value in facts for number in re.findall(r"\d{2,3}", str(value))}
    for match in _RUNTIME.finditer(item.fields[name]):
        stated = next(group for group in match.groups() if group)
        if known and stated not in known:
            values = {"name": facts[0][0], "known": facts[0][1], "found": match[0]}
            yield Finding("fact_number", [item.span(name, *match.span())], values)


def _genre(item: Item, context: EvaluationContext, name: str) -> Iterator[Finding]:
    lists = context.lexicons.genres
    own = {genre for genre, words in lists["genres"].items() if _has(words, context.dossier.genres)}
    if not own:
        return
    by_word = {word: genre for genre, words in lists["genres"].items() for word in words}
    names = "|".join(sorted(map(re.escape, by_word), key=len, reverse=True))
    for pattern in lists["told_as"][item.language]:
        for match in re.finditer(pattern.replace("{genre}", names), item.fields[name], re.IGNORECASE):
            word = match[1].lower()
            told = {genre for genre, words in lists["genres"].items() if word in words}
            before = item.fields[name][max(0, match.start() - 14) : match.start(1)].lower()
            if not told & own and not any(denied in before for denied in lists["denied"]):
                values = {"found": match[1], "known": "、".join(context.dossier.genres)}
                yield Finding("fact_genre", [item.span(name, *match.span(1))], values)


def _has(words: list[str], genres: list[str]) -> bool:
    stated = [genre.lower() for genre in genres]
    return any(word == genre or (len(word) >= 2 and word in genre) for word in words for genre in stated)


def _unknown(item: Item, context: EvaluationContext, name: str) -> Iterator[Finding]:
    text = item.fields[name]
    for sentence in sentences(text):
        for clause in clauses(sentence):
            match = _HONOUR.search(clause.text)
            if match and not _DENIED.search(clause.text) and not _is_known_honour(match[0], context.dossier_text):
                span = item.span(name, clause.start + match.start(), clause.start + match.end())
                yield Finding("fact_award", [span], {"found": match[0].strip()})
        origin = _ORIGIN.search(sentence.text)
        if origin and not _ORIGIN_KNOWN.search(context.dossier_text) and not _DENIED.search(sentence.text):
            span = item.span(name, sentence.start + origin.start(), sentence.start + origin.end())
            yield Finding("fact_origin", [span], {"found": origin[0]})


def _is_known_honour(claim: str, dossier_text: str) -> bool:
    found = re.findall(r"(?:最佳|金|大)[\u4e00-\u9fff]{1,4}|[\u4e00-\u9fff]{2,6}(?:奖|电影节|影展)|[A-Z]\w{3,}", claim)
    return any(part in dossier_text for part in [claim, *found])


def _places(item: Item, context: EvaluationContext, name: str) -> Iterator[Finding]:
    facts = [(key, str(value)) for key, value in context.dossier.facts.items() if _PLACE_KEY.search(key)]
    for match in _SET_IN.finditer(item.fields[name]):
        place = match["place"]
        parts = [place[i : i + 2] for i in range(len(place) - 1)] if "一" <= place[0] <= "鿿" else [place]
        if facts and not any(part in value for part in parts for _, value in facts):
            if any(part in context.public_text for part in parts):
                continue
            values = {"name": facts[0][0], "known": facts[0][1], "found": place}
            yield Finding("fact_place", [item.span(name, *match.span("place"))], values)
