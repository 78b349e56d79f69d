"""Screens: title, inputs, one call, empty branch, result."""
