"""The indicators: editions as data, one indicator one file, pure."""
