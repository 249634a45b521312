"""Funding schemes: which payments each person triggered by their rules, what they came to, and the scheme as an exposure."""
