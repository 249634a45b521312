"""What may differ from the tables kept in `previous`, each with its reason. No entry reaches a number that stood there before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.reference.compare_previous import Difference

RENAMED = {"replication/figures.csv": "replication/printed_values.csv"}
"""Path in a cohort's results then -> now."""

_WITH_THOSE_LEFT_OUT = tuple(("column", f": {case} case", f": {case} case, with those left out") for case in ("best", "worst"))
_READ = (("why", "; persons with all items: ", "; persons read with all items: "),)
_NOT_YET = (("warning", "% were without a job.", "% had not had a first job yet."),)
RELABELLED = {
    "ips_mis/survival/estimates.csv": _NOT_YET,
    "rossi/survival/estimates.csv": _NOT_YET,
    "ips_mis/ingest/reading_log.csv": _READ,
    "ips_mis/clean/cleaning_log.csv": _READ,
    "ips_mis/clean/participant_flow.csv": (("label", "Not eligible: ", "Inclusion criterion not met: "),),
    "ips_mis/tables/cells.csv": _WITH_THOSE_LEFT_OUT,
    "rossi/tables/cells.csv": (("row", "Obtained a competitive job", "Obtained a job"), *_WITH_THOSE_LEFT_OUT),
}
"""Table kept -> column, words then, words now. The numbers are compared: a study that counts all jobs has no competitive ones to tell apart;
best and worst case say whom they count too; a criterion that was not met is called so; the reliability
of a scale is that of the persons read; who has lost a job again is without one too, but has had a first one."""


@dataclass(frozen=True, eq=False)
class Declared:
    """One kind of difference.

    Attributes
    ----------
    what : str
        column added, row added, or cell changed: nothing else can be declared.
    files : tuple of str
        Paths of today's results.
    reason : str
    columns : tuple of str
        Columns added, or columns of words of which cells say more.
    rows : mapping of str -> str
        Rows added: column -> pattern found in its cell, for every column named.
    more : str
        Cells changed: pattern of the one passage that the new words have over the old; all the old words stand.
    same_but : tuple of (str, str)
        Cells changed: patterns and what each is taken for, on both sides, after which both are the same.
    """

    what: str
    files: tuple[str, ...]
    reason: str
    columns: tuple[str, ...] = ()
    rows: Mapping[str, str] = field(default_factory=dict)
    more: str = ""
    same_but: tuple[tuple[str, str], ...] = ()

    def covers(self, difference: Difference) -> bool:
        """Whether a difference is of this kind."""
        if self.what != difference.what:
            return False
        if self.what == "row added":
            return bool(self.rows) and all(re.search(pattern, difference.row[column]) for column, pattern in self.rows.items())
        if difference.column not in self.columns:
            return False
        if self.what == "column added":
            return True
        if self.same_but:
            return plain(difference.old, self.same_but) == plain(difference.new, self.same_but)
        return self.what == "cell changed" and bool(self.more) and says_more(difference.old, difference.new, self.more)


def plain(text: str, same_but: tuple[tuple[str, str], ...]) -> str:
    """A text in which what only looks different is alike."""
    for pattern, taken_for in same_but:
        text = re.sub(pattern, taken_for, text)
    return text


def says_more(old: str, new: str, more: str) -> bool:
    """Whether the new words are the old ones with one passage put in that is as the pattern says."""
    length = len(new) - len(old)
    places = (i for i in range(len(old) + 1) if new.startswith(old[:i]) and new[i + length :] == old[i:])
    return length > 0 and any(re.fullmatch(more, new[i : i + length], re.DOTALL) for i in places)


ESTIMATES = ("models/estimates.csv", "models/confounder_estimates.csv")

