"""The compliance linter: rules as data and a small engine that matches claims, not words."""
