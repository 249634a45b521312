"""How the end of observation is named where it is not a person's own."""

from __future__ import annotations

LOCK = "data lock"
"""What `ended_by` of a person is whose records were closed before the end of follow-up: nobody left."""
