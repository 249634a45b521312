"""A release on the disk: whole or not at all, text-safe, only of a run with these settings."""

import csv
import html
import io
import json
import re
import shutil
import zipfile
from dataclasses import replace

import pytest

from ipscohort.config import Settings
from ipscohort.config.release import Release
from ipscohort.errors import UserError
from ipscohort.files.tableio import write_json
from ipscohort.release import make
from ipscohort.release.inputs import release_inputs
from ipscohort.release.page import description_of
from ipscohort.release.rules import Rules, rules_of
from ipscohort.run.provenance import settings_digest
from tests.support import released, shipped

NAME = "a rare diagnosis"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("results")
    make.write_release(released.made(NAME), place)
    return place


def test_two_folders_are_written_and_nothing_beside_them(folder):
    assert sorted(path.name for path in folder.iterdir()) == ["release", "release_check"]
    leaves = {path.relative_to(folder / "release").as_posix() for path in (folder / "release").rglob("*") if path.is_file()}
    assert {"report.html", "README.txt", "results.csv", "results.json"} <= leaves
    tables = {table.name for table in released.made(NAME).made.tables}
    assert {f"tables/{name}.{suffix}" for name in tables for suffix in ("csv", "html", "docx", "tex")} <= leaves
    assert {f"tables/tables.{suffix}" for suffix in ("docx", "tex", "xlsx")} <= leaves
    stays = {path.name for path in (folder / "release_check").iterdir()}
    assert stays == {"README.txt", "log.csv", "log.md", "for_the_output_checker.html"}
    assert (folder / "release_check").stat().st_mode & 0o077 == 0


def test_why_a_count_is_hidden_does_not_leave_the_room(folder):
    """Which hidden counts are small, and which are hidden for their sake, narrows what each can be."""
    everything = b"".join(path.read_bytes() for path in (folder / "release").rglob("*") if path.is_file())
    assert b"secondary" not in everything.lower().replace(b"secondary outcome", b"")
    assert b"Fewer persons than the threshold" not in everything
    log = (folder / "release_check" / "log.csv").read_text(encoding="utf-8")
    assert "secondary" in log and "small count" in log


def test_the_page_runs_and_fetches_nothing(folder):
    for page in (folder / "release" / "report.html", folder / "release_check" / "for_the_output_checker.html"):
        text = html.unescape(page.read_text(encoding="utf-8"))
        assert "<script" not in text
        assert "default-src 'none'" in text
        assert not re.search(r"(?:src|href)=\"(?!#|data:)", text)


def test_a_hidden_count_stands_in_no_file(folder):
    """The rare diagnosis: its row is all hidden, in every format."""
    mine = folder / "release" / "tables"
    rows = csv.reader(io.StringIO((mine / "baseline.csv").read_text(encoding="utf-8")))
    assert set(next(row for row in rows if row and row[0].strip() == "rare")[1:]) == {"[c]"}
    for path in (mine / "baseline.docx", mine / "tables.docx", mine / "tables.xlsx"):
        with zipfile.ZipFile(path) as parts:
            text = " ".join(parts.read(name).decode("utf-8") for name in parts.namelist() if name.endswith(".xml"))
        assert "[c]" in text and "rare" in text
        assert not re.search(r"outcomes/persons|models/estimates", text), "sources of numbers, whose digits stand beside them"
    after = (mine / "baseline.html").read_text(encoding="utf-8").partition(">rare<")[2]
    assert re.findall(r"<td>(.*?)</td>", after)[:3] == ["[c]"] * 3


