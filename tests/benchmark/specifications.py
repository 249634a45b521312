"""How long 200 specifications of the default cohort take: four lengths of follow-up, five splits, five sets of confounders, two definitions
of a competitive job, every combination. Prints the seconds from the records to the last estimate.
"""

from __future__ import annotations

import time

from ipscohort.config import load_cohort
from ipscohort.config.sensitivity import Sensitivity
from ipscohort.run.pipeline import estimates_of
from ipscohort.sensitivity import try_alternatives

CONFOUNDERS = ["sex", "age", "education", "worked_past_5_years", "mhi5"]
CHOICES = {
    "Length of follow-up": {f"{n} months": {"study.follow_up": f"{n} months"} for n in (12, 18, 24)},
    "Split": {day: {"exposures.experience.split": day} for day in ("2015-05-19", "2015-08-19", "2016-02-19", "2016-05-19")},
    "Confounders": {
        "none": {"models.confounders": []},
        "fewer": {"models.confounders": CONFOUNDERS[:-1]},
        "more": {"models.confounders": [*CONFOUNDERS, "psychotic_disorder"]},
        "other": {"models.confounders": ["sex", "age", "education_levels", "worked_past_5_years", "mhi5"]},
    },
    "Competitive job": {"every job": {"study.competitive": "all_jobs"}},
}


def main() -> None:
    """Compute them, and say how long it took."""
    cohort = load_cohort("config/config.yaml")
    choices = [{"choice": name, "here": "as it is", "alternatives": alternatives} for name, alternatives in CHOICES.items()]
    sensitivity = Sensitivity(choices=choices, crossed=True).model_dump(mode="json")
    start = time.perf_counter()
    found = try_alternatives({**cohort.settings.model_dump(mode="json"), "sensitivity": sensitivity}, estimates_of(cohort.files()))
    if found["number"].nunique() != 200:
        raise SystemExit("these are not 200 specifications")
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main()
