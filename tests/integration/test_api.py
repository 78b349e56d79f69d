"""The HTTP door: what it returns, who may do what, and how it refuses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from copilot.adapters.direct_jobs import DirectJobs
from copilot.api.app import build_app
from copilot.api.verbs import verbs_of
from copilot.client import ApiError, Client
from copilot.config import Settings
from copilot.schema import Ask, CheckCopy, Decide, MakeCopy, MakeInteractions, SearchFor
from tests.integration.conftest import Finished

KEYS = ",".join(
    [
        "mei:marketer:marketer-secret-1",
        "cao:copywriter:copywriter-secret",
        "lin:lead:lead-secret-123456",
        "out:lead:other-secret-12345:some-other",
    ]
)


def door(finished: Finished, tokens: str = "") -> TestClient:
    settings = Settings(data=finished.data, tokens=tokens)
    return TestClient(build_app(settings, finished.workspace, lambda ws: DirectJobs(verbs_of(ws))))


@pytest.fixture(scope="module")
def http(finished: Finished) -> Iterator[TestClient]:
    with door(finished) as client:
        yield client


@pytest.fixture(scope="module")
def client(http: TestClient) -> Client:
    return Client("", http=http)


@pytest.fixture(scope="module")
def guarded(finished: Finished) -> Iterator[TestClient]:
    with door(finished, KEYS) as client:
        yield client


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_the_film_and_its_files_are_listed(client: Client, finished: Finished) -> None:
    assert finished.film in [row.film for row in client.films()]
    assert {"reviews.csv", "boxoffice.csv"} <= {account.file for account in client.files(finished.film)}


def test_reading_gives_pulse_diagnosis_and_hits(client: Client, finished: Finished) -> None:
    assert client.pulse(finished.film).drop.state == "dropping"
    assert client.diagnosis(finished.film).ledger
    assert client.search(finished.film, SearchFor(text="预告骗人")).pop(0).text


def test_an_upload_becomes_a_job_with_an_account(client: Client) -> None:
    client.add_film("id: other-film\ntitle: 另一部\nrelease_date: 2026-04-10\n")
    table = "评论内容,评论时间\n这片后劲很大,2026-04-20\n".encode()
    job = client.upload("other-film", [("../../新评论.csv", table)], "reviews")
    assert job.state == "done"
    assert job.result is not None
    account = job.result["files"][0]
    assert (account["file"], account["rows"]) == ("新评论.csv", 1)


def test_a_file_that_cannot_be_read_is_refused_in_three_parts(client: Client, finished: Finished) -> None:
    job = client.upload(finished.film, [("empty.csv", b"")], "reviews")
    assert job.state == "failed"
    assert job.error is not None
    assert all(job.error.values())


def test_an_answer_cites_what_can_be_opened(client: Client, finished: Finished) -> None:
    answer = client.ask(finished.film, Ask(question="观众为什么说预告骗人？"))
    assert not answer.abstained
    assert all(client.show(item.id)["evidence"] for item in answer.citations)
    assert client.turns(finished.film, answer.thread)[0] == "观众为什么说预告骗人？"


def test_counters_and_checks_follow_what_is_typed(client: Client, finished: Finished) -> None:
    long = CheckCopy(channel="x", fields={"body": "潮" * 200})
    checked = client.check(finished.film, long)
    assert (checked.counters[0].current, checked.counters[0].ok) == (400, False)
    assert not checked.verdict.passed


def test_a_draft_goes_to_the_desk_is_edited_and_approved(client: Client, finished: Finished) -> None:
    made = client.make_drafts(finished.film, MakeCopy(channel="weibo", variants=1))
    waiting = client.submit(made.works[0].id)
    body = waiting.content["fields"]["body"]
    edited = client.decide(
        waiting.id, Decide(kind="edit", content_hash=waiting.content_hash, changes={"fields": {"body": body + "。"}})
    )
    with pytest.raises(ApiError) as refused:
        client.decide(waiting.id, Decide(kind="approve", content_hash=waiting.content_hash))
    assert refused.value.status == 409
    assert client.decide(waiting.id, Decide(kind="approve", content_hash=edited.content_hash)).state == "approved"
    assert [d.kind for d in client.submission(waiting.id).decisions] == ["edit", "approve"]


def test_an_edit_that_breaks_a_blocking_check_is_refused(client: Client, finished: Finished) -> None:
    made = client.make_drafts(finished.film, MakeCopy(channel="x", variants=1))
    waiting = client.submit(made.works[0].id)
    changes = {"fields": {"body": "潮" * 300}}
    with pytest.raises(ApiError, match="channel_limit"):
        client.decide(waiting.id, Decide(kind="edit", content_hash=waiting.content_hash, changes=changes))


def test_sending_back_needs_a_reason(client: Client, finished: Finished) -> None:
    made = client.make_interactions(finished.film, MakeInteractions(count=4))
    waiting = client.submit(made.works[0].id)
    with pytest.raises(ApiError, match="no reason"):
        client.decide(waiting.id, Decide(kind="send_back", content_hash=waiting.content_hash))


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/films/none"), ("GET", "/show/ev-0000000000000000"), ("GET", "/desk/sb-none"), ("GET", "/jobs/jb-none")],
)
def test_what_is_not_there_is_a_404_with_what_to_do(http: TestClient, method: str, path: str) -> None:
    response = http.request(method, path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["todo"]


def test_without_a_key_nothing_but_health_answers(guarded: TestClient, finished: Finished) -> None:
    assert guarded.get("/health").status_code == 200
    for path in guarded.get("/openapi.json").json()["paths"]:
        if path != "/health":
            filled = path.replace("{film}", finished.film)
            for method in ("GET", "POST"):
                assert guarded.request(method, filled, json={}).status_code in (403, 405, 422), path
    assert guarded.get("/films").status_code == 403


def test_only_a_lead_decides(guarded: TestClient, finished: Finished) -> None:
    made = guarded.post(
        f"/films/{finished.film}/drafts", json={"channel": "zhihu", "variants": 1}, headers=bearer("copywriter-secret")
    ).json()
    waiting = guarded.post("/desk", json={"item": made["works"][0]["id"]}, headers=bearer("copywriter-secret")).json()
    decision = {"kind": "approve", "content_hash": waiting["content_hash"]}
    path = f"/desk/{waiting['id']}/decisions"
    for secret in ("copywriter-secret", "marketer-secret-1"):
        assert guarded.post(path, json=decision, headers=bearer(secret)).status_code == 403
    assert guarded.post(path, json=decision, headers=bearer("lead-secret-123456")).json()["state"] == "approved"


def test_a_lead_of_another_film_sees_nothing_of_this_one(guarded: TestClient, finished: Finished) -> None:
    outsider = bearer("other-secret-12345")
    assert guarded.get("/films", headers=outsider).json() == []
    assert guarded.get("/desk", headers=outsider).json() == []
    evidence = finished.done.diagnosis.causes[0].evidence or finished.done.plan.actions()[0].evidence
    review = next(e.source for a in finished.done.plan.actions() for e in a.evidence if e.source.startswith("rv-"))
    ids = [evidence[0].id, review, finished.done.plan.id, finished.done.plan.actions()[0].id]
    for any_id in ids:
        assert guarded.get(f"/show/{any_id}", headers=outsider).status_code == 404, any_id
    for path in ("pulse", "diagnosis", "plans", "drafts", "threads", "files", "report/html"):
        assert guarded.get(f"/films/{finished.film}/{path}", headers=outsider).status_code == 404


def test_responses_carry_security_headers(http: TestClient) -> None:
    headers = http.get("/health").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
