import pytest
from lighthouse_film import case, diagnosis

from copilot.errors import InputError
from copilot.writing.materials import CHANNEL, make_material, material_kinds


def test_the_five_materials_can_be_made() -> None:
    assert material_kinds() == [
        "cinema_poster_line",
        "regional_cinema_kit",
        "brand_partner_brief",
        "opinion_leader_brief",
        "co_creation_kit",
    ]


@pytest.mark.parametrize("kind", material_kinds())
def test_a_material_carries_the_film_its_evidence_and_the_ai_note(kind: str) -> None:
    made = make_material(kind, case(), diagnosis())
    text = "\n".join(made.fields.values())
    assert made.channel == CHANNEL
    assert made.claims
    assert made.ai_label in text
    assert any(word in text for word in ("守灯人", "灯关了", "陈海生"))
    assert "唇语" not in text
    assert "{" not in text


def test_fans_get_passages_tags_frames_and_the_official_clips() -> None:
    kit = make_material("co_creation_kit", case(), diagnosis()).fields
    assert "终极预告" in kit["clips"]
    assert "#灯塔下的晚饭" in kit["tags"]
    assert kit["passages"].count("·") >= 4


def test_an_unknown_kind_names_the_known_ones() -> None:
    with pytest.raises(InputError, match="co_creation_kit"):
        make_material("balloon", case(), diagnosis())
