#!/bin/sh
# Measures the gateway on one MariaDB: `sh benches/gateway/run.sh [ARTICLES]`, with 50,000 long Chinese articles if nothing is said.
# Needs Linux, Python 3, and MariaDB (`tests/run.sh` installs it); what it makes lies in target/gateway.
set -eu
cd "$(dirname "$0")/../.."
for program in cargo python3 mariadbd mariadb mariadb-install-db; do
    command -v "$program" >/dev/null 2>&1 || { echo "$program is missing, which this bench needs" >&2; exit 1; }
done
articles=${1:-50000}
work=target/gateway
mkdir -p "$work"
site="$work/site-$articles"
# The program and the site may be others: WENDA=… SITE=….
if [ -z "${WENDA:-}" ]; then
    cargo build --release --quiet
    WENDA=target/release/wenda
fi
if [ -z "${SITE:-}" ]; then
    [ -d "$site" ] || cargo bench --quiet --bench build -- --write "$site" "$articles" --chinese
    SITE=$site
fi
exec python3 -B benches/gateway/measure.py "$WENDA" "$SITE" "$work"
