"""Check a cohort's settings against its records, in memory: everything a user can have got wrong, before any result.

Steps: settings -> printed values -> records -> cleaning -> outcomes -> levels and references against what the records
hold -> what is known of the programme, what stakeholders say -> names in the printed values.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ipscohort.config import Cohort, Settings
from ipscohort.contracts.codebook import Codebook
from ipscohort.errors import Problem, Problems, UserError, known_levels
from ipscohort.files.digests import file_digest, library_digest
from ipscohort.files.memory import give_back
from ipscohort.files.tableio import write_text
from ipscohort.run.apart import Limits, run_apart
from ipscohort.run.fetch import fetch_records, package_version
from ipscohort.run.handover import Handover, Write
from ipscohort.words import speaking

if TYPE_CHECKING:
    import pandas as pd

    from ipscohort.clean import Cleaned
    from ipscohort.files.exchange import Read
    from ipscohort.outcomes import Derived

GIGABYTE = 10**9


def ensure_checked(
    cohort: Cohort,
    records: dict[str, str],
    stamp: Path,
    handover: Handover | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> None:
    """Check the cohort, in a process of its own, unless just these settings, records and code have passed before.

    Parameters
    ----------
    cohort : Cohort
    records : dict of str -> str
        What `record_digests` gives.
    stamp : Path
        File that keeps the digest of what passed last.
    handover : Handover, optional
        See `check_cohort`.
    meanwhile : callable, optional
        Begins what can go on beside the check, such as what a run needs after it; not called where there is nothing to check.

    Raises
    ------
    ToldError
        What `check_cohort` found, as a user is told it; the stamp stays as it was.
    """
    owner = stamp.with_name("settings_file.txt")
    _refuse_anothers_results(cohort, owner)
    digest = _digest(cohort, records)
    if owner.is_file() and stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == digest:
        return
    if meanwhile:
        meanwhile()
    check_apart(cohort, handover)
    write_text(owner, _path_from(cohort.path.resolve(), owner.parent) + "\n")
    write_text(stamp, digest + "\n")


def check_apart(cohort: Cohort, handover: Handover | None = None) -> None:
    """`check_cohort` in a process of its own, which a damaged or hostile file can't take this program down with.

    Raises
    ------
    ToldError, UserError
        See `run_apart`.
    """
    ingest = cohort.settings.ingest
    memory = None if ingest.memory is None else int(ingest.memory * GIGABYTE)
    run_apart(check_cohort, cohort, handover, limits=Limits(ingest.minutes_per_file * 60, memory))


def _refuse_anothers_results(cohort: Cohort, owner: Path) -> None:
    """Two settings files of one name must not write into one folder; a file that has moved away is forgotten."""
    here = cohort.path.resolve()
    other = (owner.parent / owner.read_text(encoding="utf-8").strip()).resolve() if owner.is_file() else here
    if other != here and other.is_file():
        problem = Problem(str(here), f"the results in {owner.parent.parent} are those of {other}", "set results_dir, or rename one cohort")
        raise UserError("Two cohorts have one name.", [problem])


def _path_from(path: Path, folder: Path) -> str:
    """The path as seen from a folder, so that both may move together; whole where it is on another drive."""
    try:
        return os.path.relpath(path, folder)
    except ValueError:
        return str(path)


def check_cohort(cohort: Cohort, handover: Handover | None = None) -> None:
    """Run settings against records; an example's records are fetched where absent.

    Parameters
    ----------
    cohort : Cohort
    handover : Handover, optional
        Where what was computed before is found, and what is computed now is left for the run. Without it, nothing is left behind.

    Raises
    ------
    UserError
        With everything that is wrong at the first step that finds anything.
    """
    files = cohort.files()
    fetch = cohort.settings.ingest.fetch
    with tempfile.TemporaryDirectory() as folder:
        if fetch and not files["participants"].exists():
            files["participants"] = Path(folder) / files["participants"].name
            fetch_records(fetch, files["participants"])
        printed_file = next(iter(cohort.printed_values().values()), None)
        check_records(cohort.settings, files, printed_file, handover, cohort.programme_files(), cohort.series_files(), cohort.theme_files())


def check_records(
    settings: Settings,
    files: dict[str, Path],
    printed_file: Path | None = None,
    handover: Handover | None = None,
    programme_files: Mapping[str, Path] | None = None,
    series_files: Mapping[str, Path] | None = None,
    theme_files: Mapping[str, Path] | None = None,
) -> None:
    """Check settings that are right in themselves against the records.

    Parameters
    ----------
    settings : Settings
    files : dict of str -> Path
        Every file of records, by the key under `ingest` that names it.
    printed_file : Path, optional
        The file of printed values.
    handover : Handover, optional
        See `check_cohort`.
    programme_files : mapping of str -> Path, optional
        Files on the programme, by their keys.
    series_files : mapping of str -> Path, optional
        Files of the outside series, by the series' names.
    theme_files : mapping of str -> Path, optional
        Files of themes and of the roadmap, by their keys.

    Raises
    ------
    UserError
        Columns, codes, dates, cleaning rules set to stop, levels and references that don't fit the records, or printed
        values that can't be read or name what does not exist.
    """
    # Imported here: whoever only asks whether a check is due should not wait for pandas, nor a study without printed values for models.
    from ipscohort.printed_values.file import read_printed

    printed = read_printed(printed_file) if printed_file else None
    with handover.leaving() if handover else nullcontext(_leave_nothing) as leave:
        with speaking(settings.language):  # what is left for the steps is in the words that they would have said
            derived = _derived(settings, files, handover, leave)
        _check_references(settings, derived.persons)
        _check_beside(settings, derived, programme_files, series_files)
        _check_themes(settings, theme_files)
        if printed is not None:
            from ipscohort.replication import Known, check_names

            known = Known(settings, derived.persons, derived.job_measures, derived.codebook, len(derived.rates))
            check_names(printed, known, printed_file.name)


def _check_beside(
    settings: Settings, derived: Read | Derived, programme_files: Mapping[str, Path] | None, series_files: Mapping[str, Path] | None
) -> None:
    """What is known beside the cohort: fidelity reviews and outside series, where the settings name their files."""
    if settings.programme is not None and settings.programme.fidelity is not None and programme_files:
        from ipscohort.programme.fidelity import check_reviews

        check_reviews(programme_files["programme.fidelity"], settings, derived.persons, derived.codebook)
    if settings.programme is not None and settings.programme.funding is not None:
        from ipscohort.programme.funding import check_course

        check_course((programme_files or {}).get("programme.funding"), derived.persons, derived.codebook, settings)
    if settings.programme is not None and settings.programme.business_case is not None:
        from ipscohort.programme.business_case import check_levels

        check_levels(settings.programme.business_case, derived.codebook)
    if series_files:
        from ipscohort.sensitivity.series import check_outside

        check_outside(settings, series_files, derived.persons)


def _check_themes(settings: Settings, files: Mapping[str, Path] | None) -> None:
    """What stakeholders say, and the roadmap, where the settings name their files."""
    if files:
        from ipscohort.themes import check_themes

        check_themes(files, settings)


def _leave_nothing(stage: str, write: Write, *large: str) -> None:
    """What is computed goes with the check."""


def _derived(settings: Settings, files: dict[str, Path], handover: Handover | None, leave: Callable[..., None]) -> Read | Derived:
    """Outcomes, found or computed; what is computed on the way to them is left for its step."""
    from ipscohort.files.exchange import write_files
    from ipscohort.outcomes import write_outcomes
    from ipscohort.run import pipeline

    read = handover.find("ingest") if handover else None
    if read and (found := handover.find("outcomes")):
        _check_levels(settings, read.records_codebook)
        return found
    cleaned, codebook, reading_log = _cleaned(settings, files, read, leave)
    give_back()  # the records: what is written beside needs none of them
    leave("clean", partial(write_files, cleaned.after(reading_log)))
    derived = pipeline.derive(settings, codebook, cleaned)
    del cleaned
    give_back()
    leave("outcomes", partial(write_outcomes, derived, settings), "periods")
    return derived


def _cleaned(
    settings: Settings, files: dict[str, Path], read: Read | None, leave: Callable[..., None]
) -> tuple[Cleaned, Codebook, pd.DataFrame]:
    """Cleaned records, and the codebook and the log of reading; the records themselves are free when this ends."""
    from ipscohort.files.exchange import write_files
    from ipscohort.run import pipeline

    records = pipeline.records_of(read) if read else pipeline.read(settings, files)
    give_back()
    _check_levels(settings, records.codebook)
    if not read:
        leave("ingest", partial(write_files, records))
    try:
        cleaned = pipeline.clean(settings, records)
    except UserError as error:
        raise UserError(error.heading, [_as_in_file(problem, settings, files) for problem in error.problems]) from None
    return cleaned, records.codebook, records.log


def _check_references(settings: Settings, persons: pd.DataFrame) -> None:
    """Somebody analysed must be in each exposure's reference group."""
    problems = Problems("The settings do not fit the records; nothing was run.")
    for name, exposure in settings.exposures.items():
        present = set(persons[name].dropna())
        if not present:
            what = f"nobody among those analysed has a value of '{exposure.variable}'"
            problems.add(f"exposures.{name}", what, "is it the right column, and are its codes and missing codes right?")
        elif present == {exposure.reference}:
            what = f"everybody analysed is in the reference group '{exposure.reference}', so that there is no other to compare it with"
            problems.add(f"exposures.{name}", what, "is it the right column? If so, take the exposure out")
        elif exposure.reference not in present:
            problems.add(
                f"exposures.{name}.reference",
                f"nobody among those analysed is in the reference group '{exposure.reference}'",
                f"choose a group that occurs: {known_levels(sorted(present))}",
            )
    _check_values(settings, persons, problems)
    if settings.sensitivity or settings.survival.competing:
        from ipscohort.run.alternatives_check import check_alternatives, check_reasons

        check_alternatives(settings, persons, problems)
        check_reasons(settings, persons, problems)
    problems.stop()


