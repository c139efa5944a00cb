"""Facts of supervising units, computed from the system; every figure leads to the rows behind it."""
