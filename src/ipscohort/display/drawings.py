"""What a drawing says of itself."""

from __future__ import annotations

import re
from html import unescape


def alt_of(svg: str) -> str:
    """What a figure shows in words, from its SVG; empty where that does not say."""
    found = re.search(r"<desc>(.*?)</desc>", svg, re.DOTALL)
    return unescape(found[1]) if found else ""
