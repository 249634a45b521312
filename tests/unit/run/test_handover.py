"""Nothing is computed twice: the check hands what it computed to the steps; other settings, files or code mean computing anew."""

from __future__ import annotations

import os

import pytest

from ipscohort.config import load_cohort
from ipscohort.errors import UserError
from ipscohort.run import pipeline
from ipscohort.run.check import check_cohort, ensure_checked, record_digests
from ipscohort.run.handover import SCRIPTS, Handover, say_done, stage_keys, take
from ipscohort.run.log import ToldError
from ipscohort.words import spoken
from tests.conftest import ROOT

COHORT = load_cohort(ROOT / "config" / "config.yaml")
KEYS = stage_keys(COHORT, record_digests(COHORT), ROOT / "scripts")


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """Results of a cohort that was checked and not run yet."""
    folder = tmp_path_factory.mktemp("results")
    check_cohort(COHORT, Handover(folder, KEYS))
    return folder


@pytest.fixture
def waiting(checked, tmp_path):
    """A copy of them that a test may change."""
    import shutil

    return shutil.copytree(checked, tmp_path / "results")


def output(folder, stage):
    """A step's output, as the workflow names it."""
    return {name: str(path) for name, path in Handover(folder, KEYS).paths(stage).items()}


def test_the_steps_take_what_waits_and_a_later_check_finds_it_in_its_place(waiting, monkeypatch):
    for stage in SCRIPTS:
        assert take(output(waiting, stage), KEYS[stage])
        assert [path.name for path in (waiting / stage / ".checked").iterdir()] == ["placed.txt"]
    monkeypatch.setattr(pipeline, "read", lambda *_: pytest.fail("read again"))
    monkeypatch.setattr(pipeline, "clean", lambda *_: pytest.fail("cleaned again"))
    check_cohort(COHORT, Handover(waiting, KEYS))
    assert not any(take(output(waiting, stage), KEYS[stage]) for stage in SCRIPTS)


def test_what_the_steps_compute_themselves_is_the_same(waiting, tmp_path):
    analysis = pipeline.analyse(COHORT.settings, COHORT.files())
    found = {stage: Handover(waiting, KEYS).find(stage) for stage in SCRIPTS}
    assert found["ingest"].participants.equals(analysis.records.participants)
    assert found["ingest"].records_codebook == analysis.records.codebook
    assert found["clean"].clean_jobs.equals(analysis.cleaned.jobs)
    assert found["outcomes"].persons.equals(analysis.derived.persons)
    assert len(found["clean"].log) == len(analysis.records.log) + len(analysis.cleaned.log)


def test_what_waits_is_in_the_language_that_the_study_asks_for(checked, tmp_path):
    dutch = type(COHORT)(COHORT.settings.model_copy(update={"language": "nl"}), COHORT.path)
    keys = stage_keys(dutch, record_digests(dutch), ROOT / "scripts")
    assert [keys[stage] == KEYS[stage] for stage in SCRIPTS] == [False, False, False]
    check_cohort(dutch, Handover(tmp_path, keys))
    found, english = (Handover(*where) for where in ((tmp_path, keys), (checked, KEYS)))
    assert found.find("clean").flow["label"].iloc[-1] == "Geanalyseerd"
    assert english.find("clean").flow["label"].iloc[-1] == "Analysed"
    reasons = [" ".join(each.find("ingest").missing_values["reason"].unique()) for each in (found, english)]
    assert "van 5 items ontbreken" in reasons[0] and "of 5 items missing" in reasons[1]
    rules = [each.find("outcomes").availability["rule"] for each in (found, english)]
    assert not (rules[0] == rules[1]).any()
    assert spoken() == "en"


@pytest.mark.parametrize("stage", SCRIPTS)
def test_under_another_key_nothing_is_found_and_nothing_taken(waiting, stage):
    assert Handover(waiting, KEYS | {stage: "other"}).find(stage) is None
    assert not take(output(waiting, stage), "other")
    assert Handover(waiting, KEYS).find(stage) is not None


