"""Tables of simulations, in the page that tells of them."""

from __future__ import annotations

import re
from pathlib import Path

BEGIN, END = "<!-- simulation -->", "<!-- /simulation -->"


def renew(page: Path, rows: list[str]) -> None:
    """Print a table, and put it into the page."""
    print("\n".join(rows))
    if page.exists():
        text = page.read_text(encoding="utf-8")
        page.write_text(re.sub(f"{BEGIN}.*?{END}", "\n".join([BEGIN, *rows, END]), text, flags=re.DOTALL), encoding="utf-8")
