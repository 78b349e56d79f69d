"""Finds what viewers of one film speak about, in their own words."""
