"""The interface for programmes: the same services and the same permissions as the pages, by token, as JSON."""
