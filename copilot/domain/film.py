"""A film and its dossier: what the title is, promises, and may not yet tell."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from pydantic import Field, field_validator

from copilot.domain.imported import Asset, Rights
from copilot.domain.value import Language, Value, language_of


def _each(value: object, key: str) -> object:
    """Let a list hold bare strings for values with one main text; None is an empty list."""
    if not isinstance(value, list):
        return value or []
    return [{key: item} if isinstance(item, str) else item for item in value]


class Character(Value):
    """A person of the story."""

    name: str
    actor: str = ""
    note: str = ""


class Spoiler(Value):
    """A fact of the story that may be told only from some day on."""

    text: str
    tell_from_day: int | None = None
    """Day of release from which it may be told (release day is 1); None means never."""


class Tone(Value):
    """How the campaign speaks."""

    do: list[str] = Field(default_factory=list)
    dont: list[str] = Field(default_factory=list)


class StatedPromise(Value):
    """A promise the team itself wrote down."""

    text: str
    kind: str | None = None
    """One of `copilot.domain.diagnosis.PROMISE_KINDS`; None lets the product decide."""


class Dossier(Value):
    """Everything the team states about a film; the only source of facts for copy."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
    title: str = Field(min_length=1)
    original_title: str = ""
    release_date: date
    market: str = "CN"
    """ISO 3166 country whose calendar and law apply, such as CN or US."""
    genres: list[str] = Field(default_factory=list)
    synopsis: str = ""
    credits: dict[str, list[str]] = Field(default_factory=dict)
    """Role → people, such as {"director": ["…"]}."""
    characters: list[Character] = Field(default_factory=list)
    positioning: str = ""
    audiences: list[str] = Field(default_factory=list)
    core_emotion: str = ""
    """核心情感命题: the one emotional proposition everything must carry."""
    promises: list[StatedPromise] = Field(default_factory=list)
    tone: Tone = Tone()
    spoilers: list[Spoiler] = Field(default_factory=list)
    facts: dict[str, str | int | float | bool] = Field(default_factory=dict)
    hashtags: list[str] = Field(default_factory=list)
    """Without the # sign."""
    rights: dict[str, Rights] = Field(default_factory=dict)
    """Title or file of an asset → whether the campaign may use it; `*` speaks for every other asset."""

    @field_validator("market", mode="before")
    @classmethod
    def _market_upper(cls, value: object) -> object:
        return value.strip().upper() if isinstance(value, str) else value

    @field_validator("credits", mode="before")
    @classmethod
    def _credits_are_lists(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {str(role): people if isinstance(people, list) else [people] for role, people in value.items()}

    @field_validator("facts", mode="before")
    @classmethod
    def _dates_as_text(cls, value: object) -> object:
        """Write dates YAML has read back as people write them."""
        if not isinstance(value, dict):
            return value or {}
        return {str(key): str(item) if isinstance(item, date) else item for key, item in value.items()}

    @field_validator("characters", mode="before")
    @classmethod
    def _characters_from_names(cls, value: object) -> object:
        return _each(value, "name")

    @field_validator("promises", "spoilers", mode="before")
    @classmethod
    def _texts_to_values(cls, value: object) -> object:
        return _each(value, "text")

    @field_validator("hashtags", mode="before")
    @classmethod
    def _hashtags_bare(cls, value: object) -> object:
        return [str(tag).strip().strip("#") for tag in value] if isinstance(value, list) else value or []

    @cached_property
    def language(self) -> Language:
        """The language the dossier is written in, which is the language of its plan and copy."""
        return language_of(self.synopsis + self.positioning + self.core_emotion + self.title)

    def day_of_release(self, day: date) -> int:
        """Count days from release: release day is 1, the day before it 0."""
        return (day - self.release_date).days + 1

    def spoilers_closed_on(self, day_of_release: int) -> list[Spoiler]:
        """List the spoilers that may not be told on a day of release."""
        return [s for s in self.spoilers if s.tell_from_day is None or day_of_release < s.tell_from_day]

    def rights_of(self, asset: Asset) -> Rights:
        """Say whether an asset may be used: as its file says, else as the dossier says of its title, file or of all."""
        if asset.rights != "not_stated":
            return asset.rights
        named = (asset.title, asset.file, asset.file.rpartition(".")[0], "*")
        return next((self.rights[name] for name in named if name in self.rights), "not_stated")

    def names(self) -> list[str]:
        """List the titles, characters and people of the film, longest first, without repeats or blanks."""
        people = [person for group in self.credits.values() for person in group]
        cast = [name for c in self.characters for name in (c.name, c.actor)]
        found = {name.strip() for name in [self.title, self.original_title, *people, *cast] if name.strip()}
        return sorted(found, key=lambda name: (-len(name), name))
