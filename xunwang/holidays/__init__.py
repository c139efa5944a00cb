"""Working days as the office counts them: the packaged holidays, and the years that it has entered itself (节假日表)."""
