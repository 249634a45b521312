"""Who the settings say was included at last, against who is in the records."""

from __future__ import annotations

from ipscohort.clean.work import Work
from ipscohort.config.recruitment import Recruitment

WHERE = "study.recruitment"
REMEDY = (
    "mend the number; where some of those included are not in the records, add a last step that says how many are, and under left_out why; "
    "who is in the records and is left out by a rule of clean is counted after them, and is part of this step"
)


def last_step_is_in_the_records(work: Work) -> None:
    """The last step of recruitment holds just the participants of the records, each counted once; of each group, where it says so."""
    declared = work.study.recruitment
    if declared is None:
        return
    last, there = declared.steps[-1], len(work.participants)
    n = declared.total(last.n)
    if n != there:
        work.problems.add(WHERE, f"the last step, '{last.label}', has {n}, and the records hold {there} participants", REMEDY)
    elif declared.by is not None and isinstance(last.n, dict):
        _each_group(work, declared)


def _each_group(work: Work, declared: Recruitment) -> None:
    last, groups = declared.steps[-1], work.participants[declared.by]
    for group in declared.groups:
        n, there = declared.in_group(last.n, group), int(groups.eq(group).fillna(False).sum())
        if n != there:
            what = f"the last step, '{last.label}', has {n} of {declared.by} {group}, and the records hold {there}"
            unknown = int(groups.isna().sum())
            remedy = f"{REMEDY}; of {unknown} in the records {declared.by} is missing" if unknown else REMEDY
            work.problems.add(WHERE, what, remedy)
