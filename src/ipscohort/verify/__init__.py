"""The verification kit: the analysis data, and scripts that estimate every regression anew in R and in SPSS or PSPP."""

from ipscohort.verify.kit import Kit, make_kit

__all__ = ["Kit", "make_kit"]
