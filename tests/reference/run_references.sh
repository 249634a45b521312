#!/usr/bin/env bash
# Rerun every R script and fail where a committed value moves in its 8th significant digit; --write replaces the values.
set -euo pipefail
cd "$(dirname "$0")"
exec python3 rerun.py "$@"
