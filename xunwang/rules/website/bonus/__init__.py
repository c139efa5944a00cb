"""Part 3 of the table (加分): one indicator one file, its cases beside it."""
