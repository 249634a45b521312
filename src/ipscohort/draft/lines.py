"""The text of drafted settings: at most 60 lines, with a comment where something is in doubt and DECIDE where a choice is the study's."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ipscohort.config.decisions import DECIDE
from ipscohort.draft.columns import Seen, yes_or_no
from ipscohort.draft.families import Family, unit_of
from ipscohort.draft.job_lines import jobs
from ipscohort.draft.parts import column, decide, either, flow, left_out, missing_codes, not_mapped, quoted, reads_alone, told, unread
from ipscohort.draft.recognise import NO_NAMES, Found
from ipscohort.draft.vocabulary import CONFOUNDERS, CRITERIA

MOST_LINES = 60
SHOWN_CODES = 8


def text(found: Found, name: str, exposures: Sequence[str], command: str) -> str:
    """The settings as a file.

    Parameters
    ----------
    found : Found
    name : str
        The cohort's.
    exposures : sequence of str
        Columns that the user calls exposures.
    command : str
        What to type next.
    """
    head = [
        f"# A draft, from {', '.join(names_of(found))}. Write an answer in place of each {DECIDE.rstrip(':')} and look through the rest; config/README.md",
        f"# lists every key. Then: {command}",
        "schema_version: 1",
        f"cohort: {name}",
        f"title: {name.replace('_', ' ').capitalize()}",
        *study(found),
        "ingest:",
    ]
    tail = [*jobs(found), *analysis(found, exposures), *monitoring(found)]
    people = list(participants(found, exposures, MOST_LINES - len(head) - len(tail)))
    return "\n".join([*head, *people, *tail]) + "\n"


def names_of(found: Found) -> list[str]:
    """The files, the participants' first."""
    own = [source.records.opened.name for source in found.sources if source.records]
    return list(dict.fromkeys([found.people.opened.name, *own]))


def study(found: Found) -> Iterator[str]:
    """The four keys that all stages share and no cohort may inherit."""
    shapes = {source.shape for source in found.sources}
    until = found.roles.get("observed_until")
    known = f"{{observed_until: yes}} (column {until.name} says it), " if until else ""
    if until and until.known < until.rows:
        said = f"(column {until.name} says it; a blank is observed to the data lock)"
        known = f"{{observed_until: yes, data_lock: 2020-12-31}} {said}, "
    criteria = [key for source in found.sources for key in source.columns if key in CRITERIA]
    marked = next((source.columns["competitive"].name for source in found.sources if "competitive" in source.columns), "")
    ways = ["all_jobs (the records hold competitive jobs only)"]
    of_jobs = "a column of the jobs says it, mapped as competitive: {column: ..., codes: {...: yes, ...: no}}"
    ways.append(f"column ({f'column {marked} says it' if marked else of_jobs})")
    ways += ["criteria (paid at prevailing wage, regular labour market, open to anyone: all three must have a column)"] if criteria else []
    unit = (
        "days (from dates), weeks or months" if shapes <= {"spells", "wide"} else "days, weeks or months: the unit in which the file counts"
    )
    yield "study:"
    yield f"  follow_up: {quoted(decide('how long everybody is followed from inclusion, such as 30 months, 52 weeks or 365 days'))}"
    ends = f"how each person's last day observed is known: {known}{{data_lock: 2020-12-31}} (nothing is known after it), {{complete: yes}} (all of follow-up)"
    yield f"  end_of_observation: {quoted(decide(ends))}"
    yield f"  competitive: {quoted(decide('what counts as competitive work: ' + ' or '.join(ways)))}"
    yield f"  time_unit: {quoted(decide(unit))}"
    if found.sources and found.sources[0].family:
        yield f"  period: {quoted(unit_of(found.sources[0].family) or decide('weeks or months, as the unit of the jobs below'))}"


def participants(found: Found, exposures: Sequence[str], most: int) -> Iterator[str]:
    """The participants' file; of the characteristics first exposures and confounders. Those that find no room are named in a comment."""
    yield "  participants:"
    head = [*told(found.people.opened.file), f"id: {quoted(found.id)}{beside(named_by(found))}"]
    for key, seen in found.roles.items():
        head.append(f"{key}: {either([column(one) for one in (seen, *found.rivals.get(key, ()))])}{beside(unread(seen))}")
    if "inclusion_date" not in found.roles and {source.shape for source in found.sources} & {"spells", "wide"}:
        head.append("# inclusion_date: no column of dates is called so; without it, jobs must be given in days since inclusion")
    scales = [line for kind, family in found.scales.items() for line in scale(kind, family)]
    room = most - len(head) - len(scales) - 3 - bool(found.skipped) - bool(found.private)
    ranked = sorted(found.characteristics, key=lambda name: (found.characteristics[name].name not in exposures, name not in CONFOUNDERS))
    shown = {name: seen for name, seen in found.characteristics.items() if name in ranked[: max(room, 0)]}
    yield from (f"    {line}" for line in head)
    if shown:
        yield "    variables:"
        called = names_of_variables(found)
        yield from (f"      {called[name]}: {characteristic(name, seen)}" for name, seen in shown.items())
    if scales:
        yield from ("    scales:", *(f"      {line}" for line in scales))
    left = [name for name in found.characteristics if name not in shown] + list(found.others)
    if left:
        yield f"    {not_mapped(left)}"
    yield from (f"    {line}" for line in left_out(found.private))
    if found.skipped:
        yield f"    # left out, as it holds none of these persons: {', '.join(found.skipped)}"


