"""The client of the API: what the UI and scripts talk to; one method a route, typed results, one error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any, TypeVar

import httpx
from pydantic import BaseModel, Field, TypeAdapter

from copilot.domain.answer import Answer
from copilot.domain.chat import ChatEvent, HumanDecision
from copilot.domain.desk import AuditEntry, Submission
from copilot.domain.diagnosis import Diagnosis
from copilot.domain.draft import Draft
from copilot.domain.film import Dossier
from copilot.domain.imported import ImportedFile, Post
from copilot.domain.passage import Hit
from copilot.domain.plan import Interaction, RepairPlan, Retrospective
from copilot.domain.series import Pulse
from copilot.errors import HuichaoError
from copilot.schema import (
    Added,
    Ask,
    ChannelRow,
    CheckCopy,
    Checked,
    Decide,
    ExperimentShown,
    FilmRow,
    HoldRetrospective,
    JobRow,
    Made,
    MakeCopy,
    MakeInteractions,
    MakePlan,
    Me,
    PlanExperiment,
    Problem,
    RecordCounts,
    Say,
    SearchFor,
    SubmissionShown,
    ThreadRow,
    ThreadShown,
    UsageShown,
)

T = TypeVar("T")
_SECONDS = 120.0
_EVENT: TypeAdapter[ChatEvent] = TypeAdapter(Annotated[ChatEvent, Field(discriminator="kind")])


class ApiError(HuichaoError):
    """The API refused or could not; carries what happened, what was found and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.doing or problem.title, problem.found or problem.detail, problem.todo)
        self.status = problem.status
        self.kind = problem.title
        """Name of the error on the other side, such as PolicyError; see `copilot.errors`."""


