"""The indicators of the yearly assessment of supervising units (监管考核, R-08): edition, facts, one file each."""
