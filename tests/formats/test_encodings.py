"""Text in other encodings: what fits its bytes is proposed, with the names of columns as they would look."""

from __future__ import annotations

import pandas as pd
import pyreadstat
import pytest

from ipscohort.config.ingest import File, Participants
from ipscohort.errors import UserError
from ipscohort.ingest.readers import read_file
from ipscohort.ingest.readers.encodings import fitting
from tests.support.records import write_file

NAMES = {
    "greek": ("windows-1253", "Κωδικός;Ηλικία;Φύλο;Ημερομηνία ένταξης"),
    "greek dos": ("cp737", "Κωδικός;Ηλικία;Φύλο;Ημερομηνία ένταξης"),
    "hebrew": ("windows-1255", "מספר;גיל;מין;תאריך כניסה"),
    "arabic": ("windows-1256", "الرقم;العمر;الجنس;تاريخ التسجيل"),
    "russian": ("windows-1251", "Номер;Возраст;Пол;Дата включения"),
    "russian unix": ("koi8-r", "Номер;Возраст;Пол;Дата включения"),
    "russian dos": ("cp866", "Номер;Возраст;Пол;Дата включения"),
    "turkish": ("windows-1254", "Kişi;Yaş;Cinsiyet;Doğum tarihi;Eğitim"),
    "polish": ("windows-1250", "Osoba;Wiek;Płeć;Data włączenia;Wykształcenie;Źródło"),
    "french": ("windows-1252", "Numéro;Âge;Sexe;Année d'inclusion;Prénom"),
    "german": ("windows-1252", "Nummer;Größe;Geschlecht;Tätigkeit;Führung"),
    "french dos": ("cp850", "Numéro;Âge;Sexe;Année d'inclusion;Prénom"),
    "french mac": ("mac-roman", "Numéro;Âge;Sexe;Année d'inclusion;Prénom;Études"),
    "thai": ("cp874", "รหัส;อายุ;เพศ;วันที่เข้าร่วม"),
    "japanese": ("cp932", "番号;年齢;性別;登録日"),
    "japanese unix": ("euc-jp", "番号;年齢;性別;登録日"),
    "chinese": ("gb18030", "编号;年龄;性别;入组日期"),
    "korean": ("cp949", "번호;나이;성별;등록일"),
}


@pytest.mark.parametrize("language", NAMES)
def test_what_fits_is_among_the_first_three(language):
    encoding, text = NAMES[language]
    found = fitting(text.encode(encoding))
    assert text in [text.encode(encoding).decode(name) for name in found[:3]], found


@pytest.mark.parametrize("language", ["greek", "hebrew", "arabic", "russian", "thai", "turkish", "french", "german", "polish"])
def test_a_single_short_name_is_enough(language):
    encoding, text = NAMES[language]
    name = next(part for part in text.split(";") if not part.isascii() and len(part) > 2)
    assert name in [name.encode(encoding).decode(found) for found in fitting(name.encode(encoding))], name


def test_nothing_fits_bytes_that_are_no_text():
    assert fitting(bytes(range(128, 256))) == []
    assert fitting(b"plain") == []


def message(folder, text, written, **settings):
    (folder / "a.csv").write_bytes(text.encode(written))
    with pytest.raises(UserError) as caught:
        read_file(folder / "a.csv", Participants.model_validate({"file": "a.csv", "delimiter": ";", "id": "ID", **settings}))
    return str(caught.value)


@pytest.mark.parametrize("language", ["greek", "hebrew", "arabic", "russian"])
def test_the_message_shows_names_of_columns_under_each_encoding_and_no_persons_values(language, tmp_path):
    encoding, names = NAMES[language]
    name, secret = names.split(";")[1], names.split(";")[-1]
    told = message(tmp_path, f"ID;{name}\np1;{secret}\n", encoding)
    assert f"encoding: {encoding} ({name}" in told
    assert "windows-1252" not in told
    assert secret not in told
    assert "p1" not in told


def test_a_first_row_that_may_hold_values_is_not_shown(tmp_path):
    encoding, names = NAMES["greek"]
    told = message(tmp_path, f"{names}\np1;1;2;3\n", encoding)
    assert "encoding: windows-1253" in told
    assert "Ηλικία" not in told