def _check_values(settings: Settings, persons: pd.DataFrame, problems: Problems) -> None:
    """Somebody analysed must have a value of each variable that a regression adjusts for or explains."""
    if persons.empty:
        return
    named = dict.fromkeys(settings.models.confounders, "models.confounders")
    for name, regression in settings.models.regressions.items():
        key = f"models.regressions.{name}"
        named |= {variable: f"{key}.confounders" for variable in regression.confounders or () if variable not in named}
        named |= {regression.outcome: f"{key}.outcome"} if regression.outcome in _mapped(settings) else {}
    for variable, key in named.items():
        if variable in persons and persons[variable].isna().all():
            what = f"nobody among the {len(persons)} persons analysed has a value of '{variable}'"
            problems.add(key, what, "is it the right column, and are its codes and missing codes right? If so, take it out")


def _mapped(settings: Settings) -> set[str]:
    """Variables of the records; what is derived from jobs may be missing for everybody, which its tables say."""
    people = settings.ingest.participants
    return {*people.variables, *people.scales}


def printed_digests(cohort: Cohort) -> dict[str, str]:
    """Content digest of the file of printed values, by its key; empty where the settings name none."""
    return {key: file_digest(file) for key, file in cohort.printed_values().items()}


def programme_digests(cohort: Cohort) -> dict[str, str]:
    """Content digest of every file on the programme, by its key; empty where the settings name none."""
    return {key: file_digest(file) for key, file in cohort.programme_files().items()}


