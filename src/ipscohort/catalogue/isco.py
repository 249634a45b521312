"""The International Standard Classification of Occupations, as far as every stage needs it."""

from __future__ import annotations

from ipscohort.words import later

MAJOR_GROUPS = (
    later("Armed forces occupations"),
    later("Managers"),
    later("Professionals"),
    later("Technicians and associate professionals"),
    later("Clerical support workers"),
    later("Service and sales workers"),
    later("Skilled agricultural, forestry and fishery workers"),
    later("Craft and related trades workers"),
    later("Plant and machine operators, and assemblers"),
    later("Elementary occupations"),
)
"""ISCO-08 major groups 0 to 9 (ILO 2012, International Standard Classification of Occupations, vol. 1); to be said where they are shown."""
SUB_MAJOR = tuple(f"{major}{minor}" for major, last in enumerate((3, 4, 6, 5, 4, 4, 3, 5, 3, 6)) for minor in range(1, last + 1))
"""ISCO-08 sub-major groups by their two digits (the same)."""
