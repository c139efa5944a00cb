"""People decide: candidates one by one or by pattern, twice for vetoes, blind for a sample; indicators by ruling."""
