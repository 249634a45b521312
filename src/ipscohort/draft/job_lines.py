"""The lines of drafted settings that tell of jobs: a source's shape and columns, and what only the study knows of them."""

from __future__ import annotations

from collections.abc import Iterator

from ipscohort.draft.columns import Seen, words_of, yes_or_no
from ipscohort.draft.families import state_of, unit_of
from ipscohort.draft.parts import (
    column,
    date_format,
    decide,
    either,
    flow,
    left_out,
    missing_codes,
    not_mapped,
    packed,
    quoted,
    reads_alone,
    told,
    unread,
)
from ipscohort.draft.recognise import Found, Source
from ipscohort.draft.vocabulary import NEGATION, STATUS, fits, nothing_else

DAY = {"start": "first", "end": "last"}
HEADINGS = {"yes": "job", "no": "no_job"}


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
        if source.others:
            yield f"      {not_mapped(source.others)}"
        yield from (f"      {line}" for line in left_out(source.private))
    if not found.sources:
        yield f"    jobs: {quoted(decide('no columns of jobs are recognised: name their shape and columns, see ingest.jobs in config/README.md'))}"


def _records(source: Source) -> Iterator[str]:
    """Rows of jobs, or numbered jobs: what a blank end means, and each column."""
    missing = [key for key in ("start", "end") if key not in source.columns]
    end = source.columns.get("end")
    told = source.columns.get("end_status")
    if end and end.known < end.rows and (told is None or many_texts("end_status", told)):
        yield f"blank_end: {quoted(decide('what a blank end means: ongoing or unknown'))}"
    start = source.columns.get("start")
    if start and start.known < start.rows:
        yield f"# {start.rows - start.known} of {start.rows} rows have no start: such a job counts as obtained, at an unknown time, and has no days"
    parts = {key: quoted(decide(f"the column that holds the {DAY[key]} day of the job")) for key in missing}
    for key, seen in source.columns.items():
        own = _of_job(key, seen, {"column": source.patterns[key]} if key in source.patterns else {})
        parts[key] = either([own, *(_of_job(key, rival, {}) for rival in source.rivals.get(key, ()))])
    yield from (f"# {key}: {unread(seen)}" for key, seen in source.columns.items() if unread(seen))
    yield "columns:"
    yield from packed(parts)


def status(text: str, *, of_file: bool) -> str:
    """Ongoing, known or unknown, where a label of the file says so, or a text of no other words, and none denies; else ''."""
    words = words_of(text)
    if any(fits(word, NEGATION) for word in words) or not (of_file or nothing_else(words, *STATUS.values())):
        return ""
    return next((meant for meant, known in STATUS.items() if any(fits(word, known) for word in words)), "")


def _of_job(key: str, seen: Seen, named: dict[str, object]) -> str:
    if many_texts(key, seen):
        codes = "{...: ongoing, ...: known, ...: unknown}"
        name = named.get("column", seen.name)
        return quoted(decide(f"{{column: {name}, codes: {codes}}} for the {seen.distinct} texts that stand there, or take end_status out"))
    more: dict[str, object] = dict(named)
    if seen.kind == "yes_no" and not reads_alone(seen) and key != "end_status":
        more["codes"] = {code: yes_or_no(label) for code, label in seen.codes.items()}
    if key == "end_status":
        more["codes"] = _statuses(seen)
    else:
        more |= missing_codes(seen)
    return column(seen, **more) if len(more) > len(named) or date_format(seen) else quoted(named.get("column", seen.name))


def _statuses(seen: Seen) -> dict[str, str]:
    """What each code of a status stands for."""
    labels = seen.codes | seen.missing
    return _said(
        {code: status(label or code, of_file=code != label) for code, label in labels.items()}, labels, "ongoing, known or unknown"
    )


def _said(found: dict[str, str], labels: dict[str, str], choices: str) -> dict[str, str]:
    """Codes with what they stand for. Words that nothing explains may be what somebody wrote: they are counted, not repeated."""
    unclear = [code for code, label in labels.items() if code == label and not found[code]]
    told = {code: meant or decide(choices) for code, meant in found.items() if code not in unclear}
    return told | ({"other words": decide(f"{len(unclear)} more words stand in the column: each as {choices}")} if unclear else {})


def many_texts(key: str, seen: Seen) -> bool:
    """Whether a status stands in too many texts to name each."""
    return key == "end_status" and seen.kind in ("category", "text") and not seen.codes


def _panel(source: Source) -> Iterator[str]:
    family = source.family
    assert family is not None
    codes = family.codes
    states = _said({code: state_of(code, label) for code, label in codes.items()}, codes, "employed, not_employed or unknown")
    asked = "weeks or months, what each of these columns stands for; if they are items of a questionnaire, they are no jobs: take the source out"
    yield f"columns: {quoted(family.pattern)}   # {len(family.members)} columns"
    yield f"unit: {quoted(unit_of(family) or decide(asked))}"
    yield f"counted_from: {'calendar' if '{year}' in family.pattern else 'inclusion'}"
    yield f"codes: {flow(states)}"


def _durations(source: Source) -> Iterator[str]:
    held = {key: (seen, *source.rivals.get(key, ())) for key, seen in source.columns.items()}
    yield f"time: {either([column(seen) for seen in held['time']])}"
    yield f"event: {either([_event(seen) for seen in held['event']])}"


def _event(seen: Seen) -> str:
    said = {code: HEADINGS[yes_or_no(label or code) or "no"] for code, label in seen.codes.items()}
    return flow({"column": seen.name, "codes": said})


def _outcomes(source: Source) -> Iterator[str]:
    for key, seen in source.columns.items():
        yield f"{key}: {either([_of_job(key, one, {}) for one in (seen, *source.rivals.get(key, ()))])}"


OF_SHAPE = {"spells": _records, "wide": _records, "panel": _panel, "durations": _durations, "outcomes": _outcomes}
"""Shape -> what it says beside its file."""
