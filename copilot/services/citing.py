"""Names what is cited as a reader knows it: a review by platform and day, material by title, a channel by name."""

from __future__ import annotations

from collections.abc import Iterable

from copilot.domain.evidence import Evidence
from copilot.domain.film import Dossier
from copilot.domain.report import Names
from copilot.services.workspace import Workspace


def names_for(workspace: Workspace, dossier: Dossier, cited: Iterable[Evidence]) -> Names:
    """Name the sources of evidence and every channel.

    Args:
        workspace: The open product.
        dossier: The film; its own id is named by its title.
        cited: Evidence whose reviews are looked up; assets, posts and documents of the film are all named.
    """
    audience, film = workspace.store.audience, dossier.id
    reviews = audience.reviews(sorted({one.source for one in cited if one.source.startswith("rv-")}))
    sources = {r.id: " ".join(filter(None, (r.platform, str(r.day or "")))) for r in reviews}
    sources |= {asset.id: asset.title for asset in audience.assets(film)}
    sources |= {document.id: document.title for document in audience.documents(film)}
    sources |= {post.id: " ".join(filter(None, (post.channel, post.title))) for post in audience.posts(film)}
    return Names(
        film=dossier.title,
        sources={film: dossier.title} | {key: title for key, title in sources.items() if title},
        channels={pack.id: pack.name.in_(dossier.language) for pack in workspace.packs.values()},
    )
