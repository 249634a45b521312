"""README.txt of the kit: what is what, how to run it, what is compared."""

from __future__ import annotations

from ipscohort.verify.asked import Model
from ipscohort.verify.data import Data
from ipscohort.verify.r_script import CALLS
from ipscohort.verify.spss import BOTH

TEXT = """\
{title}
{rule}

This folder is for whoever wants to see the study's estimates come out of another program, by calls that can be read.
No estimate of the study stands in it.

IT HOLDS A ROW FOR EACH PERSON. Ids and dates of inclusion are left out, and persons are numbered anew from 1; but the
values are theirs, and who knows a person may find them by these. Treat this folder like the records: it stays in the
room in which they are.

  data.csv               the analysis data: {persons} persons analysed, with the outcomes, exposures and confounders of every
                         regression, the time to the first job or to censoring (follow_time) and whether it ends with
                         the job (first_job_event). UTF-8; an empty cell is missing
  data.sav               the same for SPSS and PSPP, with labels; no is 0 and yes 1, levels are 1, 2, ... in their order
  refit.R                every regression ({n_models}), Kaplan-Meier curve and log-rank test as a plain call of R
  refit.sps              the {n_both} regressions for which SPSS and PSPP both have a command
  refit_spss_only.sps    Kaplan-Meier and other regressions, for SPSS: PSPP has no commands for them. No run has tried it

How to run it, in this folder
  Rscript refit.R                                        leaves refit_r.csv
  pspp -O format=csv -o refit_pspp.csv refit.sps         leaves refit_pspp.csv (PSPP 1.6 or newer; not needed)
and then, in the project's folder, with the path of the cohort's results
  python -m ipscohort verify results/{cohort}
`make verify` does all of it for the default cohort, and `make verify COHORT=name` for another.

What is compared
  In R: estimate, standard error, confidence limits, test and p of every coefficient; persons and events in each model;
  log likelihood, R-squared, dispersion and the joint test of an exposure of several levels; medians, quartiles and shares
  of the Kaplan-Meier curves, and log-rank tests. All to 1e-6 of the number; a p of less than about 1e-12 to 5e-5 of it, as
  a small error of the statistic grows in it; what is within 1e-8 standard errors of 0 counts as 0.
  In PSPP: estimate, standard error and persons of the regressions that it has, to the digits that it prints.
What is not, and is named by the comparison
  Models that the study itself could not fit, and those whose groups separate the outcome: the study gives penalised
  (Firth) estimates there, and R's glm and PSPP go on without end.{missing}
  Limits by profile likelihood, absolute differences, two-part models, tests of proportional hazards, mean times without a
  job, follow-up, and times with what is unknown at its earliest and latest.
Each script draws the persons of each model for itself: of the population, those of whom all values are known.
"""


def readme(title: str, cohort: str, data: Data, models: list[Model]) -> str:
    """The text.

    Parameters
    ----------
    title, cohort : str
        Of the study, and its short name.
    data : Data
    models : list of Model
    """
    lacking = list(dict.fromkeys(m.spec.regression.model for m in models if m.spec.regression.model not in CALLS))
    title = " ".join(title.split())
    return TEXT.format(
        title=title,
        rule="=" * len(title),
        cohort=cohort,
        persons=len(data.frame),
        n_models=len(models),
        n_both=sum(model.spec.regression.model in BOTH for model in models),
        missing="".join(f"\n  Regressions of the kind {name}, for which this kit has no call yet." for name in lacking),
    )
