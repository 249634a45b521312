"""What CI makes of the advisories: nothing unaccepted passes, and nothing unasked counts as audited."""

from __future__ import annotations

import pytest

from tests.audit import SKIPPED, verdict

FINE = {"name": "numpy", "version": "2.0", "vulns": []}
BAD = {"name": "jinja2", "version": "3.0", "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["3.1"]}]}
UNKNOWN = {"name": "odd", "skip_reason": "Dependency not found on PyPI"}


@pytest.mark.parametrize(
    ("packages", "accepted", "code", "said"),
    [
        ([FINE], {}, 0, "1 packages audited, 0 vulnerabilities"),
        ([FINE, BAD], {}, 1, "jinja2 3.0: CVE-1, PYSEC-1, mended in 3.1; NOT accepted"),
        ([FINE, BAD], {"CVE-1": "no templates of others"}, 0, "accepted: no templates of others"),
        ([FINE], {"CVE-1": "no templates of others"}, 1, "CVE-1: accepted, and found no more"),
        ([FINE, UNKNOWN], {}, 1, "odd: not audited"),
        ([UNKNOWN], {}, 0, SKIPPED),
        (None, {}, 0, SKIPPED),
    ],
)
def test_the_verdict(packages, accepted, code, said):
    found, lines = verdict(packages, accepted)
    assert found == code
    assert said in "\n".join(lines)
