"""Who may do what: users, their roles over parts of the unit tree, and the one place that decides."""
