import pytest
from lighthouse_film import case, diagnosis

from copilot.domain.draft import Draft
from copilot.evaluation.channels import load_packs
from copilot.evaluation.measure import measure_field
from copilot.writing.bank import gather
from copilot.writing.compose import Wish, compose_from

PACKS = load_packs()


@pytest.fixture(scope="module", params=["x", "threads", "bluesky", "mastodon"])
def thread(request: pytest.FixtureRequest) -> Draft:
    return compose_from(gather(case(), diagnosis()), PACKS[request.param], Wish(variants=1, format="thread"))[0]


def test_a_thread_is_a_post_and_numbered_follow_ups(thread: Draft) -> None:
    assert list(thread.fields) == ["body", "body#2", "body#3", "body#4"]
    assert [text[:3] for name, text in thread.fields.items() if name != "body"] == ["2/4", "3/4", "4/4"]


def test_every_post_is_measured_and_fits_on_its_own(thread: Draft) -> None:
    for name, text in thread.fields.items():
        measured = measure_field(PACKS[thread.channel], name, text)
        assert (measured.field, measured.ok) == (name, True)


def test_label_and_topics_stand_in_the_first_post_only(thread: Draft) -> None:
    first, *later = thread.fields.values()
    assert thread.ai_label in first
    assert not any(thread.ai_label in text or "#" in text for text in later)


def test_no_quote_is_used_twice_in_a_thread(thread: Draft) -> None:
    quotes = [e.text for claim in thread.claims for e in claim.evidence if e.kind == "quote"]
    text = "\n".join(thread.fields.values())
    assert all(text.count(f"「{words}」") <= 1 for words in quotes)


def test_an_overlong_follow_up_is_found_by_the_linter() -> None:
    from copilot.writing.proof import bench_for

    known, found = case(), diagnosis()
    judge = bench_for(known, found, None, None).judge_for(PACKS["x"])
    bank = gather(known, found)
    draft = compose_from(bank, PACKS["x"], Wish(variants=1))[0]
    longer = draft.model_copy(update={"id": "dr-long", "fields": draft.fields | {"body#3": "灯" * 141}})
    spans = [span.field for score in judge(longer).failing("block") for span in score.spans]
    assert spans == ["body#3"]
