"""What is cited is called what a reader knows it by, never by its id."""

from __future__ import annotations

from copilot.domain.evidence import quote
from copilot.services.citing import names_for
from tests.conftest import Finished


def test_reviews_are_named_by_platform_and_day_and_only_those_cited(finished: Finished) -> None:
    workspace = finished.workspace
    dossier = workspace.store.films.get(finished.film)
    cited = next(
        item for cause in finished.done.diagnosis.causes for item in cause.evidence if item.source.startswith("rv-")
    )
    names = names_for(workspace, dossier, [cited, quote("rv-0000000000000000", "不在库里", 0, 4)])
    assert names.film == names.sources[dossier.id] == "单程十七分钟"
    assert names.sources[cited.source][-10:].startswith("2026-")
    assert [key for key in names.sources if key.startswith("rv-")] == [cited.source]


def test_every_asset_and_channel_is_named_in_the_films_language(finished: Finished) -> None:
    workspace = finished.workspace
    dossier = workspace.store.films.get(finished.film)
    titles = {asset.id: asset.title for asset in workspace.store.audience.assets(dossier.id)}
    names = names_for(workspace, dossier, [])
    assert titles
    assert titles.items() <= names.sources.items()
    assert names.channels["xiaohongshu"] == "小红书"
    english = names_for(workspace, dossier.model_copy(update={"title": "Seventeen", "synopsis": "A cable car."}), [])
    assert english.channels["xiaohongshu"] == workspace.packs["xiaohongshu"].name.in_(dossier.language)


def test_nothing_is_named_by_an_empty_text(finished: Finished) -> None:
    workspace = finished.workspace
    names = names_for(workspace, workspace.store.films.get(finished.film), [])
    assert all(names.sources.values())
