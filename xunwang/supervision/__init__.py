"""Assessment of supervising units (监管考核): ledger of error reports, logs, yearly assessment, annual tables."""
