"""The yearly assessment: figures frozen, persons decide, the unit is heard, the result is final."""
