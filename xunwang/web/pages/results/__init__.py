"""Standing, gates, ranking, freezing."""
