"""Mistakes that are told at the check, tried in this process: settings and files of every part, by group."""

from __future__ import annotations

from tests.mistakes.analysis_cases import ANALYSES
from tests.mistakes.beside_cases import BESIDE
from tests.mistakes.book_cases import BOOKS
from tests.mistakes.business_cases import BUSINESS
from tests.mistakes.fidelity_cases import REVIEWS
from tests.mistakes.funding_cases import SCHEMES
from tests.mistakes.people_cases import RECORDED
from tests.mistakes.study_cases import STUDY
from tests.mistakes.text_cases import TEXTS
from tests.mistakes.theme_cases import TOLD

GROUPS = {
    "analyses": ANALYSES,
    "beside": BESIDE,
    "study": STUDY,
    "reviews": REVIEWS,
    "schemes": SCHEMES,
    "business case": BUSINESS,
    "themes": TOLD,
    "books": BOOKS,
    "texts": TEXTS,
    "recorded": RECORDED,
}
CASES = [(f"{group}: {name}", make, says) for group, found in GROUPS.items() for name, make, says in found]
