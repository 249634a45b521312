#!/usr/bin/env bash
# The report as a browser shows it, wide and narrow: fails where the page has no picture to show.
set -euo pipefail
cd "$(dirname "$0")/../.."
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
shots=results/screenshots
mkdir -p "$shots"
for width in 1200 400; do
  profile=$(mktemp -d)
  timeout 120 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$profile" --window-size="$width",9000 \
    --screenshot="$shots/report-$width.png" "file://$PWD/results/ips_mis/report.html" > /dev/null 2>&1
  rm -rf "$profile"
  test "$(stat -c %s "$shots/report-$width.png")" -gt 100000
  echo "$shots/report-$width.png"
done
