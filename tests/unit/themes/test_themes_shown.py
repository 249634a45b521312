"""Tables, figure and page of themes: every number answers and is its tidy value, no interviewee and no word of theirs gets out."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from ipscohort import themes
from ipscohort.answers import Material, answer
from ipscohort.display.numbers import FORMS
from ipscohort.figures import house_style
from ipscohort.report import make_page
from ipscohort.tables import cells_frame, places, render
from ipscohort.tables.content import Table
from tests.support import page as whole
from tests.support.every_number import IN_NOTES, IN_TABLES, STRUCTURAL, unanswered
from tests.support.themes import analysed, cohort, found, inputs, read_of, settings, shipped

NAMES = (
    r"\bet al\. \d{4}\b",
    r"\bStep \d\b",
    r"\(2[ab]\)",
    r"\b(Cohen|Krippendorff) \d{4}\b",
    r"\bEveritt 1969\b",
    r"\bCoders \d and \d\b",
    r"\bCoder 1\b",
    r"\bcut at 1\b",
    r"\bfewer than 3\b",
    r"\bat least 6 interviewees\b",
    r"\bRegion \d\b(, (partly|not) (done|recorded): \d(, \d)*)?",
)
ALL = (
    *("themes_interviewees", "themes_by_group", "themes_subthemes", "themes_joint", "themes_agreement"),
    *("themes_published", "themes_published_by_group", "roadmap"),
)
OF_PAPERS = ALL[-3:]
CONSENT = "All interviewees agreed in writing that their words may be shown."
QUOTES = {"text": "text", "consent": CONSENT}


@cache
def tables() -> dict[str, Table]:
    return themes.tables(inputs(shipped()))


@cache
def answers():
    return answer(places(tables()), Material.of(read_of(shipped()), settings()))


def quoted() -> set[str]:
    frames = (shipped().agreement, analysed().fitted.estimates)
    return {str(text).strip().rstrip(".") + "." for frame in frames for text in frame["warning"].dropna()}


@pytest.mark.parametrize("name", ALL)
def test_every_number_answers_and_is_its_tidy_value(name):
    page = render(tables()[name], "html").decode()
    values = cells_frame({name: tables()[name]}).set_index("id")["value"].to_dict()
    assert unanswered(page, values, (*STRUCTURAL, *NAMES), IN_TABLES) == []
    assert unanswered(page, values, (*STRUCTURAL, *IN_NOTES, *NAMES), ("p",), (), quoted()) == []


def test_every_source_leads_to_the_row_that_holds_the_number():
    read, seen = read_of(shipped()), 0
    for place in places(tables()):
        for number in place.numbers:
            rows = number.source.rows(read.get(number.source.file))
            assert len(rows) == 1, number.source
            if number.statistic != "percent" or number.source.form != "{}":
                value = rows[number.source.column].iloc[0]
                value = value if pd.isna(value) else FORMS[number.source.form](float(value))
                assert math.isnan(number.value) if pd.isna(value) else value == pytest.approx(number.value, rel=1e-12)
            seen += 1
    assert seen > 400


def test_every_number_says_what_it_is():
    told = {each.id: each for each in answers().all}
    assert len(told) == sum(len(place.numbers) for place in places(tables()))
    one = next(
        each for each in told.values() if "n_persons [theme = funding, subtheme = all, group = all, direction = barrier]" in each.source
    )
    assert one.definition.startswith("Interviewees with a segment of it, each counted once (theme funding")
    assert one.about.behind == "16 interviewees." and "themes.codebook" in one.about.keys
    kappa = next(each for each in told.values() if each.statistic == "estimate" and "what = theme]" in each.source)
    assert kappa.definition.startswith("Cohen's kappa") and kappa.about.behind == "25 segments."
    joint = next(each for each in told.values() if each.table == "themes_joint" and each.statistic == "estimate")
    assert joint.definition.startswith("Odds ratio of Obtained competitive employment") and "95 persons" in joint.about.behind
    assert not [each for each in told.values() if "themes/" in each.source and "persons" in each.about.behind]


def row(name: str, *path: str) -> list[str]:
    return next([cell.text for cell in of.cells] for where, of, _ in tables()[name].paths() if where == " > ".join(path))


def test_facilitators_and_barriers_stand_side_by_side():
    assert row("themes_by_group", "Funding", "All interviewees") == ["16", "8", "10", "9", "12", "2", "2", "12", "24"]
    assert row("themes_by_group", "Funding", "All interviewees", "municipality")[:3] == ["4", "1", "1"]
    assert row("themes_subthemes", "Laws and politics", "Whole theme", "The health insurance act") == ["0"] * 8  # nobody spoke of it
    heads = [column.heading for column in tables()["themes_by_group"].columns]
    assert heads[:5] == [
        "Interviewed",
        "Facilitators: Interviewees",
        "Facilitators: Segments",
        "Barriers: Interviewees",
        "Barriers: Segments",
    ]


def test_what_is_neither_has_columns_only_where_there_is_any(tmp_path):
    one = inputs(shipped())
    none = one.of.counts.assign(n_segments=one.of.counts["n_segments"].mask(one.of.counts["direction"].eq("neither"), 0))
    heads = [column.spanner for column in themes.tables(replace(one, of=replace(one.of, counts=none)))["themes_subthemes"].columns]
    assert "Neither" not in heads and heads[-1] == "All"


def test_small_groups_and_few_are_not_shown_and_it_says_so():
    table = tables()["themes_interviewees"]
    assert [column.label for column in table.columns] == [
        "All interviewees",
        "mental health agency",
        "municipality",
        "Smaller groups together",
    ]
    assert row("themes_interviewees", "Level, n (%)", "practitioner") == ["-", "3 (50)", "-", "3 (50)"]
    assert any("fewer than 3 interviewees of the group" in note for note in table.marks())
    years = [(cell.text, cell.notes) for cell in next(of for of in table.rows() if of.label.startswith("Years")).cells]
    assert years[0][1][0].startswith("Not known of all interviewees: of how many is not shown") and [text[-3:] for text, _ in years][
        2:
    ] == ["(-)", "(-)"]
    assert all(any(note.startswith("No standard deviation") for note in notes) for _, notes in years[2:])
    assert any(note.startswith("Smaller groups together: social security institute, health insurer") for note in table.notes)
    open_to_all = themes.tables(inputs(found(hide_below=1), hide_below=1))["themes_interviewees"]
    assert [column.label for column in open_to_all.columns][1:] == [
        "mental health agency", "social security institute", "municipality", "health insurer",
    ]  # fmt: skip
    assert "-" not in [cell.text for of in open_to_all.rows() for cell in of.cells] and not open_to_all.notes


def test_who_has_no_segment_is_counted_in_tables_and_named_in_internal():
    assert "1 of 16 interviewees have no counted segment." in tables()["themes_by_group"].notes
    assert shipped().silent[["person", "group"]].to_numpy().tolist() == [["SYN16", "health insurer"]]


def test_without_a_file_of_interviewees_it_says_what_is_not_known():
    made = themes.tables(inputs(found(interviewees=None), interviewees=None))
    assert any("those without a segment are not known" in note for note in made["themes_by_group"].notes)
    assert not any("have no counted segment" in note for note in made["themes_by_group"].notes)
    assert [of.label for of in made["themes_interviewees"].rows()] == ["Interviewees"]


def test_a_theme_stands_beside_the_result_that_it_may_explain():
    joint = {where: [cell.text for cell in of.cells] for where, of, _ in tables()["themes_joint"].paths()}
    found = next(cells for where, cells in joint.items() if where.startswith("Collaboration > Obtained"))
    assert found[:2] == ["8", "7"] and found[3:] == ["expands", "3.83 (1.42 to 10.30)", "0.008", "44 / 95"]
    assert len(joint) == 3 and any("second half against first half (odds ratio, adjusted)" in where for where in joint)
    assert "Numbers of interviewees are of 16 who were interviewed." in tables()["themes_joint"].notes
    assert "Numbers of interviewees are of 16 who were interviewed." in tables()["themes_subthemes"].notes
    assert any("study's own reading" in note for note in tables()["themes_joint"].notes)


def test_a_result_that_has_no_estimate_says_so():
    one = inputs(shipped())
    gone = one.estimates[one.estimates["model"].ne("days_worked")]
    cells = [of.cells for of in themes.tables(replace(one, estimates=gone))["themes_joint"].rows()]
    assert cells[-1][4].text == "-" and cells[-1][4].notes == ("The study has no such estimate.",) and len(cells) == 3


def test_a_crude_estimate_is_named_so_and_no_p_values_where_the_study_wants_none():
    one = inputs(shipped())
    crude = one.estimates[one.estimates["adjustment"].eq("crude")]
    bare = replace(one, estimates=crude, tables=one.tables.model_copy(update={"p_values": False}))
    table = themes.tables(bare)["themes_joint"]
    assert all("crude)" in of.label for of in table.rows()) and not [column for column in table.columns if column.p_values]


def test_a_codebook_that_explains_nothing_says_so():
    book = {name: {**theme.model_dump(), "explains": []} for name, theme in cohort().settings.themes.codebook.items()}
    assert "names a result" in themes.tables(inputs(found(codebook=book), codebook=book))["themes_joint"].why_not


def test_one_coder_has_no_agreement_and_it_says_so():
    one = inputs(shipped())
    alone = pd.DataFrame({"n": [0], "why_not": ["Only one coder coded, so that there is nothing to compare."]})
    table = themes.tables(replace(one, of=replace(one.of, agreement=alone)))["themes_agreement"]
    assert table.why_not.startswith("Only one coder")


def test_agreement_by_hand():
    assert row("themes_agreement", "Coders 1 and 2", "Theme") == ["25", "5", "", "", "80", "28", "0.72 (0.50 to 0.94)", "0.73", "36"]
    assert row("themes_agreement", "Coders 1 and 2", "By theme", "IPS itself")[:4] == ["25", "5", "3", "4"]
    assert row("themes_agreement", "Coders 1 and 2", "By theme", "Clients")[6] == "1.00 (-)"


def test_facts_of_papers_are_not_called_made_up_and_all_else_is():
    for name, table in tables().items():
        assert ("SYNTHETIC" in render(table, "html").decode()) == (name not in OF_PAPERS), name
    mine = themes.tables(inputs(shipped(), roadmap={**settings().themes.roadmap.model_dump(), "source": None}))["roadmap"]
    assert mine.synthetic and not any("other words" in note for note in mine.notes)


def test_the_roadmap_says_what_is_open_and_not_recorded():
    table = tables()["roadmap"]
    assert row("roadmap", "Region 1", "Step 3: Make a detailed work plan")[0] == "not recorded"
    assert row("roadmap", "All regions", "Step 4: Agree on collaboration and funding")[0] == "done 1, partly done 2, not done 1"
    assert any("Region 4, not done: 2, 4; Region 4, not recorded: 3, 5." in note for note in table.notes)
    assert "No date is recorded." in table.notes


def test_statements_stand_by_who_said_so_all_first_and_not_told_last():
    labels = [of.label for of in tables()["themes_published_by_group"].groups[0].rows]
    assert labels[0] == "All statements" and labels[-1] == "Not told" and labels[1:-1] == sorted(labels[1:-1])
    assert row("themes_published_by_group", "Vukadin et al. 2018", "All statements") == ["13", "17"]


def test_dates_are_shown_as_far_as_they_are_known():
    one = inputs(shipped())
    steps = one.of.steps.copy()
    steps.loc[0, "date"], steps.loc[1, "date"] = pd.Timestamp("2020-03-04"), pd.Timestamp("2021-05-01")
    steps.loc[1, "month_only"] = True
    dated = replace(one, of=replace(one.of, steps=steps))
    table = themes.tables(dated)["roadmap"]
    assert [of.cells[1].text for of in table.groups[0].rows[:3]] == [
        "2020-03-04",
        "2021-05",
        "",
    ] and "No date is recorded." not in table.notes
    with house_style():
        words = [text.get_text() for text in themes.draw_progress(dated).axes[0].texts]
    assert words[:2] == ["done\n2020-03-04", "done\n2021-05"]


def test_the_figure_has_a_field_for_each_step_of_each_region():
    with house_style():
        figure = themes.draw_progress(inputs(shipped()))
    axes = figure.axes[0]
    words = [text.get_text() for text in axes.texts]
    assert len(axes.patches) == len(words) == 20 and words.count("?") == 6 and words.count("done") == 7
    where = {text.get_position(): text.get_text() for text in axes.texts}
    assert where[(0.5, 3.5)] == "partly done" and where[(4.5, 1.5)] == "?" and axes.yaxis_inverted()
    assert figure._suptitle is None and "Source: Noteboom et al. 2024" in figure._supxlabel.get_text()
    assert "States are our reading of the source." in figure._supxlabel.get_text().replace("\n", " ")
    alt = themes.alt_of(inputs(shipped()))
    assert "Region 2: step 1 done, 2 done, 3 not recorded, 4 partly done, 5 not recorded." in alt


def test_a_studys_own_roadmap_of_made_up_records_says_so():
    with house_style():
        figure = themes.draw_progress(inputs(shipped(), roadmap={**settings().themes.roadmap.model_dump(), "source": None}))
    assert "SYNTHETIC" in figure._suptitle.get_text()


def test_quotes_stand_only_where_the_settings_let_them():
    assert shipped().quotes is None and "themes_quotes" not in tables()
    of = found(quotes=QUOTES)
    table = themes.tables(inputs(of, quotes=QUOTES))["themes_quotes"]
    assert CONSENT in table.notes and len(list(table.rows())) == 72  # the counted coder's, each once
    assert [group.label for group in table.groups] == ["IPS itself", "Collaboration", "Funding", "Laws and politics", "Clients"]
    first = table.groups[0].rows[0]
    assert first.label in ("mental health agency", "municipality", "Smaller groups together")
    assert first.cells[1].text in ("facilitator", "barrier", "neither") and first.cells[2].text.startswith("Made-up words of")
    assert not {"social security institute", "health insurer"} & {of.label for of in table.rows()}
    assert list(of.quotes.columns) == ["number", "theme", "subtheme", "group", "direction", "text"] and "person" not in of.quotes


def test_quotes_that_are_none_say_so():
    of = found(quotes=QUOTES)
    table = themes.tables(inputs(replace(of, quotes=of.quotes.head(0)), quotes=QUOTES))["themes_quotes"]
    assert table.why_not == "No counted segment has words that may be shown."


@cache
def page() -> str:
    base = whole.inputs()
    return make_page(
        replace(
            base,
            settings=settings(),
            tables={**base.tables, **{name: render(table, "html").decode() for name, table in tables().items()}},
            figures={**base.figures, "roadmap_progress": whole.SVG},
            answers=base.answers + answers(),
        )
    ).html


def test_the_page_has_a_section_of_what_stakeholders_say():
    assert "What stakeholders say</h2>" in page() and 'id="figure-roadmap-progress"' in page()
    assert all(f'id="table-{name.replace("_", "-")}"' in page() for name in ALL)
    assert "What stakeholders say</h2>" not in whole.page()


def test_no_interviewee_and_no_word_of_theirs_gets_out():
    texts = [render(table, suffix) for table in tables().values() for suffix in ("html", "csv", "docx")]
    texts += [frame.to_csv().encode() for frame in themes.frames(shipped()).values()] + [
        page().encode(),
        themes.alt_of(inputs(shipped())).encode(),
    ]
    for text in texts:
        assert not [word for word in (b"SYN0", b"SYN1", b"Made-up words", b"nobody said") if word in unpacked(text)]
    assert "Made-up words" not in shipped().segments.to_csv()  # not in internal/ either


def unpacked(content: bytes) -> bytes:
    """Content of a file, with what is compressed in it."""
    import io
    import zipfile

    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


def test_what_is_looked_for_would_be_found():
    of = found(quotes=QUOTES)
    table = themes.tables(inputs(of, quotes=QUOTES))["themes_quotes"]
    assert all(b"Made-up words" in unpacked(render(table, suffix)) for suffix in ("html", "csv", "docx"))
