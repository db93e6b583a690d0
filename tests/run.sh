#!/bin/sh
# Sets up what the tests need beyond Rust, and runs all of them.
set -eu
cd "$(dirname "$0")/.."

missing() { ! command -v "$1" >/dev/null 2>&1; }

# The browser tests drive Chromium, Firefox and WebKitGTK, which needs a screen that nobody sees, and ask the engine of search
# under Node, too; strace kills builds at chosen system calls; PyYAML reads the shipped content;
# Java runs what checks HTML. Where these are missing, Debian's packages bring them.
if missing chromedriver || missing chromium || missing firefox-esr || missing WebKitWebDriver || missing Xvfb ||
    missing node || missing npm || missing java || missing strace || ! python3 -c "import yaml" 2>/dev/null; then
    packages="chromium chromium-driver firefox-esr webkit2gtk-driver xvfb fonts-noto-cjk python3-yaml strace default-jre-headless"
    # A Node from elsewhere brings its npm along.
    ! missing node || packages="$packages nodejs"
    ! missing npm || packages="$packages npm"
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo"
    $as_root apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $packages >/dev/null
fi

# The gateway is tried on MariaDB, alone and as a cluster.
if missing mariadbd || missing rsync || [ ! -e /usr/lib/galera/libgalera_smm.so ]; then
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo"
    $as_root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends mariadb-server galera-4 rsync iproute2 >/dev/null
fi

# A second engine for the gateway: its server comes in a package of Python, of which nothing else is used.
if ! ls target/seekdb/lib/python3*/site-packages/pylibseekdb/seekdb >/dev/null 2>&1; then
    if ! python3 -c "import ensurepip" 2>/dev/null; then
        as_root=""
        [ "$(id -u)" = 0 ] || as_root="sudo"
        $as_root apt-get update -qq
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
    fi
    python3 -m venv target/seekdb
    target/seekdb/bin/pip install --quiet --disable-pip-version-check --no-deps pylibseekdb==1.4.0.post1
fi

# What is said of hosts in docs/deploy.md is tried with nginx, which is not installed: that would start it.
nginx=target/nginx
if missing nginx && [ ! -x "$nginx/usr/sbin/nginx" ]; then
    mkdir -p "$nginx"
    (cd "$nginx" && apt-get download -qq nginx nginx-common)
    for package in "$nginx"/*.deb; do dpkg -x "$package" "$nginx"; done
    rm "$nginx"/*.deb
fi

# What Debian has not: the Chromium that phones in China have in their messengers, and the driver of Firefox.
browsers=target/browsers
old="$browsers/chromium-107"
if [ ! -x "$old" ]; then
    npm install --silent --no-save --no-audit --no-fund --prefix "$browsers" @sparticuz/chromium@107.0.0
    node -e '
        const { createReadStream, createWriteStream } = require("node:fs");
        const { createBrotliDecompress } = require("node:zlib");
        const [from, to] = process.argv.slice(1);
        const unpacked = createWriteStream(to, { mode: 0o755 });
        require("node:stream").pipeline(createReadStream(from), createBrotliDecompress(), unpacked, (error) => {
            if (error) throw error;
        });
    ' "$browsers/node_modules/@sparticuz/chromium/bin/chromium.br" "$old.part"
    mv "$old.part" "$old"
    rm -r "$browsers/node_modules"
fi
# What looks for barriers in pages.
axe="$browsers/axe.min.js"
if [ ! -f "$axe" ]; then
    npm install --silent --no-save --no-audit --no-fund --prefix "$browsers" axe-core@4.14.1
    mv "$browsers/node_modules/axe-core/axe.min.js" "$axe"
    rm -r "$browsers/node_modules"
fi
# What checks HTML, for which it needs Java.
checker="$browsers/vnu.jar"
if [ ! -f "$checker" ]; then
    npm install --silent --no-save --no-audit --no-fund --prefix "$browsers" vnu-jar@26.9.27
    mv "$browsers/node_modules/vnu-jar/build/dist/vnu.jar" "$checker"
    rm -r "$browsers/node_modules"
fi
# What judges pages as a whole, with all that it needs as its lock file has it.
lighthouse="$browsers/lighthouse"
if ! cmp -s tests/browser/lighthouse/package-lock.json "$lighthouse/package-lock.json" || [ ! -d "$lighthouse/node_modules" ]; then
    mkdir -p "$lighthouse"
    cp tests/browser/lighthouse/package.json tests/browser/lighthouse/package-lock.json "$lighthouse"
    npm ci --silent --no-audit --no-fund --prefix "$lighthouse"
fi
[ -x "$browsers/bin/geckodriver" ] || cargo install --quiet --locked --root "$browsers" geckodriver@0.37.1

# Nothing of what these tests need is missing now; so they say where something is, instead of leaving it out.
export WENDA_TESTS_COMPLETE=1
cargo test --profile suite
# Marked as ignored for those who run `cargo test` without a browser. Each test has a browser and a server of its own.
cargo test --profile suite --test browser -- --ignored --test-threads 2
# A minute in which nodes of a cluster are killed; beside other tests they would be late for another reason.
cargo test --profile suite --test suite -- --ignored gateway::

# The oldest Rust that Cargo.toml promises to be enough.
oldest=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)
has_oldest() { rustup run "$oldest" cargo --version >/dev/null 2>&1; }
if missing rustup; then
    echo "rustup is missing: nobody tried whether Rust $oldest is enough" >&2
elif has_oldest || rustup toolchain install "$oldest" --profile minimal --no-self-update; then
    rustup run "$oldest" cargo check --locked --profile suite --lib --bins --target-dir "target/rust-$oldest"
else
    echo "rustup cannot install Rust $oldest: nobody tried whether it is enough" >&2
fi
