"""The text of drafted settings: at most 60 lines, with a comment where something is in doubt and DECIDE where a choice is the study's."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ipscohort.config.decisions import DECIDE
from ipscohort.config.ingest import File
from ipscohort.draft.columns import Seen, words_of, yes_or_no
from ipscohort.draft.families import Family, state_of, unit_of
from ipscohort.draft.recognise import Found, Source
from ipscohort.draft.vocabulary import CONFOUNDERS, CRITERIA, NEGATION, STATUS, fits

MOST_LINES = 60
WIDTH = 120
SHOWN_CODES, SHOWN_NAMES = 8, 12
DAY = {"start": "first", "end": "last"}
PLAIN = re.compile(r"[A-Za-z_][\w./-]*(?: [\w./()-]+)*|0|[1-9]\d*")
READ_ALONE = {"yes", "no", "1", "0", "true", "false", "y", "n"}
"""Words for yes and no that are read without codes."""
HIS_OWN = {"null", "true", "false", "on", "off", "~"}
FILE_KEYS = ("sheet", "header_row", "encoding", "delimiter", "decimal")
HEADINGS = {"yes": "job", "no": "no_job"}


def quoted(value: object) -> str:
    """A text as YAML reads it back, in quotation marks where it needs them."""
    text = str(value)
    return text if PLAIN.fullmatch(text) and text.lower() not in HIS_OWN else json.dumps(text, ensure_ascii=False)


def flow(values: Mapping[str, Any] | Sequence[Any] | object) -> str:
    """Values in one line: {a: 1, b: [c, d]}."""
    if isinstance(values, Mapping):
        return "{" + ", ".join(f"{quoted(key)}: {flow(value)}" for key, value in values.items()) + "}"
    if isinstance(values, (list, tuple)):
        return "[" + ", ".join(map(flow, values)) + "]"
    return quoted(values)


def decide(choices: str) -> str:
    """A value that is still open, with what it can be."""
    return f"{DECIDE} {choices}"


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
    tail = [*jobs(found), *analysis(found, exposures)]
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
    criteria = [key for source in found.sources for key in source.columns if key in CRITERIA]
    marked = next((source.columns["competitive"].name for source in found.sources if "competitive" in source.columns), "")
    ways = ["all_jobs (the records hold competitive jobs only)"]
    said_by = f"column {marked}" if marked else "a column of the jobs, to be mapped as competitive,"
    ways.append(f"column ({said_by} says it)")
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
        yield f"  period: {unit_of(found.sources[0].family)[0]}"


def told(file: File) -> Iterator[str]:
    """A file and what its own format doesn't tell, as far as it isn't the default."""
    yield f"file: {quoted(file.file)}"
    for key in FILE_KEYS:
        if getattr(file, key) != File.model_fields[key].default:
            yield f"{key}: {quoted(getattr(file, key))}"


def column(seen: Seen, **more: object) -> str:
    """A column, with its way of writing dates and what else is given."""
    told = {"column": seen.name, **({"date_format": seen.date_format} if seen.date_format else {}), **more}
    return quoted(seen.name) if len(told) == 1 else flow(told)


def doubt(seen: Seen) -> str:
    """A comment on what a column's content leaves open."""
    return f"   # {seen.doubt}? Both are possible in these records" if seen.doubt else ""


def participants(found: Found, exposures: Sequence[str], most: int) -> Iterator[str]:
    """The participants' file; of the characteristics first exposures and confounders. Those that find no room are named in a comment."""
    yield "  participants:"
    head = [*told(found.people.opened.file), f"id: {quoted(found.id)}"]
    head += [f"{key}: {column(seen)}{doubt(seen)}" for key, seen in found.roles.items()]
    if "inclusion_date" not in found.roles and {source.shape for source in found.sources} & {"spells", "wide"}:
        head.append("# inclusion_date: no column of dates is called so; without it, jobs must be given in days since inclusion")
    scales = [line for kind, family in found.scales.items() for line in scale(kind, family)]
    room = most - len(head) - len(scales) - 3
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


def not_mapped(names: Sequence[str]) -> str:
    """A comment with names of columns that are left out."""
    more = f" and {len(names) - SHOWN_NAMES} more" if len(names) > SHOWN_NAMES else ""
    return " ".join(f"# not mapped: {', '.join(names[:SHOWN_NAMES])}{more}".split())


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
    if seen.kind == "yes_no" and not _reads_alone(seen):
        more["codes"] = {code: yes_or_no(label) for code, label in seen.codes.items()}
    if seen.missing:
        reason = "{label} - write the reason, or take this code out of here where it is a level"
        more["missing"] = {code: decide(reason.format(label=label)) for code, label in seen.missing.items()}
    if not seen.label:
        more["label"] = name.replace("_", " ").capitalize()
    return f"{column(seen, **more)}{codes(seen)}"


def _reads_alone(seen: Seen) -> bool:
    """Whether yes and no are read without codes: English words, or 1 and 0 without labels."""
    return all(label.casefold() in READ_ALONE for label in seen.codes.values())


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


def jobs(found: Found) -> Iterator[str]:
    """Every source of jobs."""
    yield "  jobs:"
    for source in found.sources:
        yield f"    {quoted(source.name)}:"
        yield f"      shape: {source.shape}"
        if source.records:
            yield from (f"      {line}" for line in told(source.records.opened.file))
            yield f"      id: {quoted(source.id)}"
        if source.id_match:
            yield f"      id_match: {flow(source.id_match)}   # some ids differ in this from the participants'; each match is listed"
        yield from (f"      {line}" for line in OF_SHAPE[source.shape](source))
    if not found.sources:
        yield f"    jobs: {quoted(decide('no columns of jobs are recognised: name their shape and columns, see ingest.jobs in config/README.md'))}"


