"""One complete list of what is wrong with a settings file, each with its line, key path and the nearest valid name."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from ipscohort.catalogue.stages import STAGES
from ipscohort.config import Slice, load_cohort, slice_for
from ipscohort.config.yamlfile import read_yaml
from ipscohort.errors import UserError

ROOT = Path(__file__).parents[3]

GOOD = """\
schema_version: 1
cohort: tiny
title: Tiny
study:
  follow_up: 30 months
  end_of_observation: {data_lock: 2020-01-31}
  competitive: column
  time_unit: days
ingest:
  participants:
    file: people.csv
    id: pid
    inclusion_date: included
    variables:
      sex: {column: sex, type: category, codes: {1: male, 2: female}}
      age: {column: age, type: number, range: [18, 65]}
      benefits: {column: ben, type: category, codes: {010: social assistance, 020: disability}}
  jobs:
    records:
      shape: spells
      file: jobs.csv
      id: pid
      columns: {start: van, end: tot, competitive: comp}
exposures:
  funding: {variable: benefits, reference: social assistance}
  experience: {variable: inclusion_date, split: 2015-11-19, levels: [first half, second half], reference: first half}
models:
  confounders: [sex, age]
  regressions:
    job_obtained: {outcome: job_obtained, model: logistic}
"""


@pytest.fixture
def write(tmp_path):
    (tmp_path / "people.csv").write_text("pid\n", encoding="utf-8")
    (tmp_path / "jobs.csv").write_text("pid\n", encoding="utf-8")

    def _write(*changes, text=GOOD, name="tiny.yaml"):
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return _write


def mistakes(file):
    with pytest.raises(UserError) as caught:
        load_cohort(file)
    return str(caught.value)


def test_a_good_file_loads(write):
    cohort = load_cohort(write())
    settings = cohort.settings
    assert str(settings.study.follow_up) == "30 months"
    assert settings.ingest.participants.id.column == "pid"
    assert settings.ingest.shape == "spells"
    assert list(settings.ingest.files()) == ["participants", "jobs.records"]
    assert cohort.files()["jobs.records"] == (cohort.folder / "jobs.csv").resolve()


def test_the_default_file_may_hold_any_cohort(write):
    assert load_cohort(write(name="config.yaml")).settings.cohort == "tiny"


def test_no_and_yes_stay_text_and_leading_zeros_stay(write):
    cohort = load_cohort(write(("1: male, 2: female", "no: male, yes: female")))
    assert cohort.settings.ingest.participants.variables["sex"].codes == {"no": "male", "yes": "female"}
    assert cohort.settings.ingest.participants.variables["benefits"].codes == {"010": "social assistance", "020": "disability"}


def test_all_mistakes_come_in_one_list(write):
    text = mistakes(
        write(
            ("follow_up: 30 months", "folow_up: 30 months"),
            ("time_unit: days", "time_unit: dys"),
            ("type: number", "type: nummer"),
            ("variable: benefits", "variable: benefit"),
            ("[sex, age]", "[sex, agee]"),
            ("file: jobs.csv", "file: job.csv"),
        )
    )
    for expected in [
        "line 5, study.folow_up: no such key\n      -> did you mean 'follow_up'?",
        "study.follow_up: this key is missing",
        "line 8, study.time_unit: 'dys' is not possible here\n      -> did you mean 'days'?",
        "line 16, ingest.participants.variables.age.type: 'nummer' is not possible here",
        "line 25, exposures.funding.variable: there is no variable 'benefit'\n      -> did you mean 'benefits'?",
        "line 28, models.confounders.2: there is no variable 'agee'\n      -> did you mean 'age'?",
        "line 21, ingest.jobs.records.file: there is no file job.csv\n      -> did you mean 'jobs.csv'?",
    ]:
        assert expected in text, text


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("cohort: tiny", "cohort: other"), "cohort: the cohort is called 'other'"),
        (("schema_version: 1", "schema_version: 2"), "schema_version: '2' is not possible here"),
        (("30 months", "thirty months"), "study.follow_up: written as a whole number and a unit"),
        (
            ("30 months", "24 maanden"),
            "study.follow_up: 'maanden' is no unit here; the words are days, weeks and months, such as 24 months",
        ),
        (("30 months", "2 years"), "study.follow_up: 'years' is no unit here; the words are days, weeks and months, such as 24 months"),
        (("time_unit: days", "time_unit: dagen"), "study.time_unit"),
        (("time_unit: days", "time_unit: days\n  period: maanden"), "study.period"),
        (
            ("exposures:", "monitoring: {site: tema}\nexposures:"),
            "monitoring.site: no category under ingest.participants.variables is called 'tema'",
        ),
        (
            ("{data_lock: 2020-01-31}", "{complete: yes, data_lock: 2020-01-31}"),
            "study.end_of_observation: `complete: yes` says that nobody left early",
        ),
        (("{data_lock: 2020-01-31}", "{}"), "study.end_of_observation: say how the end of observation is known"),
        (("{data_lock: 2020-01-31}", "{observed_until: yes}"), "observed_until: no column is mapped as observed_until"),
        (("competitive: column", "competitive: criteria"), "needs the column paid_prevailing_wage"),
        (("range: [18, 65]", "range: [65, 18]"), "the lowest value lies above the highest"),
        (("type: category, codes: {1: male", "type: category, levels: [man, female], codes: {1: male"), "level 'male' is not in levels"),
        (
            ("reference: social assistance", "reference: social asistance"),
            "exposures.funding.reference: 'social asistance' is no level of 'benefits'",
        ),
        (("reference: social assistance", "label: x"), "exposures.funding.reference: this key is missing"),
        (("split: 2015-11-19, levels: [first half, second half], ", ""), "inclusion_date makes groups only with a split"),
        (("outcome: job_obtained", "outcome: time_worked"), "a logistic regression needs a yes/no outcome"),
        (("outcome: job_obtained", "outcome: time_worked"), "use log_linear, linear, poisson, negative_binomial, or another outcome"),
        (("model: logistic", "model: linear"), "a linear regression needs a number; 'job_obtained' is a yes_no"),
        (("model: logistic", "model: poison"), "did you mean 'poisson'?"),
        (("model: logistic", "model: logistic, offset: time_observed"), "a logistic regression takes no offset"),
        (("outcome: job_obtained, model: logistic", "outcome: n_jobs, model: poisson, offset: time"), "there is no variable 'time'"),
        (("outcome: job_obtained, model: logistic", "outcome: n_jobs, model: poisson, offset: sex"), "'sex' is no time in which"),
        (("model: logistic", "model: cox"), "a Cox regression needs a time (a number); 'job_obtained' is a yes_no"),
        (("model: logistic", "model: logistic, ties: efron"), "a logistic regression takes no ties"),
        (("model: logistic", "model: logistic, event: sex"), "a logistic regression takes no event"),
        (
            ("outcome: job_obtained, model: logistic", "outcome: time_worked, model: cox"),
            "'time_worked' has no event that it could be the time to",
        ),
        (("outcome: job_obtained, model: logistic", "outcome: age, model: cox"), "'age' is a time to something, and nothing says to what"),
        (
            ("outcome: job_obtained, model: logistic", "outcome: time_to_first_job, model: cox, event: sex"),
            "the event of time_to_first_job is the first job itself",
        ),
        (("outcome: job_obtained, model: logistic", "outcome: time_to_first_job, model: cox, ties: exact"), "'exact' is not possible here"),
        (("[sex, age]", "[benefits, age]"), "'benefits' is the exposure 'funding' and its own confounder"),
        (("shape: spells", "shape: spell"), "did you mean 'spells'?"),
        (("    inclusion_date: included\n", ""), "months need inclusion dates"),
        (("time_unit: days", "time_unit: weeks"), "study.period: the period is months and the time unit weeks"),
        (("age: {", "job_obtained: {"), "'job_obtained' is a name of the contract"),
        (("file: people.csv", "file: ."), ". is a folder, not a file"),
        (("variable: benefits", "variable: age"), "'age' is a number"),
    ],
)
def test_each_mistake_is_named(write, change, expected):
    assert expected in mistakes(write(change))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\n", 'line 2: found duplicate key "a"'),
        ("a:\n\tb: 1\n", "line 2: tabs are used to indent"),
        ("a: [1, 2\nb: 3\n", "line 2"),
        ("- a\n- b\n", "holds no keys"),
        ("", "holds no keys"),
    ],
)
def test_what_is_not_yaml_is_named_with_its_line(write, text, expected):
    assert expected in mistakes(write(text=text))


def test_a_missing_file_a_folder_and_another_encoding(tmp_path):
    assert "no such file" in mistakes(tmp_path / "none.yaml")
    assert "this is a folder" in mistakes(tmp_path)
    (tmp_path / "latin.yaml").write_bytes("title: Zürich\n".encode("latin-1"))
    assert "line 1: the text is not UTF-8" in mistakes(tmp_path / "latin.yaml")


def test_aliases_that_repeat_without_end_are_refused_at_once(tmp_path):
    file = tmp_path / "tiny.yaml"
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    file.write_text("\n".join(lines), encoding="utf-8")
    said = mistakes(file)
    assert "more than 50,000 keys and items" in said
    assert "write out what is needed, without aliases" in said
    assert "2, 3, 4" in said  # the lines with aliases


def test_an_alias_that_repeats_little_is_read(tmp_path):
    file = tmp_path / "tiny.yaml"
    file.write_text("a: &a [x, y]\nb: *a\n", encoding="utf-8")
    assert read_yaml(file).values == {"a": ["x", "y"], "b": ["x", "y"]}


def test_a_file_of_records_is_not_read_as_settings(tmp_path):
    file = tmp_path / "tiny.yaml"
    file.write_bytes(b"a: 1\n" * 500_000)
    assert "too long for a settings file" in mistakes(file)


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    (tmp_path / "bom.yaml").write_bytes("a: é\n".encode("utf-8-sig"))
    assert read_yaml(tmp_path / "bom.yaml").values == {"a": "é"}


def test_a_stage_reads_what_it_declares_and_nothing_else(write):
    settings = load_cohort(write()).settings
    part = Slice(slice_for("models", settings))
    assert part.models == settings.models
    assert part.exposures == settings.exposures
    assert part.study == settings.study
    with pytest.raises(AttributeError, match="does not declare that it reads 'figures'"):
        part.figures  # noqa: B018


def test_a_stage_may_read_one_key_of_a_part_and_another_key_is_none_of_its_business(write):
    settings = load_cohort(write()).settings
    other = settings.model_copy(update={"survival": settings.survival.model_copy(update={"tau": 100.0, "tenure": True})})
    assert slice_for("models", settings) == slice_for("models", other), "models are not fitted again for another key of survival"
    assert slice_for("survival", settings) != slice_for("survival", other)
    died = settings.model_copy(update={"survival": settings.survival.model_copy(update={"competing": ["died"]})})
    assert slice_for("models", settings) != slice_for("models", died)
    part = Slice(slice_for("models", died))
    assert part.survival.competing == ["died"]
    with pytest.raises(AttributeError, match=r"does not declare that it reads 'survival\.tau'"):
        part.survival.tau  # noqa: B018


def test_every_stage_declares_keys_that_there_are(write):
    settings = load_cohort(write()).settings
    for stage in STAGES:
        Slice(slice_for(stage, settings))
    with pytest.raises(KeyError):
        Slice({"survival.no_such_key": None})


def test_settings_survive_the_way_through_a_workflow(write):
    settings = load_cohort(write()).settings
    assert type(settings).model_validate(settings.model_dump(mode="json")) == settings


def test_loading_needs_no_pandas():
    code = textwrap.dedent(
        """
        import sys
        from ipscohort.config import load_cohort
        load_cohort("config/rossi.yaml")
        print([name for name in ("pandas", "numpy", "pyarrow", "snakemake") if name in sys.modules])
        """
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("2020-01-31", "2020-02-31"), "line 6: there is no such day"),
        (("sex: {column: sex,", "sex: {<<: *x, column: sex,"), "line 15"),
        (("title: Tiny", "title: !!python/object/apply:os.system ['x']"), "line 3: tags (!) are not read"),
        (("title: Tiny", "title: " + "[" * 3000 + "]" * 3000), "the values can't be read"),
        (("exposures:\n", "tables:\nexposures:\n"), "tables: the key is empty\n      -> fill it in, or delete the line"),
        (("30 months", "3² months"), "written as a whole number and a unit"),
        (("[18, 65]", "[.nan, 65]"), "ingest.participants.variables.age.range.1: a number is expected"),
        (("{1: male, 2: female}", "{1: male, '1.0': female}"), "code 1 is written twice"),
        (("{1: male, 2: female}", "{1: male, 2: female}, missing: {'1.0': refused}"), "code 1 is both a level and missing"),
        (("[sex, age]", "[sex, age, sex]"), "models.confounders.3: 'sex' stands twice"),
        (("[sex, age]", "[[sex], {a: b}]"), "models.confounders.1: text is expected"),
        (("levels: [first half, second half]", "levels: [first half, first half]"), "the two groups need two names"),
        (("file: jobs.csv", "file: ~nobody_here/jobs.csv"), "there is no such user"),
        (("title: Tiny", "title: Tiny\nresults_dir: people.csv"), "results_dir: people.csv is no folder"),
        (
            ("age: {column: age, type: number, range: [18, 65]}", "age: {column: age, type: text}"),
            "'age' is a text, which can't be adjusted for",
        ),
        (("exposures:", "outcomes: {long_term: 1000}\nexposures:"), "beyond the follow-up of 30 months"),
        (("exposures:", "outcomes: {long_term: 915}\nexposures:"), None),
        (("follow_up: 30 months", "follow_up: 182 days"), "183 days is longer than the follow-up"),
        (("sex: {column: sex,", "last_day: {column: sex,"), "'last_day' is a name of the contract"),
        (("  experience: {variable", "  all: {variable"), "'all' is a name of the contract"),
        (("outcome: job_obtained, model: logistic", "outcome: worked, model: logistic"), "there is no outcome or variable 'worked'"),
        (("  experience: {variable", "  sex: {variable"), "the exposure has the name of another variable, 'sex'"),
    ],
)
def test_odd_values_are_told_in_plain_words(write, change, expected):
    file = write(change)
    if expected is None:
        load_cohort(file)
    else:
        assert expected in mistakes(file)


def test_a_title_may_be_a_number_and_half_a_year_goes_by_the_unit(write):
    assert load_cohort(write(("title: Tiny", "title: 2020"))).settings.title == "2020"
    assert load_cohort(write()).settings.outcomes.long_term == 183
    weeks = write(("time_unit: days", "time_unit: weeks\n  period: weeks"))
    assert load_cohort(weeks).settings.outcomes.long_term == 26


def test_two_halves_of_one_sign_become_that_sign(tmp_path):
    (tmp_path / "a.yaml").write_text('a: "\\ud83c\\udf89"\n', encoding="utf-8")
    assert read_yaml(tmp_path / "a.yaml").values == {"a": "🎉"}


def test_an_empty_bootstrap_is_neither_its_defaults_nor_none(write):
    with pytest.raises(UserError) as told:
        load_cohort(write(("models:\n", "models:\n  bootstrap:\n")))
    assert "models.bootstrap: the key is empty" in str(told.value) and "write bootstrap: {} for its defaults, or delete the line" in str(
        told.value
    )
    assert load_cohort(write(("models:\n", "models:\n  bootstrap: {}\n"))).settings.models.bootstrap.replicates == 2000
    assert load_cohort(write()).settings.models.bootstrap is None


@pytest.mark.parametrize("name", ["{x}.csv", "<b>.csv", "a{.csv"])
def test_a_file_name_that_snakemake_would_read_otherwise_is_refused(write, name, tmp_path):
    (tmp_path / name).write_text("pid\n", encoding="utf-8")
    with pytest.raises(UserError, match="in a path stands for something else in Snakemake"):
        load_cohort(write(("file: people.csv", f"file: '{name}'")))


@pytest.mark.parametrize("name", ["=1+1 &.csv", "a'b $(x) `y`;.csv", "[x](y) %s.csv", "<B>.csv"])
def test_other_names_of_files_are_names(write, name, tmp_path):
    (tmp_path / name).write_text("pid\n", encoding="utf-8")
    assert load_cohort(write(("file: people.csv", f'file: "{name}"'))).files()["participants"].name == name


def test_results_go_to_no_such_folder_either(write):
    with pytest.raises(UserError, match="name another folder"):
        load_cohort(write(("title: Tiny", "title: Tiny\nresults_dir: '{x}'")))
