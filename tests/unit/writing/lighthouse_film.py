"""A made-up film with viewers' words, for the tests of writing."""

from datetime import date, timedelta

import numpy as np

from copilot.domain.diagnosis import Diagnosis, LedgerEntry, Promise, Theme
from copilot.domain.evidence import quote
from copilot.domain.film import Dossier
from copilot.domain.imported import Asset, AssetLine
from copilot.domain.series import Drop
from copilot.domain.signals import ASPECTS
from copilot.insight.case import Case
from copilot.insight.voices import Voices

WARM = [
    "那场父女在灯塔下分鱼的戏，镜头安静得让人想哭。",
    "父亲和女儿终于肯坐在一张桌上吃饭了，我一下就绷不住。",
    "演员的表演很克制，配乐也好听，海风的声音像在耳边。",
    "和妈妈一起看的，走出影院她一直挽着我的手。",
    "没想到是这样温柔的片子，看完心里很暖。",
    "二刷才看见柜子里那双小雨鞋，细节太用心。",
    "希望大家都能走进影院听一听海的声音。",
    "摄影把雾里的码头拍得像一幅画。",
    "如果是你，会为了家人留在岛上吗？",
    "朋友看完给爸爸打了一个很长的电话，真感动。",
]
COLD = ["剧情拖沓，难看。", "和预告完全不一样，失望。"]


def dossier(**changes: object) -> Dossier:
    """Return the film's dossier with some keys changed."""
    told = {
        "id": "lighthouse",
        "title": "守灯人",
        "release_date": "2026-05-01",
        "genres": ["剧情"],
        "synopsis": "海岛上的灯塔就要关了。守了一辈子灯的陈海生等女儿回来签字。女儿陈汐只请了三天假。",
        "credits": {"导演": ["林远帆"]},
        "characters": [
            {"name": "陈海生", "actor": "高树", "note": "守了一辈子灯塔的父亲"},
            {"name": "陈汐", "actor": "白露", "note": "在城里做声音剪辑的女儿"},
        ],
        "positioning": "一部写给不会说话的家人的电影（首轮主攻）",
        "audiences": ["离家工作的年轻人（首轮主攻）", "带父母看片的一家人"],
        "core_emotion": "灯关了，等的人还在",
        "promises": ["风暴夜的惊险救援"],
        "tone": {"do": ["克制"], "dont": ["不写“绷不住”"]},
        "spoilers": [{"text": "父亲早就听不见女儿的声音，一直在读唇语", "tell_from_day": 30}],
        "hashtags": ["守灯人", "灯塔下的晚饭"],
        "rights": {"终极预告": "cleared"},
    }
    return Dossier.model_validate(told | changes)


def case(film: Dossier | None = None, day: int = 10, texts: list[str] | None = None) -> Case:
    """Return the film as known on a day of release."""
    film = film or dossier()
    said = [*WARM, *COLD] if texts is None else texts
    return Case(
        dossier=film,
        voices=voices(said),
        measures=[],
        assets=[
            Asset(
                id="as-1",
                film=film.id,
                file="fi-1",
                title="终极预告",
                form="trailer",
                lines=[AssetLine(number=1, text="风暴要来了")],
            )
        ],
        posts=[],
        as_of=film.release_date + timedelta(days=day - 1),
    )


def voices(texts: list[str]) -> Voices:
    """Return reviews whose words decide whether they are warm."""
    n = len(texts)
    warm = np.array([0.1 if text in COLD else 0.95 for text in texts], dtype=np.float32)
    return Voices(
        ids=[f"rv-{i}" for i in range(n)],
        texts=texts,
        platforms=["douban"] * n,
        authors=[""] * n,
        day=np.full(n, np.datetime64(date(2026, 5, 3))),
        watched=np.ones(n, dtype=np.int8),
        stars=np.where(warm > 0.5, 5, 1).astype(np.float32),
        likes=np.arange(n, dtype=np.int32),
        english=np.zeros(n, dtype=np.bool_),
        p_positive=warm,
        polarity=2 * warm - 1,
        aspects=np.full((n, len(ASPECTS)), np.nan, dtype=np.float32),
        emotions=np.zeros(n, dtype=np.uint16),
        signals=np.zeros(n, dtype=np.uint32),
        kept=np.zeros(n, dtype=np.uint16),
        broken=np.zeros(n, dtype=np.uint16),
        weight=np.ones(n, dtype=np.float32),
        cluster=np.full(n, -1, dtype=np.int32),
    )


def diagnosis(film: Dossier | None = None) -> Diagnosis:
    """Return what was found: one broken promise, one topic people argue about."""
    film = film or dossier()
    said = WARM[1]
    promise = Promise(id="pm-1", text="风暴夜的惊险救援", kind="spectacle", asset="as-1")
    return Diagnosis(
        film=film.id,
        as_of=film.release_date + timedelta(days=9),
        drop=Drop(state="dropping", why="上映第五天起低于预期。"),
        ledger=[
            LedgerEntry(promise=promise, state="broken", viewers=12, broken=9, evidence=[quote("rv-1", said, 0, 5)])
        ],
        causes=[],
        audiences=[],
        themes=[
            Theme(key="family", kind="argues", label="要不要留在岛上", voices=12, evidence=[quote("rv-1", said, 0, 5)])
        ],
    )
