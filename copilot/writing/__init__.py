"""Writes channel copy from evidence, without a model or with one."""
