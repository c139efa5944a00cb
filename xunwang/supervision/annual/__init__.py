"""The annual tables (国办函〔2018〕12号): forms as data, values known and entered, checks, signing, publication."""
