"""The command line: each command translates flags, calls one service, and prints."""

from copilot.cli.main import main

__all__ = ["main"]
