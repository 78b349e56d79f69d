"""Scorers: what a right answer is."""
