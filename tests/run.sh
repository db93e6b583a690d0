#!/bin/sh
# Sets up what the tests need beyond Rust, and runs all of them.
set -eu
cd "$(dirname "$0")/.."

# The browser tests drive Chromium, and ask its engine of search under Node, too. Where these are missing, Debian's packages
# bring them.
if ! command -v chromedriver >/dev/null 2>&1 || ! command -v chromium >/dev/null 2>&1 || ! command -v node >/dev/null 2>&1; then
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo"
    $as_root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends \
        chromium chromium-driver fonts-noto-cjk nodejs >/dev/null
fi

cargo test --release
# Marked as ignored for those who run `cargo test` without a browser.
cargo test --release --test browser -- --ignored --test-threads 1
