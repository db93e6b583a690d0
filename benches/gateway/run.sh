#!/bin/sh
# Measures the gateway on one MariaDB: `sh benches/gateway/run.sh [ARTICLES [long]]`, with 50,000 Chinese articles of 1 to 4 KB if nothing
# is said; `long` makes them 8 to 12 KB. Needs Linux, Python 3, and MariaDB (`tests/run.sh` installs it); what it makes lies in
# target/gateway, and is removed as soon as it was measured, but for the site.
set -eu
cd "$(dirname "$0")/../.."
for program in cargo python3 mariadbd mariadb mariadb-install-db; do
    command -v "$program" >/dev/null 2>&1 || { echo "$program is missing, which this bench needs" >&2; exit 1; }
done
articles=${1:-50000}
length=${2:-short}
work=target/gateway
mkdir -p "$work"
site="$work/site-$articles-$length"
# The program and the site may be others: WENDA=… SITE=…. The site's articles are changed.
if [ -z "${WENDA:-}" ]; then
    cargo build --release --quiet
    WENDA=target/release/wenda
fi
if [ -z "${SITE:-}" ]; then
    [ -d "$site" ] || cargo bench --quiet --bench build -- --write "$site" "$articles" --chinese "--$length"
    SITE=$site
fi
exec python3 -B benches/gateway/measure.py "$WENDA" "$SITE" "$work"
