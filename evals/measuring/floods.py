"""By how many votes does a planted flood of 10,000 reviews move cleaned figures of real films?

Floods: one template with filled slots, paraphrases put together from clauses in changing order, ten short texts, and
texts that share nothing (reviews of other films, the worst case); signed by one author or by nobody; on one day, over a
month, or without dates. Moved are the pleased plus the displeased voices, compared with the film alone; "without" is
what is moved when burst days are left out as well.

Run: python -m evals.measuring.floods [--data ../shared/data] [--films 6] [--size 10000]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copilot.domain.imported import Review
from copilot.insight.bursts import find_bursts, outside_bursts
from copilot.insight.voices import Voices
from evals.measuring.film_cases import dated_film, douban_films, voices_of

Chance = np.random.Generator
TEMPLATE = "{0}{1}，{2}和{3}都{4}，{5}{6}"
SLOTS = (
    ("昨晚刚看完", "和同事一起看的", "首映场回来", "周末带家人去看", "二刷归来"),
    ("这部片", "这部作品", "这个故事", "这部新片"),
    ("剧本", "镜头", "配乐", "剪辑", "布景"),
    ("表演", "台词", "调色", "动作戏", "群戏"),
    ("非常扎实", "相当讲究", "看得出诚意", "超出想象", "完成度很高"),
    ("今年", "近几年", "这个档期", "院线里"),
    ("最值得买票的一部", "最让人满意的一次", "头一份的惊喜", "没有之一"),
)
CLAUSES = (
    ("人物立得住", "角色个个鲜活", "每个人都有自己的来路", "群像写得漂亮", "主角的选择让人信服"),
    ("节奏一口气不断", "两个多小时毫不拖沓", "从头到尾没有走神", "全程抓着人往前走"),
    ("画面每一帧都能当壁纸", "摄影美得让人屏住呼吸", "光影讲究到了细处", "大银幕看才过瘾"),
    ("结尾那一下我直接泪崩", "最后十分钟哭湿了口罩", "收得干净又有余味", "片尾字幕起来没有人离场"),
    ("音乐一响鸡皮疙瘩就起来了", "配乐给情绪推了一大把", "片尾曲单曲循环一路回家"),
    ("已经约了朋友再看一遍", "强烈建议大家进影院支持", "明天还要带爸妈来", "票价完全对得起"),
)
SHORT = (
    "太好看了",
    "必看神作",
    "年度最佳",
    "快去看",
    "五星好评",
    "封神之作",
    "绝对值得",
    "我哭死",
    "全员演技派",
    "爱了爱了",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Plant every flood into every film and print the votes it moved: median and worst over films."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--films", type=int, default=6)
    parser.add_argument("--size", type=int, default=10_000)
    options = parser.parse_args(arguments)
    films = _films(options.data, options.films)
    others = [r.text for title, found in douban_films(options.data).items() if title not in films for r in found]
    sizes = ", ".join(str(len(reviews)) for reviews in films.values())
    sys.stdout.write(f"{len(films)} films with {sizes} reviews; {options.size} planted\n")
    sys.stdout.write("flood        author  days       votes moved: median, worst   found as burst   without: median\n")
    makers: dict[str, Callable[[Chance], str]] = {
        "template": _template,
        "paraphrase": _paraphrase,
        "short texts": lambda chance: str(chance.choice(SHORT)) + "！" * int(chance.integers(0, 4)),
        "foreign": lambda chance: str(others[int(chance.integers(len(others)))]),
    }
    honest = {title: voices_of(reviews) for title, reviews in films.items()}
    for title, voices in honest.items():
        sys.stdout.write(f"{title[:20]}: {voices.weight.sum():.1f} voices of {len(voices)} reviews without a flood\n")
    for name, make in makers.items():
        texts = _texts(make, options.size)
        for author in ("one", ""):
            for days in ("one day", "a month", "no dates"):
                if author and days != "one day":
                    continue
                moved = [_moved(honest[title], reviews, texts, author, days) for title, reviews in films.items()]
                votes, bursts, without = (np.array(column) for column in zip(*moved, strict=True))
                sys.stdout.write(
                    f"{name:12} {author or 'none':7} {days:10} {np.median(votes):19.2f} {votes.max():8.2f} "
                    f"{bursts.mean():16.2f} {np.median(without):17.2f}\n"
                )
                sys.stdout.flush()
    return 0


def _films(folder: Path, count: int) -> dict[str, list[Review]]:
    """Take films with most reviews of one source, and two months of the dated one."""
    found = sorted(douban_films(folder).items(), key=lambda one: (-len(one[1]), one[0]))[: count - 1]
    released = date(2008, 4, 30)
    dated = [r for r in dated_film(folder) if r.day and timedelta(0) <= r.day - released <= timedelta(days=60)]
    return dict(found) | {"dated film": dated}


def _texts(make: Callable[[Chance], str], size: int) -> list[str]:
    chance = np.random.default_rng(7)
    return [make(chance) for _ in range(size)]


def _template(chance: Chance) -> str:
    return TEMPLATE.format(*(str(chance.choice(slot)) for slot in SLOTS))


def _paraphrase(chance: Chance) -> str:
    kept = chance.permutation(len(CLAUSES))[: int(chance.integers(3, 6))]
    return "，".join(str(chance.choice(CLAUSES[i])) for i in kept) + "。"


def _moved(
    honest: Voices, reviews: Sequence[Review], texts: Sequence[str], author: str, days: str
) -> tuple[float, bool, float]:
    """Plant a flood in the middle of a film's days: (votes moved, found as a burst, moved without burst days)."""
    known = sorted(review.day for review in reviews if review.day)
    middle = known[len(known) // 2]
    first = reviews[0]
    flood = [
        Review(
            id=f"flood-{number}",
            film=first.film,
            file="flood",
            row=number + 1,
            platform=first.platform,
            text=text,
            day=None if days == "no dates" else middle + timedelta(days=number % 30 if days == "a month" else 0),
            author=author,
            watched=True,
        )
        for number, text in enumerate(texts)
    ]
    flooded = voices_of([*reviews, *flood])
    everyone = np.ones(len(honest), np.bool_)
    votes = _apart(_votes(flooded, np.ones(len(flooded), np.bool_)), _votes(honest, everyone))
    without = _apart(_votes(flooded, outside_bursts(flooded)), _votes(honest, outside_bursts(honest)))
    return votes, len(find_bursts(flooded)) > len(find_bursts(honest)), without


def _apart(now: tuple[float, float], before: tuple[float, float]) -> float:
    return abs(now[0] - before[0]) + abs(now[1] - before[1])


def _votes(voices: Voices, kept: NDArray[np.bool_]) -> tuple[float, float]:
    """Return pleased and displeased voices."""
    weight = np.where(kept, voices.weight.astype(np.float64), 0.0)
    pleased = voices.p_positive >= 0.5
    return float(weight[pleased].sum()), float(weight[~pleased].sum())


if __name__ == "__main__":
    sys.exit(main())
