"""Statistics and calendar arithmetic that need no model."""