class Client:
    """Talks to a running API.

    Args:
        address: Base address.
        key: Access key; None on a machine of one's own.
        http: A client of httpx to use instead of one made for the address, such as an in-process one.
    """

    def __init__(self, address: str, key: str | None = None, http: httpx.Client | None = None) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = http or httpx.Client(base_url=address, headers=headers, timeout=_SECONDS)

    def me(self) -> Me:
        """Tell who the caller is."""
        return self._get("/me", Me)

    def films(self) -> list[FilmRow]:
        """List films."""
        return self._get("/films", list[FilmRow])

    def add_film(self, dossier_yaml: str) -> Added:
        """Add a film from dossier YAML, or replace its dossier."""
        return self._send("/films", Added, {"yaml": dossier_yaml})

    def dossier(self, film: str) -> Dossier:
        """Return a dossier."""
        return self._get(f"/films/{film}", Dossier)

    def files(self, film: str) -> list[ImportedFile]:
        """List imported files."""
        return self._get(f"/films/{film}/files", list[ImportedFile])

    def upload(
        self, film: str, files: Sequence[tuple[str, bytes]], kind: str = "auto", mapping: Sequence[str] = ()
    ) -> JobRow:
        """Import files, given as (name, content), as a job."""
        parts = [("files", (name, content)) for name, content in files]
        form: dict[str, Any] = {"kind": kind, "mapping": list(mapping)}
        return self._read(self._ask("POST", f"/films/{film}/files", files=parts, data=form), JobRow)

    def pulse(self, film: str, as_of: date | None = None) -> Pulse:
        """Tell how a film is doing against expectation."""
        return self._get(f"/films/{film}/pulse", Pulse, as_of=as_of)

    def diagnosis(self, film: str, as_of: date | None = None) -> Diagnosis:
        """Tell why the heat fell."""
        return self._get(f"/films/{film}/diagnosis", Diagnosis, as_of=as_of)

    def posts(self, film: str) -> list[Post]:
        """List campaign posts."""
        return self._get(f"/films/{film}/posts", list[Post])

    def search(self, film: str, query: SearchFor) -> list[Hit]:
        """Search a film's data and the shared knowledge."""
        return self._send(f"/films/{film}/search", list[Hit], query)

    def show(self, any_id: str) -> dict[str, Any]:
        """Open anything by its id."""
        return self._get(f"/show/{any_id}", dict[str, Any])

    def make_plan(self, film: str, wish: MakePlan) -> Made[RepairPlan]:
        """Make the next iteration of the plan."""
        return self._send(f"/films/{film}/plans", Made[RepairPlan], wish)

    def plans(self, film: str) -> list[RepairPlan]:
        """List plans, newest first."""
        return self._get(f"/films/{film}/plans", list[RepairPlan])

    def plan_file(self, plan: str, form: str) -> bytes:
        """Download a plan as md, docx, xlsx or pptx."""
        return self._ask("GET", f"/plans/{plan}/file/{form}").content

    def make_interactions(self, film: str, wish: MakeInteractions) -> Made[Interaction]:
        """Make ways for viewers to take part."""
        return self._send(f"/films/{film}/interactions", Made[Interaction], wish)

    def interactions(self, film: str) -> list[Interaction]:
        """List interactions, newest first."""
        return self._get(f"/films/{film}/interactions", list[Interaction])

    def report(self, film: str, form: str) -> bytes:
        """Download the latest report as html, md or docx."""
        return self._ask("GET", f"/films/{film}/report/{form}").content

    def channels(self) -> list[ChannelRow]:
        """List channels."""
        return self._get("/channels", list[ChannelRow])

    def make_drafts(self, film: str, wish: MakeCopy) -> Made[Draft]:
        """Write copy."""
        return self._send(f"/films/{film}/drafts", Made[Draft], wish)

    def drafts(self, film: str, channel: str | None = None) -> list[Draft]:
        """List drafts, newest first."""
        return self._get(f"/films/{film}/drafts", list[Draft], channel=channel)

    def material_kinds(self) -> list[str]:
        """List the kinds of material for partners."""
        return self._get("/materials", list[str])

    def make_material(self, film: str, kind: str) -> Made[Draft]:
        """Write material for partners."""
        return self._send(f"/films/{film}/materials/{kind}", Made[Draft], {})

    def check(self, film: str, copy: CheckCopy) -> Checked:
        """Measure and judge copy as typed."""
        return self._send(f"/films/{film}/check", Checked, copy)

    def ask(self, film: str, question: Ask) -> Answer:
        """Ask a question."""
        return self._send(f"/films/{film}/ask", Answer, question)

    def threads(self, film: str) -> list[ThreadRow]:
        """List conversations, newest first."""
        return self._get(f"/films/{film}/threads", list[ThreadRow])

    def turns(self, film: str, thread: str) -> list[str]:
        """Return questions and answers in turn."""
        return self._get(f"/films/{film}/threads/{thread}", list[str])

    def say(self, message: Say) -> Iterator[ChatEvent]:
        """Send a message; yields what happens as it happens, `Ended` last or `Failed`."""
        return self._stream("/chat", message)

    def decide_call(self, thread: str, decision: HumanDecision) -> Iterator[ChatEvent]:
        """Decide on the call that waits in a thread; yields what happens."""
        return self._stream(f"/threads/{thread}/decisions", decision)

    def thread(self, thread: str) -> ThreadShown:
        """Return a conversation whole, with what waits or failed in it."""
        return self._get(f"/threads/{thread}", ThreadShown)

    def rename_thread(self, thread: str, title: str) -> ThreadShown:
        """Give a conversation a title."""
        return self._send(f"/threads/{thread}/title", ThreadShown, {"title": title})

    def usage(self, film: str | None = None) -> UsageShown:
        """Add up what model calls used."""
        return self._get("/usage", UsageShown, film=film)

    def plan_experiment(self, film: str, wish: PlanExperiment) -> ExperimentShown:
        """Plan a test of submitted variants."""
        return self._send(f"/films/{film}/experiments", ExperimentShown, wish)

    def experiments(self, film: str) -> list[ExperimentShown]:
        """List a film's experiments with what they show, newest first."""
        return self._get(f"/films/{film}/experiments", list[ExperimentShown])

    def record_counts(self, experiment: str, counts: RecordCounts) -> ExperimentShown:
        """Record totals so far."""
        return self._send(f"/experiments/{experiment}/counts", ExperimentShown, counts)

    def hold_retrospective(self, film: str, wish: HoldRetrospective) -> Retrospective:
        """Look back on a plan, and keep what is learnt."""
        return self._send(f"/films/{film}/retrospectives", Retrospective, wish)

    def retrospectives(self, film: str) -> list[Retrospective]:
        """List a film's retrospectives, newest first."""
        return self._get(f"/films/{film}/retrospectives", list[Retrospective])

    def desk(self, film: str | None = None, state: str | None = None) -> list[Submission]:
        """List submissions, waiting ones first."""
        return self._get("/desk", list[Submission], film=film, state=state)

    def submit(self, item: str) -> Submission:
        """Put a made thing before a lead."""
        return self._send("/desk", Submission, {"item": item})

    def submission(self, submission: str) -> SubmissionShown:
        """Show a submission with its decisions."""
        return self._get(f"/desk/{submission}", SubmissionShown)

    def decide(self, submission: str, decision: Decide) -> Submission:
        """Approve, edit, send back or reject."""
        return self._send(f"/desk/{submission}/decisions", Submission, decision)

    def audit(self) -> list[AuditEntry]:
        """List audit lines, newest first."""
        return self._get("/audit", list[AuditEntry])

    def run(self, film: str) -> JobRow:
        """Do the whole job on a film."""
        return self._send(f"/films/{film}/run", JobRow, {})

    def index(self, film: str) -> JobRow:
        """Fill in a film's vectors."""
        return self._send(f"/films/{film}/index", JobRow, {})

    def sample(self) -> JobRow:
        """Import the shipped fictional film and do the whole job on it."""
        return self._send("/sample", JobRow, {})

    def job(self, job: str) -> JobRow:
        """Tell where a job stands."""
        return self._get(f"/jobs/{job}", JobRow)

    def jobs(self) -> list[JobRow]:
        """List recent jobs."""
        return self._get("/jobs", list[JobRow])

    def cancel(self, job: str) -> JobRow:
        """Stop a job at its next step."""
        return self._send(f"/jobs/{job}/cancel", JobRow, {})

    def _get(self, path: str, kind: type[T], **query: object) -> T:
        given = {name: str(value) for name, value in query.items() if value is not None}
        return self._read(self._ask("GET", path, params=given), kind)

    def _send(self, path: str, kind: type[T], body: BaseModel | dict[str, Any]) -> T:
        content = body.model_dump(mode="json") if isinstance(body, BaseModel) else body
        return self._read(self._ask("POST", path, json=content), kind)

    def _ask(self, method: str, path: str, **parts: Any) -> httpx.Response:  # noqa: ANN401  (httpx's own options)
        try:
            response = self._http.request(method, path, **parts)
        except httpx.HTTPError as error:
            raise self._silent(error) from error
        if response.is_error:
            raise ApiError(_problem(response))
        return response

    def _stream(self, path: str, body: BaseModel) -> Iterator[ChatEvent]:
        try:
            with self._http.stream("POST", path, json=body.model_dump(mode="json")) as response:
                if response.is_error:
                    response.read()
                    raise ApiError(_problem(response))
                for line in response.iter_lines():
                    if line.startswith("data: "):
                        yield _EVENT.validate_json(line.removeprefix("data: "))
        except httpx.HTTPError as error:
            raise self._silent(error) from error

    def _silent(self, error: httpx.HTTPError) -> ApiError:
        found = f"{self._http.base_url} does not answer ({type(error).__name__})"
        todo = "Start it with: huichao up"
        return ApiError(Problem(title="", status=503, detail=found, doing="calling the API", todo=todo))

    @staticmethod
    def _read(response: httpx.Response, kind: type[T]) -> T:
        return TypeAdapter(kind).validate_json(response.content)


def _problem(response: httpx.Response) -> Problem:
    try:
        return Problem.model_validate_json(response.content)
    except ValueError:
        return Problem(title="HTTP", status=response.status_code, detail=response.text[:200])
