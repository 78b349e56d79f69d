"""Keeps personal columns out: drops, hashes, masks or coarsens them as knowledge/sources/privacy.yaml says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

_SHOWN = 16


class Privacy:
    """The policy of one import.

    Args:
        rules: The file knowledge/sources/privacy.yaml.
        salt: Secret mixed into hashes.
    """

    def __init__(self, rules: dict[str, list[str]], salt: str) -> None:
        self._rules = {name.casefold(): rule for rule in ("coarsen", "mask", "hash", "drop") for name in rules[rule]}
        self._provinces, self._countries = rules["provinces"], frozenset(rules["countries"])
        self._salt = salt.encode("utf-8", "surrogatepass")
        self._known: dict[str, str] = {}

    def rule(self, column: str) -> str:
        """Name what happens to a column: drop, hash, mask, coarsen or keep."""
        return self._rules.get(str(column).strip().casefold(), "keep")

    def author(self, name: str) -> str:
        """Hash a person's id or name with the salt; empty stays empty."""
        if not name:
            return ""
        return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8, key=self._salt[:64]).hexdigest()

    def region(self, place: str) -> str:
        """Keep province or country only; a finer or unknown place becomes empty."""
        found = self._known.get(place)
        if found is None:
            found = self._coarse(place)
            if len(self._known) < 10_000:
                self._known[place] = found
        return found

    def _coarse(self, place: str) -> str:
        bare = place.removeprefix("IP属地").lstrip("：: ").removeprefix("发布于").strip()
        for province in self._provinces:
            if bare.startswith((province, "中国" + province)):
                return province
        last = bare.rsplit(",", 1)[-1].strip()
        return next((name for name in (bare, last, bare.split(" ")[0]) if name in self._countries), "")

    def shield(self, column: str) -> Callable[[str], str]:
        """Make the treatment of one column for rows kept as text."""
        treatments: dict[str, Callable[[str], str]] = {
            "drop": lambda _: "",
            "hash": self.author,
            "mask": lambda text: text[:1] + "*" * min(len(text) - 1, 3) if text else "",
            "coarsen": self.region,
        }
        return treatments.get(self.rule(column), lambda text: text)

    def treated(self, columns: list[str]) -> dict[str, list[str]]:
        """List the columns of a file by what happens to them."""
        found: dict[str, list[str]] = {}
        for column in columns:
            if (rule := self.rule(column)) != "keep":
                found.setdefault(rule, []).append(str(column))
        return found
