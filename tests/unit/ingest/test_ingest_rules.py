"""How each characteristic comes from the records, in words that the report shows beside printed values."""

from ipscohort.config import load_cohort
from ipscohort.ingest import read_cohort
from ipscohort.ingest.participants import coded
from tests.conftest import ROOT


def test_codes_are_listed_by_level():
    codes = {"1": "no", "2": "yes", "3": "no"}
    assert coded("marital", codes, {}) == "column marital of the participants' records; no = 1, 3; yes = 2"
    assert coded("marital", codes, {"2": "married", "3": "divorced"}).endswith("; no = 1, 3 (divorced); yes = 2 (married)")
    assert coded("sex", {}, {}) == "column sex of the participants' records"


def test_the_shipped_cohorts_rules_name_columns_items_and_directions():
    cohort = load_cohort(ROOT / "config" / "config.yaml")
    rules = {name: info.rule for name, info in read_cohort(cohort.settings.ingest, cohort.files()).codebook.variables.items()}
    assert rules["funding"] == (
        "column benefits of the participants' records; UWV = 1 (disability benefits, young disabled), 2 (disability benefits, employees); "
        "municipality = 3 (social assistance), 4 (no benefits)"
    )
    assert rules["age"] == "from birth (column birth of the participants' records) to inclusion, days / 365.25"
    assert rules["mhi5"] == (
        "(sum - 5) x 4 of mhi1, mhi2, mhi3, mhi4, mhi5, each 1-6, turned so that 6 is best (mhi3 and mhi5 ask for good mental health); "
        "missing where any item is"
    )
    assert rules["self_esteem"].startswith("sum of rse1, rse2,") and "rse2, rse5, rse6, rse8, rse9 reversed" in rules["self_esteem"]
