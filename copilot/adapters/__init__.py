"""Implementations of the ports; the only place vendor SDKs appear."""
