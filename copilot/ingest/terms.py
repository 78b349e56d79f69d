"""The terms under which a file is read: the day it is read on, the salt for people's names, and the limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Limits:
    """What a file may cost; anything above is refused with the limit named.

    Source of the figures: a real export of a million reviews is about 200 MB; hostile files built for the tests
    stop well below every limit (docs/decisions/0011-import.md).
    """

    file_bytes: int = 512 * 2**20
    expanded_bytes: int = 512 * 2**20
    """Bytes a packed file (gz, XLSX, DOCX) may unpack to."""
    ratio: int = 150
    """How many times larger than its packed size a part of more than 1 MiB may become."""
    memory_bytes: int = 768 * 2**20
    """Address space of the reading process."""
    seconds: int = 3600
    """Processor seconds for the whole file."""
    idle_seconds: float = 20.0
    """Seconds the reading process may go without delivering anything."""
    rows: int = 5_000_000
    columns: int = 1_000
    cells: int = 200_000_000
    cell_chars: int = 1_000_000
    pages: int = 5_000
    batch_rows: int = 1_000


@dataclass(frozen=True)
class Terms:
    """How files are read in one import.

    Args:
        today: The day relative dates such as 昨天 count from.
        salt: Secret mixed into the hashes of people's names and ids; the same salt joins one person's reviews.
        limits: What a file may cost.
    """

    today: date
    salt: str = ""
    limits: Limits = Limits()
