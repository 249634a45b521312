"""What a draft asks for as no word tells of it, and words of persons that it never repeats."""

from __future__ import annotations

import pytest

from ipscohort.draft.columns import only_says_missing, says_missing
from tests.unit.draft.drafting import PEOPLE, drafted, write

ITEMS = {
    "week": ("weeks", "weeks"),
    "maand": ("months", "months"),
    "baan_w": ("weeks", "weeks"),
    "emp_m": ("months", "months"),
    "werk": ("DECIDE", "DECIDE"),
    "werkt_t": ("DECIDE", "DECIDE"),
}


@pytest.mark.parametrize(("name", "units"), ITEMS.items(), ids=ITEMS)
@pytest.mark.parametrize("columns", [12, 60])
def test_the_unit_of_a_panel_is_asked_for_where_no_word_tells_it(tmp_path, name, units, columns):
    panel = {f"{name}{n}": [0, 1] * 5 for n in range(1, columns + 1)}
    settings, _ = drafted(tmp_path, write(tmp_path, **PEOPLE, **panel))
    found = settings["ingest"]["jobs"]["jobs"]["unit"], settings["study"]["period"]
    assert tuple(unit.split(":")[0] for unit in found) == units
    if "DECIDE" in units:
        assert found[0].startswith("DECIDE: weeks or months, what each of these columns stands for; if they are items of a questionnaire")


@pytest.mark.parametrize("letter", ["w", "m"])
def test_a_letter_alone_tells_no_unit(tmp_path, letter):
    """w1, w2, ... may be weeks, or work."""
    panel = {f"{letter}{n}": [0, 1] * 5 for n in range(1, 13)}
    settings, _ = drafted(tmp_path, write(tmp_path, **PEOPLE, **panel))
    assert settings["ingest"]["jobs"]["jobs"]["unit"].startswith("DECIDE: weeks or months")


def jobs_with(folder, status: list[str]):
    dates = {"start": ["2015-04-01"] * len(status), "end": ["2015-05-01"] * (len(status) - 1) + [""]}
    ids = [PEOPLE["respnr"][n % 10] for n in range(len(status))]
    return write(folder, "jobs.csv", respnr=ids, **dates, status=status)


def test_a_status_of_many_texts_is_not_written_down(tmp_path):
    status = [f"loopt nog bij firma {name}" for name in "ABCDEFGHIJKLMNOPQRST"]
    settings, text = drafted(tmp_path, write(tmp_path, **PEOPLE), jobs_with(tmp_path, status))
    source = settings["ingest"]["jobs"]["jobs"]
    assert source["columns"]["end_status"].startswith("DECIDE: {column: status, codes: {...: ongoing, ...: known, ...: unknown}}")
    assert "20 texts" in source["columns"]["end_status"]
    assert source["blank_end"].startswith("DECIDE:")
    assert "firma" not in text


def test_a_status_with_more_words_than_are_known_is_not_written_down(tmp_path):
    status = ["loopt nog"] * 7 + ["loopt nog bij Jansen"] * 7 + ["beëindigd"] * 7
    settings, text = drafted(tmp_path, write(tmp_path, **PEOPLE), jobs_with(tmp_path, status))
    codes = settings["ingest"]["jobs"]["jobs"]["columns"]["end_status"]["codes"]
    assert codes == {"loopt nog": "ongoing", "beëindigd": "known", "other words": codes["other words"]}
    assert codes["other words"].startswith("DECIDE: 1 more words")
    assert "Jansen" not in text


def test_words_of_a_panel_that_are_not_known_are_not_written_down(tmp_path):
    panel = {f"maand{n}": ["ja", "nee", "bij Jansen", "ja", "nee", "ja", "bij Jansen", "ja", "nee", "bij Jansen"] * 3 for n in range(1, 13)}
    ids = [f"R{n:03d}" for n in range(30)]
    settings, text = drafted(tmp_path, write(tmp_path, respnr=ids, inclusiedatum=["2015-03-20"] * 30, **panel))
    codes = settings["ingest"]["jobs"]["jobs"]["codes"]
    assert (codes["ja"], codes["nee"]) == ("employed", "not_employed")
    assert codes["other words"].startswith("DECIDE: 1 more words")
    assert "Jansen" not in text


