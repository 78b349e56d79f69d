"""Benchmarks: how fast and how large, on the machine at hand."""
