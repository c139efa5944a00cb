"""Pages of the filings."""
