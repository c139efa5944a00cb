"""政务新媒体: ways of collection, collections, profiles over time, checks by hand, incidents."""
