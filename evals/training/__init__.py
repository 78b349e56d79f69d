"""Commands that train shipped parameters from benchmark data."""
