"""Holds back answers that speak past the question: data about persons that no folder has, and facts of someone else."""

from __future__ import annotations

import re

from copilot.agent.answer_reply import Reply, nothing, what_helps
from copilot.agent.at_hand import say
from copilot.agent.lexicon_words import slot_words, speaks
from copilot.agent.question import Question
from copilot.evaluation.text import tagged
from copilot.retrieval.text import fold

_ORDINAL = re.compile(r"第[一二三四五六七八九十]+[个位名任](?!周末|周|星期|礼拜|月|工作日)")
_VIEWERS_OF = re.compile(r"([\u4e00-\u9fff]{2,6}?)(?:地区|本地|那边|人)?的?(?:观众|网友|用户|影迷)")
_PLACE = "ns"
_PRIVATE = (("data", "holders"), ("contacts", "reachable"))
"""What is private, and to whom: much of viewers, the ways to reach them of people who made the film."""
_READ = ("search", "dossier", "voices")
"""Steps whose answers quote what is written about one person or thing."""


def outside(question: Question) -> Reply | None:
    """Abstain where a question asks for what is private to viewers, or splits them as no data does."""
    private = slot_words()["private"]
    asked = question.folded
    if any(speaks(private[data], asked) and speaks(private[of], asked) for data, of in _PRIVATE):
        helps = say("help_lead", question.language, what=say("needs.private", question.language))
        return Reply([], "leave persons alone", True, say("nothing", question.language), helps)
    if _of_others(question):
        helps = say("help_lead", question.language, what=say("needs.competitor", question.language))
        return Reply([], "look for other films", True, say("nothing", question.language), helps)
    counted = question.wants == "how_many" or bool({"count", "share"} & set(question.intents))
    if speaks(private["splits"], question.folded) or (counted and _of_place(question)):
        helps = say("help_lead", question.language, what=say("needs.people", question.language))
        return Reply([], "look for viewers", True, say("nothing", question.language), helps)
    return None


def _of_others(question: Question) -> bool:
    """Say whether a question asks for a figure or a fact of another film; whether one did harm is for the diagnosis."""
    if not speaks(slot_words()["others"], question.folded) or question.about_reviews or question.asks_why:
        return False
    measured = question.series or question.measure or question.extreme or question.expects or question.windows
    return bool(measured or question.wants)


def _of_place(question: Question) -> bool:
    """Say whether a question speaks of the viewers of some place."""
    return any(kind == _PLACE for match in _VIEWERS_OF.finditer(question.folded) for _, kind in tagged(match[1]))


def held_to(question: Question, reply: Reply) -> Reply:
    """Turn an answer that does not speak of the very person asked for into an abstention.

    Someone named only by relation, such as 周驰的妻子, or by order, such as 第五个乘客, must stand in what is quoted.
    """
    if reply.abstained or reply.step not in _READ:
        return reply
    said = fold(" ".join(one.text for claim in reply.claims for one in claim.evidence if one.kind != "figure"))
    missing = [one for one in _ORDINAL.findall(question.folded) if one not in said]
    missing += [group[0] for group in _relations(question) if not any(word in said for word in group)]
    return (
        Reply([], nothing(question).step, True, say("nothing", question.language), what_helps(question))
        if missing
        else reply
    )


def _relations(question: Question) -> list[list[str]]:
    """List the relations by which a question names someone it does not name otherwise, with their other words."""
    groups = [list(map(str, group)) for group in slot_words()["relations"] if question.topic]
    groups += [list(map(str, group)) for group in slot_words()["other_roles"]]
    resolved = set(question.called)
    return [group for group in groups if speaks(group, question.folded) and not resolved & set(group)]
