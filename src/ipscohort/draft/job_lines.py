"""The lines of drafted settings that tell of jobs: a source's shape and columns, and what only the study knows of them."""

from __future__ import annotations

from collections.abc import Iterator

from ipscohort.draft.columns import Seen, words_of, yes_or_no
from ipscohort.draft.families import state_of, unit_of
from ipscohort.draft.parts import column, date_format, decide, either, flow, left_out, not_mapped, packed, quoted, reads_alone, told, unread
from ipscohort.draft.recognise import Found, Source
from ipscohort.draft.vocabulary import NEGATION, STATUS, fits

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
    if end and end.known < end.rows and "end_status" not in source.columns:
        yield f"blank_end: {quoted(decide('what a blank end means: ongoing or unknown'))}"
    parts = {key: quoted(decide(f"the column that holds the {DAY[key]} day of the job")) for key in missing}
    for key, seen in source.columns.items():
        own = _of_job(key, seen, {"column": source.patterns[key]} if key in source.patterns else {})
        parts[key] = either([own, *(_of_job(key, rival, {}) for rival in source.rivals.get(key, ()))])
    yield from (f"# {key}: {unread(seen)}" for key, seen in source.columns.items() if unread(seen))
    yield "columns:"
    yield from packed(parts)


def status(words: str) -> str:
    """Ongoing, known or unknown, where words say so and none denies; else ''."""
    if any(fits(word, NEGATION) for word in words_of(words)):
        return ""
    return next((meant for meant, known in STATUS.items() if any(fits(word, known) for word in words_of(words))), "")


def _of_job(key: str, seen: Seen, named: dict[str, object]) -> str:
    more: dict[str, object] = dict(named)
    if seen.kind == "yes_no" and not reads_alone(seen) and key != "end_status":
        more["codes"] = {code: yes_or_no(label) for code, label in seen.codes.items()}
    if key == "end_status":
        more["codes"] = _statuses(seen)
    return column(seen, **more) if len(more) > len(named) or date_format(seen) else quoted(named.get("column", seen.name))


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
