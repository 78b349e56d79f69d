"""One check a file: each reads a piece against the context and gives one score."""
