"""Local servers that behave as the platforms of new media do, and what they hand out."""
