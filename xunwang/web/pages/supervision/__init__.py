"""Assessment of supervising units."""
