"""Turns exported files into reviews, daily measures, posts, assets and documents."""
