"""What the audience said and did: signals, series, expected curves, drops, promise ledger, causes, audiences."""
