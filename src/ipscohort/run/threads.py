"""One thread of linear algebra per process.

A fit takes milliseconds, and jobs run side by side: with a thread for each core, threads of small matrices wait for each other, and a
penalised regression of one event takes ten seconds on a busy computer in place of a quarter of one.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping

VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def one_thread(environment: MutableMapping[str, str] = os.environ) -> None:
    """Ask for one; it holds for libraries that are not loaded yet, and for processes that this one starts."""
    environment.update(dict.fromkeys(VARIABLES, "1"))
