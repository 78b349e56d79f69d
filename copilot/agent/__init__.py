"""The chat copilot: state, tools and graphs; the only home of langchain agents and langgraph."""