def named_by(found: Found) -> str:
    """What is to be said of an id that tells who somebody is."""
    what = found.people.seen[found.id].private
    return "" if what in NO_NAMES else f"it may be {what}: pseudonyms in its place are safer"


def beside(comment: str) -> str:
    """A comment at the end of a line, where there is one."""
    return f"   # {comment}" if comment else ""


def variable_name(name: str) -> str:
    """A name for the settings: small letters, digits and lines below."""
    return "_".join(re.findall(r"\w+", name.lower())) or "variable"


def names_of_variables(found: Found) -> dict[str, str]:
    """Each characteristic -> its name in the settings; no two share one."""
    called: dict[str, str] = {}
    for name in found.characteristics:
        plain = variable_name(name)
        twice = sum(other == plain or other.startswith(f"{plain}__") for other in called.values())
        called[name] = f"{plain}__{twice + 1}" if twice else plain
    return called


def characteristic(name: str, seen: Seen) -> str:
    """What stands after a variable's name, in one line, its codes beside it."""
    more: dict[str, object] = {"type": "category" if seen.kind == "text" else seen.kind}
    if seen.kind == "yes_no" and not reads_alone(seen):
        more["codes"] = {code: yes_or_no(label) for code, label in seen.codes.items()}
    more |= missing_codes(seen)
    if not seen.label:
        more["label"] = name.replace("_", " ").capitalize()
    return f"{column(seen, **more)}{codes(seen)}"


def codes(seen: Seen) -> str:
    """A comment with a category's codes and labels, or that they have none."""
    if seen.unlabelled:
        return f"   # codes {', '.join(seen.codes)} have no labels in the file: name them, such as codes: {{{next(iter(seen.codes))}: low}}"
    if seen.kind != "category" or not seen.codes or all(code == label for code, label in seen.codes.items()):
        return ""
    shown = [f"{code} = {' '.join(label.split())}" for code, label in list(seen.codes.items())[:SHOWN_CODES]]
    return f"   # {', '.join(shown)}{', ...' if len(seen.codes) > SHOWN_CODES else ''}"


def scale(kind: str, family: Family) -> Iterator[str]:
    """A questionnaire, whose direction is the user's to say."""
    items = {"kind": kind, "items": [member.name for member in family.members]}
    if kind == "mhi5":
        means = decide("all_of_the_time or none_of_the_time is what the answer coded 1 means")
        yield f"mhi5: {flow({**items, 'positive_items': [3, 5], 'one_means': means})}   # items 3 calm and 5 happy, in the usual order"
    else:
        turned = decide("[2, 5, 6, 8, 9] or [3, 5, 8, 9, 10], the items worded negatively")
        lowest = {} if "0" in family.codes else {"lowest_code": 1}
        yield f"self_esteem: {flow({**items, 'reversed_items': turned, **lowest})}"


def monitoring(found: Found) -> Iterator[str]:
    """The lines that ask for monitoring, to be switched on, where the records have dates."""
    if "inclusion_date" in found.roles and {source.shape for source in found.sources} & {"spells", "wide"}:
        asked = {"site": "site"} if "site" in found.characteristics else {}
        yield f"# monitoring: {flow(asked)}   # employment by calendar quarter while a programme runs: docs/monitoring.md"


def analysis(found: Found, exposures: Sequence[str]) -> Iterator[str]:
    """Exposures with their reference open, and the two regressions of each."""
    if not exposures:
        yield "# exposures: none was named. `init FILE --exposure COLUMN` drafts them with their regressions; config/README.md shows how."
        return
    by_column, called = {seen.name: name for name, seen in found.characteristics.items()}, names_of_variables(found)
    yield "exposures:"
    names = []
    for exposure in exposures:
        if exposure in {seen.name for seen in found.inclusion}:
            if "period" in names:
                continue
            halves = {"variable": "inclusion_date", "split": "midpoint", "levels": ["first half", "second half"]}
            yield f"  period: {flow({**halves, 'reference': decide('first half or second half')})}"
            names.append("period")
            continue
        name = called[by_column[exposure]]
        seen = found.characteristics[by_column[exposure]]
        levels = ["no", "yes"] if seen.kind == "yes_no" else [label or code for code, label in seen.codes.items()]
        yield f"  {name}: {flow({'variable': name, 'reference': decide(' or '.join(levels) or 'one of its levels')})}"
        names.append(name)
    given = {
        *found.characteristics,
        *(["age"] if "inclusion_date" in found.roles and {"birth_date", "birth_year"} & set(found.roles) else []),
    }
    confounders = [name for name in CONFOUNDERS if name in given and name not in names]
    yield "models:"
    yield f"  confounders: {flow(confounders)}   # a proposal: which they are is the study's to say"
    yield "  regressions:"
    yield "    job_obtained: {outcome: job_obtained, model: logistic}"
    if not {"durations"} & {source.shape for source in found.sources}:
        yield "    time_worked: {outcome: time_worked, model: log_linear, role: secondary}"


def relative(path: Path, folder: Path) -> str:
    """A file as settings in a folder name it."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()
