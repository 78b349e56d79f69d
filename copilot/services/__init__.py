"""Use cases, one verb a file; every door (CLI, API, UI, agent, MCP) calls these."""
