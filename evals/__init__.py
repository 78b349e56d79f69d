"""Measures, trains and judges; never imported by the product."""
