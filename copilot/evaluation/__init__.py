"""Judges everything made: consistency, grounding, channel limits, compliance, and the gate to the desk."""