def test_files_in_their_places_do_not_pass_for_those_that_waited(waiting):
    assert take(output(waiting, "ingest"), KEYS["ingest"])
    say_done(output(waiting, "ingest"), "older")
    assert Handover(waiting, KEYS).find("ingest") is None


def test_half_of_it_is_nothing(waiting):
    (waiting / "ingest" / ".checked" / "panel.parquet").unlink()
    assert Handover(waiting, KEYS).find("ingest") is None
    assert not take(output(waiting, "ingest"), KEYS["ingest"])


def test_a_key_changes_with_records_settings_and_code_and_those_below_with_it(tmp_path):
    other_files = stage_keys(COHORT, {"participants": "another file"}, ROOT / "scripts")
    assert not set(other_files.values()) & set(KEYS.values())
    settings = COHORT.settings.model_copy(update={"outcomes": COHORT.settings.outcomes.model_copy(update={"long_term": 100})})
    other_outcomes = stage_keys(type(COHORT)(settings, COHORT.path), record_digests(COHORT), ROOT / "scripts")
    assert [other_outcomes[stage] == KEYS[stage] for stage in SCRIPTS] == [True, True, False]
    for script in SCRIPTS.values():
        (tmp_path / f"{script}.py").write_text("import ipscohort.display\n" if script == "clean_records" else "", encoding="utf-8")
    other_code, no_code = (stage_keys(COHORT, record_digests(COHORT), tmp_path) for _ in "ab")
    assert other_code == no_code != KEYS


def test_a_mistake_leaves_nothing(tmp_path):
    exposures = {"experience": COHORT.settings.exposures["experience"].model_copy(update={"reference": "nobody"})}
    wrong = type(COHORT)(COHORT.settings.model_copy(update={"exposures": exposures}), COHORT.path)
    with pytest.raises(ToldError, match="'nobody' is no level"):
        ensure_checked(wrong, record_digests(wrong), tmp_path / "logs" / "checked.sha256", Handover(tmp_path, KEYS))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("stage", SCRIPTS)
def test_files_that_a_broken_off_step_left_in_their_places_are_not_found_under_the_key_of_those_before(waiting, stage, monkeypatch):
    assert take(output(waiting, stage), KEYS[stage])
    handover = Handover(waiting, KEYS)
    assert handover.find(stage) is not None
    with Handover(waiting, KEYS | {stage: "newer"}).leaving() as leave:
        leave(stage, lambda paths: [path.write_bytes(b"newer") for path in paths.values()])
    moved, replace = [], os.replace

    def broken_off(source, to):
        if moved:
            raise KeyboardInterrupt
        moved.append(replace(source, to))

    monkeypatch.setattr(os, "replace", broken_off)
    with pytest.raises(KeyboardInterrupt):
        take(output(waiting, stage), "newer")
    assert handover.find(stage) is None


@pytest.mark.parametrize("stage", SCRIPTS)
def test_a_step_that_computes_forgets_first_what_lay_in_its_places(waiting, stage):
    assert take(output(waiting, stage), KEYS[stage])
    assert not take(output(waiting, stage), "newer")  # and now it writes, and may be broken off
    assert Handover(waiting, KEYS).find(stage) is None


def test_what_was_written_ahead_is_taken_back_where_the_check_fails(tmp_path, monkeypatch):
    def fails(*_):
        raise UserError("The records do not fit.", [])

    monkeypatch.setattr(pipeline, "derive", fails)
    with pytest.raises(UserError):
        check_cohort(COHORT, Handover(tmp_path, KEYS))
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_ends_the_check_and_leaves_nothing(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "The disk is full on device", "persons.parquet")

    monkeypatch.setattr("ipscohort.outcomes.write_outcomes", full)
    with pytest.raises(ToldError, match="The disk is full"):
        check_cohort(COHORT, Handover(tmp_path, KEYS))
    assert not list(tmp_path.iterdir())
