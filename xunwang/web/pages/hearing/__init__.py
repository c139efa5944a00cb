"""What the units see, accept and appeal."""
