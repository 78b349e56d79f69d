"""Values and pure rules in the words of film marketing; imports the standard library and pydantic only."""