def test_words_that_are_levels_of_an_exposure_are_few(tmp_path):
    """Free text, asked for as an exposure, is no list of levels."""
    texts = [f"said {n}" for n in range(10)]
    settings, text = drafted(tmp_path, write(tmp_path, **PEOPLE, opmerking=texts), exposures=("opmerking",))
    assert settings["exposures"]["opmerking"]["reference"] == "DECIDE: one of its levels"
    assert "said" not in text


DATES = {"start": ["2015-04-01"] * 10, "end": ["2015-05-01"] * 10}


def test_monitoring_is_drafted_where_the_records_have_dates_and_a_site(tmp_path):
    people = write(tmp_path, **PEOPLE, locatie=[1, 2] * 5)
    _, text = drafted(tmp_path, people, write(tmp_path, "jobs.csv", respnr=PEOPLE["respnr"], **DATES))
    assert "\n# monitoring: {site: site}   # employment by calendar quarter while a programme runs: docs/monitoring.md\n" in text
    (tmp_path / "mine.yaml").unlink()
    _, text = drafted(tmp_path, write(tmp_path, **PEOPLE), write(tmp_path, "jobs.csv", respnr=PEOPLE["respnr"], **DATES))
    assert "\n# monitoring: {}   # employment by calendar quarter" in text
    (tmp_path / "mine.yaml").unlink()
    _, text = drafted(tmp_path, write(tmp_path, **PEOPLE))
    assert "# monitoring" not in text


@pytest.mark.parametrize("name", ["datum_uitstroom", "afsluitdatum", "caseload_closed", "Entlassungsdatum", "date_left"])
def test_the_day_on_which_somebody_left_the_caseload_ends_observation(tmp_path, name):
    left = ["2016-03-20"] * 6 + [""] * 4
    settings, _ = drafted(tmp_path, write(tmp_path, **PEOPLE, **{name: left}))
    assert settings["ingest"]["participants"]["observed_until"] == name
    assert (
        f"{{observed_until: yes, data_lock: 2020-12-31}} (column {name} says it; a blank is observed to the data lock)"
        in settings["study"]["end_of_observation"]
    )


def test_free_text_is_no_characteristic_and_no_occupation(tmp_path):
    ids = [f"R{n:03d}" for n in range(30)]
    people = write(
        tmp_path,
        respnr=ids,
        inclusiedatum=["2015-03-20"] * 30,
        woonsituatie=[f"said {n}" for n in range(30)],
        reden=[f"why {n}" for n in range(30)],
    )
    dates = {"start": ["2015-04-01"] * 30, "end": ["2015-05-01"] * 30}
    jobs = write(tmp_path, "jobs.csv", respnr=ids, **dates, functie=[f"cook at {n}" for n in range(30)])
    settings, text = drafted(tmp_path, people, jobs)
    assert "variables" not in settings["ingest"]["participants"]
    assert "occupation" not in settings["ingest"]["jobs"]["jobs"]["columns"]
    assert "# not mapped: woonsituatie (free text), reden (free text)" in text and "# not mapped: functie (free text)" in text


def test_a_few_words_that_seldom_repeat_are_levels_still(tmp_path):
    settings, _ = drafted(tmp_path, write(tmp_path, **PEOPLE, woonsituatie=["alone", "family", "alone", "shelter", "family"] * 2))
    assert settings["ingest"]["participants"]["variables"]["living"]["column"] == "woonsituatie"


@pytest.mark.parametrize("label", ["Ved ikke", "Uoplyst", "Vet ikke", "weet niet", "Keine Angabe", "Don't know"])
def test_labels_say_in_each_language_that_a_value_is_missing(label):
    assert says_missing(label)


def test_danish_words_of_an_end_are_known(tmp_path):
    jobs = {"respnr": PEOPLE["respnr"], "job_start": ["2015-04-01"] * 10, "job_slut": ["2015-05-01"] * 10}
    settings, _ = drafted(tmp_path, write(tmp_path, **PEOPLE), write(tmp_path, "jobs.csv", **jobs))
    assert settings["ingest"]["jobs"]["jobs"]["columns"]["end"] == "job_slut"


