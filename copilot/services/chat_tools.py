"""The chat's tools: each takes a checked call, uses one service, and gives an answer with evidence and ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from copilot.agent.answer_reading import cause_claims, drop_claims
from copilot.agent.at_hand import AtHand
from copilot.agent.chat_graph import ChatState
from copilot.agent.model_answer import as_evidence
from copilot.agent.routing import spoken, tell
from copilot.domain.answer import Answer
from copilot.domain.chat import ToolCall, ToolResult
from copilot.domain.draft import Claim, Verdict
from copilot.domain.evidence import Evidence
from copilot.domain.value import Language
from copilot.errors import UnknownId
from copilot.ports import ChatModel
from copilot.services.ask import answer_from
from copilot.services.cases import read_case
from copilot.services.chat_experiments import serve_experiments
from copilot.services.desk import submit
from copilot.services.judging import judge_work
from copilot.services.making import Made, W, evidence_of, interact, plan, write_copy
from copilot.services.search import search
from copilot.services.workspace import Actor, Workspace
from copilot.store import Work

_FOUND, _INTERACTIONS, _VARIANTS = 8, 6, 2
_SHOWN = 300

Tool = Callable[[ToolCall, ChatState], ToolResult]


@dataclass(frozen=True)
class Toolbox:
    """The tools over one film for one person; nothing a call names can leave the film."""

    workspace: Workspace
    film: str
    actor: Actor
    writer: ChatModel | None
    run: str
    history: list[str]
    """Earlier questions and answers, oldest first; only the answer tool reads them."""

    def tools(self) -> Mapping[str, Tool]:
        """List the tools by name."""
        return {
            "answer": self.answer,
            "search": self.search,
            "pulse": self.pulse,
            "diagnosis": self.diagnosis,
            "plan": self.plan,
            "interactions": self.interactions,
            "copy": self.copy,
            "evaluate": self.evaluate,
            "experiments": self.experiments,
            "submit": self.submit,
        }

    def answer(self, _call: ToolCall, state: ChatState) -> ToolResult:
        """Answer a question from evidence."""
        return ToolResult(answer=answer_from(self.workspace, state["message"], self.film, self.history, self.writer))

    def search(self, call: ToolCall, state: ChatState) -> ToolResult:
        """List passages."""
        read = read_case(self.workspace, self.film)
        hits = search(self.workspace, call.query or state["message"], film=self.film, top=call.count or _FOUND)
        at_hand = AtHand(read.case, hits, read.diagnosis, read.figures)
        claims = [Claim(text=hit.text[:_SHOWN], evidence=[as_evidence(hit, at_hand)]) for hit in hits]
        language = spoken(state["message"])
        head = tell("searched", language, count=len(hits)) if hits else tell("searched_none", language)
        return ToolResult(answer=_told([head, *(f"{n}. {c.text}" for n, c in enumerate(claims, 1))], claims))

    def pulse(self, _call: ToolCall, _state: ChatState) -> ToolResult:
        """Tell how the film is doing."""
        read = read_case(self.workspace, self.film)
        claims = drop_claims(read.diagnosis, AtHand(read.case, [], read.diagnosis, read.figures))
        return ToolResult(answer=_told([claim.text for claim in claims] or [read.pulse.drop.why], claims))

    def diagnosis(self, _call: ToolCall, _state: ChatState) -> ToolResult:
        """Tell why the heat fell."""
        read = read_case(self.workspace, self.film)
        claims = cause_claims(read.diagnosis, AtHand(read.case, [], read.diagnosis, read.figures))
        return ToolResult(answer=_told([read.diagnosis.drop.why, *(claim.text for claim in claims)], claims))

    def plan(self, _call: ToolCall, state: ChatState) -> ToolResult:
        """Draft the next iteration of the plan."""
        made = plan(self.workspace, self.film, run=self.run, user=self.actor.name)
        one = made.works[0]
        language = spoken(state["message"])
        head = tell("planned", language, iteration=one.iteration, id=one.id, summary=one.summary)
        stages = [f"{stage.from_} – {stage.to} {stage.goal}" for stage in one.stages]
        return self._made([head, *stages, *made.said], made)

    def interactions(self, call: ToolCall, state: ChatState) -> ToolResult:
        """Draft ways for viewers to take part."""
        count = call.count or _INTERACTIONS
        made = interact(self.workspace, self.film, count, run=self.run, user=self.actor.name)
        titles = "；".join(one.title for one in made.works)
        language = spoken(state["message"])
        ids = "、".join(one.id for one in made.works)
        head = tell("interactions_made", language, count=len(made.works), ids=ids, titles=titles)
        return self._made([head, *made.said], made)

    def copy(self, call: ToolCall, state: ChatState) -> ToolResult:
        """Draft copy for a channel; asks which one when the call names none."""
        language = spoken(state["message"])
        if call.channel is None:
            packs = [pack for pack in self.workspace.packs.values() if pack.writable]
            names = "、".join(pack.name.in_(language) for pack in packs)
            return ToolResult(answer=Answer(answer=tell("which_channel", language, channels=names)))
        made = write_copy(
            self.workspace,
            self.film,
            call.channel,
            variants=min(call.count or _VARIANTS, 9),
            run=self.run,
            user=self.actor.name,
        )
        head = tell(
            "written",
            language,
            channel=self.workspace.packs[call.channel].name.in_(language),
            count=len(made.works),
            ids="、".join(draft.id for draft in made.works),
            verdict=_verdict(made.verdicts, language),
        )
        return self._made([head, *("\n".join(draft.fields.values()) for draft in made.works), *made.said], made)

    def evaluate(self, call: ToolCall, state: ChatState) -> ToolResult:
        """Judge something made for this film."""
        language = spoken(state["message"])
        if call.item is None:
            return ToolResult(answer=Answer(answer=tell("which_item", language)))
        work = self._own(call.item)
        said = _verdict([judge_work(self.workspace, work)], language)
        text = tell("evaluated", language, id=work.id, verdict=said)
        return ToolResult(answer=_told([text], [Claim(text=text, evidence=list(evidence_of(work)))]))

    def experiments(self, call: ToolCall, state: ChatState) -> ToolResult:
        """Plan a test of a channel's submitted variants, or read the tests there are; counts are not typed here."""
        return serve_experiments(self.workspace, self.film, self.actor, call, spoken(state["message"]))

    def submit(self, call: ToolCall, state: ChatState) -> ToolResult:
        """Put something made for this film before a lead."""
        language = spoken(state["message"])
        if call.item is None:
            return ToolResult(answer=Answer(answer=tell("which_item", language)))
        submission = submit(self.workspace, self._own(call.item).id, self.actor)
        text = tell("submitted", language, item=call.item, id=submission.id)
        return ToolResult(answer=_told([text], []), made=[submission.id])

    def _own(self, item: str) -> Work:
        work = self.workspace.store.works.work(item)
        if work.film != self.film:
            raise UnknownId("opening", f"nothing made for this film has the id {item!r}", "Check the id.")
        return work

    def _made(self, lines: Iterable[str], made: Made[W]) -> ToolResult:
        claims = [Claim(text=one.id, evidence=list(evidence_of(one))) for one in made.works]
        writers = {one.writer for one in made.works}
        answer = _told(lines, claims).model_copy(update={"writer": "、".join(sorted(writers)) or "offline"})
        return ToolResult(answer=answer, made=[one.id for one in made.works])


def _told(lines: Iterable[str], claims: list[Claim]) -> Answer:
    citations: dict[str, Evidence] = {one.id: one for claim in claims for one in claim.evidence}
    return Answer(answer="\n".join(lines), claims=claims, citations=list(citations.values()))


def _verdict(verdicts: list[Verdict], language: Language) -> str:
    failing = [verdict for verdict in verdicts if not verdict.passed]
    if not failing:
        return tell("all_pass", language)
    reasons = "；".join(dict.fromkeys(score.reason for verdict in failing for score in verdict.failing("block")))
    return tell("some_fail", language, count=len(failing), reasons=reasons)
