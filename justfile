# Lists the recipes.
default:
    @just --list

# Shows the help center while it is written.
serve:
    cargo run --release -- serve

# What continuous integration runs.
ci:
    .ci/run

# All tests, with the browser's.
test:
    sh tests/run.sh

# Builds that are killed, and builds that run at once: 500 of each (Linux, with strace).
kill:
    cargo test --profile suite --test suite -- killed_builds::many_ --ignored --nocapture --test-threads 1

# Sites that are read again after random edits: 500 sequences of them.
reload:
    cargo test --profile suite --test suite -- reloading::after_any_edits --ignored

# Sites that are built again after random edits, from what is kept and from nothing: 500 sequences of them.
rebuild:
    cargo test --profile suite --test suite -- rebuilding::after_any_edits --ignored --nocapture

# Searches while nodes of a cluster are killed and held, for so many seconds, in so many articles (needs MariaDB with Galera, and 12 GB of disk).
faults seconds="600" articles="50000":
    test -d target/gateway/site-{{articles}}-short || cargo bench --bench build -- --write target/gateway/site-{{articles}}-short {{articles}} --chinese --short
    WENDA_FAULT_SITE=target/gateway/site-{{articles}}-short WENDA_FAULT_SECONDS={{seconds}} cargo test --profile suite --test suite -- --ignored --nocapture gateway::

# Formatting and lints.
lint:
    cargo fmt --check
    cargo clippy --profile suite --all-targets -- --deny warnings

# Looks at changed snapshots one by one (cargo install cargo-insta).
review:
    cargo insta test --review --cargo-profile suite

# Inputs that nobody means well with: each target of tests/fuzz for so many seconds.
fuzz seconds="600":
    WENDA_FUZZ_SECONDS={{seconds}} cargo test --profile suite --test fuzz -- --nocapture --test-threads 1

# Time and memory of builds with 1,000, 10,000 and 50,000 articles.
bench:
    cargo bench --bench build

# Time of reading a site of 10,000 articles again, and of searching it.
bench-reload:
    cargo bench --bench reload

# Size of the decisions, and time to prove and to ask them.
bench-decisions:
    cargo bench --bench decisions

# Bytes and time of search in the browser, beside Pagefind (needs Node 20 and Chromium).
bench-browser *options:
    benches/browser/run.sh {{options}}

# Builds beside Hugo and Pagefind, of so many articles (needs Linux, Python 3 with venv, and npm).
bench-peers *articles:
    sh benches/peers/run.sh {{articles}}

# From a save to the screen, with `wenda serve` (needs Linux, Node 20 and Chromium).
bench-save *options:
    sh benches/save/run.sh {{options}}

# The speed of the main pages on a phone by Lighthouse, each the median of so many loads (after `just test`, which installs it).
lighthouse loads="5":
    cargo build --release
    target/release/wenda build --out target/lighthouse
    node tests/browser/lighthouse/lighthouse.mjs --performance {{loads}} target/lighthouse

# Every kind of page as PNGs: phone and desktop, light and dark, both languages, on paper (needs Python 3 and chromedriver).
screenshots:
    cargo build --release
    python3 tests/screenshots.py target/release/wenda target/screenshots
