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
    if declared.by is not None:
        _groups_are_levels(work, declared)
    if n == there and declared.by is not None and isinstance(last.n, dict):
        _each_group(work, declared)


def _groups_are_levels(work: Work, declared: Recruitment) -> None:
    """Each level in the records is a group, or totals would lack it; a group that nobody in the records belongs to says so in the last step."""
    levels, last = set(work.participants[declared.by].dropna()), declared.steps[-1].n
    for level in sorted(levels - set(declared.groups)):
        what = f"the records hold participants of {declared.by} {level}, of whom no step gives a number"
        work.problems.add(WHERE, what, "add the group to each step that gives its number by group ('not recorded' where it is not known)")
    for group in (group for group in declared.groups if group not in levels and not (isinstance(last, dict) and last[group] == 0)):
        what = f"no participant in the records is of {declared.by} {group}"
        work.problems.add(WHERE, what, "mend the group's name, or give the last step by group, with 0 there")


def _each_group(work: Work, declared: Recruitment) -> None:
    last, groups = declared.steps[-1], work.participants[declared.by]
    for group in declared.groups:
        n, there = declared.in_group(last.n, group), int(groups.eq(group).fillna(False).sum())
        if n != there:
            what = f"the last step, '{last.label}', has {n} of {declared.by} {group}, and the records hold {there}"
            unknown = int(groups.isna().sum())
            remedy = f"{REMEDY}; of {unknown} in the records {declared.by} is missing" if unknown else REMEDY
            work.problems.add(WHERE, what, remedy)
