"""What characteristics and their units are called where the settings give no words of their own."""

from __future__ import annotations

from ipscohort.words import later

AGE = later("Age at inclusion")
YEARS, COMPLETED_YEARS = later("years"), later("completed years")
MHI5 = later("Mental health (MHI-5, 0-100)")
ROSENBERG = later("Self-esteem (Rosenberg, 0-30)")
OF_CODE = (AGE, YEARS, COMPLETED_YEARS, MHI5, ROSENBERG)
"""All of them; whatever else a variable is called is the study's own."""
