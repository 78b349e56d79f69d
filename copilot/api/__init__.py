"""The HTTP door: routes translate, services decide."""
