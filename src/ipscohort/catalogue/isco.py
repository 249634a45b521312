"""The International Standard Classification of Occupations, as far as every stage needs it."""

from __future__ import annotations

MAJOR_GROUPS = (
    "Armed forces occupations",
    "Managers",
    "Professionals",
    "Technicians and associate professionals",
    "Clerical support workers",
    "Service and sales workers",
    "Skilled agricultural, forestry and fishery workers",
    "Craft and related trades workers",
    "Plant and machine operators, and assemblers",
    "Elementary occupations",
)
"""ISCO-08 major groups 0 to 9 (ILO 2012, International Standard Classification of Occupations, vol. 1)."""
