"""Tasks: one file a question."""