DECLARED = (
    Declared(
        "column added",
        ("replication/printed_values.csv",),
        "a paper's value that no result stands for is kept with its reason, and not counted",
        columns=("not_covered",),
    ),
    Declared(
        "column added",
        ("survival/estimates.csv",),
        "who had no job and is without a time is counted apart from who worked at an unknown time",
        columns=("n_censoring_unknown",),
    ),
    Declared(
        "column added",
        ("survival/estimates.csv",),
        "mean times without a job have a standard error, and their differences a p and the level compared with",
        columns=("reference", "std_error", "p_value"),
    ),
    Declared(
        "row added",
        ("survival/estimates.csv",),
        "quartiles, mean times without a job with their differences, and median follow-up stand beside medians and shares",
        rows={"measure": "^((first|third)_quartile|restricted_mean(_best|_worst|_difference)?|follow_up_median)$"},
    ),
    Declared(
        "column added",
        ("outcomes/persons.csv",),
        "for which recorded reason observation ended, also on the last day of follow-up",
        columns=("left_for",),
    ),
    Declared(
        "column added",
        ("outcomes/persons.csv",),
        "how long the first job lasted, and whether it ended while observed",
        columns=("first_job_days", "first_job_ended"),
    ),
    Declared(
        "row added",
        ("survival/estimates.csv",),
        "where settings name reasons to leave that compete with a first job, cumulative incidences stand beside Kaplan-Meier's shares",
        rows={"measure": "^cumulative_incidence(_competing)?$"},
    ),
    Declared(
        "cell changed",
        ("survival/estimates.csv",),
        "Kaplan-Meier's shares say that they censor such exits",
        columns=("warning",),
        more=r" ?Who left for a reason that competes with a first job is censored here, .* gives\.",
    ),
    Declared(
        "row added",
        ("tables/cells.csv",),
        "cumulative incidences have a table of their own",
        rows={"table": "^cumulative_incidence$"},
    ),
    Declared(
        "row added",
        ("tables/cells.csv",),
        "the same have a table of their own",
        rows={"table": "^time_to_first_job$"},
    ),
    Declared(
        "column added",
        ("outcomes/rates.csv",),
        "each period says between what the rate lies where jobs of unknown start or end are counted in full or not at all",
        columns=("n_bounded", "n_employed_least", "n_employed_most", "rate_least", "rate_most"),
    ),
    Declared(
        "column added",
        ("outcomes/persons.csv",),
        "each person has the least and the most time worked that a job of unknown start or end leaves possible",
        columns=(
            "time_worked_least", "time_worked_most", "worked_long_least", "worked_long_most", "weeks_worked_least", "weeks_worked_most",
        ),
    ),
    Declared(
        "column added",
        ("outcomes/persons.csv",),
        "who had a job of which it is not recorded whether it was competitive, and counts as no, could have obtained one",
        columns=("job_obtained_least", "job_obtained_most", "open_job"),
    ),
    Declared(
        "cell changed",
        (*ESTIMATES, "models/fits.csv"),
        "the warning also says how many count as no, but had a job of which it is not recorded whether it was competitive",
        columns=("warning",),
        more=r"\.? ?Counted as no, but had a job of which it is not recorded whether it was competitive: [^.]*\.?",
    ),
    Declared(
        "column added",
        ESTIMATES,
        "profile likelihood limits stand beside Wald's, which are as before",
        columns=("profile_low", "profile_high"),
    ),
    Declared(
        "row added",
        (*ESTIMATES, "models/fits.csv", "models/exclusions.csv"),
        "crude models are fitted on the adjusted model's persons too, beside those on their own (`models.crude_on_adjusted_rows`)",
        rows={"adjustment": "^crude_on_adjusted_rows$"},
    ),
    Declared(
        "row added",
        (*ESTIMATES, "models/fits.csv", "models/exclusions.csv"),
        "each exposure is also adjusted for the other exposures, beside the model without them on the same persons (`models.mutual_adjustment`)",
        rows={"adjustment": "^(mutual|alone_on_mutual_rows)$"},
    ),
    Declared(
        "column added",
        ("models/fits.csv",),
        "the dispersion of negative binomial models, which these cohorts have none of",
        columns=("dispersion",),
    ),
    Declared(
        "row added",
        ("tables/cells.csv",),
        "tables of absolute differences, and of each exposure with the others in one model",
        rows={"table": "^(absolute_differences|mutual_adjustment)$"},
    ),
    Declared(
        "column added",
        ("tables/cells.csv",),
        "every number has an id, by which pages, the terminal and other files name it",
        columns=("id",),
    ),
    Declared(
        "row added",
        ("tables/cells.csv",),
        "the N in a column's heading is a number as those below it",
        rows={"row": "^$", "statistic": "^n$", "column": r"\(N = \d+\)$"},
    ),
    Declared(
        "row added",
        ("tables/cells.csv",),
        "numbers in the notes below a table answer as those in it",
        rows={"row": r"^(footnote [a-z]+|note \d+)$", "column": "^$"},
    ),
    Declared(
        "row added",
        ("tables/cells.csv",),
        "all regressions stand in one table too, before those of each kind",
        rows={"table": "^regressions$"},
    ),
    Declared(
        "row added",
        (*ESTIMATES, "models/fits.csv", "models/exclusions.csv"),
        "a Cox regression of the time to the first job is added to those declared (`models.first_job`)",
        rows={"model": "^time_to_first_job$"},
    ),
    Declared(
        "row added",
        ("tables/cells.csv",),
        "cells of the Cox regression, and of its confounders",
        rows={"table": "^(regressions_cox|confounders)$", "source": r"\bmodel = time_to_first_job\b"},
    ),
    Declared(
        "row added",
        ("tables/cells.csv",),
        "cells of the crude models on the adjusted model's persons",
        rows={"table": "^regressions_", "source": r"^models/\w+\.csv: .*\badjustment = crude_on_adjusted_rows\b"},
    ),
    Declared(
        "row added",
        ("tables/cells.csv",),
        "profile likelihood limits in a row of their own",
        rows={"table": "^regressions_logistic$", "row": ", profile likelihood interval$", "source": r"exp\(profile_(low|high)\)"},
    ),
    Declared(
        "cell changed",
        ("tables/cells.csv",),
        "thousands are parted, and a time that half never reached is said to be not reached, where a dash stood",
        columns=("printed",),
        same_but=((r"(?<=\d),(?=\d{3})", ""), ("not reached", "-"), (r"^- \(-\)$", "-")),
    ),
    Declared(
        "cell changed",
        ("tables/cells.csv",),
        "a range of no width is printed as one number",
        columns=("printed",),
        same_but=((r"^(\S+) to \1$", r"\1"),),
    ),
    Declared(
        "cell changed",
        (*ESTIMATES, "models/fits.csv"),
        "the warning also says how many persons have a job of unknown start or end, and between what the estimate lies where it is counted",
        columns=("warning",),
        more=r" ?\d+ of \d+ also have a job of unknown start or end, whose time is not counted\. .*; interval and p do not show this\.",
    ),
    Declared(
        "cell changed",
        (*ESTIMATES, "models/fits.csv"),
        "the warning also says where checks of the model find what a reader would act on",
        columns=("warning",),
        more=r"( ?\d+ of \d+ also have a job of unknown start or end, .*; interval and p do not show this\.)?"
        r"( ?(With errors that allow for unequal spread|The finding hangs on)[^;]* no difference\.)+",
    ),
    Declared(
        "row added",
        ("tables/cells.csv",),
        "checks of the regressions stand in a table of their own",
        rows={"table": "^diagnostics$"},
    ),
    Declared(
        "cell changed",
        ("outcomes/availability.csv", "replication/printed_values.csv"),
        "the rule of rates also says of how many persons the end of a job is unknown",
        columns=("rule",),
        more=r"; persons with a job of unknown end, who are not taken as employed after its first day: \d+",
    ),
)  # fmt: skip
"""Every difference that the comparison may find."""
