"""Routes: each translates a request, calls one service, and returns its result."""
