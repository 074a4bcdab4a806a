#!/usr/bin/env bash
# Takes the README's picture of the report: screens the sample and photographs the top of report.html with Chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
.venv/bin/screener screen --sample --quiet --data "$made/data" --out "$made/out" > /dev/null
report=$(find "$made/out" -name report.html)
"${CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$made/profile" \
    --window-size=1280,1500 --screenshot="$made/report.png" "file://$report" > /dev/null 2>&1
.venv/bin/python - "$made/report.png" samples/report.png <<'PYTHON'
import sys

from PIL import Image

with Image.open(sys.argv[1]) as picture:
    picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(sys.argv[2], optimize=True)
PYTHON
