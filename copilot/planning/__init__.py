"""From a diagnosis to a rolling repair plan, interactions and the look back: cards picked and filled, no model needed."""