def test_names_in_one_word_are_known(tmp_path):
    people = {"respnr": PEOPLE["respnr"], "startdato": PEOPLE["inclusiedatum"], "koen": [1, 2] * 5, "uddannelse": ["lav", "høj"] * 5}
    jobs = {"respnr": PEOPLE["respnr"], "jobstart": ["2015-04-01"] * 10, "jobslut": ["2015-05-01"] * 10}
    settings, _ = drafted(tmp_path, write(tmp_path, **people), write(tmp_path, "jobs.csv", **jobs))
    assert settings["ingest"]["jobs"]["jobs"]["columns"] == {"start": "jobstart", "end": "jobslut"}
    assert set(settings["ingest"]["participants"]["variables"]) == {"sex", "education"}


def test_a_word_for_no_answer_among_the_cells_is_asked_for(tmp_path):
    """Of persons and of jobs: taken as a level, three persons of it separate a model."""
    people = {**PEOPLE, "mentor": ["ja", "nej", "ja", "nej", "ja", "nej", "ja", "nej", "ja", "uoplyst"]}
    jobs = {"respnr": PEOPLE["respnr"], "start": ["2015-04-01"] * 9 + ["Unknown"], "end": ["2015-05-01"] * 10}
    jobs["competitive"] = ["yes", "no", "yes", "no", "don't know"] * 2
    settings, _ = drafted(tmp_path, write(tmp_path, **people), write(tmp_path, "jobs.csv", **jobs), exposures=("mentor",))
    mentor = settings["ingest"]["participants"]["variables"]["mentor"]
    assert (mentor["type"], mentor["codes"], list(mentor["missing"])) == ("yes_no", {"ja": "yes", "nej": "no"}, ["uoplyst"])
    assert mentor["missing"]["uoplyst"].startswith("DECIDE:")
    columns = settings["ingest"]["jobs"]["jobs"]["columns"]
    assert list(columns["competitive"]["missing"]) == ["don't know"]
    assert list(columns["start"]["missing"]) == ["Unknown"]


def test_a_cell_that_says_more_than_that_is_not_shown(tmp_path):
    people = {**PEOPLE, "funding": ["unknown since Anna Berg left", "UWV"] * 5}
    _, text = drafted(tmp_path, write(tmp_path, **people))
    assert "missing" not in text and not only_says_missing("unknown since Anna Berg left")
    assert only_says_missing(" Refused") and only_says_missing("niet gevraagd")


def test_jobs_without_a_start_are_counted_for_who_reads_the_draft(tmp_path):
    jobs = {"respnr": PEOPLE["respnr"], "start": ["2015-04-01"] * 8 + ["", ""], "end": ["2015-05-01"] * 10}
    _, text = drafted(tmp_path, write(tmp_path, **PEOPLE), write(tmp_path, "jobs.csv", **jobs))
    assert "# 2 of 10 rows have no start: such a job counts as obtained, at an unknown time, and has no days" in text


@pytest.mark.parametrize("name", ["fodselsaar", "fødselsår", "geboortejaar", "Geburtsjahr", "birth_year"])
def test_a_year_of_birth_is_known(tmp_path, name):
    settings, _ = drafted(
        tmp_path, write(tmp_path, **{key: v for key, v in PEOPLE.items() if key != "leeftijd"}, **{name: [*range(1961, 1971)]})
    )
    people = settings["ingest"]["participants"]
    assert people["birth_year"] == name and name not in str(people["variables"])


@pytest.mark.parametrize("name", ["gebdat", "gebdatum", "geb_dat", "dob", "geboortedatum"])
def test_a_birth_date_is_known_by_how_it_is_shortened(tmp_path, name):
    people = dict(PEOPLE)
    born = ["1970-02-01", "1981-03-02", "1990-07-13", "1969-01-30", "1985-12-24"] * 2
    settings, _ = drafted(tmp_path, write(tmp_path, **people, **{name: born}))
    assert settings["ingest"]["participants"]["birth_date"] == name


def test_how_a_column_says_what_is_competitive_is_shown(tmp_path):
    settings, _ = drafted(tmp_path, write(tmp_path, **PEOPLE))
    assert "competitive: {column: ..., codes: {...: yes, ...: no}}" in settings["study"]["competitive"]
