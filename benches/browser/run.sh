#!/bin/sh
# Measures search in the browser beside Pagefind; the options are those of compare.mjs. Needs Node 20 and Chromium.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
npm install --prefix "$here" --no-package-lock --no-audit --no-fund --silent
cargo build --release --quiet
exec node "$here/compare.mjs" "$@"
