"""Pieces screens are made of."""