def test_a_name_that_the_settings_hold_decides(tmp_path):
    told = message(tmp_path, "ID;Größe\np1;x\n", "cp850", variables={"g": {"column": "Größe", "type": "text"}})
    assert "encoding: cp850 (Größe)" in told
    assert told.count("encoding: ") == 1


def test_codes_that_the_settings_hold_are_shown_and_other_values_are_not(tmp_path):
    variables = {"sex": {"column": "SEX", "type": "category", "codes": {"άνδρας": "man", "γυναίκα": "woman"}}}
    told = message(tmp_path, "ID;SEX;NAME\np1;άνδρας;Ελένη\np2;γυναίκα;Μαρία\n", "windows-1253", variables=variables)
    assert "encoding: windows-1253 (άνδρας, γυναίκα)" in told
    assert "Ελένη" not in told


def test_names_in_latin_letters_leave_the_choice_to_the_reader(tmp_path):
    told = message(tmp_path, "ID;SEX\np1;Ελένη\n", "windows-1253")
    assert "encoding: windows-1253" in told
    assert "Ελένη" not in told


def test_a_wrong_encoding_of_the_settings_is_told_what_fits(tmp_path):
    encoding, names = NAMES["japanese"]
    told = message(tmp_path, f"ID;{names}\np1;1;1;1;1\n", encoding, encoding="utf-8")
    assert "encoding: cp932 (番号" in told


def test_utf_16_without_a_mark_is_proposed(tmp_path):
    assert "encoding: utf-16-le" in message(tmp_path, "ID;Ηλικία\np1;1\n" * 3, "utf-16-le")


@pytest.mark.parametrize("fmt", ["sav", "dta"])
def test_labels_of_a_statistical_file_are_shown_under_each_encoding(fmt, tmp_path):
    """The writer knows UTF-8 only, so text of one byte a letter is put in place of Latin letters."""
    path = write_file(
        pd.DataFrame({"ID": ["p1"], "AGE": [1.0]}), tmp_path / f"a.{fmt}", fmt, column_labels={"AGE": "QqqqqqqQ", "ID": "Identity"}
    )
    data = path.read_bytes().replace(b"QqqqqqqQ", "Ηλικία ά".encode("windows-1253"))
    path.write_bytes(data)
    with pytest.raises((UnicodeDecodeError, pyreadstat._readstat_parser.ReadstatError)):
        getattr(pyreadstat, f"read_{fmt}")(str(path))
    with pytest.raises(UserError) as caught:
        read_file(path, File(file=path.name))
    assert "encoding: windows-1253 (Ηλικία ά" in str(caught.value)
    assert read_file(path, File(file=path.name, encoding="windows-1253")).variable_labels["AGE"] == "Ηλικία ά"


@pytest.mark.parametrize("language", ["greek", "hebrew", "arabic", "russian", "polish"])
def test_an_encoding_of_the_settings_that_garbles_the_text_is_noted(language, tmp_path):
    encoding, names = NAMES[language]
    (tmp_path / "a.csv").write_bytes((names + "\n" + ";".join("1" * (names.count(";") + 1)) + "\n").replace(";", ",").encode(encoding))
    for given, rules in (("cp437", ["encoding_doubtful"]), (encoding, [])):
        table = read_file(tmp_path / "a.csv", File(file="a.csv", encoding=given))
        assert [note.rule for note in table.notes if note.rows] == rules
    table = read_file(tmp_path / "a.csv", File(file="a.csv", encoding="cp437"))
    assert f"encoding: {encoding}" in next(note.why for note in table.notes)


def test_a_long_file_is_judged_by_its_lines_in_other_letters(tmp_path):
    (tmp_path / "a.csv").write_bytes(("ID,X\n" + "p,1\n" * 50_000 + "Ελένη,Πάτρα\n").encode("windows-1253"))
    with pytest.raises(UserError, match=r"line 50002: .*(.|\n)*encoding: windows-1253"):
        read_file(tmp_path / "a.csv", File(file="a.csv"))