def test_a_release_that_fails_leaves_the_one_before(tmp_path, monkeypatch):
    release = released.made(NAME)
    make.write_release(release, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(make, "write_frame", full)
    with pytest.raises(OSError, match="space"):
        make.write_release(replace(release, made=replace(release.made, tables=release.made.tables[:1])), tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_release_broken_off_at_any_rename_never_stands_beside_the_check_of_another(tmp_path, monkeypatch):
    first, second = ({tmp_path / name: {"README.txt": f"{run} run"} for name in (make.RELEASE, make.CHECK)} for run in ("first", "second"))
    rename = make.Path.rename
    for survived in range(5):
        make._replace(first)
        left = [survived]

        def killed(path, target, left=left):
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            return rename(path, target)

        with monkeypatch.context() as patch:
            patch.setattr(make.Path, "rename", killed)
            patch.setattr(make.shutil, "rmtree", lambda *_, **__: None)
            if survived < 4:
                with pytest.raises(KeyboardInterrupt):
                    make._replace(second)
            else:
                make._replace(second)
        said = {path.parent.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("release*/README.txt")}
        assert "release" not in said or said["release"] == said["release_check"]
        assert ("release" in said) == (survived in (0, 4))
        for folder in tmp_path.iterdir():
            shutil.rmtree(folder)


@pytest.mark.parametrize("stuck", range(4))
def test_where_a_folder_can_not_be_renamed_both_of_before_stay(tmp_path, monkeypatch, stuck):
    first, second = ({tmp_path / name: {"README.txt": f"{run} run"} for name in (make.RELEASE, make.CHECK)} for run in ("first", "second"))
    make._replace(first)
    rename, done = make.Path.rename, []

    def held(path, target):
        done.append(path)
        if len(done) == stuck + 1:
            raise PermissionError(13, "held by another program", str(path))
        return rename(path, target)

    monkeypatch.setattr(make.Path, "rename", held)
    with pytest.raises(PermissionError):
        make._replace(second)
    assert {path.name: (path / "README.txt").read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {
        "release": "first run",
        "release_check": "first run",
    }


def test_where_nothing_is_released_a_user_is_told_of_the_release_of_before(tmp_path, monkeypatch, capsys):
    cohort = shipped.cohort()
    folder = cohort.results(tmp_path)
    monkeypatch.setattr(make, "take_turn", lambda *_: None)
    for earlier in (False, True):
        if earlier:
            (folder / "release").mkdir(parents=True)
        with pytest.raises(UserError, match="not run to its end"):
            make.release(cohort, tmp_path)
        told = capsys.readouterr().err
        assert (f"{(folder / 'release').as_posix()}: this is an earlier release" in told) == earlier


def test_both_folders_name_the_run_that_they_are_of():
    release = released.made(NAME)
    of_run = replace(release, inputs=replace(release.inputs, run="0123abcd"))
    for text in (make.readme(of_run), make.checks_readme(of_run)):
        assert "run.json has this SHA-256 digest: 0123abcd" in text
    assert "SHA-256" not in make.readme(release)


def test_a_proof_that_fails_writes_nothing(tmp_path, monkeypatch):
    cohort = shipped.cohort()
    monkeypatch.setattr(make, "release_inputs", lambda *_: (released.made(NAME).inputs, tmp_path))
    monkeypatch.setattr(make, "take_turn", lambda *_: None)

    def unsafe(_):
        raise UserError("The release is not safe.", [])

    monkeypatch.setattr(make, "prove", unsafe)
    with pytest.raises(UserError, match="not safe"):
        make.release(cohort, tmp_path)
    assert not list(tmp_path.iterdir())


def test_only_a_finished_run_of_these_settings_is_released(tmp_path):
    cohort = shipped.cohort()
    with pytest.raises(UserError, match="not run to its end"):
        release_inputs(cohort, tmp_path)
    write_json(tmp_path / cohort.settings.cohort / "run.json", {"settings": {"x": "sha256 of others"}})
    with pytest.raises(UserError, match="changed since it was run"):
        release_inputs(cohort, tmp_path)


def test_rules_of_a_release_change_no_result():
    settings = shipped.cohort().settings
    other = Settings.model_validate({**settings.model_dump(), "release": {"threshold": 7}})
    assert settings_digest(settings) == settings_digest(other)


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        (None, Rules()),
        ({}, Rules()),
        ({"preset": "ons"}, Rules(preset="ons")),
        ({"preset": "opensafely"}, Rules(threshold=8, base=5, zeros=False, preset="opensafely")),
        ({"preset": "ohdsi"}, Rules(threshold=5, min_events=5, zeros=False, preset="ohdsi")),
        ({"preset": "statistics_netherlands", "threshold": 15}, Rules(threshold=15, preset="statistics_netherlands")),
        ({"round_to": 10, "spread": 25, "dominance": 90}, Rules(base=10, spread=0.25, dominance=0.9)),
    ],
)
def test_presets_and_what_is_said_instead(said, rules):
    settings = shipped.cohort().settings
    chosen = Settings.model_validate({**settings.model_dump(), "release": said})
    assert rules_of(chosen.release) == rules


@pytest.mark.parametrize(
    ("rules", "right"),
    [
        ({"round_to": 100, "threshold": 2}, False),
        ({"round_to": 20, "threshold": 6}, False),
        ({"round_to": 25, "threshold": 10}, False),
        ({"preset": "ohdsi", "round_to": 11}, False),
        ({"round_to": 20, "threshold": 10}, True),
        ({"preset": "ohdsi", "round_to": 10}, True),
    ],
)
def test_no_count_that_is_shown_is_rounded_to_nobody(rules, right):
    if right:
        chosen = rules_of(Release.model_validate(rules))
        assert chosen.rounded(chosen.threshold) > 0
    else:
        with pytest.raises(ValueError, match=r"round_to: a count of \d+ persons, which is shown, would be rounded to 0"):
            Release.model_validate(rules)


def test_labels_of_the_records_are_text(tmp_path):
    """A level that begins as a formula, and one that is markup."""
    release = released.made(NAME)
    table = release.made.tables[1]
    group = table.groups[0]
    hostile = replace(group.rows[0], label="=1+1<script>alert(1)</script>")
    changed = replace(table, groups=(replace(group, rows=(hostile, *group.rows[1:])),))
    make.write_release(replace(release, made=replace(release.made, tables=[changed])), tmp_path)
    assert "<script>alert" not in (tmp_path / "release" / "report.html").read_text(encoding="utf-8")
    for name in ("tables/baseline.csv", "results.csv"):
        text = (tmp_path / "release" / name).read_text(encoding="utf-8")
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert [cell for cell in cells if cell.startswith("'=1+1<script>")]
        assert not [cell for cell in cells if cell.startswith("=")]
    data = json.loads((tmp_path / "release" / "results.json").read_text(encoding="utf-8"))
    assert any(row["row"].startswith("=1+1") for row in data)


def test_a_description_with_a_number_in_it_is_left_out():
    release = released.made(NAME)

    def told(text):
        settings = release.inputs.settings.model_copy(update={"description": text})
        return description_of(replace(release, inputs=replace(release.inputs, settings=settings)))

    assert told("People of two agencies.") == "People of two agencies."
    assert told("103 people of two agencies.") == ""
