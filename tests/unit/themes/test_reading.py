"""Segments and interviewees out of files: what is read, and every mistake with its rows and what to do."""

from __future__ import annotations

import pytest

from ipscohort.contracts.themes import THEME_SEGMENTS
from ipscohort.errors import UserError
from tests.support.themes import BOOK, PAPER, PEOPLE, chosen, read

FIRST = ("s1", "p1", "A", "work", "pay", "barrier", "ann", "secret words", "yes")
SECOND = ("s2", "p2", "B", "help", "", "", "ann", "other words", "no")
WHO = (("p1", "A"), ("p2", "B"))


def said(folder, *rows, **more) -> str:
    with pytest.raises(UserError) as error:
        read(folder, *rows, **more)
    return str(error.value)


def test_what_is_read(tmp_path):
    frame = read(tmp_path, FIRST, SECOND).segments
    assert THEME_SEGMENTS.conform(frame)[["row", "segment", "person", "group", "theme", "direction", "coder"]].to_numpy().tolist() == [
        [2, "s1", "p1", "A", "work", "barrier", "ann"],
        [3, "s2", "p2", "B", "help", "neither", "ann"],
    ]
    assert frame["subtheme"].fillna("").tolist() == ["pay", ""] and frame["counted"].all() and "text" not in frame


def test_directions_by_codes(tmp_path):
    way = {"column": "way", "codes": {"+": "facilitator", "-": "barrier", "0": "neither"}}
    rows = [(*FIRST[:5], mark, "ann") for mark in ("+",)] + [("s2", *FIRST[1:5], "-", "ann"), ("s3", *FIRST[1:5], "0", "ann")]
    assert read(tmp_path, *rows, segments__direction=way).segments["direction"].tolist() == ["facilitator", "barrier", "neither"]


def test_the_file_of_interviewees_gives_groups_and_who_said_nothing(tmp_path):
    of = read(tmp_path, (*FIRST[:2], "", *FIRST[3:]), who=(*WHO, ("p3", "B")))
    assert of.segments["group"].tolist() == ["A"] and of.people["person"].tolist() == ["p1", "p2", "p3"] and of.listed
    alone = read(tmp_path, FIRST, (*SECOND[:1], "p1", "", *SECOND[3:]))
    assert alone.people.to_numpy().tolist() == [["p1", "A"]] and not alone.listed
    assert alone.segments["group"].tolist() == ["A", "A"]


def test_characteristics_have_levels_in_order(tmp_path):
    traits = {
        "level": {"column": "level", "type": "category", "levels": ["high", "low"]},
        "years": {"column": "years", "type": "number"},
        "paid": {"column": "paid", "type": "yes_no"},
    }
    who = (("p1", "A", "low", "2.5", "yes"), ("p2", "B", "high", "", "no"))
    of = read(
        tmp_path, FIRST, who=who, who_header=["who", "group", "level", "years", "paid"], interviewees={**PEOPLE, "characteristics": traits}
    )
    assert of.levels == {"level": ("high", "low"), "years": (), "paid": ("yes", "no")}
    assert of.people["years"].isna().tolist() == [False, True] and of.people["paid"].tolist() == ["yes", "no"]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (("s2", "", *SECOND[2:]), "column who: segments without a participant (row 3)"),
        (("", *SECOND[1:]), "column segment: segments without an id (row 3)"),
        ((*SECOND[:3], "", *SECOND[4:]), "column theme: segments without a theme (row 3)"),
        ((*SECOND[:3], "wrk", *SECOND[4:]), "column theme: themes that the settings do not know (row 3)"),
        ((*SECOND[:2], "C", *SECOND[3:]), "column group: stakeholder groups that the settings do not know (row 3)"),
        ((*SECOND[:4], "pay", *SECOND[5:]), "column sub: subthemes of 'help' that the settings do not know (row 3)"),
        ((*SECOND[:5], "up", *SECOND[6:]), "column way: values that do not lead to facilitator, barrier, neither (row 3)"),
        ((*SECOND[:6], "", *SECOND[7:]), "column coder: segments without a coder (row 3)"),
        (("s1", "p1", "A", "work", "hours", "barrier", "ann"), "column coder: segments that one coder coded twice (rows 2, 3)"),
        (
            ("s1", "p2", "B", "work", "", "", "bea"),
            "column who: segments of two participants: coders do not agree whose words they are (rows 2, 3)",
        ),
        (("s2", "p1", "B", "work", "", "", "ann"), "column group: participants of two stakeholder groups (row 3)"),
        (("s2", "p2", "", "work", "", "", "ann"), "column group: segments without a stakeholder group (row 3)"),
    ],
)
def test_a_mistake_is_told_with_its_row_and_what_to_do(tmp_path, row, what):
    text = said(tmp_path, FIRST, row)
    assert what in text and "->" in text


