"""What a settings file may say of themes, and what it is told of mistakes."""

from __future__ import annotations

import pytest

from ipscohort.config import Settings, load_cohort
from ipscohort.config.shown import CODER, HEADING, heading, shown
from ipscohort.config.yamlfile import write_yaml
from ipscohort.errors import UserError
from ipscohort.run.check import check_cohort, theme_digests
from tests.conftest import ROOT

TEXT = (ROOT / "config" / "ips_programme.yaml").read_text(encoding="utf-8").replace("../data", (ROOT / "data").as_posix())
FILES = (
    "ips_mis/segments_SYNTHETIC.csv",
    "ips_mis/interviewees_SYNTHETIC.csv",
    "published/noteboom2024_themes.csv",
    "published/noteboom2024_roadmap.csv",
)


def changed(folder, *changes: tuple[str, str]):
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "ips_programme.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_off_there_is_nothing():
    cohort = load_cohort(ROOT / "config" / "config.yaml")
    assert cohort.settings.themes is None and cohort.theme_files() == {} and theme_digests(cohort) == {}


def test_every_file_is_named_by_its_key():
    cohort = load_cohort(ROOT / "config" / "ips_programme.yaml")
    keys = ["themes.segments", "themes.interviewees", "themes.roadmap", "themes.papers.vukadin2018", "themes.papers.noteboom2024"]
    assert list(cohort.theme_files()) == keys == list(theme_digests(cohort))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "regression: days_worked",
            "regression: days_work",
            ("there is no regression 'days_work'", "did you mean 'days_worked'?", "codebook.funding.explains.2"),
        ),
        ("exposure: experience", "exposure: experienc", ("there is no exposure 'experienc'", "did you mean 'experience'?")),
        ("fit: expands", "fit: expand", ("'expand' is not possible here",)),
        ("    counted: first", "    count: first", ("no such key", "did you mean 'counted'?")),
        *((f"{name}", f"{name}x", ("there is no file", "themes.")) for name in FILES),
    ],
)
def test_a_mistake_is_told_with_its_key(tmp_path, old, new, says):
    with pytest.raises(UserError) as error:
        load_cohort(changed(tmp_path, (old, new)))
    assert all(words in str(error.value) for words in (*says, "themes")), str(error.value)


def test_a_result_of_a_regression_without_that_exposure_is_told(tmp_path):
    regression = "days_worked: {outcome: time_worked, model: log_linear,"
    with pytest.raises(UserError) as error:
        load_cohort(changed(tmp_path, (regression, f"{regression} exposures: [experience],")))
    assert "regression 'days_worked' has no exposure 'funding'" in str(error.value)


def test_the_regression_that_is_added_by_itself_may_be_explained(tmp_path):
    loaded = load_cohort(changed(tmp_path, ("regression: days_worked", "regression: time_to_first_job")))
    assert loaded.settings.themes.joint[-1][1].regression == "time_to_first_job"


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (FILES[0], "s003,SYN01", "s003,", "segments without a participant (row 7)"),
        (FILES[1], "SYN02,mental health agency", "SYN02,hospital", "stakeholder groups that the settings do not know (row 4)"),
        (FILES[2], ",facilitator,", ",help,", "values that do not lead to facilitator, barrier, neither (row 2)"),
        (FILES[3], "Region 1,2,done", "Region 1,2,ready", "values that do not lead to done, partly, intended, not done (row 3)"),
    ],
)
def test_the_check_before_a_run_reads_every_file(tmp_path, file, old, new, says):
    text = (ROOT / "data" / file).read_text(encoding="utf-8")
    assert old in text
    copy = tmp_path / file.rpartition("/")[2]
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    loaded = load_cohort(changed(tmp_path, ((ROOT / "data" / file).as_posix(), copy.as_posix())))
    with pytest.raises(UserError) as error:
        check_cohort(loaded)
    assert says in str(error.value), str(error.value)


def test_settings_among_the_results_name_no_coder_and_no_interviewee():
    values = load_cohort(ROOT / "config" / "ips_programme.yaml").settings.model_dump(mode="json")
    segments, people = values["themes"]["segments"], values["themes"]["interviewees"]
    segments["counted"] = "M. Jansen"
    segments["coder"] = {**segments["coder"], "codes": {"Jansen, M.": "M. Jansen"}}
    people["person"] = {**people["person"], "codes": {"P. de Vries": "SYN01"}}
    found = shown(values)
    assert "Jansen" not in str(found) and "Vries" not in str(found) and found["themes"]["segments"]["counted"] == CODER
    assert "Jansen" in str(values) and Settings.model_validate(found).themes.codebook == Settings.model_validate(values).themes.codebook


def test_settings_without_themes_stand_among_the_results_as_they_are():
    values = load_cohort(ROOT / "config" / "config.yaml").settings.model_dump(mode="json")
    values["models"]["bootstrap"] = {"times": 1999}
    assert shown(values) == values and heading(values) == HEADING
    values["models"]["bootstrap"] = None
    left = {**values, "models": {name: value for name, value in values["models"].items() if name != "bootstrap"}}
    assert shown(values) == left and "bootstrap" in values["models"]


@pytest.mark.parametrize("name", ["config", "ips_london", "ips_programme", "rossi"])
def test_the_settings_among_the_results_load_again(tmp_path, name):
    settings = load_cohort(ROOT / "config" / f"{name}.yaml").settings
    values = settings.model_dump(mode="json")
    (tmp_path / "data").symlink_to(ROOT / "data")
    (tmp_path / "config").mkdir()
    path = tmp_path / "config" / f"{settings.cohort}.yaml"
    write_yaml(path, shown(values), heading(values))
    first, again = path.read_text(encoding="utf-8").splitlines()[0], load_cohort(path).settings.model_dump(mode="json")
    if values["themes"] is None:
        assert again == values and first == f"# {HEADING}"
    else:
        assert "Put back themes.segments.counted" in first and again["themes"]["segments"]["counted"] == CODER
        again["themes"]["segments"]["counted"] = values["themes"]["segments"]["counted"]  # as the first line says
        assert again == values