def theme_digests(cohort: Cohort) -> dict[str, str]:
    """Content digest of every file of themes and of the roadmap, by its key; empty where the settings name none."""
    return {key: file_digest(file) for key, file in cohort.theme_files().items()}


def series_digests(cohort: Cohort) -> dict[str, str]:
    """Content digest of every file of an outside series, by the series' name; empty where the settings name none."""
    return {name: file_digest(file) for name, file in cohort.series_files().items()}


def record_digests(cohort: Cohort) -> dict[str, str]:
    """Content digest of every file of records, by its key under `ingest`.

    A corrected copy with an older date is a change too, so reruns go by these. A fetched file counts by the package
    that ships it, fetched yet or not.
    """
    fetch = cohort.settings.ingest.fetch
    return {key: package_version(fetch) if fetch and key == "participants" else file_digest(file) for key, file in cohort.files().items()}


def _digest(cohort: Cohort, records: dict[str, str]) -> str:
    """Digest of all that a check depends on."""
    digests = (printed_digests, programme_digests, series_digests, theme_digests)
    others = [digest for of in digests for digest in of(cohort).values()]
    parts = [cohort.settings.model_dump_json(), library_digest(__file__), *records.values(), *others]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _as_in_file(problem: Problem, settings: Settings, files: dict[str, Path]) -> Problem:
    """A problem of cleaning, at the file and the column that the user knows; of a file of waves, by ids alone."""
    where, _, variable = problem.where.partition(", variable ")
    for name, waves in settings.ingest.waves.items():
        for score in waves.scores.values():
            if variable in score.waves.values():
                return replace(problem, where=f"{files[f'waves.{name}'].name}, column {score.column} ({variable})", rows=())
    return replace(problem, where=_in_file(where, settings, files))


def _in_file(where: str, settings: Settings, files: dict[str, Path]) -> str:
    """'participants, column inclusion_date' -> the file and the column in it, as the user knows them."""
    table, _, column = where.partition(", column ")
    jobs = settings.ingest.jobs
    if table not in ("participants", "panel", "durations", *(f"jobs.{name}" for name in jobs)):
        return where
    # A panel or durations in the participants' file are the only source.
    source = settings.ingest.participants if table == "participants" else jobs.get(table.partition(".")[2]) or next(iter(jobs.values()))
    columns = getattr(source, "columns", None)
    mapped = getattr(source, column, None) or getattr(columns, column, None)
    file = files.get(table, files["participants"]).name
    if isinstance(mapped, str) and column == "columns":  # a panel's
        return f"{file}, columns {mapped}"
    return f"{file}, column {getattr(mapped, 'column', column)}" if column else file


def _check_levels(settings: Settings, codebook: Codebook) -> None:
    """Levels that the settings name must be levels of the records, where the records alone define them."""
    problems = Problems("The settings do not fit the records; nothing was run.")
    named = [(f"exposures.{n}.reference", e.variable, e.reference) for n, e in settings.exposures.items() if e.split is None]
    named += [(f"models.references.{variable}", variable, level) for variable, level in settings.models.references.items()]
    for number, condition in enumerate(settings.clean.eligibility, 1):
        named += [(f"clean.eligibility.{number}.one_of", condition.variable, level) for level in condition.one_of]
    for number, row in enumerate(settings.tables.paper.baseline or [], 1):
        named += [(f"tables.paper.baseline.{number}.level", row.variable, row.level)] if row.level else []
    for key, variable, level in named:
        levels = codebook.variables[variable].levels
        if level not in levels:
            problems.add(key, f"'{level}' is no level of '{variable}'", known_levels(levels, level))
    problems.stop()