def test_a_near_name_is_proposed(tmp_path):
    assert "add what is missing to themes.codebook; did you mean 'work'?" in said(tmp_path, FIRST, (*SECOND[:3], "wrk", *SECOND[4:]))
    assert "known are work, help" in said(tmp_path, (*FIRST[:3], "wrk", ""), (*SECOND[:3], "hlp", *SECOND[4:]))
    assert "themes.codebook.bare.subthemes; it knows none" in said(
        tmp_path, (*FIRST[:3], "bare", *FIRST[4:]), codebook={"bare": {"label": "Bare", "definition": "None"}}
    )


def test_several_coders_need_one_that_is_counted(tmp_path):
    other = (*FIRST[:6], "bea")
    text = said(tmp_path, FIRST, other)
    assert "the file has 2 coders, and nothing says whose codes are counted" in text and "themes.segments.counted: ann, bea" in text
    frame = read(tmp_path, FIRST, other, segments__counted="bea").segments
    assert frame["counted"].tolist() == [False, True]
    assert "no coder is called 'bee'" in (text := said(tmp_path, FIRST, other, segments__counted="bee")) and "did you mean 'bea'?" in text


@pytest.mark.parametrize(
    ("who", "what"),
    [
        ((("p2", "B"),), "segments of participants that the file of interviewees does not have (row 2)"),
        ((*WHO, ("p1", "A")), "people.csv, column who: interviewees that stand twice (rows 2, 4)"),
        ((*WHO, ("p3", "")), "people.csv, column group: interviewees without a stakeholder group (row 4)"),
        ((*WHO, ("p3", "C")), "people.csv, column group: stakeholder groups that the settings do not know (row 4)"),
        ((*WHO, ("", "A")), "people.csv, column who: interviewees without an id (row 4)"),
        ((("p1", "B"), ("p2", "B")), "segments.csv, column group: participants of two stakeholder groups (row 2)"),
    ],
)
def test_a_mistake_of_the_interviewees_is_told(tmp_path, who, what):
    text = said(tmp_path, FIRST, SECOND, who=who)
    assert what in text and "->" in text


def test_two_groups_of_a_participant_are_told_where_a_characteristic_is_missing_too(tmp_path):
    traits = {"characteristics": {"years": {"column": "years", "type": "number"}}}
    text = said(tmp_path, FIRST, who=(("p1", "B", ""),), who_header=["who", "group", "years"], interviewees={**PEOPLE, **traits})
    assert "participants of two stakeholder groups (row 2)" in text


def test_all_that_is_wrong_is_told_at_once_and_nobodys_words(tmp_path):
    rows = [(*FIRST[:place], value, *FIRST[place + 1 :]) for place, value in ((1, ""), (2, "C"), (3, "none"), (5, "up"), (6, ""))]
    text = said(tmp_path, *rows, SECOND, segments__subtheme="words")
    assert text.count("->") >= 5 and "secret" not in text and "other words" not in text


