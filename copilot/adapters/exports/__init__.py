"""Writes what was found and made as files: reports, plans and copy."""

from copilot.adapters.exports.files import Exports, clipboard_text

__all__ = ["Exports", "clipboard_text"]
