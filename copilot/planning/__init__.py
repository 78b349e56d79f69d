"""From a diagnosis to a rolling repair plan, interactions and the look back; no model needed."""
