"""Finds passages: tokenising, lexical search, fusion with dense search, query understanding."""
