#!/bin/sh
# Measures how long a save takes to the screen; the options are those of save.mjs. Needs Linux, Node 20 and Chromium.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
for program in cargo npm; do
    command -v "$program" >/dev/null 2>&1 || { echo "$program is missing, which this bench needs" >&2; exit 1; }
done
npm install --prefix "$here" --no-package-lock --no-audit --no-fund --silent
cargo build --release --quiet
exec node "$here/save.mjs" "$@"
