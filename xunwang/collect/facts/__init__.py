"""Facts of an account: what its posts say, counted and kept in bounds."""
