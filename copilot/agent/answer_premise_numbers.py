"""Checks the figures a question takes for granted: days, amounts, shares, directions, records."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from copilot.agent.answer_reply import Reply
from copilot.agent.answer_series import answer_series
from copilot.agent.answer_voices import filters_of
from copilot.agent.at_hand import AtHand, say, spoken_day
from copilot.agent.lexicon_words import slot_words, speaks
from copilot.agent.question import Question
from copilot.agent.question_limits import limit_in
from copilot.agent.question_numbers import amount_in, stated_numbers
from copilot.agent.series_said import read_series
from copilot.domain.draft import Claim
from copilot.evaluation.said_numbers import said_numbers
from copilot.insight.figures import read_aloud

_UP = re.compile(r"\bup \d|涨了?\s*[\d一二三四五六七八九]+\s*(?:%|成|倍)")
_CLOSE = 0.06
"""How far a stated amount may lie from the figure, relatively: rounding to a whole number in speech."""
_DATES = re.compile(
    r"\d{1,2}月\d{1,2}日|\d{4}-\d\d-\d\d|\b(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December) \d{1,2}\b"
)
_CLAUSE = re.compile(r"[，,；;。！!]|(?<=[？?])|\s[-–—]\s")
_PREDICATE = re.compile(
    r"[了是有过到都成卖涨跌破说]|\b(?:is|are|was|were|had|has|have|made|hit|got|did|said|took|since|gets?|broke)\b"
)
"""What makes a statement of a first clause that asks nothing."""
_TOLD_NUMBER = 10
"""Numbers from which words that only state something are held to them; smaller ones count what is asked for."""
_TAGGED = re.compile(
    r"(?:对吗|是吗|对么|没错吧)[？?]?$|吧[，,。？?!！\s]|吧$|对不对[？?]?$|没错[？?]?$|\b(?:right|correct|yes)\?*$"
)
_PLAIN = re.compile(r"\d+(?:[.,]\d+)*")


def asserts(question: Question) -> bool:
    """Say whether a question builds on a statement rather than asking whether it holds."""
    return speaks(slot_words()["asserts"], question.folded) or bool(_TAGGED.search(question.folded))


def is_tagged(question: Question) -> bool:
    """Say whether a question ends what it says in a tag such as 对吧 or “right?”."""
    return bool(_TAGGED.search(question.folded) or _TAGGED.search(question.text.casefold()))


def states(question: Question) -> bool:
    """Say whether a question states something: builds on it, ends in a tag such as 对吧, or asks nothing at all."""
    cues, clauses = slot_words()["cues"], [one for one in _CLAUSE.split(question.text.casefold()) if one.strip()]
    asks = [bool(speaks(cues, one)) or "?" in one or "？" in one for one in clauses]
    opens = len(clauses) > 1 and not asks[0] and bool(_PREDICATE.search(clauses[0]) or "%" in clauses[0])
    return asserts(question) or opens or not any(asks)


def unsupported(question: Question, claims: Sequence[Claim]) -> list[str]:
    """List the numbers a question states that what was found neither says nor rounds to."""
    texts = [text for claim in claims for text in (claim.text, *(one.text for one in claim.evidence))]
    texts = [_DATES.sub(" ", text) for text in texts]
    told = [one.value for claim in claims for one in claim.evidence if one.value is not None]
    told += [value for text in texts for _, value in stated_numbers(text)]
    told += [one.value for text in texts for one in said_numbers(text) if one.value is not None]
    stated = stated_numbers(question.dayless)
    if not asserts(question):
        stated = [one for one in stated if one[1] >= _TOLD_NUMBER or one[1] < 1]
    return [words for words, value in stated if not any(abs(value - one) <= _CLOSE * abs(one) for one in told)]


def deny(question: Question, claims: list[Claim], reason: str = "") -> Reply:
    """Abstain because what a question builds on is not so, with what the data has instead."""
    helps = say("help_premise", question.language, words=question.text.strip().rstrip("？?"))
    return Reply(claims, "check the premise", True, reason or say("premise", question.language), helps)


def _days(question: Question, at_hand: AtHand) -> Reply | None:
    """Find a day of a series that lies outside the data."""
    if not question.all_series or not question.windows:
        return None
    series = read_series(question, at_hand, question.all_series[0])
    if series is None:
        return None
    first, last = min(series.days), max(series.days)
    named = [one for one in question.windows if one.called != "latest" and (one.first > last or one.last < first)]
    if not named:
        return None
    spans = {"first": spoken_day(first, question.language), "last": spoken_day(last, question.language)}
    reason = say("series_held", question.language, name=series.spoken, **spans)
    day = spoken_day(named[0].first if named[0].first.year > 1 else named[0].last, question.language)
    helps = say("help_days", question.language, name=series.spoken, day=day)
    return Reply([], "look for the day", True, reason, helps)


def _absolute(question: Question, at_hand: AtHand) -> Reply | None:
    """Find a claim that nobody praised or nobody complained."""
    for polarity, words in slot_words()["absolutes"].items():
        if speaks(words, question.folded.replace("有没有", " ")):
            filters = {**filters_of(question, at_hand), "polarity": polarity, "contains": None, "aspect": None}
            query, value = at_hand.figures.ask("count", "reviews", **filters)
            if value:
                terms = say(f"terms.{polarity}", question.language)
                text = say("count", question.language, count=read_aloud(value, "count", question.language), terms=terms)
                evidence = at_hand.figures.evidence(query, text)
                return deny(question, [Claim(text=text, evidence=[evidence])] if evidence else [])
    return None


def _amount(question: Question, at_hand: AtHand) -> Reply | None:
    """Compare an amount of takings the question builds on with the figure."""
    amount = amount_in(question.folded)
    beyond = speaks(slot_words()["exceeds"], question.folded)
    builds = asserts(question) or (beyond and question.wants == "when")
    sold = bool(question.windows) and speaks(slot_words()["sells"], question.folded)
    if amount is None or not builds or "成本" in question.folded or not (question.series or beyond or sold):
        return None
    if not question.series and (question.measure or question.platforms):
        return None
    series = read_series(question, at_hand, question.series or "takings")
    if series is None or not series.flows:
        return None
    spans = [(one.first, one.last) for one in question.windows] or [(min(series.days), max(series.days))]
    held = [value for day, value in series.days.items() if spans[0][0] <= day <= spans[0][1]]
    actual = sum(held)
    if held and (actual >= amount * (1 - _CLOSE) if beyond else abs(actual - amount) <= _CLOSE * amount):
        return None
    return deny(question, _plain(question, at_hand, series.name))


def _plain(question: Question, at_hand: AtHand, name: str) -> list[Claim]:
    """State a series as though it alone had been asked for."""
    return answer_series(replace(question, series=name, all_series=[name], extreme=""), at_hand)


def _level(question: Question, at_hand: AtHand) -> Reply | None:
    """Compare a share or a price the question builds on with what the series reached."""
    series = read_series(question, at_hand, question.series) if question.series else None
    if series is None or series.flows:
        return None
    held = [value for day, value in series.days.items() if _inside(day, question)]
    limit = limit_in(question.dayless, series.unit)
    if limit is not None and held and not _only_asks(question):
        reached = max(held) >= limit.value if limit.above else min(held) < limit.value
        return None if reached else deny(question, _plain(question, at_hand, question.series))
    stated = [float(one.replace(",", "")) for one in question.numbers if _PLAIN.fullmatch(one)]
    builds = asserts(question) or speaks(("到了", "到过", "保持", "维持"), question.folded)
    scale = 100 if series.unit == "share" else 1
    if not builds or not stated or not held:
        return None
    if min(held) * (1 - _CLOSE) <= stated[0] / scale <= max(held) * (1 + _CLOSE):
        return None
    return deny(question, _plain(question, at_hand, question.series))


def _only_asks(question: Question) -> bool:
    """Say whether a question asks whether something is so, and builds nothing on it."""
    return question.verifies and not asserts(question)


def _inside(day: date, question: Question) -> bool:
    return not question.windows or any(window.first <= day <= window.last for window in question.windows)


def _many(question: Question, at_hand: AtHand) -> Reply | None:
    """Compare a number of reviews the question builds on with how many there are."""
    amount = amount_in(question.folded)
    if amount is None or not asserts(question) or not question.about_reviews or question.series:
        return None
    query, value = at_hand.figures.ask("count", "reviews", **{**filters_of(question, at_hand), "contains": None})
    if value is None or value >= amount * (1 - _CLOSE):
        return None
    terms = say("terms.all", question.language)
    text = say("count", question.language, count=read_aloud(value, "count", question.language), terms=terms)
    evidence = at_hand.figures.evidence(query, text)
    return deny(question, [Claim(text=text, evidence=[evidence])] if evidence else [])


def _direction(question: Question, at_hand: AtHand) -> Reply | None:
    """Find a rise the question builds on where the series fell."""
    rises = speaks(slot_words()["rises"], question.folded) or bool(_UP.search(question.folded))
    falls = not rises and speaks(slot_words()["falls_words"], question.folded) and bool(question.series)
    if not (rises or falls) or not states(question) or not (question.series or question.windows):
        return None
    claims = _plain(question, at_hand, question.series or "takings")
    other = say("fell" if rises else "rose", question.language)
    return deny(question, claims) if claims and other in claims[0].text else None


def _record(question: Question, at_hand: AtHand) -> Reply | None:
    """Find a day called the highest or lowest of a series that it was not."""
    days = [one for one in question.windows if one.is_day]
    if not (question.series and question.extreme and days) or not asserts(question):
        return None
    series = read_series(question, at_hand, question.series)
    if series is None or not any(one.first in series.days for one in days):
        return None
    pick = max if question.extreme == "max" else min
    record = pick(series.days, key=lambda day: series.days[day])
    if any(one.first == record for one in days):
        return None
    return deny(question, [*_plain(question, at_hand, question.series), *_best(question, at_hand)])


def _best(question: Question, at_hand: AtHand) -> list[Claim]:
    return answer_series(replace(question, windows=[]), at_hand)


NUMBER_CHECKS = (_level, _many, _days, _absolute, _amount, _direction, _record)
"""In the order they are tried."""
