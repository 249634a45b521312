"""Employment in every week or month, in one model over all of follow-up: marginal (GEE) and with random intercepts."""

from ipscohort.repeated.employment import Repeated, estimate_repeated

__all__ = ["Repeated", "estimate_repeated"]
