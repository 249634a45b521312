"""Known vulnerabilities of what is installed: the locks held against the advisories of PyPI, by pip-audit (`make audit`).

A vulnerability that is not accepted below, with its reason, ends with 1. So does a package that nobody could look up, while others were.
Where no advisory can be reached, offline or behind a mirror that has packages only, this says that nothing was audited, and ends with 0.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-examples.lock")
ACCEPTED: dict[str, str] = {}
"""Advisory, such as GHSA-xxxx -> why it does not concern this project."""
UNREACHED = re.compile(r"ConnectionError|ConnectTimeout|ReadTimeout|ProxyError|NameResolutionError|ServiceError")
"""What it ends with where the advisories can't be reached."""
SKIPPED = "SKIPPED: no advisory can be reached from here, so that NOTHING was audited"


def found(locks: Iterable[Path]) -> list[dict[str, Any]] | None:
    """What pip-audit says of each package of the locks; None where it can't ask."""
    named = [word for lock in locks for word in ("-r", str(lock))]
    command = [sys.executable, "-m", "pip_audit", *named, "--require-hashes", "--disable-pip", "--no-deps", "-f", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    try:
        return json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        if UNREACHED.search(done.stderr):
            return None
        sys.exit(f"pip-audit ended without an answer:\n{done.stderr}")


def verdict(packages: Iterable[Mapping[str, Any]] | None, accepted: Mapping[str, str]) -> tuple[int, list[str]]:
    """Exit code, and what is said.

    Parameters
    ----------
    packages : iterable of mapping, or None
        As pip-audit gives them: name, and version with vulns (id, aliases, fix_versions), or skip_reason; None where nothing could be asked.
    accepted : mapping of str -> str
        Advisory -> why it does not concern this project.
    """
    packages = list(packages or ())
    unknown = sorted({each["name"] for each in packages if "skip_reason" in each})
    if len(unknown) == len({each["name"] for each in packages}):
        return 0, [SKIPPED]
    said = [f"{name}: not audited, as PyPI knows no such version" for name in unknown]
    used, bad = set(), 0
    for each in packages:
        for advisory in each.get("vulns", ()):
            names = {advisory["id"], *advisory.get("aliases", ())}
            reason = next((accepted[name] for name in sorted(names) if name in accepted), None)
            used |= names & set(accepted)
            bad += reason is None
            fixed = ", ".join(advisory.get("fix_versions", ())) or "no version yet"
            told = f"accepted: {reason}" if reason else "NOT accepted"
            said.append(f"{each['name']} {each['version']}: {', '.join(sorted(names))}, mended in {fixed}; {told}")
    said += [f"{name}: accepted, and found no more: take it out of tests/audit.py" for name in sorted(set(accepted) - used)]
    failed = bool(bad or unknown or set(accepted) - used)
    audited = len({each["name"] for each in packages}) - len(unknown)
    return int(failed), [*said, f"{audited} packages audited, {bad} vulnerabilities that are not accepted"]


def main() -> int:
    """Audit every lock together."""
    code, said = verdict(found(Path(__file__).parents[1] / lock for lock in LOCKS), ACCEPTED)
    print("\n".join(dict.fromkeys(said)))
    return code


if __name__ == "__main__":
    sys.exit(main())
