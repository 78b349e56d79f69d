"""The tables; migrations under `migrations/` bring every older file to them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

films = Table(
    "films",
    metadata,
    Column("id", String, primary_key=True),
    Column("dossier", JSON, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("added_at", DateTime, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("id", String, primary_key=True),
    Column("film", String, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("state", String, nullable=False),
    Column("account", JSON),
    Column("opened_at", DateTime, nullable=False),
    Column("closed_at", DateTime),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", String, primary_key=True),
    Column("film", String, nullable=False),
    Column("file", String, nullable=False),
    Column("row", Integer, nullable=False),
    Column("platform", String, nullable=False),
    Column("item", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("written_at", DateTime),
    Column("day", Date),
    Column("rating", Float),
    Column("likes", Integer),
    Column("replies", Integer),
    Column("watched", Boolean),
    Column("author", String, nullable=False),
    Column("region", String, nullable=False),
    Column("language", String, nullable=False),
    Column("duplicate_of", String),
    Index("reviews_film_day", "film", "day"),
)

labels = Table(
    "labels",
    metadata,
    Column("review", String, primary_key=True),
    Column("labeller", String, nullable=False),
    Column("english", Boolean, nullable=False),
    Column("p_positive", Float, nullable=False),
    Column("polarity", Float, nullable=False),
    Column("aspects", LargeBinary, nullable=False),
    Column("emotions", Integer, nullable=False),
    Column("signals", Integer, nullable=False),
    Column("kept", Integer, nullable=False),
    Column("broken", Integer, nullable=False),
)

measures = Table(
    "measures",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("film", String, nullable=False),
    Column("file", String, nullable=False),
    Column("row", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("name", String, nullable=False),
    Column("value", Float, nullable=False),
    Column("unit", String, nullable=False),
    Column("basis", String, nullable=False),
    Column("territory", String, nullable=False),
    UniqueConstraint("film", "name", "basis", "territory", "day", "file", name="measures_once"),
)

posts = Table(
    "posts",
    metadata,
    Column("id", String, primary_key=True),
    Column("film", String, nullable=False, index=True),
    Column("file", String, nullable=False),
    Column("row", Integer, nullable=False),
    Column("content", JSON, nullable=False),
    Column("day", Date),
)

assets = Table(
    "assets",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("film", String, nullable=False, index=True),
    Column("file", String, nullable=False),
    Column("content", JSON, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("film", String, nullable=False, index=True),
    Column("file", String, nullable=False),
    Column("content", JSON, nullable=False),
)

passages = Table(
    "passages",
    metadata,
    Column("id", String, primary_key=True),
    Column("film", String, index=True),
    Column("kind", String, nullable=False),
    Column("source", String, nullable=False, index=True),
    Column("priority", Integer, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("content", JSON, nullable=False),
)

embeddings = Table(
    "embeddings",
    metadata,
    Column("passage", String, primary_key=True),
    Column("model", String, primary_key=True),
    Column("dimension", Integer, nullable=False),
    Column("vector", LargeBinary, nullable=False),
)

works = Table(
    "works",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("film", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("channel", String),
    Column("content", JSON, nullable=False),
    Column("made_at", DateTime, nullable=False),
    Index("works_film_kind", "film", "kind"),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, index=True),
    Column("item", String, nullable=False, index=True),
    Column("content", JSON, nullable=False),
    Column("judged_at", DateTime, nullable=False),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", String, primary_key=True),
    Column("film", String, nullable=False),
    Column("content", JSON, nullable=False),
)

submissions = Table(
    "submissions",
    metadata,
    Column("id", String, primary_key=True),
    Column("film", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("item", String, nullable=False),
    Column("content", JSON, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("verdict", JSON, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("submitted_by", String, nullable=False),
    Column("submitted_at", DateTime, nullable=False),
    Column("version", Integer, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", String, primary_key=True),
    Column("submission", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("note", Text, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime, nullable=False),
    Column("by", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("detail", JSON, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("thread", String, nullable=False, index=True),
    Column("film", String, nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("state", String, nullable=False, server_default="done"),
    Column("by", String, nullable=False, server_default=""),
    Column("content", JSON),
    Column("held_by", String, nullable=False, server_default=""),
)

thread_titles = Table(
    "thread_titles",
    metadata,
    Column("thread", String, primary_key=True),
    Column("title", String, nullable=False),
)

experiments = Table(
    "experiments",
    metadata,
    Column("id", String, primary_key=True),
    Column("film", String, nullable=False, index=True),
    Column("content", JSON, nullable=False),
    Column("planned_at", DateTime, nullable=False),
)

experiment_counts = Table(
    "experiment_counts",
    metadata,
    Column("experiment", String, primary_key=True),
    Column("arm", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("chances", Integer, nullable=False),
    Column("hits", Integer, nullable=False),
    Column("source", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", DateTime, nullable=False),
)

retrospectives = Table(
    "retrospectives",
    metadata,
    Column("id", String, primary_key=True),
    Column("film", String, nullable=False, index=True),
    Column("content", JSON, nullable=False),
    Column("made_at", DateTime, nullable=False),
)

usage = Table(
    "usage",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("run", String, nullable=False, index=True),
    Column("film", String, nullable=False, index=True),
    Column("user", String, nullable=False, index=True),
    Column("role", String, nullable=False),
    Column("model", String, nullable=False),
    Column("stamp", String, nullable=False),
    Column("prompt_tokens", Integer, nullable=False),
    Column("completion_tokens", Integer, nullable=False),
    Column("usd", Float),
    Column("seconds", Float, nullable=False),
    Column("outcome", String, nullable=False),
    Column("at", DateTime, nullable=False),
)
