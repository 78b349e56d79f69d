"""Solvers: what turns a sample into an output."""
