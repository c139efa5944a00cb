"""Parts that all pages share: the list."""
