"""Turns what is stored about a film into passages that can be found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from copilot.domain.film import Dossier
from copilot.domain.ids import make_id
from copilot.domain.imported import Asset, Document, Post, Review
from copilot.domain.passage import Passage
from copilot.domain.value import Language, language_of
from copilot.retrieval.facts import SEPARATOR
from copilot.retrieval.sentences import LONGEST, cut

DOSSIER_PRIORITY, KNOWLEDGE_PRIORITY, CAMPAIGN_PRIORITY, DOCUMENT_PRIORITY, REVIEW_PRIORITY = range(5)

_WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "original_title": "原名",
        "release_date": "上映日期",
        "market": "上映地区",
        "genres": "类型",
        "synopsis": "剧情简介",
        "positioning": "定位",
        "audiences": "目标观众",
        "core_emotion": "核心情感命题",
        "promises": "承诺",
        "do": "语气要求",
        "dont": "语气禁忌",
        "hashtags": "话题",
        "character": "角色",
        "played_by": "饰演者",
    },
    "en": {
        "original_title": "original title",
        "release_date": "release date",
        "market": "market",
        "genres": "genre",
        "synopsis": "synopsis",
        "positioning": "positioning",
        "audiences": "target audience",
        "core_emotion": "core emotional proposition",
        "promises": "promise",
        "do": "tone: do",
        "dont": "tone: do not",
        "hashtags": "hashtags",
        "character": "character",
        "played_by": "played by",
    },
}


def passages_of_dossier(dossier: Dossier) -> list[Passage]:
    """Write a dossier as facts, “title｜attribute｜value”, one passage each; spoilers stay out of search."""
    found: list[Passage] = []
    for attribute, value in _dossier_facts(dossier):
        for number, piece in enumerate(cut(value)):
            text = SEPARATOR.join((dossier.title, attribute, piece))
            found.append(
                Passage(
                    id=make_id("passage", dossier.id, "dossier", attribute, value, number),
                    film=dossier.id,
                    kind="dossier",
                    source=dossier.id,
                    text=text,
                    language=dossier.language,
                    priority=DOSSIER_PRIORITY,
                )
            )
    return found


def _dossier_facts(dossier: Dossier) -> Iterator[tuple[str, str]]:
    words = _WORDS[dossier.language]
    comma = "、" if dossier.language == "zh" else ", "
    singles = {
        "original_title": dossier.original_title,
        "release_date": dossier.release_date.isoformat(),
        "market": dossier.market,
        "genres": comma.join(dossier.genres),
        "synopsis": dossier.synopsis,
        "positioning": dossier.positioning,
        "core_emotion": dossier.core_emotion,
        "hashtags": comma.join(dossier.hashtags),
    }
    yield from ((words[key], value) for key, value in singles.items() if value.strip())
    yield from ((role, comma.join(people)) for role, people in dossier.credits.items() if people)
    for person in dossier.characters:
        actor = f"（{words['played_by']}：{person.actor}）" if person.actor else ""
        yield words["character"], f"{person.name}{actor}{person.note}"
    yield from ((words["audiences"], audience) for audience in dossier.audiences)
    yield from ((words["promises"], promise.text) for promise in dossier.promises)
    yield from ((words["do"], rule) for rule in dossier.tone.do)
    yield from ((words["dont"], rule) for rule in dossier.tone.dont)
    yield from ((name, str(value)) for name, value in dossier.facts.items())


def passages_of_asset(asset: Asset) -> list[Passage]:
    """Join an asset's lines into passages that keep its title and day."""
    return _pieces(
        asset.film,
        asset.id,
        "\n".join(line.text for line in asset.lines),
        template=Passage(
            id="",
            film=asset.film,
            kind="asset",
            source=asset.id,
            text="",
            title=asset.title,
            day=asset.day,
            platform=asset.channel,
            priority=CAMPAIGN_PRIORITY,
        ),
    )


def passages_of_document(document: Document) -> list[Passage]:
    """Cut a document into passages whose source is the id it had in its file, where it had one."""
    template = Passage(
        id="",
        film=document.film,
        kind="document",
        source=document.source or document.id,
        text="",
        title=document.title,
        priority=DOCUMENT_PRIORITY,
    )
    return _pieces(document.film, document.id, "\n".join(document.paragraphs), template=template)


def passages_of_post(post: Post) -> list[Passage]:
    """Cut a campaign post, with the team's note on it, into passages."""
    template = Passage(
        id="",
        film=post.film,
        kind="campaign" if post.own else "post",
        source=post.id,
        text="",
        title=post.title,
        day=post.day,
        platform=post.channel,
        priority=CAMPAIGN_PRIORITY,
    )
    return _pieces(post.film, post.id, "\n".join(filter(None, [post.text, post.note])) or post.title, template=template)


def passages_of_review(
    review: Review, *, polarity: float | None = None, aspects: Sequence[str] = (), aim: int = LONGEST
) -> list[Passage]:
    """Cut a review into passages that carry what was read in it, for filters."""
    template = Passage(
        id="",
        film=review.film,
        kind="review",
        source=review.id,
        text="",
        day=review.day,
        platform=review.platform,
        watched=review.watched,
        polarity=polarity,
        aspects=list(aspects),
        priority=REVIEW_PRIORITY,
    )
    return _pieces(review.film, review.id, review.text, template=template, longest=aim)


def knowledge_passages(source: str, title: str, texts: Iterable[str], *, kind: str) -> list[Passage]:
    """Cut shared knowledge (framework parts, playbook cards) into passages of no film."""
    template = Passage.model_validate(
        {"id": "", "film": None, "kind": kind, "source": source, "text": "", "title": title}
    ).model_copy(update={"priority": KNOWLEDGE_PRIORITY})
    return _pieces("", source, "\n".join(texts), template=template)


def _pieces(film: str, owner: str, text: str, *, template: Passage, longest: int = LONGEST) -> list[Passage]:
    return [
        template.model_copy(
            update={
                "id": make_id("passage", film, owner, number, piece),
                "text": piece,
                "language": language_of(piece),
            }
        )
        for number, piece in enumerate(cut(text, longest=longest))
    ]