def _records(source: Source) -> Iterator[str]:
    """Rows of jobs, or numbered jobs: what a blank end means, and each column."""
    missing = [key for key in ("start", "end") if key not in source.columns]
    end = source.columns.get("end")
    if end and end.known < end.rows and "end_status" not in source.columns:
        yield f"blank_end: {quoted(decide('what a blank end means: ongoing or unknown'))}"
    parts = {key: quoted(decide(f"the column that holds the {DAY[key]} day of the job")) for key in missing}
    for key, seen in source.columns.items():
        parts[key] = _of_job(key, seen, {"column": source.patterns[key]} if key in source.patterns else {})
    doubts = [f"{key}: {seen.doubt}?" for key, seen in source.columns.items() if seen.doubt]
    if doubts:
        yield f"# {' '.join(doubts)} Both are possible in these records"
    yield "columns:"
    yield from packed(parts)
    if source.others:
        yield not_mapped(source.others)


def packed(parts: Mapping[str, str]) -> Iterator[str]:
    """Keys and values in braces, as many in a line as it holds."""
    line = "  {"
    for position, (key, value) in enumerate(parts.items(), 1):
        part = f"{key}: {value}{',' if position < len(parts) else '}'}"
        if len(line) + len(part) > WIDTH and line.strip(" {"):
            yield line.rstrip()
            line = "   "
        line += f"{part} "
    yield line.rstrip()


def status(words: str) -> str:
    """Ongoing, known or unknown, where words say so and none denies; else ''."""
    if any(fits(word, NEGATION) for word in words_of(words)):
        return ""
    return next((meant for meant, known in STATUS.items() if any(fits(word, known) for word in words_of(words))), "")


def _of_job(key: str, seen: Seen, named: dict[str, object]) -> str:
    more: dict[str, object] = dict(named)
    if seen.kind == "yes_no" and not _reads_alone(seen) and key != "end_status":
        more["codes"] = {code: yes_or_no(label) for code, label in seen.codes.items()}
    if key == "end_status":
        more["codes"] = _statuses(seen)
    return column(seen, **more) if len(more) > len(named) or seen.date_format else quoted(named.get("column", seen.name))


def _statuses(seen: Seen) -> dict[str, str]:
    """What each code of a status stands for. Words that nothing explains may be what somebody wrote: they are not repeated."""
    labels = seen.codes | seen.missing
    found = {code: status(label or code) for code, label in labels.items()}
    unclear = [code for code, label in labels.items() if code == label and not found[code]]
    told = {code: meant or decide("ongoing, known or unknown") for code, meant in found.items() if code not in unclear}
    return told | (
        {"other words": decide(f"{len(unclear)} more words stand in the column: each as ongoing, known or unknown")} if unclear else {}
    )


def _panel(source: Source) -> Iterator[str]:
    family = source.family
    assert family is not None
    unit, sure = unit_of(family)
    states = {code: state_of(code, label) or decide("employed, not_employed or unknown") for code, label in family.codes.items()}
    yield f"columns: {quoted(family.pattern)}   # {len(family.members)} columns"
    yield f"unit: {unit}" + ("" if sure else "   # no word tells: by their number")
    yield f"counted_from: {'calendar' if '{year}' in family.pattern else 'inclusion'}"
    yield f"codes: {flow(states)}"


def _durations(source: Source) -> Iterator[str]:
    event = source.columns["event"]
    said = {code: HEADINGS[yes_or_no(label or code) or "no"] for code, label in event.codes.items()}
    yield f"time: {column(source.columns['time'])}"
    yield f"event: {flow({'column': event.name, 'codes': said})}"


def _outcomes(source: Source) -> Iterator[str]:
    for key, seen in source.columns.items():
        yield f"{key}: {_of_job(key, seen, {})}"


OF_SHAPE = {"spells": _records, "wide": _records, "panel": _panel, "durations": _durations, "outcomes": _outcomes}
"""Shape -> what it says beside its file."""


def analysis(found: Found, exposures: Sequence[str]) -> Iterator[str]:
    """Exposures with their reference open, and the two regressions of each."""
    if not exposures:
        yield "# exposures: none was named. `init FILE --exposure COLUMN` drafts them with their regressions; config/README.md shows how."
        return
    by_column, called = {seen.name: name for name, seen in found.characteristics.items()}, names_of_variables(found)
    yield "exposures:"
    names = []
    for exposure in exposures:
        if "inclusion_date" in found.roles and exposure == found.roles["inclusion_date"].name:
            halves = {"variable": "inclusion_date", "split": "midpoint", "levels": ["first half", "second half"]}
            yield f"  period: {flow({**halves, 'reference': decide('first half or second half')})}"
            continue
        name = called[by_column[exposure]]
        seen = found.characteristics[by_column[exposure]]
        levels = ["no", "yes"] if seen.kind == "yes_no" else [label or code for code, label in seen.codes.items()]
        yield f"  {name}: {flow({'variable': name, 'reference': decide(' or '.join(levels) or 'one of its levels')})}"
        names.append(name)
    given = {*found.characteristics, *(["age"] if {"birth_date", "inclusion_date"} <= set(found.roles) else [])}
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
