"""Part 2 of the table (扣分): one indicator one file, its cases beside it."""
