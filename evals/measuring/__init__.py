"""Commands that measure the product on benchmark data."""
