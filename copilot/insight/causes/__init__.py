"""Weighs the possible causes of a drop, each by its own rule, with evidence for and against."""