def test_a_row_that_fits_nowhere_is_told_as_one_mistake_with_its_columns(tmp_path):
    text = said(tmp_path, ("s1", "", "C", "none", "", "up", "", "secret words"), SECOND)
    assert "one row does not fit 5 of the columns: who, group, theme, way, coder (row 2)" in text and "secret" not in text


def test_words_in_the_column_of_themes_are_not_told(tmp_path):
    assert "secret" not in said(tmp_path, FIRST, SECOND, segments__theme="words")


def test_an_id_is_one_in_whatever_form_its_letters_are_written(tmp_path):
    composed, apart = (
        ("s1", "Jos\u00e9", *FIRST[2:6], "Zo\u00eb", "", ""),
        ("s1\u200b", "Jose\u0301", *FIRST[2:6], "Zoe\u0308\ufeff", "", ""),
    )
    assert "twice" in said(tmp_path, composed, apart)
    other = ("s2", *apart[1:])
    of = read(tmp_path, composed, other, who=(("Jose\u0301", "A"),))
    assert of.people["person"].tolist() == ["Jos\u00e9"] and of.segments["person"].nunique() == 1 and of.segments["coder"].nunique() == 1


@pytest.mark.parametrize("place", [0, 1, 6])
def test_ids_that_only_look_the_same_are_told(tmp_path, place):
    other = (*SECOND[:place], FIRST[place].replace("s", "\u0455").replace("p", "\u0440").replace("a", "\u0430"), *SECOND[place + 1 :])
    text = said(tmp_path, FIRST, other)
    assert "look alike and are not the same" in text and "(rows 2, 3)" in text


def test_a_column_that_is_not_there_is_told(tmp_path):
    assert "there is no column 'speaker', which themes.segments.person names" in said(tmp_path, FIRST, segments__person="speaker")


QUOTES = {"text": "words", "chosen": "shown", "consent": "All agreed."}


def test_words_are_read_only_where_they_may_be_shown(tmp_path):
    assert "secret" not in read(tmp_path, FIRST, SECOND).segments.to_csv()
    assert read(tmp_path, FIRST, SECOND, quotes=QUOTES).segments["text"].fillna("").tolist() == ["secret words", ""]
    every = {key: value for key, value in QUOTES.items() if key != "chosen"}
    assert read(tmp_path, FIRST, SECOND, quotes=every).segments["text"].tolist() == ["secret words", "other words"]
    blank = read(tmp_path, (*FIRST[:8], ""), quotes=QUOTES).segments
    assert blank["text"].isna().all()


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"groups": []}, "groups: needed with segments"),
        ({"codebook": {}}, "codebook: needed with segments"),
        ({"groups": ["A", "A"]}, "'A' stands twice"),
        ({"groups": ["A", "all"]}, "'all' stands for all together"),
        ({"codebook": {**BOOK, "all": BOOK["work"]}}, "'all' stands for all together"),
        ({"groups": ["A", "smaller groups together"]}, "what tables call groups of few"),
        ({"segments": None, "groups": [], "papers": {"doe": PAPER}}, "codebook belongs to segments"),
        ({"segments": None, "codebook": {}, "groups": []}, "name segments, papers or a roadmap"),
        ({"segments__group": None}, "say which stakeholder group"),
        ({"quotes": {"text": "words"}}, "consent"),
        ({"hide_below": 0}, "hide_below"),
        (
            {"interviewees": {**PEOPLE, "characteristics": {"born": {"column": "born", "type": "date"}}}},
            "characteristics.born: a date is not summarised",
        ),
    ],
)
def test_settings_that_can_not_be(changed, what):
    with pytest.raises(ValueError, match=r"[\s\S]") as error:
        chosen(**changed)
    assert what in str(error.value)


def test_files_are_named_by_their_keys():
    assert list(chosen(people=True).files()) == ["themes.segments", "themes.interviewees"]
