"""The short tables that a paper prints, in one column for everybody; the fuller tables stand after them in the report."""
