"""New media: accounts between register and campaign."""
