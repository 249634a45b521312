"""`run.json` tells of whole results: it goes before the first step that writes anew what it tells of."""

import json

import pytest

from ipscohort.files.digests import file_digest
from ipscohort.run.made_by import MADE_BY, forget, not_of
from ipscohort.run.provenance import settings_digest
from tests.support import shipped


@pytest.mark.parametrize(
    ("planned", "stays"),
    [
        ([], True),
        (["tables/baseline.docx", "figures/forest.pdf"], True),
        (["outcomes/persons.parquet"], False),
        (["report.html", MADE_BY], False),
    ],
)
def test_it_goes_where_what_it_tells_of_is_written_anew(tmp_path, planned, stays):
    (tmp_path / MADE_BY).write_text("{}", encoding="utf-8")
    forget(tmp_path, [tmp_path / name for name in planned])
    assert (tmp_path / MADE_BY).is_file() == stays
    forget(tmp_path, [tmp_path / MADE_BY])
    assert not list(tmp_path.iterdir())


def test_results_of_other_records_are_not_taken_for_those_of_these(tmp_path):
    cohort = shipped.cohort()
    files = {path.name: f"sha256 {file_digest(path)}" for path in cohort.files().values()}

    def problems(records):
        told = {"settings": {"x": settings_digest(cohort.settings)}, "records": records}
        (tmp_path / MADE_BY).write_text(json.dumps(told), encoding="utf-8")
        return [problem.where for problem in not_of(cohort, tmp_path)]

    assert problems(files) == []
    assert [problems({**files, name: "sha256 of others"}) for name in files] == [[name] for name in files]
