"""Huichao 回潮: reads how a film's heat fell, says why with evidence, and drafts the repair."""

__version__ = "0.1.0"
