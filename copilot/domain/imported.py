"""What an import brings in: reviews, daily measures, posts, assets and documents, and the account of one file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from copilot.domain.value import Language, Value

FileKind = Literal["reviews", "boxoffice", "posts", "asset", "document", "campaign"]
FILE_KINDS: tuple[FileKind, ...] = ("reviews", "boxoffice", "posts", "asset", "document", "campaign")


class Review(Value):
    """One audience text."""

    id: str
    film: str
    file: str
    row: int
    """Row of the file it came from, 1 for the first row under the header."""
    platform: str = ""
    item: str = ""
    """The platform's own id of the comment; empty when the export has none."""
    text: str
    written_at: datetime | None = None
    """Local time of the market, without zone."""
    day: date | None = None
    rating: float | None = Field(default=None, ge=0, le=5)
    """Stars, 0.5 to 5 whatever the platform's scale."""
    likes: int | None = None
    replies: int | None = None
    watched: bool | None = None
    """False for want-to-see and anything written before release; None when the source does not tell."""
    author: str = ""
    """Salted hash of the author; empty when unknown."""
    region: str = ""
    """Province or country, never finer."""
    language: Language = "zh"
    duplicate_of: str | None = None
    """Id of the earlier review this one nearly repeats; it is kept, and counts once in cleaned figures."""


class Measure(Value):
    """One day's value of one series."""

    film: str
    file: str
    row: int
    day: date
    name: str
    """Such as gross, shows, share_shows, occupancy, admissions, theaters, wants, views."""
    value: float
    unit: str
    """Such as CNY, USD, count, share."""
    basis: str = ""
    """For takings: comprehensive (综合), net (分账) or empty when the source does not say."""
    territory: str = ""


class Post(Value):
    """One piece the campaign or a partner published, with how it did."""

    id: str
    film: str
    file: str
    row: int
    channel: str = ""
    source: str = ""
    """Its id on the platform or in the file it came from; empty when it has none."""
    title: str = ""
    text: str = ""
    published_at: datetime | None = None
    day: date | None = None
    url: str = ""
    results: dict[str, float] = Field(default_factory=dict)
    """Measure → value, such as impressions, plays, likes, comments, shares, saves, ctr, completion_rate."""
    own: bool = True
    """True for the campaign's own work, False for other people's posts."""
    note: str = ""
    """What the team wrote about it: goal, angle, what was learnt."""


Rights = Literal["cleared", "restricted", "not_stated"]
"""Whether the campaign may use a piece of material: cleared, not or not yet, or nobody has said."""


class AssetLine(Value):
    """One line of an asset, with its place."""

    number: int
    text: str
    start: float | None = None
    """Seconds from the beginning; None for assets without time."""
    end: float | None = None


class Asset(Value):
    """A trailer, poster, interview or behind-the-scenes piece, as text."""

    id: str
    film: str
    file: str
    row: int = 1
    """Row of the file it came from; a file that is one asset has row 1."""
    title: str
    form: str
    """trailer, poster, interview, behind_the_scenes, music_video, other."""
    channel: str = ""
    day: date | None = None
    rights: Rights = "not_stated"
    """As its file says; the dossier speaks for files that do not say."""
    lines: list[AssetLine]


class Document(Value):
    """A free document the team wants to be findable, as paragraphs in reading order."""

    id: str
    film: str
    file: str
    row: int = 1
    """Row of the file it came from; a file that is one document has row 1."""
    source: str = ""
    """The `_id` or `id` it had in the file; empty when it had none."""
    title: str
    paragraphs: list[str]


class Rejected(Value):
    """A row that could not be used, and why."""

    row: int
    reason: str


class ImportedFile(Value):
    """The account of one imported file; rows == kept + duplicates + len(rejected) always."""

    id: str
    file: str
    """Name as given, without folders."""
    kind: FileKind
    source: str
    """Id of the recognised export, or generic."""
    rows: int
    kept: int
    duplicates: int
    near_duplicates: int = 0
    """Of the kept, how many nearly repeat an earlier review; they count once in cleaned figures."""
    rejected: list[Rejected]
    encoding: str
    mapping: dict[str, str]
    """Canonical field → column of the file."""
    notes: list[str] = Field(default_factory=list)
    """What the reader should know: dropped personal columns, guessed basis, other films' rows and the like."""
