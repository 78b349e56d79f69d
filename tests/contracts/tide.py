"""The film and the moment that the store's promises are tried on."""

from datetime import UTC, date, datetime

from copilot.domain.film import Dossier

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
FILM = Dossier(id="tide", title="回潮", release_date=date(2026, 4, 10))
