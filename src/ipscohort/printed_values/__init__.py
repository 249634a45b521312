"""Values that a paper printed: their file, and how far a run agrees with them."""
